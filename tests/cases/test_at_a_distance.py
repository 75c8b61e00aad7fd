"""Apprentices who learn at a distance: what they follow by video, and the practical courses that they cannot follow."""

from collections.abc import Callable
from datetime import date

from data.writing.template import write_workbook
from tests.cases import workbooks as book
from tests.cases.conftest import Solved, barrette, read_again, read_files

CLASS, FAR, THEN_FAR, HERE = "CAP CUI 1", "CAP-CUI-1-01", "CAP-CUI-1-02", "CAP-CUI-1-03"


def rows(*far: str, sport: str = "") -> book.Rows:
    """Three weeks of a workshop, a gymnasium, computers that may be followed by video, and French; some are far."""
    courses = [
        {"classes": CLASS, "matière": subject, "heures": "2 h/sem", "formateurs": who, "durées": "2",
         "type de salle": kind, "à distance": by_video}
        for subject, who, kind, by_video in (
            ("Cuisine", "Carole C", "cuisine", ""),
            ("EPS", "Emma E", "gymnase", sport),
            ("Bureautique", "Bruno B", "informatique", "oui"),
            ("Français", "Fatou F", "", ""),
        )
    ]  # fmt: skip
    places = [{"salle": kind, "type": kind, "places": 12} for kind in ("cuisine", "gymnase", "informatique")]
    return {
        "Paramètres": book.settings("07/09/2026", "25/09/2026"),
        "Classes": book.classes("CAP Cuisine", CLASS),
        "Calendrier": book.calendar((37, 38, 39), CLASS),
        "Formateurs": book.trainers("Carole C", "Emma E", "Bruno B", "Fatou F"),
        "Salles": [*book.rooms(1, 20), *places],
        "Cours": courses,
        "Apprenants": [
            row | {"modalité": "distance" if row["code"] in far else "présentiel"} for row in book.learners(CLASS, 4)
        ],
    }


def attended(found: Solved, person: str, after: str = "") -> set[str]:
    """Subjects of the courses that somebody is expected at, after a day."""
    return {s["label"].split(" – ")[0] for s in found.attended(person) if s["kind"] == "course" and s["date"] > after}


def test_no_workshop_and_no_sport_by_video(solved: Callable[[book.Rows], Solved]) -> None:
    """Kitchen and sport are missed, six hours each, and listed with their cause; French and computers are followed."""
    found = solved(rows(FAR))
    assert attended(found, FAR) == {"Bureautique", "Français"}
    assert attended(found, HERE) == {"Cuisine", "EPS", "Bureautique", "Français"}
    mine = [d for d in found.debts if d["apprentice_id"] == FAR and "à distance" in d["reason_unpaid"]]
    assert [(float(d["hours_due"]), float(d["hours_planned"])) for d in mine] == [(6, 0), (6, 0)]
    assert found.listed("Heures manquées", "Motif") == {"cours pratique, impossible à distance": 6}
    # Whoever follows from elsewhere makes a session blended; the others are as they would be without them.
    assert {s["modality"] for s in found.of(kind="course") if FAR not in found.people(s)} == {"on_site"}


def test_going_on_at_a_distance_and_a_course_that_opens(solved: Callable[[book.Rows], Solved]) -> None:
    """One more is far in the second week, and back in the third, from which sport is open to both: no hour changes."""
    found = solved(rows(FAR))
    away = update(found, rows(FAR, THEN_FAR), "14/09/2026")
    assert attended(away, THEN_FAR, after="2026-09-13") == {"Bureautique", "Français"}
    assert attended(away, THEN_FAR) == {"Cuisine", "EPS", "Bureautique", "Français"}
    assert away.listed("Heures manquées", "Motif") == {"cours pratique, impossible à distance": 6 + 4}
    back = update(away, rows(FAR, sport="oui"), "21/09/2026")
    assert attended(back, FAR, after="2026-09-20") == {"EPS", "Bureautique", "Français"}
    assert attended(back, THEN_FAR, after="2026-09-20") == {"Cuisine", "EPS", "Bureautique", "Français"}
    before, after = ([(s["date"], s["start"], s["label"]) for s in x.of(kind="course")] for x in (found, back))
    assert after == before


def test_an_outing_is_on_the_spot_for_everybody(solved: Callable[[book.Rows], Solved]) -> None:
    """Who is far comes to the outing of the class; the forum says that it is by video, then does not any more.

    One more is far from the second week on: the trip of the third calls them to the spot, until it says otherwise.
    """
    events = [
        {"événement": name, "date": day, "début": "9h", "fin": "11h", "classes": CLASS, "à distance": by_video}
        for name, day, by_video in (
            ("Sortie", "08/09/2026", ""), ("Forum", "10/09/2026", "oui"), ("Voyage", "22/09/2026", "")
        )
    ]  # fmt: skip
    found = solved({**rows(FAR), "Événements": events})
    assert ways(found) == {("Sortie", "on_site"): set(), ("Forum", "blended"): {FAR}, ("Voyage", "on_site"): set()}
    events[1]["à distance"] = ""
    later = update(found, {**rows(FAR, THEN_FAR), "Événements": events}, "09/09/2026")
    assert ways(later) == {(name, "on_site"): set() for name in ("Sortie", "Forum", "Voyage")}
    events[2]["à distance"] = "oui"
    last = update(later, {**rows(FAR, THEN_FAR), "Événements": events}, "14/09/2026")
    assert ways(last)["Voyage", "blended"] == {FAR, THEN_FAR}


def ways(found: Solved) -> dict[tuple[str, str], set[str]]:
    """Who follows each event from elsewhere: its name and how it is held → people; everyone is expected in all."""
    events = found.of(kind="fixed")
    assert {len(found.people(s)) for s in events} == {4}
    rows = [(a["session_id"], a["apprentice_id"]) for a in found.attendance if a["remote"] == "1"]
    return {(s["label"], s["modality"]): {who for key, who in rows if key == s["session_id"]} for s in events}


def update(found: Solved, later: book.Rows, since: str) -> Solved:
    """The same folder after a change of the workbook, from a day on."""
    path = found.folder.parent / "apres.xlsx"
    write_workbook(path, later)
    said = [
        barrette("update", str(found.folder), "--workbook", str(path), "--from", since),
        barrette("verify", str(found.folder)),
    ]
    for result in said:
        assert result.exit_code == 0, result.output
    read_again(found.folder)
    return read_files(found.folder, said[-1].output)


def test_work_in_ones_own_time_holds_nothing(solved: Callable[[book.Rows], Solved]) -> None:
    """Modules to be done in one's own time, in a barrette and the follow-up of who is far: no room, no adult."""
    asked = rows(FAR) | {
        "Barrettes": [{"barrette": "Barrette A", "classes": CLASS, "durée": "1 h", "par semaine": 1}],
        "Modules": [
            {"module": name, "libellé": name, "composante": "consolidation", "modalité": "distance différée",
             "guidage": guided, "formateurs": "Fatou F", "durée": "1 h"}
            for name, guided in (("LIRE", "dirigé"), ("SUIVI-DISTANCE", "dirigé"))
        ],
        "Règles de besoins": [
            {"cible": "LIRE", "par semaine": "1 h"},
            {"cible": "SUIVI-DISTANCE", "par semaine": "1 h", "à distance": "oui"},
        ],
    }  # fmt: skip
    found = solved(asked)
    own = [s for s in found.sessions if s["modality"] == "remote_async"]
    assert {s["kind"] for s in own} == {"barrette", "support"}
    assert {(s["room_id"], s["trainer_ids"]) for s in own} == {("", "")}
    one_more = [*asked["Apprenants"], *book.learners(CLASS, 5)[4:]]
    later = update(found, asked | {"Apprenants": one_more}, "14/09/2026")
    own = [s for s in later.sessions if s["modality"] == "remote_async"]
    assert {(s["room_id"], s["trainer_ids"]) for s in own} == {("", "")}


def days(found: Solved, person: str) -> dict[str, set[tuple[str, str]]]:
    """Day → what somebody has then, and whether they follow it from elsewhere."""
    far = {a["session_id"]: a["remote"] for a in found.attendance if a["apprentice_id"] == person}
    mine: dict[str, set[tuple[str, str]]] = {}
    for s in found.attended(person):
        if s["kind"] == "course":
            mine.setdefault(s["date"], set()).add((s["label"].split(" – ")[0], far[s["session_id"]]))
    return mine


def practical(cells: book.Rows) -> book.Rows:
    """The same with one more hour each day, so that days are mixed, and somebody in both ways."""
    cells["Cours"].append(
        {"classes": CLASS, "matière": "Gestion", "heures": "5 h/sem", "formateurs": "Fatou F", "durées": "1"}
    )
    cells["Apprenants"][1]["modalité"] = "hybride"
    return cells


def test_in_both_ways_a_day_is_all_here_or_all_there(solved: Callable[[book.Rows], Solved]) -> None:
    """The days of kitchen and sport on the spot, every lesson of them; the others at home; nothing is missed.

    Once sport may be followed by video, its days are spent at home from then on, unless there is cooking.
    """
    cells = practical(rows())
    found = solved(cells)
    mine = days(found, THEN_FAR)
    assert len(mine) == 15
    for held in mine.values():
        here = any(label in ("Cuisine", "EPS") for label, _far in held)
        assert {far for _label, far in held} == {"0" if here else "1"}
    assert {"0", "1"} == {far for held in mine.values() for _label, far in held}
    assert not [d for d in found.debts if d["apprentice_id"] == THEN_FAR and "distance" in d["reason_unpaid"]]
    later = update(found, practical(rows(sport="oui")), "21/09/2026")
    for day, held in days(later, THEN_FAR).items():
        asked = ("Cuisine",) if day >= "2026-09-21" else ("Cuisine", "EPS")
        assert {far for _label, far in held} == {"0" if any(label in asked for label, _far in held) else "1"}, day


def test_a_contact_in_each_week_away(solved: Callable[[book.Rows], Solved]) -> None:
    """Those who learn at a distance have a call in each week, on days in the company too, together; nobody else has."""
    cells = rows(FAR, THEN_FAR) | {"Calendrier": book.calendar((37, 39), CLASS)}
    found = solved(cells)
    calls = found.of(module_id="SUIVI-DISTANCE")
    assert [date.fromisoformat(s["date"]).isocalendar().week for s in calls] == [37, 38, 39]
    assert all(
        found.people(s) == {FAR, THEN_FAR} and (s["modality"], s["room_id"]) == ("remote_sync", "") for s in calls
    )
    assert not [d for d in found.debts if d["module_or_strand"] == "SUIVI-DISTANCE" and d["reason_unpaid"]]


def test_a_contact_that_cannot_be_is_listed(solved: Callable[[book.Rows], Solved]) -> None:
    """Nobody who may lead it is there in the week away: the week is in the hours due, with its reason."""
    cells = rows(FAR) | {"Calendrier": book.calendar((37, 39), CLASS)}
    cells["Compétences"] = [{"formateur": "Fatou F", "matière ou module": "SUIVI-DISTANCE ; Français"}]
    cells["Indisponibilités"] = [{"qui": "Fatou F", "du": "14/09/2026", "au": "18/09/2026"}]
    found = solved(cells)
    lacking = [d for d in found.debts if d["module_or_strand"] == "SUIVI-DISTANCE" and d["reason_unpaid"]]
    assert [(d["apprentice_id"], d["deadline"]) for d in lacking] == [(FAR, "2026-09-18")]
    reason = "aucun formateur compétent libre aux heures libres de cette personne"
    assert lacking[0]["reason_unpaid"].startswith(reason)


def test_no_workshop_of_a_barrette_by_video(solved: Callable[[book.Rows], Solved]) -> None:
    """Sport of the class carried by a barrette: who is far is in none of its groups, and misses these hours."""
    cells = rows(FAR)
    cells["Cours"][1] |= {"dans la barrette": "Barrette S", "durées": ""}
    cells["Barrettes"] = [
        {"barrette": "Barrette S", "classes": CLASS, "durée": "1 h", "par semaine": 2, "nature": "enseignement"}
    ]
    found = solved(cells)
    groups = found.of(kind="barrette")
    assert len(groups) == 6
    assert all(found.people(s) == {THEN_FAR, HERE, "CAP-CUI-1-04"} for s in groups)
    assert found.listed("Heures manquées", "Motif")["cours pratique, impossible à distance"] == 3 + 6
    # A change about them in mid-term leaves it so, and keeps their calls in the company.
    cells["Apprenants"][0]["employeur"] = "Le Four d'Or"
    again = update(found, cells, "14/09/2026")
    assert [again.people(s) for s in again.of(kind="barrette")] == [found.people(s) for s in groups]


def test_an_update_keeps_the_calls(solved: Callable[[book.Rows], Solved]) -> None:
    """Something else about who is far changes: the call of the week in the company stays."""
    cells = rows(FAR) | {"Calendrier": book.calendar((37, 39), CLASS)}
    found = solved(cells)
    cells["Apprenants"][0]["employeur"] = "Le Four d'Or"
    again = update(found, cells, "08/09/2026")
    assert [s["date"] for s in again.of(module_id="SUIVI-DISTANCE")] == [
        s["date"] for s in found.of(module_id="SUIVI-DISTANCE")
    ]
