"""*Visites* → what is asked about company visits."""

from data.building.context import Context
from data.building.time import span
from data.sheets.plain import plain
from planner.domain import VisitRule


def build_visits(context: Context) -> tuple[VisitRule, ...]:
    """One value a line; a visit to date needs somebody who makes it."""
    referents = {
        context.id_of(row): context.names("trainers").find(row["referent"] or "") for row in context.rows("learners")
    }
    contracts = {context.id_of(row): row["contract_start"] for row in context.rows("learners")}
    found = []
    for row in context.rows("visits"):
        rule = VisitRule(**plain(context, row))
        span(context, row)
        if not rule.apprentice_id:
            continue
        if rule.dated and not row["trainer"] and not referents.get(rule.apprentice_id):
            context.fault(
                row,
                "dated",
                "demande une date, mais personne ne fait la visite : indiquez un formateur ici, ou un formateur "
                "référent dans « Apprenants ».",
            )
        if contracts.get(rule.apprentice_id) is None and rule.number != 0:
            context.faults.notice(
                f"Feuille « Visites », ligne {row.number} : « {row['learner']} » n'a pas de contrat, aucune visite."
            )
        found.append(rule)
    return tuple(found)
