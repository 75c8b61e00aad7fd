"""A problem written as a workbook is read back as it was, but for what is over and what is to be filled."""

import re
from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

import data
from data.samples import write
from data.writing.filled import write_filled
from data.writing.template import write_workbook
from planner.domain import Problem
from planner.store.snapshot import bare
from tests.data.rich import rich

OVER = {"periods", "standing", "realised", "rolls", "locks"}
"""What is of the term alone."""


def again(problem: Problem, path: Path) -> Problem:
    """What is read of a problem once it is written."""
    write_filled(path, problem, [("Lisez-moi", "")], date(2026, 12, 1))
    reading = data.read(path)
    assert reading.problem is not None, [str(fault) for fault in reading.faults]
    return bare(reading.problem)


def without_weeks(problem: Problem) -> Problem:
    """The problem before anybody has filled the weeks."""
    return replace(
        problem,
        classes={k: replace(c, calendar={}, part_calendars={}) for k, c in problem.classes.items()},
        learners={
            k: replace(x, calendar=x.calendar if x.calendar is None else {}) for k, x in problem.learners.items()
        },
    )


def same(one: Problem, other: Problem) -> None:
    """Equal field by field, so that a difference is named."""
    for field in fields(Problem):
        if field.name not in OVER:
            mine, theirs = getattr(one, field.name), getattr(other, field.name)
            assert mine == theirs, field.name
            if isinstance(mine, Mapping):
                assert list(mine) == list(theirs), field.name


@pytest.mark.parametrize("name", ["minimal", "small"])
def test_a_sample_is_read_back_as_it_was(name: str, tmp_path: Path) -> None:
    """Every sheet that a sample fills, whatever stood in for the others."""
    write(tmp_path / "avant.xlsx", name, 3)
    problem = data.read(tmp_path / "avant.xlsx").problem
    assert problem is not None
    same(without_weeks(bare(problem)), again(bare(problem), tmp_path / "apres.xlsx"))


def test_a_workbook_of_every_sheet_is_read_back_as_it_was(tmp_path: Path) -> None:
    """Sessions and dated locks are over; a place in a group that was locked stays."""
    write_workbook(tmp_path / "avant.xlsx", rich())
    problem = data.read(tmp_path / "avant.xlsx").problem
    assert problem is not None
    found = again(bare(problem), tmp_path / "apres.xlsx")
    same(without_weeks(bare(problem)), found)
    assert [lock.apprentice_id for lock in found.locks] == ["MARTIN-LEA"]
    assert found.standing == ()


def test_weeks_of_the_term_are_there_and_empty(tmp_path: Path) -> None:
    """A column a week, from the first Monday to the last, and no cell under it; what is not used stays hidden."""
    write_workbook(tmp_path / "avant.xlsx", rich())
    problem = data.read(tmp_path / "avant.xlsx").problem
    assert problem is not None
    later = replace(bare(problem), first=date(2027, 1, 4), last=date(2027, 2, 5))
    write_filled(tmp_path / "apres.xlsx", later, [("Lisez-moi", "")], date(2026, 12, 1))
    book = load_workbook(tmp_path / "apres.xlsx")
    head, *rows = book["Calendrier"].iter_rows(values_only=True)
    weeks = [n for n, name in enumerate(head) if re.fullmatch(r"S\d+", str(name))]
    assert [head[n] for n in weeks] == ["S1", "S2", "S3", "S4", "S5"]
    assert len(rows) == 4
    assert all(row[n] is None for row in rows for n in weeks)
    assert book["Séances existantes"].sheet_state == "hidden"
    assert book["Aménagements"].sheet_state == "visible"


def test_the_same_problem_gives_the_same_bytes(tmp_path: Path) -> None:
    """Nothing random, no clock."""
    write_workbook(tmp_path / "avant.xlsx", rich())
    problem = data.read(tmp_path / "avant.xlsx").problem
    assert problem is not None
    for name in ("un.xlsx", "deux.xlsx"):
        write_filled(tmp_path / name, bare(problem), [("Lisez-moi", "")], date(2026, 12, 1))
    assert (tmp_path / "un.xlsx").read_bytes() == (tmp_path / "deux.xlsx").read_bytes()
