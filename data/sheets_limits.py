"""The optional sheet that bounds the weeks of trainers and classes."""

from data.columns import Column, Sheet
from planner.domain import WeekLimit

EVERYBODY = {"tous les formateurs": "trainers", "toutes les classes": "classes"}
"""Words that stand for all rows of a sheet."""
MOST_DAY = 14 * 60

LIMITS = Sheet(
    "limits",
    "Limites",
    "des limites à la semaine d'un formateur ou d'une classe ; les jours d'un événement, ou d'une séance déjà fixée, "
    "n'y comptent pas",
    (
        Column(
            "who",
            "qui",
            "list",
            "cell",
            "Formateurs ou classes, ou `tous les formateurs`, `toutes les classes`",
            "CAP CUI 1",
            ("formateurs", "classes"),
        ),
        Column(
            "gaps_day",
            "trous par jour",
            "length",
            note="Heures sans cours entre le premier et le dernier de la journée, au plus ; 0 : aucune",
            example="1 h",
            low=0,
            high=MOST_DAY,
            field="gaps_day",
        ),
        Column(
            "gaps_week",
            "trous par semaine",
            "hours",
            note="De même, sur la semaine",
            example="2 h",
            low=0,
            high=7 * MOST_DAY,
            field="gaps_week",
        ),
        Column(
            "days",
            "jours par semaine au plus",
            "int",
            note="Jours de cours au plus",
            synonyms=("jours par semaine",),
            low=0,
            high=7,
            field="days",
        ),
        Column(
            "least_days",
            "jours par semaine au moins",
            "int",
            note="Jours de cours au moins dans une semaine de cours, ou tous ceux où l'on peut venir",
            low=0,
            high=7,
            field="least_days",
        ),
        Column(
            "afternoons",
            "après-midi par semaine",
            "int",
            note="Après-midi de cours au plus",
            low=0,
            high=7,
            field="afternoons",
        ),
        Column(
            "run",
            "heures d'affilée",
            "hours",
            note="Sans trou ni pause de midi, au plus",
            example="4 h",
            low=15,
            high=MOST_DAY,
            field="run",
        ),
        Column(
            "most_day",
            "heures par jour au plus",
            "hours",
            note="Heures d'une journée au plus",
            low=15,
            high=MOST_DAY,
            field="most_day",
        ),
        Column(
            "least_day",
            "heures par jour au moins",
            "hours",
            note="Heures d'une journée au moins, s'il y en a",
            low=0,
            high=MOST_DAY,
            field="least_day",
        ),
        Column(
            "late_starts",
            "débuts tardifs",
            "int",
            note="Jours par semaine qui peuvent commencer au deuxième créneau ; les autres commencent au premier",
            low=0,
            high=7,
            field="late_starts",
        ),
        Column("hard", "impératif", "bool", note="`non` : un souhait, avec un coût [oui]", example="oui", field="hard"),
    ),
    default="aucune",
    group="Particularités",
    of=WeekLimit,
)
