"""Every column of every sheet survives workbook → problem → workbook of the next term, but for what is declared."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import data
from data.building.settings import SETTINGS
from data.faults import Faults
from data.reading.grids import load
from data.reading.parse_values import blank
from data.reading.table import Table, parse, read_table
from data.sheets.schema import BY_ID, BY_NAME, SHEETS, fold
from data.writing.filled import write_filled
from data.writing.template import write_workbook
from planner.domain import Timetable
from planner.next_term import next_dates, next_term
from planner.store.snapshot import bare, pack, unpack_problem
from tests.data.telling import LATER, telling

OVER = "what is fixed in the term is over with it; hours done are in Reprise"
WEEKS = "weeks at the centre are filled anew for each term: a week of the calendar is not read outside its term"
SAME_HALF_DAYS = "said by its complement, the half-days away"
LOST: Mapping[str, str] = {
    "settings.value": "compared setting by setting, below",
    "settings.note": "not read: the program's own explanation stands there",
    "setting:first": "the new term has its own dates",
    "setting:last": "the new term has its own dates",
    "setting:results_day": "of the results typed in Apprenants this term; each has its date in Résultats",
    **dict.fromkeys(("calendar.first", "calendar.last", "calendar.days"), WEEKS),
    "trainers.only": f"{SAME_HALF_DAYS}, in jours absents",
    "rooms.only": f"{SAME_HALF_DAYS}, in Indisponibilités",
    **{f"periods.{c.id}": "a period lies in its term, and is over" for c in BY_ID["periods"].columns},
    "results.value": "raw results never enter a version: each becomes its level",
    "results.scale": "the scale of levels, with the level",
    "events.place": "joined to the label",
    "locks.day": OVER,
    "locks.end": "a whole session that stays has a day, which is over",
    **{f"{sheet}.{c.id}": OVER for sheet in ("standing", "realised", "rolls") for c in BY_ID[sheet].columns},
    "balances.class": "hours of a class become those of each of its people, on lines of their own",
}
"""``sheet.column`` → why what is typed there does not stand in the same column of the next workbook."""
JOINED: Mapping[str, set[str]] = {"events.label": {"Sortie"}}
"""What stands there with something joined to it: a place."""

Values = dict[str, set[Any]]
COLUMNS = [f"{sheet.id}.{column.id}" for sheet in SHEETS for column in sheet.columns]


def tables(path: Path) -> dict[str, Table]:
    """Sheets of a workbook as they are read, nothing understood yet."""
    raw, faults = load(path, path.read_bytes(), Faults()), Faults()
    assert raw is not None
    known = ((BY_NAME.get(fold(grid.name)), grid) for grid in raw.grids)
    return {sheet.id: read_table(sheet, grid, {}, faults) for sheet, grid in known if sheet is not None}


def values(found: Mapping[str, Table]) -> Values:
    """``sheet.column`` → values of its cells; settings as ``setting:<id>``."""
    said: Values = {name: set() for name in COLUMNS}
    for sheet, table in found.items():
        for row in table.rows:
            for column, value in row.values.items():
                several = table.sheet.column(column).kind in ("list", "refs", "ints")
                said[f"{sheet}.{column}"] |= set(value) if several else {value}
    settings = {fold(s.column.header): s for s in SETTINGS}
    for row in found["settings"].rows:
        setting, value = settings.get(fold(row["name"])), row.raw[row.table.where["value"]]
        if setting is not None and not blank(value):
            said[f"setting:{setting.id}"] = {parse(setting.column, value)}
    return said


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Values, Values]:
    """Values of the workbook, and of that of the next term: through a version of the store, as the command goes."""
    folder = tmp_path_factory.mktemp("suite")
    write_workbook(folder / "avant.xlsx", telling())
    reading = data.read(folder / "avant.xlsx")
    assert reading.problem is not None, [str(fault) for fault in reading.faults]
    problem = unpack_problem(pack(bare(reading.problem)))
    after = next_term(problem, Timetable(), *next_dates(problem)).problem
    write_filled(folder / "apres.xlsx", after, [("Lisez-moi", "")], date(2026, 12, 1))
    again = data.read(folder / "apres.xlsx")
    assert again.problem is not None, [str(fault) for fault in again.faults]
    return values(tables(folder / "avant.xlsx")), values(tables(folder / "apres.xlsx"))


@pytest.mark.parametrize("name", COLUMNS)
def test_every_column_is_planted(both: tuple[Values, Values], name: str) -> None:
    """A new column needs a telling value in `tests.data.telling`."""
    assert both[0][name]


@pytest.mark.parametrize("name", [*COLUMNS, *(f"setting:{setting.id}" for setting in SETTINGS)])
def test_what_is_typed_is_in_the_workbook_of_the_next_term(both: tuple[Values, Values], name: str) -> None:
    """In the same column, with the same meaning and, for a name, the same spelling."""
    before, after = both
    gone = before[name] - after.get(name, set()) - JOINED.get(name, set())
    assert bool(gone) == (name in LOST), f"{gone} : {after.get(name)}"


def test_a_trainer_of_odd_weeks_keeps_the_other_absences(tmp_path: Path) -> None:
    """The parity goes back to its column, and what follows it to *Indisponibilités*."""
    rows = telling()
    rows["Indisponibilités"].append({"qui": "Durand Paul", "du": LATER, "au": LATER})
    write_workbook(tmp_path / "avant.xlsx", rows)
    problem = data.read(tmp_path / "avant.xlsx").problem
    assert problem is not None
    write_filled(tmp_path / "apres.xlsx", bare(problem), [("Lisez-moi", "")], date(2026, 12, 1))
    again = data.read(tmp_path / "apres.xlsx").problem
    assert again is not None
    assert again.trainers == problem.trainers


def test_namesakes_are_named_by_their_code(tmp_path: Path) -> None:
    """A name that two people have would be a fault; so would one that holds a sign that parts names."""
    rows = telling()
    rows["Formateurs"] += [{"nom": "Roux Anne", "code": "RA2"}, {"nom": "Brun + Cie", "code": "BC"}]
    rows["Formateurs"][1]["code"] = "RA1"
    for sheet, column in (("Cours", "formateurs"), ("Barrettes", "formateurs")):
        for row in rows[sheet]:
            row[column] = str(row.get(column) or "").replace("Roux Anne", "RA1")
    rows["Cours"][4]["formateurs"] = "BC + RA1"
    for sheet, column in (("Compétences", "formateur"), ("Modules", "formateurs"), ("Événements", "formateurs"),
                          ("Visites", "formateur"), ("Reprise", "formateurs"), ("Limites", "qui")):  # fmt: skip
        for row in rows[sheet]:
            if row.get(column):
                row[column] = "RA1"
    write_workbook(tmp_path / "avant.xlsx", rows)
    reading = data.read(tmp_path / "avant.xlsx")
    assert reading.problem is not None, [str(fault) for fault in reading.faults]
    write_filled(tmp_path / "apres.xlsx", bare(reading.problem), [("Lisez-moi", "")], date(2026, 12, 1))
    again = data.read(tmp_path / "apres.xlsx")
    assert again.problem is not None, [str(fault) for fault in again.faults]
    assert again.problem.courses == reading.problem.courses


def test_events_after_the_term_go_without_those_who_left(tmp_path: Path) -> None:
    """An appointment of somebody who has left is dropped; a note to a company that is still to come is not."""
    rows = telling()
    rows["Apprenants"][2]["sortie"] = date(2026, 11, 1)
    rows["Affectations"] = []
    write_workbook(tmp_path / "avant.xlsx", rows)
    reading = data.read(tmp_path / "avant.xlsx")
    assert reading.problem is not None, [str(fault) for fault in reading.faults]
    after = next_term(bare(reading.problem), Timetable(), *next_dates(reading.problem)).problem
    assert [event.id for event in after.later_events] == ["EV-7"]
    assert [need.response for need in after.explicit_needs if need.response == "company"] == ["company"]
