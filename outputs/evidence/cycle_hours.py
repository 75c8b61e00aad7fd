"""The register of hours: the minimum of the cycle, brought to the length of the contract, and what is done of it."""

from collections.abc import Sequence

from outputs.evidence.record import Record
from outputs.evidence.shape import WHO, Part, Row, table
from outputs.evidence.words import THREE, shown, three
from outputs.lists.tables import Figure, Share, Value, class_of, hours, person
from planner.domain import Learner, Programme
from planner.hours.balances import done_minutes, known
from planner.hours.given import HourRow, sum_of_rows

DAYS_A_MONTH = 365.25 / 12
HOURS = (
    *WHO,
    ("Diplôme", 26),
    ("Minimum du cycle", 10),
    ("Cycle (mois)", 9),
    ("Contrat du", 12),
    ("Contrat au", 12),
    ("Durée du contrat (mois)", 10),
    ("Minimum au prorata du contrat", 12),
    ("Faites avant", 10),
    *THREE,
    ("Données sans relevé de présence", 12),
    ("À la fin du contrat, à ce rythme", 14),
    ("Écart au minimum au prorata", 14),
)
MODES = (
    *WHO,
    ("Sur place", 10),
    ("À distance, en direct", 12),
    ("À distance, en différé", 12),
    ("Module hybride", 12),
    ("Total prévu", 10),
    ("Part à distance", 10),
    ("Seuil", 9),
)
MODES_NOTE = (
    "Comme chacun suit la séance : sur place, même si d’autres la suivent de loin ; module hybride : donné en partie "
    "sur place, en partie à distance (feuille « Modules »)"
)


def cycle_register(record: Record, people: Sequence[Learner]) -> list[Part]:
    """Hours of each person over the cycle, and by modality in this timetable."""
    note = (
        "Prorata : minimum du cycle × durée du contrat (d’après ses dates) ÷ durée du cycle, le minimum au plus ; "
        "à ce rythme : heures faites avant, plus celles de cet emploi du temps jusqu’à la fin du contrat"
    )
    return [
        Part(
            (
                table("Heures du cycle", HOURS, (_cycle(record, p) for p in people), note),
                table("Heures par modalité", MODES, (_modes(record, p) for p in people), MODES_NOTE),
            )
        )
    ]


def programme_of(record: Record, learner: Learner) -> Programme | None:
    """The programme of somebody: that of the class at the end of the timetable, else at its beginning."""
    home = learner.membership(record.problem.last) or learner.membership(record.problem.first)
    group = record.problem.classes.get(home.class_id) if home else None
    return record.problem.programmes.get(group.programme_id) if group else None


def contract_months(learner: Learner) -> float | None:
    """Length of the contract in months; None where one of its dates is not known."""
    if learner.contract_start is None or learner.contract_end is None:
        return None
    return ((learner.contract_end - learner.contract_start).days + 1) / DAYS_A_MONTH


def adapted_minimum(programme: Programme | None, months: float | None) -> int | None:
    """The minimum of the cycle in minutes for a contract of so many months, never more than that of the whole cycle."""
    if programme is None or programme.cycle_minutes is None or months is None:
        return None
    return round(programme.cycle_minutes * min(1.0, months / (12 * programme.years)))


def projected(record: Record, learner: Learner, rows: Sequence[HourRow]) -> int | None:
    """Minutes at the end of the contract if the rhythm of this timetable goes on; None where it cannot be told.

    What did not take place and what was missed does not count.
    """
    problem = record.problem
    if learner.contract_end is None or not known(problem, learner):
        return None
    kept = sum(row.planned for row in rows if not row.cancelled) - sum(row.missed for row in rows)
    days = (problem.last - problem.first).days + 1
    terms = 1 + max(0, (learner.contract_end - problem.last).days) / days
    return round(done_minutes(problem, learner) + kept * terms)


def _cycle(record: Record, learner: Learner) -> Row:
    problem, rows = record.problem, record.hours_of(learner.id)
    programme, months = programme_of(record, learner), contract_months(learner)
    least, coming = adapted_minimum(programme, months), projected(record, learner, rows)
    cycle: tuple[Value, ...] = ("", "", "")
    if programme is not None:
        minimum = shown(programme.cycle_minutes) if programme.cycle_minutes else "non renseigné"
        cycle = (programme.name or str(programme.id), minimum, 12 * programme.years)
    return (
        *(person(problem, learner.id), class_of(problem, learner.id), *cycle),
        *(learner.contract_start or "", learner.contract_end or "", "" if months is None else Figure(round(months, 1))),
        *(shown(least), shown(done_minutes(problem, learner)) if known(problem, learner) else "inconnues"),
        *(
            *three(rows),
            hours(sum_of_rows(rows).untold),
            shown(coming),
            "" if least is None or coming is None else hours(coming - least),
        ),
    )


def _modes(record: Record, learner: Learner) -> Row:
    sums = dict.fromkeys(("on_site", "remote_sync", "remote_async", "blended"), 0)
    for row in record.hours_of(learner.id):
        sums[record.mode(row.session, learner.id)] += row.planned
    total = sum(sums.values())
    share: Value = Share((sums["remote_sync"] + sums["remote_async"]) / total) if total else ""
    who = person(record.problem, learner.id), class_of(record.problem, learner.id)
    return (*who, *map(hours, sums.values()), hours(total), share, Share(record.problem.settings.remote_share))
