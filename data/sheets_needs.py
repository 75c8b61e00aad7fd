"""Optional sheets about results, needs and individual cases, and the two technical ones."""

from data.columns import CODE, YES_NO, Column, Sheet
from data.sheets_people import CHOICE

STATUSES = {
    "sans contrat": "ENROLLED_NO_CONTRACT",
    "apprenti": "APPRENTICE",
    "rupture": "CONTRACT_BROKEN",
    "postulant": "ENROLLED_NO_CONTRACT",
    "rupturant": "CONTRACT_BROKEN",
}
RECURRENT = {"récurrent": "recurrent", "temporaire": "temporary"}
ORIGINS = {name: name for name in ("positionnement", "formateur", "conseil", "entreprise", "apprenant")}
RESPONSES = {"accompagnement": "support", "entreprise": "company", "mot à l'entreprise": "company"}
EFFECTS = {
    "max par jour": "max_day",
    "créneau interdit": "forbidden",
    "salle": "room_feature",
    "aide": "helper",
    "jour de repos": "rest_day",
    "pause supplémentaire": "extra_break",
}
INSTEAD = {"autonomie": "study", "accompagnement": "support", "entreprise": "company", "libre": "free"}
TOGETHER = {"ensemble": "together", "séparés": "apart"}

RESULTS = Sheet(
    "results",
    "Résultats",
    "un résultat de positionnement pédagogique ; à sa date, il remplace le précédent du même domaine",
    (
        Column(
            "learner",
            "apprenant",
            "ref",
            "cell",
            "Apprenant (code, ou nom et prénom)",
            "Martin Léa",
            ("nom", "code"),
            sheets=("learners",),
        ),
        Column("domain", "domaine", "text", "cell", "Domaine évalué", "littératie"),
        Column("value", "résultat", "any", "cell", "Résultat dans son échelle", 2, ("valeur", "note")),
        Column("date", "date", "date", "cell", "Date de l'évaluation", "10/09/2026"),
        Column(
            "scale",
            "échelle",
            "text",
            note="Échelle ; vide : celle des Paramètres [niveaux 1-4]",
            example="niveaux 1-4",
        ),
        Column("assessor", "évaluateur", "text", note="Qui a évalué", example=None),
    ),
    default="les colonnes de résultats de la feuille Apprenants, s'il y en a",
    group="Besoins",
)

SCALES = Sheet(
    "scales",
    "Échelles",
    "un intervalle d'une échelle et son niveau commun",
    (
        Column("scale", "échelle", "text", "cell", "Nom de l'échelle", "note /20"),
        Column("low", "de", "any", "cell", "Plus petit résultat (nombre ou mot)", 0, ("résultat de", "résultat")),
        Column("high", "à", "any", note="Plus grand résultat ; vide : le même", example=7.99, synonyms=("résultat à",)),
        Column("level", "niveau", "int", "cell", "1 (urgent) à 4 (aucun besoin)", 1, low=1, high=4),
    ),
    default="note /20, niveaux 1-4, ANLCI, DEPP CAP, groupes de 2de, CléA",
    group="Besoins",
)

NEED_RULES = Sheet(
    "need_rules",
    "Règles de besoins",
    "qui a droit à quoi ; une condition vide est toujours remplie",
    (
        Column("target", "cible", "text", "cell", "Module ou composante", "LIT1", ("module ou composante", "module")),
        Column("domain", "domaine", "text", note="Domaine du résultat", example="littératie"),
        Column("levels", "niveaux", "ints", note="Niveaux du résultat, de 1 à 4", example="1"),
        Column(
            "programmes",
            "diplômes",
            "list",
            note="CAP, bac pro … ou formations",
            example="CAP",
            synonyms=("diplôme", "formation"),
        ),
        Column("years", "années", "ints", note="Années du cycle", example="1 ; 2", synonyms=("année",)),
        Column(
            "statuses",
            "situations",
            "list",
            note="`sans contrat`, `apprenti`, `rupture`",
            example=None,
            synonyms=("statut", "statuts", "situation"),
        ),
        Column(
            "remote",
            "à distance",
            "bool",
            note="`oui` : seulement ceux qui suivent tout à distance",
            example=None,
            choices=YES_NO,
        ),
        Column("age_min", "âge minimal", "int", note="Âge", example=None, low=0, high=99),
        Column("age_max", "âge maximal", "int", note="Âge", example=None, low=0, high=99),
        Column(
            "choice",
            "choix d'orientation",
            "choice",
            note="En dernière année",
            example=None,
            synonyms=("choix",),
            choices=CHOICE,
        ),
        Column(
            "final",
            "dernière année",
            "bool",
            note="`oui` : seulement en dernière année ; `non` : seulement avant",
            example=None,
            choices=YES_NO,
        ),
        Column("per_stay", "par séjour", "length", note="Durée due à chaque séjour", example=None, low=15, high=6000),
        Column(
            "per_week", "par semaine", "length", note="Durée due par semaine au CFA", example="2 h", low=15, high=6000
        ),
        Column("total", "en tout", "hours", note="Durée due en tout", example=None, low=15),
        Column(
            "deadline", "échéance", "int", note="En jours après l'ouverture du besoin", example=None, low=1, high=400
        ),
        Column("priority", "priorité", "int", note="1 d'abord, 3 en dernier [2]", example=1, low=1, high=3),
        Column(
            "recurrent", "temporaire ou récurrent", "choice", note="[récurrent]", example="récurrent", choices=RECURRENT
        ),
        Column("source", "origine", "text", note="[positionnement pédagogique]", example=None),
        CODE,
    ),
    default="niveau 1 : 2 h par semaine au CFA, niveau 2 : 1 h ; recherche d'employeur, suivi à distance, orientation",
    group="Besoins",
)

NEEDS = Sheet(
    "needs",
    "Besoins",
    "un besoin décidé pour un apprenant, plusieurs, une classe ou une partie de classe",
    (
        Column(
            "learners",
            "apprenants",
            "refs",
            note="Un ou plusieurs apprenants",
            example="Martin Léa",
            synonyms=("apprenant", "qui"),
            sheets=("learners",),
        ),
        Column("class", "classe", "ref", note="Ou toute une classe", example=None, sheets=("classes",)),
        Column("part", "partie", "text", note="Seulement une partie de la classe", example=None, synonyms=("groupe",)),
        Column(
            "target",
            "cible",
            "text",
            note="Module ou composante ; vide pour une réponse de l'entreprise",
            example="NUM2",
            synonyms=("module ou composante", "module"),
        ),
        Column("total", "en tout", "hours", note="Durée due en tout", example="6 h", synonyms=("heures",), low=15),
        Column(
            "per_stay", "par séjour", "length", note="Ou durée due à chaque séjour", example=None, low=15, high=6000
        ),
        Column(
            "response",
            "réponse",
            "choice",
            note="`accompagnement` : des heures ; `entreprise` : un mot au maître d'apprentissage [accompagnement]",
            example=None,
            synonyms=("type de régulation", "régulation"),
            choices=RESPONSES,
        ),
        Column(
            "together",
            "séance commune",
            "bool",
            note="Une séance en plus, tous ensemble [oui pour une classe, non pour des personnes]",
            example=None,
            synonyms=("ensemble",),
            choices=YES_NO,
        ),
        Column("source", "origine", "choice", note="[formateur]", example="formateur", choices=ORIGINS),
        Column("opened", "ouvert le", "date", note="Vide : dès le début", example="05/10/2026"),
        Column("decided", "décidé par", "text", note="Qui l'a décidé", example="Durand Paul"),
        Column("closed", "fermé le", "date", note="Date de fermeture", example=None),
        Column("deadline", "échéance", "date", note="À faire avant cette date", example=None),
        Column("priority", "priorité", "int", note="1 d'abord, 3 en dernier [1]", example=1, low=1, high=3),
        Column("reason", "motif", "code", note="Motif codé", example=None, synonyms=("motif codé",)),
        CODE,
    ),
    default="aucun besoin autre que ceux des règles",
    group="Besoins",
)

ARRANGEMENTS = Sheet(
    "arrangements",
    "Aménagements",
    "un effet sur l'emploi du temps d'une personne, jamais son motif",
    (
        Column("learner", "apprenant", "ref", "cell", "Apprenant", "Martin Léa", ("nom", "qui"), sheets=("learners",)),
        Column("effect", "effet", "choice", "cell", "Effet", "max par jour", choices=EFFECTS),
        Column(
            "minutes",
            "durée",
            "length",
            note="Pour « max par jour » et « pause supplémentaire »",
            example="6 h",
            low=0,
            high=900,
        ),
        Column(
            "days",
            "jours",
            "days",
            note="Pour « créneau interdit » et « jour de repos »",
            example=None,
            synonyms=("jour",),
        ),
        Column("start", "de", "time", note="Pour « créneau interdit »", example=None),
        Column("end", "à", "time", note="Pour « créneau interdit »", example=None),
        Column(
            "value", "valeur", "text", note="Équipement de la salle (ou `accessible`), ou adulte qui aide", example=None
        ),
        Column("first", "du", "date", note="Vide : dès le début", example=None),
        Column("last", "au", "date", note="Vide : jusqu'à la fin", example=None),
    ),
    default="aucun",
    group="Particularités",
)

EXEMPTIONS = Sheet(
    "exemptions",
    "Dispenses",
    "une matière dont une personne est dispensée",
    (
        Column("learner", "apprenant", "ref", "cell", "Apprenant", "Martin Léa", ("nom", "qui"), sheets=("learners",)),
        Column("subjects", "matière", "list", "cell", "Matières", "Mathématiques", ("matières",)),
        Column("first", "du", "date", note="Vide : dès le début", example=None),
        Column("last", "au", "date", note="Vide : jusqu'à la fin", example=None),
        Column("instead", "à la place", "choice", note="[autonomie]", example="autonomie", choices=INSTEAD),
    ),
    default="aucune",
    group="Particularités",
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
        ),
    ),
    default="personne",
    group="Particularités",
    synonyms=("Ensemble / séparés", "Ensemble séparés"),
)

RULES = Sheet(
    "rules",
    "Règles",
    "une règle, en service ou non, et son poids",
    (
        Column("key", "règle", "code", "cell", "Numéro de la règle", "P4", ("code",)),
        Column("on", "active", "bool", note="[oui]", example="oui", synonyms=("en service",), choices=YES_NO),
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
        Column("sheet", "feuille", "text", note="Vide : toutes les feuilles", example="Apprenants"),
        Column(
            "theirs",
            "votre intitulé ou valeur",
            "text",
            "cell",
            "Ce que vous écrivez",
            "groupe classe",
            ("le vôtre", "intitulé du centre"),
        ),
        Column(
            "ours",
            "intitulé ou valeur de Barrette",
            "text",
            "cell",
            "Ce que Barrette attend",
            "classe",
            ("le nôtre", "intitulé attendu"),
        ),
    ),
    default="aucune",
    group="Réglages",
)

NEED_SHEETS = (RESULTS, SCALES, NEED_RULES, NEEDS)
CASE_SHEETS = (ARRANGEMENTS, EXEMPTIONS, PAIRINGS)
TECHNICAL_SHEETS = (RULES, MATCHES)
