"""Values that are well written and unlikely: a slip of the year, the same person twice, hours that nobody has."""

from datetime import date, timedelta
from itertools import pairwise

from data.building.context import Context
from data.reading.parse_values import blank, number
from data.reading.table import Row
from data.sheets.columns import fold
from planner.domain import ApprenticeId, ClassId, Problem
from planner.words import count, say_all, say_minutes

YOUNGEST, OLDEST = 14, 80
"""Years between which the age of somebody who enters is likely."""
SHORTEST, LONGEST = timedelta(days=28), timedelta(days=5 * 366)
"""Between which the length of a contract is likely."""
SMALLEST_SLOT = 15
"""Minutes."""
MINORS_DAY, LONGEST_OF_MINORS = "duree max jour mineur", 10 * 60
"""Name of the setting, folded; minutes."""
MOST_NAMED = 6
"""Names that one remark holds."""
LUNCH = ("pause de midi", "repas")
"""Names of the setting, folded."""


def say_unlikely(context: Context, problem: Problem) -> None:
    """Every check of this file."""
    _say_lone_names(context)
    _say_twins(context)
    _say_minors_day(context, problem)
    _say_scales(context)
    _say_slots(context)
    _say_no_seats(context)
    _say_least_days(context, problem)
    _say_small_days(context, problem)
    _say_lunch(context, problem)
    if context.dated:
        _say_ages(context, problem)
        _say_contracts(context)
        _say_late_needs(context)


def _say_lone_names(context: Context) -> None:
    """Trainers of whom the workbook says nothing but a name: adults to spare, or a heading between lines, said once.

    Silent where a sheet that may name them is missing: that is said.
    """
    alone = [
        row
        for row in context.rows("trainers")
        if context.id_of(row) not in context.named and sum(not blank(value) for value in row.raw) == 1
    ]
    if alone and "courses" in context.tables:
        names = say_all([row.text("name") for row in alone][:MOST_NAMED])
        more = f" et {count(len(alone) - MOST_NAMED, 'autre')}" if len(alone) > MOST_NAMED else ""
        verb = (
            "sont seuls sur leur ligne, et aucune autre feuille ne nomme ces lignes, lues comme des personnes présentes"
            if len(alone) > 1
            else "est seul sur sa ligne, qu’aucune autre feuille ne nomme, lue comme une personne présente"
        )
        cure = "Retirez ce qui est un intertitre ou une note ; pour une personne, indiquez son rôle."
        context.notice(alone[0], "name", f"{verb} toute la semaine. {cure}", f"{names}{more}")


def _say_twins(context: Context) -> None:
    """People of the same names, in either order, and the same birth date."""
    seen: dict[tuple[frozenset[str], date], int] = {}
    for row in context.rows("learners"):
        if row["birth"] and row["last_name"] and row["first_name"]:
            who = frozenset({fold(row["last_name"]), fold(row["first_name"])}), row["birth"]
            first = seen.setdefault(who, row.number)
            if first != row.number:
                context.notice(
                    row, "last_name", f"a les mêmes nom, prénom et date de naissance que la ligne {first} : gardez une "
                    "seule ligne, si c'est la même personne."
                )  # fmt: skip


def _say_minors_day(context: Context, problem: Problem) -> None:
    """A day of minors that is longer than the law lets it be, whatever is authorised."""
    for row in context.rows("settings"):
        if fold(row.get("name", "")) == MINORS_DAY and problem.settings.minor_day > LONGEST_OF_MINORS:
            context.notice(row, "value", "est plus qu'un mineur ne peut travailler par jour (8 h, et 10 h au plus dans "
                           "les métiers où la loi l'autorise) : corrigez la durée.")  # fmt: skip


def _say_ages(context: Context, problem: Problem) -> None:
    """Learners who are not yet born, or too young or too old, on the day on which they enter."""
    for row in context.rows("learners"):
        learner = problem.learners.get(ApprenticeId(context.id_of(row)))
        if learner is None or not row["birth"]:
            continue
        entry = row["entry"] or context.first
        age = learner.age(entry) or 0
        when = "à l'entrée" if row["entry"] else "au début de l'emploi du temps"
        if entry < row["birth"]:
            context.notice(row, "birth", "vient après le début de l'emploi du temps : corrigez l'année.")
        elif not YOUNGEST <= age <= OLDEST:
            context.notice(row, "birth", f"donne {count(age, 'an')} {when} : vérifiez l'année.")


def _say_contracts(context: Context) -> None:
    """Contracts of a few days, or of many years."""
    for row in context.rows("learners"):
        start, end = row["contract_start"], row["contract_end"]
        if start and end and start <= end and not SHORTEST <= end - start <= LONGEST:
            days = (end - start).days + 1
            length = count(days, "jour") if days < 366 else count(days // 365, "an")
            context.notice(row, "contract_end", f"donne un contrat de {length} : vérifiez les deux dates.")


def _say_late_needs(context: Context) -> None:
    """Needs whose deadline has passed before the timetable begins, or that open after it."""
    for row in context.rows("needs"):
        if row["closed"] and row["closed"] < context.first:
            continue
        if row["deadline"] and row["deadline"] < context.first:
            context.outside(row, "deadline", "aucune heure de ce besoin n'est donnée. Corrigez la date, ou notez que "
                            "le besoin est fermé.")  # fmt: skip
        elif row["opened"] and row["opened"] > context.last:
            context.outside(row, "opened", "ce besoin n'est pas encore ouvert. Corrigez la date, si c'est une erreur.")


def _say_scales(context: Context) -> None:
    """Bands of a scale that overlap, leave a hole of a point or more, or whose levels go down."""
    scales: dict[str, list[tuple[float, float, Row]]] = {}
    for row in context.rows("scales"):
        try:
            band = number(row["low"]), number(row.get("high", row["low"])), row
        except (ValueError, TypeError):
            continue  # words have no order
        scales.setdefault(fold(row.get("scale", "")), []).append(band)
    for bands in scales.values():
        bands.sort(key=lambda band: (band[0], band[2].number))
        for (_low, high, before), (low, _high, row) in pairwise(bands):
            if low <= high:
                context.notice(row, "low", f"chevauche la ligne {before.number}, qui va jusqu'à "
                               f"{before.text('high') or before.text('low')} : corrigez l'une des deux.")  # fmt: skip
            elif low > high + 1:
                context.notice(row, "low", f"laisse un trou après {before.text('high') or before.text('low')} (ligne "
                               f"{before.number}) : un résultat entre les deux serait refusé.")  # fmt: skip
            elif row["level"] and before["level"] and row["level"] < before["level"]:
                context.notice(row, "level", f"est plus urgent que le niveau de la ligne {before.number}, dont les "
                               "résultats sont plus faibles : 1 est le niveau le plus urgent, 4 celui qui n'a aucun "
                               "besoin.")  # fmt: skip


def _say_slots(context: Context) -> None:
    """Slots of a few minutes."""
    for row in context.rows("bells"):
        if row["start"] is not None and row["end"] is not None and 0 < row["end"] - row["start"] < SMALLEST_SLOT:
            context.notice(row, "end", f"donne un créneau de {row['end'] - row['start']} min : vérifiez les heures.")


def _say_no_seats(context: Context) -> None:
    """Rooms in which nobody can sit."""
    for row in context.rows("rooms"):
        if row["seats"] == 0:
            context.notice(row, "seats", "place : cette salle ne sert jamais. Écrivez combien de personnes y tiennent.")


def _say_least_days(context: Context, problem: Problem) -> None:
    """Least hours of a day that no day of a class, or of a trainer, can hold."""
    for row in context.rows("classes"):
        class_id = ClassId(context.id_of(row))
        if class_id in problem.classes:
            days = problem.bells_of(class_id).days
            most = max(sum(slot.end - slot.start for slot in slots) for slots in days)
            _say_more(context, row, most, "les heures d'une journée")
    for row in context.rows("trainers"):
        if row["max_day"]:
            _say_more(context, row, row["max_day"], "« max par jour »")


def _say_more(context: Context, row: Row, most: int, what: str) -> None:
    if row["min_day"] and row["min_day"] > most:
        context.notice(row, "min_day", f"dépasse {what} ({say_minutes(most)}) : aucun jour ne peut y arriver.")


def _say_small_days(context: Context, problem: Problem) -> None:
    """A most of hours a day below which nobody is made to come."""
    least = problem.settings.least_presence
    for row in context.rows("arrangements"):
        if row["effect"] == "max_day" and row["minutes"] is not None and row["minutes"] < least:
            context.notice(
                row, "minutes", f"fait {say_minutes(row['minutes'])} par jour, moins que la présence minimale "
                f"({say_minutes(least)}) : vérifiez la durée. Un nombre seul est en heures jusqu'à 12, en minutes "
                "au-delà."
            )  # fmt: skip


def _say_lunch(context: Context, problem: Problem) -> None:
    """A lunch that is longer than the gap of the bells in the middle of the day."""
    gaps = [gap for bells in problem.bells.values() for weekday in range(7) if (gap := bells.lunch(weekday))]
    longest, lunch = max((end - start for start, end in gaps), default=0), problem.settings.lunch_minutes
    row = next((row for row in context.rows("settings") if fold(row.get("name", "")) in LUNCH), None)
    if row is not None and 0 < longest < lunch:
        context.notice(row, "value", f"est plus que la pause des horaires ({say_minutes(longest)}) : une journée "
                       "entière ne tient plus. Corrigez la durée, ou la feuille « Horaires ».")  # fmt: skip
