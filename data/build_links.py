"""*Liens* → what ties courses to one another."""

from collections.abc import Mapping

from data.build_context import Context
from data.build_courses import course_ref
from data.plain import plain
from data.reader_table import Row
from planner.domain import MATCHED, Course, CourseId, Link, Relation

ONE_IS_ENOUGH = (Relation.DAYS_APART, Relation.ENDS_DAY)
"""What a link may ask of the sessions of one course."""
PAIRS = (Relation.CONSECUTIVE, Relation.IN_A_ROW)


def build_links(context: Context, courses: Mapping[CourseId, Course]) -> tuple[Link, ...]:
    """One value a line; a line that no timetable can follow, or that says nothing, is a fault."""
    found = []
    for row in context.rows("links"):
        ids = [course_ref(context, row, "courses", name) for name in row.get("courses", ())]
        named = tuple(dict.fromkeys(CourseId(c) for c in ids if c is not None))
        if row["relation"] is None or None in ids or not named or any(c not in courses for c in named):
            continue
        link = Link(Relation(row["relation"]), named, **plain(context, row))
        _check(context, row, link, courses)
        found.append(link)
    _check_circles(context, courses)
    return tuple(found)


def _check(context: Context, row: Row, link: Link, courses: Mapping[CourseId, Course]) -> None:
    """Faults of one line."""
    tied = [courses[c] for c in link.course_ids]
    typed = row.text("relation")
    if len(tied) < 2 and link.relation not in ONE_IS_ENOUGH:
        context.fault(row, "courses", f"ne nomme qu'un cours : « {typed} » en lie deux ou plus.")
    if len(tied) > 2 and link.relation in PAIRS:
        context.fault(
            row, "courses", f"nomme {len(tied)} cours : « {typed} » en lie deux ; écrivez une ligne par paire."
        )
    for course in tied:
        if course.barrette_id is not None:
            context.fault(
                row, "courses", "est donné dans une barrette, qui a ses propres heures : retirez-le.", course.subject
            )
    if link.relation in MATCHED and len({course.parts for course in tied}) > 1:
        context.fault(
            row,
            "courses",
            "n'ont pas le même nombre de parties : donnez-leur le même dans « Cours », ou retirez-en un.",
        )
    shared = set[str]()
    for course in tied if link.relation is Relation.SAME_START else ():
        if shared & set(course.class_ids):
            context.fault(row, "courses", "commenceraient en même temps pour une même classe : « croisé avec » de la "
                          "feuille « Cours » le fait pour deux parties.")  # fmt: skip
            break
        shared |= set(course.class_ids)
    if row["days"] is not None and link.relation is not Relation.DAYS_APART:
        context.notice(row, "days", f"ne sert qu'à « jours d'écart » : sans effet avec « {typed} ».")
    if not link.hard and link.relation is Relation.ORDER:
        context.fault(
            row,
            "hard",
            "ne va pas : « dans cet ordre » est toujours impératif : videz cette cellule, ou retirez la ligne.",
        )


def _check_circles(context: Context, courses: Mapping[CourseId, Course]) -> None:
    """Orders that go in a circle, those of *Cours* among them."""
    before: dict[CourseId, set[CourseId]] = {c.id: {c.after} if c.after else set() for c in courses.values()}
    for row in context.rows("links"):
        ids = [context.names("courses").find(name) for name in row.get("courses", ())]
        named = [CourseId(min(found)) for found in ids if len(found) == 1]
        if row["relation"] != Relation.ORDER or len(named) < 2 or any(c not in courses for c in named):
            continue
        before[named[-1]] |= {c for c in named[:-1] if c != named[-1]}
        if _reaches(before, named[-1]):
            context.fault(row, "courses", "forment un ordre circulaire avec les autres lignes et « après » de "
                          "la feuille « Cours » : retirez l'un d'eux.")  # fmt: skip
            before[named[-1]] -= set(named[:-1])


def _reaches(before: Mapping[CourseId, set[CourseId]], course: CourseId) -> bool:
    """Whether a course comes before itself."""
    seen, waiting = set[CourseId](), list(before[course])
    while waiting:
        one = waiting.pop()
        if one == course:
            return True
        if one not in seen:
            seen.add(one)
            waiting += before.get(one, ())
    return False
