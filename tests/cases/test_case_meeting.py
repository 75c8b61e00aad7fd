"""A meeting of trainers without any class: its hour is looked for each week, and nobody else is told of it."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

import data
from data.writing.filled import write_filled
from data.writing.template import write_workbook
from tests.cases import workbooks as book
from tests.cases.conftest import Solved, barrette

MEETING = "Conseil pédagogique"


def rows(team: str = "Prof Anne + Prof Bruno + Prof Cléa", classes: str = "aucune") -> book.Rows:
    """Two classes that keep two of the three trainers busy; the third is there on Tuesdays and Thursdays alone."""
    return {
        "Paramètres": book.settings("07/09/2026", "25/09/2026"),
        "Classes": book.classes("BP Vente", "VTE", "LOG"),
        "Calendrier": book.calendar((37, 38, 39), "VTE", "LOG"),
        "Formateurs": [*book.trainers("Prof Anne", "Prof Bruno"), {"nom": "Prof Cléa", "jours absents": "lu;me;ve"}],
        "Salles": book.rooms(3, 12),
        "Cours": [
            {"classes": "VTE", "matière": "Vente", "heures": "24 h/sem", "formateurs": "Prof Anne", "durées": "2",
             "max par jour": 4},
            {"classes": "LOG", "matière": "Logistique", "heures": "24 h/sem", "formateurs": "Prof Bruno",
             "durées": "2", "max par jour": 4},
            {"classes": classes, "matière": MEETING, "heures": "1 h/sem", "formateurs": team},
            {"classes": classes, "matière": MEETING, "heures": "1 h/sem", "formateurs": "Prof Cléa"},
        ],
        "Apprenants": [*book.learners("VTE", 4), *book.learners("LOG", 4)],
    }  # fmt: skip


def test_all_of_them_meet_once_a_week(solved: Callable[[book.Rows], Solved]) -> None:
    """On a day on which each is there; on their sheets, and on no sheet of a class; two of one name are two."""
    found = solved(rows())
    assert found.unplaced == []
    met = [s for s in found.of(label=MEETING) if ";" in s["trainer_ids"]]
    assert len(met) == 3
    assert {date.fromisoformat(s["date"]).weekday() for s in met} <= {1, 3}
    assert len({date.fromisoformat(s["date"]).isocalendar().week for s in met}) == 3
    assert {s["trainer_ids"] for s in met} == {"PROF-ANNE;PROF-BRUNO;PROF-CLEA"}
    assert not any(found.people(s) for s in met)
    assert found.summary["sizes"]["classes"] == 2
    assert sorted(p.name for p in (found.folder / "diffusion" / "classes").glob("*.html")) == ["LOG.html", "VTE.html"]
    assert len(list((found.folder / "ics" / "classes").glob("*.ics"))) == 2
    assert (found.folder / "diffusion" / "formateurs" / "PROF-CLEA.html").read_text(encoding="utf-8").count(MEETING) > 2


def test_a_meeting_is_written_as_it_was_typed(tmp_path: Path) -> None:
    """What Barrette writes of it is read again as the same; `check` counts two classes, and calls none unused."""
    write_workbook(tmp_path / "cas.xlsx", rows())
    first = data.read(tmp_path / "cas.xlsx").problem
    assert first is not None
    write_filled(tmp_path / "encore.xlsx", first, (("Lisez-moi", ""),), date(2026, 9, 1))
    second = data.read(tmp_path / "encore.xlsx").problem
    assert second is not None
    assert second.courses == first.courses
    assert [g for g in second.classes.values() if g.meeting] == [g for g in first.classes.values() if g.meeting]
    said = barrette("check", str(tmp_path / "cas.xlsx")).output
    assert "2 classes," in said
    assert MEETING not in said


@pytest.mark.parametrize(
    ("team", "message"),
    [
        ("", "est vide : nommez qui se réunit, et pour plusieurs personnes écrivez « A + B »."),
        ("aucun", "« aucun » : une réunion sans classe a au moins un formateur ; nommez qui se réunit"),
        ("Prof Anne ou Prof Bruno", "« Prof Anne ou Prof Bruno » ne fait venir que l'un d'eux : pour les réunir"),
    ],
)
def test_who_meets_is_named(tmp_path: Path, team: str, message: str) -> None:
    """A meeting of nobody, or of one or another, is a fault at its cell; a cell left empty is no meeting."""
    write_workbook(tmp_path / "cas.xlsx", rows(team))
    faults = [str(fault) for fault in data.read(tmp_path / "cas.xlsx").faults]
    assert any("cellule D4" in fault and message in fault for fault in faults), faults
    write_workbook(tmp_path / "vide.xlsx", rows(classes=""))
    faults = [str(fault) for fault in data.read(tmp_path / "vide.xlsx").faults]
    assert any("« classes » est vide" in fault for fault in faults), faults


def test_a_class_may_bear_the_word(tmp_path: Path) -> None:
    """Where a class is called so, it is meant."""
    asked = rows("Prof Anne")
    asked["Classes"][0]["classe"] = "Aucune"
    asked["Calendrier"][0]["qui"] = "Aucune"
    asked["Cours"][0]["classes"] = "Aucune"
    asked["Apprenants"] = [*book.learners("Aucune", 4), *book.learners("LOG", 4)]
    write_workbook(tmp_path / "cas.xlsx", asked)
    problem = data.read(tmp_path / "cas.xlsx").problem
    assert problem is not None
    assert not any(group.meeting for group in problem.classes.values())
