"""Optional sheets about what is already fixed: events and locks."""

from data.columns import CODE, MAKEUP, MAKEUP_NOTE, Column, Sheet

REST = {"maintenu": "maintained", "autonomie": "study", "libéré": "released"}

EVENTS = Sheet(
    "events",
    "Événements",
    "un événement à date et heure fixes (examen, CCF, réunion, sortie)",
    (
        Column("label", "événement", "text", "cell", "Libellé interne", "CCF mathématiques", ("libellé", "nom")),
        Column("day", "date", "date", "cell", "Jour, ou premier jour", "12/11/2026", ("jour", "du")),
        Column(
            "last",
            "au",
            "date",
            note="Dernier jour, si l'événement se répète chaque jour ouvert (révisions, stage)",
            example=None,
            synonyms=("dernier jour",),
        ),
        Column(
            "start",
            "début",
            "time",
            note="Heure de début ; vide, comme la fin : toute la journée",
            example="08:00",
            synonyms=("de", "heure de début"),
        ),
        Column("end", "fin", "time", note="Heure de fin", example="10:00", synonyms=("à", "heure de fin")),
        Column(
            "classes",
            "classes",
            "refs",
            note="Classes concernées",
            example="CAP CUI 1",
            synonyms=("classe",),
            sheets=("classes",),
        ),
        Column("part", "partie", "text", note="Partie de la classe", example=None),
        Column(
            "learners",
            "apprenants",
            "refs",
            note="Apprenants concernés",
            example=None,
            synonyms=("apprenant",),
            sheets=("learners",),
        ),
        Column(
            "trainers",
            "formateurs",
            "refs",
            note="Formateurs présents",
            example="Durand Paul",
            synonyms=("formateur",),
            sheets=("trainers",),
        ),
        Column("room", "salle", "ref", note="Salle du CFA", example="Salle 1", synonyms=("lieu",), sheets=("rooms",)),
        Column(
            "place",
            "lieu extérieur",
            "text",
            note="Lieu qui n'est pas une salle du CFA ; ajouté au libellé",
            example=None,
            synonyms=("adresse du lieu", "hors CFA"),
        ),
        Column(
            "rest",
            "reste de la classe",
            "choice",
            note="Ce que font les autres : leurs cours (maintenu), un travail encadré (autonomie), rien (libéré ; un "
            "mineur sans sortie libre reste encadré) [maintenu]",
            example="maintenu",
            choices=REST,
        ),
        Column(
            "makeup",
            "à rattraper",
            "choice",
            note=f"Heures de cours prises. {MAKEUP_NOTE}",
            example="non",
            choices=MAKEUP,
        ),
        Column(
            "public",
            "libellé public",
            "text",
            note="Libellé diffusé ; vide : « Rendez-vous » pour une personne, sinon ce que c'est (CCF, sortie …)",
            example=None,
            shown=True,
        ),
        CODE,
    ),
    default="aucun",
    group="Particularités",
)

LOCKS = Sheet(
    "locks",
    "Verrous",
    "une séance, ou la place d'une personne dans un groupe, qui ne doit pas changer",
    (
        Column(
            "course",
            "cours",
            "text",
            note="Code du cours, ou « matière – classe »",
            example="Mathématiques – CAP CUI 1",
        ),
        Column("part", "partie", "text", note="Partie de la classe", example=None),
        Column("barrette", "barrette", "ref", note="Barrette", example=None, sheets=("barrettes",)),
        Column("module", "module", "ref", note="Groupe (module) de la barrette", example=None, sheets=("modules",)),
        Column(
            "learner", "apprenant", "ref", note="Personne à garder dans ce groupe", example=None, sheets=("learners",)
        ),
        Column("day", "date", "date", note="Jour de la séance", example="08/09/2026", synonyms=("jour",)),
        Column("start", "heure", "time", note="Heure de début", example="09:00", synonyms=("début",)),
        Column(
            "end",
            "fin",
            "time",
            note="Heure de fin d'une séance de cours à garder telle quelle, même hors des horaires",
            example=None,
            synonyms=("heure fin", "heure de fin"),
        ),
        Column("room", "salle", "ref", note="Salle à garder", example=None, sheets=("rooms",)),
        Column(
            "trainers",
            "formateurs",
            "refs",
            note="Formateurs à garder",
            example=None,
            synonyms=("formateur",),
            sheets=("trainers",),
        ),
    ),
    default="aucun",
    group="Particularités",
)

STANDING = Sheet(
    "standing",
    "Séances existantes",
    "une séance placée ailleurs, collée du logiciel actuel (Hyperplanning, Ypareo …) et gardée telle quelle",
    (
        Column(
            "day", "date", "date", "cell", "Jour de la séance", "08/09/2026", ("jour", "date séance", "date de séance")
        ),
        Column(
            "start",
            "début",
            "time",
            "cell",
            "Heure de début",
            "08:00",
            ("heure début", "heure de début", "h début", "heure", "de"),
        ),
        Column(
            "end",
            "fin",
            "time",
            note="Heure de fin ; vide : d'après la durée",
            example="10:00",
            synonyms=("heure fin", "heure de fin", "h fin", "à"),
        ),
        Column(
            "length",
            "durée",
            "length",
            note="Durée d'enseignement, pauses déduites ; vide : d'après les heures",
            example=None,
            low=5,
            high=720,
        ),
        Column(
            "classes",
            "classe",
            "list",
            note="Classe ou classes ; la partie peut suivre (`CAP CUI 1 Gr A`)",
            example="CAP CUI 1",
            synonyms=("classes", "promotion", "section", "division", "public", "groupe classe", "groupe"),
        ),
        Column(
            "part",
            "partie",
            "text",
            note="Lettre ou numéro de la partie de la classe",
            example=None,
            synonyms=("sous groupe", "groupe"),
        ),
        Column(
            "subject",
            "matière",
            "text",
            "cell",
            "Matière, code ou nom d'un cours, ou nom d'une barrette ; inconnue : un événement fixe",
            "Mathématiques",
            ("cours", "module", "enseignement", "discipline", "activité", "libellé"),
            shown=True,
        ),
        Column(
            "trainers",
            "formateur",
            "list",
            note="Formateurs ; vide : ceux du cours",
            example="Durand Paul",
            synonyms=("formateurs", "enseignant", "enseignants", "intervenant", "intervenants", "professeur"),
        ),
        Column(
            "room",
            "salle",
            "text",
            note="Salle ; vide : choisie par le programme",
            example="Salle 1",
            synonyms=("salles", "lieu"),
        ),
    ),
    default="aucune",
    group="Particularités",
    synonyms=("Emploi du temps existant", "Séances posées", "Export des séances"),
)

FIXED_SHEETS = (EVENTS, LOCKS, STANDING)
