"""What companies see: when their apprentices are at the centre, nothing else; and a note when that changes."""

import re
from collections.abc import Callable
from pathlib import Path

from icalendar import Calendar

from outputs.grid import span
from tests.cases import workbooks as book
from tests.cases.conftest import Solved, barrette

FOLDER = Path("resultat", "entreprises")


def rows() -> book.Rows:
    """One class; two apprentices of one company, one whose contract is broken, one without a contract."""
    people = book.learners("BP FLE 1", 5)
    for person in people[:3]:
        person["employeur"] = "Fleurs & Fils <Été>"
    people[2]["employeur"] = "Au Lys"
    people[2]["rupture"] = "10/09/2026"
    people[3] |= {"employeur": "Rosier", "contrat début": None, "contrat fin": None}
    for person in people:
        person["littératie"] = 1
    return {
        "Paramètres": book.settings("07/09/2026", "18/09/2026"),
        "Classes": book.classes("BP Fleuriste", "BP FLE 1"),
        "Calendrier": book.calendar((37,), "BP FLE 1"),
        "Formateurs": book.trainers("Secret Sam", "Autre Alix"),
        "Salles": book.rooms(2, 20),
        "Cours": [
            {"classes": "BP FLE 1", "matière": "Botanique", "heures": "12 h/sem", "formateurs": "Secret Sam"},
            {"classes": "BP FLE 1", "matière": "Français", "heures": "8 h/sem", "formateurs": "Autre Alix"},
        ],
        "Barrettes": [{"barrette": "Barrette A", "classes": "BP FLE 1", "durée": "1 h", "par semaine": 1}],
        "Apprenants": people,
    }


def of(folder: Path, name: str, end: str) -> Path:
    """The file of a company, whose name ends with what nobody can guess."""
    (found,) = (path for path in folder.iterdir() if re.fullmatch(f"{name}-[0-9a-f]{{20}}{re.escape(end)}", path.name))
    return found


def test_company_sees_presence_and_nothing_else(solved: Callable[[book.Rows], Solved], tmp_path: Path) -> None:
    """Each company names its own apprentices with first and last hour of each day; no subject, trainer or need."""
    found = solved(rows())
    folder = tmp_path / FOLDER
    assert sorted(re.sub("-[0-9a-f]{20}", "", p.name) for p in folder.iterdir()) == [
        "au-lys.html", "au-lys.ics", "fleurs-fils-ete.html", "fleurs-fils-ete.ics",
    ]  # fmt: skip
    page = of(folder, "fleurs-fils-ete", ".html").read_text("utf-8")
    assert "Fleurs &amp; Fils &lt;Été&gt;" in page
    assert "Prénom01" in page
    assert "Prénom02" in page
    for path in folder.iterdir():
        text = path.read_text("utf-8")
        assert not re.search("Botanique|Français|Secret|Autre|Salle|Barrette A|Atelier|Littératie|Prénom0[45]", text)
    events = Calendar.from_ical(of(folder, "fleurs-fils-ete", ".ics").read_bytes()).walk("VEVENT")
    mine = [e for e in events if str(e["summary"]) == "CFA – Prénom01 Nom01 BP FLE 1"]
    days: dict[str, list[str]] = {}
    for row in found.attended("BP-FLE-1-01"):
        days.setdefault(row["date"], []).extend((row["start"][-5:], row["end"][-5:]))
    assert len(mine) == len(days)
    for day, hours in days.items():
        shown = "CFA " + span(*(60 * int(at[:2]) + int(at[3:]) for at in (min(hours), max(hours))))
        assert shown in page, day
    assert len({str(e["uid"]) for e in events}) == len(events)


def test_broken_contract_is_seen_no_more(solved: Callable[[book.Rows], Solved], tmp_path: Path) -> None:
    """The company of the broken contract sees nothing from its last day on, and no word about it."""
    found = solved(rows())
    assert any(row["date"] >= "2026-09-10" for row in found.attended("BP-FLE-1-03"))
    events = Calendar.from_ical(of(tmp_path / FOLDER, "au-lys", ".ics").read_bytes()).walk("VEVENT")
    assert {str(e["dtstart"].dt.date()) for e in events} <= {"2026-09-07", "2026-09-08", "2026-09-09"}


def test_changed_presence_is_told_once(solved: Callable[[book.Rows], Solved], tmp_path: Path) -> None:
    """The same again tells nothing; a day lost tells who, when, before and now, and stays told afterwards."""
    solved(rows())
    page = of(tmp_path / FOLDER, "fleurs-fils-ete", ".html")
    note = page.with_name(f"{page.stem}-dates-modifiees.html")
    assert barrette("export", str(tmp_path / "resultat")).exit_code == 0
    assert not note.exists()
    changed = rows()
    changed["Fermetures"] = [{"du": "11/09/2026"}]
    solved(changed)
    text = note.read_text("utf-8")
    assert "vendredi 11 septembre" in text
    assert "En entreprise" in text
    assert not re.search("Botanique|Français|Secret", text)
    assert barrette("export", str(tmp_path / "resultat"), "--format", "html").exit_code == 0
    assert note.read_text("utf-8") == text
    assert of(tmp_path / FOLDER, "au-lys", ".html").exists()
