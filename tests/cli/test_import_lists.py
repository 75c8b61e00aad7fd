"""`barrette import` of lists: what other programs export, merged into a workbook row by row."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from data import read
from data.reading.workbook import Reading
from planner.domain import Learner, Problem, key
from tests.cli.running import barrette
from tests.whole.tiny import tiny, written

YPAREO = (
    "CodeApprenant;NomApprenant;PrenomApprenant;DateNaissance;NomGroupe;Date début contrat;Raison sociale;NIR;Avis\r\n"
    "1001;SOW;Awa;14/03/2009;CAP BOU 1;01/09/2026;;1090399999999;\r\n"
    "1002;GARCÍA;Éric;02/01/2009;CAP BOU 1;01/09/2026;Fournil d'essai;1090399999998;rien\r\n"
)


def known(path: Path) -> Problem:
    """What a workbook says, which must be without a fault."""
    reading: Reading = read(path)
    assert reading.problem is not None, reading.faults
    return reading.problem


def class_of(learner: Learner) -> str:
    """The class of somebody who has one."""
    return learner.memberships[0].class_id


def save(folder: Path, text: str, name: str = "apprenants.csv", encoding: str = "utf-8-sig") -> Path:
    """A file as a program of this country writes it."""
    (folder / name).write_bytes(text.encode(encoding))
    return folder / name


def test_a_room_beside_a_course_is_taken_for_its_type(tmp_path: Path) -> None:
    """Other programs say in which room a course is; what is planned is a room of its type, and that is said."""
    book = written(tmp_path, tiny())
    rooms = {key(room.name): room.type for room in known(book).rooms.values()}
    name = next(room.name for room in known(book).rooms.values() if key(room.name) != key(room.type))
    text = f"Groupe;Matière;Heures;Formateur;Salle\r\nCAP BOU 1;Arts;1 h/sem;Roux Anne;{name.upper()}\r\n"
    done = barrette("import", save(tmp_path, text, "cours.csv"), "--into", book)
    assert (done.exit_code, done.stderr) == (0, "")
    assert "type de salle : celui de la salle que le fichier nomme" in done.stdout
    (course,) = [course for course in known(book).courses.values() if course.subject == "Arts"]
    assert course.room_types == (rooms[key(name)],)


@pytest.mark.parametrize(
    ("encoding", "separator", "said"),
    [
        ("utf-8-sig", ";", "UTF-8, séparateur point-virgule"),
        ("utf-8", ",", "UTF-8, séparateur virgule"),
        ("cp1252", ";", "Windows (1252), séparateur point-virgule"),
        ("utf-16", "\t", "UTF-16, séparateur tabulation"),
    ],
)
def test_new_people_are_added_and_the_rest_stays(tmp_path: Path, encoding: str, separator: str, said: str) -> None:
    """One new, one known by name and birth; columns said; what is private neither named nor kept."""
    book = written(tmp_path, tiny())
    before = set(known(book).learners)
    done = barrette("import", save(tmp_path, YPAREO.replace(";", separator), encoding=encoding), "--into", book)
    assert (done.exit_code, done.stderr) == (0, "")
    assert said in done.stdout
    assert "« NomGroupe » : classe" in done.stdout
    assert "Colonnes non reprises : « Avis »." in done.stdout
    assert "NIR" not in done.stdout
    assert "1 apprenant nouveau, 0 changé, 1 sans changement, 5 absents du fichier" in done.stdout
    after = known(book)
    assert before < set(after.learners)
    (new,) = (learner for key, learner in after.learners.items() if key not in before)
    assert (new.last_name, new.first_name, new.birth) == ("GARCÍA", "Éric", date(2009, 1, 2))
    assert new.employer == "Fournil d'essai"


@pytest.mark.parametrize("told", [False, True])
def test_tutor_is_nobody_of_the_centre_until_it_is_said(tmp_path: Path, told: bool) -> None:
    """A tutor is mostly the company's: left out with the reason, taken where *Correspondances* says so."""
    tables = tiny()
    if told:
        tables["Correspondances"] = [
            {
                "feuille": "Apprenants",
                "votre intitulé ou valeur": "Tuteur",
                "intitulé ou valeur de Barrette": "formateur référent",
            },
        ]
    book = written(tmp_path, tables)
    text = "Nom;Prénom;Naissance;Classe;Tuteur\r\nGARCÍA;Éric;02/01/2009;CAP BOU 1;Noir Eva\r\n"
    done = barrette("import", save(tmp_path, text), "--into", book)
    assert (done.exit_code, done.stderr) == (0, "")
    assert ("« Tuteur » n’est pas repris" in " ".join(done.stdout.split())) is not told
    (eric,) = [one for one in known(book).learners.values() if one.first_name == "Éric"]
    assert bool(eric.ref_trainer) is told


def test_second_import_of_the_same_file_writes_nothing(tmp_path: Path) -> None:
    """Nobody is doubled, whatever the case and accents of a name."""
    book = written(tmp_path, tiny())
    file = save(tmp_path, YPAREO)
    barrette("import", file, "--into", book)
    before = book.read_bytes()
    done = barrette("import", save(tmp_path, YPAREO.replace("GARCÍA", "Garcia")), "--into", book)
    assert "Rien à écrire" in done.stdout
    assert book.read_bytes() == before


def test_changes_are_shown_and_wait_for_consent(tmp_path: Path) -> None:
    """A value of the workbook is changed with --yes only; other cells, and formats of dates, stay."""
    book = written(tmp_path, tiny())
    before = book.read_bytes()
    file = save(
        tmp_path, "Nom;Prénom;Date de naissance;Groupe;Fin du contrat\nSow;Awa;14/03/2009;CAP CUI 1;31/08/2027\n"
    )
    asked = barrette("import", file, "--into", book)
    assert "Sow Awa : classe « CAP BOU 1 » → « CAP CUI 1 »" in asked.stdout
    assert "relancez avec --yes" in asked.stdout
    assert book.read_bytes() == before
    done = barrette("import", file, "--into", book, "--yes")
    assert "est complété" in done.stdout
    (awa,) = (one for one in known(book).learners.values() if one.first_name == "Awa")
    assert (class_of(awa), awa.contract_end, awa.contract_start) == ("CAP-CUI-1", date(2027, 8, 31), date(2026, 9, 1))
    assert len(known(book).learners) == 6


def test_mapping_is_kept_and_its_correction_is_used(tmp_path: Path) -> None:
    """A heading that nobody knows is listed; once it is in *Correspondances* it is read, and a value too."""
    book = written(tmp_path, tiny())
    text = "NomApprenant;Prénom;Date de naissance;Cohorte\nNEUF;Ana;01/01/2009;boulange\n"
    first = barrette("import", save(tmp_path, text), "--into", book)
    assert "Colonnes non reprises : « Cohorte »." in first.stdout
    page = openpyxl.load_workbook(book)
    lines = [[cell.value for cell in row] for row in page["Correspondances"].iter_rows(min_row=2)]
    assert ["Apprenants", "NomApprenant", "nom"] in lines
    assert page["Correspondances"].sheet_state == "visible"
    for line in (("Apprenants", "Cohorte", "classe"), ("Apprenants", "boulange", "CAP BOU 1")):
        page["Correspondances"].append(line)
    page.save(book)
    again = barrette("import", save(tmp_path, text), "--into", book, "--yes")
    assert "« Cohorte » : classe" in again.stdout
    (ana,) = (one for one in known(book).learners.values() if one.first_name == "Ana")
    assert class_of(ana) == "CAP-BOU-1"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Nom;Prénom;Né le;Classe\nA;B;32/13/2009;X\n", "« apprenants.csv », ligne 2, « Né le » : « 32/13/2009 »"),
        ("Nom;Prénom;Né le\n;B;01/01/2009\n", "ligne 2, « Nom » : « nom » est vide"),
        ("Apprenant;Né le\nLe Gall Anne Marie;01/01/2009\n", "où finit le nom"),
        ("Salle;Type\nA1;atelier\n", "aucune colonne ne dit « places »"),
    ],
)
def test_bad_input_is_named_and_nothing_is_written(tmp_path: Path, text: str, said: str) -> None:
    """File, line, heading, value and cure."""
    book = written(tmp_path, tiny())
    before = book.read_bytes()
    done = barrette("import", save(tmp_path, text), "--into", book, "--yes")
    assert done.exit_code == 3
    assert said in done.stderr
    assert "Rien n’a été écrit" in done.stderr
    assert book.read_bytes() == before


def test_namesakes_are_not_mixed_up(tmp_path: Path) -> None:
    """Another birth is another person, and said; two of one name without a birth are left out, and said."""
    rows = tiny()
    rows["Apprenants"] += [{**row, "naissance": date(2006, 1, 1)} for row in rows["Apprenants"][:1]]
    book = written(tmp_path, rows)
    text = "Nom;Prénom;Né le;Classe\nSow;Awa;01/01/2008;CAP BOU 1\nMartin;Léa;;CAP BOU 1\n"
    done = barrette("import", save(tmp_path, text), "--into", book, "--yes")
    assert "comptée comme une autre personne" in done.stdout
    assert "peut être 2 lignes du classeur" in done.stdout
    names = [one.last_name for one in known(book).learners.values()]
    assert (names.count("Sow"), names.count("Martin")) == (2, 2)


def test_file_of_the_state_brings_the_last_contract(tmp_path: Path) -> None:
    """Its later contracts are columns that the workbook gets."""
    book = written(tmp_path, tiny())
    text = (
        "nom_apprenant,prenom_apprenant,date_de_naissance_apprenant,libelle_court_formation,contrat_date_debut,"
        "contrat_date_fin,contrat_date_debut_2,contrat_date_fin_2,siret_employeur\n"
        "Neuf,Ana,2009-01-01,CAP BOU 1,2026-09-01,2026-09-10,2026-09-11,2028-08-31,12345678901234\n"
    )
    assert barrette("import", save(tmp_path, text), "--into", book).exit_code == 0
    (ana,) = (one for one in known(book).learners.values() if one.first_name == "Ana")
    assert (ana.contract_start, ana.contract_end) == (date(2026, 9, 11), date(2028, 8, 31))


def test_sessions_that_stand_are_taken_over(tmp_path: Path) -> None:
    """Hyperplanning's own headings, a date with its hour in one cell."""
    book = written(tmp_path, tiny())
    text = (
        "Date;Durée;Matière;Enseignant;Promotion;Salle\n"
        "08/09/2026 08:00;2h00;Mathématiques;Durand Paul;CAP CUI 1;Salle 1\n"
    )
    done = barrette("import", save(tmp_path, text, "export.txt"), "--into", book)
    assert "pour la feuille « Séances existantes »" in done.stdout
    assert "1 séance nouvelle" in done.stdout
    assert [(one.day.day, one.start) for one in known(book).standing] == [(8, 480)]


def test_list_that_may_be_two_sheets_is_asked_for(tmp_path: Path) -> None:
    """Names alone are no list; --as says which."""
    book = written(tmp_path, tiny())
    file = save(tmp_path, "Nom;Prénom;Portable\nVert;Zoé;0612345678\n", "liste.csv")
    assert barrette("import", file, "--into", book).exit_code == 3
    done = barrette("import", file, "--into", book, "--as", "formateurs")
    assert "1 formateur nouveau" in done.stdout
    assert len(known(book).trainers) == 4
    wrong = barrette("import", file, "--into", book, "--as", "Formateur·ices")
    assert wrong.exit_code == 2


def test_lists_of_a_sample_make_the_same_centre(tmp_path: Path) -> None:
    """Classes, trainers, rooms, courses and people as YPAREO would export them, into a workbook without them."""
    source = tiny()
    empty = {name: rows for name, rows in source.items()
             if name not in ("Classes", "Formateurs", "Salles", "Cours", "Apprenants")}  # fmt: skip
    whole = known(written(tmp_path, source))
    (tmp_path / "autre").mkdir()
    book = written(tmp_path / "autre", empty)
    renamed = {
        "Classes": {"classe": "NomGroupe", "formation": "EtenduGroupe", "année": "Année formation"},
        "Formateurs": {"nom": "Nom personnel"},
        "Salles": {"salle": "NomSalle", "type": "Type salle", "places": "Capacité",
                   "groupes simultanés": "groupes simultanés"},
        "Cours": {"classes": "NomGroupe", "matière": "NomMatiere", "heures": "Volume horaire",
                  "formateurs": "Nom formateur",
                  "durées": "Durée séance", "type de salle": "type de salle"},
        "Apprenants": {"nom": "NomApprenant", "prénom": "PrenomApprenant", "naissance": "DateNaissance",
                       "classe": "NomGroupe", "entrée": "Date entrée", "contrat début": "Date début contrat",
                       "contrat fin": "Date fin contrat"},
    }  # fmt: skip
    files = []
    for sheet, columns in renamed.items():
        lines = [";".join(columns.values())]
        for row in source[sheet]:
            values = (row.get(ours, "") for ours in columns)
            lines.append(";".join(f"{v:%d/%m/%Y}" if isinstance(v, date) else str(v) for v in values))
        files.append(save(tmp_path, "\r\n".join(lines), f"{sheet.lower()}.csv", "cp1252"))
    done = barrette("import", *files, "--into", book)
    assert (done.exit_code, done.stderr) == (0, "")
    same = known(book)
    assert same.learners.keys() == whole.learners.keys()
    assert [*map(class_of, same.learners.values())] == [*map(class_of, whole.learners.values())]
    assert (same.classes, same.rooms, same.trainers) == (whole.classes, whole.rooms, whole.trainers)
    assert same.courses == whole.courses


def test_workbook_that_is_not_there_is_made(tmp_path: Path) -> None:
    """From the empty one of `barrette new`, never elsewhere than in a folder that is there."""
    book = tmp_path / "neuf.xlsx"
    done = barrette("import", save(tmp_path, YPAREO), "--into", book, "--yes")
    assert done.exit_code == 0
    names = [row[0] for row in openpyxl.load_workbook(book)["Apprenants"].iter_rows(values_only=True)]
    assert names[-2:] == ["SOW", "GARCÍA"]
    assert barrette("import", save(tmp_path, YPAREO), "--into", tmp_path / "non" / "x.xlsx").exit_code == 2


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("x.csv", "foo;bar\n1;2\n", "« x.csv » n’est pas reconnu : ses intitulés sont « foo », « bar »"),
        ("tete.csv", "Nom;Prénom;Date de naissance\n", "aucune ligne sous les intitulés"),
        ("liste.pdf", "x", "exportez-le en CSV"),
    ],
)
def test_file_that_is_no_list_says_what_one_has(tmp_path: Path, name: str, text: str, said: str) -> None:
    """Also beside a good one: no file is left out in silence."""
    book = written(tmp_path, tiny())
    before = book.read_bytes()
    bad, good = save(tmp_path, text, name), save(tmp_path, YPAREO)
    assert said in barrette("import", bad, "--into", book).stderr
    assert said in barrette("import", good, bad, "--into", book, "--yes").stderr
    assert book.read_bytes() == before
    assert "le classeur lui-même" in barrette("import", book, "--into", book).stderr


def test_sheets_of_a_workbook_are_lists_by_their_names(tmp_path: Path) -> None:
    """Another centre's workbook: its lists are taken over, its other sheets are not read as lists."""
    book = written(tmp_path, tiny())
    (tmp_path / "autre").mkdir()
    rows = tiny()
    rows["Salles"].append({"salle": "Salle 9", "type": "banalisée", "places": 9})
    done = barrette("import", written(tmp_path / "autre", rows), "--into", book)
    assert (done.exit_code, done.stderr) == (0, "")
    assert "1 salle nouvelle" in done.stdout
    assert "Non repris : « classeur.xlsx », feuille « Paramètres »" in done.stdout
    assert "Salle 9" in {room.name for room in known(book).rooms.values()}
