"""Each fault of a workbook names its sheet, its cell, its value and the cure; all come at once; nothing is raised."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

import data
from data.faults import Faults
from data.reading.grids import Grid, Raw
from data.reading.workbook import Reading, understand
from data.sheets.schema import SHEETS
from data.writing.template import write_workbook
from tests.data.rich import Rows, rich

Change = Callable[[Rows], object]


def reading_of(rows: Rows, path: Path) -> Reading:
    """Write rows and read them back."""
    write_workbook(path / "classeur.xlsx", rows)
    return data.read(path / "classeur.xlsx")


def setting(rows: Rows, name: str, value: object) -> None:
    """Change the value of a setting."""
    next(row for row in rows["Paramètres"] if row["paramètre"] == name)["valeur"] = value


def cell(sheet: str, row: int, header: str, value: object) -> Change:
    """A change of one cell; ``row`` counts from 0 below the headers."""
    return lambda rows: rows[sheet][row].update({header: value})


def added(sheet: str, **values: object) -> Change:
    """A change that adds a line, a copy of the first one with other values."""
    return lambda rows: rows[sheet].append({**rows[sheet][0], **values})


CASES: list[tuple[str, Change, str, str, str]] = [
    ("unknown class", cell("Apprenants", 0, "classe", "CAP CUY 1"), "Apprenants", "D2", "dire « CAP CUI 1 »"),
    ("unknown trainer", cell("Cours", 0, "formateurs", "Durant Paul"), "Cours", "D2", "dire « Durand Paul »"),
    ("unknown room type", cell("Cours", 2, "type de salle", "cuisin"), "Cours", "", "dire « cuisine »"),
    ("unknown room", cell("Classes", 1, "salle préférée", "Salle 2"), "Classes", "", "dire « Salle 1 »"),
    ("unknown subject", cell("Dispenses", 0, "matière", "Mths"), "Dispenses", "B2", "dire « Mathématiques »"),
    ("unknown module", cell("Barrettes", 0, "modules", "LIT1 ; LIT9"), "Barrettes", "", "« Modules »"),
    ("unknown site", cell("Formateurs", 0, "sites", "Annex"), "Formateurs", "", "dire « Annexe »"),
    ("unknown person", cell("Calendrier", 4, "qui", "Petit Ugo"), "Calendrier", "A6", "dire « Petit Hugo »"),
    ("unknown zone", lambda rows: setting(rows, "zone", "Z"), "Paramètres", "B3", "Choix : A, B"),
    ("unknown choice", cell("Barrettes", 0, "nature", "aide"), "Barrettes", "", "Choix : accompagnement"),
    ("unknown rule", cell("Règles", 0, "règle", "Q4"), "Règles", "A2", "par exemple P4"),
    ("unknown scale", cell("Résultats", 1, "échelle", "lettre"), "Résultats", "E3", "dire « lettres »"),
    ("result out of its scale", cell("Résultats", 0, "résultat", 7), "Résultats", "C2", "niveaux 1-4"),
    ("wide result off its scale", cell("Apprenants", 0, "numératie (note /20)", "bien"), "Apprenants", "", "note /20"),
    ("text for a number", cell("Salles", 0, "places", "douze"), "Salles", "C2", "n'est pas un nombre"),
    ("negative capacity", cell("Salles", 0, "places", -3), "Salles", "C2", "est négatif"),
    ("impossible date", cell("Apprenants", 0, "naissance", "31/02/2010"), "Apprenants", "C2", "date impossible"),
    ("impossible time", cell("Horaires", 0, "début", "8h75"), "Horaires", "C2", "14h30"),
    ("duplicate class", added("Classes"), "Classes", "A5", "en double (déjà à la ligne 2)"),
    ("duplicate room", added("Salles", type="autre"), "Salles", "A5", "en double"),
    ("duplicate trainer", added("Formateurs"), "Formateurs", "A5", "en double"),
    ("duplicate code", added("Apprenants", nom="Autre", code="A3"), "Apprenants", "", "en double (déjà à la ligne 4)"),
    ("same person twice", added("Apprenants"), "Apprenants", "A6", "en double"),
    ("duplicate setting", added("Paramètres"), "Paramètres", "A8", "en double"),
    ("calendar twice", added("Calendrier"), "Calendrier", "A7", "en double"),
    ("class without calendar", lambda rows: rows["Calendrier"].pop(1), "Classes", "A3", "n'a pas de calendrier"),
    ("cell not understood", cell("Calendrier", 0, "S37", "peut-être"), "Calendrier", "", "lu-me am"),
    ("never together", lambda rows: rows["Calendrier"].__setitem__(1, {"qui": "CAP BOU 1", "S39": "X"}),
     "Barrettes", "B2", "jamais ensemble"),
    ("circular order", cell("Cours", 0, "après", "Technologie"), "Cours", "", "ordre circulaire"),
    ("crossed in a circle", cell("Cours", 3, "croisé avec", "Mathématiques"), "Cours", "", "ordre circulaire"),
    ("length that no slots give", cell("Cours", 0, "durées", "5"), "Cours", "", "Le plus proche possible : 4 h"),
    ("end before start", lambda rows: setting(rows, "fin", "01/09/2026"), "Paramètres", "B5", "avant le début"),
    ("term too long", lambda rows: setting(rows, "fin", "01/09/2028"), "Paramètres", "B5", "400 jours"),
    ("contract ends first", cell("Apprenants", 0, "contrat fin", "01/01/2026"), "Apprenants", "", "vient avant"),
    ("contract broken after its end", lambda rows: rows["Apprenants"][0].update({"contrat début": "01/09/2026",
     "contrat fin": "31/08/2027", "rupture": "01/09/2027"}), "Apprenants", "", "vient avant « rupture »"),
    ("no visit in half a day", added("Paramètres", paramètre="visites par demi-journée", valeur=0), "Paramètres", "",
     "est trop petit : le plus petit possible est 1"),
    ("no time for lunch", lambda rows: setting(rows, "pause de midi", "0 min"), "Paramètres", "",
     "est trop petit : le plus petit possible est 1 min"),
    ("slot ends first", cell("Horaires", 0, "fin", "7h"), "Horaires", "D2", "vient avant"),
    ("overlapping slots", cell("Horaires", 1, "début", "9h30"), "Horaires", "C3", "chevauche"),
    ("period outside", cell("Périodes", 1, "au", "18/12/2026"), "Périodes", "C3", "est hors de l'emploi du temps"),
    ("overlapping periods", cell("Périodes", 1, "du", "10/10/2026"), "Périodes", "B3", "se chevauchent"),
    ("need for nobody", cell("Besoins", 0, "apprenants", None), "Besoins", "", "indiquez pour qui"),
    ("need without hours", cell("Besoins", 0, "en tout", None), "Besoins", "", "une durée, et une seule"),
    ("rule without hours", cell("Règles de besoins", 0, "par semaine", None), "Règles de besoins", "", "une seule"),
    ("week and stay", cell("Barrettes", 0, "par séjour", 2), "Barrettes", "", "videz l'une des deux"),
    ("key left empty", cell("Cours", 0, "heures", None), "Cours", "C2", "« heures » est vide"),
    ("unknown week", lambda rows: rows["Calendrier"][0].update({"S99": "X"}), "Calendrier", "", "S1 à S53"),
    ("part of no course", cell("Apprenants", 1, "partie", "D"), "Apprenants", "", "A ou B"),
    ("semicolon in a code", cell("Formateurs", 2, "code", "E;N"), "Formateurs", "", "point-virgule"),
    ("formula error", cell("Salles", 0, "places", "#REF!"), "Salles", "C2", "erreur de formule"),
    ("smallest above usual", cell("Modules", 1, "effectif minimal", 50), "Modules", "", "« 50 » est plus que"),
    ("smallest above largest", lambda rows: rows["Barrettes"][1].update({"effectif minimal": 9, "effectif maximal": 8}),
     "Barrettes", "", "« 8 » est plus petit que l'effectif minimal (9)"),
    ("level out of range", cell("Modules", 1, "niveaux", "1;7"), "Modules", "", "1, 2, 3 ou 4"),
    ("situation that ends before it begins", lambda rows: rows["Règles de besoins"][0].update({"depuis au moins": 90,
     "depuis au plus": 10}), "Règles de besoins", "", "est moins que « depuis au moins »"),
    ("two results of one day", lambda rows: rows["Résultats"].append({**rows["Résultats"][0], "résultat": 4}),
     "Résultats", "C4", "contredit la ligne 2"),
    ("retired module", cell("Barrettes", 0, "modules", "ORI-DECOUVERTE"), "Barrettes", "", "retiré du catalogue"),
    ("nothing said of a session", cell("Réalisé", 0, "annulée", None), "Réalisé", "", "indiquez qui était absent"),
    ("cancelled with absent people", cell("Réalisé", 1, "annulée", "oui"), "Réalisé", "", "n'a pas d'absents"),
    ("session told twice", added("Réalisé"), "Réalisé", "A4", "en double (déjà à la ligne 2)"),
    ("unknown absent", cell("Réalisé", 1, "absents", "Sow Awo"), "Réalisé", "", "dire « Sow Awa »"),
    ("need of no part", lambda rows: rows["Besoins"][1].update({"partie": "B"}), "Besoins", "", "qui n'en a pas"),
    ("lock of a course that is not split", cell("Verrous", 0, "partie", "A"), "Verrous", "", "de ce cours, qui n'en a"),
    ("lock of no part", lambda rows: rows["Verrous"][0].update({"cours": "Technologie", "partie": "D"}), "Verrous", "",
     "écrivez A ou B"),
    ("pasted session of no part", lambda rows: rows["Séances existantes"][0].update({"matière": "Technologie",
     "partie": "D"}), "Séances existantes", "", "de ce cours : écrivez A ou B"),
    ("part that is no letter", lambda rows: rows["Apprenants"][2].update({"partie": "Z"}), "Apprenants", "",
     "n'est pas une partie de cette classe"),
    ("departure before the first slot", cell("Classes", 0, "dernier départ", "ve 5h30"), "Classes", "",
     "premier créneau (8 h)"),
    ("arrival after the last slot", cell("Apprenants", 0, "première arrivée", "18h"), "Apprenants", "",
     "dernier créneau (17 h 45)"),
    ("departure of a day without slots", cell("Classes", 0, "dernier départ", "16h ; di 15h"), "Classes", "",
     "sans créneau (dimanche)"),
    ("course after one of another class", cell("Cours", 0, "après", "Gestion – BP CUI 2"), "Cours", "",
     "est le cours d'une autre classe"),
    ("crossed with another class", cell("Cours", 0, "croisé avec", "Gestion – BP CUI 2"), "Cours", "",
     "est le cours d'une autre classe"),
    ("room instead of its type", cell("Cours", 0, "type de salle", "Salle 1"), "Cours", "",
     "est une salle, et non un type : écrivez son type, « banalisée »"),
    ("days of a calendar without dates", lambda rows: rows["Calendrier"].append({"qui": "Sow Awa", "jours": "lu-me"}),
     "Calendrier", "", "va avec « du » ou « au »"),
    ("one person twice to keep together", cell("Ensemble ou séparés", 0, "apprenants", "Sow Awa ; sow awa"),
     "Ensemble ou séparés", "A2", "au moins deux personnes"),
    ("band that goes down", lambda rows: rows["Échelles"].append({"échelle": "note /10", "de": 8, "à": 5, "niveau": 1}),
     "Échelles", "", "est plus petit que « de »"),
    ("oldest below youngest", lambda rows: rows["Règles de besoins"][0].update({"âge minimal": 20, "âge maximal": 15}),
     "Règles de besoins", "", "est moins que l'âge minimal"),
    ("levels of no domain", cell("Règles de besoins", 0, "domaine", None), "Règles de besoins", "",
     "va avec un domaine"),
    ("locked nothing", cell("Verrous", 0, "cours", None), "Verrous", "", "indiquez ce qui est verrouillé"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "sheet", "where", "words"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_fault_names_sheet_cell_and_cure(change: Change, sheet: str, where: str, words: str, tmp_path: Path) -> None:
    """One change to a sound workbook gives a fault in the right sheet and cell, with its cure, and no problem."""
    rows = rich()
    change(rows)
    reading = reading_of(rows, tmp_path)
    assert reading.problem is None
    found = [f for f in reading.faults if f.sheet == sheet and words in str(f) and (not where or f.cell == where)]
    assert found, [str(f) for f in reading.faults]
    assert all("\n" not in str(f) and f"cellule {f.cell}" in str(f) for f in found)


def test_fault_reads_as_one_french_line(tmp_path: Path) -> None:
    """The sheet, the cell, the value, what is wrong, what was perhaps meant."""
    rows = rich()
    rows["Dispenses"][0]["matière"] = "Mths"
    (fault,) = reading_of(rows, tmp_path).faults
    assert str(fault) == (
        "Feuille « Dispenses », cellule B2 : « Mths » n'est pas une matière de la feuille « Cours ». "
        "Vouliez-vous dire « Mathématiques » ?"
    )


def test_all_faults_come_at_once(tmp_path: Path) -> None:
    """Three changes in three sheets give three faults in one reading."""
    rows = rich()
    rows["Salles"][0]["places"] = "douze"
    rows["Dispenses"][0]["matière"] = "Mths"
    rows["Règles"][0]["règle"] = "Q4"
    assert {f.sheet for f in reading_of(rows, tmp_path).faults} == {"Salles", "Dispenses", "Règles"}


def test_missing_sheet_is_said_without_its_references(tmp_path: Path) -> None:
    """Without *Formateurs*, one fault says so; the courses that name trainers are not blamed."""
    rows = rich()
    del rows["Formateurs"], rows["Compétences"]
    texts = [str(f) for f in reading_of(rows, tmp_path).faults]
    assert texts[0] == "Fichier : il manque la feuille « Formateurs » : ajoutez-la."
    assert not any("« Cours »" in text for text in texts)


def test_missing_column_is_said_with_a_near_heading(tmp_path: Path) -> None:
    """A heading with a slip is proposed."""
    rows = rich()
    for row in rows["Cours"]:
        row["matiere enseigné"] = row.pop("matière")
    write_workbook(tmp_path / "c.xlsx", {k: v for k, v in rows.items() if k != "Cours"} | {"cours ": rows["Cours"]})
    texts = [str(f) for f in data.read(tmp_path / "c.xlsx").faults]
    assert any("il manque la colonne « matière »" in text and "matiere enseigné" in text for text in texts)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("vide.xlsx", b"", "est vide"),
        ("texte.xlsx", b"classe;formation\n", "n'est pas un classeur Excel"),
        ("casse.xlsx", b"PK\x03\x04 rien", "est endommagé"),
        ("vieux.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "mot de passe"),
    ],
)
def test_file_that_is_no_workbook_is_one_fault(name: str, content: bytes, words: str, tmp_path: Path) -> None:
    """Empty, text, damaged or protected: one fault with a cure."""
    (tmp_path / name).write_bytes(content)
    (fault,) = data.read(tmp_path / name).faults
    assert name in str(fault)
    assert words in str(fault)


def test_file_cut_short_is_damaged(tmp_path: Path) -> None:
    """Half of a workbook is no workbook."""
    write_workbook(tmp_path / "c.xlsx", rich())
    whole = (tmp_path / "c.xlsx").read_bytes()
    (tmp_path / "c.xlsx").write_bytes(whole[: len(whole) // 2])
    (fault,) = data.read(tmp_path / "c.xlsx").faults
    assert "est endommagé" in str(fault)


def test_file_missing_or_folder_is_one_fault(tmp_path: Path) -> None:
    """A wrong name, a folder."""
    (missing,) = data.read(tmp_path / "rien.xlsx").faults
    (folder,) = data.read(tmp_path).faults
    assert "n'existe pas" in str(missing)
    assert "est un dossier" in str(folder)


def grids_of(rows: Rows) -> Raw:
    """Rows as grids, without a file in between."""
    grids = []
    for name, lines in rows.items():
        headers = list(dict.fromkeys(header for line in lines for header in line))
        body = [tuple(line.get(header) for header in headers) for line in lines]
        grids.append(Grid(name, (tuple(headers), *body)))
    return Raw(tuple(grids), date(2026, 8, 24))


@pytest.mark.parametrize("sheet", [sheet.name for sheet in SHEETS])
def test_each_sheet_and_column_spoilt_in_turn_is_never_an_error(sheet: str) -> None:
    """Whatever sheet, column or value is taken away or spoilt, faults come back where there is no problem."""
    whole = rich()
    headers = list(dict.fromkeys(header for line in whole[sheet] for header in line))
    spoilt: list[Rows] = [{k: v for k, v in whole.items() if k != sheet}, {**whole, sheet: []}]
    for number, header in enumerate(headers):
        spoilt.append({**whole, sheet: [{h: v for h, v in line.items() if h != header} for line in whole[sheet]]})
        spoilt.append({**whole, sheet: [{**line, header: "zzz ; ?"} for line in whole[sheet]]})
        value = (-1, 99999, "31/02/2026", "=1+1")[number % 4]
        spoilt.append({**whole, sheet: [{**line, header: value} for line in whole[sheet]]})
    for rows in spoilt:
        faults = Faults()
        problem = understand(grids_of(rows), faults)
        assert (problem is None) == bool(faults)


@pytest.mark.parametrize(
    ("sheet", "column"), [(s.name, c.header) for s in SHEETS if s.required for c in s.columns if c.need]
)
def test_required_column_taken_away_is_a_fault(sheet: str, column: str) -> None:
    """Each required column, when it is not there, is named with its sheet."""
    rows, faults = rich(), Faults()
    for line in rows[sheet]:
        line.pop(column, None)
    assert understand(grids_of(rows), faults) is None
    assert any(f.sheet == sheet and f"« {column} »" in f.message for f in faults)


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (cell("Événements", 0, "fin", "25:00"), "Événements!D2"),
        (cell("Besoins", 0, "en tout", "600 h"), "Besoins!"),
        (cell("Paramètres", 3, "valeur", "01/08/2026"), "Paramètres!B5"),
        (cell("Reprise", 0, "quoi", "Gestion"), "Reprise!"),
        (
            lambda rows: [
                rows["Cours"][number].update({"croisé avec": other})
                for number, other in ((2, "Gestion – BP CUI 2"), (3, "TP cuisine"))
            ],
            "Cours!",
        ),
    ],
    ids=[
        "hour",
        "duration",
        "term that ends before it begins",
        "course of another class",
        "crossed with another class",
    ],
)
def test_one_slip_is_one_fault(change: Change, where: str) -> None:
    """What follows from a cell that is not understood is not said beside it."""
    rows, faults = rich(), Faults()
    change(rows)
    assert understand(grids_of(rows), faults) is None
    (fault,) = faults
    assert f"{fault.sheet}!{fault.cell}".startswith(where)
