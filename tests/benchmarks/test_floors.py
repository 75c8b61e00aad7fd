"""What a run is beside the table of floors, on figures written by hand: nothing is measured."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from benchmarks import floors
from benchmarks.__main__ import main
from benchmarks.floor_table import Figures, Key, compare, read_table, report, write_table
from benchmarks.floors import Asked, Kept, judge
from benchmarks.record import record
from benchmarks.yardstick import even, pace, paced

ONE: Key = ("solve", "small 1")
FLOOR: Figures = {
    "unplaced": 2,
    "hours payable": 50,
    "hours planned": 45.5,
    "preferences": 1000,
    "cost P3": 40,
    "seconds": 30,
}


def table(tmp_path: Path, rows: Mapping[Key, Figures]) -> Path:
    """A table of these rows."""
    path = tmp_path / "floors.csv"
    write_table(path, rows, list(floors.GROUPS))
    return path


def sides(**now: float | None) -> tuple[list[str], list[str]]:
    """Names of the figures that are worse and better when some of the instance are others."""
    changed = {name.replace("_", " "): value for name, value in now.items()}
    found = compare({ONE: FLOOR}, {ONE: {**FLOOR, **changed}})
    return [one.figure for one in found.worse], [one.figure for one in found.better]


def test_quality_has_no_noise() -> None:
    """One session more, half an hour less: worse; the other way round: better. What is payable must stay."""
    assert sides() == ([], [])
    assert sides(unplaced=3, hours_planned=45) == (["unplaced", "hours planned"], [])
    assert sides(unplaced=1, hours_planned=46) == ([], ["unplaced", "hours planned"])
    assert sides(hours_payable=49) == sides(hours_payable=51) == (["hours payable"], [])


def test_preferences_and_seconds_have_a_noise() -> None:
    """10 % of 1000 and 15 % of 30 s are allowed, either way; one preference of one instance is not judged."""
    assert sides(preferences=1100, seconds=34.5, cost_P3=80) == ([], [])
    assert sides(preferences=1101, seconds=34.6) == (["preferences", "seconds"], [])
    assert sides(preferences=899, seconds=25.4) == ([], ["preferences", "seconds"])


def test_noise_of_a_sum_is_smaller() -> None:
    """2 % of 1000 are allowed in the sum of a sample: 1021 is worse there, and within the noise of an instance."""
    every: Key = ("solve", "small: all")
    found = compare({ONE: FLOOR, every: FLOOR}, {key: {**FLOOR, "preferences": 1021} for key in (ONE, every)})
    assert [(one.key, one.figure) for one in found.worse] == [(every, "preferences")]


def test_one_preference_is_judged_in_a_sum() -> None:
    """10 % of 40 units is less than 5, which are allowed."""
    every: Key = ("solve", "small: all")
    assert not compare({every: FLOOR}, {every: {**FLOOR, "cost P3": 45}}).worse
    assert compare({every: FLOOR}, {every: {**FLOOR, "cost P3": 46}}).worse


def test_short_seconds_have_a_noise_in_units() -> None:
    """0.3 s beside 0.4 s are no news, though more than 15 %."""
    assert not compare({ONE: {"seconds": 0.4}}, {ONE: {"seconds": 0.7}}).worse
    assert compare({ONE: {"seconds": 0.4}}, {ONE: {"seconds": 0.71}}).worse


def test_figure_that_is_gone_is_worse() -> None:
    """A run that stopped without a timetable has no hours planned."""
    assert sides(hours_planned=None) == (["hours planned"], [])


def test_worse_figures_are_reported_and_end_with_1(tmp_path: Path) -> None:
    """The line has the floor, the value, the change and the noise; that of preferences, which ones changed."""
    now = {**FLOOR, "hours planned": 45, "preferences": 1200, "cost P3": 90}
    text, found = judge(table(tmp_path, {ONE: FLOOR}), {ONE: now}, write=False, machine=True)
    lines = [line.split() for line in text.splitlines()]
    assert text.startswith("below the floor")
    assert ["solve", "small", "1", "hours", "planned", "45.5", "45", "-0.5,", "-1.1%", "(0)"] in lines
    assert ["solve", "small", "1", "preferences", "1000", "1200", "+200,", "+20.0%", "(10%)"] in lines
    assert ["P3", "+50"] in lines
    assert text.endswith("2 figures worse, 0 better, 3 within the noise")
    assert found["exit_codes"] == {"floors": 1}
    assert found["worse"] == ["solve small 1 hours planned", "solve small 1 preferences"]


def test_better_figures_are_reported_and_end_with_0(tmp_path: Path) -> None:
    """What is above the floor is said, so that the table can be raised."""
    text, found = judge(table(tmp_path, {ONE: FLOOR}), {ONE: {**FLOOR, "unplaced": 0}}, write=False, machine=True)
    assert text.startswith("above the floor")
    assert "2         0  -2, -100.0% (0)" in text
    assert found["exit_codes"] == {"floors": 0}


def test_missing_instances_are_said(tmp_path: Path) -> None:
    """One was measured and has no floor, two have a floor and were not measured."""
    rows: dict[Key, Figures] = {ONE: FLOOR, ("solve", "small 2"): FLOOR, ("resolve", "medium 1 first 40: all"): FLOOR}
    text, found = judge(table(tmp_path, rows), {ONE: FLOOR, ("solve", "tiny 1"): FLOOR}, write=False, machine=True)
    assert "without a floor:\n  solve     tiny 1" in text
    assert "not measured: 1 instances of solve, 1 instances of resolve" in text
    assert found["exit_codes"] == {"floors": 0}


def test_seconds_are_left_out_on_another_machine(tmp_path: Path) -> None:
    """A table of another machine is named, and its seconds are not judged where that is asked for."""
    path = table(tmp_path, {ONE: FLOOR})
    path.write_text(path.read_text("utf-8").replace("# cores", "# better cores", 1), "utf-8")
    slow = {ONE: {**FLOOR, "seconds": 90}}
    text, found = judge(path, slow, write=False, machine=True)
    assert "the table is of another machine (better cores" in text
    assert found["exit_codes"] == {"floors": 1}
    assert judge(path, slow, write=False, machine=False)[1]["exit_codes"] == {"floors": 0}


def test_table_is_rewritten_for_what_was_measured(tmp_path: Path) -> None:
    """The other rows stay; sums and later seeds stand after what comes before them; a lower floor is said."""
    rows = {("solve", name): FLOOR for name in ("small: all", "small 12", "small 2")}
    path = table(tmp_path, rows)
    text, found = judge(path, {("solve", "small 2"): {**FLOOR, "unplaced": 5}}, write=True, machine=True)
    assert text.endswith("floors.csv is rewritten, and 1 floors with it: they are lower now.")
    assert found["exit_codes"] == {"floors": 1}
    again, _drawn = read_table(path)
    assert list(again) == [("solve", "small 2"), ("solve", "small 12"), ("solve", "small: all")]
    assert again["solve", "small 2"]["unplaced"] == 5
    assert again["solve", "small 12"] == FLOOR
    assert "solve,small: all,preferences,1000,2%\n" in path.read_text("utf-8")
    assert "solve,small: all,cost P3,40,10% or 5\n" in path.read_text("utf-8")
    assert "solve,small 2,cost P3,40,not judged\n" in path.read_text("utf-8")


def solved(name: str, seed: int, hours: float | None) -> dict[str, Any]:
    """A record of ``solve`` with so many hours planned."""
    figures = {
        "hours_owed": 60,
        "hours_payable": 50,
        "hours_planned": hours,
        "soft_cost": 7.0,
        "seconds_cpu": 3.0,
        "yardstick": 0.001,
    }
    return record(
        name, seed=seed, seconds=4.0, memory_mb=80, unplaced=0, unplaced_courses=0, hard_violations=0, share=None,
        verified=None if hours is None else True, components={"P3": 2}, exit_codes={"solve": 1}, **figures,
    )  # fmt: skip


def test_kept_records_are_not_measured_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All six samples are kept: no solve is run, their hours are summed up, and the end is that of the comparison."""
    for seed in floors.SOLVED["small"]:
        Kept(tmp_path).keep(f"solve small {seed}", solved("small", seed, 45))
    monkeypatch.setattr(floors, "TABLE", table(tmp_path, {("solve", "small: all"): {"hours planned": 6 * 45}}))
    words = ["floors", "--group", "solve", "--sample", "small", "--keep", str(tmp_path)]
    assert main(words) == 0
    monkeypatch.setattr(floors, "TABLE", table(tmp_path, {("solve", "small: all"): {"hours planned": 6 * 45 + 1}}))
    assert main(words) == 1


def test_sum_is_left_out_where_an_instance_is_missing(tmp_path: Path) -> None:
    """Two of the six seeds are no sum of the sample; an instance without hours leaves none in the sum."""
    kept = Kept(tmp_path)
    for seed in floors.SOLVED["small"]:
        kept.keep(f"solve small {seed}", solved("small", seed, None if seed == 3 else 45))
    every: dict[Key, Figures] = {}
    list(floors.GROUPS["solve"](Asked(samples=("small",)), kept, every))
    assert every["solve", "small: all"]["hours planned"] is None
    assert every["solve", "small: all"]["hours owed"] == 6 * 60
    some: dict[Key, Figures] = {}
    list(floors.GROUPS["solve"](Asked(samples=("small",), seeds=(1, 2)), kept, some))
    assert list(some) == [("solve", "small 1"), ("solve", "small 2")]


def test_seconds_are_reduced_by_the_pace_meanwhile() -> None:
    """Half of the time at 1 ms a yardstick, half at 2 ms: 3 yardsticks in 4 ms; 8 s of that are 6 s at 1 ms.

    The last reading was cut off.
    """
    assert abs(even(8, pace("0.001\n0.002\n0.00")) - 6) < 1e-9


def test_function_runs_beside_a_yardstick() -> None:
    """Its result comes back, with a reading at least."""
    found, seconds = paced(lambda: "done")
    assert found == "done"
    assert seconds > 0


def disrupted(kind: str, seconds: float) -> dict[str, Any]:
    """A record of one disruption, proven, with two changes, on a processor that was half as fast then."""
    return record(
        f"medium/{kind}/0", kind=kind, seconds=seconds, seconds_cpu=2 * seconds, yardstick=0.002, objective=2, bound=2,
        proven=True, memberships=1, unplaced=0, unplaceable=1, hard_violations=0, broken={}, hours={"planned": 10.0},
    )  # fmt: skip


def test_disruptions_have_figures_by_kind_and_of_the_first_ones(tmp_path: Path) -> None:
    """Of 200 kept, 25 are of each of eight kinds, 5 of the first 40; 2 changes each make 400."""
    kept = Kept(tmp_path, {"solve medium 1": {}})
    kinds = [f"kind {n}" for n in range(8)]
    for seed in floors.DRAWS:
        for number in range(floors.EACH):
            kept.keep(f"resolve medium 1 draw {seed} {number}", disrupted(kinds[number % 8], float(number)))
    found: dict[Key, Figures] = {}
    assert len(list(floors.GROUPS["resolve"](Asked(), kept, found))) == 200
    assert found["resolve", "medium 1 first 40 kind 7"]["number"] == 5
    every = found["resolve", "medium 1 first 200: all"]
    names = ("number", "proven", "changes", "memberships", "unplaced", "unplaced unproven", "hours planned")
    assert [every[name] for name in names] == [200, 200, 400, 200, 200, 0, 2000]
    assert (every["seconds median"], every["seconds 95 %"]) == (49.5, 95)
    assert report(compare({}, found), "").count("medium 1 first") == 18


def test_committed_table_can_be_read() -> None:
    """Each row is of the fixed set, and names a group."""
    rows, _drawn = read_table(floors.TABLE)
    assert {group for group, _instance in rows} <= set(floors.GROUPS)
    assert {instance.split(" ")[0].removesuffix(":") for _group, instance in rows} <= set(floors.SOLVED)
