"""What was told of days gone stays told: events of a published version and of the next one, before and after today."""

from datetime import date, datetime, timedelta

import pytest

from planner.store.past import LATER_MARK, past_kept
from planner.store.publication import EventKey, State, WantedEvent, advance

GONE, TODAY, LATER = date(2026, 9, 8), date(2026, 9, 15), date(2026, 9, 20)
TOLD_AT = datetime(2026, 9, 1, 8)
LESSON: EventKey = ("classes", "CAP-CUI-1", "2026-09-07/MATHS-01")
ANOTHER: EventKey = (*LESSON[:2], LESSON[2] + LATER_MARK)
OF_NOBODY_YET: EventKey = ("trainers", "NOIR-EVA", LESSON[2])


def told(day: date, text: str = "maths", *, cancelled: bool = False) -> State:
    """An event as it was published on 1 September."""
    return State(day, text, 0, TOLD_AT, cancelled)


def wanted(day: date, text: str = "maths") -> WantedEvent:
    """An event as a version has it."""
    return WantedEvent(day, text)


@pytest.mark.parametrize(
    ("known", "version", "shown", "differs"),
    [
        pytest.param({LESSON: told(GONE)}, {LESSON: wanted(GONE)}, {LESSON: wanted(GONE)}, set(), id="the same"),
        pytest.param({LESSON: told(GONE)}, {LESSON: wanted(GONE, "TP")}, {LESSON: wanted(GONE)}, {LESSON}, id="words"),
        pytest.param({LESSON: told(GONE)}, {}, {LESSON: wanted(GONE)}, {LESSON}, id="left out"),
        pytest.param(
            {LESSON: told(GONE)}, {LESSON: wanted(LATER, "le 20")},
            {LESSON: wanted(GONE), ANOTHER: wanted(LATER, "le 20")}, {LESSON}, id="put off",
        ),
        pytest.param(
            {LESSON: told(GONE), ANOTHER: told(GONE, "deux")}, {LESSON: wanted(GONE, "deux")},
            {LESSON: wanted(GONE), ANOTHER: wanted(GONE, "deux")}, {LESSON}, id="put off, and gone since",
        ),
        pytest.param({LESSON: told(LATER)}, {LESSON: wanted(GONE, "le 8")}, {}, {LESSON}, id="brought back"),
        pytest.param({LESSON: told(LATER)}, {LESSON: wanted(LATER, "TP")}, {LESSON: wanted(LATER, "TP")}, set(),
                     id="to come"),
        pytest.param({LESSON: told(GONE, cancelled=True)}, {}, {}, set(), id="cancelled in its time"),
        pytest.param({LESSON: told(GONE, cancelled=True)}, {LESSON: wanted(GONE)}, {}, {LESSON}, id="revived"),
        pytest.param({LESSON: told(TODAY)}, {}, {}, set(), id="today"),
        pytest.param(
            {LESSON: told(GONE)}, {LESSON: wanted(GONE), OF_NOBODY_YET: wanted(GONE)},
            {LESSON: wanted(GONE), OF_NOBODY_YET: wanted(GONE)}, set(), id="a calendar that nobody holds",
        ),
    ],
)  # fmt: skip
def test_events_of_days_gone_stay_as_they_were_told(
    known: dict[EventKey, State],
    version: dict[EventKey, WantedEvent],
    shown: dict[EventKey, WantedEvent],
    differs: set[EventKey],
) -> None:
    """On 15 September: what is shown, and what the version has otherwise of the 8th, which is as it was told."""
    kept, changes = past_kept(known, version, TODAY)
    assert kept == shown
    assert set(changes) == differs
    changed = advance(known, kept, datetime(2026, 9, 15, 8))
    assert not [name for name in changed if name in known and known[name].day < TODAY]


@pytest.mark.parametrize("after", [timedelta(days=1), timedelta(), timedelta(days=-400)])
def test_moment_of_an_event_never_goes_back(after: timedelta) -> None:
    """Published a day later, in the same second, and with a clock that was set back by a year: each change is later."""
    known = {LESSON: told(LATER), ANOTHER: told(LATER)}
    changed = advance(known, {LESSON: wanted(LATER, "TP")}, TOLD_AT + after)
    assert changed[LESSON].modified > TOLD_AT
    assert changed[ANOTHER].modified > TOLD_AT
    assert changed[ANOTHER].cancelled
