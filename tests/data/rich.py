"""A small workbook that fills every sheet, as rows that `write_workbook` takes; each test changes what it is about."""

import copy
from datetime import date, time

Rows = dict[str, list[dict[str, object]]]


def rich() -> Rows:
    """Two classes in the same weeks, one in others; every sheet has at least one line."""
    return copy.deepcopy(_RICH)


_RICH: Rows = {
    "Paramètres": [
        {"paramètre": "établissement", "valeur": "CFA du Val"},
        {"paramètre": "zone", "valeur": "B"},
        {"paramètre": "début", "valeur": date(2026, 9, 7)},
        {"paramètre": "fin", "valeur": "27/11/2026"},
        {"paramètre": "sel", "valeur": "=sel-de-test"},
        {"paramètre": "pause de midi", "valeur": "60 min"},
    ],
    "Classes": [
        {"classe": "CAP CUI 1", "formation": "CAP Cuisine", "année": 1, "site": "Centre", "effectif prévu": 14},
        {"classe": "CAP BOU 1", "formation": "CAP Boulanger", "année": 1, "salle préférée": "Salle 1"},
        {"classe": "BP CUI 2", "formation": "BP Arts de la cuisine", "année": 2},
    ],
    "Calendrier": [
        {"qui": "CAP CUI 1", "S37": "X", "S40": "lu-me am", "S43": "CFA", "S46": "X"},
        {"qui": "CAP BOU 1", "S37": "X", "S40": "X", "S43": "CFA", "S46": "ma;je"},
        {"qui": "BP CUI 2", "du": "14/09/2026", "au": "18/09/2026", "jours": "lu-je"},
        {"qui": "BP CUI 2", "du": date(2026, 10, 5), "au": date(2026, 10, 9)},
        {"qui": "Petit Hugo", "S37": "lu-ma"},
    ],
    "Formateurs": [
        {"nom": "Durand Paul", "jours absents": "me ; ve pm", "max par semaine": "20 h", "demi-journées libres": 2},
        {"nom": "Roux Anne", "disponible seulement": "lu-ma", "semaines paires ou impaires": "paires"},
        {"nom": "Noir Eva", "code": "EN", "rôle": "documentaliste"},
    ],
    "Salles": [
        {"salle": "Cuisine 1", "type": "cuisine", "places": 12, "équipements": "fours ; hotte"},
        {"salle": "Salle 1", "type": "banalisée", "places": 20, "accessible": "oui"},
        {"salle": "CDR", "type": "ressources", "places": 30, "groupes simultanés": 3, "encadrée par": "EN"},
    ],
    "Cours": [
        {"classes": "CAP CUI 1", "matière": "Mathématiques", "heures": "2 h/sem", "formateurs": "Durand Paul"},
        {"classes": "CAP BOU 1", "matière": "Mathématiques", "heures": "2 h/sem",
         "formateurs": "Durand Paul ou Roux Anne"},
        {"classes": "CAP CUI 1", "matière": "TP cuisine", "heures": "4 h/sem", "formateurs": "Roux Anne",
         "durées": "4", "type de salle": "cuisine", "parties": "auto", "croisé avec": "Technologie",
         "matériel réglementé": "oui"},
        {"classes": "CAP CUI 1", "matière": "Technologie", "heures": "4 h/sem", "formateurs": "Durand Paul",
         "après": "Mathématiques", "semaine courte": "à rattraper"},
        {"classes": "CAP CUI 1 ; CAP BOU 1", "matière": "EPS", "heures": "24 h",
         "formateurs": "Durand Paul + Roux Anne"},
        {"classes": "BP CUI 2", "matière": "Gestion", "heures": "3 créneaux/sem", "formateurs": ""},
        {"classes": "CAP CUI 1", "matière": "Français", "heures": "2 h/sem", "formateurs": "Roux Anne",
         "dans la barrette": "Barrette F"},
    ],
    "Apprenants": [
        {"nom": "Martin", "prénom": "Léa", "naissance": date(2010, 3, 14), "classe": "CAP CUI 1",
         "entrée": "07/09/2026", "contrat début": "01/09/2026", "contrat fin": "31/08/2028", "littératie": 1,
         "numératie (note /20)": "9,5", "courriel": "lea@exemple.fr", "représentant légal": "Odile Martin",
         "courriel du représentant": "odile@exemple.fr", "téléphone": "06 12 34 56 78"},
        {"nom": "Petit", "prénom": "Hugo", "naissance": "2004-05-06", "classe": "CAP CUI 1", "entrée": "07/09/2026",
         "partie": "B", "modalité": "distance", "formateur référent": "Paul Durand"},
        {"nom": "Sow", "prénom": "Awa", "naissance": None, "classe": "CAP BOU 1", "entrée": "07/09/2026", "code": "A3"},
        {"nom": "Libre", "prénom": "Sam", "naissance": "01/02/2005", "classe": None, "entrée": "07/09/2026"},
    ],
    "Horaires": [
        {"site": "", "jours": "lu-ve", "début": "8h00", "fin": time(10, 0)},
        {"site": "", "jours": "lu-ve", "début": "10:15", "fin": "12:15"},
        {"site": "", "jours": "lu-je", "début": "13h30", "fin": "15h30", "coupure possible": "oui"},
        {"site": "", "jours": "lu-je", "début": "15h45", "fin": "17h45"},
    ],
    "Périodes": [
        {"période": "Période 1", "du": "07/09/2026", "au": "16/10/2026"},
        {"période": "Période 2", "du": "17/10/2026", "au": "27/11/2026"},
    ],
    "Fermetures": [
        {"libellé": "Toussaint", "du": "26/10/2026", "au": "30/10/2026"},
        {"libellé": "Réunion", "du": "07/10/2026", "demi-journée": "après-midi"},
    ],
    "Indisponibilités": [
        {"qui": "Durand Paul", "du": "05/10/2026", "au": "09/10/2026"},
        {"qui": "Cuisine 1", "jours": "ve", "de": "13h", "à": "17h", "nature": "souhait"},
        {"qui": "CAP BOU 1", "jours": "me pm"},
        {"qui": "A3", "du": "08/09/2026"},
    ],
    "Compétences": [
        {"formateur": "Roux Anne", "matière ou module": "Gestion ; LIT1 ; numératie",
         "habilitation jusqu'au": "30/10/2026"},
    ],
    "Diplômes": [
        {"formation": "CAP Cuisine", "consolidation": "20 ; 10", "accompagnement promis": "1 séjour sur 2",
         "heures du cycle": "800 h", "semaines par an": "12;13"},
    ],
    "Barrettes": [
        {"barrette": "Barrette A", "classes": "CAP CUI 1 ; CAP BOU 1", "durée": "2 h", "par semaine": 1,
         "modules": "LIT1 ; AP-METHODE", "jour": "ma", "heure": "8h", "salles": "Salle 1 ; CDR",
         "sans besoin": "autonomie"},
        {"barrette": "Barrette F", "classes": "CAP CUI 1 ; CAP BOU 1", "durée": 120, "formateurs": "Roux Anne"},
    ],
    "Temps d'accompagnement": [
        {"nom": "Temps A", "classes": "CAP CUI 1 ; CAP BOU 1", "durée": "2 h", "part de formateurs libres": "40 %",
         "lieu encadré": "CDR"},
    ],
    "Modules": [
        {"module": "LIT1", "effectif maximal": 6},
        {"module": "CUISINE-PLUS", "libellé": "Gestes de base", "composante": "AP", "niveaux": "1-2",
         "formateurs": "Roux Anne", "type de salle": "cuisine", "durée": "2 h"},
        {"module": "ORI-DECOUVERTE", "actif": "non"},
    ],
    "Résultats": [
        {"apprenant": "Martin Léa", "domaine": "littératie", "résultat": 2, "date": "15/10/2026"},
        {"apprenant": "A3", "domaine": "numératie", "résultat": "C", "date": "10/09/2026", "échelle": "lettres"},
    ],
    "Échelles": [
        {"échelle": "lettres", "de": letter, "niveau": level} for level, letter in enumerate("ABCD"[::-1], start=1)
    ],
    "Règles de besoins": [
        {"cible": "LIT1", "domaine": "littératie", "niveaux": "1;2", "diplômes": "CAP", "par semaine": "1 h",
         "priorité": 1},
        {"cible": "orientation", "situations": "sans contrat", "en tout": "2 h",
         "temporaire ou récurrent": "temporaire"},
    ],
    "Besoins": [
        {"apprenants": "Sow Awa", "cible": "NUM2", "en tout": "4 h", "ouvert le": "05/10/2026", "origine": "conseil"},
        {"classe": "CAP BOU 1", "cible": "AP", "par séjour": "1 h"},
    ],
    "Aménagements": [
        {"apprenant": "Martin Léa", "effet": "max par jour", "durée": "6 h"},
        {"apprenant": "Martin Léa", "effet": "salle", "valeur": "accessible"},
        {"apprenant": "Petit Hugo", "effet": "aide", "valeur": "EN"},
        {"apprenant": "Petit Hugo", "effet": "créneau interdit", "jours": "lu;ma", "de": "16h", "à": "18h"},
    ],
    "Dispenses": [{"apprenant": "Petit Hugo", "matière": "Mathematiques", "à la place": "accompagnement"}],
    "Affectations": [{"apprenant": "Sow Awa", "classe": "CAP CUI 1", "partie": "A", "du": "16/11/2026"}],
    "Parcours individuels": [
        {"apprenant": "Martin Léa", "du": "05/10/2026", "cours quitté": "Mathématiques",
         "cours suivi": "Gestion – BP CUI 2", "à la place": "autre cours"},
    ],
    "Ensemble ou séparés": [{"apprenants": "Martin Léa ; Sow Awa", "règle": "séparés"}],
    "Sites": [{"de": "Centre", "vers": "Annexe", "minutes": 20}],
    "Visites": [
        {"apprenant": "Martin Léa", "nombre": 1, "du": "07/09/2026", "au": "31/10/2026", "à dater": "oui",
         "formateur": "Durand Paul"},
    ],
    "Liens": [
        {"lien": "jours d'écart", "cours": "Gestion – BP CUI 2", "jours": 2, "impératif": "non"},
        {"lien": "même jour", "cours": "Mathématiques – CAP CUI 1 ; Mathématiques – CAP BOU 1"},
        {"lien": "heures d'écart", "cours": "Mathématiques – CAP CUI 1 ; EPS", "heures": "1 h 30", "impératif": "non"},
    ],
    "Limites": [
        {"qui": "tous les formateurs ; CAP CUI 1", "trous par jour": "2 h", "trous par semaine": "4 h",
         "jours par semaine au plus": 5, "heures d'affilée": "5 h", "impératif": "non"},
        {"qui": "Durand Paul", "après-midi par semaine": 4, "pour les cours": "Mathématiques",
         "jours dans la plage": 2, "plage de": "17h"},
        {"qui": "Cuisine 1 ; Salle 1", "jours dans la plage": 0, "plage de": "17h", "impératif": "non"},
    ],
    "Verrous": [
        {"cours": "Mathématiques – CAP CUI 1", "date": "19/10/2026", "heure": "8h00", "salle": "Salle 1"},
        {"barrette": "Barrette A", "module": "LIT1", "apprenant": "Martin Léa"},
    ],
    "Événements": [
        {"événement": "CCF", "date": "12/11/2026", "début": "8h", "fin": "10:00", "classes": "CAP CUI 1", "partie": "A",
         "reste de la classe": "autonomie"},
        {"événement": "Bilan", "date": "10/11/2026", "début": "8h", "fin": "9h", "apprenants": "Sow Awa"},
    ],
    "Réalisé": [
        {"séance": "CAP-CUI-1-MATHEMATIQUES-01", "annulée": "oui"},
        {"séance": "CAP-BOU-1-MATHEMATIQUES-01", "absents": "Sow Awa"},
    ],
    "Présences": [
        {"séance": "CAP-CUI-1-MATHEMATIQUES-02", "état": "présent"},
        {"séance": "CAP-CUI-1-MATHEMATIQUES-02", "apprenants": "Martin Léa", "état": "en retard",
         "minutes de retard": 20},
        {"date": "08/09/2026", "demi-journée": "matin", "classe": "CAP BOU 1", "état": "P"},
        {"date": "08/09/2026", "début": "10h", "apprenants": "Sow Awa", "état": "absence justifiée"},
    ],
    "Actions": [
        {"date": "08/09/2026", "apprenant": "Sow Awa", "nature": "mission locale", "avec qui": "Mme Petit",
         "résultat": "Rendez-vous pris"},
        {"apprenant": "Martin Léa", "nature": "permis", "informé le": "08/09/2026", "demandé le": "01/10/2026"},
    ],
    "Reprise": [
        {"apprenant": "Martin Léa", "quoi": "Mathématiques", "heures": "30 h"},
        {"classe": "CAP CUI 1", "heures": "210 h", "dont à distance": "12 h"},
        {"apprenant": "Sow Awa", "barrette": "Barrette A", "quoi": "LIT1", "formateurs": "Roux Anne"},
    ],
    "Séances existantes": [
        {"date": "08/09/2026", "début": "10h", "fin": "12h", "classe": "CAP CUI 1", "matière": "Mathématiques",
         "formateur": "M. Durand", "salle": "Salle 1"},
        {"date": "09/09/2026", "début": "8h", "durée": "1 h 30", "classe": "CAP BOU 1", "matière": "Vie de classe"},
    ],
    "Règles": [{"règle": "P4", "poids": "2,5"}, {"règle": "h5C", "active": "non"}],
    "Solutions": [{"solution": "une salle de plus", "prix": "2,5"},
                  {"solution": "Mettre une règle hors service", "proposée": "non"}],
    "Correspondances": [
        {"feuille": "Classes", "votre intitulé ou valeur": "groupe classe", "intitulé ou valeur de Barrette": "classe"},
    ],
}  # fmt: skip
