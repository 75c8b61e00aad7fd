"""What the papers of the day say: who, where, how many, recounted by hand."""

from dataclasses import replace
from datetime import timedelta

from outputs.papers.folder import folder_name
from planner.domain import (
    Absence,
    Arrangement,
    Membership,
    ModuleId,
    Problem,
    Room,
    RoomId,
    Session,
    SiteId,
    Timetable,
    session_reference,
)
from tests.outputs.conftest import (
    BAKER_5,
    BAKER_6,
    BAKER_PEOPLE,
    BAKERS,
    COOK_PEOPLE,
    COOK_TRAINER,
    COOKS,
    ENTRANT,
    EXEMPTED,
    KITCHEN,
    MATHS_TRAINER,
    MINOR,
    MONDAY,
    NAMES,
    REMOTE,
    WEEKS,
)
from tests.outputs.papers_read import FRIDAY, THURSDAY, TUESDAY, WEDNESDAY, added, made, named, papers, rows, shown


def test_each_session_has_its_call_list_and_its_sheet(centre: Problem, finished: Timetable) -> None:
    """Wednesday: maths for three, study for one, French for eight; names in order, three blank lines, who signs."""
    found = papers(centre, finished, WEDNESDAY)
    for file in ("appel", "emargement-seances"):
        pages = found[file].pages
        assert [len(named(page)) for page in pages] == [1, 3, 8] or [len(named(page)) for page in pages] == [3, 1, 8]
        assert named(pages[-1]) == sorted(map(shown, NAMES), key=lambda name: name.replace("É", "E"))
        assert all(page.table.rows[-3:] == (("",) * len(page.table.headers),) * 3 for page in pages)
    french = found["emargement-seances"].pages[-1]
    assert french.title == "Émargement : Français ; lettres, oral – CAP cuisine 1, CAP boulanger 1"
    assert french.facts[1:-1] == ("Paul Petit", "Salle 2", "Sur place et à distance", "8 attendus")
    session = next(s for s in finished.sessions if s.day == WEDNESDAY and len(finished.attendees.get(s.id, ())) == 8)
    assert french.facts[-1] == f"Réf. {session_reference(centre.settings.salt, session.id)}"
    assert french.signers == ("Formateur : Paul Petit",)
    remote = next(row for row in french.table.rows if row[1] == shown(REMOTE))
    assert remote[2:4] == ("CAP cuisine 1", "À distance")


def test_sheets_ask_for_the_proof_of_their_form(centre: Problem, finished: Timetable) -> None:
    """Autonomy asks for the work done, a distant session for hours of connection, one without hour for the work."""
    timetable = added(
        finished,
        (made("live", FRIDAY, 795, 855, modality="remote_sync", room_id=None), (MINOR,)),
        (made("later", FRIDAY, 480, 1050, modality="remote_async", room_id=None), (MINOR,)),
        (made("both", FRIDAY, 615, 855), (MINOR,)),
    )
    pages = papers(centre, timetable, FRIDAY)["emargement-seances"].pages
    asked = [page.table.headers[-3:] for page in pages]
    assert ("Heure de connexion", "Heure de déconnexion", "Signature") in asked
    assert ("Travail rendu le", "Temps passé", "Signature") in asked
    assert ("Modalité", "Signature du matin", "Signature de l’après-midi") in asked
    study = papers(centre, finished, WEDNESDAY)["emargement-seances"].pages
    assert ("Arrivée – départ", "Travail fait", "Signature") in [page.table.headers[-3:] for page in study]
    calls = papers(centre, timetable, FRIDAY)["appel"].pages
    assert len(calls) == len(pages) - 1


def test_half_day_sheet_has_a_line_a_person_and_a_trainer_a_session(centre: Problem, finished: Timetable) -> None:
    """Thursday afternoon: one signature column, at the foot who leads what, the interview left out."""
    pages = papers(centre, finished, THURSDAY)["emargement-demi-journees"].pages
    assert [page.title for page in pages] == ["Émargement : CAP cuisine 1", "Émargement : CAP boulanger 1"]
    assert [len(named(page)) for page in pages] == [4, 4]
    assert pages[0].table.headers[3:] == ("Signature de l’après-midi",)
    assert pages[0].under is not None
    assert [row[1:3] for row in pages[0].under.rows] == [
        ("Temps d'accompagnement", ""),
        ("Accompagnement – Atelier violet", ""),
    ]
    assert pages[1].under is not None
    assert [row[1:3] for row in pages[1].under.rows] == [row[1:3] for row in pages[0].under.rows]
    tuesday = papers(centre, finished, TUESDAY)["emargement-demi-journees"].pages[0]
    assert tuesday.under is not None
    assert [row[1] for row in tuesday.under.rows] == [
        "Accompagnement – Atelier vert",
        "Accompagnement – Atelier bleu",
        "Accompagnement – Atelier orange",
    ]


def test_notice_board_says_name_hour_group_and_room_only(centre: Problem, finished: Timetable) -> None:
    """Tuesday: eight people but the entrant, the one at a distance, and who is alone beside that one, by name."""
    board = papers(centre, finished, TUESDAY)["affichage"]
    assert board.pages[0].table.headers == ("Nom", "Heure", "Groupe", "Salle")
    found = rows(board)
    hours = "10\u00a0h\u00a015\u00a0–\u00a011\u00a0h\u00a015"
    assert found[0] == (shown(MINOR), hours, "Atelier bleu", "Salle 1")
    assert [row[0] for row in found] == [shown(who) for who in NAMES if who not in (ENTRANT, REMOTE, BAKER_6)]
    assert board.pages[0].table.note.startswith("Qui n’est pas dans cette liste")


def test_notice_board_names_nobody_alone(centre: Problem, finished: Timetable) -> None:
    """A group of one person, or of one beside others at a distance, would say whom it was made for: no line."""
    group = next(s for s in finished.sessions if s.module_id == "LIT1")
    others = [r for r in finished.attendance if r.session_id == group.id and r.apprentice_id != MINOR]
    alone = replace(finished, attendance=tuple(r for r in finished.attendance if r not in others))
    far = replace(
        finished, attendance=tuple(replace(r, remote=True) if r in others else r for r in finished.attendance)
    )
    for timetable in (alone, far):
        board = rows(papers(centre, timetable, TUESDAY)["affichage"])
        assert board
        assert shown(MINOR) not in [row[0] for row in board]


def test_notice_board_tells_namesakes_apart(centre: Problem, finished: Timetable) -> None:
    """Two people of one name find their line by the class, the others keep the name alone."""
    twin = replace(centre.learners[BAKER_5], first_name="Camille", last_name="Aubry")
    board = papers(replace(centre, learners={**centre.learners, BAKER_5: twin}), finished, TUESDAY)["affichage"]
    names = [row[0] for row in rows(board)]
    assert names[:3] == ["AUBRY Camille (CAP boulanger 1)", "AUBRY Camille (CAP cuisine 1)", "CASTEL Élodie"]


def test_headcount_adds_up(centre: Problem, finished: Timetable) -> None:
    """Monday morning: three cooks in the kitchen and one at a distance, no baker has anything; eight on the roll."""
    found = rows(papers(centre, finished, MONDAY)["effectifs"])
    assert found == [
        ("CAP cuisine 1", 4, 3, 0, 1, 0, 0, 0),
        ("CAP boulanger 1", 4, 0, 0, 0, 0, 4, 0),
        ("Total", 8, 3, 0, 1, 0, 4, 0),
    ]


def test_known_absence_is_counted_and_named_in_the_office_only(centre: Problem, finished: Timetable) -> None:
    """Away on Friday, or at rest by an arrangement: absent in both papers, and no reason in either."""
    away = replace(centre.learners[BAKER_5], absences=(Absence(first=FRIDAY, last=FRIDAY),))
    rest = Arrangement(BAKER_6, "rest_day", window=Absence(weekday=4))
    problem = replace(centre, learners={**centre.learners, BAKER_5: away}, arrangements=(rest,))
    gone = tuple(
        a
        for a in finished.attendance
        if finished.session[a.session_id].day != FRIDAY or a.apprentice_id not in (BAKER_5, BAKER_6)
    )
    found = papers(problem, replace(finished, attendance=gone), FRIDAY)
    bakers = next(row for row in rows(found["effectifs"]) if row[0] == "CAP boulanger 1")
    assert bakers == ("CAP boulanger 1", 4, 2, 0, 0, 2, 0, 0)
    absent = [row[1] for row in rows(found["presences"]) if "absent" in row]
    assert absent == [shown(BAKER_5), shown(BAKER_6)]
    assert found["presences"].internal


def test_people_in_the_company_are_counted(centre: Problem, finished: Timetable) -> None:
    """A class without calendar that day is in the company, but for the entrant whose work there has not begun."""
    away = replace(centre.classes[BAKERS], calendar={})
    found = papers(replace(centre, classes={**centre.classes, BAKERS: away}), finished, MONDAY)
    assert rows(found["effectifs"])[1] == ("CAP boulanger 1", 4, 0, 0, 0, 0, 1, 3)
    assert not [row for row in rows(found["presences"]) if row[0] == "CAP boulanger 1" and row[1] != shown(ENTRANT)]


def test_meals_are_those_here_on_both_sides_of_lunch(centre: Problem, finished: Timetable) -> None:
    """In the kitchen in the morning, three of four back in the afternoon, one of them from home: two, and a trainer."""
    timetable = added(finished, (made("after", MONDAY, 795, 855), (MINOR, EXEMPTED, REMOTE)))
    timetable = replace(
        timetable,
        attendance=tuple(replace(a, remote=a.apprentice_id == REMOTE) for a in timetable.attendance),
    )
    found = rows(papers(centre, timetable, MONDAY)["repas"])
    assert found == [("CAP cuisine 1", 2, 0), ("Formateurs et autres adultes", 1, 0), ("Total", 3, 0)]


def test_meals_count_sessions_that_hold_one_and_sites(centre: Problem, finished: Timetable) -> None:
    """A lunch service on the annexe feeds its four cooks and its two trainers there, whatever they do before."""
    annexe = Room(RoomId("R"), "Restaurant", "restaurant", 20, SiteId("Annexe"))
    problem = replace(centre, rooms={**centre.rooms, annexe.id: annexe})
    service = made(
        "service", THURSDAY, 675, 855, room_id=annexe.id, site_id=annexe.site_id, meal=True,
        trainer_ids=(COOK_TRAINER, MATHS_TRAINER),
    )  # fmt: skip
    found = rows(papers(problem, added(finished, (service, COOK_PEOPLE)), THURSDAY)["repas"])
    assert found == [
        ("Annexe", "CAP cuisine 1", 4, 4),
        ("Annexe", "Formateurs et autres adultes", 2, 2),
        ("Total du centre", "", 6, 6),
    ]


def test_meals_recounted_from_the_sessions(centre: Problem, finished: Timetable) -> None:
    """For each day, the total is what a plain count of mornings and afternoons gives."""
    for day in sorted({s.day for s in finished.sessions}):
        expected = 0
        owners: dict[tuple[str, str], list[Session]] = {}
        for session in finished.sessions:
            if session.day == day:
                for trainer in session.trainer_ids:
                    owners.setdefault(("adult", trainer), []).append(session)
                for row in finished.attendees.get(session.id, ()):
                    if not row.remote:
                        owners.setdefault(("person", row.apprentice_id), []).append(session)
        for sessions in owners.values():
            expected += any(s.start < 765 for s in sessions) and any(s.end > 765 for s in sessions)
        found = rows(papers(centre, finished, day)["repas"])
        assert (found[-1][1] if found else 0) == expected


def test_free_rooms_and_trainers_of_each_slot(centre: Problem, finished: Timetable) -> None:
    """Tuesday at a quarter past ten: the kitchen, two more groups in the library, and the cook who is not at work."""
    problem = replace(
        centre, trainers={**centre.trainers, MATHS_TRAINER: replace(centre.trainers[MATHS_TRAINER], absences=())}
    )
    found = {row[0].replace("\u00a0", " "): row[1:] for row in rows(papers(problem, finished, TUESDAY)["libres"])}
    assert len(found) == 8
    busy = found["10 h 15 – 11 h 15"]
    assert busy == ("Cuisine pédagogique (12), Centre de ressources (20, 2 groupes)", "", "Anne Roux")
    before = found["9 h – 10 h"]
    assert before[1:] == ("Paul Petit, Léa Moreau, Nour Diallo (documentaliste)", "Anne Roux")


def test_who_is_absent_is_not_free(centre: Problem, finished: Timetable) -> None:
    """A trainer away on Tuesdays, a room closed that day and a half-day closed are not offered."""
    absence = (Absence(weekday=1),)
    problem = replace(
        centre,
        trainers={**centre.trainers, COOK_TRAINER: replace(centre.trainers[COOK_TRAINER], absences=absence)},
        rooms={**centre.rooms, KITCHEN: replace(centre.rooms[KITCHEN], absences=absence)},
        closed_halves={TUESDAY: 2},
    )
    found = rows(papers(problem, finished, TUESDAY)["libres"])
    assert len(found) == 4
    assert not [row for row in found if "Anne Roux" in str(row) or "Cuisine" in str(row)]


def test_entrants_and_dates_to_watch(centre: Problem, finished: Timetable) -> None:
    """The entrant arrives on Monday and goes to the company in fourteen days; both are internal."""
    paper = papers(centre, finished, MONDAY)["entrants"]
    assert paper.internal
    found = [(row[0], row[1], row[3]) for row in rows(paper)]
    assert (MONDAY, "Arrive au centre", shown(ENTRANT)) in found
    assert (WEEKS[1] + timedelta(days=7), "Premier jour en entreprise", shown(ENTRANT)) in found
    later = [(row[1], row[3]) for row in rows(papers(centre, finished, WEEKS[1])["entrants"])]
    assert ("Module d’entrée ce jour", shown(ENTRANT)) in later
    assert ("Arrive au centre", shown(ENTRANT)) not in later


def test_the_end_of_a_right_is_said_thirty_days_before(centre: Problem, finished: Timetable) -> None:
    """Without a contract since the 1st of August, the ninety days end on the 30th of October, in eleven days."""
    waiting = replace(centre.learners[MINOR], contract_start=None, entry=MONDAY.replace(month=8, day=1))
    problem = replace(centre, learners={**centre.learners, MINOR: waiting})
    found = [row for row in rows(papers(problem, finished, MONDAY)["entrants"]) if row[1] == "Fin du délai d’accueil"]
    assert [(row[0], row[3], row[4]) for row in found] == [
        (MONDAY + timedelta(days=11), shown(MINOR), "Reste 11 jours.")
    ]


def test_trainer_hours_by_month_count_parallel_groups_once(centre: Problem, finished: Timetable) -> None:
    """What the cook gives in October is the total too; a second group at the same time adds nothing."""
    timetable = added(finished, (made("twice", MONDAY, 480, 735), ()))
    row = next(r for r in rows(papers(centre, timetable, MONDAY)["heures-formateurs"]) if r[0] == "Anne Roux")
    own = [s for s in finished.sessions if COOK_TRAINER in s.trainer_ids]
    assert row[1:3] == (round(sum(s.minutes for s in own) / 60, 2),) * 2
    year = replace(centre.trainers[COOK_TRAINER], year_minutes=6000, year_done=600)
    problem = replace(centre, trainers={**centre.trainers, COOK_TRAINER: year})
    row = next(r for r in rows(papers(problem, timetable, MONDAY)["heures-formateurs"]) if r[0] == "Anne Roux")
    assert row[3:] == (10, 100, round(90 - row[2], 2))


def test_a_week_holds_its_days_one_after_the_other(centre: Problem, finished: Timetable) -> None:
    """Five days of meals, and as many call lists as the five days have."""
    found = papers(centre, finished, WEDNESDAY, week=True)
    assert [page.when for page in found["repas"].pages] == [
        "lundi 19 octobre 2026", "mardi 20 octobre 2026", "mercredi 21 octobre 2026", "jeudi 22 octobre 2026",
        "vendredi 23 octobre 2026",
    ]  # fmt: skip
    days = [papers(centre, finished, MONDAY + timedelta(days=n)) for n in range(5)]
    assert len(found["appel"].pages) == sum(len(day["appel"].pages) for day in days)
    assert folder_name(WEDNESDAY, True) == "2026-S43"


def test_a_meeting_of_trainers_has_no_list(centre: Problem, finished: Timetable) -> None:
    """What nobody attends is in the day, but nothing is signed for it."""
    day = WEEKS[1] + timedelta(days=3)
    found = papers(centre, finished, day)
    assert [row[2] for row in rows(found["journee"])] == ["Réunion d'équipe"]
    assert "appel" not in found
    assert len(BAKER_PEOPLE) == 4


def test_a_week_has_one_half_day_sheet_a_class(centre: Problem, finished: Timetable) -> None:
    """A column for each half-day on which the class has something; who is not expected then has a dash."""
    page = papers(centre, finished, MONDAY, week=True)["emargement-demi-journees"].pages[0]
    columns = ("Lundi 19 matin", "Mardi 20 matin", "Mercredi 21 matin", "Jeudi 22 après-midi")
    assert page.table.headers == ("N°", "Apprenant", *columns)
    assert page.when == "du lundi 19 octobre au vendredi 23 octobre 2026"
    assert named(page) == [shown(who) for who in COOK_PEOPLE]
    assert page.under is not None
    assert page.under.rows[0] == ("lundi 8\u00a0h\u00a0–\u00a012\u00a0h\u00a015", "Cuisine", "Anne Roux", "")


def test_who_has_no_class_signs_too(centre: Problem, finished: Timetable) -> None:
    """Someone without a class is on a sheet of their own, which says nothing of why."""
    alone = replace(centre.learners[ENTRANT], memberships=())
    problem = replace(centre, learners={**centre.learners, ENTRANT: alone})
    pages = papers(problem, finished, WEEKS[1])["emargement-demi-journees"].pages
    assert [(page.title, named(page)) for page in pages] == [("Émargement : Autres apprenants", [shown(ENTRANT)])]
    assert pages[0].under is not None
    assert [row[1:3] for row in pages[0].under.rows] == [("Accueil", "")]
    assert ("Autres apprenants", 1, 1, 0, 0, 0, 0, 0) in rows(papers(problem, finished, WEEKS[1])["effectifs"])


def test_who_changes_class_in_the_week_signs_with_each(centre: Problem, finished: Timetable) -> None:
    """In the kitchen until Tuesday, with the bakers from Wednesday: a dash in each class for the days of the other."""
    first = (Membership(COOKS, last=TUESDAY), Membership(BAKERS, first=WEDNESDAY))
    problem = replace(centre, learners={**centre.learners, MINOR: replace(centre.learners[MINOR], memberships=first)})
    sheets = {p.title: p for p in papers(problem, finished, MONDAY, week=True)["emargement-demi-journees"].pages}
    cooks, bakers = (sheets[f"Émargement : CAP {name} 1"] for name in ("cuisine", "boulanger"))
    lines = [(p.table.headers, p.table.rows[named(p).index(shown(MINOR))]) for p in (cooks, bakers)]
    marks = [dict(zip(*line, strict=True)) for line in lines]
    assert [m["Mardi 20 matin"] for m in marks] == ["", "—"]
    assert [m["Mercredi 21 matin"] for m in marks] == ["—", ""]
    moved = rows(papers(problem, finished, WEDNESDAY)["entrants"])
    assert (WEDNESDAY, "Change de classe", "CAP boulanger 1", shown(MINOR), "Vient de CAP cuisine 1.") in moved


def test_an_appointment_puts_no_name_on_paper(centre: Problem, finished: Timetable) -> None:
    """Thursday: the interview is « Rendez-vous » in the day; no list and no sheet says whose."""
    found = papers(centre, finished, THURSDAY)
    assert "Rendez-vous" in [row[2] for row in rows(found["journee"])]
    for file in ("appel", "emargement-seances"):
        assert not [page for page in found[file].pages if "Rendez-vous" in page.title]
        assert len(found[file].pages) == 2


def test_a_talk_at_the_hour_of_a_barrette_puts_no_name_on_paper(centre: Problem, finished: Timetable) -> None:
    """The literacy group is a talk with one person: no list, no sheet, no line on the board, no class in the day."""
    talk = next(s for s in finished.sessions if s.module_id == "LIT1")
    module = replace(centre.modules[ModuleId("LIT1")], theme="interview", public_label="")
    problem = replace(centre, modules={**centre.modules, module.id: module})
    named_talk = replace(talk, public_label="Rendez-vous", class_ids=(COOKS,))
    timetable = replace(
        finished,
        sessions=tuple(named_talk if s.id == talk.id else s for s in finished.sessions),
        attendance=tuple(r for r in finished.attendance if r.session_id != talk.id or r.apprentice_id == MINOR),
    )
    found = papers(problem, timetable, talk.day)
    (line,) = [row for row in rows(found["journee"]) if row[2] == "Rendez-vous"]
    assert (line[1], line[-1]) == ("", "")
    assert rows(found["affichage"])
    assert not [row for row in rows(found["affichage"]) if row[0] == shown(MINOR) or row[2] == "Rendez-vous"]
    for file in ("appel", "emargement-seances"):
        assert not [page for page in found[file].pages if "Rendez-vous" in page.title]
    under = [row for page in found["emargement-demi-journees"].pages if page.under for row in page.under.rows]
    assert not [row for row in under if row[1] == "Rendez-vous"]


def test_who_has_no_contract_is_not_counted_in_the_company(centre: Problem, finished: Timetable) -> None:
    """The entrant signs on 2 November: on a day of the company they have no session, and are in no company."""
    day = WEEKS[0] + timedelta(days=4)
    bakers = replace(centre.classes[BAKERS], calendar={**centre.classes[BAKERS].calendar, day: 0})
    problem = replace(centre, classes={**centre.classes, BAKERS: bakers})
    sessions = tuple(s for s in finished.sessions if s.day != day)
    kept = {s.id for s in sessions}
    timetable = replace(
        finished, sessions=sessions, attendance=tuple(a for a in finished.attendance if a.session_id in kept)
    )
    row = next(r for r in rows(papers(problem, timetable, day)["effectifs"]) if r[0] == "CAP boulanger 1")
    assert row[-2:] == (1, 3)
