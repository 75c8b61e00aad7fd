"""A complete centre as small as can be: two classes for two weeks, solved in about a second."""

import copy
from datetime import date
from pathlib import Path

from data.writing.template import write_workbook

Rows = dict[str, list[dict[str, object]]]

PEOPLE = (
    ("Martin", "Léa", "CAP CUI 1"), ("Petit", "Hugo", "CAP CUI 1"), ("Sow", "Awa", "CAP BOU 1"),
    ("Diallo", "Ibrahima", "CAP BOU 1"), ("Leroy", "Zoé", "CAP CUI 1"), ("Weber", "Tom", "CAP BOU 1"),
)  # fmt: skip


def tiny() -> Rows:
    """Rows that can be solved with nothing left out but two strands; each test changes what it is about."""
    return copy.deepcopy(_TINY)


def written(folder: Path, rows: Rows | None = None) -> Path:
    """The workbook of rows (by default the tiny centre) in a folder."""
    write_workbook(folder / "classeur.xlsx", tiny() if rows is None else rows)
    return folder / "classeur.xlsx"


_TINY: Rows = {
    "Paramètres": [
        {"paramètre": "établissement", "valeur": "CFA d'essai"},
        {"paramètre": "zone", "valeur": "B"},
        {"paramètre": "début", "valeur": date(2026, 9, 7)},
        {"paramètre": "fin", "valeur": date(2026, 9, 18)},
        {"paramètre": "sel", "valeur": "sel-de-test"},
    ],
    "Classes": [
        {"classe": "CAP CUI 1", "formation": "CAP Cuisine", "année": 1},
        {"classe": "CAP BOU 1", "formation": "CAP Boulanger", "année": 1},
    ],
    "Calendrier": [{"qui": name, "S37": "X", "S38": "X"} for name in ("CAP CUI 1", "CAP BOU 1")],
    "Formateurs": [{"nom": "Durand Paul"}, {"nom": "Roux Anne"}, {"nom": "Noir Eva"}],
    "Salles": [
        {"salle": "Cuisine 1", "type": "cuisine", "places": 12},
        {"salle": "Salle 1", "type": "banalisée", "places": 20},
        {"salle": "Salle 2", "type": "banalisée", "places": 20},
        {"salle": "CDR", "type": "ressources", "places": 30, "groupes simultanés": 3},
    ],
    "Cours": [
        {"classes": "CAP CUI 1", "matière": "Mathématiques", "heures": "2 h/sem", "formateurs": "Durand Paul"},
        {"classes": "CAP BOU 1", "matière": "Mathématiques", "heures": "2 h/sem", "formateurs": "Durand Paul"},
        {"classes": "CAP CUI 1", "matière": "TP cuisine", "heures": "4 h/sem", "formateurs": "Roux Anne",
         "durées": "4", "type de salle": "cuisine"},
    ],
    "Apprenants": [
        {"nom": name, "prénom": first, "naissance": date(2007 + number % 3, 3, 14), "classe": group,
         "entrée": date(2026, 9, 1), "contrat début": date(2026, 9, 1), "contrat fin": date(2028, 8, 31),
         "littératie": 1 + number % 4, "numératie": 4 - number % 4}
        for number, (name, first, group) in enumerate(PEOPLE)
    ],
    "Modules": [
        {"module": name, "effectif minimal": 1}
        for name in ("LIT1", "LIT2", "LIT3", "NUM1", "NUM2", "NUM3", "ORI-DECOUVERTE", "AP-METHODE")
    ],
    "Barrettes": [
        {"barrette": "Barrette A", "classes": "CAP CUI 1 ; CAP BOU 1", "durée": "2 h", "par semaine": 1,
         "formateurs": "Durand Paul ; Roux Anne ; Noir Eva"},
    ],
    "Temps d'accompagnement": [
        {"nom": "Temps A", "classes": "CAP CUI 1 ; CAP BOU 1", "durée": "2 h", "lieu encadré": "CDR"},
    ],
    "Compétences": [
        {"formateur": "Noir Eva", "matière ou module": "littératie ; numératie ; AP-METHODE ; ORI-DECOUVERTE"},
    ],
}  # fmt: skip
