"""*Affectations*, *Parcours individuels* → dated classes of learners, and their own way through the courses."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from data.building.context import Context
from data.building.courses import course_ref
from data.building.time import span
from data.reading.table import Row
from data.sheets.columns import fold
from data.sheets.plain import plain
from planner.domain import (
    ApprenticeId,
    ClassId,
    Course,
    CourseId,
    Learner,
    Membership,
    PersonalPath,
    Problem,
    days_between,
)

SATURDAY = 5
Typed = tuple[Membership, Row]


def with_memberships(context: Context, learners: Mapping[ApprenticeId, Learner]) -> dict[ApprenticeId, Learner]:
    """Learners with their dated classes; the class of *Apprenants* holds on all other days."""
    typed: dict[ApprenticeId, list[Typed]] = {}
    for row in context.rows("memberships"):
        name, class_id = context.ref(row, "learner"), context.ref(row, "class")
        first, last = span(context, row)
        if name is None or class_id is None or ApprenticeId(name) not in learners:
            continue
        learner = learners[ApprenticeId(name)]
        _within_stay(context, row, learner)
        member = replace(Membership(**plain(context, row)), first=first, last=last)
        typed.setdefault(learner.id, []).append((member, row))
    found = dict(learners)
    for item, rows in typed.items():
        learner = learners[item]
        rows.sort(key=lambda r: (r[0].first or date.min, r[1].number))
        if _apart(context, learner, rows):
            found[item] = replace(learner, memberships=_all_days(learner, [member for member, _row in rows]))
    return found


def _within_stay(context: Context, row: Row, learner: Learner) -> None:
    """Dates of a line that fall before the entry or after the exit."""
    for column in ("first", "last"):
        day = row[column]
        if day is not None and learner.entry is not None and day < learner.entry:
            context.fault(
                row, column, f"vient avant l'entrée ({learner.entry:%d/%m/%Y}) : corrigez l'une des deux dates."
            )
        if day is not None and learner.exit is not None and day > learner.exit:
            context.fault(
                row, column, f"vient après la sortie ({learner.exit:%d/%m/%Y}) : corrigez l'une des deux dates."
            )


def _apart(context: Context, learner: Learner, rows: Sequence[Typed]) -> bool:
    """Whether no two lines of a person share a day, and none leaves a hole that no class fills."""
    good = True
    for (before, first), (after, second) in pairwise(rows):
        start = after.first or date.min
        if before.last is None or start <= before.last:
            good = False
            context.fault(
                second,
                "first" if after.first else "learner",
                f"chevauche la ligne {first.number} : une personne n'a qu'une classe à la fois ; indiquez ou corrigez "
                "la date de fin de l'une, ou la date de début de l'autre.",
            )
            continue
        hole = [d for d in days_between(before.last + timedelta(days=1), start - timedelta(days=1)) if _worked(d)]
        if hole and not learner.memberships:
            good = False
            context.fault(
                second,
                "first",
                f"laisse cette personne sans classe du {hole[0]:%d/%m/%Y} au {hole[-1]:%d/%m/%Y} (après la ligne "
                f"{first.number}) : rapprochez les dates, ou indiquez sa classe habituelle dans la feuille Apprenants.",
            )
    return good


def _worked(day: date) -> bool:
    return day.weekday() <= SATURDAY


def _all_days(learner: Learner, rows: Sequence[Membership]) -> tuple[Membership, ...]:
    """The dated classes in order of time, the usual class before, between and after them."""
    if not learner.memberships:
        return tuple(rows)
    usual, day = learner.memberships[0], timedelta(days=1)
    found: list[Membership] = []
    since: date | None = None
    for row in rows:
        if row.first is not None and (since is None or since < row.first):
            found.append(replace(usual, first=since, last=row.first - day))
        found.append(row)
        if row.last is None:
            return tuple(found)
        since = row.last + day
    return (*found, replace(usual, first=since))


def sizes_over_time(context: Context, learners: Iterable[Learner]) -> dict[ClassId, int]:
    """Most learners whom a class has on one day, by class."""
    rows = [(m, learner) for learner in learners for m in learner.memberships]
    starts = sorted({context.first, *(m.first for m, _ in rows if m.first and m.first > context.first)})
    found: dict[ClassId, int] = {}
    for day in starts:
        count: dict[ClassId, int] = {}
        for member, _learner in rows:
            if day in member:
                count[member.class_id] = count.get(member.class_id, 0) + 1
        for class_id, number in count.items():
            found[class_id] = max(found.get(class_id, 0), number)
    return found


def build_paths(
    context: Context, learners: Mapping[ApprenticeId, Learner], courses: Mapping[CourseId, Course]
) -> tuple[PersonalPath, ...]:
    """Individual paths; the part of a followed course that is split is given by `with_followed_parts`."""
    found: list[tuple[PersonalPath, Row]] = []
    for row in context.rows("paths"):
        name = context.ref(row, "learner")
        first, last = span(context, row)
        if not row["leaves"] and not row["follows"]:
            context.fault(row, "leaves", "indiquez le cours quitté, le cours suivi, ou les deux.")
        learner = learners.get(ApprenticeId(name)) if name else None
        if learner is None:
            continue
        left, follows = _left(context, row, learner, courses), _followed(context, row, learner, courses)
        if row["instead"] == "other" and not row["follows"]:
            context.fault(row, "instead", "demande un cours suivi : remplissez « cours suivi », ou changez la valeur.")
        instead = row.get("instead", "other" if follows else "study")
        if left is None and follows is None:
            continue
        said = PersonalPath(leaves=left, follows=follows, instead=instead, **plain(context, row))
        path = replace(said, first=first, last=last)
        _once(context, row, path, found)
        found.append((path, row))
    return tuple(path for path, _row in found)


def _left(context: Context, row: Row, learner: Learner, courses: Mapping[CourseId, Course]) -> CourseId | None:
    """The course left, which must be one of a class of the person."""
    if not row["leaves"]:
        return None
    mine = {m.class_id for m in learner.memberships}
    same = [c for c in courses.values() if fold(c.subject) == fold(row["leaves"])]
    elsewhere = bool(same) and all(mine.isdisjoint(c.class_ids) for c in same)
    found = same[0].id if elsewhere else course_ref(context, row, "leaves", row["leaves"], mine)
    if found is None or CourseId(found) not in courses:
        return None
    if mine.isdisjoint(courses[CourseId(found)].class_ids):
        context.fault(row, "leaves", "n'est pas un cours de la classe de cette personne : corrigez le cours quitté.")
        return None
    return CourseId(found)


def _followed(context: Context, row: Row, learner: Learner, courses: Mapping[CourseId, Course]) -> CourseId | None:
    """The course followed elsewhere: of another class, and not composed in a barrette."""
    if not row["follows"]:
        return None
    found = course_ref(context, row, "follows", row["follows"])
    if found is None or CourseId(found) not in courses:
        return None
    course = courses[CourseId(found)]
    if not learner.memberships:
        context.fault(row, "learner", "n'a pas de classe, donc pas de calendrier : indiquez-la d'abord.")
    elif not {m.class_id for m in learner.memberships}.isdisjoint(course.class_ids):
        context.fault(row, "follows", "est déjà un cours de la classe de cette personne : retirez cette ligne.")
    elif course.barrette_id is not None:
        context.fault(
            row,
            "follows",
            "est donné dans une barrette, dont les groupes se composent dans ses classes : choisissez un autre cours.",
        )
    else:
        typed, letters = row.get("part", ""), tuple("ABCDEFGH"[: course.parts])
        if typed and course.parts > 1 and typed not in letters:
            context.fault(row, "part", f"n'est pas une partie de ce cours : écrivez {' ou '.join(letters)}.")
        return course.id
    return None


def _once(context: Context, row: Row, path: PersonalPath, others: Sequence[tuple[PersonalPath, Row]]) -> None:
    """The same course left or followed twice on one day by one person."""
    for other, line in others:
        same = (path.leaves and path.leaves == other.leaves) or (path.follows and path.follows == other.follows)
        apart = (path.last and other.first and path.last < other.first) or (
            other.last and path.first and other.last < path.first
        )
        if other.apprentice_id == path.apprentice_id and same and not apart:
            column = "leaves" if path.leaves and path.leaves == other.leaves else "follows"
            context.fault(row, column, f"est déjà à la ligne {line.number} pour les mêmes dates : gardez une ligne.")
            return


def with_followed_parts(problem: Problem, before: Sequence[PersonalPath] = ()) -> Problem:
    """Followed courses that are split: the part typed, else that of before, else the one with fewest learners."""
    had = {(p.apprentice_id, p.follows): p.part for p in before}
    paths = []
    for path in problem.paths:
        course = problem.courses.get(path.follows) if path.follows else None
        if course is None or course.parts < 2:
            path = replace(path, part="")
        elif not path.part:
            members = [m for x in problem.learners.values() for m in x.memberships if m.class_id in course.class_ids]
            letters = "ABCDEFGH"[: course.parts]
            smallest = min(letters, key=lambda letter: (sum(m.part == letter for m in members), letter))
            known = had.get((path.apprentice_id, path.follows), "")
            path = replace(path, part=known if known and known in letters else smallest)
        paths.append(path)
    return replace(problem, paths=tuple(paths))
