"""Case 14: already in the company before enrolling: the entry module comes as early as possible and is listed late."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise

from tests.cases import workbooks as book
from tests.cases.conftest import Solved

SUBJECTS = {"Français": "Fatou F", "Gestion": "Gaël G", "Art floral": "Anna A", "Botanique": "Boris B"}
BLOCKS = ["ENTREE-SECURITE", "ENTREE-DROITS", "ENTREE-PRO", "ENTREE-OUTILS"]


def rows() -> book.Rows:
    """A class at the centre in weeks 37, 40 and 41; someone enters on 28 September, in the company since the 14th.

    Lessons fill 32 of 40 hours, so that the entry module cannot avoid them.
    """
    return {
        "Paramètres": book.settings("07/09/2026", "09/10/2026"),
        "Classes": book.classes("BP Fleuriste", "BP FLE 1"),
        "Calendrier": book.calendar((37, 40, 41), "BP FLE 1"),
        "Formateurs": book.trainers(*SUBJECTS.values(), "Accueil Amir"),
        "Salles": book.rooms(2, 20),
        "Cours": [
            {"classes": "BP FLE 1", "matière": subject, "heures": "8 h/sem", "formateurs": trainer}
            for subject, trainer in SUBJECTS.items()
        ],
        "Compétences": [{"formateur": "Accueil Amir", "matière ou module": " ; ".join(BLOCKS)}],
        "Apprenants": [
            *book.learners("BP FLE 1", 6),
            {
                **book.learners("BP FLE 1", 7)[-1],
                "entrée": "28/09/2026",
                "contrat début": "14/09/2026",
                "premier jour en entreprise": "14/09/2026",
                "code": "TARDIF",
            },
        ],
    }


def test_case_14_entry_module_is_early_and_listed_late(solved: Callable[[book.Rows], Solved]) -> None:
    """Four blocks in order, safety on the first day at the centre, no day lost between two; all are listed late."""
    found = solved(rows())
    assert found.unplaced == []
    blocks = found.of(kind="onboarding")
    assert [s["module_id"] for s in blocks] == BLOCKS
    assert all(found.people(s) == {"TARDIF"} for s in blocks)
    days = [date.fromisoformat(s["date"]) for s in blocks]
    assert days[0] == date(2026, 9, 28)
    assert all(later - before <= timedelta(days=1) for before, later in pairwise(days))
    mine = {d["module_or_strand"]: d for d in found.debts if d["apprentice_id"] == "TARDIF"}
    late = {what: row for what, row in mine.items() if row["source"] != "programme"}
    assert set(late) == set(BLOCKS)
    # What the blocks take of lessons is missed, and says so.
    missed = [d for d in mine.values() if d["source"] == "programme"]
    assert all(d["reason_unpaid"].startswith("non suivies : module d'entrée en entreprise") for d in missed)
    lessons = [s for s in found.of(kind="course") if "TARDIF" not in found.people(s) and s["date"] >= "2026-09-28"]
    assert sum(float(d["hours_due"]) for d in missed) == sum(int(s["minutes"]) for s in lessons) / 60
    for session in blocks:
        row = late[session["module_id"]]
        # due before the company, so nothing is in time; it is given all the same, and the row says when
        assert (row["deadline"], float(row["hours_planned"])) == ("2026-09-13", int(session["minutes"]) / 60)
        assert row["reason_unpaid"].startswith("aucun jour possible entre l'entrée et l'entreprise")
        assert f"{int(session['minutes']) // 60} h après l'échéance" in row["late"]
        assert f"{date.fromisoformat(session['date']):%d/%m/%Y}" in row["late"]


def test_case_14_lessons_are_made_up_where_the_workbook_says_so(solved: Callable[[book.Rows], Solved]) -> None:
    """*rattraper le module d'entrée*: what the blocks take is owed, and given in the hours that are left."""
    lines = rows()
    lines["Paramètres"] = book.settings("07/09/2026", "09/10/2026", **{"rattraper le module d'entrée": "oui"})
    found = solved(lines)
    owed = [d for d in found.debts if d["source"] == "rattrapage"]
    lessons = [s for s in found.of(kind="course") if "TARDIF" not in found.people(s) and s["date"] >= "2026-09-28"]
    assert lessons
    assert sum(float(d["hours_due"]) for d in owed) == sum(int(s["minutes"]) for s in lessons) / 60
    assert all(d["hours_planned"] == d["hours_due"] for d in owed)
    assert not [d for d in found.debts if d["source"] == "programme" and "non suivies" in d["reason_unpaid"]]
