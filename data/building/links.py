"""*Liens* → what ties courses to one another."""

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import and_

from data.building.context import Context
from data.building.courses import course_ref
from data.reading.table import Row
from data.sheets.plain import plain
from planner.domain import EVERY_PAIR, MATCHED, RELATION_WORDS, Course, CourseId, Link, Problem, Relation

ONE_IS_ENOUGH = EVERY_PAIR | {Relation.ENDS_DAY}
"""What a link may ask of the sessions of one course."""
MEASURED = {Relation.DAYS_APART: "days", Relation.HOURS_APART: "hours"}
"""Relation → the column that says how far apart."""
PAIRS = (Relation.CONSECUTIVE, Relation.IN_A_ROW)


def build_links(context: Context, problem: Problem, courses: Mapping[CourseId, Course]) -> tuple[Link, ...]:
    """One value a line; a line that no timetable can follow is a fault, one that says nothing is noticed.

    ``problem``: the classes and their calendars.
    """
    found: list[tuple[Row, Link]] = []
    for row in context.rows("links"):
        ids = [course_ref(context, row, "courses", name) for name in row.get("courses", ())]
        named = tuple(dict.fromkeys(CourseId(c) for c in ids if c is not None))
        if row["relation"] is None or None in ids or not named or any(c not in courses for c in named):
            continue
        link = Link(Relation(row["relation"]), named, **plain(context, row))
        _check(context, row, link, courses)
        _say_idle(context, problem, row, [courses[c] for c in named])
        found.append((row, link))
    _check_circles(context, courses, [both for both in found if both[1].relation is Relation.ORDER])
    for number, (row, link) in enumerate(found):
        context.origin("link", str(number), row, MEASURED.get(link.relation, "relation"))
    return tuple(link for _row, link in found)


def _say_idle(context: Context, problem: Problem, row: Row, tied: Sequence[Course]) -> None:
    """Courses that are never given in the same week: an order over the term aside, each week stands alone."""
    weeks = [reduce(and_, (set(problem.class_weeks(c)) for c in course.class_ids)) for course in tied]
    if len(tied) > 1 and row["relation"] != Relation.ORDER and all(weeks) and not reduce(and_, weeks):
        context.notice(row, "courses", "n'ont jamais cours dans une même semaine : ce lien ne dit rien.")


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
    alone = [{t for team in course.teams for t in team} for course in tied if len(course.teams) == 1]
    if link.relation is Relation.SAME_START and link.hard and len(alone) == len(tied) > 1 and set.intersection(*alone):
        context.fault(row, "courses", "ont le même formateur, qui ne peut pas les donner en même temps.")
    for relation, column in MEASURED.items():
        if row[column] is not None and link.relation is not relation:
            words = RELATION_WORDS[relation]
            context.notice(row, column, f"ne sert qu'à « {words} » : sans effet avec « {typed} ».")
    if link.relation is Relation.HOURS_APART and len(tied) == 1 and tied[0].max_per_day == 1:
        context.notice(row, "courses", "n'a qu'une séance par jour : ce lien ne dit rien.", tied[0].subject)
    if not link.hard and link.relation is Relation.ORDER:
        context.fault(
            row,
            "hard",
            "ne va pas : « dans cet ordre » est toujours impératif : videz cette cellule, ou retirez la ligne.",
        )


def _check_circles(context: Context, courses: Mapping[CourseId, Course], orders: Sequence[tuple[Row, Link]]) -> None:
    """Orders that go in a circle, those of *Cours* among them."""
    before: dict[CourseId, set[CourseId]] = {c.id: {c.after} if c.after else set() for c in courses.values()}
    for row, link in orders:
        *first, last = link.course_ids
        known = set(before[last])
        before[last] |= set(first)
        if _reaches(before, last):
            context.fault(row, "courses", "forment un ordre circulaire avec les autres lignes et « après » de "
                          "la feuille « Cours » : retirez l'un d'eux.")  # fmt: skip
            before[last] = known


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
