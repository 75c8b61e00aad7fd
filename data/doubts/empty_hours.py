"""Lines of *Présences* on days without session, or with a delay that no session is long enough for."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache

from data.building.context import Context
from data.reading.table import Row
from planner.domain import AM, AM_WORD, PM, PM_WORD, Came, ClassId, Learner, Problem, RollLine
from planner.words import say_day, say_minutes, say_some

MASKS = {AM_WORD: AM, PM_WORD: PM, "": AM | PM}


def say_empty_hours(context: Context, problem: Problem) -> None:
    """Every check of this file; which sessions there are is not known yet, so only what is sure is said."""

    @cache
    def classmates(class_id: ClassId, day: date) -> Sequence[Learner]:
        homes = ((p, p.membership(day)) for p in problem.learners.values())
        return [p for p, home in homes if home is not None and home.class_id == class_id]

    @cache
    def dated(day: date) -> bool:
        """Whether something has its own day: an event, a session that stands."""
        return any(event.day == day for event in problem.events) or any(s.day == day for s in problem.standing)

    lines = {line.row: line for line in problem.rolls}
    for row in context.rows("rolls"):
        line = lines.get(row.number)
        if line is None:
            continue
        _say_delay(context, problem, row, line)
        if line.day is not None and not line.session_id and not dated(line.day):
            people = [problem.learners[a] for a in line.apprentice_ids if a in problem.learners]
            if not people and line.class_id is not None:
                people = [*classmates(line.class_id, line.day)]
            gone = [p for p in people if not _may_come(problem, p, line.day, MASKS[line.half])]
            if gone:
                _say_gone(context, row, line.day, gone, len(people), open_=_rings(problem, line.day, MASKS[line.half]))


def _say_gone(context: Context, row: Row, day: date, gone: Sequence[Learner], people: int, *, open_: bool) -> None:
    """A day, half-day or hour on which nobody of the line, or somebody whom it names, can have a session."""
    if len(gone) == people:
        why = "personne de cette ligne n'est au CFA" if open_ else "le centre n'a pas d'horaires"
        check = "la date et les noms" if open_ else "la date"
        context.notice(row, "day", f"est le {say_day(day)}, où {why} : ligne sans effet. Vérifiez {check}.")
    elif row["learners"]:
        verb = "n'est pas" if len(gone) == 1 else "ne sont pas"
        names = say_some([p.name for p in gone])
        context.notice(
            row, "learners", f": {names} {verb} au CFA le {say_day(day)}. Vérifiez la date et les noms."
        )  # fmt: skip


def _may_come(problem: Problem, learner: Learner, day: date, mask: int) -> bool:
    """Whether somebody can have a session: by the calendar, or in the days before the company."""
    early = learner.works_from is not None and day < learner.works_from
    return bool(problem.presence(learner, day) & mask) or (early and _rings(problem, day, mask))


def _rings(problem: Problem, day: date, mask: int) -> bool:
    """Whether any bells have a slot in these half-days."""
    return any(_minutes(problem, day, mask))


def _say_delay(context: Context, problem: Problem, row: Row, line: RollLine) -> None:
    """A delay that is as long as all of the hours that the line speaks of."""
    if line.came != Came.LATE or not row["late"]:
        return
    if line.start is not None and line.end is not None:
        longest, what = line.end - line.start, "la ligne va"
    elif line.day is not None:
        longest, what = sum(_minutes(problem, line.day, MASKS[line.half])), "les horaires de ce jour vont"
    else:
        longest, what = max(sum(_minutes(problem, day, AM | PM)) for day in problem.days[:7]), "une journée va"
    if 0 < longest <= line.late:
        context.notice(row, "late", f"est un retard de {say_minutes(line.late)}, et {what} jusqu'à "
                       f"{say_minutes(longest)} : rien ne serait compté comme suivi. Vérifiez les minutes, ou écrivez "
                       "« absent ».")  # fmt: skip


def _minutes(problem: Problem, day: date, mask: int) -> Iterator[int]:
    """Minutes of teaching of each half-day asked for, by the longest bells."""
    weekday = day.weekday()
    for half in (AM, PM):
        if half & mask:
            yield max((b.teaching(weekday, *_span(b.noon(weekday), half)) for b in problem.bells.values()), default=0)


def _span(noon: int, half: int) -> tuple[int, int]:
    return (0, noon) if half == AM else (noon, 24 * 60)
