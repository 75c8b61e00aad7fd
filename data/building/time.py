"""*Horaires*, *Périodes*, *Sites* → bells, formation periods, travel times."""

import itertools
import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from statistics import median_high

from data.building.context import Context, identify, slug
from data.building.defaults_time import usual_bells
from data.reading.table import Row
from data.sheets.plain import plain
from planner.domain import (
    Absence,
    Bells,
    Period,
    PeriodId,
    SiteId,
    Slot,
    clock,
    monday,
)
from planner.domain.time import STEP

STAYS_PER_PERIOD = 2.5
A_YEAR = timedelta(days=366)
FAR = ("closures", "unavailable", "memberships", "exemptions", "arrangements", "paths", "calendar")
"""Sheets whose lines begin on a day; those of *Événements* are told wherever they lie outside."""
OUTSIDE = (
    "est hors de l'emploi du temps (du {first:%d/%m/%Y} au {last:%d/%m/%Y}) : corrigez la période, ou début et fin "
    "des Paramètres."
)


def build_bells(context: Context, lengths: Sequence[int]) -> dict[str, Bells]:
    """Bells by id (those without a site first); ``lengths``: lengths that default bells must be able to give."""
    rows = context.rows("bells")
    if not rows:
        return {"": usual_bells(inside=any(length % 60 for length in lengths))}
    slots: dict[str, list[list[tuple[Slot, Row]]]] = {}
    for row in rows:
        if row["start"] is None or row["end"] is None:
            continue
        if row["end"] <= row["start"]:
            context.fault(row, "end", "vient avant le début du créneau : corrigez l'une des deux heures.")
            continue
        name = slug(row["site"]) if row["site"] else ""
        week = slots.setdefault(name, [[] for _ in range(7)])
        for weekday, _ in row.get("days", ()):
            week[weekday].append((Slot(**plain(context, row)), row))
    found = {name: Bells(name, tuple(_in_order(context, day) for day in week)) for name, week in slots.items()}
    return dict(sorted(found.items(), key=lambda item: item[0] != "")) or {"": usual_bells(inside=False)}


def _in_order(context: Context, day: list[tuple[Slot, Row]]) -> tuple[Slot, ...]:
    day = sorted(day, key=lambda pair: (pair[0].start, pair[0].end, pair[1].number))
    for (before, _), (after, row) in itertools.pairwise(day):
        if after.start < before.end:
            message = f"chevauche le créneau qui finit à {clock(before.end)} : corrigez l'une des heures."
            context.fault(row, "start", message)
    return tuple(slot for slot, _ in day)


def span(
    context: Context, row: Row, first: str = "first", last: str = "last", more: str = ""
) -> tuple[date | None, date | None]:
    """The two dates of a line; a fault when they are in the wrong order; ``more``: what else may be done about it."""
    start, end = row[first], row[last]
    if start is not None and end is not None and end < start:
        header = row.table.sheet.column(first).header
        context.fault(row, last, f"vient avant « {header} » : corrigez l'une des deux dates{more}.")
        return start, start
    return start, end


def say_far_dates(context: Context) -> None:
    """Say of a line that begins more than a year after the timetable that it changes nothing: its year is wrong."""
    for sheet in FAR if context.dated else ():
        for row in context.rows(sheet):
            if row["first"] is not None and row["first"] > context.last + A_YEAR:
                context.outside(row, "first", "cette ligne ne change rien. Corrigez l'année.")
    for row in context.rows("calendar") if context.dated else ():
        day = row["last"] or row["first"]
        if day is not None and day < context.first - A_YEAR:
            context.outside(row, "last" if row["last"] else "first", "cette ligne ne change rien. Corrigez l'année.")


def build_travel(context: Context) -> dict[tuple[SiteId, SiteId], int]:
    """Minutes between two sites, both ways."""
    found: dict[tuple[SiteId, SiteId], int] = {}
    for row in context.rows("sites"):
        if row["from"] and row["to"]:
            here, there = SiteId(slug(row["from"])), SiteId(slug(row["to"]))
            if (here, there) in found:
                context.fault(row, "to", "ces deux sites sont déjà dans la feuille : gardez une seule ligne.")
            found[here, there] = found[there, here] = row.get("minutes", 0)
    return found


def build_periods(context: Context, stays: Sequence[int]) -> tuple[Period, ...]:
    """Formation periods as typed, else equal blocks of two or three stays; ``stays``: stays of each class."""
    if not context.rows("periods"):
        return _equal_periods(context.first, context.last, stays)
    identify(context, "periods", lambda row: row.get("name", ""))
    found: list[tuple[Period, Row]] = []
    for row in context.rows("periods"):
        first, last = span(context, row)
        if first is None or last is None:
            continue
        for day, column in ((first, "first"), (last, "last")):
            if context.dated and not context.first <= day <= context.last:
                context.fault(row, column, OUTSIDE.format(first=context.first, last=context.last))
        found.append((replace(Period(**plain(context, row)), first=first, last=last), row))
    found.sort(key=lambda pair: pair[0].first)
    for (before, _), (after, row) in itertools.pairwise(found):
        if after.first <= before.last:
            context.fault(row, "first", f"est dans la période « {before.label} » : deux périodes se chevauchent.")
    return tuple(period for period, _ in found)


def _equal_periods(first: date, last: date, stays: Sequence[int]) -> tuple[Period, ...]:
    weeks = (monday(last) - monday(first)).days // 7 + 1
    typical = median_high(sorted(stays)) if stays else 1
    count = max(1, min(weeks, round(typical / STAYS_PER_PERIOD)))
    edges = [monday(first) + timedelta(weeks=math.ceil(weeks * n / count)) for n in range(count + 1)]
    return tuple(
        Period(
            PeriodId(f"P{n + 1}"), f"Période {n + 1}", max(first, edges[n]), min(last, edges[n + 1] - timedelta(days=1))
        )
        for n in range(count)
    )


def nearest_lengths(tables: Sequence[Bells], meal: bool) -> tuple[int, ...]:
    """Every length that a run of slots can give on some weekday, under all these bells."""
    found = [_possible(bells, meal) for bells in tables]
    return tuple(sorted(frozenset.intersection(*found))) if found else ()


@lru_cache(maxsize=64)
def _possible(bells: Bells, meal: bool) -> frozenset[int]:
    possible: set[int] = set()
    for weekday, slots in enumerate(bells.days):
        longest = sum(slot.end - slot.start for slot in slots)
        cut = any(slot.inside for slot in slots)
        lengths = {
            sum(slot.end - slot.start for slot in slots[a : b + 1])
            for a in range(len(slots))
            for b in range(a, len(slots))
        } | (set(range(STEP, longest + 1, STEP)) if cut else set())
        possible |= {length for length in lengths if bells.placements(weekday, length, meal)}
    return frozenset(possible)


def off_hours(context: Context, row: Row, *, hard: bool) -> tuple[Absence, ...]:
    """Hours before the first arrival and after the last departure that a line states, by weekday."""
    first, last = dict(row.get("arrival", ())), dict(row.get("departure", ()))
    if any(first.get(weekday, 0) >= end for weekday, end in last.items()):
        context.fault(
            row, "departure", "vient avant la première arrivée du même jour : corrigez l'une des deux heures."
        )
    before = (Absence(weekday, end=moment, hard=hard) for weekday, moment in first.items())
    after = (Absence(weekday, start=moment, hard=hard) for weekday, moment in last.items())
    return (*before, *after)
