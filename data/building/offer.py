"""*Diplômes*, *Classes*, *Salles* → programmes, classes and rooms."""

import re
from collections.abc import Mapping, Sequence

from data.building.calendar import Calendars
from data.building.context import Context, identify, slug
from data.building.defaults import WEEKS_PER_YEAR, strand_targets
from data.building.time import off_hours
from data.reading.parse_time import DAY, Windows
from data.reading.parse_values import whole
from data.reading.table import Row
from data.sheets.columns import fold
from data.sheets.plain import plain
from planner.domain import (
    AM,
    PM,
    STRANDS,
    Absence,
    Bells,
    ClassGroup,
    ClassId,
    Programme,
    ProgrammeId,
    Room,
    RoomId,
    SiteId,
    days_between,
)
from planner.words import count, did_you_mean, say_all

LEVELS: Mapping[str, str] = {
    "cap": "CAP", "bac pro": "bac pro", "baccalaureat professionnel": "bac pro", "bp": "BP",
    "brevet professionnel": "BP",
    "bts": "BTS", "but": "BUT", "bma": "BMA", "mc": "MC", "mention complementaire": "MC", "cs": "CS",
    "certificat de specialisation": "CS", "tp": "TP", "titre pro": "TP", "titre professionnel": "TP", "btm": "BTM",
    "ctm": "CTM", "bm": "BM", "licence": "licence", "master": "master", "cqp": "CQP", "capa": "CAP",
}  # fmt: skip
"""Beginning of a programme's name, folded → its level."""
NO_PROMISE = ("non", "0", "aucun", "aucune")
Absences = Mapping[tuple[str, str], tuple[Absence, ...]]


def level_of(name: str) -> str:
    """Level of a programme by the beginning of its name; its first word when unknown."""
    folded = fold(name)
    found = [start for start in LEVELS if folded == start or folded.startswith(f"{start} ")]
    return LEVELS[max(found, key=len)] if found else (name.split() or [""])[0]


def promise(text: str) -> int:
    """``chaque séjour`` → 1, ``1 séjour sur 3`` or ``3`` → 3, ``non`` → 0."""
    words = fold(text)
    if words in NO_PROMISE:
        return 0
    if words in ("oui", "chaque sejour", "chaque alternance", "a chaque sejour", "tous les sejours"):
        return 1
    found = re.fullmatch(r"(?:(?:un|1) sejour sur |tous les )?(\d+)(?: sejours)?", words)
    if not found or whole(found[1]) > 52:
        raise ValueError("n'est pas compris : écrivez « chaque séjour », un nombre (un séjour sur n) ou « non ».")
    return whole(found[1])


def name_offer(context: Context) -> None:
    """Give classes, rooms and programmes their ids."""
    for sheet, kind in (("classes", "class"), ("rooms", "room"), ("programmes", "programme")):
        identify(context, sheet, lambda row: row.get("name", ""))
        for row in context.rows(sheet):
            item = context.id_of(row)
            context.names(sheet).add(item, item, row.get("name", ""))
            context.origin(kind, item, row)


def build_programmes(context: Context) -> dict[ProgrammeId, Programme]:
    """Programmes as declared, and those that only *Classes* names, with the usual targets."""
    typed = {fold(row["name"]): row for row in context.rows("programmes") if row["name"]}
    names: dict[str, tuple[str, int]] = {row["name"]: (row["name"], 0) for row in typed.values()}
    shown = {fold(name): name for name in names}
    for row in context.rows("classes"):
        if row["programme"]:
            name = shown.setdefault(fold(row["programme"]), row["programme"])
            names[name] = (name, max(names.get(name, (name, 0))[1], row.get("year", 1)))
    default = _default_promise(context)
    found = {}
    for name, (_, year) in names.items():
        programme = _programme(context, name, year, typed.get(fold(name)), default)
        found[programme.id] = programme
        context.names("programmes").add(programme.id, programme.id, name)
    return found


def _default_promise(context: Context) -> int | None:
    typed = context.options.get("promise")
    if not typed:
        return None
    try:
        return promise(typed)
    except ValueError as error:
        row = next(r for r in context.rows("settings") if r["value"] == typed)
        context.fault(row, "value", str(error))
        return None


def _programme(context: Context, name: str, year: int, row: Row | None, default: int | None) -> Programme:
    level = LEVELS.get(fold(row["level"]), row["level"]) if row and row["level"] else level_of(name)
    one_year = re.search(r"\b(?:1|un) an\b", fold(name))
    years = (row and row["years"]) or (1 if one_year else max(year, 3 if level == "bac pro" else 2))
    strands = strand_targets(level, years)
    weeks = dict.fromkeys(range(1, years + 1), WEEKS_PER_YEAR[level]) if level in WEEKS_PER_YEAR else {}
    every = (1 if strands else 0) if default is None else default
    if row is None:
        return Programme(ProgrammeId(slug(name)), level, years, strands, weeks, every, name=name)
    for strand, column in zip(STRANDS, ("consolidation", "personal", "guidance"), strict=True):
        typed = row[column]
        if typed is not None:
            _years_fit(context, row, column, typed, years)
            strands = {k: v for k, v in strands.items() if k[1] != strand}
            strands |= {(n, strand): minutes for n, minutes in enumerate(typed, start=1) if minutes}
    if row["weeks"]:
        _years_fit(context, row, "weeks", row["weeks"], years)
        weeks = dict(enumerate(row["weeks"], start=1))
    return Programme(
        id=ProgrammeId(context.id_of(row)),
        level=level,
        years=years,
        strand_minutes=dict(sorted(strands.items())),
        weeks_per_year=weeks,
        promise_every=_every(context, row, every),
        **plain(context, row),
    )


def _years_fit(context: Context, row: Row, column: str, values: Sequence[int], years: int) -> None:
    if len(values) > years:
        context.fault(
            row, column, f"donne {len(values)} valeurs pour {count(years, 'année')} : une valeur par année du cycle."
        )


def _every(context: Context, row: Row, default: int) -> int:
    try:
        return promise(row["promise"]) if row["promise"] else default
    except ValueError as error:
        context.fault(row, "promise", str(error))
        return default


def build_classes(context: Context, calendars: Calendars, absences: Absences) -> dict[ClassId, ClassGroup]:
    """Classes with their calendars; a class without one is a fault."""
    found = {}
    empty: list[str] = []
    for row in context.rows("classes"):
        item = ClassId(context.id_of(row))
        programme = context.names("programmes").find(row.get("programme", ""))
        if _never_here(context, row, item, calendars):
            empty.append(row["name"] or "")
        found[item] = ClassGroup(
            programme_id=ProgrammeId(min(programme, default="")),
            calendar=calendars.classes.get(item, {}),
            part_calendars=calendars.parts.get(item, {}),
            site_id=site_of(context, row),
            bells_id=site_named(context, row, "bells", row["bells"]) if row["bells"] else "",
            absences=absences.get(("classes", item), ()),
            off_hours=off_hours(context, row, hard=True),
            **plain(context, row),
        )
    if empty:
        who = f"{'Classe' if len(empty) == 1 else 'Classes'} {say_all(f'« {name} »' for name in empty)}"
        context.faults.notice(f"{who} : aucun jour au CFA entre le début et la fin.")
    return found


def _never_here(context: Context, row: Row, item: str, calendars: Calendars) -> bool:
    """Whether a class has a calendar, without a day at the centre in the term; a fault where it has none."""
    days = calendars.classes.get(item, {})
    if "calendar" not in context.tables:
        return False
    if item not in calendars.classes:
        context.fault(row, "name", "n'a pas de calendrier : ajoutez sa ligne dans la feuille « Calendrier ».")
        return False
    return bool(context.dated) and not any(days.get(day) for day in days_between(context.first, context.last))


def name_sites(context: Context) -> None:
    """Learn the sites: those of *Salles*, *Horaires* and *Sites*, else those of *Classes*."""
    names = context.names("site_names")
    for sheet, columns in (
        ("rooms", ("site",)),
        ("sites", ("from", "to")),
        ("bells", ("site",)),
        ("classes", ("site",)),
    ):
        for row in context.rows(sheet):
            if sheet != "classes" or not any(r["site"] for r in context.rows("rooms")):
                for name in filter(None, (row[column] for column in columns)):
                    names.add(slug(name), name)


def site_names(context: Context) -> dict[SiteId, str]:
    """Each site as it is spelt first."""
    return {SiteId(slug(name)): name for name in reversed(context.names("site_names").shown)}


def site_of(context: Context, row: Row) -> SiteId:
    """Site of a line; where it names none, the only site there is, or nothing. An unknown one is a fault."""
    if row["site"]:
        return SiteId(site_named(context, row, "site", row["site"]))
    return lone_site(context)


def lone_site(context: Context) -> SiteId:
    """The only site there is; empty where there are several, or none."""
    names = context.names("site_names")
    only = set().union(*names.ids.values()) if names.ids else set()
    lone = next(iter(only)) if len(only) == 1 else ""
    return SiteId(lone if lone and not _bells_alone(context, lone) else "")


def _bells_alone(context: Context, site: str) -> bool:
    """Whether a site is named by some of the slots of *Horaires* and by no other sheet: a slip, or their name."""
    slots = [row["site"] or "" for row in context.rows("bells")]
    cells = (("rooms", "site"), ("classes", "site"), ("sites", "from"), ("sites", "to"))
    named = {slug(row[column]) for sheet, column in cells for row in context.rows(sheet) if row[column]}
    return site not in named and "" in slots


def site_named(context: Context, row: Row, column: str, name: str) -> str:
    """Id of a site; a fault when no room, bells or journey has it."""
    names = context.names("site_names")
    if not names.find(name):
        near = did_you_mean(name, names.shown) or " Donnez ce site à une salle, ou corrigez le nom."
        context.fault(row, column, f"n'est pas un site connu.{near}", name)
    return slug(name)


def build_rooms(context: Context, absences: Absences, bells: Mapping[str, Bells]) -> dict[RoomId, Room]:
    """Rooms, with one spelling for each type and feature; what lies outside their only hours is an absence."""
    types = context.names("room_types")
    features = context.names("features")
    found = {}
    for row in context.rows("rooms"):
        item, site = RoomId(context.id_of(row)), site_of(context, row)
        usual = bells.get(site) or next(iter(bells.values()))
        if row["type"]:
            types.add(min(types.find(row["type"]), default=row["type"]), row["type"])
        for name in row.get("features", ()):
            features.add(min(features.find(name), default=name), name)
        found[item] = Room(
            type=min(types.find(row.get("type", "")), default=""),
            site_id=site,
            features=frozenset(min(features.find(name)) for name in row.get("features", ())),
            absences=(*outside(row["only"] or (), usual), *absences.get(("rooms", item), ())),
            **plain(context, row),
        )
    return found


def outside(windows: Windows, bells: Bells) -> tuple[Absence, ...]:
    """What is left of the week outside some windows; nothing when there is none (always available)."""
    found = []
    for weekday in range(7) if windows else ():
        at, noon = 0, bells.noon(weekday)
        for _weekday, half, start, end in sorted(w for w in windows if w[0] == weekday):
            low, high = max(start, 0 if half & AM else noon), min(end, DAY if half & PM else noon)
            if low > at:
                found.append(Absence(weekday, start=at, end=low))
            at = max(at, high)
        if at < DAY:
            found.append(Absence(weekday, start=at, end=DAY))
    return tuple(found)
