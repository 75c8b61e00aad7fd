"""The optional sheet about company visits."""

from data.columns import YES_NO, Column, Sheet

VISITS = Sheet(
    "visits",
    "Visites",
    "les visites en entreprise d'un apprenant ; sans nombre ni dates, celles de l'habitude",
    (
        Column("learner", "apprenant", "ref", "cell", "Apprenant", "Martin Léa", ("nom", "qui"), sheets=("learners",)),
        Column(
            "number",
            "nombre",
            "int",
            note="Visites à faire entre les deux dates ; 0 : aucune",
            example=1,
            synonyms=("visites",),
            low=0,
            high=20,
        ),
        Column("first", "du", "date", note="Premier jour possible ; vide : le début", example="07/09/2026"),
        Column("last", "au", "date", note="Dernier jour possible ; vide : la fin", example="31/10/2026"),
        Column(
            "done",
            "déjà faites",
            "int",
            note="Visites déjà faites ; vide : celles qui étaient dues avant le début",
            example=None,
            low=0,
            high=50,
        ),
        Column(
            "dated",
            "à dater",
            "bool",
            note="`oui` : la visite a un jour et une heure dans l'emploi du temps [non]",
            example=None,
            choices=YES_NO,
        ),
        Column(
            "trainer",
            "formateur",
            "ref",
            note="Qui fait la visite ; vide : le formateur référent",
            example=None,
            synonyms=("formateur référent", "visiteur"),
            sheets=("trainers",),
        ),
    ),
    default="une visite dans les deux premiers mois du contrat, puis une par demi-année, par le formateur référent",
    group="Particularités",
)
