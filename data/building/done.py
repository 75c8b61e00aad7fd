"""*Réalisé* → what did not take place as planned, for an update of the timetable."""

from data.building.context import Context
from data.sheets.plain import plain
from planner.domain import Realised

TOLD = (
    "Feuille « Réalisé » : lue, mais sans effet sur un nouveau calcul ; c'est la mise à jour (« update ») qui fera "
    "redevenir dues les heures d'accompagnement manquées."
)
ROLLS_TOLD = (
    "Feuille « Présences » : un nouveau calcul refait tout l'emploi du temps, et ses séances ont d'autres références ; "
    "pour garder les jours passés, et compter les présences, faites une mise à jour (« update »)."
)


def build_realised(context: Context) -> tuple[Realised, ...]:
    """One value a line; the sessions are those of the timetable published before, which the reading does not know."""
    found: list[Realised] = []
    lines: dict[str, int] = {}
    for row in context.rows("realised"):
        session, cancelled = row["session"], bool(row["cancelled"])
        realised = Realised(**plain(context, row))
        if session is None:
            continue
        if session in lines:
            context.fault(row, "session", f"est en double (déjà à la ligne {lines[session]}) : gardez une seule ligne.")
        lines.setdefault(session, row.number)
        if cancelled and row["absent"]:
            context.fault(row, "absent", "une séance annulée n'a pas d'absents : videz cette cellule, ou « annulée ».")
        if not cancelled and not row["absent"] and row["cancelled"] is None:
            context.fault(row, "absent", "indiquez qui était absent, ou « oui » dans la colonne « annulée ».")
        found.append(realised)
    if found:
        context.faults.notice(TOLD, context.rows("realised")[0].origin)
    return tuple(found)
