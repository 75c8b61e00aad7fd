"""The fictional centres: deterministic, of the right size and shares, tight, and read without a fault."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from data import read, samples
from data.samples.people import SHARES
from data.samples.plan import WEEKS
from data.samples.week import lengths_in
from planner.courses.volumes import week_pattern
from planner.domain import Problem
from planner.hours.entry import first_company_day, is_new_entrant

SIZES = {"small": (10, 110, 130), "medium": (36, 570, 630)}


def problem_of(folder: Path, name: str, seed: int) -> Problem:
    """A sample written and read back."""
    path = folder / f"{name}-{seed}.xlsx"
    samples.write(path, name, seed)
    reading = read(path)
    assert reading.faults == ()
    assert reading.problem is not None
    return reading.problem


@pytest.fixture(scope="module", params=[("small", 1), ("small", 4), ("medium", 2)], ids=str)
def drawn(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Problem]:
    """A few samples, read once."""
    name, seed = request.param
    return name, problem_of(tmp_path_factory.mktemp("samples"), name, seed)


def test_build_same_seed_gives_same_rows() -> None:
    """Two draws of one seed are equal, value by value."""
    assert samples.build("small", 3) == samples.build("small", 3)


def test_write_same_seed_gives_same_bytes(tmp_path: Path) -> None:
    """The files are equal too."""
    for copy in ("a", "b"):
        samples.write(tmp_path / copy, "small", 2)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_build_other_seed_gives_another_centre() -> None:
    """Sizes, hours of presence and closures differ, not only names."""
    one, two = samples.build("small", 1), samples.build("small", 2)
    shapes = [
        (
            [row["effectif prévu"] for row in rows["Classes"]],
            [row.get("jours absents") for row in rows["Formateurs"]],
            Counter(str(row["matière"]) for row in rows["Cours"]),
        )
        for rows in (one, two)
    ]
    assert all(a != b for a, b in zip(*shapes, strict=True))


def test_build_unknown_name_is_refused() -> None:
    """Only the samples that exist can be drawn."""
    with pytest.raises(KeyError):
        samples.build("tiny", 1)


def test_sample_has_the_size_it_says(drawn: tuple[str, Problem]) -> None:
    """Classes and learners of ``domain.md`` 12; at the peak of medium 13 to 15 classes are present."""
    name, problem = drawn
    classes, low, high = SIZES[name]
    assert len(problem.classes) == classes
    assert low <= len(problem.learners) <= high
    present = [sum(week in problem.class_weeks(c) for c in problem.classes) for week in problem.weeks]
    assert max(present) in ((4,) if name == "small" else (13, 14, 15))


def test_courses_fill_thirty_to_thirty_five_hours(drawn: tuple[str, Problem]) -> None:
    """In each full week a class has 30 to 35 h, support included, all its crossed parts alike."""
    _name, problem = drawn
    for class_id in problem.classes:
        weekly: Counter[date] = Counter()
        for course in problem.courses.values():
            if class_id in course.class_ids:
                for week, lengths in week_pattern(problem, course, "A" if course.parts > 1 else "").items():
                    weekly[week] += sum(lengths)
        support = sum(b.minutes * b.per_week for b in problem.barrettes.values() if class_id in b.class_ids)
        support += sum(p.minutes * p.per_week for p in problem.open_periods if class_id in p.class_ids)
        assert max(weekly.values()) + support <= 35 * 60
        assert max(weekly.values()) + support >= 30 * 60


def test_special_publics_have_their_shares(drawn: tuple[str, Problem]) -> None:
    """Late entrants, people without contract, broken contracts, distance, exempted; a tenth at most has no day."""
    name, problem = drawn
    shares, people = SHARES[name], problem.learners.values()
    late = [p for p in people if p.entry is not None and p.entry > problem.first]
    assert len(late) == shares.late
    assert sum(p.contract_start is None for p in people) == shares.no_contract
    assert sum(p.contract_break is not None for p in people) == shares.broken
    assert sum(p.remote for p in people) == shares.remote
    assert len({e.apprentice_id for e in problem.exemptions}) == shares.exempt
    new = [(p, first_company_day(problem, p)) for p in people if is_new_entrant(problem, p)]
    stuck = [p for p, day in new if day is not None and p.entry is not None and day <= p.entry]
    assert 0 < len(stuck) <= len(late) / 10


def test_results_change_for_some_before_the_second_period(drawn: tuple[str, Problem]) -> None:
    """A second result of one domain differs for 10 to 25 % of the learners, before the second period."""
    _name, problem = drawn
    first, second = problem.periods
    changed = tested = 0
    for learner in problem.learners.values():
        old = {r.domain: r.value for r in learner.results if r.on <= first.first}
        new = {r.domain: r.value for r in learner.results if first.first < r.on < second.first}
        tested += bool(old)
        changed += bool(old and any(new[d] != value for d, value in old.items()))
    assert 0.10 <= changed / tested <= 0.25


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_tightness_small_is_hard(seed: int) -> None:
    """The scarcest rooms and each of the busiest tenth of the adults are used at 85 % or more."""
    found = samples.tightness("small", seed)
    assert found.rooms >= 0.85
    assert found.trainers >= 0.85


def test_tightness_medium_is_hard() -> None:
    """As in small."""
    found = samples.tightness("medium", 1)
    assert found.rooms >= 0.85
    assert found.trainers >= 0.85


@pytest.mark.parametrize(("name", "seed"), [("small", 1), ("medium", 2)])
def test_plant_holds_what_the_workbook_asks(name: str, seed: int, tmp_path: Path) -> None:
    """Week by week, closures included, the planted sessions of each course have the lengths that are wanted."""
    plan, _staff, _planted = samples.planted(name, seed)
    problem = problem_of(tmp_path, name, seed)
    courses = {(problem.classes[c.class_ids[0]].name, c.subject): c for c in problem.courses.values()}
    for division in plan.classes:
        for line in (line for line in division.lines if not line.total):
            course = courses[division.name, line.subject]
            wanted = week_pattern(problem, course, "A" if course.parts > 1 else "")
            for week in division.weeks:
                found = lengths_in(plan, division, line, week)
                assert sorted(60 * hours for hours in found) == sorted(wanted.get(WEEKS[week], ()))
