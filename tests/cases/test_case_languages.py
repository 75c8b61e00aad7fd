"""Two classes share their languages: *LV2* of *Apprenants* says who has Spanish, who German, and who neither."""

from collections.abc import Callable
from pathlib import Path

from data.writing.template import write_workbook
from tests.cases import workbooks as book
from tests.cases.conftest import Solved, barrette, read_files

SPANISH = {f"MAB-{n:02d}" for n in range(1, 6)} | {f"MBC-{n:02d}" for n in range(1, 4)}
GERMAN = {f"MAB-{n:02d}" for n in range(6, 10)} | {f"MBC-{n:02d}" for n in range(4, 10)}


def _course(classes: str, subject: str, hours: str, trainer: str, **more: object) -> dict[str, object]:
    return {"classes": classes, "matière": subject, "heures": hours, "formateurs": trainer, **more}


def rows() -> book.Rows:
    """Two classes of ten, two days of eight hours a week: 14 h of their own, 2 h of Spanish and 2 h of German.

    Sixteen hours hold what each person has (16 h), and not what the class has (18 h): the languages are at one hour.
    The tenth of each class has none.
    """
    people = [*book.learners("MAB", 10), *book.learners("MBC", 10)]
    for person in people:
        code = person["code"]
        person["LV2"] = "Espagnol" if code in SPANISH else "allemand" if code in GERMAN else None
    return {
        "Paramètres": book.settings("07/09/2026", "18/09/2026"),
        "Classes": book.classes("BP Arts de la cuisine", "MAB", "MBC"),
        "Calendrier": [{"qui": name, "S37": "lu-ma", "S38": "lu-ma"} for name in ("MAB", "MBC")],
        "Formateurs": [
            {"nom": name, "max par jour": 8} for name in ("Prof Anne", "Prof Paul", "Lengua Eva", "Sprache Uli")
        ],
        "Salles": book.rooms(3, 12),
        "Cours": [
            _course("MAB", "Français", "14 h/sem", "Prof Anne", code="FA", **{"max par jour": 4}),
            _course("MBC", "Français", "14 h/sem", "Prof Paul", code="FB", **{"max par jour": 4}),
            _course(
                "MAB ; MBC",
                "Espagnol",
                "2 h/sem",
                "Lengua Eva",
                code="ESP",
                durées="2",
                **{"réservé à": "LV2=Espagnol"},
            ),
            _course(
                "MAB ; MBC",
                "Allemand",
                "2 h/sem",
                "Sprache Uli",
                code="ALL",
                durées="2",
                **{"réservé à": "lv2 = Allemand"},
            ),
        ],
        "Apprenants": people,
    }


def test_languages_stand_at_one_hour_and_call_whom_they_are_for(solved: Callable[[book.Rows], Solved]) -> None:
    """Everything is placed, which only the hours of Spanish and German together allow; nobody misses an hour."""
    found = solved(rows())
    assert found.unplaced == []
    spanish, german = found.of(course_id="ESP"), found.of(course_id="ALL")
    assert {frozenset(found.people(s)) for s in spanish} == {frozenset(SPANISH)}
    assert {frozenset(found.people(s)) for s in german} == {frozenset(GERMAN)}
    taken = [{(s["date"], s["start"]) for s in rows} for rows in (spanish, german)]
    assert taken[0] & taken[1]
    assert not [d for d in found.debts if d["source"] == "heures manquées" or "cours" in d["source"]]
    minutes = {p: sum(int(s["minutes"]) for s in found.attended(p)) for p in ("MAB-01", "MAB-06", "MAB-10")}
    assert minutes == {"MAB-01": 2 * 16 * 60, "MAB-06": 2 * 16 * 60, "MAB-10": 2 * 14 * 60}
    assert "(LV2 : Espagnol)" in spanish[0]["label"]


def test_a_change_of_language_moves_one_person_alone(solved: Callable[[book.Rows], Solved], tmp_path: Path) -> None:
    """One who takes German goes from one lesson to the other, one who begins Spanish comes; no session moves."""
    found = solved(rows())
    asked = rows()
    chosen = {"MAB-01": "Allemand", "MAB-10": "Espagnol"}
    for person in asked["Apprenants"]:
        person["LV2"] = chosen.get(str(person["code"]), person["LV2"])
    write_workbook(tmp_path / "change.xlsx", asked)
    said = barrette("update", str(found.folder), "--workbook", str(tmp_path / "change.xlsx"), "--from", "2026-09-14")
    assert said.exit_code == 0, said.output
    assert "LV2 : Allemand (Espagnol auparavant)" in said.output
    assert "1 changement (on ne peut pas faire moins)" in said.output
    assert barrette("verify", str(found.folder), "--workbook", str(tmp_path / "change.xlsx")).exit_code == 0
    there = {(a["session_id"], a["apprentice_id"]) for a in read_files(found.folder, "").attendance}
    assert {("ALL-02", "MAB-01"), ("ESP-02", "MAB-10"), ("ESP-01", "MAB-01")} <= there
    assert not {("ESP-02", "MAB-01"), ("ESP-01", "MAB-10")} & there
