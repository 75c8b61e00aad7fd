"""A workbook with a telling value in every column of every sheet, all of it valid in the term after too."""

import copy
from datetime import date

Rows = dict[str, list[dict[str, object]]]
FIRST, LAST = date(2026, 9, 7), date(2026, 11, 27)
LATER = date(2027, 1, 11)
"""A Monday of the term after."""


def telling() -> Rows:
    """Values that no default has, so that a column that is lost is seen."""
    return copy.deepcopy(_TELLING)


_TELLING: Rows = {
    "Paramètres": [
        {"paramètre": name, "valeur": value, "explication": "à moi"}
        for name, value in {
            "établissement": "CFA du Val", "zone": "A", "début": FIRST, "fin": LAST, "délai de prévenance": 9,
            "sel": "grain", "repère": "2026-A", "suite de": "avant", "promesses par défaut": "1 séjour sur 4",
            "échelle des résultats": "note /20", "date des résultats": "08/09/2026", "droits sans contrat": 91,
            "droits après rupture": 181, "pause de midi": "1 h 05", "durée max jour mineur": "7 h 10",
            "durée max semaine mineur": "34 h 10", "durée max jour majeur": "9 h 10",
            "durée max semaine majeur": "39 h 10", "pause mineur après": "4 h 10", "pause mineur": "35 min",
            "pause majeur après": "5 h 10", "pause majeur": "25 min", "pause supplémentaire après": "1 h 50",
            "repos avant 16 ans": "14 h 10", "repos mineur": "12 h 10", "repos majeur": "11 h 10",
            "délai droits et devoirs": 6, "âge de l'aide au permis": 18,
            "visites par demi-journée": 3, "durée d'une visite": "1 h 40",
            "présence minimale": "1 h 45", "niveau non connu": 2, "niveaux voisins": "non",
            "rattraper le module d'entrée": "autonomie", "séances déplacées pour une autre": 4,
            "part à distance maximale": 0.7, "cour arborée": "deux tilleuls",
            "adresse": "Centre : 3 rue des Lilas ; Annexe : 5 quai Neuf", "journées entières": "oui",
            "adresse publique": "https://edt.cfa-du-val.example/2026",
        }.items()
    ],
    "Classes": [
        {"classe": "CAP Cuisine 2e année", "formation": "CAP Cuisine", "année": 2, "code": "CUI2", "site": "Annexe",
         "effectif prévu": 17, "horaires": "Soir", "salle préférée": "Salle jaune", "minimum par jour": "3 h 10",
         "minimum impératif": "oui", "première arrivée": "8h05", "dernier départ": "18h05 ; ve 17h10"},
        {"classe": "BAC PRO Vente 1re", "formation": "BAC PRO Vente", "année": 1, "site": "Centre"},
    ],
    "Calendrier": [
        {"qui": "CAP Cuisine 2e année", "partie": "A", "S37": "X", "S40": "X", "S43": "X"},
        {"qui": "CAP Cuisine 2e année", "partie": "B", "S37": "X", "S40": "X", "S43": "X"},
        {"qui": "BAC PRO Vente 1re", "du": FIRST, "au": LAST, "jours": "lu-je"},
        {"qui": "Petit Hugo", "à rattraper": "autonomie", "S37": "X"},
    ],
    "Formateurs": [
        {"nom": "Durand Paul", "code": "PDU", "sites": "Centre ; Annexe", "jours absents": "me ; ve pm",
         "semaines paires ou impaires": "impaires", "max par jour": "6 h 10", "max par semaine": "21 h 10",
         "max par mois": "70 h 10", "heures de l'année": "701 h", "heures déjà faites": "33 h",
         "demi-journées libres": 2, "libres toujours les mêmes": "oui", "minimum par jour": "2 h 10",
         "minimum impératif": "oui", "rôle": "vacataire", "courriel": "p.durand@cfa-du-val.example",
         "téléphone": "06 11 22 33 44"},
        {"nom": "Roux", "prénom": "Anne", "disponible seulement": "lu-je"},
        {"nom": "Noir Eva", "rôle": "documentaliste"},
    ],
    "Salles": [
        {"salle": "Salle jaune", "type": "banalisée", "places": 23, "code": "SJ", "site": "Annexe",
         "équipements": "vidéo ; tableau", "accessible": "oui", "groupes simultanés": 2,
         "disponible seulement": "lu-ve 8h-18h", "encadrée par": "Noir Eva"},
        {"salle": "Cuisine du bas", "type": "cuisine", "places": 12, "site": "Annexe"},
        {"salle": "Salle bleue", "type": "banalisée", "places": 24, "site": "Centre"},
        {"salle": "Grande salle", "type": "amphi", "places": 47, "site": "Annexe", 
         "réunit": "Salle jaune ; Cuisine du bas"},
    ],
    "Cours": [
        {"classes": "CAP Cuisine 2e année", "matière": "Gestes", "heures": "2 h 30/sem",
         "formateurs": "Durand Paul ou Roux Anne", "code": "GES", "durées": "1 h 15 + 1 h 15",
         "type de salle": "cuisine", "parties": 2, "croisé avec": "Goûts – CAP Cuisine 2e année",
         "max par jour": 2, "après": "Français – CAP Cuisine 2e année", "repas compris": "oui",
         "semaine courte": "à rattraper", "lourd": "oui", "matériel réglementé": "oui", "effectif maximal": 11,
         "tous présents": "oui"},
        {"classes": "CAP Cuisine 2e année", "matière": "Goûts", "heures": "26 h", "formateurs": "Roux Anne",
         "parties": "auto", "équipements": "vidéo ; tableau"},
        {"classes": "CAP Cuisine 2e année", "matière": "Français", "heures": "3 créneaux/sem",
         "formateurs": "Durand Paul + Roux Anne"},
        {"classes": "CAP Cuisine 2e année", "matière": "Calcul", "heures": "2 h/sem", "formateurs": "Roux Anne",
         "dans la barrette": "Barrette verte", "à distance": "non"},
        {"classes": "BAC PRO Vente 1re", "matière": "Anglais", "heures": "2 h/sem", "formateurs": "Durand Paul",
         "parties": 2, "heures possibles": "lu 7h00-12h35 ; ma", "débuts possibles": "8h05 ; ma 9h20",
         "réservé à": "Rameau=Anglais ; Rameau=Breton"},
    ],
    "Apprenants": [
        {"nom": "Martin", "prénom": "Léa", "naissance": date(2009, 3, 14), "classe": "CAP Cuisine 2e année",
         "entrée": date(2025, 9, 8), "code": "M7", "sortie": date(2027, 6, 30), "contrat début": date(2025, 9, 2),
         "contrat fin": date(2027, 8, 31), "rupture": date(2027, 2, 1), "premier jour en entreprise": "15/09/2025",
         "employeur": "Le Four d'Or", "formateur référent": "Durand Paul", "modalité": "hybride", "partie": "B",
         "choix d'orientation": "insertion", "choix fait le": "05/10/2026", "heures hebdo en entreprise": "34 h 30",
         "secteur": "Valbonne", "première arrivée": "8h10", "dernier départ": "17h20",
         "travaux réglementés autorisés le": "03/09/2025", "sortie libre autorisée le": "04/09/2025",
         "module d'entrée déjà fait": "4 h 30", "numératie (niveaux 1-4)": "2",
         "courriel": "lea@martin.example", "téléphone": 612345678, "représentant légal": "Martin Odile",
         "courriel du représentant": "odile@martin.example", "téléphone du représentant": "+33 6 98 76 54 32",
         "siret de l'employeur": "123 456 789 00012", "adresse de l'employeur": "1 place du Four, Valbonne",
         "courriel de l'employeur": "four@dor.example ; chef@dor.example", "téléphone de l'employeur": "0399887766"},
        {"nom": "Petit", "prénom": "Hugo", "naissance": date(2008, 5, 6), "classe": "CAP Cuisine 2e année",
         "entrée": date(2025, 9, 8), "partie": "A"},
        {"nom": "Sow", "prénom": "Awa", "naissance": date(2008, 7, 6), "classe": "CAP Cuisine 2e année",
         "entrée": date(2026, 9, 7), "partie": "A", "Rameau": "Breton ; Anglais"},
    ],
    "Horaires": [
        {"site": site, "jours": "lu-ve", "début": start, "fin": end, "coupure possible": "oui"}
        for site in ("Centre", "Annexe", "Soir")
        for start, end in (("8h05", "12h05"), ("13h15", "18h05"))
    ],
    "Périodes": [{"période": "Automne", "du": FIRST, "au": LAST, "code": "AUT"}],
    "Fermetures": [
        {"libellé": "Vacances d'hiver", "du": date(2027, 2, 8), "au": date(2027, 2, 19)},
        {"libellé": "Portes ouvertes", "du": date(2027, 1, 20), "demi-journée": "après-midi"},
        {"libellé": "Travaux", "du": date(2027, 1, 25), "site": "Annexe"},
    ],
    "Sites": [{"de": "Centre", "vers": "Annexe", "minutes": 20}],
    "Indisponibilités": [
        {"qui": "CAP Cuisine 2e année", "partie": "A", "nature de qui": "classe", "jours": "ma", "du": LATER,
         "au": date(2027, 1, 29), "de": "10:05", "à": "11:05", "semaines": "paires", "nature": "souhait",
         "à rattraper": "autonomie", "cours de la classe": "reportés"},
    ],
    "Compétences": [
        {"formateur": "Roux Anne", "matière ou module": "Gestes", "habilitation jusqu'au": date(2027, 5, 7)},
    ],
    "Diplômes": [
        {"formation": "CAP Cuisine", "diplôme": "CAP", "années": 3, "consolidation": "21 ; 12 ; 13",
         "accompagnement personnalisé": "8 ; 10 ; 12", "orientation": "4 ; 5 ; 6", "semaines par an": "11 ; 12 ; 14",
         "accompagnement promis": "3", "promesse impérative": "oui", "heures du cycle": "801 h",
         "travaux réglementés": "oui"},
    ],
    "Barrettes": [
        {"barrette": "Barrette verte", "classes": "CAP Cuisine 2e année", "durée": "1 h 15", "code": "BV",
         "par semaine": 2, "nature": "les deux", "cours portés": "Calcul", "modules": "LIT1 ; BASES-PLUS",
         "formateurs": "Durand Paul ; Roux Anne", "salles": "Salle jaune ; Cuisine du bas", "jour": "je",
         "heure": "13:15", "constitution": "mixte", "effectif minimal": 2, "effectif maximal": 9,
         "niveaux ensemble": "non", "sans besoin": "NUM1", "site": "Annexe"},
        {"barrette": "Barrette rose", "classes": "CAP Cuisine 2e année", "durée": "45 min", "par séjour": 3},
    ],
    "Temps d'accompagnement": [
        {"nom": "Temps clair", "classes": "CAP Cuisine 2e année", "durée": "1 h 15", "code": "TC", "par séjour": 2,
         "part de formateurs libres": 0.45, "lieu encadré": "Salle jaune", "majeurs libres": "oui", "site": "Annexe"},
        {"nom": "Temps sombre", "classes": "CAP Cuisine 2e année", "durée": "1 h", "par semaine": 3},
    ],
    "Modules": [
        {"module": "BASES-PLUS", "libellé": "Gestes de base", "libellé public": "Atelier du bas",
         "thème": "orientation", "composante": "accompagnement personnalisé", "type d'AP": "co-intervention",
         "matière liée": "Gestes", "domaines": "adresse", "niveaux": "2 ; 3", "modalité": "hybride",
         "guidage": "semi-dirigé", "encadrement": 18, "effectif minimal": 3, "effectif maximal": 7,
         "échéance": "14/01/2027",
         "classes mêlées": "non", "niveaux mêlés": "non", "durée": "75 min", "formateurs": "Roux Anne",
         "type de salle": "cuisine", "classe entière": "oui", "ordre": 4},
        {"module": "ORI-DECOUVERTE", "actif": "non"},
    ],
    "Résultats": [
        {"apprenant": "Martin Léa", "domaine": "adresse", "résultat": "B", "date": "10/09/2026",
         "échelle": "lettres", "évaluateur": "Mme Vasseur"},
    ],
    "Échelles": [
        {"échelle": "lettres", "de": "B", "à": "B", "niveau": 2},
        {"échelle": "points", "de": 0, "à": 49, "niveau": 1},
    ],
    "Règles de besoins": [
        {"cible": "BASES-PLUS", "domaine": "adresse", "niveaux": "2 ; 3", "diplômes": "CAP", "années": "2",
         "situations": "apprenti", "à distance": "non", "âge minimal": 15.5, "âge maximal": 29,
         "depuis au moins": 7, "depuis au plus": 211,
         "choix d'orientation": "insertion", "dernière année": "non", "par séjour": "50 min", "échéance": 41,
         "priorité": 3, "temporaire ou récurrent": "temporaire", "origine": "équipe", "code": "R-GES"},
        {"cible": "LIT1", "par semaine": "55 min"},
        {"cible": "consolidation", "en tout": "5 h 30"},
    ],
    "Besoins": [
        {"apprenants": "Martin Léa ; Sow Awa", "cible": "NUM2", "en tout": "4 h 10", "séance commune": "oui",
         "origine": "conseil", "ouvert le": LATER, "décidé par": "Conseil de classe", "fermé le": "12/02/2027",
         "échéance": "05/02/2027", "priorité": 2, "motif": "K3", "code": "BES-1"},
        {"classe": "CAP Cuisine 2e année", "partie": "A", "cible": "orientation", "par séjour": "40 min",
         "séance commune": "non"},
        {"apprenants": "Petit Hugo", "réponse": "entreprise", "ouvert le": LATER},
        {"apprenants": "Petit Hugo", "cible": "NUM2", "réponse": "séance à part", "ouvert le": LATER},
    ],
    "Aménagements": [
        {"apprenant": "Martin Léa", "effet": "max par jour", "durée": "5 h 30", "du": LATER, "au": "26/03/2027",
         "à rattraper": "oui"},
        {"apprenant": "Martin Léa", "effet": "créneau interdit", "jours": "lu", "de": "16:05", "à": "17:05"},
        {"apprenant": "Martin Léa", "effet": "aide", "valeur": "Noir Eva"},
        {"apprenant": "Petit Hugo", "effet": "salle", "valeur": "vidéo"},
    ],
    "Dispenses": [
        {"apprenant": "Petit Hugo", "matière": "Gestes", "du": LATER, "au": "26/03/2027", "à la place": "entreprise"},
    ],
    "Ensemble ou séparés": [{"apprenants": "Martin Léa ; Sow Awa", "règle": "séparés"}],
    "Affectations": [
        {"apprenant": "Sow Awa", "classe": "BAC PRO Vente 1re", "partie": "B", "du": LATER, "au": "29/01/2027"},
    ],
    "Parcours individuels": [
        {"apprenant": "Petit Hugo", "du": LATER, "au": "26/03/2027", "cours quitté": "Gestes – CAP Cuisine 2e année",
         "cours suivi": "Anglais – BAC PRO Vente 1re", "partie suivie": "B", "à la place": "accompagnement"},
    ],
    "Événements": [
        {"événement": "Oral blanc", "date": date(2027, 1, 14), "début": "9:05", "fin": "10:05",
         "classes": "CAP Cuisine 2e année", "partie": "A", "formateurs": "Roux Anne", "salle": "Cuisine du bas",
         "reste de la classe": "autonomie", "à rattraper": "oui", "libellé public": "Oral", "à distance": "oui",
         "code": "EV-7"},
        {"événement": "Sortie", "date": date(2027, 1, 18), "au": date(2027, 1, 19), "apprenants": "Sow Awa",
         "lieu extérieur": "Musée"},
    ],
    "Liens": [
        {"lien": "jours d'écart", "cours": "Français – CAP Cuisine 2e année", "jours": 3, "impératif": "non"},
        {"lien": "heures d'écart", "cours": "Français – CAP Cuisine 2e année ; Anglais – BAC PRO Vente 1re",
         "heures": "2 h 10"},
    ],
    "Limites": [
        {"qui": "Roux Anne ; BAC PRO Vente 1re", "trous par jour": "2 h 10", "trous par semaine": "4 h 10",
         "jours par semaine au plus": 4, "jours par semaine au moins": 2, "après-midi par semaine": 3,
         "jours dans la plage": 3, "plage de": "16:05", "plage à": "18:10",
         "heures d'affilée": "5 h 10",
         "heures par jour au plus": "9 h 10", "heures par jour au moins": "1 h 10", "débuts tardifs": 5,
         "changements de site par jour": 2, "changements de site par semaine": 7,
         "impératif": "non"},
        {"qui": "BAC PRO Vente 1re", "pour les cours": "Anglais", "heures par jour au plus": "3 h 10"},
        {"qui": "Cuisine du bas", "jours par semaine au plus": 6, "heures par jour au plus": "9 h 20"},
    ],
    "Verrous": [
        {"cours": "Gestes – CAP Cuisine 2e année", "partie": "A", "salle": "Cuisine du bas",
         "formateurs": "Durand Paul", "heure": "8:05"},
        {"barrette": "Barrette verte", "module": "LIT1", "apprenant": "Martin Léa"},
        {"cours": "Gestes – CAP Cuisine 2e année", "partie": "A", "date": date(2026, 9, 8), "heure": "8:05",
         "fin": "9:05"},
    ],
    "Séances existantes": [
        {"date": date(2026, 9, 9), "début": "8:05", "fin": "9:05", "durée": "60 min", "classe": "CAP Cuisine 2e année",
         "partie": "A", "matière": "Vie de classe", "formateur": "Durand Paul", "salle": "Salle jaune"},
    ],
    "Réalisé": [
        {"séance": "GES-01", "annulée": "oui"},
        {"séance": "GES-02", "absents": "Sow Awa"},
    ],
    "Présences": [
        {"séance": "GES-01", "état": "présent"},
        {"date": date(2026, 9, 8), "début": "8:05", "fin": "9:05", "classe": "CAP Cuisine 2e année",
         "état": "excusé"},
        {"date": date(2026, 9, 8), "demi-journée": "matin", "apprenants": "Sow Awa", "état": "en retard",
         "minutes de retard": 25},
    ],
    "Actions": [
        {"date": LATER, "apprenant": "Sow Awa", "nature": "recherche d'employeur", "avec qui": "Boulangerie Ferret",
         "objet": "Rencontre", "résultat": "Essai proposé"},
        {"apprenant": "Martin Léa", "nature": "permis de conduire", "informé le": LATER, "demandé le": "26/03/2027",
         "versé le": "27/03/2027"},
    ],
    "Reprise": [
        {"apprenant": "Martin Léa", "quoi": "Gestes – CAP Cuisine 2e année", "heures": "30 h 10"},
        {"apprenant": "Martin Léa", "heures": "210 h 10", "dont à distance": "12 h 10"},
        {"classe": "CAP Cuisine 2e année", "heures": "201 h"},
        {"apprenant": "Sow Awa", "barrette": "Barrette verte", "quoi": "LIT1", "formateurs": "Roux Anne"},
    ],
    "Visites": [
        {"apprenant": "Martin Léa", "nombre": 2, "du": LATER, "au": "26/03/2027", "déjà faites": 1, "à dater": "oui",
         "formateur": "Roux Anne"},
    ],
    "Règles": [{"règle": "P4", "poids": 2.5}, {"règle": "P7", "active": "non"}],
    "Solutions": [
        {"solution": "une salle de plus", "prix": 2.5}, {"solution": "un autre formateur", "proposée": "non"},
    ],
    "Correspondances": [
        {"feuille": "Apprenants", "votre intitulé ou valeur": "groupe classe",
         "intitulé ou valeur de Barrette": "classe"},
    ],
}  # fmt: skip
