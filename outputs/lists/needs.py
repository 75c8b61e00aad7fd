"""The register of decided needs, as the planner keeps it: what was opened, by whom, what answers it."""

from outputs.lists.tables import Table, Value, class_names, hours, person, target_name
from planner.domain import ExplicitNeed, Problem, Timetable

RESPONSES = {"support": "Accompagnement", "apart": "Séance à part", "company": "Message au maître d'apprentissage"}


def need_table(problem: Problem, timetable: Timetable) -> Table:
    """One row for each line of *Besoins*: for whom, origin, dates, hours due and planned; notes to companies too."""
    headers = (
        "Besoin", "Pour", "Module ou volet", "Réponse", "Origine", "Ouvert le", "Décidé par", "Échéance", "Fermé le",
        "Motif", "Heures dues", "Heures prévues",
    )  # fmt: skip
    widths = (16, 40, 34, 26, 18, 12, 20, 12, 12, 14, 12, 14)
    rows = tuple(_row(problem, timetable, need) for need in problem.explicit_needs)
    note = "Registre interne : le motif reste codé, et rien de cette page n'est diffusé."
    return Table("Besoins décidés", headers, widths, rows, note)


def _row(problem: Problem, timetable: Timetable, need: ExplicitNeed) -> tuple[Value, ...]:
    mine = [d for d in timetable.debts if need.owns(d.need_id)]
    return (
        need.id,
        _whom(problem, need),
        target_name(problem, need.target) if need.target else "",
        RESPONSES[need.response],
        need.source,
        need.opened or "",
        need.decided_by,
        need.deadline or "",
        need.closed or "",
        need.reason_code,
        hours(sum(d.due for d in mine)),
        hours(sum(d.planned for d in mine)),
    )


def _whom(problem: Problem, need: ExplicitNeed) -> str:
    people = [person(problem, a) for a in need.apprentice_ids]
    if need.class_id is not None:
        part = f" (partie {need.part})" if need.part else ""
        people.append(f"{class_names(problem, [need.class_id])}{part}")
    return ", ".join(people)
