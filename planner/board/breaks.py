"""Whether a day that gets one more session still has its meal and its breaks, for one person.

Asked by the loop over the hours of a day (`planner.engine.people.place`), before any rule: most hours that fail, fail
here, and cheaply. The rules H4b, H4e and P17 say the same of a finished timetable, written apart from it.
"""

from collections.abc import Iterable

from planner.domain import Kind, Learner, Problem, Session

LUNCH_FROM, LUNCH_TO = 11 * 60, 14 * 60 + 30


def bearable(problem: Problem, learner: Learner, held: Iterable[Session], more: Session) -> bool:
    """Whether a learner has time for lunch and the breaks of the age, with the sessions held and one more.

    The break is longer and comes sooner for a minor; somebody with an extra break has both. ``held``: of the day of
    ``more``, in any order. What is done at a distance in one's own time needs no break.
    """
    day = sorted([*(s for s in held if s.modality != "remote_async"), more], key=lambda s: (s.start, s.end))
    settings, young = problem.settings, learner.minor(more.day)
    pause = settings.minor_break if young else settings.adult_break
    most = settings.minor_break_after if young else settings.adult_break_after
    # Several arrangements at once: the longest break serves all of them.
    extra = max((a.minutes for a in problem.arranged(learner.id, "extra_break", more.day)), default=0)
    return (
        _has_lunch(day, settings.lunch_minutes)
        and longest_run(problem, day, pause) <= most
        and (not extra or longest_run(problem, day, extra) <= settings.extra_break_after)
    )


def _has_lunch(day: list[Session], need: int) -> bool:
    """Whether the day leaves so many minutes free between 11:00 and 14:30, or its meal is part of a session.

    A day that begins late enough or ends early enough has its meal before or after it. ``day``: in order of time.
    """
    # A lunch service feeds those who work in it, and whoever decides an event decides about the meal.
    if any(s.meal or s.kind == Kind.FIXED for s in day):
        return True
    if day[0].start >= LUNCH_FROM + need or max(s.end for s in day) <= LUNCH_TO:
        return True
    free, gap = LUNCH_FROM, 0
    for session in day:
        gap = max(gap, min(session.start, LUNCH_TO) - free)
        free = max(free, session.end)
    return max(gap, LUNCH_TO - free) >= need


def longest_run(problem: Problem, day: list[Session], pause: int) -> int:
    """Most minutes of work between two breaks of so many minutes.

    Counted slot by slot: the break of the bells inside a long session is a break.
    """
    longest = run = until = 0
    for session in day:
        bells = problem.bells_of(session.class_ids[0]) if session.class_ids else problem.bells_at(session.site_id)
        slots = [(max(s.start, session.start), min(s.end, session.end)) for s in bells.days[session.day.weekday()]]
        for start, end in [slot for slot in slots if slot[0] < slot[1]] or [(session.start, session.end)]:
            # A pause that is too short does not interrupt the run, nor is it work: only slots are added up.
            run = end - start if start - until >= pause else run + end - start
            longest, until = max(longest, run), max(until, end)
    return longest
