"""What ties courses and bounds weeks in a file of FET, as lines of *Liens* and *Limites*."""

from collections.abc import Iterable, Mapping, Sequence

from data.building.limits import WINDOW
from data.fet.clock import Clock
from data.fet.merging import FetCourse, Merged
from data.fet.people import People, names_of
from data.fet.stated import IN_HOURS, TEACHERS, Bound, Tie
from data.rows.cells import Lines, duration
from data.sheets.limits import EVERYBODY, LIMITS
from data.sheets.links import LINKS, RELATIONS
from planner.domain import Relation, iso_clock

WORDS = {value: name for name, value in RELATIONS.items()}
ALL = {sheet: words for words, sheet in EVERYBODY.items()}
MOST = {column.id: column.high for column in LIMITS.columns}
LEAST = {column.id: column.low for column in LIMITS.columns}
MOST_APART = 6
MOST_HOURS = int(LINKS.column("hours").high or 0)
OPPOSED = (("least_day", "most_day"), ("least_days", "days"))
DAY_ENDS = 24 * 60
Values = tuple[tuple[str, int], ...]


def link_rows(merged: Merged, clock: Clock) -> tuple[Lines, tuple[Tie, ...]]:
    """Lines of *Liens*, and the ties that contradict themselves, which no line can hold."""
    courses = {course.code: course for course in merged.courses}
    wrong = tuple(t for t in merged.ties if _never([courses[c] for c in t.activities], t)) + _circles(merged.ties)
    rows: Lines = [
        {
            "relation": WORDS[tie.relation],
            "courses": " ; ".join(tie.activities),
            "days": min(tie.days, MOST_APART) if tie.relation is Relation.DAYS_APART else None,
            "hours": duration(_gap(tie, clock)) if tie.relation is Relation.HOURS_APART else None,
            "hard": None if tie.hard else "non",
        }
        for tie in merged.ties
        if tie not in wrong
    ]
    return rows, wrong


def _gap(tie: Tie, clock: Clock) -> int:
    """Minutes that a tie wants between two activities, as many as a cell may hold."""
    return min(tie.hours * clock.length, MOST_HOURS)


def _never(tied: Sequence[FetCourse], tie: Tie) -> bool:
    """Whether courses that are to begin together share a class or a trainer."""
    if tie.relation is not Relation.SAME_START:
        return False
    classes = [c for course in tied for c in course.classes]
    trainers = [t for course in tied for t in course.team]
    return len(set(classes)) < len(classes) or (tie.hard and len(set(trainers)) < len(trainers))


def _circles(ties: Iterable[Tie]) -> tuple[Tie, ...]:
    """Orders that would close a circle with those before them."""
    after: dict[str, set[str]] = {}
    wrong = []
    for tie in (t for t in ties if t.relation is Relation.ORDER):
        *firsts, last = tie.activities
        if any(_comes_after(after, first, last) for first in firsts):
            wrong.append(tie)
        else:
            for first in firsts:
                after.setdefault(first, set()).add(last)
    return tuple(wrong)


def _comes_after(after: Mapping[str, set[str]], one: str, other: str) -> bool:
    """Whether a course already comes after another, or is it."""
    seen, waiting = set[str](), [other]
    while waiting:
        name = waiting.pop()
        if name == one:
            return True
        if name not in seen:
            seen.add(name)
            waiting += after.get(name, ())
    return False


def limit_rows(bounds: Iterable[Bound], people: People, clock: Clock, courses: Sequence[FetCourse]) -> Lines:
    """Lines of *Limites*: what bounds the same people on one line, people with the same bounds on one line too."""
    of: dict[tuple[str, tuple[str, ...], bool, str], list[dict[str, int]]] = {}
    for bound in bounds:
        for values in _values(bound, clock):
            lines = of.setdefault((bound.whom, bound.names, bound.hard, bound.tag), [])
            fits = next((line for line in lines if _goes_with(line, values)), None)
            if fits is None:
                lines.append(values)
            else:
                fits |= values
    same: dict[tuple[str, bool, bool, str, Values], list[str]] = {}
    for (whom, names, hard, tag), lines in of.items():
        for line in lines:
            who = _who(whom, names, people)
            same.setdefault((whom, not names, hard, tag, tuple(line.items())), []).extend(who)
    return [
        {
            "who": _said(people, whom, who) if every else " ; ".join(dict.fromkeys(who)),
            "courses": " ; ".join(c.code for c in courses if tag in c.activities[0].tags) or None,
            "hard": None if hard else "non",
            **{field: _cell(field, n) for field, n in values},
        }
        for (whom, every, hard, tag, values), who in same.items()
        if who and (not tag or any(tag in c.activities[0].tags for c in courses))
    ]


def _cell(field: str, number: int) -> object:
    """A bound as it is typed; a window that ends with the day is not said to."""
    if field in WINDOW:
        return iso_clock(number) if number < DAY_ENDS else None
    return duration(number) if field in IN_HOURS else number


def _values(bound: Bound, clock: Clock) -> Iterable[dict[str, int]]:
    """The cells of a bound: no more than the sheet takes, which is no bound any more."""
    number = bound.number * (clock.length if bound.field in IN_HOURS else 1)
    low, high = LEAST[bound.field] or 0, MOST[bound.field]
    found = {bound.field: max(int(low), min(number, int(high if high is not None else number)))}
    if bound.window is not None:
        first, last = bound.window
        until = clock.starts[last] if last < len(clock.starts) else DAY_ENDS
        found |= {"window_from": clock.starts[first], "window_to": until}
    yield found | ({"least_days": 7} if bound.filled else {})


def _goes_with(line: Mapping[str, int], more: Mapping[str, int]) -> bool:
    """Whether the bounds of two lines may stand on one."""
    if any(field in line and line[field] != n for field, n in more.items()):
        return False
    both = {**line, **more}
    return all(low not in both or high not in both or both[low] <= both[high] for low, high in OPPOSED)


def _who(whom: str, names: Sequence[str], people: People) -> tuple[str, ...]:
    if whom == TEACHERS:
        return tuple(people.trainers[n] for n in names or people.trainers)
    return names_of(names, people.of_set) if names else tuple(g.name for g in people.taught)


def _said(people: People, whom: str, who: Sequence[str]) -> str:
    """All of them by the words for all, where nobody else is meant by these."""
    if whom == TEACHERS:
        return " ; ".join(who) if people.stand_ins else ALL["trainers"]
    return " ; ".join(who) if len(people.taught) < len(people.groups) else ALL["classes"]
