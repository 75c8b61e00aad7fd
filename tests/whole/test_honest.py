"""What cannot be placed is left out with its true reason; what is placed breaks no rule."""

from pathlib import Path

from tests.whole.honest import honest, said
from tests.whole.tiny import tiny


def test_course_larger_than_its_only_room_is_left_out_with_why(tmp_path: Path) -> None:
    """Three cooks, a kitchen of two places, a course that is not split: unplaced, and `check` says so beforehand."""
    rows = tiny()
    rows["Salles"][0]["places"] = 2
    problem, timetable = honest(tmp_path, rows)
    reasons = {u.reason.split(" : ", 1)[1] for u in timetable.unplaced if u.course_id == "CAP-CUI-1-TP-CUISINE"}
    assert reasons == {
        "3 apprenants sont attendus et la plus grande salle de type « cuisine » a 2 places ; partager la classe "
        "(colonne « parties ») ou prévoir une salle plus grande"
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
