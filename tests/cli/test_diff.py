"""`barrette diff`: what differs between two versions, for each person, class and trainer."""

import csv
import json
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest

from planner.domain import SessionId, Timetable
from tests.cli.running import barrette
from tests.cli.versions import first_version, keep, with_session, without
from tests.outputs.test_accessible import Outline

MATHS, COOKING, BREAD = "CAP-CUI-1-MATHEMATIQUES-01", "CAP-CUI-1-TP-CUISINE-01", "CAP-BOU-1-MATHEMATIQUES-02"


def changed(timetable: Timetable) -> Timetable:
    """One session an hour earlier or later, one with another trainer, one cancelled."""
    maths = timetable.session[SessionId(MATHS)]
    by = -60 if maths.start > 480 else 60
    timetable = with_session(timetable, MATHS, start=maths.start + by, end=maths.end + by)
    timetable = with_session(timetable, COOKING, trainer_ids=("NOIR-EVA",))
    return without(timetable, BREAD)


def lines(folder: Path) -> list[dict[str, str]]:
    """The file of differences."""
    with (folder / "interne" / "differences.csv").open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=";"))


def test_diff_names_who_is_concerned_by_what(solved: Path) -> None:
    """Three sessions differ: their class, their trainers and each of their people is told, with the reason."""
    first_version(solved)
    keep(solved, changed, "absence d’un formateur")
    said = barrette("diff", solved)
    assert said.exit_code == 0
    assert "absence d’un formateur" in said.stdout
    assert "1 annulée, 1 déplacée, 1 avec un autre formateur" in said.stdout
    rows = lines(solved)
    assert {row["raison"] for row in rows} == {"absence d’un formateur"}
    told = {(row["pour"], row["nom"], row["changement"], row["séance"]) for row in rows}
    assert ("classe", "CAP CUI 1", "Déplacée", MATHS) in told
    assert ("classe", "CAP BOU 1", "Annulée", BREAD) in told
    assert ("formateur", "Noir Eva", "Ajoutée", COOKING) in told
    assert ("formateur", "Roux Anne", "Retirée", COOKING) in told
    assert ("formateur", "Durand Paul", "Déplacée", MATHS) in told
    assert sum(row["pour"] == "apprenant" and row["séance"] == BREAD for row in rows) == 3  # the class of bakers


def test_diff_shows_the_same_on_its_page(solved: Path) -> None:
    """The page is internal, has one heading a person, and says before and after."""
    first_version(solved)
    keep(solved, changed, "raison <b>")
    assert barrette("diff", solved).exit_code == 0
    page = Outline(solved / "interne" / "differences.html")
    text = (solved / "interne" / "differences.html").read_text("utf-8")
    assert "Document interne" in text
    assert "raison &lt;b&gt;" in text
    names = [name for _tag, _attrs, name in page.all("h3")]
    assert "Noir Eva" in names
    assert "MARTIN Léa CAP CUI 1" in names
    assert len(names) == 6 + 2 + 3  # everyone, both classes, all trainers
    assert barrette("export", solved, "--format", "html").exit_code == 0
    assert (solved / "interne" / "differences.html").exists()


def test_diff_of_a_group_is_told_once(solved: Path) -> None:
    """Who changes group is told so, not session by session."""
    first_version(solved)

    def regroup(timetable: Timetable) -> Timetable:
        hours = {g.id: {(s.day, s.start) for s in timetable.sessions if s.group_id == g.id} for g in timetable.groups}
        one, other = next((a, b) for a, b in permutations(timetable.groups, 2) if hours[a.id] == hours[b.id])
        rest = [g for g in timetable.groups if g not in (one, other)]
        moved = next(a for a in one.apprentice_ids if a not in other.apprentice_ids)
        groups = (
            replace(one, apprentice_ids=tuple(a for a in one.apprentice_ids if a != moved)),
            replace(other, apprentice_ids=(*other.apprentice_ids, moved)),
            *rest,
        )
        of = {s.id: s.group_id for s in timetable.sessions}
        new = {one.id: [s for s, g in of.items() if g == other.id]}
        attendance = [r for r in timetable.attendance if not (r.apprentice_id == moved and of[r.session_id] == one.id)]
        attendance += [
            replace(r, session_id=s)
            for s in new[one.id]
            for r in timetable.attendance
            if r.apprentice_id == moved and of[r.session_id] == one.id
        ][: len(new[one.id])]
        return replace(timetable, groups=groups, attendance=tuple(attendance))

    keep(solved, regroup)
    assert barrette("diff", solved).exit_code == 0
    (row,) = lines(solved)
    assert (row["changement"], row["pour"]) == ("Groupe changé", "apprenant")
    assert row["avant"] != row["maintenant"]


def test_diff_for_a_program_and_between_chosen_versions(solved: Path, tmp_path: Path) -> None:
    """Backwards, what was cancelled is added; the list goes where it is asked for."""
    first_version(solved)
    keep(solved, changed)
    said = barrette("diff", solved, "2", "1", "--json", "--csv", tmp_path / "liste.csv")
    found = json.loads(said.stdout)
    assert (found["before"], found["after"]) == (2, 1)
    assert found["counts"] == {"added": 1, "moved": 1, "trainer": 1}
    assert (tmp_path / "liste.csv").read_bytes() == (solved / "interne" / "differences.csv").read_bytes()


def test_diff_of_a_version_with_itself_is_empty(solved: Path) -> None:
    """Nothing differs, and that is said."""
    first_version(solved)
    said = barrette("diff", solved, "1", "1")
    assert said.exit_code == 0
    assert "Rien ne change." in said.stdout
    assert "une version" in barrette("diff", solved).stdout


@pytest.mark.parametrize(
    ("words", "code", "told"), [(["7"], 4, "La version 7 n’existe pas"), (["1", "1", "1"], 2, "Donnez deux")]
)
def test_diff_of_versions_that_do_not_exist(solved: Path, words: list[str], code: int, told: str) -> None:
    """One sentence says what is wrong; the code is that of `publish` and `rollback`."""
    first_version(solved)
    said = barrette("diff", solved, *words)
    assert said.exit_code == code
    assert told in said.stderr


def test_diff_without_a_history(tmp_path: Path) -> None:
    """A folder without versions is told what to do."""
    said = barrette("diff", tmp_path)
    assert said.exit_code == 4
    assert "barrette solve" in said.stderr
