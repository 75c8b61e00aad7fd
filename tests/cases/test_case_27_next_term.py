"""Case 27: the next term starts from the last one: hours, needs, groups, barrettes and addresses are carried over."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from openpyxl import load_workbook

import data
from data.writing.template import write_workbook
from planner.domain import Problem, Timetable
from planner.store.database import open_store
from planner.store.snapshot import bare
from tests.cases import updating as mid
from tests.cases import workbooks as book
from tests.cases.conftest import barrette

WHO = "CAP-CUI-1-01"
OWES, CLOSED = "BESOIN-OUVERT", "BESOIN-FERME"


def rows() -> book.Rows:
    """The centre of the updates, its diploma with a minimum, one barrette a stay, and needs of all sorts."""
    found = mid.centre()
    for line in found["Apprenants"]:
        line["entrée"] = "07/09/2026"
        line["contrat début"], line["contrat fin"] = "07/09/2026", "31/08/2028"
    found["Apprenants"][-1]["sortie"] = "30/10/2026"
    found["Diplômes"] = [{"formation": "CAP Cuisine", "heures du cycle": "200 h"}]
    found["Barrettes"].append(
        {"barrette": "Barrette B", "classes": f"{mid.COOKS} ; {mid.BAKERS}", "durée": "1 h", "par séjour": 1,
         "salles": "Salle 1 ; Salle 2 ; Salle 3 ; CDR"}
    )  # fmt: skip
    found["Besoins"] = [
        {"apprenants": WHO, "cible": "NUM2", "en tout": "40 h", "code": OWES},
        {"apprenants": WHO, "cible": "NUM2", "en tout": "1 h", "fermé le": "09/10/2026", "code": CLOSED},
    ]
    return found


class Term:
    """A term solved through the command line, and the workbook of the next one."""

    def __init__(self, folder: Path) -> None:
        self.book, self.out, self.next = folder / "avant.xlsx", folder / "edt", folder / "suite.xlsx"
        write_workbook(self.book, rows())
        done(barrette("solve", str(self.book), "--out", str(self.out), "--workers", "1", "--effort", "0.2"))
        self.said = done(barrette("new", str(self.next), "--after", str(self.out)))
        with open_store(self.out) as store:
            number = store.version().number
            self.old, self.timetable = store.problem(number), store.timetable(number)

    def read(self) -> Problem:
        """The problem that the new workbook tells."""
        reading = data.read(self.next)
        assert reading.problem is not None, [str(f) for f in reading.faults]
        return bare(reading.problem)


def done(result: Result) -> str:
    """What a command says when it goes well."""
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture(scope="module")
def term(tmp_path_factory: pytest.TempPathFactory) -> Term:
    """One term for all the tests."""
    return Term(tmp_path_factory.mktemp("suite"))


def minutes(problem: Problem, timetable: Timetable, who: str, wanted: Callable[..., bool]) -> int:
    """Minutes of the sessions of somebody that are wanted."""
    return sum(s.minutes for s in timetable.by_apprentice[problem.learners[who].id] if wanted(s))  # type: ignore[index]


def test_case_27_everything_of_the_centre_is_there(term: Term) -> None:
    """Ids, offer and salt are the same; the horizon follows, with as many weeks; weeks are to be filled."""
    new = term.read()
    assert (new.first.isoformat(), new.last.isoformat()) == ("2026-11-16", "2027-01-22")
    for name in ("bells", "programmes", "rooms", "courses", "modules", "scales", "need_rules", "open_periods"):
        assert getattr(new, name) == getattr(term.old, name), name
    assert new.settings.salt == term.old.settings.salt
    assert list(new.classes) == list(term.old.classes)
    # the one who left on 30 October is not carried over, and it is said
    assert list(new.learners) == list(term.old.learners)[:-1]
    assert "Prénom08 Nom08 CAP BOU 1" in term.said
    assert all(not group.calendar for group in new.classes.values())


def test_case_27_hours_done_are_counted(term: Term) -> None:
    """By course, strand and in all for a person, in all for a trainer; what was a minimum of the cycle is decided."""
    new, old, before = term.read(), term.old, term.timetable
    done_now = new.learners[WHO].done_minutes  # type: ignore[index]
    assert done_now[":total"] == minutes(old, before, WHO, lambda s: True)
    assert done_now["CAP-CUI-1-CUISINE"] == minutes(old, before, WHO, lambda s: s.course_id == "CAP-CUI-1-CUISINE")
    assert done_now["CONSOLIDATION"] == minutes(old, before, WHO, lambda s: s.strand == "CONSOLIDATION")
    carole = next(t for t in new.trainers.values() if t.name == "Cuisine Carole")
    assert carole.year_done == sum(s.minutes for s in before.by_trainer[carole.id])
    assert new.has_balances


def test_case_27_open_needs_and_groups_go_on(term: Term) -> None:
    """The need that is not met stays, with what it has had; the closed one goes; groups are those of the end."""
    new = term.read()
    assert [n.id for n in new.explicit_needs] == [OWES]
    had = sum(d.planned for d in term.timetable.debts if d.need_id == OWES)
    assert new.learners[WHO].done_minutes.get(OWES, 0) == had  # type: ignore[index]
    last = {(g.barrette_id, a, g.module_id) for g in term.timetable.groups if g.period_id == "P2"
            for a in g.apprentice_ids if a in new.learners}  # fmt: skip
    kept = {(g.barrette_id, g.apprentice_id, g.module_id) for g in new.last_groups}
    assert last <= kept
    assert {a for _b, a, _m in kept} <= set(new.learners)


def test_case_27_barrettes_keep_their_hours(term: Term) -> None:
    """Once a stay: its usual day and hour are fixed; twice a week: no cell holds two, the planner is told both."""
    new = term.read()
    spans = [(s.day.weekday(), s.start) for s in term.timetable.sessions if s.barrette_id == "BARRETTE-B"]
    fixed = new.barrettes["BARRETTE-B"]  # type: ignore[index]
    assert (fixed.fixed_weekday, fixed.fixed_start) == max(set(spans), key=lambda at: (spans.count(at), at))
    assert new.barrettes["BARRETTE-A"].fixed_start is None  # type: ignore[index]
    assert re.search(r"Barrette A : (lundi|mardi|mercredi|jeudi|vendredi) \d+ h", term.said)


def test_case_27_the_next_term_is_solved_and_keeps_addresses(term: Term, tmp_path: Path) -> None:
    """Once the weeks are filled: solved, verified, nobody's hours unknown; published, the same addresses hold both
    terms, and no event of one is one of the other.
    """
    filled, out = term.next.with_name("suite remplie.xlsx"), tmp_path / "edt"
    pages = load_workbook(term.next)
    page = pages["Calendrier"]
    for column in range(1, page.max_column + 1):
        if page.cell(1, column).value in ("S49", "S51", "S2"):
            for row in range(2, page.max_row + 1):
                page.cell(row, column).value = "X"
    pages.save(filled)
    done(barrette("check", str(filled)))
    done(barrette("solve", str(filled), "--out", str(out), "--workers", "1", "--effort", "0.2"))
    said = done(barrette("verify", str(out)))
    assert "À vérifier" not in said
    before, after = ({name: term_uids(folder, name) for name in (WHO, *LATER)} for folder in (term.out, out))
    assert all(before[WHO].isdisjoint(after[name]) for name in after)
    done(barrette("publish", str(term.out)))
    done(barrette("publish", str(out)))
    first, second = published(term.out), published(out)
    assert set(first) == set(second)
    assert all(first[name] <= second[name] for name in first)
    # the one who left has the calendar of before, name and all
    of_people = [name for name, parts in first.items() if len(parts) > 1 and any("Prénom" in part for part in parts)]
    assert sum(first[name] == second[name] for name in of_people) == 1


LATER = ("CAP-CUI-1-02", "CAP-BOU-1-01")


def term_uids(folder: Path, who: str) -> set[str]:
    """Names of the events of somebody in the calendars without a history."""
    return set(re.findall(r"UID:(\S+)", (folder / "ics" / "apprentices" / f"{who}.ics").read_text("utf-8")))


def published(folder: Path) -> dict[str, set[str]]:
    """Secret name of each published calendar → its head and its events, to the byte."""
    found = sorted((folder / "public").rglob("*.ics"))
    return {path.name: set(re.split("BEGIN:VEVENT|END:VCALENDAR", path.read_text("utf-8"))) for path in found}


def test_case_27_what_cannot_be_is_said(term: Term, tmp_path: Path) -> None:
    """No history, a date inside the term or that is none, a file that is there, options that clash."""
    out = str(tmp_path / "suite.xlsx")
    for words, code, told in (
        (["--after", str(tmp_path)], 4, "lancez d’abord barrette solve"),
        (["--after", str(term.out), "--from", "2026-11-02"], 2, "est dans l’emploi du temps à suivre"),
        (["--after", str(term.out), "--from", "demain"], 2, "n’est pas une date"),
        (["--after", str(term.out), "--to", "01/11/2026"], 2, "vient avant le premier jour"),
        (["--after", str(term.out), "--to", "01/11/2028"], 2, "plus de 400 jours"),
        (["--after", str(term.out), "--sample", "small"], 2, "ne vont pas ensemble"),
        (["--from", "2027-01-04"], 2, "vont avec --after"),
    ):
        result = barrette("new", out, *words)
        assert result.exit_code == code, result.output
        assert told in result.output
    assert not Path(out).exists()
    again = barrette("new", str(term.next), "--after", str(term.out))
    assert again.exit_code == 2
    assert "existe déjà" in again.output
