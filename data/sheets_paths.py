"""Sheets on people over time: dated classes, and individual paths through the courses of several classes."""

from data.columns import Column, Sheet

INSTEAD = {
    "autonomie": "study",
    "accompagnement": "support",
    "autre cours": "other",
    "entreprise": "company",
    "libre": "free",
}

MEMBERSHIPS = Sheet(
    "memberships",
    "Affectations",
    "une classe suivie par une personne entre deux dates ; les autres jours, sa classe de la feuille Apprenants",
    (
        Column("learner", "apprenant", "ref", "cell", "Apprenant", "Martin Léa", ("nom", "qui"), sheets=("learners",)),
        Column("class", "classe", "ref", "cell", "Classe suivie", "CAP CUI 2", ("section",), sheets=("classes",)),
        Column("part", "partie", "text", note="Lettre de sa partie ; vide : automatique", example=None),
        Column("first", "du", "date", note="Premier jour dans cette classe [l'entrée]", example="16/11/2026"),
        Column("last", "au", "date", note="Dernier jour dans cette classe [la sortie]", example=None),
    ),
    default="chacun reste dans sa classe de la feuille « Apprenants »",
    group="Particularités",
)

PATHS = Sheet(
    "paths",
    "Parcours individuels",
    "un cours quitté par une personne, un cours suivi dans une autre classe, ou les deux",
    (
        Column("learner", "apprenant", "ref", "cell", "Apprenant", "Martin Léa", ("nom", "qui"), sheets=("learners",)),
        Column("first", "du", "date", note="Vide : dès le début", example=None),
        Column("last", "au", "date", note="Vide : jusqu'à la fin", example=None),
        Column(
            "leaves",
            "cours quitté",
            "text",
            note="Cours de sa classe qu'il ne suit pas : matière, ou code",
            example="Mathématiques",
        ),
        Column(
            "follows",
            "cours suivi",
            "text",
            note="Cours d'une autre classe : code, ou « matière – classe »",
            example="Mathématiques – BAC PRO CUI 2",
        ),
        Column(
            "part", "partie suivie", "text", note="Si le cours suivi est dédoublé : lettre de la partie", example=None
        ),
        Column(
            "instead",
            "à la place",
            "choice",
            note="Ce que deviennent les heures libérées [autre cours s'il y en a un, sinon autonomie]",
            example="autre cours",
            synonyms=("heures libérées",),
            choices=INSTEAD,
        ),
    ),
    default="aucun",
    group="Particularités",
    synonyms=("Parcours", "Parcours individualisés"),
)

PATH_SHEETS = (MEMBERSHIPS, PATHS)
