"""From raw results to levels 1 to 4."""

from dataclasses import replace
from datetime import date

import pytest

from planner.domain import Result, ScaleBand
from planner.hours.levels import convert, level, suits_level
from tests.rules import build as b

MARKS = tuple(
    ScaleBand("note /20", low, high, n)
    for n, (low, high) in enumerate((("0", "7,99"), ("8", "11.99"), ("12", "14"), ("15", "20")), start=1)
)
WORDS = (ScaleBand("CléA", "non acquis", "non acquis", 1), ScaleBand("CléA", "acquis", "acquis", 4))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("0", 1),
        ("7,99", 1),
        ("8", 2),
        ("11.995", 2),
        ("14,5", 3),
        ("20", 4),
        ("20,5", None),
        ("-1", None),
        ("abs", None),
    ],
)
def test_convert_of_a_mark_gives_its_band(value: str, expected: int | None) -> None:
    """Comma or point; a mark between two bands belongs to the lower one; outside the scale there is no level."""
    assert convert(MARKS, Result("littératie", value, "note /20", b.MONDAY)) == expected


def test_convert_of_a_word_ignores_case_and_accents() -> None:
    """Words of a scale are compared as a planner reads them."""
    assert convert(WORDS, Result("littératie", "Non Acquis", "clea", b.MONDAY)) == 1


def test_level_is_the_latest_result_before_the_day() -> None:
    """A result of the day itself does not count yet; a later result replaces an earlier one."""
    rows = (
        Result("Littératie", "5", "note /20", date(2026, 9, 1)),
        Result("littératie", "13", "note /20", date(2026, 9, 5)),
        Result("littératie", "18", "note /20", b.MONDAY),
    )
    problem, learner = b.problem(scales=MARKS), replace(b.learner(), results=rows)
    assert level(problem, learner, "littératie", b.MONDAY) == 3
    assert level(problem, learner, "littératie", date(2026, 9, 3)) == 1
    assert level(problem, learner, "numératie", b.MONDAY) is None


@pytest.mark.parametrize(
    ("strand", "levels", "unknown", "expected"),
    [
        ("CONSOLIDATION", (), None, True),
        ("CONSOLIDATION", (None,), None, True),
        ("GUIDANCE", (None,), None, False),
        ("CONSOLIDATION", (None,), 3, False),
        ("GUIDANCE", (None,), 2, True),
        ("CONSOLIDATION", (4, None), None, False),
        ("CONSOLIDATION", (4, 1), None, True),
    ],
)
def test_suits_level_takes_one_domain_and_whoever_is_not_known(
    strand: str, levels: tuple[int | None, ...], unknown: int | None, expected: bool
) -> None:
    """A module of levels 1 and 2. Without any result: groups that consolidate, else the level of the settings."""
    module = b.module(strand=strand, levels=frozenset({1, 2}))
    problem = b.problem()
    problem = replace(problem, settings=replace(problem.settings, unknown_level=unknown))
    assert suits_level(problem, module, levels) is expected
    untested = levels == (None,) and unknown is None
    assert suits_level(problem, module, levels, open_to_all=False) is (expected and untested)
