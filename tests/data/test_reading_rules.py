"""Rules of reading: headings, synonyms, formulas, merged cells, examples, private columns, defaults."""

from collections import Counter
from datetime import date
from pathlib import Path

import openpyxl
import pytest

import data
from data.faults import Faults
from data.reading.workbook import Reading, understand
from data.sheets.schema import SHEETS
from data.writing.template import write_workbook
from planner.domain import Problem
from tests.data.rich import Rows, rich
from tests.data.test_faults import grids_of

REQUIRED = ("Paramètres", "Classes", "Calendrier", "Formateurs", "Salles", "Cours", "Apprenants")


def small() -> Rows:
    """The required sheets only, with what the optional ones would have told taken out."""
    rows = {name: lines for name, lines in rich().items() if name in REQUIRED}
    del rows["Cours"][-1]
    for line in rows["Apprenants"]:
        line.pop("numératie (note /20)", None)
    return rows


def problem_of(rows: Rows) -> Problem:
    """The problem of rows that hold no fault."""
    faults = Faults()
    problem = understand(grids_of(rows), faults)
    assert [str(fault) for fault in faults] == []
    assert problem is not None
    return problem


def notices_of(rows: Rows) -> str:
    """All notices, as one text."""
    faults = Faults()
    understand(grids_of(rows), faults)
    return "\n".join(faults.notices)


def edited(rows: Rows, path: Path, edit: str, sheet: str, value: object = None) -> Reading:
    """A workbook with one cell set, or one range merged, as a spreadsheet would do."""
    write_workbook(path / "c.xlsx", rows)
    book = openpyxl.load_workbook(path / "c.xlsx")
    if ":" in edit:
        book[sheet].merge_cells(edit)
    else:
        book[sheet][edit] = value
    book.save(path / "c.xlsx")
    return data.read(path / "c.xlsx")


def test_headings_in_any_order_case_and_accents_are_found() -> None:
    """Reversed, in capitals without accents, with spaces around: the same problem."""
    rows = small()
    rows["Salles"] = [{f"  {h.upper().replace('É', 'E')} ": line[h] for h in reversed(line)} for line in rows["Salles"]]
    assert problem_of(rows).rooms == problem_of(small()).rooms


def test_state_column_names_are_synonyms() -> None:
    """The headings of the State's own table of learners need no change."""
    names = {
        "nom": "nom_apprenant", "prénom": "prenom_apprenant", "naissance": "date_de_naissance_apprenant",
        "entrée": "date_entree_formation", "contrat début": "contrat_date_debut", "contrat fin": "contrat_date_fin",
        "code": "id_erp_apprenant",
    }  # fmt: skip
    rows = small()
    rows["Apprenants"] = [{names.get(h, h): v for h, v in line.items()} for line in rows["Apprenants"]]
    assert problem_of(rows).learners == problem_of(small()).learners


def test_last_contract_of_the_state_table_counts() -> None:
    """A first contract broken, a second one signed: the learner is an apprentice again."""
    rows = small()
    rows["Apprenants"][0] |= {"rupture": "01/10/2026", "contrat_date_debut_2": "15/10/2026", "contrat_date_fin_2": None}
    learner = problem_of(rows).learners["MARTIN-LEA"]
    assert (learner.contract_start, learner.contract_break) == (date(2026, 10, 15), None)
    assert "contrat_date" not in notices_of(rows)


def test_heading_wins_over_its_synonym() -> None:
    """Where ``entrée`` and ``date_inscription_formation`` both stand, ours is read and the other is named."""
    rows = small()
    for line in rows["Apprenants"]:
        line["date_inscription_formation"] = "01/01/2020"
    assert problem_of(rows).learners["MARTIN-LEA"].entry == date(2026, 9, 7)
    assert "date_inscription_formation" in notices_of(rows)


def test_heading_twice_is_a_fault() -> None:
    """The second ``classe`` is to be taken away."""
    rows, faults = small(), Faults()
    rows["Apprenants"] = [{**line, "CLASSE ": "CAP CUI 1"} for line in rows["Apprenants"]]
    understand(grids_of(rows), faults)
    assert any("intitulé en double" in str(fault) for fault in faults)


def test_unknown_columns_and_sheets_are_named_once() -> None:
    """They are ignored, and said."""
    rows = small()
    rows["Apprenants"] = [{**line, "couleur": "bleu"} for line in rows["Apprenants"]]
    rows["Brouillon"] = [{"a": 1}]
    problem_of(rows)
    notices = notices_of(rows)
    assert notices.count("couleur") == 1
    assert "Feuilles ignorées : Brouillon" in notices


@pytest.mark.parametrize("heading", ["NIR", "nir_apprenant", "rqth_apprenant", "date_rqth_apprenant", "Adresse",
                                     "Nationalité", "INE", "code_postal", "adresse_apprenant"])  # fmt: skip
def test_private_columns_enter_nothing_and_are_not_named(heading: str) -> None:
    """What planning does not need is dropped in silence: neither in the problem nor in a message."""
    rows = small()
    rows["Apprenants"] = [{**line, heading: "SECRET"} for line in rows["Apprenants"]]
    assert problem_of(rows) == problem_of(small())
    assert "SECRET" not in repr(problem_of(rows))
    assert heading not in notices_of(rows)


def test_matches_translate_headings_sheets_and_values() -> None:
    """A centre's own tab, heading and value, each told once."""
    rows = small()
    rows["Effectif global"] = [
        {("groupe classe" if h == "classe" else h): v for h, v in line.items()} for line in rows.pop("Apprenants")
    ]
    for line in rows["Effectif global"]:
        if line["groupe classe"] == "CAP CUI 1":
            line["groupe classe"] = "1CC"
    pairs = [("", "Effectif global", "Apprenants"), ("Apprenants", "groupe classe", "classe"), ("", "1CC", "CAP CUI 1")]
    rows["Correspondances"] = [
        {"feuille": s, "votre intitulé ou valeur": theirs, "intitulé ou valeur de Barrette": ours}
        for s, theirs, ours in pairs
    ]
    assert problem_of(rows).learners == problem_of(small()).learners


def test_example_rows_and_empty_rows_are_not_read() -> None:
    """A row whose first filled cell begins with « exemple : » is an example."""
    rows = small()
    rows["Salles"] += [{"salle": "Exemple : Atelier", "places": "beaucoup"}, {"salle": None}]
    assert problem_of(rows).rooms == problem_of(small()).rooms


def test_title_line_above_the_headings_is_no_heading() -> None:
    """An empty line above the headings is skipped; cells keep their own number."""
    rows = small()
    raw, faults = grids_of(rows), Faults()
    grids = tuple(type(g)(g.name, ((None,), *g.rows)) if g.name == "Salles" else g for g in raw.grids)
    problem = understand(type(raw)(grids, raw.saved), faults)
    assert problem is not None
    assert problem.origins["room:CUISINE-1"] == "Salles!A3"


def test_formula_without_stored_value_is_a_fault(tmp_path: Path) -> None:
    """A formula that no spreadsheet has computed has no value to read."""
    reading = edited(small(), tmp_path, "C2", "Salles", "=6+6")
    (fault,) = reading.faults
    assert (fault.sheet, fault.cell) == ("Salles", "C2")
    assert "pas de valeur enregistrée" in str(fault)


def test_merged_headings_or_keys_are_faults_and_others_are_not(tmp_path: Path) -> None:
    """Two merged headings, two merged names of rooms; merged equipment is nobody's business."""
    heads = edited(small(), tmp_path, "A1:B1", "Salles")
    assert any("intitulés" in str(f) and f.cell == "A1:B1" for f in heads.faults)
    keys = edited(small(), tmp_path, "A2:A3", "Salles")
    assert any("annulez la fusion" in str(f) and f.cell == "A2:A3" for f in keys.faults)
    rows = small()
    for line in rows["Salles"]:
        line["équipements"] = None
    rows["Salles"][0]["équipements"] = "fours"
    assert edited(rows, tmp_path, "D2:D3", "Salles").problem is not None


def test_person_by_code_or_by_unique_name() -> None:
    """Two people of one name are told apart by their codes only."""
    rows = small()
    rows["Apprenants"] += [
        {"nom": "Diop", "prénom": "Ali", "classe": "CAP BOU 1", "entrée": "07/09/2026", "code": code} for code in "XY"
    ]
    rows["Dispenses"] = [{"apprenant": "X", "matière": "EPS"}]
    assert problem_of(rows).exemptions[0].apprentice_id == "X"
    rows["Dispenses"] = [{"apprenant": "Diop Ali", "matière": "EPS"}]
    faults = Faults()
    understand(grids_of(rows), faults)
    assert ["indiquez le code" in str(fault) for fault in faults] == [True]


def test_namesakes_without_code_have_ids_that_differ() -> None:
    """Same name, other birth date: two people, both found again after a third line comes in."""
    rows = small()
    for birth in ("01/02/2009", "05/06/2008"):
        rows["Apprenants"].append({"nom": "Diop", "prénom": "Ali", "naissance": birth, "entrée": "07/09/2026"})
    found = [item for item in problem_of(rows).learners if item.startswith("DIOP-ALI")]
    assert len(found) == 2
    rows["Apprenants"].insert(0, rows["Apprenants"].pop())
    assert set(found) < set(problem_of(rows).learners)


def test_unknown_age_is_said() -> None:
    """One learner without birth date is counted as an adult, and the planner is told."""
    assert "1 personne sans date de naissance" in notices_of(small())


def test_each_missing_optional_sheet_says_what_stands_in() -> None:
    """Every optional sheet is missing: each default is said."""
    notices = notices_of(small())
    assert "Feuille « Périodes » absente ou vide : des périodes égales" in notices
    assert notices.count("absente ou vide") == sum(not sheet.required for sheet in SHEETS)


def test_defaults_stand_in_for_missing_sheets() -> None:
    """Usual bells by the hour, catalogue, scales, rules of need, public holidays, periods that cover the term."""
    problem = problem_of(small())
    (bells,) = problem.bells.values()
    assert bells.week_minutes == 40 * 60
    assert not any(slot.inside for day in bells.days for slot in day)
    assert {"LIT1", "AP-METHODE", "ORI-DECOUVERTE", "EMPLOI", "ENTREE-SECURITE"} <= set(problem.modules)
    assert {rule.target for rule in problem.need_rules} >= {"LIT1", "NUM2", "EMPLOI", "SUIVI-DISTANCE"}
    assert date(2026, 11, 11) in problem.closed
    assert problem.periods[0].first == problem.first
    assert problem.periods[-1].last == problem.last


def test_default_bells_are_cut_when_a_length_asks_for_it() -> None:
    """Sessions of one hour and a half do not fit hourly slots: the usual bells then allow quarters of an hour."""
    rows = small()
    rows["Cours"][0]["durées"] = "1,5"
    (bells,) = problem_of(rows).bells.values()
    assert all(slot.inside for day in bells.days for slot in day)


def test_parts_are_balanced_by_name() -> None:
    """Five more learners of a split class: the two parts differ by one at most, the same at each reading."""
    rows = small()
    rows["Apprenants"] += [
        {"nom": f"Nom{n}", "prénom": "P", "classe": "CAP CUI 1", "entrée": "07/09/2026"} for n in range(5)
    ]
    found = [x.memberships[0].part for x in problem_of(rows).learners.values() if x.memberships]
    count = Counter(part for part in found if part)
    assert sorted(count.values()) == [3, 4]
    assert problem_of(rows).learners == problem_of(rows).learners


def test_part_with_its_own_calendar() -> None:
    """Part B follows its own row; the class is there when both are."""
    rows = small()
    rows["Calendrier"][0] = {"qui": "CAP CUI 1", "partie": "A", "S37": "X", "S40": "X"}
    rows["Calendrier"].append({"qui": "CAP CUI 1 partie B", "S37": "lu-ma"})
    group = problem_of(rows).classes["CAP-CUI-1"]
    assert list(group.part_calendars) == ["A", "B"]
    assert list(group.calendar) == [date(2026, 9, 7), date(2026, 9, 8)]


def test_unknown_setting_is_kept_apart_and_said() -> None:
    """A setting that nobody knows is no fault."""
    rows = small()
    rows["Paramètres"].append({"paramètre": "couleur préférée", "valeur": "bleu"})
    assert problem_of(rows).settings.extra == {"couleur préférée": "bleu"}
    assert "couleur préférée" in notices_of(rows)


def test_program_in_several_words_and_years() -> None:
    """A CAP in one year has one year of targets, a bac pro three."""
    rows = small()
    rows["Classes"][0]["formation"] = "CAP Cuisine en 1 an"
    rows["Classes"][1]["formation"] = "Bac pro Boulanger"
    programmes = problem_of(rows).programmes
    assert {year for year, _ in programmes["CAP-CUISINE-EN-1-AN"].strand_minutes} == {1}
    assert {year for year, _ in programmes["BAC-PRO-BOULANGER"].strand_minutes} == {1, 2, 3}
    assert programmes["BAC-PRO-BOULANGER"].level == "bac pro"


def test_skills_decide_who_leads_a_module_of_a_barrette() -> None:
    """A team without a row in *Compétences* leads the modules of its barrette; with one, what is written there."""
    name = small()["Classes"][0]["classe"]
    rows = small()
    rows["Barrettes"] = [{"barrette": "B", "classes": name, "durée": "1 h", "par semaine": 1, "formateurs": "Noir Eva"}]
    assert {"lit1", "lit3", "num2"} <= problem_of(rows).trainers["EN"].skills
    rows["Compétences"] = [{"formateur": "Noir Eva", "matière ou module": "LIT3"}]
    assert problem_of(rows).trainers["EN"].skills == {"lit3"}
