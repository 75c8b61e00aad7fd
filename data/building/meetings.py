"""Lines of *Cours* that name no class (« aucune »): meetings of trainers, whose hour is looked for as that of a course.

What meets is known to the program by its class. So each such line gets one of its own, which bears its name, in which
nobody is, and which is at the centre whenever the centre is open.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from data.building.context import Context, slug
from data.building.courses import NOBODY
from data.building.offer import lone_site
from data.reading.table import Row
from data.sheets.columns import fold
from planner.domain import ALL_DAY, ClassGroup, ClassId, ProgrammeId, SiteId, days_between, monday

NO_CLASS = ("aucune", "aucun", "sans classe")
"""What a planner writes for a course of no class, folded."""
WHO = "nommez qui se réunit, et pour plusieurs personnes écrivez « A + B »."
EITHER = "ne fait venir que l'un d'eux : pour les réunir, écrivez « A + B »."


def name_meetings(context: Context) -> None:
    """Give each line of *Cours* without a class one of its own, which its cell then names."""
    table = context.tables.get("courses")
    if table is not None:
        table.rows[:] = [_with_class(context, row) if _of_nobody(context, row) else row for row in table.rows]


def _of_nobody(context: Context, row: Row) -> bool:
    words = [fold(name) for name in row.get("classes", ())]
    return words in ([word] for word in NO_CLASS) and not context.names("classes").find(words[0])


def _with_class(context: Context, row: Row) -> Row:
    names = context.names("classes")
    stem = row.get("subject", "") or "Réunion"
    name, number = stem, 1
    while names.find(name) or names.find(slug(name)):
        number += 1
        name = f"{stem} {number}"
    item = slug(name)
    names.add(item, item, name)
    context.origins[f"class:{item}"] = row.origin
    # where one of them is away they would not meet, unless the line says otherwise
    context.meetings[item] = replace(row, values={"all_needed": True, **_typed(row), "classes": (name,)})
    return context.meetings[item]


def _typed(row: Row) -> dict[str, object]:
    return {column: value for column, value in row.values.items() if value is not None}


def build_meetings(context: Context) -> dict[ClassId, ClassGroup]:
    """The classes of meetings, by id; a meeting of nobody, or of one or another, is a fault."""
    # whole weeks, as a class that is always there has them
    start, end = monday(context.first), monday(context.last) + timedelta(days=6)
    found = {}
    for item, row in context.meetings.items():
        _check_team(context, row)
        found[ClassId(item)] = ClassGroup(
            ClassId(item),
            row["classes"][0],
            ProgrammeId(""),
            calendar=dict.fromkeys(days_between(start, end), ALL_DAY),
            site_id=_site(context, row),
            min_day=1,
            meeting=True,
        )
    return found


def _check_team(context: Context, row: Row) -> None:
    teams = row.get("teams", ())
    if not teams:
        context.fault(row, "teams", f"est vide : {WHO}")
    elif [[fold(name) for name in names] for names in teams] in ([[word]] for word in NOBODY):
        context.fault(row, "teams", f": une réunion sans classe a au moins un formateur ; {WHO}")
    elif len(teams) > 1:
        context.fault(row, "teams", EITHER)


def _site(context: Context, row: Row) -> SiteId:
    """The first site that all who meet work at; where it is not said of them, the only one there is, or nothing."""
    theirs = [sites for sites in _sites_of_team(context, row) if sites]
    common = [site for site in theirs[0] if all(site in others for others in theirs)] if theirs else []
    return SiteId(common[0]) if common else lone_site(context)


def _sites_of_team(context: Context, row: Row) -> Iterator[list[str]]:
    trainers = {context.id_of(one): one for one in context.rows("trainers")}
    for names in row.get("teams", ())[:1]:
        for name in names:
            for item in context.names("trainers").find(name):
                yield [slug(site) for site in trainers[item].get("sites", ())]
