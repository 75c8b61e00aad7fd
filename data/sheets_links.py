"""The optional sheet that ties courses to one another."""

from data.columns import Column, Sheet
from planner.domain import Link, Relation

RELATIONS = {
    "même début": str(Relation.SAME_START),
    "même jour": str(Relation.SAME_DAY),
    "pas en même temps": str(Relation.NOT_AT_ONCE),
    "à la suite": str(Relation.CONSECUTIVE),
    "à la suite dans cet ordre": str(Relation.IN_A_ROW),
    "jours d'écart": str(Relation.DAYS_APART),
    "en fin de journée": str(Relation.ENDS_DAY),
    "dans cet ordre": str(Relation.ORDER),
}

LINKS = Sheet(
    "links",
    "Liens",
    "un lien entre des cours, qui vaut chaque semaine, séance par séance",
    (
        Column(
            "relation",
            "lien",
            "choice",
            "cell",
            "Ce que le lien demande ; « dans cet ordre » : la séance de rang k du dernier cours vient après celles de "
            "même rang des autres, sur tout l'emploi du temps",
            "même début",
            ("relation",),
            choices=RELATIONS,
        ),
        Column(
            "courses",
            "cours",
            "list",
            "cell",
            "Cours liés, par leur code ou « matière – classe »",
            "Mathématiques – CAP CUI 1 ; Mathématiques – CAP BOU 1",
        ),
        Column(
            "days",
            "jours",
            "int",
            note="Pour « jours d'écart » : jours au moins entre deux séances ; 1 : un autre jour [1]",
            example=2,
            low=1,
            high=6,
            field="days",
        ),
        Column("hard", "impératif", "bool", note="`non` : un souhait, avec un coût [oui]", example="oui", field="hard"),
    ),
    default="aucun",
    group="Particularités",
    of=Link,
    synonyms=("Liens entre cours",),
)
