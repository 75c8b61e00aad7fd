"""Weeks as grids: which rows, which blocks, what is said of an empty day."""

from dataclasses import replace
from datetime import date, timedelta

from outputs.grid import Entry, clusters, week_label
from outputs.ics.feeds import Feeds
from outputs.summary import figures
from outputs.views import Reader, class_entries, class_view, room_view, trainer_view, views
from planner.domain import (
    AM,
    Absence,
    ApprenticeId,
    Attendance,
    BarretteId,
    ClassId,
    Course,
    CourseId,
    Kind,
    Module,
    ModuleId,
    Problem,
    RoomId,
    Session,
    SessionId,
    Timetable,
    TrainerId,
    Volume,
)
from tests.outputs.conftest import COOK_PEOPLE, EXEMPTED
from tests.outputs.papers_read import added, made

MONDAY = date(2026, 10, 19)
COOKS, BARRETTE, KITCHEN, ROOM_1 = ClassId("CUI1"), BarretteId("BAR"), RoomId("K1"), RoomId("S1")
COOK_TRAINER, MATHS_TRAINER = TrainerId("ROUX"), TrainerId("MOREAU")


def entry(start: int, end: int, title: str = "x") -> Entry:
    """An entry of Monday."""
    return Entry(MONDAY, start, end, "course", title)


def test_rows_follow_the_bells_and_name_break_and_meal(centre: Problem, finished: Timetable) -> None:
    """Eight slots, two breaks and the meal make eleven rows."""
    week = class_view(Reader(centre, finished, public=True), COOKS).weeks[0]
    assert [row.pause for row in week.rows] == ["", "", "Pause", "", "", "Repas", "", "", "Pause", "", ""]
    assert week.rows[0].label == "8\u00a0h\u00a0–\u00a09\u00a0h"


def test_block_spans_the_rows_of_its_session(centre: Problem, finished: Timetable) -> None:
    """The kitchen from 8:00 to 12:15 covers four slots and the break between them."""
    block = class_view(Reader(centre, finished, public=True), COOKS).weeks[0].columns[0].blocks[0]
    assert (block.first, block.rows, block.entries[0].title) == (0, 5, "Cuisine")


def test_start_inside_a_slot_opens_a_row(centre: Problem) -> None:
    """A session at 8:30 splits the first slot in two, so that its cell is exactly as long as it."""
    session = Session(SessionId("X"), "course", MONDAY, 510, 540, 30, "X", "X", class_ids=(COOKS,))
    week = class_view(Reader(centre, Timetable((session,)), public=True), COOKS).weeks[0]
    assert [(row.start, row.end) for row in week.rows[:2]] == [(480, 510), (510, 540)]
    assert (week.columns[0].blocks[0].first, week.columns[0].blocks[0].rows) == (1, 1)


def test_sessions_that_overlap_share_a_block() -> None:
    """8–10 and 9–11 overlap, 11–12 does not: two blocks."""
    found = clusters([entry(660, 720), entry(480, 600), entry(540, 660)])
    assert [[(e.start, e.end) for e in group] for group in found] == [[(480, 600), (540, 660)], [(660, 720)]]


def test_day_in_the_company_and_closed_day_are_said(centre: Problem, finished: Timetable) -> None:
    """A morning in the company, a closed Friday: the empty cells say why."""
    tuesday, friday = MONDAY + timedelta(days=8), MONDAY + timedelta(days=11)
    group = centre.classes[COOKS]
    away = replace(group, calendar={**group.calendar, tuesday: 2})
    changed = replace(centre, classes={**centre.classes, COOKS: away}, closed=frozenset({friday}))
    week = class_view(Reader(changed, Timetable(), public=True), COOKS).weeks[1]
    assert [(b.first, b.rows, b.note) for b in week.columns[1].blocks] == [(0, 6, "En entreprise")]
    assert week.columns[4].note == "Fermé"
    assert AM & changed.class_presence(COOKS, tuesday) == 0


def test_nobody_is_in_the_company_between_two_sessions_of_a_day(centre: Problem) -> None:
    """A day of the company on which some come for two blocks: they are here between them."""
    tuesday = MONDAY + timedelta(days=8)
    group = replace(centre.classes[COOKS], calendar={**centre.classes[COOKS].calendar, tuesday: 0})
    blocks = [
        Session(
            SessionId(f"B{start}"), Kind.ONBOARDING, tuesday, start, start + 60, 60, "Accueil", "", class_ids=(COOKS,)
        )
        for start in (480, 675)
    ]
    changed = replace(centre, classes={**centre.classes, COOKS: group})
    week = class_view(Reader(changed, Timetable(tuple(blocks)), public=False), COOKS).weeks[1]
    notes = [(week.rows[b.first].start, b.note) for b in week.columns[1].blocks if b.note]
    assert [(b.first, b.rows, b.note) for b in week.columns[1].blocks][:2] == [(0, 1, ""), (4, 1, "")]
    assert [note for _start, note in notes] == ["En entreprise"]
    assert notes[0][0] >= 735


def test_internal_class_view_counts_people_in_groups(centre: Problem, finished: Timetable) -> None:
    """A planner reads the barrette by its name, its modules with the number of people."""
    week = class_view(Reader(centre, finished, public=False), COOKS).weeks[0]
    barrette = next(e for e in week.columns[1].entries if e.kind == "barrette")
    assert barrette.title == centre.barrettes[BARRETTE].name
    assert "LIT1 (2) – Salle 1 – Paul Petit" in barrette.lines


def test_teaching_barrette_is_named_by_its_subjects(centre: Problem, finished: Timetable) -> None:
    """French in groups by level reads « Français », and no strand."""
    course = Course(CourseId("C-X"), (COOKS,), "Français", Volume(total=60), barrette_id=BARRETTE)
    sessions = tuple(replace(s, course_ids=(course.id,)) for s in finished.sessions if s.kind == "barrette")
    problem = replace(centre, courses={**centre.courses, course.id: course})
    week = class_view(Reader(problem, Timetable(sessions), public=True), COOKS).weeks[0]
    assert [e.title for e in week.columns[1].entries] == ["Français (en groupes)"]


def test_support_in_public_is_neutral_for_trainer_and_room(centre: Problem, finished: Timetable) -> None:
    """A room tells the neutral group, a trainer's page the hour alone: nothing joins the group and who leads it."""
    reader = Reader(centre, finished, public=True)
    trainer, room = (
        [e for w in view.weeks for c in w.columns for e in c.entries if e.title.startswith("Accompagnement")]
        for view in (trainer_view(reader, MATHS_TRAINER), room_view(reader, ROOM_1))
    )
    assert {(e.title, e.lines) for e in trainer} == {("Accompagnement", ())}
    assert ("Accompagnement – Atelier violet", ()) in {(e.title, e.lines) for e in room}
    assert {e.kind for e in (*trainer, *room)} == {"barrette"}


def test_autonomy_of_a_barrette_is_a_group_like_the_others(centre: Problem, finished: Timetable) -> None:
    """Whoever needs nothing is in a group with a colour that no other group of the barrette has, in each week."""
    sessions = tuple(
        replace(s, public_label="Autonomie encadrée") if s.group_id == "BAR-P1-AUTONOMIE" else s
        for s in finished.sessions
    )
    view = class_view(Reader(centre, replace(finished, sessions=sessions), public=True), COOKS)
    groups = [e.lines for w in view.weeks for c in w.columns for e in c.entries if e.kind == "barrette"]
    assert len(groups) == 2
    assert groups[0] == groups[1]
    assert len({line.partition(" – ")[0] for line in groups[0]}) == 3
    assert not [line for line in groups[0] if "Autonomie" in line]


def test_interview_reads_as_appointment_for_its_trainer(centre: Problem, finished: Timetable) -> None:
    """The subject of an interview of one person is not handed out."""
    sessions = tuple(replace(s, trainer_ids=(COOK_TRAINER,)) if s.id == "EVT-ENT1" else s for s in finished.sessions)
    view = trainer_view(Reader(centre, replace(finished, sessions=sessions), public=True), COOK_TRAINER)
    titles = {e.title for w in view.weeks for c in w.columns for e in c.entries}
    assert "Rendez-vous" in titles
    assert not [title for title in titles if "psychologue" in title]


def test_class_reads_no_appointment_of_one_of_its_people(centre: Problem, finished: Timetable) -> None:
    """A talk at the hour of the barrette: its class reads the other groups, neither the talk nor whom it is with."""
    module = centre.modules[ModuleId("LIT1")]
    problem = replace(centre, modules={**centre.modules, module.id: replace(module, theme="interview")})
    public, internal = (class_view(Reader(problem, finished, public=p), COOKS).weeks[0] for p in (True, False))
    said, known = (next(e for e in week.columns[1].entries if e.kind == "barrette") for week in (public, internal))
    assert (len(said.lines), len(known.lines)) == (2, 3)
    assert "Paul Petit" not in " ".join(said.lines)
    feed = next(entries for name, _title, entries in Feeds(problem, finished).classes() if name == COOKS)
    assert {text.place for _id, text in feed if text.summary.startswith("Accompagnement renforcé")} == {
        "Centre de ressources, Salle 2"
    }


def test_class_reads_no_event_of_a_few_of_its_people(centre: Problem, finished: Timetable) -> None:
    """Its session names the class: one person or three leave without a word in public, a half of seven is told."""
    (event,) = (e for e in centre.events if e.id == "ENT1")
    session = next(s for s in finished.sessions if s.id == "EVT-ENT1")
    told = replace(session, id=SessionId("fixe-ENT1"), class_ids=(COOKS,), room_id=ROOM_1, public_label="Rendez-vous")
    held = replace(finished, sessions=(*(s for s in finished.sessions if s != session), told))
    for named, shown in ((1, 0), (3, 0), (4, 1)):
        people = tuple([*COOK_PEOPLE][:named])
        problem = replace(centre, events=(replace(event, apprentice_ids=people),))
        page, room = (
            [e for e in entries if e.title.startswith("Rendez-vous")]
            for entries in (
                class_entries(Reader(problem, held, public=True), COOKS),
                room_view(Reader(problem, held, public=True), ROOM_1).weeks[0].columns[3].entries,
            )
        )
        feeds = Feeds(problem, held)
        calendar, booked = (
            [
                text.summary
                for who, _name, entries in found
                for _id, text in entries
                if who == owner and text.day == told.day
            ]
            for owner, found in ((COOKS, feeds.classes()), (ROOM_1, feeds.rooms()))
        )
        assert (len(page), calendar.count("Rendez-vous"), len(room)) == (shown, shown, 1)
        assert [title for title in booked if title.startswith("Rendez-vous")] == [
            "Rendez-vous – CAP cuisine 1" if shown else "Rendez-vous"
        ]
        assert any(e.title == event.label for e in class_entries(Reader(problem, held, public=False), COOKS))


def test_asynchronous_work_is_a_note_and_holds_no_hour(centre: Problem, finished: Timetable) -> None:
    """Work at a distance with a window stands beside the grid, not in it."""
    sessions = tuple(
        replace(s, modality="remote_async") if s.room_id == KITCHEN and s.kind == "course" else s
        for s in finished.sessions
    )
    week = class_view(Reader(centre, replace(finished, sessions=sessions), public=True), COOKS).weeks[0]
    assert [e.title for e in week.due] == ["Cuisine"]
    assert not week.columns[0].entries


def test_only_used_trainers_and_rooms_have_a_view(centre: Problem) -> None:
    """Classes always have one; adults and places when something takes place."""
    assert {view.kind for view in views(centre, Timetable(), public=True)} == {"classes"}


def test_figures_say_what_the_checks_found(centre: Problem, finished: Timetable) -> None:
    """Two rules not respected are an alert; a gap of 2.5 % is said as such; without a bound nothing is proven."""
    summary = {"hard_violations": {"H1a": 2}, "gap": 0.025, "hours_payable": 3.75}
    found = {figure.name: figure for figure in figures(replace(finished, summary=summary), centre)}
    assert found["Règles non respectées"].alert
    assert found["Règles non respectées"].value == "2"
    assert found["Écart au meilleur possible"].value == "2,5\u00a0% au plus"
    assert found["Réalisables aux heures retenues"].value == "3\u00a0h\u00a045"
    names = {figure.name: figure.value for figure in figures(finished, centre)}
    assert names["Optimum"] == "non démontré"
    exact = figures(Timetable(summary={"gap": 0.0}), centre)
    (proven,) = [f.value for f in exact if f.name == "Écart au meilleur possible"]
    assert proven == "aucun, c’est démontré"


def test_week_label_names_month_and_year_when_they_change() -> None:
    """Over a change of month, then of year."""
    assert week_label(date(2026, 9, 7), date(2026, 9, 11)) == "Semaine 37 – du 7 au 11 septembre 2026"
    assert week_label(date(2026, 8, 31), date(2026, 9, 4)) == "Semaine 36 – du 31 août au 4 septembre 2026"
    assert week_label(date(2026, 12, 28), date(2027, 1, 1)) == "Semaine 53 – du 28 décembre 2026 au 1er janvier 2027"


def test_class_page_shows_what_the_whole_class_does(centre: Problem, finished: Timetable) -> None:
    """All the cooks but who is away are at the entry module: their page shows it, not a lesson without anyone."""
    away = replace(centre.learners[EXEMPTED], absences=(Absence(first=MONDAY, last=MONDAY),))
    problem = replace(centre, learners={**centre.learners, EXEMPTED: away})
    lesson = made("vide", MONDAY, 930, 990)
    entry = replace(made("entree", MONDAY, 930, 990), kind=Kind.ONBOARDING, label="Entrée", public_label="Accueil")
    all_here = [who for who in COOK_PEOPLE if who != EXEMPTED]

    def shown(people: list[ApprenticeId], public: bool) -> list[str]:
        """What the page of the class shows then."""
        timetable = added(finished, (lesson, ()), (entry, tuple(people)))
        entries = class_entries(Reader(problem, timetable, public=public), COOKS)
        return sorted(", ".join((e.title, *e.lines)) for e in entries if (e.day, e.start) == (MONDAY, 930))

    assert [line.split(",")[0] for line in shown(all_here, True)] == ["Accueil"]
    (alone,) = shown(all_here[:-1], True)
    assert (alone.split(",")[0], alone.endswith("sans apprenant")) == ("Cours", True)
    internal = shown(all_here, False)
    assert [line.split(",")[0] for line in internal] == ["Cours", "Entrée"]
    assert internal[0].endswith("sans apprenant")
    feeds = Feeds(problem, added(finished, (lesson, ()), (entry, tuple(all_here))))
    feed = next(found for name, _title, found in feeds.classes() if name == COOKS)
    assert [text.summary for _id, text in feed if (text.day, text.start) == (MONDAY, 930)] == ["Accueil"]


def test_class_page_says_that_a_module_is_for_some_of_the_class(centre: Problem, finished: Timetable) -> None:
    """The entry module in two rooms at one hour: each is a part of the class, on its page and in its calendar.

    In one room for all of them, nothing is said beside it.
    """
    module = Module(ModuleId("ENTREE"), "Entrée", theme="safety", whole_class=True)
    problem = replace(centre, modules={**centre.modules, module.id: module})
    entry = replace(made("entree", MONDAY, 930, 990), kind=Kind.ONBOARDING, public_label="Accueil", module_id=module.id)
    two = ((entry, COOK_PEOPLE[:2]), (replace(entry, id=SessionId("autre"), room_id=RoomId("S2")), COOK_PEOPLE[2:]))
    for rows, said in ((two, ["Accueil (une partie de la classe)"] * 2), (((entry, COOK_PEOPLE),), ["Accueil"])):
        timetable = added(finished, *rows)
        reader = Reader(problem, timetable, public=True)
        entries = [e for e in class_entries(reader, COOKS) if (e.day, e.start) == (MONDAY, 930)]
        assert [e.title for e in entries] == said
        assert ["qui y va : voir sa fiche ou son calendrier" in e.lines for e in entries] == [len(said) > 1] * len(said)
        feed = next(found for name, _title, found in Feeds(problem, timetable).classes() if name == COOKS)
        assert [text.summary for _id, text in feed if (text.day, text.start) == (MONDAY, 930)] == said


def test_open_period_says_whose_its_room_is(centre: Problem, finished: Timetable) -> None:
    """The watched place is that of those without a group; where there is none, everyone has a room of their own."""
    period = next(s for s in finished.sessions if s.kind == Kind.OPEN)
    for room, said in (
        (period.room_id, "Centre de ressources : qui n’a pas de groupe"),
        (None, "salle : voir son propre emploi du temps"),
    ):
        sessions = tuple(replace(s, room_id=room) if s is period else s for s in finished.sessions)
        for public in (True, False):
            reader = Reader(centre, replace(finished, sessions=sessions), public)
            (entry,) = (e for e in class_entries(reader, period.class_ids[0]) if e.kind == Kind.OPEN)
            assert said in entry.lines


def test_class_page_and_calendar_have_the_same_hours(centre: Problem, finished: Timetable) -> None:
    """A module for the whole class, with one person away from it: both tell of it."""
    module = replace(centre.modules[ModuleId("ENTREE-SECURITE")], whole_class=True)
    problem = replace(centre, modules={**centre.modules, module.id: module})
    sessions = tuple(replace(s, class_ids=(COOKS,)) if s.kind == Kind.ONBOARDING else s for s in finished.sessions)
    kept = tuple(row for row in finished.attendance if row.session_id != "ENTREE-SECURITE#1")
    some = tuple(Attendance(SessionId("ENTREE-SECURITE#1"), a, False) for a in COOK_PEOPLE[:3])
    timetable = replace(finished, sessions=sessions, attendance=(*kept, *some))
    view = class_view(Reader(problem, timetable, public=True), COOKS)
    page = {(e.day, e.start, e.end) for w in view.weeks for c in w.columns for e in c.entries}
    calendar = {
        entries for owner, _name, found in Feeds(problem, timetable).classes() if owner == COOKS for entries in found
    }
    assert {(text.day, text.start, text.end) for _name, text in calendar} == page
    assert (MONDAY + timedelta(days=7), 480, 735) in page
