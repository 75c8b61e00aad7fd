"""*Reprise*: what was done before the first day of the workbook, and the groups of the last period."""

from data.sheets.columns import Column, Sheet

BALANCES = Sheet(
    "balances",
    "Reprise",
    "des heures déjà faites (d'une personne, d'une classe, d'un formateur), ou une place dans un groupe de la dernière "
    "période",
    (
        Column(
            "learner",
            "apprenant",
            "ref",
            note="La personne ; sa ligne l'emporte sur celle de sa classe",
            example="Martin Léa",
            synonyms=("apprenti", "nom"),
            sheets=("learners",),
        ),
        Column("class", "classe", "ref", note="Ou toute la classe", sheets=("classes",)),
        Column(
            "trainers",
            "formateurs",
            "refs",
            note="Ou le formateur, pour ses heures de l'année ; formateurs du groupe pour une barrette",
            synonyms=("formateur",),
            sheets=("trainers",),
        ),
        Column(
            "what",
            "quoi",
            "text",
            note="Cours (matière), module, volet, code d'un besoin ; vide : total des heures faites au CFA",
            example="Mathématiques",
            synonyms=("matière", "cours", "module", "volet", "composante", "cours ou composante"),
        ),
        Column(
            "minutes",
            "heures",
            "hours",
            note="Heures déjà faites",
            example="36 h",
            synonyms=("heures faites", "heures déjà faites"),
            low=0,
            high=180_000,
        ),
        Column(
            "distance",
            "dont à distance",
            "hours",
            note="Part de ce total suivie à distance",
            synonyms=("à distance",),
            low=0,
            high=180_000,
        ),
        Column(
            "barrette",
            "barrette",
            "ref",
            note="Groupe de la dernière période : la barrette, la personne et le module, sans heures",
            sheets=("barrettes",),
        ),
    ),
    default="rien n'est connu avant le début : les règles de l'année et du cycle sont à vérifier",
    group="Réglages",
)
