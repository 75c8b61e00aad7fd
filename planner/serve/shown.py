"""What the screen is told of a plan, as plain JSON values: the centre once, then week by week."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from constraints import RULES
from outputs.families import FAMILIES
from outputs.labels import KIND_NAMES
from outputs.lists.tables import debt_name, person, unplaced_rows
from outputs.pages.centre import session_family
from outputs.views import Reader
from planner.domain import Bells, Kind, Problem, Session, SessionId, Timetable, clock, monday, name_order
from planner.folder.drafted import BoardPlan, edits_of, final_edits, group_move_of, seats_of_draft
from planner.folder.group_words import say_move
from planner.folder.scene import AskedSession
from planner.store.database import Version, paris, today
from planner.why.lifted import place_where_it_is
from planner.why.told import cost_lines, say_cost, say_place, titled
from planner.words import class_name, say_day, say_minutes, say_number, trainer_name

MOST_DEBTS = 200
"""Rows of hours due that are shown: those of the nearest deadlines."""


def shown_plan(plan: BoardPlan) -> dict[str, Any]:
    """What stays the same from week to week: the centre, the versions, the draft, what is not placed, hours due."""
    problem = plan.problem
    return {
        **shown_state(plan),
        "centre": problem.settings.name,
        "first": problem.first,
        "last": problem.last,
        "today": today(),
        "moves": plan.scene.moves if plan.scene.moves > problem.first else None,
        "weeks": _weeks(problem),
        "opens": _opening_week(plan),
        "closed": [d for d in _days(problem) if not problem.open_mask(d)],
        "families": list(FAMILIES.items()),
        "kinds": [[kind, KIND_NAMES[kind]] for kind in Kind],
        "bells": {str(name): _bells(bells) for name, bells in problem.bells.items()},
        "classes": [[c.id, c.name, problem.bells_of(c.id).id] for c in problem.classes.values()],
        "trainers": sorted(([t.id, t.name, ""] for t in problem.trainers.values()), key=lambda row: row[1]),
        "rooms": [[r.id, r.name, r.site_id] for r in problem.rooms.values()],
        "unplaced": _unplaced(plan),
        "debts": _debts(plan),
    }


def shown_state(plan: BoardPlan) -> dict[str, Any]:
    """What every change changes: the mark, the versions, the draft."""
    changed = final_edits(plan)
    return {
        "mark": plan.mark,
        "version": _version(plan.version),
        "base": plan.base.number,
        "behind": plan.behind,
        "published": plan.told[0].number if plan.told else None,
        "steps": _steps(plan),
        "changed": [e.session_id for e in changed],
        "differs": _differs(plan, {e.session_id for e in changed}),
        "costs": shown_costs(plan.costs_before, plan.costs),
        "undo": bool(plan.draft.done),
        "redo": bool(plan.draft.undone),
    }


def _differs(plan: BoardPlan, changed: set[SessionId]) -> int:
    """Modifications that are left of the draft: what was moved and moved back is none, what moves together is one."""
    steps = [[e.session_id for e in edits_of(step)] for step in plan.draft.done]
    people = {seat.apprentice_id for seats in seats_of_draft(plan) for seat in seats}
    return min(len({names[0] for names in steps if changed.intersection(names)}), len(changed)) + len(people)


def shown_costs(before: Mapping[str, float], after: Mapping[str, float]) -> dict[str, Any]:
    """What all preferences count before and after, and the difference of each."""
    differs = {key: after[key] - before.get(key, 0) for key in after if abs(after[key] - before.get(key, 0)) > 0.5}
    total = sum(before.values()), sum(after.values())
    return {
        "before": say_number(round(total[0])),
        "after": say_number(round(total[1])),
        "said": say_cost(total[1] - total[0]),
        "lines": cost_lines(differs, RULES),
    }


def _version(version: Version) -> dict[str, Any]:
    made = paris(version.made)
    return {
        "number": version.number,
        "reason": version.reason,
        "author": version.author,
        "made": f"{say_day(made.date())} à {clock(made.hour * 60 + made.minute)}",
        "verified": version.verified,
    }


def _steps(plan: BoardPlan) -> list[dict[str, Any]]:
    """Each step with the session that it moves and where to; those that were undone too."""
    found = []
    for step in plan.draft.steps:
        edits = edits_of(step)
        first = plan.before.session.get(edits[0].session_id) if edits else None
        move = group_move_of(step)
        lines = [say_move(plan.problem, plan.before, move)] if move is not None else []
        for edit in edits:
            session = plan.before.session.get(edit.session_id)
            where = f"{say_day(edit.day)}, {clock(edit.start)} – {clock(edit.end)}"
            lines.append(f"{session.label if session else edit.session_id} : {where}")
        name = first.id if first else ""
        found.append({"session": name, "lines": lines, "undone": step.undone, "author": step.author})
    return found


def _weeks(problem: Problem) -> list[date]:
    first = monday(problem.first)
    return [first + timedelta(days=d) for d in range(0, (problem.last - first).days + 1, 7)]


def _opening_week(plan: BoardPlan) -> date:
    """The week that is shown at first: that of today, else the first one in which something may still move."""
    weeks = _weeks(plan.problem)
    if (now := monday(today())) in weeks:
        return now
    return min((monday(s.day) for s in plan.timetable.sessions if plan.scene.may_move(s)), default=weeks[0])


def _days(problem: Problem) -> list[date]:
    return [problem.first + timedelta(days=d) for d in range((problem.last - problem.first).days + 1)]


def _bells(bells: Bells) -> list[list[list[int]]]:
    """Slots of each weekday, Monday first: start and end."""
    return [[[slot.start, slot.end] for slot in day] for day in bells.days]


def _unplaced(plan: BoardPlan) -> list[dict[str, Any]]:
    return [
        {"classes": list(classes), "name": name, "length": say_minutes(minutes), "reason": reason}
        for classes, name, minutes, reason in unplaced_rows(plan.problem, plan.timetable)
    ]


def _debts(plan: BoardPlan) -> list[dict[str, Any]]:
    """Hours due that are not planned in time, the nearest deadline first."""
    short = [d for d in plan.before.debts if d.planned < d.due]
    rows = sorted(short, key=lambda d: (d.deadline, d.apprentice_id, d.need_id))[:MOST_DEBTS]
    return [
        {
            "who": person(plan.problem, d.apprentice_id),
            "what": debt_name(plan.problem, d),
            "left": say_minutes(d.due - d.planned),
            "deadline": f"{d.deadline:%d/%m/%Y}",
            "reason": d.told,
        }
        for d in rows
    ]


def shown_week(plan: BoardPlan, first: date) -> dict[str, Any]:
    """The sessions of a week, and where those that the draft or the publication has otherwise stood before."""
    last = first + timedelta(days=6)
    now = [s for s in plan.timetable.sessions if first <= s.day <= last]
    return {
        "mark": plan.mark,
        "week": first,
        "sessions": [_session(plan, plan.timetable, s) for s in now],
        "before": _ghosts(plan, plan.before, first, last),
        "told": _ghosts(plan, plan.told[1], first, last) if plan.told else [],
    }


def _ghosts(plan: BoardPlan, old: Timetable, first: date, last: date) -> list[dict[str, Any]]:
    """Sessions of an earlier timetable that stand elsewhere now, or nowhere, at the places they had in a week."""
    now = plan.timetable.session
    gone = [s for s in old.sessions if first <= s.day <= last and _place(now.get(s.id)) != _place(s)]
    return [
        {
            **_session(plan, old, s),
            "now": say_place(plan.problem, place_where_it_is(now[s.id])) if s.id in now else None,
        }
        for s in gone
    ]


def _place(session: Session | None) -> object:
    return session and (session.day, session.start, session.end, session.room_id, session.trainer_ids)


def _session(plan: BoardPlan, timetable: Timetable, session: Session) -> dict[str, Any]:
    reader = Reader(plan.problem, timetable, public=False)
    before = plan.before.session.get(session.id)
    barrette = plan.problem.barrettes.get(session.barrette_id) if session.barrette_id else None
    return {
        "id": session.id,
        "kind": session.kind,
        "day": session.day,
        "start": session.start,
        "end": session.end,
        "title": reader.title(session, in_class=True),
        "label": reader.title(session),
        "family": session_family(plan.problem, timetable, session),
        "classes": list(session.class_ids),
        "trainers": list(session.trainer_ids),
        "room": session.room_id,
        "place": reader.room(session),
        "people": len(timetable.attendees.get(session.id, ())),
        "barrette": barrette.name if barrette else "",
        "locked": session.id in plan.scene.kept,
        "free": plan.scene.may_move(session),
        "changed": _place(before) != _place(session),
    }


def shown_session(plan: BoardPlan, session: Session, asked: AskedSession) -> dict[str, Any]:
    """A session in full: who, where, what holds it, what its place costs the preferences."""
    problem, timetable = plan.problem, plan.timetable
    reader = Reader(problem, timetable, public=False)
    rows = timetable.attendees.get(session.id, ())
    named = ((person(problem, row.apprentice_id), row.remote) for row in rows)
    people = sorted(named, key=lambda one: (name_order(one[0]), one[1]))
    before = plan.before.session.get(session.id)
    lock = plan.scene.kept.get(session.id)
    return {
        **_session(plan, timetable, session),
        "when": f"{say_day(session.day)}, {clock(session.start)} – {clock(session.end)}",
        "length": say_minutes(session.minutes),
        "sort": KIND_NAMES[session.kind],
        "class_names": [class_name(problem, c) for c in session.class_ids],
        "trainer_names": [trainer_name(problem, t) for t in session.trainer_ids],
        "place": reader.room(session),
        "expected": [name + (" (à distance)" if far else "") for name, far in people],
        "held": list(asked.held),
        "with": [titled(s) for s in asked.others],
        "concerned": len(asked.people),
        "was": say_place(problem, place_where_it_is(before)) if before and _place(before) != _place(session) else None,
        "lock": {"author": lock.author, "reason": lock.reason} if lock else None,
    }
