"""`outputs.exchange`: the list of sessions as other programs read it, and nothing that pages handed out hide."""

import csv
from pathlib import Path

import pytest

from data.given_back.csv_lines import csv_lines
from outputs.exchange import PROGRAMS, exchange_bytes, write_exchange
from planner.domain import Problem, Timetable


@pytest.mark.parametrize("name", PROGRAMS)
def test_list_is_a_french_csv_of_all_sessions(name: str, centre: Problem, finished: Timetable) -> None:
    """A mark of UTF-8, semicolons, days of this country, a line a session; our own reader guesses it right."""
    data = exchange_bytes(centre, finished, name)
    assert data.startswith(b"\xef\xbb\xbfDate;")
    lines = list(csv.reader(data.decode("utf-8-sig").splitlines(), delimiter=";"))
    assert len(lines) == len(finished.sessions) + 1
    assert {len(line) for line in lines} == {len(PROGRAMS[name])}
    assert all(line[0][2] == line[0][5] == "/" for line in lines[1:])
    read = csv_lines(data)
    assert read is not None
    assert read.separator == "point-virgule"
    assert len(read.rows[1]) == len(PROGRAMS[name])


def test_hours_are_decimals_with_a_comma_and_lengths_hold_breaks(centre: Problem, finished: Timetable) -> None:
    """Hours taught for one program, from first to last minute for the other."""
    session = min(finished.sessions, key=lambda s: (s.day, s.start, s.id))
    hours, lengths = (exchange_bytes(centre, finished, name).decode("utf-8-sig").splitlines()[1].split(";")
                      for name in ("csv-ypareo", "csv-hyperplanning"))  # fmt: skip
    assert hours[3] == f"{session.minutes / 60:.2f}".replace(".", ",")
    minutes = session.end - session.start
    assert lengths[3] == f"{minutes // 60}h{minutes % 60:02d}"


def test_list_hides_what_pages_hide(tmp_path: Path, centre: Problem, finished: Timetable) -> None:
    """No name of an apprentice, and no label for the inside."""
    text = write_exchange(tmp_path, centre, finished, "csv-ypareo").read_text("utf-8-sig")
    for learner in centre.learners.values():
        assert learner.last_name not in text
    for session in finished.sessions:
        if not session.course_ids and session.label != session.public_label:
            assert f";{session.label};" not in text
