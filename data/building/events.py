"""*Événements* → fixed events, one a day."""

from collections.abc import Container, Iterable
from dataclasses import replace
from datetime import date, timedelta

from data.building.context import Context, identify
from data.building.time import span
from data.reading.table import Row
from data.sheets.plain import plain
from planner.domain import ClassId, FixedEvent, Problem, clock, days_between
from planner.labels import event_label

APPOINTMENT = "Rendez-vous"


def build_events(context: Context, problem: Problem) -> tuple[tuple[FixedEvent, ...], tuple[FixedEvent, ...]]:
    """Fixed events, and those after the horizon; one of named people only is an appointment for everyone else."""
    identify(
        context, "events", lambda r: r.get("label", ""), lambda r: (r["day"], r["start"], r.text("classes")), "label"
    )
    names = {context.id_of(row) for row in context.rows("events")}
    found: list[tuple[FixedEvent, Row]] = []
    later: list[FixedEvent] = []
    for row in context.rows("events"):
        if _sound(context, row):
            said = _said(context, row)
            later += _later(context, row, said)
            for event in _events(context, row, problem, said, names):
                _clash(context, row, event, found)
                found.append((event, row))
                context.origin("event", event.id, row)
    return tuple(event for event, _row in found), tuple(later)


def _sound(context: Context, row: Row) -> bool:
    """Whether a line has what an event needs; faults otherwise."""
    start, end = row["start"], row["end"]
    if (start is None) != (end is None):
        column = "start" if start is None else "end"
        context.fault(row, column, "indiquez les deux heures, ou aucune pour toute la journée.")
    elif start is not None and end <= start:
        context.fault(row, "end", "vient avant l'heure de début : corrigez l'une des deux heures.")
    if not row["classes"] and not row["learners"] and not row["trainers"]:
        context.fault(row, "classes", "indiquez qui est concerné : des classes, des apprenants ou des formateurs.")
    if row["part"] and not row["classes"]:
        context.fault(row, "classes", "indiquez de quelle classe est cette partie.")
    if row["part"] and row["learners"]:
        context.fault(row, "part", "indiquez une partie de la classe, ou des apprenants, mais pas les deux.")
    if row["room"] and row["place"]:
        context.fault(row, "place", "indiquez une salle du CFA, ou un lieu extérieur, mais pas les deux.")
    if row.get("rest", "maintained") != "maintained" and not row["part"] and not row["learners"]:
        context.fault(
            row, "rest", "ne dit rien quand toute la classe est concernée : indiquez la partie ou les apprenants."
        )
    return row["day"] is not None and (start is None) == (end is None)


def _said(context: Context, row: Row) -> FixedEvent:
    """The line as one event; without hours it ends at 0. The place is for the planner alone."""
    said = FixedEvent(**plain(context, row))
    label = said.label + (f" – {row['place']}" if row["place"] else "")
    public = said.public_label or (APPOINTMENT if said.apprentice_ids and not said.class_ids else event_label(said))
    return replace(said, label=label, public_label=public)


def _later(context: Context, row: Row, said: FixedEvent) -> Iterable[FixedEvent]:
    """What of a line lies after the horizon."""
    first, last = max(said.day, context.last + timedelta(days=1)), row["last"] or said.day
    if context.dated and last >= first:
        yield replace(said, day=first, last=last if last > first else None)


def _events(
    context: Context, row: Row, problem: Problem, said: FixedEvent, names: Container[str]
) -> Iterable[FixedEvent]:
    """The line on each of its days; ``names``: those of all lines, which no other day takes."""
    for day in _days(context, row, problem, said.class_ids):
        hours = _hours(row, problem, replace(said, day=day))
        if hours is not None:
            name = said.id if day == row["day"] else f"{said.id}-{day:%m%d}"
            while name in names and day != row["day"]:
                name = f"{name}-bis"
            yield replace(said, id=name, day=day, start=hours[0], end=hours[1], last=None)


def _days(context: Context, row: Row, problem: Problem, classes: tuple[ClassId, ...]) -> list[date]:
    """The day, or every open day until the last one on which one of the classes is at the centre."""
    first, last = span(context, row, "day", "last")
    if first is None:
        return []
    days = [d for d in days_between(first, last or first) if not context.dated or context.first <= d <= context.last]
    if not days:
        label = f"« {row['label']} » n'est pas placé"
        context.outside(row, "day", f"{label}. Corrigez la date, si c'est une erreur.")
    if last is None or last == first or not context.dated:
        return days
    here = [c for c in classes if c in problem.classes]
    return [d for d in days if problem.open_mask(d) and (not here or any(problem.class_presence(c, d) for c in here))]


def _hours(row: Row, problem: Problem, event: FixedEvent) -> tuple[int, int] | None:
    """The hours as typed, else those of the whole day; None on a day without hours."""
    if row["start"] is not None:
        return row["start"], row["end"]
    slots = [slot for table in problem.event_bells(event) for slot in table.days[event.day.weekday()]]
    return (min(s.start for s in slots), max(s.end for s in slots)) if slots else None


def _clash(context: Context, row: Row, event: FixedEvent, found: Iterable[tuple[FixedEvent, Row]]) -> None:
    """A fault where two events take the same people, adult or room at the same time."""
    for other, line in found:
        if other.day != event.day or other.end <= event.start or event.end <= other.start:
            continue
        both = [
            "les mêmes apprenants" if set(event.apprentice_ids) & set(other.apprentice_ids) else "",
            "la même classe" if _same_class(event, other) else "",
            "le même formateur" if set(event.trainer_ids) & set(other.trainer_ids) else "",
            "la même salle" if event.room_id is not None and event.room_id == other.room_id else "",
        ]
        shared = next((what for what in both if what), "")
        if shared and line.number != row.number:
            context.fault(
                row, "day", f"chevauche « {other.label} » (ligne {line.number}, {clock(other.start)} – "
                f"{clock(other.end)}) pour {shared} : déplacez l'un des deux.",
            )  # fmt: skip
            return


def _same_class(one: FixedEvent, other: FixedEvent) -> bool:
    if one.apprentice_ids or other.apprentice_ids:
        return False
    return bool(set(one.class_ids) & set(other.class_ids)) and (
        not one.part or not other.part or one.part == other.part
    )
