"""What breaks a link between courses (sheet *Liens*), read from a timetable week by week."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import combinations, pairwise
from typing import NamedTuple

from planner.courses.placed_days import classes_of, named, streams_of
from planner.domain import (
    MATCHED,
    ClassId,
    CourseId,
    Kind,
    Link,
    Problem,
    Relation,
    Session,
    SessionId,
    Stream,
    Timetable,
    monday,
)
from planner.domain.kinds import WITH_CLASS
from planner.placement import BoardView, Placement, others
from planner.words import cell_of, count, say_minutes, say_when


class BrokenLink(NamedTuple):
    """One thing that a link does not allow: a French sentence, and the sessions concerned."""

    text: str
    sessions: tuple[SessionId, ...]


OF_LINKS = {
    Relation.SAME_START: "H21",
    Relation.SAME_DAY: "H22",
    Relation.NOT_AT_ONCE: "H23",
    Relation.CONSECUTIVE: "H24",
    Relation.IN_A_ROW: "H24",
    Relation.DAYS_APART: "H25",
    Relation.ENDS_DAY: "H26",
    Relation.HOURS_APART: "H28",
    Relation.SAME_HOUR: "H29",
}
"""Relation → the rule that holds it week by week, but an order, which is held over the term."""
OfWeek = Mapping[CourseId, Sequence[Session]]
"""Sessions of the courses of a link in one week, in order of time."""
LACKS = {
    Relation.SAME_START: "ne commence en même temps qu'aucune séance de",
    Relation.SAME_DAY: "n'est le même jour qu'aucune séance de",
    Relation.CONSECUTIVE: "n'est juste avant ni juste après aucune séance de",
    Relation.IN_A_ROW: "n'est suivie aussitôt d'aucune séance de",
}
PRECEDED = "ne suit aussitôt aucune séance de"


def broken_links(problem: Problem, timetable: Timetable, links: Iterable[Link]) -> Iterator[BrokenLink]:
    """Everything that breaks some links; what stands already on all sides is nobody's choice."""
    rows: dict[CourseId, list[Session]] = {}
    for session in sorted(timetable.sessions, key=lambda s: (s.day, s.start, s.id)):
        if session.kind == Kind.COURSE and session.course_id and session.modality != "remote_async":
            rows.setdefault(session.course_id, []).append(session)
    for link in links:
        for week in sorted({monday(s.day) for c in link.course_ids for s in rows.get(c, ())}):
            held = {c: [s for s in rows.get(c, ()) if monday(s.day) == week] for c in link.course_ids}
            for found in _broken(problem, timetable, link, held):
                if not all(name in problem.stands for name in found.sessions):
                    yield found._replace(text=f"{found.text[:-1]}{link_cell(problem, link)}.")


def link_cell(problem: Problem, link: Link) -> str:
    """`` (Liens!C2)``: the cell of a link in the workbook; empty where that is not known."""
    return cell_of(problem, "link", str(problem.links.index(link)))


def links_with(
    problem: Problem, board: BoardView, placement: Placement, links: Iterable[Link]
) -> tuple[list[BrokenLink], list[BrokenLink]]:
    """What breaks some links without a placement, and with it."""
    placed = placement.session
    links = [one for one in links if placement.moves and _concerned(problem, one, placed)]
    if not links:
        return [], []
    courses = [problem.courses[c] for one in links for c in one.course_ids if c in problem.courses]
    classes = dict.fromkeys(c for course in courses for c in course.class_ids)
    days = [monday(placed.day) + timedelta(days=n) for n in range(7)]
    rows = {s.id: s for c in classes for day in days for s in others(board.of_class(c, day), placement)}
    without, beside = Timetable(tuple(rows.values())), Timetable((*rows.values(), placed))
    return list(broken_links(problem, without, links)), list(broken_links(problem, beside, links))


def _concerned(problem: Problem, link: Link, placed: Session) -> bool:
    """Whether a session may break a link: one of its courses, or whatever may come after one that ends the day."""
    if link.relation is Relation.ENDS_DAY and placed.kind in WITH_CLASS:
        return any(set(problem.courses[c].class_ids) & set(classes_of(problem, placed)) for c in link.course_ids)
    return placed.kind == Kind.COURSE and placed.course_id in link.course_ids


def _broken(problem: Problem, timetable: Timetable, link: Link, held: OfWeek) -> Iterator[BrokenLink]:
    """What breaks a link in one week."""
    if link.relation in MATCHED:
        yield from _unmatched(problem, link, held)
    elif link.relation is Relation.ENDS_DAY:
        for session in (s for rows in held.values() for s in rows):
            after = _after(problem, timetable, session)
            if after is not None:
                text = f"{_said(session)}, devrait finir la journée : « {after.label} » vient après."
                yield BrokenLink(text, (session.id, after.id))
    else:
        yield from _too_near(link, held)


def _unmatched(problem: Problem, link: Link, held: OfWeek) -> Iterator[BrokenLink]:
    """Sessions without one of their own in the other course, of whichever has fewer that week, part by part."""
    for here, there in pairwise(link.course_ids):
        for part in sorted({s.part for c in (here, there) for s in held[c]}):
            first, then = ([s for s in held[c] if s.part == part] for c in (here, there))
            turned = len(first) > len(then)
            few, many = (then, first) if turned else (first, then)
            says = PRECEDED if turned and link.relation is Relation.IN_A_ROW else LACKS[link.relation]
            goes = _goes(problem, link, turned=turned)
            for session in _alone(few, many, goes):
                other = problem.courses[here if turned else there].subject
                yield BrokenLink(f"{_said(session)}, {says} « {other} ».", (session.id, *(s.id for s in many)))


def _goes(problem: Problem, link: Link, *, turned: bool) -> Callable[[Session, Session], bool]:
    """Whether two sessions are as the relation asks, the first of them of the course with fewer."""

    def follow(a: Session, b: Session) -> bool:
        """Whether ``b`` comes right after ``a``: the same half-day, and no slot in between."""
        bells, weekday = problem.course_bells(problem.courses[link.course_ids[0]])[0], a.day.weekday()
        lunch = bells.lunch(weekday) or (0, 0)
        apart = a.day != b.day or b.start < a.end or (a.end <= lunch[0] and b.start >= lunch[1] > 0)
        return not apart and not bells.teaching(weekday, a.end, b.start)

    if link.relation is Relation.SAME_START:
        return lambda a, b: (a.day, a.start) == (b.day, b.start)
    if link.relation is Relation.SAME_DAY:
        return lambda a, b: a.day == b.day
    if link.relation is Relation.CONSECUTIVE:
        return lambda a, b: follow(a, b) or follow(b, a)
    return (lambda a, b: follow(b, a)) if turned else follow


def _alone(few: Sequence[Session], many: Sequence[Session], goes: Callable[[Session, Session], bool]) -> list[Session]:
    """Sessions for which none of the others is left, as few of them as may be."""
    taken: dict[int, int] = {}

    def settle(n: int, seen: set[int]) -> bool:
        for m, other in enumerate(many):
            if m not in seen and goes(few[n], other):
                seen.add(m)
                if m not in taken or settle(taken[m], seen):
                    taken[m] = n
                    return True
        return False

    return [session for n, session in enumerate(few) if not settle(n, set())]


def _too_near(link: Link, held: OfWeek) -> Iterator[BrokenLink]:
    """Two sessions at once, too near each other, or not at one time of day."""
    for a, b in combinations([s for rows in held.values() for s in rows], 2):
        same = a.course_id == b.course_id
        if link.relation is Relation.NOT_AT_ONCE and not same and a.overlaps(b):
            yield BrokenLink(f"{_said(a)}, est en même temps que « {b.label} ».", (a.id, b.id))
        wanted = _wanted(link, a, b) if not (same and a.part != b.part) else ""
        if wanted:
            yield BrokenLink(f"{_said(a)}, devrait {wanted} « {b.label} », {say_when(b)}.", (a.id, b.id))


def _wanted(link: Link, a: Session, b: Session) -> str:
    """What a relation between every two sessions asks of these; empty where they are so."""
    if link.relation is Relation.DAYS_APART and abs((a.day - b.day).days) < link.days:
        return "être un autre jour de" if link.days == 1 else f"être à {count(link.days, 'jour')} au moins de"
    near = a.day == b.day and max(a.start, b.start) - min(a.end, b.end) < link.minutes
    if link.relation is Relation.HOURS_APART and near:
        return f"être à {say_minutes(link.minutes)} au moins de"
    if link.relation is Relation.SAME_HOUR and a.start != b.start:
        return "commencer à la même heure que"
    return ""


def _after(problem: Problem, timetable: Timetable, session: Session) -> Session | None:
    """The first thing that people of a session's class and part have after it on its day."""
    mine = _attending(problem, session)
    found = []
    for other in timetable.sessions:
        if other.day != session.day or other.start < session.end or other.kind not in WITH_CLASS:
            continue
        if not named(problem, other) and not mine.isdisjoint(_attending(problem, other)):
            found.append(other)
    return min(found, key=lambda s: (s.start, s.id), default=None)


def _attending(problem: Problem, session: Session) -> set[tuple[ClassId, Stream]]:
    return {(c, stream) for c in classes_of(problem, session) for stream in streams_of(problem, c, session)}


def _said(session: Session) -> str:
    return f"« {session.label} », {say_when(session)}"
