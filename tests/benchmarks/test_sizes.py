"""What the benchmark of sizes asks for, and what it reads of a run and of several, without solving."""

import argparse
from pathlib import Path

import pytest

from benchmarks.__main__ import parser
from benchmarks.sizes import first_complete, growth, line, read_again


def test_parser_takes_sizes_with_commas() -> None:
    """All of them where none is named; one worker, since processor time is what is compared."""
    assert parser().parse_args(["sizes"]).sizes == ("small", "medium", "large", "network")
    found = parser().parse_args(["sizes", "--sizes", "small,large", "--time-limit", "60"])
    assert (found.sizes, found.workers, found.seed, found.time_limit) == (("small", "large"), 1, [1], 60.0)


@pytest.mark.parametrize("text", ["", "tiny", "small,minimal"])
def test_parser_refuses_other_sizes(text: str) -> None:
    """Only what was planted to grow."""
    with pytest.raises((argparse.ArgumentTypeError, SystemExit)):
        parser().parse_args(["sizes", "--sizes", text])


@pytest.mark.parametrize(
    ("told", "seconds"),
    [
        (["[   0.0 s] placement", "[  12.5 s] vérification", "[  14.0 s] écriture"], 12.5),
        (["[   9.0 s] autre essai : 90 h prévues, 100 h réalisables au plus", "[  20.0 s] vérification"], 9.0),
        (
            [
                "[   5.0 s] sites 1/2 : autre essai : 90 h prévues, 100 h réalisables au plus",
                "[  11.0 s] sites 2/2 : placement",
                "[  20.0 s] vérification",
            ],
            20.0,
        ),
        (
            [
                "[   4.0 s] sites 2/2 : autre essai : 90 h prévues, 100 h réalisables au plus",
                "[   6.0 s] sites 1/2 : placement",
                "[   9.0 s] sites 1/2 : autre essai : 90 h prévues, 100 h réalisables au plus",
                "[  20.0 s] vérification",
            ],
            9.0,
        ),
        (["[   0.0 s] placement", "anything else"], None),
    ],
)
def test_first_complete_term_ends_the_first_search_of_the_last_site(told: list[str], seconds: float | None) -> None:
    """Verified, or another search begun; of several islands, in any order, the last one."""
    assert first_complete(told) == seconds


def test_growth_is_the_power_between_two_sizes() -> None:
    """Four times the sessions for eight times the seconds: 1.5. A run without sessions is left out."""
    records = [
        {"instance": "small", "sizes": {"sessions": 100}, "seconds_cpu": 10.0},
        {"instance": "medium", "sizes": {}, "seconds_cpu": 1.0},
        {"instance": "large", "sizes": {"sessions": 400}, "seconds_cpu": 80.0},
    ]
    assert list(growth(records)) == ["small to large: 4.0 times the sessions, power 1.50"]


def test_second_reader_agrees_where_it_ends_with_0(tmp_path: Path) -> None:
    """A program that reads the folder it is given."""
    reader = tmp_path / "reader.py"
    reader.write_text("import pathlib, sys\nsys.exit(not (pathlib.Path(sys.argv[1]) / 'csv').is_dir())\n")
    assert not read_again(reader, tmp_path)
    (tmp_path / "csv").mkdir()
    assert read_again(reader, tmp_path)


def test_line_says_what_grows() -> None:
    """Processor, first complete term, cost of a class and week, and the second reader."""
    found = {
        "instance": "small", "seed": 1, "seconds": 30.0, "memory_mb": 250.0, "verified": True, "share": 1.0,
        "unplaced_courses": 0, "hard_violations": 0, "hours_owed": 10.0, "hours_payable": 10.0, "hours_planned": 10.0,
        "seconds_cpu": 28.4, "seconds_first": 22.0, "objective_per_class_week": 12.5, "second_reader": True,
    }  # fmt: skip
    assert line(found).endswith("28 s of processor, complete after 22 s, 12.5 a class and week, second reader agrees")
