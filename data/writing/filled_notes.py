"""The first sheet of the workbook of a next term: what it was made from, and what the planner has to do with it."""

from collections.abc import Sequence

from planner.domain import Problem


def filled_notes(
    problem: Problem, version: int, folder: str, left: Sequence[tuple[str, Sequence[str]]]
) -> list[tuple[str, str]]:
    """Title and text of each line: where the workbook comes from, what to fill and to look at, in order.

    ``version`` and ``folder``: where it comes from; ``left``: what could not be carried over, title by title.
    """
    notes = [
        ("La suite d’un emploi du temps", ""),
        ("", f"Repris de la version {version} du dossier « {folder} », pour la période du "
             f"{problem.first:%d/%m/%Y} au {problem.last:%d/%m/%Y}."),
        ("À remplir", ""),
        ("Calendrier", "Les semaines au CFA de chaque ligne : X, lu-ma … ; une ligne vide est une absence du CFA."),
        ("Fermetures", "Les vacances et les ponts qui n’y sont pas ; les jours fériés de la zone y sont d’office."),
        ("Périodes", "Les périodes de formation ; vide : des périodes égales."),
        ("À relire", ""),
        ("Classes", "L’année du cycle, si une année scolaire commence ; les personnes gardent leur classe."),
        ("Cours", "Les heures données en tout sont celles de la période finie ; celles par semaine restent justes."),
        ("Paramètres", "Le repère distingue les rendez-vous de cette période, et « suite de » dit où reprendre les "
                       "adresses : ne les changez pas ; si un dossier a changé de place, corrigez « suite de »."),
        ("Formateurs", "Les heures déjà faites dans l’année, calculées ; corrigez ce que vous savez mieux."),
        ("Apprenants", "Entrées, sorties et contrats ; le code d’une personne et le sel ne changent jamais : les "
                       "adresses des calendriers en dépendent."),
        ("Résultats", "Chaque résultat est devenu son niveau, de 1 à 4 ; ajoutez les nouveaux à leur date."),
        ("Reprise", "Heures faites et groupes de la dernière période, calculés ; corrigez ce que vous savez mieux."),
        ("Besoins", "Ceux qui restent ouverts ; leurs heures déjà données sont dans « Reprise », à leur code."),
    ]  # fmt: skip
    for title, lines in left:
        notes += [(title, ""), *(("", line) for line in lines)]
    notes += [("Ensuite", ""), ("", "« barrette check » dit ce qui manque, « barrette solve » calcule.")]
    return notes
