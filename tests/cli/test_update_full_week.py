"""A day closes in a full week: what fell there is due and listed, nothing else is lost, and nobody has to insist."""

import csv
from datetime import date
from pathlib import Path

from tests.cli.places import sessions
from tests.cli.running import barrette
from tests.whole.tiny import Rows, tiny, written

HOURS = (4, 4, 4, 4, 4, 4, 4, 4, 1)
"""Of the courses of the class: 33 h in one week of five days, 32 h in four."""


def full_week() -> Rows:
    """One class that is there for one week, with a trainer for each course."""
    rows = {k: v for k, v in tiny().items() if k in ("Paramètres", "Classes", "Salles", "Apprenants")}
    rows["Classes"] = rows["Classes"][:1]
    rows["Apprenants"] = [row for row in rows["Apprenants"] if row["classe"] == "CAP CUI 1"]
    names = [f"Formateur {letter}" for letter in "ABCDEFGHI"]
    subjects = [f"Matière {letter}" for letter in "ABCDEFGHI"]
    return rows | {
        "Calendrier": [{"qui": "CAP CUI 1", "S37": "X"}],
        "Formateurs": [{"nom": name} for name in names],
        "Cours": [
            {
                "classes": "CAP CUI 1",
                "matière": subject,
                "heures": f"{hours} h",
                "durées": f"{hours}",
                "formateurs": name,
            }
            for subject, hours, name in zip(subjects, HOURS, names, strict=True)
        ],
    }


def test_day_that_closes_in_a_full_week_goes_through(tmp_path: Path) -> None:
    """33 h for 32 that are left: the class is named, what fell on the Friday is placed or listed, all else stays."""
    folder, rows = tmp_path / "edt", full_week()
    assert barrette("solve", written(tmp_path, rows), "--out", folder, "--effort", "0.1").exit_code == 0
    before = sessions(folder)
    friday = date(2026, 9, 11)
    fell = {name for name, row in before.items() if row["date"] == friday.isoformat() and row["kind"] == "course"}
    assert sum(int(row["minutes"]) for row in before.values() if row["kind"] == "course") == 33 * 60

    (tmp_path / "ferme").mkdir()
    book = written(tmp_path / "ferme", {**rows, "Fermetures": [{"libellé": "Pont", "du": friday}]})
    done = barrette("update", folder, "--workbook", book, "--from", "2026-09-07", "--notice", "0")
    assert done.exit_code == 0, done.output
    assert "Classes!A2 : CAP CUI 1" in done.stdout.split("À regarder")[1]
    with (folder / "csv/unplaced.csv").open(encoding="utf-8", newline="") as stream:
        listed = {row["session_id"] for row in csv.DictReader(stream) if row["kind"] == "course"}
    after = sessions(folder)
    kept = {name for name, row in before.items() if row["kind"] == "course"} - fell
    assert kept <= after.keys(), "nothing is lost but what fell"
    assert listed
    assert listed <= fell


def test_fewer_hours_a_week_are_asked_first(tmp_path: Path) -> None:
    """The same week, with 24 h at most: what goes is not what the change lies on, so that nothing is done unasked."""
    folder, rows = tmp_path / "edt", full_week()
    assert barrette("solve", written(tmp_path, rows), "--out", folder, "--effort", "0.1").exit_code == 0
    rows["Paramètres"] += [{"paramètre": f"durée max semaine {age}", "valeur": "24 h"} for age in ("mineur", "majeur")]
    (tmp_path / "moins").mkdir()
    done = barrette("update", folder, "--workbook", written(tmp_path / "moins", rows), "--from", "2026-09-07")
    assert done.exit_code == 3, done.output
    assert "Classes!A2 : CAP CUI 1" in done.output
    assert "--anyway" in done.output
