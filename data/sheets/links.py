"""The optional sheet that ties courses to one another."""

from data.sheets.columns import Column, Sheet
from planner.domain import RELATION_WORDS, Link

RELATIONS = {words: str(relation) for relation, words in RELATION_WORDS.items()}

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
            "Ce que le lien demande ; « même heure » : toutes leurs séances de la semaine commencent à la même heure, "
            "quel que soit le jour ; « dans cet ordre » : la séance de rang k du dernier cours vient après celles de "
            "même rang des autres, sur tout l'emploi du temps",
            "jours d'écart",
            ("relation",),
            choices=RELATIONS,
        ),
        Column(
            "courses",
            "cours",
            "list",
            "cell",
            "Cours liés, par leur code ou « matière – classe » ; avec le même nombre de parties pour « même début », "
            "« même jour » et « à la suite »",
            "Mathématiques – CAP CUI 1",
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
        Column(
            "hours",
            "heures",
            "hours",
            note="Pour « heures d'écart » : temps au moins entre la fin d'une séance et le début d'une autre du même "
            "jour [1 h]",
            example="2 h",
            low=5,
            high=12 * 60,
            field="minutes",
        ),
        Column(
            "hard",
            "impératif",
            "bool",
            note="`non` : un souhait, avec un coût ; pas pour « dans cet ordre » [oui]",
            example="oui",
            field="hard",
        ),
    ),
    default="aucun",
    group="Particularités",
    of=Link,
    synonyms=("Liens entre cours",),
)
