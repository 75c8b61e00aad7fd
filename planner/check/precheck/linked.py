"""Pre-checks on *Liens* that bind, and on crossed courses: links against one another, and hours that never meet."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from itertools import combinations, pairwise

from planner.check.precheck.alert import Alert, origin
from planner.check.precheck.case import Case
from planner.check.precheck.places import Places
from planner.courses.broken_links import OF_LINKS
from planner.domain import MATCHED, RELATION_WORDS, Course, CourseId, Link, Problem, Relation, monday
from planner.model import Option
from planner.model.links import fitting
from planner.words import count, course_name, say_all

SAME_START, SAME_DAY, APART = Relation.SAME_START, Relation.SAME_DAY, Relation.DAYS_APART
SAME_HOUR, SPACED = Relation.SAME_HOUR, Relation.HOURS_APART
AFTER, ROW, ENDS = Relation.CONSECUTIVE, Relation.IN_A_ROW, Relation.ENDS_DAY
NEVER_BOTH = (
    frozenset({SAME_START, Relation.NOT_AT_ONCE}),
    frozenset({SAME_START, SPACED}),
    *(frozenset({SAME_HOUR, other}) for other in (AFTER, ROW)),
    *(frozenset({APART, other}) for other in MATCHED),
)
"""Relations of which no two sessions can keep both."""
ONCE_A_DAY = (frozenset({SAME_START, AFTER}), frozenset({SAME_START, ROW}))
"""The same of courses with one session a day."""
PAUSED = (frozenset({SPACED, AFTER}), frozenset({SPACED, ROW}))
"""The same where no pause of the bells is so long."""
ENDED = frozenset({ENDS, ROW})
"""The same where the first of a row ends the day of a class that the next one has too."""
MEETING = {
    SAME_START: "aucune heure possible en commun",
    SAME_DAY: "aucun jour possible en commun",
    AFTER: "jamais deux heures possibles qui se suivent",
    ROW: "jamais deux heures possibles qui se suivent dans cet ordre",
}
REVIEW = "revoir les jours de présence et les indisponibilités (classes, formateurs, salles), ou retirer "


@dataclass
class _Hours:
    """Where courses may be, day by day; asked once each."""

    problem: Problem
    known: dict[tuple[CourseId, str], Mapping[date, Sequence[Option]]] = field(default_factory=dict)

    def of(self, course: Course, part: str) -> Mapping[date, Sequence[Option]]:
        """Day → hours at which a course and part may be, days without any left out."""
        at = course.id, part
        if at not in self.known:
            places = Places(self.problem, course, part)
            days = ((day, places.spans(day)) for day in self.problem.days)
            self.known[at] = {day: [Option(day, *span) for span in sorted(spans)] for day, spans in days if spans}
        return self.known[at]


def _bound(problem: Problem) -> list[tuple[Link, str]]:
    """Links that bind, but for rules that are off, with the cell of each."""
    return [
        (link, origin(problem, "link", str(number)))
        for number, link in enumerate(problem.links)
        if link.hard and OF_LINKS.get(link.relation, "H14") not in problem.rules_off
    ]


def _said(link: Link) -> str:
    return f"« {RELATION_WORDS[link.relation]} »"


def _parts(course: Course) -> Sequence[str]:
    return "ABCDEFGH"[: course.parts] if course.parts > 1 else ("",)


def _lines(cells: Sequence[str]) -> str:
    """`` (Liens!A3)``: other lines, where they are known."""
    known = [cell for cell in cells if cell]
    return f" ({say_all(known)})" if known else ""


def links_against(case: Case) -> Iterator[Alert]:
    """Two links of the same courses that contradict each other, and rows of sessions that go in a circle."""
    problem, links = case.problem, _bound(case.problem)
    for (one, cell), (other, there) in combinations(links, 2):
        both = _both(problem, one, other)
        if (text := _contradiction(problem, one, other, both, there)) and _meet(case, both):
            yield Alert("links_against", text, cell, blocking=True)
    yield from _circles(case, [(link, cell) for link, cell in links if link.relation in (ROW, Relation.ORDER)])


def _contradiction(problem: Problem, one: Link, other: Link, both: Sequence[CourseId], there: str) -> str:
    """What is said of two links of some courses that cannot hold together; empty where they can."""
    if len(both) < 2:
        return ""
    pair = frozenset({one.relation, other.relation})
    single = all(problem.courses[c].max_per_day == 1 for c in both)
    paused = pair in PAUSED and max(link.minutes for link in (one, other) if link.relation is SPACED) > _pause(problem)
    if pair not in NEVER_BOTH and not (single and pair in ONCE_A_DAY) and pair != ENDED and not paused:
        return ""
    names = say_all(course_name(problem, c) for c in both)
    return (
        f"{_said(one)} et {_said(other)}{_lines([there])} lient {names} et se contredisent : aucune semaine ne suit "
        "les deux. Solution : retirer l'une des deux lignes."
    )


def _pause(problem: Problem) -> int:
    """Minutes of the longest pause of any bells, between two slots of a half-day."""
    pauses = [
        then.start - slot.end
        for bells in problem.bells.values()
        for weekday, slots in enumerate(bells.days)
        for slot, then in pairwise(slots)
        if bells.lunch(weekday) != (slot.end, then.start)
    ]
    return max(pauses, default=0)


def _both(problem: Problem, one: Link, other: Link) -> list[CourseId]:
    """Courses of both links; those of a row whose first ends the day by the other, and whose next is of its class."""
    last, row = (one, other) if one.relation is ENDS else (other, one)
    if {last.relation, row.relation} != ENDED:
        return sorted(set(one.course_ids) & set(other.course_ids))
    first, then = (problem.courses[c] for c in row.course_ids)
    ended = first.id in last.course_ids and not set(first.class_ids).isdisjoint(then.class_ids)
    return [first.id, then.id] if ended else []


def _meet(case: Case, ids: Sequence[CourseId]) -> bool:
    """Whether all of some courses may have a session in one week."""
    return bool(set.intersection(*(set(case.open_weeks(case.problem.courses[c], "")) for c in ids)))


def _circles(case: Case, rows: Sequence[tuple[Link, str]]) -> Iterator[Alert]:
    """Courses each of which is to come before the next, and the last before the first, with as many sessions each.

    One such line at least asks for the very next session: orders over the term alone are faults of the workbook.
    """
    problem = case.problem
    after: dict[CourseId, dict[CourseId, tuple[Link, str]]] = {}
    for link, cell in rows:
        for first in link.course_ids[:-1]:
            after.setdefault(first, {}).setdefault(link.course_ids[-1], (link, cell))
    told: set[frozenset[CourseId]] = set()
    for start in after:
        circle = _circle(after, start)
        steps = [after[a][b] for a, b in pairwise([*circle, start])] if circle else []
        courses = [problem.courses[c] for c in circle]
        alike = {len(case.wanted(course, _parts(course)[0])) for course in courses}
        if not steps or frozenset(circle) in told or len(alike) > 1 or any(c.max_per_day > 1 for c in courses):
            continue
        told.add(frozenset(circle))
        if any(link.relation is ROW for link, _cell in steps):
            names = ", puis ".join(course_name(problem, c) for c in [*circle, start])
            cells = list(dict.fromkeys(cell for _link, cell in steps))
            text = (
                f"l'ordre demandé tourne en rond{_lines(cells[1:])} : {names}. Aucune semaine ne le suit. Solution : "
                "retirer l'une de ces lignes."
            )
            yield Alert("links_against", text, cells[0], blocking=True)


def _circle(after: Mapping[CourseId, Mapping[CourseId, object]], start: CourseId) -> list[CourseId]:
    """The shortest way from a course back to itself, which is not named again; empty where there is none."""
    ways = [[start]]
    seen = set[CourseId]()
    while ways:
        way = ways.pop(0)
        for then in after.get(way[-1], ()):
            if then == start:
                return way
            if then not in seen:
                seen.add(then)
                ways.append([*way, then])
    return []


def linked_hours(case: Case) -> Iterator[Alert]:
    """Courses that are to be together, by a link or crossed, and never can be: their hours do not meet in any week."""
    problem, hours = case.problem, _Hours(case.problem)
    for link, cell in _bound(problem):
        if link.relation in MATCHED:
            for here, there in pairwise(problem.courses[c] for c in link.course_ids):
                parts = [(p, p) for p in _parts(here) if p in _parts(there)]
                if _never(problem, hours, link, here, there, parts):
                    text = _never_text(problem, here, there, f"{_said(link)} lie", link.relation, "cette ligne")
                    yield Alert("linked_hours", text, cell, blocking=True)
        elif link.relation is SAME_HOUR and _no_hour(problem, hours, link):
            names = say_all(course_name(problem, c) for c in link.course_ids)
            text = f"{_said(link)} lie {names}, qui n'ont {MEETING[SAME_START]}. Solution : {REVIEW}cette ligne."
            yield Alert("linked_hours", text, cell, blocking=True)
    for course in problem.courses.values() if "H3d" not in problem.rules_off else ():
        other = problem.courses.get(course.crossed_with) if course.crossed_with else None
        if other is None or (other.crossed_with == course.id and other.id < course.id):
            continue
        parts = [(p, q) for p in _parts(course) for q in _parts(other) if p != q]
        link = Link(SAME_START, (course.id, other.id))
        if _never(problem, hours, link, course, other, parts):
            text = _never_text(problem, course, other, "« croisé avec » lie", SAME_START, "« croisé avec »")
            yield Alert("linked_hours", text, origin(problem, "course", course.id), blocking=True)


def _never(
    problem: Problem, hours: _Hours, link: Link, here: Course, there: Course, parts: Sequence[tuple[str, str]]
) -> bool:
    """Whether two courses have hours, and no two of them ever go together; parts two by two."""
    fits, some = fitting(problem, link), False
    for part, its in parts:
        mine, theirs = hours.of(here, part), hours.of(there, its)
        some |= bool(mine) and bool(theirs)
        if any(fits(a, b) for day in mine.keys() & theirs.keys() for a in mine[day] for b in theirs[day]):
            return False
    return some


def _no_hour(problem: Problem, hours: _Hours, link: Link) -> bool:
    """Whether courses have hours, and there is no time of day at which all of them may begin."""
    found = []
    for course in (problem.courses[c] for c in link.course_ids):
        days = [day for part in _parts(course) for day in hours.of(course, part).values()]
        found.append({option.start for options in days for option in options})
    return all(found) and not set.intersection(*found)


def _never_text(problem: Problem, here: Course, there: Course, says: str, relation: Relation, line: str) -> str:
    return (
        f"{says} {course_name(problem, here.id)} et {course_name(problem, there.id)}, qui n'ont {MEETING[relation]}. "
        f"Solution : {REVIEW}{line}."
    )


def links_too_many(case: Case) -> Iterator[Alert]:
    """More sessions than the weeks hold so many days apart, at one time of day, or at the end of a day."""
    problem, hours = case.problem, _Hours(case.problem)
    for link, cell in _bound(problem):
        courses = [problem.courses[c] for c in link.course_ids]
        if link.relation is APART:
            asked, room = _asked_and_room(case, hours, courses, partial(_apart, least=link.days))
            if asked > room:
                most = next((n for n in range(link.days - 1, 0, -1) if _fits(case, hours, courses, n)), 0)
                less = f"écrire {most} dans « jours »" if most else "retirer la ligne"
                names = say_all(course_name(problem, c.id) for c in courses)
                text = (
                    f"« jours d'écart » {link.days} : {names} {'ont' if courses[1:] else 'a'} {count(asked, 'séance')}"
                    f", et les semaines n'en tiennent que {room} à {count(link.days, 'jour')} les unes des autres. "
                    f"Solution : {less}, ou des séances moins nombreuses et plus longues."
                )
                yield Alert("links_too_many", text, cell, blocking=True)
        if link.relation is SAME_HOUR:
            yield from _hours_too_many(case, hours, courses, cell)
    ends = [(c, cell) for link, cell in _bound(problem) if link.relation is ENDS for c in link.course_ids]
    for class_id in problem.classes:
        mine = {c: cell for c, cell in ends if class_id in problem.courses[c].class_ids}
        whole = [problem.courses[c] for c in mine if problem.courses[c].parts == 1]
        asked, room = _asked_and_room(case, hours, whole, len)
        if len(whole) > 1 and asked > room:
            names = say_all(course_name(problem, c.id) for c in whole)
            text = (
                f"« en fin de journée » : {names} ont {count(asked, 'séance')} en tout, pour {count(room, 'jour')} de "
                "la classe. Solution : retirer l'un de ces cours, ou des séances moins nombreuses et plus longues."
            )
            yield Alert("links_too_many", text, mine[whole[0].id], blocking=True)


def _hours_too_many(case: Case, hours: _Hours, courses: Sequence[Course], cell: str) -> Iterator[Alert]:
    """Courses with more sessions than days on which they may begin at any one time of day."""
    for course in (one for one in courses if one.max_per_day == 1):
        asked, room = _asked_and_room(case, hours, [course], partial(_at_one_hour, hours, course))
        if asked > room:
            text = (
                f"« même heure » : {course_name(case.problem, course.id)} a {count(asked, 'séance')}, et les semaines "
                f"n'ont, à une même heure, que {count(room, 'jour')} pour ce cours. Solution : {REVIEW}la ligne."
            )
            yield Alert("links_too_many", text, cell, blocking=True)


def _at_one_hour(hours: _Hours, course: Course, days: Sequence[date]) -> int:
    """On how many of some days of a week a course may begin at one time of day."""
    starts = Counter(
        start
        for day in days
        for start in {o.start for part in _parts(course) for o in hours.of(course, part).get(day, ())}
    )
    return max(starts.values(), default=0)


def _fits(case: Case, hours: _Hours, courses: Sequence[Course], apart: int) -> bool:
    asked, room = _asked_and_room(case, hours, courses, partial(_apart, least=apart))
    return asked <= room


def _asked_and_room(
    case: Case, hours: _Hours, courses: Sequence[Course], most: Callable[[Sequence[date]], int]
) -> tuple[int, int]:
    """Sessions that some courses want in all, of the largest part, and how many their weeks hold at ``most``."""
    asked, days = 0, dict[date, set[date]]()
    for course in courses:
        asked += max(len(case.wanted(course, part)) for part in _parts(course))
        for part in _parts(course):
            for day in hours.of(course, part):
                days.setdefault(monday(day), set()).add(day)
    return asked, sum(most(sorted(found)) for found in days.values())


def _apart(days: Sequence[date], least: int) -> int:
    """How many of some days of a week may be taken, each so many days after the one before."""
    number, last = 0, None
    for day in days:
        if last is None or (day - last).days >= least:
            number, last = number + 1, day
    return number
