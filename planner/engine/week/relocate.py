"""Sessions that a week could not take go to another team of the course, or to another week where its volume may.

Run once all weeks are placed, before rooms. It reads and changes the draft: a lesson changes week or team, and a week
is solved again with it, kept only where nothing else loses its place. Crossed parts and sessions that stand are left
alone. The order between courses is looked after later (`planner.engine.week.order`).
"""

from dataclasses import replace
from datetime import date

from planner.courses.teams import teams_of
from planner.domain import Course, TrainerId
from planner.engine.term.plan import Lesson, course_weeks
from planner.engine.week.items import free_team, free_time, week_items
from planner.engine.week.solve import WeekEffort
from planner.engine.week.weeks import Weeks
from planner.model import Item

TRIES = 4
"""Other weeks tried for one session, the emptiest first: a try that fails costs little more than its model."""


def relocate(run: Weeks) -> None:
    """Try each left-out session with another team, then in other weeks; nothing else is given up for it.

    Week after week, in the order of the lists. Sessions that nothing can help (a weekly volume, one team) are not
    tried.
    """
    for week in sorted(run.draft.unplaced):
        for item in run.draft.unplaced[week]:
            course = run.problem.courses.get(item.course_id) if item.course_id else None
            if (
                course is not None
                and not item.tie
                and not item.exact
                and (_loose(course) or len(teams_of(run.problem, course)) > 1)
            ):
                _move(run, week, item, course)


def _loose(course: Course) -> bool:
    """Whether the sessions of a course may change week: a total volume, or hours that short weeks lose and make up."""
    return course.volume.total is not None or course.short_week == "makeup"


def _move(run: Weeks, week: date, item: Item, course: Course) -> None:
    """The same week with another team of the course, then other weeks, the emptiest first, with each team.

    Whatever fails is put back as it was: lesson, list of what is left out, and the answer of the week.
    """
    lesson = next(found for found in run.draft.lessons[week] if _is(found, item))
    weeks = course_weeks(run.problem, course, item.part)
    others = [w for w in weeks if w != week] if _loose(course) else []
    # By minutes a day, since a week of two days is full sooner than one of five.
    others.sort(key=lambda w: (_load(run, w, course) / weeks[w], w))
    teams = sorted(teams_of(run.problem, course), key=lambda team: team != lesson.team)
    # Out of its week while others are tried: the week is not to be solved with it a second time.
    run.draft.lessons[week].remove(lesson)
    run.draft.unplaced[week] = tuple(i for i in run.draft.unplaced[week] if i.id != item.id)
    run.answers[week] = replace(run.answers[week], unplaced=run.draft.unplaced[week])
    tries = [(week, team) for team in teams[1:]] + [(w, team) for w in others[:TRIES] for team in teams[:1]]
    for other, team in tries:
        if run.stages.interrupt.asked.is_set():
            break
        if _try(run, other, replace(lesson, week=other, team=team)):
            return
    run.draft.lessons[week].append(lesson)
    run.draft.unplaced[week] = (*run.draft.unplaced[week], item)
    run.answers[week] = replace(run.answers[week], unplaced=run.draft.unplaced[week])


def _is(lesson: Lesson, item: Item) -> bool:
    """Whether an item is that of a lesson."""
    return (lesson.course_id, lesson.part, lesson.ordinal) == (item.course_id, item.part, item.ordinal)


def _load(run: Weeks, week: date, course: Course) -> int:
    """Minutes of the course's classes in a week so far, other courses included; placed or not."""
    return sum(
        found.minutes
        for found in run.draft.lessons.get(week, ())
        if set(run.problem.courses[found.course_id].class_ids) & set(course.class_ids)
    )


def _try(run: Weeks, week: date, lesson: Lesson) -> bool:
    """Solve a week with one more session; kept when nothing else loses its place for it.

    Barrettes and courses with a choice first as that week has them, then free again: a change that is not needed would
    cost more than the session is worth. A week that had no lesson at all may be tried too.
    """
    run.draft.lessons.setdefault(week, []).append(lesson)
    before = run.answers[week]
    lost = {item.id for item in before.unplaced}
    kept = {item.id: item for item, _option in before.placed if item.barrette_id or len(item.teams) > 1}
    items = tuple(
        replace(i, teams=kept[i.id].teams, fixed_rooms=kept[i.id].fixed_rooms, pinned=kept[i.id].pinned)
        if i.id in kept
        else i
        for i in week_items(run.draft, run.rules, week)
        # What that week leaves out already stays out: it would only take the place of the session that is to come.
        if i.id not in lost
    )
    nobody: frozenset[TrainerId] = frozenset()
    freed = tuple(free_time(run.problem, free_team(run.problem, i, nobody), nobody) for i in items)
    effort = WeekEffort(2.0 * run.stages.options.effort, 0.001 * run.stages.options.effort)
    for tried in (items, freed):
        start = run.kept(before, tried)
        answer = run.solve(week, tried, effort, start, below=1)
        if not answer.unplaced:
            break
    if answer.unplaced:
        run.draft.lessons[week].pop()
        return False
    run.answers[week] = replace(answer, unplaced=before.unplaced)
    run.draft.weeks[week], run.draft.unplaced[week] = answer.placed, before.unplaced
    return True
