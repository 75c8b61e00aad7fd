"""*Présences* → who came to what; *Actions* → what was done for people."""

from collections.abc import Iterator
from dataclasses import replace

from data.building.context import Context
from data.reading.table import Row
from data.sheets.plain import plain
from planner.domain import WITH_REQUEST, Action, Came, RollLine

REQUEST_COLUMNS = ("informed", "asked", "paid")


def build_rolls(context: Context) -> tuple[RollLine, ...]:
    """One value a line; which sessions it is about is known once there is a timetable (`planner.domain.roll_call`)."""
    found: list[RollLine] = []
    said: dict[tuple[object, ...], Row] = {}
    for row in context.rows("rolls"):
        if row["came"] is None:
            continue
        line = timed(RollLine(**plain(context, row), row=row.number))
        if _placed(context, row, line):
            for about in _about(line):
                before = said.setdefault(about, row)
                if before["came"] != row["came"]:
                    column = "learners" if row["learners"] else "came"
                    context.fault(row, column, f"la ligne {before.number} dit autre chose : gardez l'une des deux.")
            found.append(line)
    return tuple(found)


def timed(line: RollLine) -> RollLine:
    """A line on who came late, with the minutes between its two hours where none are typed."""
    if line.came != Came.LATE or line.late or line.start is None or line.end is None:
        return line
    return replace(line, late=max(0, line.end - line.start))


def _placed(context: Context, row: Row, line: RollLine) -> bool:
    """Whether a line says of which hours and of whom it speaks; a fault where it does not."""
    if not line.session_id and line.day is None:
        context.fault(row, "session", "manque : recopiez la référence de la feuille d'émargement, ou donnez la date.")
        return False
    if not line.session_id and not row["class"] and not row["learners"]:
        context.fault(row, "learners", "manque : dites pour qui, par des noms ou par une classe.")
        return False
    if line.end is not None and (line.start is None or line.end <= line.start):
        what = "manque : donnez aussi l'heure de début." if line.start is None else "vient avant le début."
        context.fault(row, "start" if line.start is None else "end", what)
        return False
    if line.late and line.came != Came.LATE:
        context.fault(row, "late", "ne va qu'avec « en retard » : corrigez l'état, ou videz cette cellule.")
    if row["learners"] and not line.apprentice_ids:
        return False  # nobody of them is known, which has been said
    if row["class"] and not line.class_id:
        return False
    if line.day is not None and context.dated and not context.first <= line.day <= context.last:
        context.outside(row, "day", "cette présence ne change rien.")
        return False
    return True


def _about(line: RollLine) -> Iterator[tuple[object, ...]]:
    """What a line speaks of, person by person."""
    where = line.session_id or (line.day, line.start, line.end, line.half)
    for person in line.apprentice_ids or (None,):
        yield where, line.class_id if person is None else None, person


def build_actions(context: Context) -> tuple[Action, ...]:
    """One value a line; each has a date at least."""
    found: list[Action] = []
    for row in context.rows("actions"):
        if row["nature"] is None:
            continue
        action = Action(**plain(context, row))
        if action.nature not in WITH_REQUEST:
            for column in REQUEST_COLUMNS:
                if row[column] is not None:
                    context.fault(
                        row, column, "ne va qu'avec « aide » ou « permis de conduire » : mettez la date en « date »."
                    )
        if not action.dates:
            context.fault(row, "day", "manque : dites quand.")
        elif action.informed and action.asked and action.asked < action.informed:
            context.fault(row, "asked", "est avant « informé le » : corrigez l'une des deux dates.")
        elif action.asked and action.paid and action.paid < action.asked:
            context.fault(row, "paid", "est avant « demandé le » : corrigez l'une des deux dates.")
        if action.apprentice_id:
            found.append(action)
    return tuple(found)
