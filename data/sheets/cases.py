"""Optional sheets about particular cases, and the technical ones."""

from data.sheets.columns import APPRENTICE, FROM, MAKEUP, MAKEUP_NOTE, UNTIL, Column, Sheet
from data.sheets.cures_priced import CURES
from planner.domain import Arrangement, Exemption, Match, Pairing

EFFECTS = {
    "max par jour": "max_day",
    "créneau interdit": "forbidden",
    "salle": "room_feature",
    "aide": "helper",
    "jour de repos": "rest_day",
    "pause supplémentaire": "extra_break",
    "présence minimale": "least_presence",
}
INSTEAD = {"autonomie": "study", "accompagnement": "support", "entreprise": "company", "libre": "free"}
TOGETHER = {"ensemble": "together", "séparés": "apart"}

ARRANGEMENTS = Sheet(
    "arrangements",
    "Aménagements",
    "un effet sur l'emploi du temps d'une personne, jamais son motif",
    (
        APPRENTICE,
        Column("effect", "effet", "choice", "cell", "Effet", "max par jour", choices=EFFECTS, field="effect"),
        Column(
            "minutes",
            "durée",
            "length",
            note="Pour « max par jour », « pause supplémentaire », « présence minimale »",
            example="6 h",
            low=0,
            high=900,
        ),
        Column("days", "jours", "days", note="Pour « créneau interdit » et « jour de repos »", synonyms=("jour",)),
        Column("start", "de", "time", note="Pour « créneau interdit »"),
        Column("end", "à", "time", note="Pour « créneau interdit »"),
        Column(
            "value", "valeur", "text", note="Équipement de la salle (ou `accessible`), ou adulte qui aide", field="text"
        ),
        FROM,
        UNTIL,
        Column(
            "makeup",
            "à rattraper",
            "choice",
            note=f"Heures de cours que l'effet fait manquer. {MAKEUP_NOTE}",
            example="non",
            choices=MAKEUP,
            field="makeup",
        ),
    ),
    default="aucun",
    group="Particularités",
    of=Arrangement,
)

EXEMPTIONS = Sheet(
    "exemptions",
    "Dispenses",
    "une matière dont une personne est dispensée",
    (
        APPRENTICE,
        Column("subjects", "matière", "list", "cell", "Matières", "Mathématiques", ("matières",)),
        FROM,
        UNTIL,
        Column(
            "instead", "à la place", "choice", note="[autonomie]", example="autonomie", choices=INSTEAD, field="instead"
        ),
    ),
    default="aucune",
    group="Particularités",
    of=Exemption,
)

PAIRINGS = Sheet(
    "pairings",
    "Ensemble ou séparés",
    "des personnes à garder ensemble ou à séparer dans les groupes",
    (
        Column(
            "learners",
            "apprenants",
            "refs",
            "cell",
            "Deux apprenants ou plus",
            "Martin Léa ; Petit Hugo",
            ("qui",),
            sheets=("learners",),
            field="apprentice_ids",
        ),
        Column(
            "rule",
            "règle",
            "choice",
            "cell",
            "`ensemble` ou `séparés`",
            "ensemble",
            ("ensemble ou séparés",),
            choices=TOGETHER,
            field="together",
            true="together",
        ),
    ),
    default="personne",
    group="Particularités",
    synonyms=("Ensemble / séparés", "Ensemble séparés"),
    of=Pairing,
)

RULES = Sheet(
    "rules",
    "Règles",
    "une règle, en service ou non, et son poids",
    (
        Column("key", "règle", "code", "cell", "Numéro de la règle", "P4", ("code",)),
        Column("on", "active", "bool", note="[oui]", example="oui", synonyms=("en service",)),
        Column(
            "weight",
            "poids",
            "float",
            note="Pour une préférence ; vide : poids habituel",
            example=2,
            low=0,
            high=100000,
        ),
    ),
    default="toutes les règles, avec leurs poids habituels",
    group="Réglages",
)

MATCHES = Sheet(
    "matches",
    "Correspondances",
    "un intitulé ou une valeur de votre centre, et le nôtre",
    (
        Column("sheet", "feuille", "text", note="Vide : toutes les feuilles", example="Apprenants", field="sheet"),
        Column(
            "theirs",
            "votre intitulé ou valeur",
            "text",
            "cell",
            "Ce que vous écrivez",
            "groupe classe",
            ("le vôtre", "intitulé du centre"),
            field="theirs",
        ),
        Column(
            "ours",
            "intitulé ou valeur de Barrette",
            "text",
            "cell",
            "Ce que Barrette attend",
            "classe",
            ("le nôtre", "intitulé attendu"),
            field="ours",
        ),
    ),
    default="aucune",
    group="Réglages",
    of=Match,
)

CASE_SHEETS = (ARRANGEMENTS, EXEMPTIONS, PAIRINGS)
TECHNICAL_SHEETS = (RULES, CURES, MATCHES)
