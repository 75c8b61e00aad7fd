"""Those who travel: a class that has finished at its last departure, an apprentice who would rather be on the bus."""

from collections.abc import Callable

from tests.cases import workbooks as book
from tests.cases.conftest import Solved, barrette

NAME = "CAP-PAT-1"


def rows(**columns: object) -> book.Rows:
    """A class with twenty-four hours of courses and two of barrette in each of two weeks; ``columns`` of *Classes*."""
    subjects = {"Français": 6, "Mathématiques": 6, "Pâtisserie": 4, "Technologie": 4, "Anglais": 4}
    return {
        "Paramètres": book.settings("07/09/2026", "18/09/2026"),
        "Classes": [{**book.classes("BP Pâtissier", "CAP PAT 1")[0], **columns}],
        "Calendrier": book.calendar((37, 38), "CAP PAT 1"),
        "Formateurs": book.trainers(*(f"Formateur {name}" for name in subjects)),
        "Salles": book.rooms(4, 20),
        "Cours": [
            {"classes": "CAP PAT 1", "matière": name, "heures": f"{hours} h/sem", "formateurs": f"Formateur {name}"}
            for name, hours in subjects.items()
        ],
        "Barrettes": [
            {
                "barrette": "Barrette A",
                "classes": "CAP PAT 1",
                "durée": "1 h",
                "par semaine": 2,
                "sans besoin": "autonomie",
            }
        ],
        "Apprenants": [{**person, "littératie": 2, "numératie": 2} for person in book.learners("CAP PAT 1", 8)],
    }


def test_class_has_finished_at_its_last_departure(solved: Callable[[book.Rows], Solved]) -> None:
    """Here from 9 on Mondays, gone at 15:30 on Fridays and 16:30 on other days: nothing outside, groups included."""
    found = solved(rows(**{"première arrivée": "lu 9h", "dernier départ": "16h30 ; ve 15h30"}))
    assert [u["kind"] for u in found.unplaced] == []
    assert found.of(kind="barrette")
    latest = {}
    for row in found.of():
        assert row["date"] not in ("2026-09-07", "2026-09-14") or row["start"][-5:] >= "09:00"
        latest[row["date"]] = max(latest.get(row["date"], ""), row["end"][-5:])
    fridays = ("2026-09-11", "2026-09-18")
    assert all(end <= ("15:30" if day in fridays else "16:30") for day, end in latest.items())


def test_hours_that_no_longer_fit_are_said_by_check(written_book: Callable[[book.Rows], str]) -> None:
    """Four hours a day leave twenty for twenty-six: `check` names the class and both figures."""
    result = barrette("check", written_book(rows(**{"dernier départ": "12h"})))
    assert result.exit_code == 1
    assert "CAP PAT 1, semaine du lundi 7 septembre : 26 h demandées" in result.output
    assert "20 h possibles au plus" in result.output


def test_apprentice_who_takes_the_bus_leaves_in_time_when_possible(solved: Callable[[book.Rows], Solved]) -> None:
    """Of 40 possible hours 26 are used: where it matters, both travellers catch the 16:00 bus every day."""
    book_rows = rows()
    for person in book_rows["Apprenants"][:2]:
        person["dernier départ"] = "16h"
    book_rows["Règles"] = [{"règle": "P10b", "poids": 300}]
    found = solved(book_rows)
    assert found.unplaced == []
    assert max(s["end"][-5:] for s in found.attended(f"{NAME}-01")) <= "16:00"
    assert found.summary["soft_penalties"]["P10b"] == 0


def test_session_past_the_bus_is_kept_and_counted(solved: Callable[[book.Rows], Solved]) -> None:
    """A bus at noon cannot be met by the whole class: everything is placed, and each session past it is counted."""
    book_rows = rows()
    book_rows["Apprenants"][0]["dernier départ"] = "12h"
    found = solved(book_rows)
    assert found.unplaced == []
    late = [s for s in found.attended(f"{NAME}-01") if s["end"][-5:] > "12:00"]
    assert found.summary["soft_penalties"]["P10b"] == len(late) > 0
    assert found.listed("Souhaits non suivis", "Souhait") == {"Heures de trajet": len(late)}
    handed_out = [p for p in found.folder.rglob("*.html") if p.parent.name != "interne"]
    assert not any("trajet" in p.read_text("utf-8") for p in handed_out)
