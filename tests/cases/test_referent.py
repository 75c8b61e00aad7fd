"""The hours of the handicap referent: a permanence each week, interviews on request, the same after an absence."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from tests.cases import workbooks as book
from tests.cases.conftest import Row, Solved
from tests.cases.updating import begin, carry

FIRST, SECOND = "BP FLE 1", "BP VEN 1"
ASKED = "BP-FLE-1-03"
ARRANGED = "BP-VEN-1-02"


def rows(**more: Any) -> book.Rows:
    """Two classes, together at the centre in two weeks of three; the second has lessons all week but two hours."""
    return {
        "Paramètres": book.settings("07/09/2026", "25/09/2026", **{"présence minimale": "1 h"}),
        "Classes": [*book.classes("BP Fleuriste", FIRST), *book.classes("BP Vente", SECOND)],
        "Calendrier": book.calendar((37, 39), FIRST, SECOND),
        "Horaires": [
            {"jour": day, "début": f"{h}:00", "fin": f"{h + 1}:00"}
            for day in ("lundi", "mardi") for h in (8, 9, 10, 11, 13, 14, 15, 16)
        ],
        "Formateurs": [
            *book.trainers("Français Fatou", "Vente Vera"),
            {"nom": "Référent Rémi", "rôle": "référent handicap"},
        ],
        "Salles": book.rooms(4, 16),
        "Cours": [
            {"classes": FIRST, "matière": "Français", "heures": "8 h/sem", "formateurs": "Français Fatou",
             "max par jour": 4, "durées": "1 h"},
            {"classes": SECOND, "matière": "Vente", "heures": "14 h/sem", "formateurs": "Vente Vera",
             "max par jour": 8, "durées": "1 h"},
        ],
        "Apprenants": [*book.learners(FIRST, 6), *book.learners(SECOND, 3)],
        "Modules": [{"module": "PERM", "libellé": "Permanence du référent", "thème": "permanence", "durée": "1 h"}],
        "Besoins": [{"apprenants": ASKED, "cible": "ENTRETIEN", "en tout": "1 h", "origine": "apprenant"}],
        "Aménagements": [{"apprenant": ARRANGED, "effet": "max par jour", "durée": "8 h"}],
        **more,
    }  # fmt: skip


def free(found: Solved, permanence: Row, who: str) -> bool:
    """Whether somebody has nothing at the hour of a permanence."""
    that_day = [s for s in found.attended(who) if s["date"] == permanence["date"]]
    return not any(s["start"] < permanence["end"] and permanence["start"] < s["end"] for s in that_day)


def test_referent_holds_a_permanence_each_week(solved: Callable[[book.Rows], Solved], tmp_path: Path) -> None:
    """In each week with people, led by who has the role, when those with an arrangement are free; nobody is called."""
    found = solved(rows())
    held = found.of(module_id="PERM")
    assert [date.fromisoformat(s["date"]).isocalendar().week for s in held] == [37, 39]
    assert {s["trainer_ids"] for s in held} == {"REFERENT-REMI"}
    assert {s["public_label"] for s in held} == {"Permanence"}
    assert not [s for s in held if found.people(s)]
    # The class of the arranged person is taught for fourteen hours of sixteen.
    assert all(free(found, s, ARRANGED) for s in held)
    calendar = (tmp_path / "resultat" / "ics" / "trainers" / "REFERENT-REMI.ics").read_text("utf-8")
    assert calendar.count("SUMMARY:Permanence") == 2


def test_referent_meets_who_asks(solved: Callable[[book.Rows], Solved], tmp_path: Path) -> None:
    """An interview of one person, with the referent, on a day of presence; what is handed out says a meeting."""
    found = solved(rows())
    (talk,) = found.of(module_id="ENTRETIEN")
    assert found.people(talk) == {ASKED}
    assert (talk["trainer_ids"], talk["minutes"], talk["public_label"]) == ("REFERENT-REMI", "60", "Rendez-vous")
    (row,) = [d for d in found.debts if d["module_or_strand"] == "ENTRETIEN"]
    assert float(row["hours_planned"]) == 1
    for part in ("ics", "diffusion", "fiches"):
        for file in sorted((tmp_path / "resultat" / part).rglob("*.*")):
            text = file.read_text("utf-8", errors="ignore").lower()
            assert not [w for w in ("handicap", "entretien") if w in text], file.name


def test_referent_nobody_holds_is_listed(solved: Callable[[book.Rows], Solved]) -> None:
    """Without anybody of that role nor a name in *Modules*, each week is listed, with what to do."""
    found = solved(rows(Formateurs=book.trainers("Français Fatou", "Vente Vera"), Besoins=[]))
    assert [r["session_id"] for r in found.unplaced] == ["permanence-PERM-20260907", "permanence-PERM-20260921"]
    assert all("personne ne tient « Permanence du référent »" in r["reason"] for r in found.unplaced)


def test_referent_away_holds_it_on_another_day(tmp_path: Path) -> None:
    """An absence of the referent moves the permanence of that week; away all week, it is listed, and comes back."""
    cells = rows(Besoins=[])
    begun = begin(cells, tmp_path)
    second = next(s for s in begun[1].sessions if s.id == "permanence-PERM-20260921")
    off = {"qui": "Référent Rémi", "du": f"{second.day:%d/%m/%Y}", "au": f"{second.day:%d/%m/%Y}"}
    found = carry(begun, cells, lambda rows: rows.update(Indisponibilités=[off]), date(2026, 9, 8), tmp_path)
    days = {s.id: s.day for s in found.after.sessions if s.module_id == "PERM"}
    assert len(days) == 2
    assert days[second.id] != second.day
    assert not found.after.unplaced

    week = {**off, "du": "21/09/2026", "au": "25/09/2026"}
    gone = carry(begun, cells, lambda rows: rows.update(Indisponibilités=[week]), date(2026, 9, 8), tmp_path)
    assert [row.session_id for row in gone.after.unplaced] == [second.id]
    back = carry((gone.new, gone.after), cells, lambda rows: None, date(2026, 9, 9), tmp_path)
    assert not back.after.unplaced
    assert second.id in {s.id for s in back.after.sessions}
