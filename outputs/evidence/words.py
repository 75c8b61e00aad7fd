"""What the reports say of people, days, hours and volets, and in which form."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby

from outputs.lists.tables import Value, hours
from planner.domain import (
    CONSOLIDATION,
    GUIDANCE,
    PERSONAL,
    Arrangement,
    Came,
    Debt,
    Learner,
    Nature,
    Problem,
    Status,
    TrainerId,
    clock,
    days_between,
)
from planner.hours.given import HourRow, sum_of_rows
from planner.words import DAY_NAMES, say_minutes, say_window, trainer_name

VOLETS = {
    CONSOLIDATION: "Consolidation des acquis",
    PERSONAL: "Accompagnement personnalisé",
    GUIDANCE: "Accompagnement au choix d’orientation",
}
"""The three volets of reinforced support, in their order."""

SITUATIONS = {
    Status.NOT_ENTERED: "Pas encore entré",
    Status.ENROLLED_NO_CONTRACT: "Stagiaire, sans contrat",
    Status.APPRENTICE: "Apprenti, contrat en cours",
    Status.CONTRACT_BROKEN: "Contrat rompu, maintenu au CFA",
    Status.ENDED: "Parti ou droits terminés",
}
CAME_NAMES = {
    Came.PRESENT: "présent",
    Came.ABSENT: "absent",
    Came.LATE: "en retard",
    Came.EXCUSED: "absent, excusé",
}
NATURE_NAMES = {
    Nature.EMPLOYER_SEARCH: "Recherche d’employeur",
    Nature.PUBLIC_SERVICE: "Mission locale, France Travail",
    Nature.COMPANY: "Lien avec l’entreprise",
    Nature.INTERVIEW: "Entretien",
    Nature.DECISION: "Décision",
    Nature.AID: "Aide",
    Nature.LICENCE: "Permis de conduire",
    Nature.SOCIAL: "Accompagnement socio-éducatif",
    Nature.EXIT: "Sortie",
    Nature.OTHER: "Autre",
}
CONTRACT_TO_COME = "Entré, contrat à venir"


def span(first: date | None, last: date | None) -> str:
    """``du 07/09/2026 au 16/10/2026``, or less where an end is open; empty where both are."""
    if first is not None and first == last:
        return f"le {first:%d/%m/%Y}"
    if first is not None and last is not None:
        return f"du {first:%d/%m/%Y} au {last:%d/%m/%Y}"
    if first is not None:
        return f"à partir du {first:%d/%m/%Y}"
    return f"jusqu’au {last:%d/%m/%Y}" if last is not None else ""


def situations(problem: Problem, learner: Learner) -> list[tuple[date, date, str, Status]]:
    """Situations of somebody over the timetable: first and last day, in words, status.

    What began before the timetable says since when; a contract that is signed and to come is no contract in force.
    """

    def on(day: date) -> tuple[str, Status]:
        status = problem.status(learner, day)
        waits = status == Status.APPRENTICE and learner.contract_start is not None and day < learner.contract_start
        return (CONTRACT_TO_COME if waits else SITUATIONS[status]), status

    found = []
    for (said, status), run in groupby(days_between(problem.first, problem.last), key=on):
        inside = list(run)
        since = learner.entry if said == CONTRACT_TO_COME else problem.since(learner, inside[0])
        first = since if since is not None and since < inside[0] == problem.first else inside[0]
        found.append((first, inside[-1], said, status))
    return found


def effect(problem: Problem, row: Arrangement) -> str:
    """An arrangement as what it does to the timetable; why is known to nobody here."""
    length = say_minutes(row.minutes)
    if row.effect == "forbidden" and row.window is not None:
        return f"pas de séance {_weekday(row)}{say_window(row.window.start, row.window.end)}"
    if row.effect == "rest_day":
        return f"journée libre : {_weekday(row).strip()}"
    said = {
        "max_day": f"journée de {length} au plus",
        "room_feature": f"salle : {row.text}",
        "helper": f"accompagné par {trainer_name(problem, TrainerId(row.text))}",
        "extra_break": f"pause de {length} de plus",
        "least_presence": f"présence d’au moins {length} un jour où il vient",
    }
    return said.get(row.effect, row.effect)


def _weekday(row: Arrangement) -> str:
    day = row.window.weekday if row.window is not None else None
    return f"le {DAY_NAMES[day]} " if day is not None else ""


def shown(minutes: int | None) -> Value:
    """Minutes as hours; nothing where they are not known."""
    return "" if minutes is None else hours(minutes)


def moment(start: int, end: int) -> str:
    """``8 h 30 – 10 h``."""
    return f"{clock(start)} – {clock(end)}".replace(" ", "\u00a0")


THREE = (("Heures prévues", 10), ("Heures données", 10), ("Heures suivies", 10))
"""Columns of the three figures: in the timetable, over and held, attended by what is typed."""


def three(rows: Iterable[HourRow]) -> tuple[Value, Value, Value]:
    """The three figures of some rows; attended is empty where nothing is typed of what was given."""
    sums = sum_of_rows(rows)
    known = not sums.given or sums.untold < sums.given
    return hours(sums.planned), hours(sums.given), hours(sums.attended) if known else ""


def left_of(debts: Iterable[Debt]) -> int:
    """Minutes that remain to be planned."""
    return sum(max(0, debt.due - debt.planned) for debt in debts)
