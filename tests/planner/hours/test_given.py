"""Who came to what, by *Présences*, and the three figures: planned, given, attended."""

import re
from dataclasses import replace

import pytest

from planner.domain import (
    Came,
    Debt,
    Kind,
    Problem,
    Realised,
    RollLine,
    Session,
    SessionId,
    Settings,
    Timetable,
    session_reference,
)
from planner.domain.roll_call import roll_call, with_absences
from planner.domain.rolls import AM_WORD, PM_WORD
from planner.hours.given import (
    ThreeFigures,
    hours_by_apprentice,
    hours_by_course,
    hours_by_module,
    hours_by_strand,
    hours_by_trainer,
    hours_given,
)
from planner.hours.given_of_debts import hours_by_debt
from tests.rules import build as b

ANA, BEN = b.learner("ana"), b.learner("ben")
FIRST = b.session("cours-01", b.MONDAY, "8", "10", course_id=b.COURSE)
SECOND = b.session("cours-02", b.MONDAY, "13", "15", course_id=b.COURSE)
LATER = b.session("cours-03", b.TUESDAY, "8", "10", course_id=b.COURSE)
GROUP = b.session(
    "atelier-01", b.MONDAY, "10", "11", kind=Kind.SUPPORT, module_id="LIT1", strand="consolidation",
    trainer_ids=(b.SECOND,), room_id=b.SECOND_ROOM,
)  # fmt: skip
ALL = {s.id: (ANA.id, BEN.id) for s in (FIRST, SECOND, LATER)} | {GROUP.id: (ANA.id,)}


def centre(*rolls: RollLine, **changes: object) -> Problem:
    """A class with two people and a course."""
    plain = {"learners": (ANA, BEN), "courses": [b.course()], "modules": [b.module()], "rolls": rolls}
    return b.problem(**{**plain, **changes})  # type: ignore[arg-type]


def timetable(*sessions: Session) -> Timetable:
    """Three lessons of the class and an hour of support of Ana."""
    held = sessions or (FIRST, SECOND, LATER, GROUP)
    return b.timetable(*held, who={s.id: ALL[s.id] for s in held})


def of(session: Session, came: Came = Came.PRESENT, *people: str, late: int = 0) -> RollLine:
    """What the sheet of a session says."""
    return RollLine(came, session.id, apprentice_ids=people, late=late)  # type: ignore[arg-type]


def figures(*rolls: RollLine, **changes: object) -> ThreeFigures:
    """Those of Ana as of Tuesday."""
    return hours_by_apprentice(hours_given(centre(*rolls, **changes), timetable(), b.TUESDAY))[ANA.id]


def test_session_that_is_over_is_given_and_not_attended_without_a_word() -> None:
    """Ana: 2 h + 2 h + 1 h on Monday, 2 h on Tuesday that are to come; nothing is typed."""
    assert figures() == ThreeFigures(420, 300, 0, 300, 3)


def test_sheet_of_a_session_says_that_all_came() -> None:
    """Two of five hours are told; the others stay untold."""
    assert figures(of(FIRST)) == ThreeFigures(420, 300, 120, 180, 2)


def test_line_that_names_somebody_holds_before_the_line_for_all() -> None:
    """Whatever their order: all came, Ana did not."""
    lines = of(FIRST), of(FIRST, Came.ABSENT, ANA.id)
    for order in (lines, lines[::-1]):
        found = hours_by_apprentice(hours_given(centre(*order), timetable(), b.TUESDAY))
        assert (found[ANA.id].attended, found[ANA.id].missed) == (0, 120)
        assert (found[BEN.id].attended, found[BEN.id].missed) == (120, 0)


def test_minutes_late_are_not_attended() -> None:
    """20 of 120; without minutes the session counts whole."""
    assert figures(of(FIRST, Came.LATE, ANA.id, late=20)).attended == 100
    assert figures(of(FIRST, Came.LATE, ANA.id)).attended == 120


@pytest.mark.parametrize(
    ("line", "minutes"),
    [
        (RollLine(Came.PRESENT, day=b.MONDAY, half=AM_WORD, class_id=b.CLASS), 180),
        (RollLine(Came.PRESENT, day=b.MONDAY, half=PM_WORD, apprentice_ids=(ANA.id,)), 120),
        (RollLine(Came.PRESENT, day=b.MONDAY, class_id=b.CLASS), 300),
        (RollLine(Came.PRESENT, day=b.MONDAY, start=600, apprentice_ids=(ANA.id,)), 60),
        (RollLine(Came.PRESENT, day=b.MONDAY, start=540, end=900, apprentice_ids=(ANA.id,)), 180),
        (RollLine(Came.LATE, day=b.MONDAY, start=480, end=500, late=20, apprentice_ids=(ANA.id,)), 100),
        (RollLine(Came.LATE, day=b.MONDAY, start=480, end=600, late=120, apprentice_ids=(ANA.id,)), 120),
        (RollLine(Came.PRESENT, day=b.MONDAY, class_id=b.OTHER), 0),
        (RollLine(Came.PRESENT, day=b.MONDAY, apprentice_ids=(BEN.id,)), 0),
    ],
)
def test_half_day_day_and_hour(line: RollLine, minutes: int) -> None:
    """Morning: 2 h + 1 h; afternoon: 2 h; the hour at ten: 1 h; another class, another person: nothing of Ana.

    From nine to three: half of the first lesson is no more than half; the hour at ten and the second lesson are in it.
    Late « from eight to ten » in the lesson of these hours: they say which lesson, not how late.
    """
    assert figures(line).attended == minutes


def test_session_over_noon_is_told_by_half_days() -> None:
    """10–15 h with the hour of noon free: 2 h in the morning, 2 h in the afternoon; late is taken off once."""
    long = b.session("cours-01", b.MONDAY, "10", "15", minutes=240, course_id=b.COURSE)
    morning = RollLine(Came.PRESENT, day=b.MONDAY, half=AM_WORD, class_id=b.CLASS)
    gone = RollLine(Came.ABSENT, day=b.MONDAY, half=PM_WORD, class_id=b.CLASS)
    for rolls, sums in (
        ((morning,), (120, 120)),
        ((morning, gone), (120, 0)),
        ((of(long, Came.LATE, late=30),), (210, 0)),
    ):
        found = hours_by_apprentice(hours_given(centre(*rolls), timetable(long), b.TUESDAY))[ANA.id]
        assert (found.attended, found.untold) == sums
    both = timetable(long)
    assert with_absences(centre(morning, gone), both).realised == ()
    away = with_absences(centre(replace(morning, came=Came.EXCUSED), gone), both).realised
    assert away == (Realised(long.id, absent_ids=(ANA.id, BEN.id)),)


def test_session_that_did_not_take_place_is_planned_and_not_given() -> None:
    """*Réalisé* cancels it, whatever is typed in *Présences*."""
    assert figures(of(FIRST), realised=(Realised(FIRST.id, cancelled=True),)) == ThreeFigures(420, 180, 0, 180, 2)


def test_absence_is_one_fact_wherever_it_is_typed() -> None:
    """In *Réalisé*, or in *Présences*: the same figures, and the same lines for the update."""
    one = centre(realised=(Realised(GROUP.id, absent_ids=(ANA.id,)),))
    other = centre(of(GROUP, Came.EXCUSED))
    for problem in (one, other):
        found = hours_by_apprentice(hours_given(problem, timetable(), b.TUESDAY))[ANA.id]
        assert found == ThreeFigures(420, 300, 0, 240, 2)
    assert with_absences(other, timetable()).realised == one.realised
    assert with_absences(centre(of(GROUP, Came.ABSENT), realised=one.realised), timetable()).realised == one.realised


def test_today_counts_once_its_sheet_is_typed() -> None:
    """Tuesday's lesson, as of Tuesday."""
    assert figures(of(LATER)) == ThreeFigures(420, 420, 120, 300, 3)


def test_who_came_without_being_expected_was_there() -> None:
    """Ben in Ana's group: given and attended, not planned. Nobody unexpected is absent."""
    found = hours_by_apprentice(hours_given(centre(of(GROUP, Came.PRESENT, BEN.id)), timetable(), b.TUESDAY))
    assert found[BEN.id] == ThreeFigures(360, 300, 60, 240, 2)
    stray = roll_call(centre(of(GROUP, Came.ABSENT, BEN.id)), timetable())
    assert [why for _line, why in stray.strays] == ["personne de cette ligne n’était attendu à « atelier-01 »"]


def test_lines_that_say_nothing_are_told_with_their_reason() -> None:
    """An id that no session has, a day without sessions, a reference with another day."""
    lines = (
        RollLine(Came.PRESENT, SessionId("cours-99")),
        RollLine(Came.PRESENT, day=b.FRIDAY, class_id=b.CLASS),
        RollLine(Came.PRESENT, FIRST.id, day=b.TUESDAY),
        of(FIRST),
    )
    assert [why for _line, why in roll_call(centre(*lines), timetable()).strays] == [
        "« cours-99 » n’est pas une séance de l’emploi du temps",
        "aucune séance ce jour-là pour ces personnes",
        "« cours-01 » est le 07/09/2026 à 8 h, ce que la ligne ne dit pas",
    ]


def test_reference_of_a_sheet_names_its_session() -> None:
    """However it is typed, under the salt of the centre; under another salt it is unknown."""
    problem = centre(settings=Settings(salt="sel"))
    name = session_reference("sel", FIRST.id)
    assert re.fullmatch(r"[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{3}", name)
    for typed in (name, name.lower(), name.replace("-", " ")):
        line = RollLine(Came.PRESENT, SessionId(typed))
        assert len(roll_call(replace(problem, rolls=(line,)), timetable()).told) == 2
    line = RollLine(Came.PRESENT, SessionId(session_reference("autre", FIRST.id)))
    assert roll_call(replace(problem, rolls=(line,)), timetable()).strays


def test_reference_names_a_session_in_realise_too() -> None:
    """What is printed on the sheet; an id stays as it is, and so does what names nothing."""
    problem = centre(settings=Settings(salt="sel"))
    name = SessionId(session_reference("sel", FIRST.id))
    typed = tuple(Realised(SessionId(key), cancelled=True) for key in (name.lower(), SECOND.id, "inconnue"))
    found = with_absences(replace(problem, realised=typed), timetable()).realised
    assert [row.session_id for row in found] == [FIRST.id, SECOND.id, "inconnue"]


def test_two_lines_as_precise_that_differ_are_told() -> None:
    """The reference against the reference; not a day against a session."""
    lines = replace(of(FIRST, Came.PRESENT, ANA.id), row=2), replace(of(FIRST, Came.ABSENT, ANA.id), row=3)
    assert roll_call(centre(*lines), timetable()).clashes == ((2, 3, (FIRST.id, ANA.id)),)
    whole = RollLine(Came.ABSENT, day=b.MONDAY, apprentice_ids=(ANA.id,))
    call = roll_call(centre(whole, lines[0]), timetable())
    assert (call.clashes, call.came(FIRST, ANA.id)) == ((), Came.PRESENT)


def test_figures_by_course_strand_module_and_trainer() -> None:
    """Hours of learners by course, strand and module; hours of sessions by trainer."""
    problem = centre(of(FIRST), of(FIRST, Came.ABSENT, BEN.id), of(GROUP, Came.ABSENT))
    given = hours_given(problem, timetable(), b.TUESDAY)
    assert hours_by_course(problem, given)[b.COURSE] == ThreeFigures(720, 480, 120, 240, 2)
    missed = ThreeFigures(60, 60, 0, 0, 0)
    assert hours_by_strand(given) == {"consolidation": missed}
    assert hours_by_module(given) == {"LIT1": missed}
    assert hours_by_trainer(given) == {b.TRAINER: ThreeFigures(360, 240, 120, 120, 1), b.SECOND: missed}


def test_hours_owed_that_are_planned_are_given_and_attended_once() -> None:
    """Two needs of an hour and a target of the programme share two groups, of which one is over and attended."""
    later = replace(GROUP, id=SessionId("atelier-02"), day=b.WEDNESDAY)
    held = b.timetable(GROUP, later, who={GROUP.id: (ANA.id,), later.id: (ANA.id,)})
    debts = tuple(
        Debt(ANA.id, need, target, due, due, b.FRIDAY, priority, source)
        for need, target, due, priority, source in (
            ("besoin 1", "LIT1", 60, 1, "formateur"),
            ("besoin 2", "LIT1", 60, 2, "formateur"),
            ("volet", "consolidation", 120, 3, "programme"),
        )
    )
    problem, held = centre(of(GROUP)), replace(held, debts=debts)
    found = hours_by_debt(problem, held, hours_given(problem, held, b.TUESDAY))
    assert found[ANA.id, "besoin 1"] == ThreeFigures(60, 60, 60, 0, 0)
    assert found[ANA.id, "besoin 2"] == ThreeFigures(60, 0, 0, 0, 0)
    assert found[ANA.id, "volet"] == ThreeFigures(120, 60, 60, 0, 0)
    untold = hours_by_debt(centre(), held, hours_given(centre(), held, b.TUESDAY))
    assert untold[ANA.id, "besoin 1"] == ThreeFigures(60, 60, 0, 60, 1)


def test_group_watched_beside_another_counts_once_for_its_trainer() -> None:
    """Two groups at eight with the same adult: two hours, not four."""
    beside = replace(FIRST, id=SessionId("cours-04"))
    who = {FIRST.id: (ANA.id,), beside.id: (BEN.id,)}
    given = hours_given(centre(), b.timetable(FIRST, beside, who=who), b.TUESDAY)
    assert hours_by_trainer(given)[b.TRAINER].given == 120
