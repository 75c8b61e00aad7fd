"""What may be done while a trainer is away, and what was, as plain JSON values."""

from collections.abc import Mapping
from typing import Any

from planner.domain import Timetable, name_order
from planner.engine.change.way_taken import Choice
from planner.engine.change.ways_out import AbsentHour
from planner.folder.absence import Away, Taken
from planner.folder.drafted import BoardPlan
from planner.folder.watched import MINORS, alone_lines
from planner.folder.ways import classes, people, refused_ways, title, way_out
from planner.serve.judged import shown_findings
from planner.words import count, say_day, say_minutes

Picked = Mapping[int, str]
"""Place of an hour, from 0 on → the way out that is picked for it (`way_of`)."""


def way_of(choice: Choice) -> str:
    """A way out as the page names it: its kind, and who."""
    return f"{choice.kind} {choice.trainer_id or ''}".strip()


def shown_choosers(plan: BoardPlan) -> dict[str, Any]:
    """Trainers by name, and the days of the timetable; whether a draft will be left behind."""
    trainers = sorted(plan.problem.trainers.values(), key=lambda t: name_order(t.name))
    return {
        "mark": plan.mark,
        "centre": plan.problem.settings.name,
        "trainers": [[t.id, t.name] for t in trainers],
        "first": plan.problem.first,
        "last": plan.problem.last,
        "draft": bool(plan.draft.done),
        "version": plan.version.number,
    }


def shown_absence(gone: Away, picked: Picked, *, first: bool) -> dict[str, Any]:
    """Each hour with its ways out, given what is picked before it; ``first``: pick the first one where none is."""
    timetable, hours = gone.before, []
    for n, sessions in enumerate(gone.hours):
        one = gone.of(timetable, sessions)
        taken = next((choice for choice in one.choices if way_of(choice) == picked.get(n)), None)
        if taken is None and first:
            taken = next(iter(one.choices), None)
        hours.append(_hour(gone, timetable, one, n, taken))
        if taken is not None:
            timetable = gone.taken(timetable, sessions, taken)
    return {"hours": hours, "events": [f"{say_day(s.day)}, {title(s)}" for s in gone.events]}


def _hour(gone: Away, timetable: Timetable, one: AbsentHour, n: int, taken: Choice | None) -> dict[str, Any]:
    said, whose = title(one.first), classes(gone.problem, one.sessions)
    return {
        "n": n,
        "day": one.first.day,
        "title": said if whose in said else f"{said} – {whose}",
        "people": count(len(people(gone.before, one.sessions)), "apprenant"),
        "locked": any(s.id in gone.locked for s in one.sessions),
        "ids": [s.id for s in one.sessions],
        "ways": [{"way": way_of(c), "said": way_out(gone.problem, timetable, one, c)} for c in one.choices],
        "refused": refused_ways(one),
        "picked": way_of(taken) if taken is not None else "",
    }


def shown_taken(done: Taken) -> dict[str, Any]:
    """The version made, what falls due again, and minors to be watched; or the rules for which there is none."""
    if done.number is None:
        said = "Rien n’a été gardé : ces choix ne respecteraient pas des règles impératives."
        return {"done": False, "lines": [said], "alone": [], "why": shown_findings(done.broken)}
    minutes, concerned = done.owed_more
    lines = [f"Gardé : version {done.number}."]
    if minutes:
        lines.append(f"Dû de nouveau : {say_minutes(minutes)} en tout, pour {count(concerned, 'apprenant')}.")
    lines.append("Inscrivez aussi cette absence dans le classeur, feuille « Indisponibilités ».")
    if any(choice.kind in ("cancel", "cancel_all") for _one, choice in done.taken):
        lines.append("La prochaine mise à jour donnera une autre heure à ce qui est annulé, s’il y en a une.")
    alone = [MINORS, *alone_lines(done.problem, done.alone)] if done.alone else []
    return {"done": True, "lines": lines, "alone": alone, "why": []}
