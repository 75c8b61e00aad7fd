"""How many minutes of teaching a week has for a class or a trainer, before anything is placed in it.

Asked by the plan of the term for its capacities. Nothing of what is planned counts: calendars, bells, absences alone.
"""

from datetime import date, timedelta

from planner.domain import ClassId, Problem, Slot, TrainerId, away, days_between


def present_minutes(problem: Problem, class_id: ClassId, week: date, part: str = "") -> int:
    """Teaching minutes of a week during which a class is at the centre and may have courses."""
    return problem.recall(_present_minutes, class_id, week, part)


def _present_minutes(problem: Problem, class_id: ClassId, week: date, part: str) -> int:
    bells = problem.bells_of(class_id)
    total = 0
    for day in days_between(week, week.fromordinal(week.toordinal() + 6)):
        mask = problem.course_presence(class_id, day, part)
        for slot in bells.days[day.weekday()]:
            if mask and bells.half(day.weekday(), slot.start, slot.end) & ~mask == 0:
                total += _reached(problem, class_id, day, slot)
    return total


def _reached(problem: Problem, class_id: ClassId, day: date, slot: Slot) -> int:
    """Minutes of a slot after the first arrival of a class and before its last departure."""
    off = [a for a in problem.classes[class_id].off_hours if a.hits(day, slot.start, slot.end)]
    if not slot.inside:
        return 0 if off else slot.end - slot.start
    start = max((a.end for a in off if a.start <= slot.start), default=slot.start)
    end = min((a.start for a in off if a.end >= slot.end), default=slot.end)
    return max(0, end - start)


def trainer_minutes(problem: Problem, trainer: TrainerId, week: date) -> int:
    """Teaching minutes of a week during which a trainer is here and the centre open."""
    who = problem.trainers[trainer]
    bells = problem.bells_at(who.sites[0] if who.sites else "")
    return sum(
        slot.end - slot.start
        for day in days_between(week, week + timedelta(days=6))
        for slot in bells.days[day.weekday()]
        if problem.open_mask(day) & bells.half(day.weekday(), slot.start, slot.end)
        and not away(who.absences, day, slot.start, slot.end)
    )
