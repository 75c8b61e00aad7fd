"""Sheets on people over time: dated classes, and individual paths through the courses of several classes."""

from data.sheets.columns import APPRENTICE, FROM, UNTIL, Column, Sheet
from planner.domain import Membership, PersonalPath

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
        Column(
            "class",
            "classe",
            "ref",
            "cell",
            "Classe suivie",
            "CAP CUI 2",
            ("section",),
            sheets=("classes",),
            field="class_id",
        ),
        Column("part", "partie", "part", note="Lettre de sa partie ; vide : automatique", field="part"),
        Column(
            "first", "du", "date", note="Premier jour dans cette classe [l'entrée]", example="16/11/2026", field="first"
        ),
        Column("last", "au", "date", note="Dernier jour dans cette classe [la sortie]", field="last"),
    ),
    default="chacun reste dans sa classe de la feuille « Apprenants »",
    group="Particularités",
    of=Membership,
)

PATHS = Sheet(
    "paths",
    "Parcours individuels",
    "un cours quitté par une personne, un cours suivi dans une autre classe, ou les deux",
    (
        APPRENTICE,
        FROM,
        UNTIL,
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
            "part", "partie suivie", "part", note="Si le cours suivi est dédoublé : lettre de la partie", field="part"
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
    of=PersonalPath,
)

PATH_SHEETS = (MEMBERSHIPS, PATHS)
