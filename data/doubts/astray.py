"""Names that only one line knows, beside another that is nearly the same: most are misspelt."""

from collections import Counter
from collections.abc import Iterable

from data.building.context import Context
from data.reading.table import Row
from data.sheets.columns import fold
from planner.domain import ORDINARY_ROOMS, Problem, key, types_of
from planner.words import did_you_mean

OF_SITES = (("classes", "site"), ("barrettes", "site"), ("open_periods", "site"), ("bells", "site"),
            ("trainers", "sites"), ("classes", "bells"))  # fmt: skip
"""Cells that name a site, beside those of *Salles* and *Sites*."""
JOURNEY = ("from", "to")


def say_astray(context: Context, problem: Problem) -> None:
    """Every check of this file."""
    _say_sites_of_rooms(context)
    _say_sites_of_bells(context)
    _say_journeys(context)
    _say_room_types(context, problem)
    _say_programmes(context)
    _say_domains(context, problem)


def _named(context: Context, cells: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Names that some cells hold, folded, as they are typed first."""
    found: dict[str, str] = {}
    for sheet, column in cells:
        for row in context.rows(sheet):
            value = row[column] or ()
            for name in (value,) if isinstance(value, str) else value:
                found.setdefault(fold(name), name)
    return found


def _say_sites_of_rooms(context: Context) -> None:
    """Rooms of a site that no class, trainer or journey names; where none names any, a lone one beside others."""
    known = _named(context, (*OF_SITES, *(("sites", column) for column in JOURNEY)))
    rooms = Counter(fold(row["site"]) for row in context.rows("rooms") if row["site"])
    for row in context.rows("rooms"):
        name = fold(row.get("site", ""))
        if not name or name in known or (not known and (len(rooms) == 1 or rooms[name] > 1)):
            continue
        others = {**_named(context, [("rooms", "site")]), **known}
        near = did_you_mean(row["site"], (shown for site, shown in others.items() if site != name))
        context.notice(row, "site", "n'est le site d'aucune classe, d'aucun formateur ni d'aucun trajet de la feuille "
                       f"« Sites » : cette salle risque de ne pas servir.{near}")  # fmt: skip


def _say_sites_of_bells(context: Context) -> None:
    """Slots of a site, or of hours, that nothing else names, beside slots of other sites or of all."""
    cells = [cell for cell in OF_SITES if cell[0] != "bells"]
    known = _named(context, (*cells, ("rooms", "site"), *(("sites", column) for column in JOURNEY)))
    others = {fold(row.get("site", "")) for row in context.rows("bells")}
    for row in context.rows("bells"):
        if row["site"] and len(others) > 1 and fold(row["site"]) not in known:
            context.notice(row, "site", "n'est le site d'aucune salle ni d'aucune classe, ni le nom de leurs horaires "
                           f": ce créneau ne sert pas.{did_you_mean(row['site'], known.values())}")  # fmt: skip


def _say_journeys(context: Context) -> None:
    """Journeys from or to a site that nothing else names, or that stay where they are."""
    known = _named(context, (*OF_SITES, ("rooms", "site")))
    for row in context.rows("sites"):
        if row["from"] and row["to"] and fold(row["from"]) == fold(row["to"]):
            context.notice(row, "to", "est aussi le site de départ : ce trajet ne change rien.")
        for column in JOURNEY:
            if row[column] and fold(row[column]) not in known:
                near = did_you_mean(row[column], known.values())
                context.notice(
                    row, column, f"n'est le site d'aucune salle ni d'aucune classe : ce trajet ne change rien.{near}"
                )


def _say_room_types(context: Context, problem: Problem) -> None:
    """Types of room that nothing asks for and that are nearly one that is asked for."""
    asked = {key(t): t for course in problem.courses.values() for t in course.room_types}
    asked |= {key(t): t for module in problem.modules.values() for t in module.room_types}
    asked |= {key(one): one for t in list(asked.values()) for one in types_of(t)}
    for row in context.rows("rooms"):
        name = row.get("type", "")
        if name and key(name) not in asked and fold(name) not in ORDINARY_ROOMS:
            near = did_you_mean(name, asked.values())
            if near:
                context.notice(row, "type", f"n'est demandé par aucun cours ni aucun module.{near}")


def _say_programmes(context: Context) -> None:
    """Programmes of classes that *Diplômes* lacks and nearly has."""
    known = _named(context, [("programmes", "name")])
    for row in context.rows("classes"):
        if row["programme"] and known and fold(row["programme"]) not in known:
            near = _near_programme(row, known)
            if near:
                context.notice(row, "programme", f"n'est pas dans la feuille « Diplômes » : ce qui y est écrit ne "
                               f"compte pas pour cette classe.{near}")  # fmt: skip


def _near_programme(row: Row, known: dict[str, str]) -> str:
    """What was meant, unless the line of *Diplômes* itself is said to be nobody's."""
    used = {fold(r["programme"]) for r in row.table.rows if r["programme"]}
    return did_you_mean(row["programme"], [shown for name, shown in known.items() if name in used])


def _say_domains(context: Context, problem: Problem) -> None:
    """Domains of typed modules in which there are neither results nor rules, be they nearly one or none at all."""
    known = {r.domain for learner in problem.learners.values() for r in learner.results}
    known |= {rule.domain for rule in problem.need_rules if rule.domain}
    for row in context.rows("modules"):
        for name in row.get("domains", ()):
            near = "" if key(name) in {key(one) for one in known} else did_you_mean(name, sorted(known))
            if near:
                context.notice(row, "domains", f"n'est le domaine d'aucun résultat ni d'aucune règle de besoins.{near}",
                               name)  # fmt: skip
        strange = known and row["domains"] and not {key(name) for name in row["domains"]} & {key(one) for one in known}
        if strange and not any(did_you_mean(name, sorted(known)) for name in row["domains"]):
            context.notice(row, "domains", "n'est le domaine d'aucun résultat ni d'aucune règle de besoins : ce "
                           "module n'est dû à personne par ses résultats. Domaines : "
                           f"{', '.join(sorted(known))}.")  # fmt: skip
