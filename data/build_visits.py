"""*Visites* → what is asked about company visits."""

from data.build_context import Context
from data.build_time import span
from planner.domain import ApprenticeId, TrainerId, VisitRule


def build_visits(context: Context) -> tuple[VisitRule, ...]:
    """One value a line; a visit to date needs somebody who makes it."""
    referents = {
        context.id_of(row): context.names("trainers").find(row["referent"] or "") for row in context.rows("learners")
    }
    contracts = {context.id_of(row): row["contract_start"] for row in context.rows("learners")}
    found = []
    for row in context.rows("visits"):
        learner, trainer = context.ref(row, "learner"), context.ref(row, "trainer")
        first, last = span(context, row)
        if learner is None:
            continue
        if row["dated"] and trainer is None and not row["trainer"] and not referents.get(learner):
            context.fault(
                row,
                "dated",
                "demande une date, mais personne ne fait la visite : indiquez un formateur ici, ou un formateur "
                "référent dans « Apprenants ».",
            )
        if contracts.get(learner) is None and row["number"] != 0:
            context.faults.notice(
                f"Feuille « Visites », ligne {row.number} : « {row['learner']} » n'a pas de contrat, aucune visite."
            )
        who = TrainerId(trainer) if trainer else None
        found.append(VisitRule(ApprenticeId(learner), row["number"], first, last, row["done"], bool(row["dated"]), who))
    return tuple(found)
