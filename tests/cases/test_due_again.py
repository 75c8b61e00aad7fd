"""What was cancelled comes back once, whatever said so: courses, crossed parts together, and support as hours owed."""

import csv
import json
from collections.abc import Callable
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

from constraints import RULES
from data.writing.template import write_workbook
from planner.engine.change.way_taken import Choice, applied, settled
from planner.engine.change.ways_out import with_absence
from tests.cases import updating as mid
from tests.cases import workbooks as book
from tests.cases.conftest import Row, Solved, barrette, read_again
from tests.cases.test_case_18_crossed_parts import rows as crossed


def unplaced(folder: Path) -> list[Row]:
    """The list of what is not placed, as it stands in a folder."""
    with (folder / "csv" / "unplaced.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def sessions(folder: Path) -> dict[str, Row]:
    """The sessions of a folder by id."""
    with (folder / "csv" / "sessions.csv").open(encoding="utf-8", newline="") as stream:
        return {row["session_id"]: row for row in csv.DictReader(stream)}


def update(folder: Path, rows: book.Rows, first: str) -> dict[str, Any]:
    """Update a folder from a workbook, verify it, and say what the command said."""
    write_workbook(folder.parent / "apres.xlsx", rows)
    words = ("--workbook", str(folder.parent / "apres.xlsx"), "--from", first, "--json")
    said = [barrette("update", str(folder), *words), barrette("verify", str(folder))]
    for result in said:
        assert result.exit_code == 0, result.output
    read_again(folder)
    return dict(json.loads(said[0].stdout))


def two_weeks_more(rows: book.Rows) -> book.Rows:
    """The class comes two weeks more, in which there is room for what was lost."""
    rows["Paramètres"] = book.settings("07/09/2026", "02/10/2026")
    rows["Calendrier"] = book.calendar((37, 38, 39, 40), "BP CUI 1")
    for row in rows["Cours"]:
        row["heures"] = "8 h"
    return rows


def test_crossed_parts_cancelled_by_replace_come_back_together(solved: Callable[[book.Rows], Solved]) -> None:
    """Kitchen of one part and technology of the other are cancelled; both are given again at one hour, once."""
    workbook = two_weeks_more(crossed())
    found = solved(workbook)
    lesson = found.of(course_id="TP")[0]
    day = [s for s in found.of(trainer_ids="CHEF-ANNE") if s["date"] == lesson["date"]]
    choose = ";".join(f"{n}=tout annuler" for n in range(1, len(day) + 1))
    said = barrette(
        "replace", str(found.folder), "--trainer", "Chef Anne", "--date", lesson["date"], "--choose", choose
    )
    assert said.exit_code == 0, said.output
    lost = unplaced(found.folder)
    # each of her half-days is one session of kitchen and, at the same hour, one of technology
    assert sorted(row["course_id"] for row in lost) == ["TECHNO"] * len(day) + ["TP"] * len(day)
    told = update(found.folder, workbook, lesson["date"])
    assert {d["session"] for d in told["diff"]} == {f"{row['session_id']}-r1" for row in lost}
    assert unplaced(found.folder) == []
    after = sessions(found.folder)
    times = [
        sorted((r["date"], r["start"]) for k, r in after.items() if r["course_id"] == course and k.endswith("-r1"))
        for course in ("TP", "TECHNO")
    ]
    assert times[0] == times[1]
    again = update(found.folder, workbook, lesson["date"])
    assert again["diff"] == []
    assert sessions(found.folder) == after


def test_one_crossed_part_cancelled_in_the_past_is_listed_with_why(solved: Callable[[book.Rows], Solved]) -> None:
    """The kitchen was shut, the other part had its technology: there is nothing to swap, which the list says."""
    workbook = two_weeks_more(crossed())
    found = solved(workbook)
    lesson = found.of(course_id="TP")[0]
    workbook["Réalisé"] = [{"séance": lesson["session_id"], "annulée": "oui"}]
    update(found.folder, workbook, "2026-09-21")
    (row,) = unplaced(found.folder)
    assert row["session_id"] == f"{lesson['session_id']}-r1"
    assert "Technologie" in row["reason"]
    assert "pas de séance à échanger" in row["reason"]
    assert update(found.folder, workbook, "2026-09-21")["diff"] == []
    assert unplaced(found.folder) == [row]


def test_what_an_update_gave_up_comes_back_with_the_trainer(solved: Callable[[book.Rows], Solved]) -> None:
    """Anne is away for all the weeks to come: her hours are listed; she comes back after all: they are placed."""
    workbook = two_weeks_more(crossed())
    found = solved(workbook)
    away = deepcopy(workbook)
    away["Indisponibilités"] = [{"qui": "Chef Anne", "du": "14/09/2026", "au": "02/10/2026"}]
    update(found.folder, away, "2026-09-07")
    lost = unplaced(found.folder)
    assert lost
    update(found.folder, workbook, "2026-09-08")
    assert unplaced(found.folder) == []
    taught = [r for r in sessions(found.folder).values() if r["course_id"] == "TP"]
    assert sum(int(r["minutes"]) for r in taught) == 2 * 8 * 60


def test_a_barrette_cancelled_by_replace_is_owed_to_its_people(tmp_path: Path) -> None:
    """All groups of an occurrence are cancelled: its hour stays listed, and those in need get theirs elsewhere."""
    old, before = mid.begin(mid.centre(), tmp_path)
    group = next(
        s for s in before.sessions if s.kind == "barrette" and s.module_id == "LIT1" and s.day >= date(2026, 9, 28)
    )
    owing = {d.apprentice_id for d in before.debts if d.target == "LIT1"}
    people = [a.apprentice_id for a in before.attendees[group.id] if a.apprentice_id in owing]
    who = group.trainer_ids[0]
    cancelled = applied(with_absence(old, who, group.day), before, who, (group,), Choice("cancel_all"))
    without = settled(old, cancelled, RULES)
    (row,) = without.unplaced
    assert (row.kind, row.minutes) == ("barrette", 60)
    # a week later: the notice ends in the next period, until whose end the hours may be given
    day = date(2026, 10, 5)
    found = mid.carry((old, without), mid.centre(), lambda rows: None, day, tmp_path)
    for person in people:
        assert found.planned(person, "LIT1", without) == found.planned(person, "LIT1", before) - 60
        assert found.planned(person, "LIT1") == found.planned(person, "LIT1", before)
    assert [(r.session_id, r.reason.rpartition(" : ")[2]) for r in found.after.unplaced] == [
        (row.session_id, "heures dues de nouveau")
    ]
    again = mid.carry((old, found.after), mid.centre(), lambda rows: None, day, tmp_path)
    assert again.result.diff.empty
    assert again.after.unplaced == found.after.unplaced
