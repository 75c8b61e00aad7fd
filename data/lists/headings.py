"""Headings of the programs that centres have, and the column of ours that each is: one table, for lists taken over.

Those of the State's dashboard (``nom_apprenant``,
``contrat_date_debut`` …) are synonyms of *Apprenants* itself. Those
of Hyperplanning are the fields that its help names for lists pasted or imported (Enseignant, Promotion, Matière, TD,
Salle …). Those of YPAREO are the names of its own data, as public programs that read its exports have them
(``CodeApprenant``, ``NomGroupe``, ``EtenduGroupe``, ``NomMatiere`` …); its screens let each centre choose columns, so
that the natural words stand beside them, and what an export says otherwise is written once into *Correspondances*.
"""

from collections.abc import Mapping

THEIRS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "classes": {
        "name": (
            *("nom groupe", "nom du groupe", "libellé groupe", "groupe", "nomGroupe", "libellé du groupe",
              "promotion"),
            *("nom promotion", "nom de la promotion", "libellé classe", "nom classe", "libellé", "abrégé",
              "abrégé groupe"),
        ),
        "programme": ("diplôme", "libellé formation", "nom formation", "nomFormation", "cursus",
                      "libelle_long_formation",
                      "étendu groupe", "etenduGroupe"),
        "year": ("année formation", "année de formation", "annee_formation", "année du cycle", "numéro année"),
        "code": ("code groupe", "codeGroupe", "code classe", "code promotion", "identifiant"),
        "site": ("établissement", "site de formation", "lieu de formation", "nom site", "nomSite"),
        "size": ("effectif", "nombre d'apprenants", "nb apprenants", "nombre d'étudiants", "capacité max",
                 "effectif max"),
        "room": ("salle", "salle par défaut", "salle principale"),
    },
    "learners": {
        "last_name": ("nom apprenant", "nomApprenant", "nom apprenti", "nom étudiant", "nom usuel",
                      "nom de l'apprenant"),
        "first_name": ("prénom apprenant", "prenomApprenant", "prénom apprenti", "prénom étudiant", "prénom usuel",
                       "prénom de l'apprenant", "prénom 1"),
        "birth": ("date naissance", "dateNaissance", "date de naissance apprenant", "né e le", "date naiss"),
        "class": (
            *("nom groupe", "nomGroupe", "groupe principal", "libellé groupe", "promotion", "groupe classe"),
            *("nom classe", "libellé classe", "abrégé groupe", "abregeGroupe", "groupe"),
        ),
        "entry": ("date entrée", "date début formation", "date de début de formation", "date inscription",
                  "date d'inscription", "début formation", "date début inscription"),
        "code": ("code apprenant", "codeApprenant", "n° apprenant", "numéro apprenant", "id apprenant",
                 "code étudiant"),
        "exit": ("date sortie", "date fin formation", "date de fin de formation", "fin formation",
                 "date fin inscription"),
        "contract_start": ("date début contrat", "date de début de contrat", "date début du contrat",
                           "date de début du contrat", "dateDebutContrat"),
        "contract_end": ("date fin contrat", "date de fin de contrat", "date fin du contrat",
                         "date de fin du contrat",
                         "dateFinContrat"),
        "break": ("date rupture", "date rupture contrat", "date de rupture du contrat", "date de résiliation"),
        "employer": ("raison sociale", "nom entreprise", "nom de l'entreprise", "raison sociale entreprise",
                     "employeur 1"),
        "siret": ("siret entreprise", "n° siret", "numéro siret", "siret de l'entreprise"),
        "referent": ("formateur suivi", "tuteur pédagogique", "formateur référent apprenant", "référent cfa"),
        "sector": ("ville entreprise", "ville de l'entreprise", "commune entreprise"),
        "part": ("td", "demi-groupe", "sous-groupe"),
        "email": ("e-mail", "adresse mail", "adresse e-mail", "mail apprenant", "courriel"),
        "phone": ("téléphone portable", "tél portable", "portable", "mobile", "tél mobile", "téléphone mobile"),
        "guardian": ("nom responsable", "responsable légal 1", "nom du responsable", "nom représentant légal"),
        "guardian_email": ("mail responsable", "e-mail responsable", "email responsable", "mail représentant légal"),
        "guardian_phone": ("téléphone responsable", "tél responsable", "portable responsable"),
    },
    "trainers": {
        "name": (
            *("nom personnel", "nomPersonnel", "nom formateur", "nom enseignant", "nom intervenant",
              "nom professeur"),
            *("nom de famille", "nom usuel", "nom du formateur", "nom de l'enseignant"),
        ),
        "given": ("prénom personnel", "prenomPersonnel", "prénom formateur", "prénom enseignant",
                  "prénom intervenant"),
        "code": ("code personnel", "codePersonnel", "code formateur", "code enseignant", "identifiant", "matricule"),
        "sites": ("établissement", "lieu d'intervention"),
        "year": ("heures annuelles", "volume annuel", "apport annuel", "contrat heures", "heures dues"),
        "max_week": ("heures hebdomadaires max", "maximum hebdomadaire", "maximum par semaine", "max hebdo"),
        "max_day": ("maximum journalier", "maximum par jour", "max jour"),
        "email": ("e-mail", "adresse mail", "adresse e-mail", "mail professionnel"),
        "phone": ("téléphone portable", "tél portable", "portable", "mobile"),
    },
    "rooms": {
        "name": ("nom salle", "nomSalle", "nom de la salle", "libellé salle", "libellé", "désignation"),
        "type": ("type salle", "typeSalle", "nature", "famille", "catégorie"),
        "seats": ("capacité salle", "capacite", "nb places", "nombre de places", "effectif max", "capacité max",
                  "nb de places"),
        "code": ("code salle", "codeSalle", "identifiant", "abrégé"),
        "site": ("établissement", "bâtiment", "nom site"),
        "shared": ("nombre", "occurrences", "nb occupations simultanées"),
    },
    "courses": {
        "classes": ("nom groupe", "groupe", "promotion", "promotions", "nomGroupe", "libellé groupe", "groupes"),
        "subject": ("nom matière", "libellé matière", "nomMatiere", "enseignement", "module"),
        "volume": ("volume horaire", "nombre d'heures", "nb heures", "heures prévues", "durée annuelle",
                   "durée hebdo"),
        "teams": ("nom formateur", "intervenants", "professeur", "nom enseignant", "enseignants", "intervenant"),
        "code": ("code cours", "code matière", "identifiant"),
        "lengths": ("durée séance", "durée de séance", "durée d'une séance"),
    },
    "standing": {
        "day": ("date cours", "date du cours", "dateCours", "date début", "date de début", "date de la séance"),
        "start": ("heureDebut", "heure de début séance", "h. début", "horaire début", "début séance"),
        "end": ("heureFin", "h. fin", "horaire fin", "fin séance"),
        "length": ("durée séance", "durée de la séance", "nb heures", "nombre d'heures"),
        "classes": ("nom groupe", "nomGroupe", "promotions", "promotion", "public", "groupe"),
        "part": ("td", "demi-groupe", "td / option", "td/option"),
        "subject": ("nom matière", "libellé matière", "nomMatiere", "matière enseignée"),
        "trainers": ("nom formateur", "nom personnel", "nomPersonnel", "nom enseignant", "animateur"),
        "room": ("nom salle", "nomSalle", "libellé salle"),
    },
}  # fmt: skip
"""Sheet → column → headings, the likeliest first."""

FULL_NAMES = ("nom et prénom", "nom prénom", "nom complet", "apprenant", "apprenti", "étudiant", "alternant",
"stagiaire",
              "nom et prénom de l'apprenant")  # fmt: skip
"""Headings of *Apprenants* under which both names stand in one cell."""
STAFF = ("formateur", "enseignant", "intervenant", "professeur", "personnel")
"""Words of a heading or of the name of a file that tell a list of trainers from one of apprentices."""
FILE_WORDS: Mapping[str, tuple[str, ...]] = {
    "classes": ("classe", "groupe", "promotion", "section"),
    "learners": ("apprenant", "apprenti", "alternant", "etudiant", "effectif", "stagiaire"),
    "trainers": STAFF,
    "rooms": ("salle", "lieu"),
    "courses": ("cours", "matiere", "service"),
    "standing": ("seance", "planning", "emploi du temps", "edt"),
}
"""Words of the name of a file, folded, by the sheet that they tell of."""
DOUBTFUL: Mapping[str, Mapping[str, str]] = {
    "learners": {
        "tuteur": "c’est le plus souvent le maître d’apprentissage, dans l’entreprise ; si c’est le formateur du CFA "
        "qui suit l’apprenant, écrivez cet intitulé en face de « formateur référent » dans « Correspondances »",
    },
}
"""Sheet → folded headings that mean something else at most centres, and what to do: not taken over, and said."""
UNWANTED = "ne pas reprendre"
"""Written in *Correspondances* for a heading that is to be left out."""
