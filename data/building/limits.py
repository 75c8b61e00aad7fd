"""*Limites* → what weeks of trainers, classes and rooms may hold."""

from collections.abc import Collection, Mapping

from data.building.context import Context
from data.building.courses import course_ref
from data.reading.table import Row
from data.sheets.columns import fold
from data.sheets.limits import EVERYBODY, LIMITS
from data.sheets.plain import plain
from planner.domain import ClassId, Course, CourseId, RoomId, TrainerId, WeekLimit

EVERY = {fold(words): sheet for words, sheet in EVERYBODY.items()}
WINDOW = ("window_from", "window_to")
"""Columns that bound nothing by themselves."""
SAYS = tuple(column.id for column in LIMITS.columns if column.id not in ("who", "courses", "hard", *WINDOW))
WHOLE = ("gaps_day", "gaps_week", "least_days", "least_day", "late_starts", "site_changes_day", "site_changes_week")
"""Columns about all that somebody has: no part of their courses can be meant."""
COMINGS = ("least_days", "late_starts", "site_changes_day", "site_changes_week")
"""Columns about whoever comes and goes, which say nothing of a room."""
HOURS = ("gaps_day", "gaps_week", "run", "most_day", "least_day")
"""Columns that count hours one after the other: a room for several groups at once has them side by side."""


def build_limits(context: Context, courses: Mapping[CourseId, Course]) -> tuple[WeekLimit, ...]:
    """One value a line; a line that bounds nothing, or nothing that can be, is a fault."""
    found = list[WeekLimit]()
    for row in context.rows("limits"):
        trainers, classes, rooms = _who(context, row)
        some = _courses(context, row, courses)
        limit = WeekLimit(
            trainer_ids=trainers, class_ids=classes, room_ids=rooms, course_ids=some, **plain(context, row)
        )
        _check_window(context, row, limit)
        _check_rooms(context, row, rooms)
        if not any(row.text(column) for column in (*SAYS, *WINDOW)):
            context.fault(row, "who", "n'a aucune limite sur cette ligne : remplissez une colonne, ou videz la ligne.")
        changes = [c for c in ("site_changes_day", "site_changes_week") if row.text(c)]
        if changes and len(set().union(*context.names("site_names").ids.values())) < 2:
            context.notice(row, changes[0], "borne les changements d'un seul site : sans effet.")
        if limit.least_day is not None and limit.most_day is not None and limit.least_day > limit.most_day:
            context.fault(row, "least_day", "passe « heures par jour au plus » : corrigez l'une des deux cellules.")
        if limit.days is not None and limit.least_days is not None and limit.least_days > limit.days:
            context.fault(row, "least_days", "passe « jours par semaine au plus » : corrigez l'une des deux cellules.")
        if trainers or classes or rooms:
            for column in SAYS:
                context.origin("limit", f"{len(found)}:{column}", row, column)
            found.append(limit)
    return tuple(found)


def _courses(context: Context, row: Row, courses: Mapping[CourseId, Course]) -> tuple[CourseId, ...]:
    """The only courses that a line counts: all of a subject, or one by its name; none where it counts everything."""
    found = dict[CourseId, None]()
    for name in row.get("courses", ()):
        same = [c.id for c in courses.values() if fold(c.subject) == fold(name)]
        one = None if same else course_ref(context, row, "courses", name)
        found |= dict.fromkeys(same or ([CourseId(one)] if one else []))
    whole = [column for column in WHOLE if row.text(column)]
    if row.text("courses") and whole:
        context.fault(row, whole[0], "ne va pas avec « pour les cours », qui ne compte que certains cours : mettez-la "
                      "sur une autre ligne.")  # fmt: skip
    return tuple(found)


def _check_window(context: Context, row: Row, limit: WeekLimit) -> None:
    """A window without days, days without a window, or one that ends before it begins."""
    typed = [column for column in WINDOW if row.text(column)]
    if typed and not row.text("window_days"):
        context.fault(row, typed[0], "sans « jours dans la plage » sur cette ligne : dites combien de jours au plus.")
    if row.text("window_days") and not typed:
        context.fault(row, "window_days", "sans « plage de » ni « plage à » sur cette ligne : dites de quelle heure à "
                      "quelle heure.")  # fmt: skip
    if typed and limit.window_from >= limit.window_to:
        context.fault(row, typed[-1], "fait finir la plage avant son début : corrigez « plage de » ou « plage à ».")


def _check_rooms(context: Context, row: Row, rooms: Collection[RoomId]) -> None:
    """What a line says of rooms and says nothing there, or cannot be counted in a room for several groups at once."""
    for column in (c for c in COMINGS if rooms and row.text(c)):
        context.fault(row, column, "ne se dit pas d'une salle : mettez-la sur une autre ligne, ou retirez la salle.")
    several = [r for r in context.rows("rooms") if context.id_of(r) in rooms and r.get("shared", 1) > 1]
    for column in (c for c in HOURS if several and row.text(c)):
        name = several[0].get("name", "")
        context.fault(
            row,
            column,
            f"ne se compte pas dans « {name} », qui reçoit plusieurs groupes à la fois : retirez cette salle.",
        )


def _who(context: Context, row: Row) -> tuple[tuple[TrainerId, ...], tuple[ClassId, ...], tuple[RoomId, ...]]:
    """Trainers, classes and rooms of a line."""
    found: dict[str, dict[str, None]] = {"trainers": {}, "classes": {}, "rooms": {}}
    for name in row.get("who", ()):
        sheet = EVERY.get(fold(name))
        if sheet is not None:
            found[sheet] |= dict.fromkeys(context.id_of(r) for r in context.rows(sheet))
        elif one := context.resolve(row, "who", name, tuple(found)):
            owner = next((sheet for sheet in found if one in context.names(sheet).find(name)), "trainers")
            found[owner][one] = None
    return (
        tuple(map(TrainerId, found["trainers"])),
        tuple(map(ClassId, found["classes"])),
        tuple(map(RoomId, found["rooms"])),
    )
