"""*Calendrier* → days at the centre of classes, parts and single learners."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import reduce
from operator import and_

from data.building.context import Context
from data.building.time import span
from data.reading import parse_time
from data.reading.parse_values import text
from data.reading.table import Row
from data.sheets.columns import fold
from data.writing.places import letters
from planner.domain import ALL_DAY, Calendar, Problem, days_between, monday
from planner.words import count

LETTERS = tuple("ABCDEFGH")
"""Letters of the parts of a class."""
COMPANY = {"", "0", "e", "entreprise", "ent", "non"}
WORDS = re.compile(r"^(?P<who>.+?)[\s/–-]+\(?partie\s+(?P<part>[A-Za-z])\)?$", re.IGNORECASE)


@dataclass
class Calendars:
    """Days by class, by (class, part) and by learner."""

    classes: dict[str, Calendar] = field(default_factory=dict)
    parts: dict[str, dict[str, Calendar]] = field(default_factory=dict)
    learners: dict[str, Calendar] = field(default_factory=dict)
    makeup: dict[str, str] = field(default_factory=dict)
    """What each learner of ``learners`` does with the hours of course missed."""


def build_calendars(context: Context) -> Calendars:
    """Read both forms of the sheet: a column per week, or rows who, from, to."""
    table = context.tables.get("calendar")
    weeks = _weeks(context) if table else {}
    found: dict[tuple[str, str, str], dict[date, int]] = {}
    wide: dict[tuple[str, str, str], int] = {}
    makeup: dict[str, str] = {}
    for row in context.rows("calendar"):
        who = _who(context, row)
        if who is None:
            continue
        if row["makeup"]:
            if who[0] != "learners":
                context.fault(row, "makeup", "n'a de sens que pour un apprenant : videz cette cellule.")
            makeup[who[1]] = row["makeup"]
        if who not in found:
            context.origin("calendar", who[1], row)
        days = found.setdefault(who, {})
        if row["days"] and not row["first"] and not row["last"]:
            context.fault(row, "days", "va avec « du » ou « au » : indiquez les dates, ou videz cette cellule.")
        days.update(_span_days(context, row))
        cells = _week_days(context, row, weeks)
        if cells and who in wide:
            context.fault(row, "who", f"est en double (déjà à la ligne {wide[who]}) : gardez une seule ligne.")
        if cells:
            wide[who] = row.number
        days.update(cells)
    return replace(_sorted(found), makeup=makeup)


def _sorted(found: Mapping[tuple[str, str, str], Calendar]) -> Calendars:
    calendars = Calendars()
    for (kind, item, part), days in found.items():
        if kind == "learners":
            calendars.learners[item] = days
        elif part:
            calendars.parts.setdefault(item, {})[part] = days
        else:
            calendars.classes[item] = days
    for item, parts in calendars.parts.items():
        own = calendars.classes.setdefault(item, common_days(parts.values()))
        if list(parts) == [LETTERS[0]] and own is not parts[LETTERS[0]]:
            parts[LETTERS[1]] = own
    return calendars


def common_days(calendars: Iterable[Calendar]) -> Calendar:
    """Half-days that all calendars share."""
    rows = list(calendars)
    days = sorted(set.intersection(*(set(row) for row in rows)))
    masks = ((day, reduce(and_, (row[day] for row in rows))) for day in days)
    return {day: half for day, half in masks if half}


def with_part_calendars(context: Context, problem: Problem) -> Problem:
    """Parts without a row of their own follow that of the class; the whole class is there when every part is.

    Learners without a typed part are in the first part that follows the class, where there is one; where each part
    has its row they are shared out, which is said.
    """
    learners, classes = dict(problem.learners), dict(problem.classes)
    for item, group in problem.classes.items():
        if not group.part_calendars or not problem.parts[item]:
            continue
        rows = {letter: group.part_calendars.get(letter, group.calendar) for letter in problem.parts[item]}
        classes[item] = replace(group, calendar=common_days([*rows.values(), group.calendar]), part_calendars=rows)
        usual = next((letter for letter in rows if rows[letter] is group.calendar), None)
        untold = [x for x in learners.values() if any(m.class_id == item and not m.part for m in x.memberships)]
        for learner in untold if usual else ():
            members = [replace(m, part=m.part or usual or "") if m.class_id == item else m for m in learner.memberships]
            learners[learner.id] = replace(learners[learner.id], memberships=tuple(members))
        if untold and not usual:
            without = count(len(untold), "personne n'a pas", "personnes n'ont pas")
            context.faults.notice(
                f"Classe « {group.name} » : chaque partie a son calendrier, et {without} de partie dans la feuille "
                "« Apprenants » : répartition d'office, à vérifier."
            )
    return replace(problem, learners=learners, classes=classes)


def _who(context: Context, row: Row) -> tuple[str, str, str] | None:
    name, part = row["who"], row.get("part", "")
    if not name:
        return None
    if not context.names("classes").find(name) and (found := WORDS.match(name)):
        name, part = found["who"], found["part"].upper()
    item = context.resolve(row, "who", name)
    if item is None:
        return None
    if not context.names("classes").find(name):
        return "learners", item, part
    if part and part not in LETTERS:
        column = "part" if row["part"] else "who"
        context.fault(row, column, "n'est pas une lettre de partie : écrivez A à H.", part)
        return None
    return "classes", item, part


def _weeks(context: Context) -> dict[int, date]:
    """Column index → Monday; columns out of the horizon are left out."""
    table = context.tables["calendar"]
    found: dict[int, date] = {}
    used: set[date] = set()
    for index, head in table.extra.items():
        try:
            week = _week(head, context.first, context.last, used)
        except ValueError as error:
            context.faults.add(table.name, f"{letters(index)}{table.head_row}", text(head), str(error))
            continue
        if week is not None:
            if week in used:
                context.faults.add(table.name, f"{letters(index)}{table.head_row}", text(head), "est une semaine en "
                                   "double : gardez une seule colonne.")  # fmt: skip
            used.add(week)
            found[index] = week
    return found


def _week(head: object, first: date, last: date, used: set[date]) -> date | None:
    mondays = [monday(first) + timedelta(weeks=n) for n in range((monday(last) - monday(first)).days // 7 + 1)]
    name = fold(text(head))
    found = re.fullmatch(r"(?:(\d{4}) )?(?:s|sem|semaine)? ?0?(\d{1,2})(?: (\d{4}))?", name)
    if found and not isinstance(head, (date, datetime)):
        number, year = int(found[2]), int(found[1] or found[3] or 0)
        if not 1 <= number <= 53:
            raise ValueError("n'est pas un numéro de semaine : écrivez S1 à S53.")
        same = [m for m in mondays if m.isocalendar().week == number and year in (0, m.isocalendar().year, m.year)]
        return next((m for m in same if m not in used), same[0] if same else None)
    if found := re.fullmatch(r"(?:(?:lundi|lun|lu) )?(\d{1,2}) (\d{1,2})", name):
        return next((m for m in mondays if (m.day, m.month) == (int(found[1]), int(found[2]))), None)
    try:
        week = monday(parse_time.day(head if not isinstance(head, str) else re.sub(r"^(?:lundi|lun|lu)\s+", "", name)))
    except ValueError as error:
        raise ValueError("n'est pas une semaine : écrivez S36, ou la date du lundi.") from error
    return week if week in mondays else None


def _span_days(context: Context, row: Row) -> dict[date, int]:
    first, last = span(context, row)
    if first is None and last is None:
        return {}
    halves = dict(row["days"] or tuple((weekday, ALL_DAY) for weekday in range(7)))
    # whole weeks, so that the first and last ones of the horizon are known to be cut short
    start, end = monday(context.first), monday(context.last) + timedelta(days=6)
    start, end = max(first or start, start), min(last or end, end)
    return {day: halves[day.weekday()] for day in days_between(start, end) if halves.get(day.weekday())}


def _week_days(context: Context, row: Row, weeks: Mapping[int, date]) -> dict[date, int]:
    days: dict[date, int] = {}
    for index, week in weeks.items():
        value = row.raw[index] if index < len(row.raw) else None
        if value is None or fold(text(value)) in COMPANY:
            continue
        try:
            halves = parse_time.days(value)
        except ValueError as error:
            context.faults.add(row.table.name, f"{letters(index)}{row.number}", text(value), str(error))
            continue
        for weekday, half in halves:
            day = week + timedelta(days=weekday)
            days[day] = half
    return days
