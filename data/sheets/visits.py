"""The optional sheet about company visits."""

from data.sheets.columns import APPRENTICE, Column, Sheet
from planner.domain import VisitRule

VISITS = Sheet(
    "visits",
    "Visites",
    "les visites en entreprise d'un apprenant ; sans nombre ni dates, celles de l'habitude",
    (
        APPRENTICE,
        Column(
            "number",
            "nombre",
            "int",
            note="Visites à faire entre les deux dates ; 0 : aucune",
            example=1,
            synonyms=("visites",),
            low=0,
            high=20,
            field="number",
        ),
        Column(
            "first", "du", "date", note="Premier jour possible ; vide : le début", example="07/09/2026", field="first"
        ),
        Column("last", "au", "date", note="Dernier jour possible ; vide : la fin", example="31/10/2026", field="last"),
        Column(
            "done",
            "déjà faites",
            "int",
            note="Visites déjà faites ; vide : celles qui étaient dues avant le début",
            low=0,
            high=50,
            field="done",
        ),
        Column(
            "dated",
            "à dater",
            "bool",
            note="`oui` : la visite a un jour et une heure dans l'emploi du temps [non]",
            field="dated",
        ),
        Column(
            "trainer",
            "formateur",
            "ref",
            note="Qui fait la visite ; vide : le formateur référent",
            synonyms=("formateur référent", "visiteur"),
            sheets=("trainers",),
            field="trainer_id",
        ),
    ),
    default="une visite dans les deux premiers mois du contrat, puis une par demi-année, par le formateur référent",
    group="Particularités",
    of=VisitRule,
)
