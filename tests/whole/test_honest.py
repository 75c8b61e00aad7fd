"""What cannot be placed is left out with its true reason; what is placed breaks no rule."""

from pathlib import Path

from planner.domain import Timetable
from tests.data.rich import rich
from tests.whole.honest import honest, read, said
from tests.whole.tiny import tiny


def test_course_larger_than_its_only_room_is_left_out_with_why(tmp_path: Path) -> None:
    """Three cooks, a kitchen of two places, a course that is not split: unplaced, and `check` says so beforehand."""
    rows = tiny()
    rows["Salles"][0]["places"] = 2
    problem, timetable = honest(tmp_path, rows)
    reasons = {u.reason.split(" : ", 1)[1] for u in timetable.unplaced if u.course_id == "CAP-CUI-1-TP-CUISINE"}
    assert reasons == {
        "3 apprenants sont attendus et la plus grande salle de type « cuisine » a 2 places ; partagez la classe "
        "(colonne « parties ») ou prévoyez une salle plus grande"
    }
    assert any("réunit 3 apprenants" in text for text in said(problem, "room_sizes"))


def test_course_whose_rooms_lack_what_somebody_needs_is_left_out_with_why(tmp_path: Path) -> None:
    """Léa needs step-free access and the only kitchen has none: unplaced, said beforehand, and nobody is sent there."""
    rows = tiny()
    rows["Aménagements"] = [{"apprenant": "Martin Léa", "effet": "salle", "valeur": "accessible"}]
    for room in rows["Salles"][1:]:
        room["accessible"] = "oui"
    problem, timetable = honest(tmp_path, rows)
    reasons = {u.reason.split(" : ", 1)[1] for u in timetable.unplaced if u.course_id == "CAP-CUI-1-TP-CUISINE"}
    assert reasons == {
        "aucune salle de type « cuisine » ne convient à tous ceux qui sont attendus (aménagements, groupe, site)"
    }
    (text,) = said(problem, "room_features")
    assert text.startswith("Cours!A4 : ")


def test_workbook_that_uses_every_sheet_is_solved_within_the_rules(tmp_path: Path) -> None:
    """Its trainer is there one week in four: what she cannot give is listed, and nothing placed breaks a rule."""
    _problem, timetable = honest(tmp_path, rich())
    (french,) = [u for u in timetable.unplaced if u.course_id == "CAP-CUI-1-FRANCAIS"]
    assert "sans groupe de Français : Roux Anne : indisponible à cette heure" in french.reason
    safety = [s for s in timetable.sessions if s.module_id == "ENTREE-SECURITE"]
    assert all(s.start < 12 * 60 + 15 for s in safety if s.day.isocalendar().week == 40), "mornings only in week 40"


def test_strand_without_hours_is_a_shortfall_of_the_class(tmp_path: Path) -> None:
    """*Diplômes* gives AP no hour: the reference still expects three strands, so the class has a line that says why."""
    rows = tiny()
    rows["Diplômes"] = [{"formation": "CAP Cuisine", "consolidation": "20", "AP": "0", "orientation": "20"}]
    rows["Barrettes"][0]["modules"] = "LIT1 ; LIT2 ; NUM1 ; ORI-DECOUVERTE"
    rows["Temps d'accompagnement"] = []
    _problem, timetable = honest(tmp_path, rows)
    lines = {u.session_id: u.reason for u in timetable.unplaced if u.kind == "support"}
    assert lines["volet-CAP-CUI-1-PERSONAL"].startswith("0 h dans la feuille Diplômes pour l’année 1")
    assert not lines["volet-CAP-BOU-1-PERSONAL"].startswith("0 h")


def test_lock_of_a_week_that_stands_already_is_said(tmp_path: Path) -> None:
    """The two hours of maths of the week are pasted on Tuesday; a lock on Wednesday has no session left."""
    rows = tiny()
    rows["Séances existantes"] = [
        {"date": "08/09/2026", "début": "8h", "fin": "10h", "classe": "CAP CUI 1", "matière": "Mathématiques"}
    ]
    rows["Verrous"] = [{"cours": "Mathématiques – CAP CUI 1", "date": "09/09/2026"}]
    (text,) = said(read(tmp_path, rows), "lock_places")
    assert text.startswith("Verrous!A2 : ")
    assert "les séances existantes donnent déjà les heures de cette semaine" in text


def test_course_ahead_of_the_one_it_follows_is_left_out_with_why(tmp_path: Path) -> None:
    """Two hours of theory and four of practice in two sessions a week: practice k may not come before theory k."""
    rows = tiny()
    rows["Cours"][2] |= {"après": "Mathématiques", "heures": "8 h/sem"}
    problem, timetable = honest(tmp_path, rows)
    theory = [s for s in timetable.sessions if s.course_id == "CAP-CUI-1-MATHEMATIQUES"]
    practice = [s for s in timetable.sessions if s.course_id == "CAP-CUI-1-TP-CUISINE"]
    assert len(theory) == 2
    assert [(s.day, s.start) < (p.day, p.start) for s, p in zip(theory, practice, strict=False)] == [True, True]
    # one session of practice in the first week, then three at most: theory is over
    assert (
        sum(s.minutes for s in practice)
        + sum(u.minutes for u in timetable.unplaced if u.course_id == "CAP-CUI-1-TP-CUISINE")
        == 2 * 8 * 60
    )
    assert problem.courses["CAP-CUI-1-TP-CUISINE"].after == "CAP-CUI-1-MATHEMATIQUES"


def _said(timetable: Timetable, course: str) -> set[str]:
    return {u.reason for u in timetable.unplaced if u.course_id == course}


def test_session_without_a_week_says_what_is_full(tmp_path: Path) -> None:
    """Paul may give three hours a week for two courses of two: it is his hours, not the class's, that are lacking."""
    rows = tiny()
    rows["Formateurs"][0]["max par semaine"] = "3 h"
    _problem, timetable = honest(tmp_path, rows)
    said = _said(timetable, "CAP-CUI-1-MATHEMATIQUES") | _said(timetable, "CAP-BOU-1-MATHEMATIQUES")
    assert said == {"Durand Paul : il ne reste pas 2 h (présences, 3 h par semaine au plus, autres cours)"}


def test_session_without_a_common_day_says_so(tmp_path: Path) -> None:
    """The class is there on Mondays and Tuesdays, its trainer on Thursdays and Fridays."""
    rows = tiny()
    rows["Calendrier"][1] |= {"S37": "lu-ma", "S38": "lu-ma"}
    rows["Cours"][1]["formateurs"] = "Noir Eva"
    rows["Formateurs"][2]["disponible seulement"] = "je-ve"
    _problem, timetable = honest(tmp_path, rows)
    assert _said(timetable, "CAP-BOU-1-MATHEMATIQUES") == {"Noir Eva et CAP BOU 1 ne sont jamais là le même jour"}


def test_two_sessions_for_one_day_a_week_say_so(tmp_path: Path) -> None:
    """Four hours of maths a week in two sessions, one a day, and a trainer who comes on Mondays only."""
    rows = tiny()
    rows["Cours"][1] |= {"heures": "4 h/sem", "formateurs": "Noir Eva", "durées": "2"}
    rows["Formateurs"][2]["disponible seulement"] = "lu"
    _problem, timetable = honest(tmp_path, rows)
    assert _said(timetable, "CAP-BOU-1-MATHEMATIQUES") == {
        "trop peu de jours où Noir Eva et CAP BOU 1 sont là ensemble, à 1 séance par jour"
    }


def test_day_that_a_lost_room_makes_too_short_is_given_up(tmp_path: Path) -> None:
    """Anne comes for six hours or not at all. From the second week on, Léa may not enter the kitchen: two are left."""
    rows = tiny()
    rows["Formateurs"][1] |= {"minimum par jour": "6 h", "minimum impératif": "oui"}
    rows["Cours"].append(
        {"classes": "CAP BOU 1", "matière": "Technologie", "heures": "2 h/sem", "formateurs": "Roux Anne"}
    )
    rows["Aménagements"] = [{"apprenant": "Martin Léa", "effet": "salle", "valeur": "accessible", "du": "14/09/2026"}]
    for room in rows["Salles"][1:]:
        room["accessible"] = "oui"
    rows["Barrettes"][0]["formateurs"] = "Durand Paul ; Noir Eva"
    _problem, timetable = honest(tmp_path, rows)
    (reason,) = _said(timetable, "CAP-BOU-1-TECHNOLOGIE")
    assert reason.startswith("semaine du 14/09/2026 : Roux Anne a 2 h pour 6 h au moins, ")


def test_part_with_more_weeks_than_the_crossed_course_is_listed(tmp_path: Path) -> None:
    """Part B is there for one week only: the workshop of part A has nobody to swap with in the other; it is listed."""
    rows = tiny()
    rows["Calendrier"].append({"qui": "CAP CUI 1", "partie": "B", "S37": "X"})
    rows["Cours"][2] |= {"parties": 2, "croisé avec": "Technologie"}
    rows["Cours"].append(
        {"classes": "CAP CUI 1", "matière": "Technologie", "heures": "4 h/sem", "formateurs": "Noir Eva",
         "durées": "4", "parties": 2}
    )  # fmt: skip
    rows["Barrettes"], rows["Temps d'accompagnement"] = [], []
    _problem, timetable = honest(tmp_path, rows)
    assert _said(timetable, "CAP-CUI-1-TP-CUISINE") == {
        "Technologie (CAP CUI 1), croisé avec ce cours, n’a pas autant de séances à échanger entre les parties"
    }
    assert len({u.session_id for u in timetable.unplaced}) == len(timetable.unplaced)


def test_course_after_one_that_stands_already_keeps_it(tmp_path: Path) -> None:
    """Found by drawing: maths are pasted on both Mondays; the practice after them never pushes them out."""
    rows = tiny()
    rows["Cours"][2] |= {"après": "Mathématiques", "heures": "8 h/sem"}
    rows["Cours"][0]["heures"] = "4 h/sem"
    rows["Séances existantes"] = [
        {"date": day, "début": "8h", "fin": "10h", "classe": "CAP CUI 1", "matière": "Mathématiques"}
        for day in ("07/09/2026", "14/09/2026")
    ]
    problem, timetable = honest(tmp_path, rows)
    assert {one.id for one in problem.standing} <= set(timetable.session)
