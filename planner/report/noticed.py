"""What a change of the timetable does to people whom no change of the workbook names: read off two timetables."""

from collections.abc import Collection, Iterator
from datetime import date

from planner.domain import (
    ApprenticeId,
    Guidance,
    Kind,
    Lost,
    Noticed,
    Problem,
    Session,
    SessionId,
    Timetable,
    TrainerId,
    away,
    helped_sessions,
    missed_hours,
    why_elsewhere,
)
from planner.hours.support import OWED_TO_PEOPLE, is_support
from planner.report.compare import Diff
from planner.words import say_minutes

CANNOT_BE_THERE = (Lost.FORBIDDEN, Lost.DAY_CAP, Lost.LONGEST_DAY, Lost.LONGEST_WEEK, Lost.CLASH)
"""Causes for which an hour is missed because of where it stands."""
HOUR_CANCELLED = "heure annulée, sans autre moment pour eux jusqu’ici"
ELSE = "plus de place pour eux dans un groupe"


def noticed(
    problem: Problem,
    before: Timetable,
    after: Timetable,
    diff: Diff,
    named: Collection[ApprenticeId],
    given: Collection[tuple[ApprenticeId, SessionId]] = (),
) -> tuple[Noticed, ...]:
    """Courses that move to where somebody cannot be, hours of support that go on without somebody, and days that are
    left too short for a journey, in order of time.

    ``problem``: the later one; ``named``: those whom a change of the workbook is about, of whom it tells by itself;
    ``given``: who has another hour for a session that they lost, or has again what they had a session for.
    """
    losing = _losing(problem, before, after, diff, named)
    support = _without_support(problem, before, after, diff, {*given, *((p, None) for p in named)})
    cancelled = _cancelled(problem, before, after, diff, {*given, *((p, None) for p in named)})
    return tuple(sorted((*losing, *support, *cancelled, *_short(problem, before, after, diff))))


def _losing(
    problem: Problem, before: Timetable, after: Timetable, diff: Diff, named: Collection[ApprenticeId]
) -> Iterator[Noticed]:
    """Courses that move, or are added, at an hour at which somebody who was in them, or would be, may not be there."""
    moved = {c.session.id for c in diff.sessions if c.what in ("moved", "added") and c.session.course_ids}
    moved |= {p.session.id for p in diff.people if not p.joins and p.session.course_ids}
    sessions = [s for s in after.sessions if s.id in moved]
    for row in missed_hours(problem, sessions, after.by_apprentice) if sessions else ():
        s, person = row.session, row.apprentice_id
        without = s.id in before.session and not _in(before, s, person)
        if row.cause in CANNOT_BE_THERE and person not in named and not without:
            yield Noticed("loses", s.day, s.start, s.end, s.id, s.label, person, row.why)


def _without_support(
    problem: Problem, before: Timetable, after: Timetable, diff: Diff, told: Collection[tuple[ApprenticeId, object]]
) -> Iterator[Noticed]:
    """Led hours of support that somebody leaves, and in which others go on, where no other support is theirs instead.

    ``told``: (person, session) of which it is told otherwise; of a person in all, where the session is None.
    """
    for left in (p for p in diff.people if not p.joins):
        person, s = left.apprentice_id, before.session[left.session.id]
        learner = problem.learners.get(person)
        if not {(person, s.id), (person, None)}.isdisjoint(told) or not (learner and problem.enrolled(learner, s.day)):
            continue
        if s.kind not in OWED_TO_PEOPLE or s.course_ids or s.guidance != Guidance.LED or not is_support(problem, s):
            continue
        # Where it stands now: what keeps them from it is at that hour.
        now = after.session.get(s.id, s)
        held = [one for one in after.by_apprentice.get(person, ()) if one.overlaps(s) or one.overlaps(now)]
        if not any(is_support(problem, one) for one in held):
            why = why_elsewhere(problem, person, now, after.by_apprentice) or ELSE
            yield Noticed("support", s.day, s.start, s.end, s.id, _name(problem, s), person, why)


def _cancelled(
    problem: Problem, before: Timetable, after: Timetable, diff: Diff, told: Collection[tuple[ApprenticeId, object]]
) -> Iterator[Noticed]:
    """Led hours of support that are cancelled, for those of whose needs less is planned now; ``told`` as above.

    What is planned of the module of the hour, or of its strand.
    """
    planned = {(d.apprentice_id, d.need_id): d.planned for d in after.debts}
    less = {
        (d.apprentice_id, d.target)
        for d in before.debts
        if planned.get((d.apprentice_id, d.need_id), d.planned) < d.planned
    }
    gone = (c.session for c in diff.sessions if c.what == "cancelled" and c.session.kind in OWED_TO_PEOPLE)
    for s in (s for s in gone if s.guidance == Guidance.LED and is_support(problem, s)):
        for person in (row.apprentice_id for row in before.attendees.get(s.id, ())):
            mine = {(person, str(s.module_id)), (person, s.strand)}
            if {(person, s.id), (person, None)}.isdisjoint(told) and person in problem.learners and mine & less:
                yield Noticed("support", s.day, s.start, s.end, s.id, _name(problem, s), person, HOUR_CANCELLED)


def _name(problem: Problem, session: Session) -> str:
    """An hour of support by its barrette or open period, for whoever is in any group of it."""
    barrette = problem.barrettes.get(session.barrette_id) if session.barrette_id else None
    return barrette.name if barrette else session.label


def unhelped(old: Problem, new: Problem, after: Timetable) -> tuple[Noticed, ...]:
    """Sessions from which a helper is now away and was not, in order of time; ``why``: the name of the helper."""
    found = []
    for helper, rows in helped_sessions(new, after).items():
        for s, person in rows:
            if helper in new.trainers and _away(new, helper, s) and not _away(old, helper, s):
                name = new.trainers[helper].name
                found.append(Noticed("unhelped", s.day, s.start, s.end, s.id, s.label, person, name))
    return tuple(sorted(found))


def _away(problem: Problem, helper: TrainerId, session: Session) -> bool:
    trainer = problem.trainers.get(helper)
    return trainer is not None and away(trainer.absences, session.day, session.start, session.end)


def _in(timetable: Timetable, session: Session, person: ApprenticeId) -> bool:
    return any(row.apprentice_id == person for row in timetable.attendees.get(session.id, ()))


def _short(problem: Problem, before: Timetable, after: Timetable, diff: Diff) -> Iterator[Noticed]:
    """Days that somebody comes for less than their least presence, and did not; events are as the workbook says."""
    touched = {
        (row.apprentice_id, s.day)
        for change in diff.sessions
        for s, timetable in ((change.before, before), (change.after, after))
        if s is not None
        for row in timetable.attendees.get(s.id, ())
    }
    touched |= {(p.apprentice_id, p.session.day) for p in diff.people}
    for person, day in sorted(touched, key=lambda key: (key[1], key[0])):
        was, now = (_present(t, person, day) for t in (before, after))
        least = problem.least_presence(person, day)
        minutes = sum(s.minutes for s in now)
        if 0 < minutes < least and not 0 < sum(s.minutes for s in was) < least:
            why = f"{say_minutes(minutes)} ce jour-là, pour une présence minimale de {say_minutes(least)}"
            yield Noticed("short_day", day, now[0].start, now[-1].end, now[0].id, now[0].label, person, why)


def _present(timetable: Timetable, person: ApprenticeId, day: date) -> list[Session]:
    """What somebody comes to the centre for on a day, in order of time; nothing where they have an event."""
    own = [s for s in timetable.by_apprentice.get(person, ()) if s.day == day and s.kind != Kind.VISIT]
    if any(s.kind == Kind.FIXED for s in own):
        return []
    return [s for s in own if not s.modality.startswith("remote") and not _far(timetable, s, person)]


def _far(timetable: Timetable, session: Session, person: ApprenticeId) -> bool:
    return any(row.apprentice_id == person and row.remote for row in timetable.attendees[session.id])
