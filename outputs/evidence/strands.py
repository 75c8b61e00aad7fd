"""Volets: what each class and each person has of them, period by period, beside what their programme sets."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from outputs.evidence.record import Record
from outputs.evidence.shape import WHO, Part, Row, table
from outputs.evidence.words import VOLETS
from outputs.lists.tables import Share, class_of, hours, person
from planner.domain import ApprenticeId, ClassId, Learner, PeriodId, Problem, monday
from planner.hours.given import HourRow, ThreeFigures, sum_of_rows

USUAL_WEEKS = 13
"""CFA weeks of a year where the programme does not say."""


def volets(record: Record, people: Sequence[Learner]) -> list[Part]:
    """Class × volet × period against the target of the programme; then person by person, and who has had none."""
    classes = {c for p in people for m in p.memberships if (c := m.class_id) in record.problem.classes}
    columns = (
        *(("Classe", 28), ("Période", 18), ("Volet", 36), ("Apprenants", 12), ("Heures prévues par apprenant", 16)),
        *(("Données par apprenant", 12), ("Suivies par apprenant", 12)),
        *(("Repère de la période", 14), ("Part du repère", 12), ("Sans aucune heure", 12)),
    )
    by_class = table(
        "Volets par classe",
        columns,
        (row for c in record.problem.classes if c in classes for row in _of_class(record, c)),
        "Repère : part de l’année qui revient aux semaines au CFA de la période",
    )
    own = (*WHO, ("Période", 18), *((name, 20) for name in VOLETS.values()), ("Total", 10))
    each = table("Volets par apprenant", own, (row for p in people for row in _of_person(record, p)))
    none = table(
        "Sans un volet",
        (*WHO, ("Volet", 36), ("Constat", 60)),
        (r for p in people for r in _none(record, p)),
        "Classes dont le programme prévoit les trois volets",
    )
    return [Part((by_class, each, none))]


Sums = dict[tuple[ApprenticeId, PeriodId, str], ThreeFigures]


def _sums(record: Record) -> Sums:
    """What a person has of each volet in each period: planned, given, attended."""
    found: dict[tuple[ApprenticeId, PeriodId, str], list[HourRow]] = defaultdict(list)
    for learner in record.people:
        for row in record.hours_of(learner.id):
            period = record.period_of(row.session.day)
            if row.session.strand and period is not None:
                found[learner.id, period.id, row.session.strand].append(row)
    return {at: sum_of_rows(rows) for at, rows in found.items()}


def _had(record: Record, person_id: ApprenticeId, period_id: PeriodId, strand: str) -> ThreeFigures:
    return record.once(_sums).get((person_id, period_id, strand), ThreeFigures())


def _present(record: Record) -> dict[tuple[ClassId, PeriodId], list[ApprenticeId]]:
    """Who of a class is expected in anything in a period."""
    found: dict[tuple[ClassId, PeriodId], dict[ApprenticeId, None]] = defaultdict(dict)
    for learner in record.people:
        for session in record.held(learner.id):
            period, home = record.period_of(session.day), record.class_on(learner, session.day)
            if period is not None and home is not None:
                found[home, period.id][learner.id] = None
    return {at: list(people) for at, people in found.items()}


def _of_class(record: Record, class_id: ClassId) -> Iterator[Row]:
    group, present = record.problem.classes[class_id], record.once(_present)
    for period in record.periods:
        people = present.get((class_id, period.id), [])
        targets = _targets(record.problem, class_id, _weeks(record, class_id, period.id))
        for strand, name in VOLETS.items():
            had = [_had(record, p, period.id, strand) for p in people]
            target = targets.get(strand, 0.0)
            if target or any(one.planned for one in had):
                mean = _mean([one.planned for one in had])
                known = not any(one.given for one in had) or any(one.given > one.untold for one in had)
                yield (
                    *(group.name, period.label, name, len(people), round(mean / 60, 2)),
                    round(_mean([one.given for one in had]) / 60, 2),
                    round(_mean([one.attended for one in had]) / 60, 2) if known else "",
                    *((round(target / 60, 2), Share(mean / target)) if target else ("", "")),
                    sum(not one.planned for one in had),
                )


def _mean(minutes: Sequence[int]) -> float:
    return sum(minutes) / len(minutes) if minutes else 0.0


def _weeks(record: Record, class_id: ClassId, period_id: PeriodId) -> int:
    """Weeks of a period in which a class is at the centre."""
    period = next(p for p in record.periods if p.id == period_id)
    return len({monday(d) for d in record.problem.days if d in period and record.problem.class_presence(class_id, d)})


def _targets(problem: Problem, class_id: ClassId, weeks: int) -> dict[str, float]:
    """Minutes of each volet that a number of CFA weeks should give, by the programme; none where it has no volets."""
    group = problem.classes[class_id]
    programme = problem.programmes.get(group.programme_id)
    if programme is None or not programme.three_strands:
        return {}
    share = weeks / programme.weeks_per_year.get(group.year, USUAL_WEEKS)
    return {strand: programme.strand_minutes.get((group.year, strand), 0) * share for strand in VOLETS}


def _of_person(record: Record, learner: Learner) -> Iterator[Row]:
    for period in record.periods:
        had = [_had(record, learner.id, period.id, strand).planned for strand in VOLETS]
        if any(had) or any(session.day in period for session in record.held(learner.id)):
            who = person(record.problem, learner.id), class_of(record.problem, learner.id)
            yield (*who, period.label, *map(hours, had), hours(sum(had)))


def _none(record: Record, learner: Learner) -> Iterator[Row]:
    """Volets of which somebody whose programme sets them has no hour in the whole timetable."""
    held = record.held(learner.id)
    homes = {record.class_on(learner, s.day) for s in held} - {None}
    asked = {s for c in homes if c is not None for s, target in _targets(record.problem, c, 1).items() if target}
    for strand, name in VOLETS.items():
        if strand in asked and not any(_had(record, learner.id, p.id, strand).planned for p in record.periods):
            debts = [d for d in record.debts.get(learner.id, ()) if d.target == strand and d.told]
            why = debts[0].told if debts else f"aucune heure prévue en {len({monday(s.day) for s in held})} semaines"
            yield (person(record.problem, learner.id), class_of(record.problem, learner.id), name, why)
