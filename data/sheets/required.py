"""The seven sheets that every workbook holds."""

from collections.abc import Mapping

from data.sheets.columns import CODE, MAKEUP, MAKEUP_NOTE, MOST_OF_YEAR, Column, Sheet
from data.sheets.contacts import contact_columns
from data.sheets.people import COURSES, LEARNERS
from data.sheets.travel import min_day_columns, travel_columns
from planner.domain import ClassGroup, Room, Trainer

PARITY: Mapping[str, str] = {"toutes": "", "paires": "even", "impaires": "odd"}
ROLES: Mapping[str, str] = {
    name: name
    for name in (
        *("formateur", "vacataire", "référent", "référent handicap", "référent mobilité"),
        *("documentaliste", "vie scolaire", "interprète", "mission locale"),
    )
}

SETTINGS = Sheet(
    "settings",
    "Paramètres",
    "un réglage et sa valeur",
    (
        Column("name", "paramètre", "text", "cell", "Nom du réglage", "établissement", ("parametre", "réglage")),
        Column("value", "valeur", "any", "column", "Valeur du réglage", "CFA du Val"),
        Column("note", "explication", note="À quoi sert le réglage ; n'est pas lue"),
    ),
    required=True,
)

CLASSES = Sheet(
    "classes",
    "Classes",
    "une classe (section, division)",
    (
        Column(
            "name",
            "classe",
            "text",
            "cell",
            "Nom de la classe",
            "CAP CUI 1",
            ("nom", "section", "division"),
            field="name",
        ),
        Column(
            "programme", "formation", "text", "cell", "Diplôme et spécialité", "CAP Cuisine", ("diplôme et spécialité",)
        ),
        Column("year", "année", "int", "cell", "Année du cycle", 1, ("niveau",), low=1, high=5, field="year"),
        CODE,
        Column("site", "site", "text", note="Site où la classe a cours", example="Centre"),
        Column(
            "size",
            "effectif prévu",
            "int",
            note="Nombre d'apprenants attendus",
            example=14,
            low=0,
            high=400,
            field="planned_size",
        ),
        Column("bells", "horaires", "text", note="Nom des horaires, s'ils diffèrent de ceux du site", example="Centre"),
        Column(
            "room",
            "salle préférée",
            "ref",
            note="Salle habituelle",
            example="Salle 1",
            sheets=("rooms",),
            field="home_room",
        ),
        *min_day_columns("Heures en dessous desquelles la classe ne vient pas"),
        *travel_columns("impératif pour la classe"),
    ),
    required=True,
    synonyms=("Sections", "Divisions"),
    of=ClassGroup,
)

CALENDAR = Sheet(
    "calendar",
    "Calendrier",
    "une classe, une partie de classe ou un apprenant, puis une colonne par semaine (`S36` ou son lundi) : "
    "`X`, `CFA`, `lu-ma`, `lu-me am`, `ma;je`, vide = entreprise ; ou des lignes qui, du, au",
    (
        Column(
            "who",
            "qui",
            "ref",
            "cell",
            "Classe ou apprenant",
            "CAP CUI 1",
            ("classe", "nom", "apprenant"),
            sheets=("classes", "learners"),
        ),
        Column("part", "partie", "part", note="Lettre de la partie, si elle a son propre calendrier"),
        Column("first", "du", "date", note="Premier jour au CFA (forme en lignes)"),
        Column("last", "au", "date", note="Dernier jour au CFA (forme en lignes)"),
        Column("days", "jours", "days", note="Jours au CFA entre les deux dates ; vide : tous"),
        Column(
            "makeup",
            "à rattraper",
            "choice",
            note=f"D'un apprenant : heures de cours de sa classe que son calendrier lui fait manquer. {MAKEUP_NOTE}",
            choices=MAKEUP,
        ),
    ),
    required=True,
    weekly=True,
    synonyms=("Calendrier d'alternance", "Alternance"),
)

TRAINERS = Sheet(
    "trainers",
    "Formateurs",
    "un formateur ou un autre adulte (documentaliste, vie scolaire, référent, interprète, mission locale)",
    (
        Column(
            "name", "nom", "text", "cell", "Nom et prénom", "Durand Paul", ("formateur", "nom prénom", "enseignant")
        ),
        Column("given", "prénom", "text", note="Prénom, s'il n'est pas avec le nom", field="given"),
        CODE,
        Column(
            "sites", "sites", "list", note="Sites où il intervient ; vide : tous", example="Centre", synonyms=("site",)
        ),
        Column("absent", "jours absents", "days", note="Jours ou demi-journées d'absence", example="me ; ve pm"),
        Column("only", "disponible seulement", "days", note="Seuls jours de présence"),
        Column(
            "parity",
            "semaines paires ou impaires",
            "choice",
            note="Semaines de présence, s'il ne vient qu'une sur deux",
            synonyms=("parité", "semaines"),
            choices=PARITY,
        ),
        Column(
            "max_day",
            "max par jour",
            "hours",
            note="Heures de cours par jour au plus [7 h]",
            example=7,
            low=0,
            high=840,
            field="max_day",
        ),
        Column(
            "max_week",
            "max par semaine",
            "hours",
            note="Heures par semaine au plus [26 h]",
            example=26,
            low=0,
            high=3600,
            field="max_week",
        ),
        Column(
            "max_month",
            "max par mois",
            "hours",
            note="Heures par mois au plus",
            low=0,
            high=300 * 60,
            field="max_month",
        ),
        Column(
            "year",
            "heures de l'année",
            "hours",
            note="Heures dues dans l'année",
            example=780,
            low=0,
            high=MOST_OF_YEAR,
            field="year_minutes",
        ),
        Column(
            "done",
            "heures déjà faites",
            "hours",
            note="Heures faites avant le début",
            example=0,
            low=0,
            high=MOST_OF_YEAR,
            field="year_done",
        ),
        Column(
            "free_halves",
            "demi-journées libres",
            "int",
            note="Demi-journées de présence à garder sans cours chaque semaine, en plus des jours absents",
            example=2,
            low=0,
            high=10,
            field="free_half_days",
        ),
        Column(
            "same_free",
            "libres toujours les mêmes",
            "bool",
            note="Les demi-journées libres sont les mêmes chaque semaine [non]",
            synonyms=("même demi-journée", "la même chaque semaine"),
            field="same_free",
        ),
        *min_day_columns("Heures en dessous desquelles il ne vient pas"),
        Column("role", "rôle", "choice", note="Vide : formateur", example="formateur", choices=ROLES, field="role"),
        *contact_columns(),
    ),
    required=True,
    synonyms=("Enseignants", "Intervenants"),
    of=Trainer,
)

ROOMS = Sheet(
    "rooms",
    "Salles",
    "un lieu",
    (
        Column(
            "name", "salle", "text", "cell", "Nom de la salle", "Cuisine 1", ("nom", "lieu"), shown=True, field="name"
        ),
        Column("type", "type", "text", "cell", "Type de salle", "cuisine", ("type de salle",)),
        Column(
            "seats",
            "places",
            "int",
            "cell",
            "Nombre de places (capacité, sécurité comprise)",
            12,
            ("capacité",),
            low=0,
            high=2000,
            field="seats",
        ),
        CODE,
        Column("site", "site", "text", note="Site de la salle", example="Centre"),
        Column(
            "features", "équipements", "list", note="Équipements", example="vidéoprojecteur", synonyms=("équipement",)
        ),
        Column("accessible", "accessible", "bool", note="Accessible à tous", example="oui", field="accessible"),
        Column(
            "shared",
            "groupes simultanés",
            "int",
            note="Groupes qui peuvent y travailler en même temps [1]",
            example=1,
            low=1,
            high=50,
            field="shared",
        ),
        Column(
            "joins",
            "réunit",
            "refs",
            note="Salles dont celle-ci est faite (cloison repliée) : l'occuper les prend toutes, et chacune la prend",
            example="Salle 1 ; Salle 2",
            synonyms=("réunion de", "salles réunies"),
            sheets=("rooms",),
            field="joins",
        ),
        Column(
            "only",
            "disponible seulement",
            "windows",
            note="Seuls jours et heures où le lieu est à vous (gymnase municipal, plateau loué)",
            synonyms=("réservée", "créneaux réservés"),
        ),
        Column(
            "adult",
            "encadrée par",
            "ref",
            note="Adulte qui encadre ce lieu",
            sheets=("trainers",),
            field="supervised_by",
        ),
    ),
    required=True,
    synonyms=("Lieux",),
    of=Room,
)

REQUIRED = (SETTINGS, CLASSES, CALENDAR, TRAINERS, ROOMS, COURSES, LEARNERS)
