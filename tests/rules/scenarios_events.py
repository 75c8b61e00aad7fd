"""Grids and limits of the rules on events and absences of some people of a class (H17b, H17c, H2a, H1c, H3e)."""

from dataclasses import replace
from datetime import date

from planner.domain import (
    ALL_DAY,
    Absence,
    ApprenticeId,
    Arrangement,
    Barrette,
    BarretteId,
    Debt,
    Exemption,
    FixedEvent,
    ModuleId,
    Programme,
    ProgrammeId,
    Session,
    SessionId,
    Unplaced,
    missed_for_good,
)
from tests.rules import build as b
from tests.rules.agreement import Scenario, over_options, over_weeks
from tests.rules.registry import Limit

SECOND = ApprenticeId("autre apprenante")
BARRETTE = BarretteId("barrette")
_LESSON = b.item(course_id=b.COURSE)
_HOURS = [b.option(d, h, f"{int(h) + 1}") for d in (b.MONDAY, b.TUESDAY) for h in ("8", "10", "13")]
_EVENT = FixedEvent(
    "1",
    "oral",
    b.TUESDAY,
    b.hour("8"),
    b.hour("10"),
    class_ids=(b.CLASS,),
    part="A",
    trainer_ids=(b.SECOND,),
    rest="study",
)
_PEOPLE = [b.learner(part="A"), b.learner(SECOND, part="B")]
_ORAL = b.problem(courses=[b.course()], learners=_PEOPLE, events=(_EVENT,))
_NAMED = replace(_EVENT, part="", class_ids=(), apprentice_ids=(b.LEARNER,), rest="released")
_PUT_OFF = Absence(first=b.TUESDAY, last=b.TUESDAY, postponed=True)
_GONE = b.problem(courses=[b.course()], learners=[b.learner(absences=(_PUT_OFF,)), b.learner(SECOND)])
_PART_GONE = b.problem(
    courses=[b.course()], learners=_PEOPLE, classes=[b.group(absences=(replace(_PUT_OFF, part="A"),))]
)

_EXAM = b.session("oral", b.TUESDAY, "8", "10", kind="fixed", part="A", trainer_ids=(b.SECOND,))
_COURSE = b.session("cours", b.TUESDAY, "10", "11", course_id=b.COURSE)
_STUDY = b.session("autonomie", b.TUESDAY, "8", "10", kind="study", guidance="autonomous", room_id=b.SECOND_ROOM)
_WHO = {"oral": [b.LEARNER], "autonomie": [SECOND]}
_LISTED = Unplaced(SessionId(f"etude-{b.CLASS}-20260908-0800"), "study", 120, "aucune salle", class_ids=(b.CLASS,))
_YOUNG = replace(b.learner(SECOND), birth=b.MONDAY.replace(year=2010))
_RELEASED = b.problem(learners=[b.learner(), _YOUNG], events=(replace(_NAMED, class_ids=(b.CLASS,)),))

# a class away on Tuesday until ten
_AWAY = b.problem(courses=[b.course()], classes=[b.group(absences=(Absence(1, start=0, end=b.hour("10")),))])

# the learner is away on Tuesday, hours to be made up; the course is at ten
_ASKED = Absence(first=b.TUESDAY, last=b.TUESDAY, makeup="led")
_OWING = b.problem(courses=[b.course()], learners=[b.learner(absences=(_ASKED,)), b.learner(SECOND)])
_MADE = b.session(
    "rattrapage", b.WEDNESDAY, "10", "11", kind="support", course_id=b.COURSE, module_id=ModuleId(b.COURSE)
)
_WITHOUT = {"cours": [SECOND], "rattrapage": [b.LEARNER]}


# the learner keeps nine to ten free on Tuesday, without anything to be made up
_KEPT_FREE = Arrangement(b.LEARNER, "forbidden", window=Absence(1, start=b.hour("9"), end=b.hour("11")))
_SPARED = b.problem(courses=[b.course()], learners=[b.learner(), b.learner(SECOND)], arrangements=(_KEPT_FREE,))
_SPARED_LED = replace(_SPARED, arrangements=(replace(_KEPT_FREE, makeup="led"),))
_TAUGHT = b.problem(
    courses=[b.course(barrette_id=BARRETTE)],
    learners=[b.learner(), b.learner(SECOND)],
    barrettes=[Barrette(BARRETTE, "barrette", (b.CLASS,), nature="teaching", course_ids=(b.COURSE,))],
)
_GROUP = b.session("groupe", b.TUESDAY, kind="barrette", barrette_id=BARRETTE, course_id=b.COURSE)


def _owed(due: int, planned: int, reason: str = "") -> Debt:
    return Debt(b.LEARNER, "rattrapage", b.COURSE, due, planned, b.SUNDAY, 2, "rattrapage", reason)


def _lost(due: int) -> Debt:
    return Debt(b.LEARNER, missed_for_good(b.COURSE), b.COURSE, due, 0, b.SUNDAY, 3, "programme", "aménagement")


# an extra break of a quarter of an hour: four slots in a row are too many; two sessions of two hours, or one of one
_BREAK = b.problem(
    courses=[b.course()],
    learners=[b.learner()],
    arrangements=(Arrangement(b.LEARNER, "extra_break", 15),),
)
_LONG = b.item("deux heures", 120, course_id=b.COURSE)
_HALVES = {_LONG: [b.option(start=s, end=e) for s, e in (("8", "10"), ("13", "15"))],
           b.item("deux autres", 120): [b.option(start=s, end=e) for s, e in (("10", "12"), ("15", "17"))]}  # fmt: skip
# people away on Monday morning, or called to an event then
_ABSENT = b.problem(
    courses=[b.course()],
    learners=[b.learner(absences=(Absence(0, end=b.hour("10")),)), b.learner(SECOND, part="A")],
    events=(replace(_EVENT, day=b.MONDAY, rest="maintained"),),
)
# someone who stays an hour and a half on Monday, someone who keeps Tuesday until ten free
_SHORT = Arrangement(b.LEARNER, "max_day", 90, first=b.MONDAY, last=b.MONDAY)
_FREE = Arrangement(SECOND, "forbidden", window=Absence(1, end=b.hour("10")))
_ARRANGED = b.problem(
    courses=[b.course(), b.course(b.SECOND_COURSE)],
    learners=[b.learner(), b.learner(SECOND)],
    arrangements=(_SHORT, _FREE),
)
_ANOTHER = b.item("autre séance", course_id=b.SECOND_COURSE)
# two stays of a day, the first one taken up by an exam, or by an absence
_STAYS = b.problem(
    classes=[b.group(calendar={b.MONDAY: ALL_DAY, b.WEDNESDAY: ALL_DAY})],
    learners=[b.learner()],
    programmes={ProgrammeId("CAP"): Programme(ProgrammeId("CAP"), "CAP", promise_every=1)},
)
_EXAM_STAY = replace(
    _STAYS, events=(FixedEvent("2", "examen", b.MONDAY, b.hour("8"), b.hour("17"), class_ids=(b.CLASS,)),)
)
_AWAY_STAY = replace(_STAYS, learners={b.LEARNER: b.learner(absences=(Absence(0),))})


def _support(day: date) -> Session:
    return b.session("accompagnement", day, kind="support", strand="PERSONAL")


SCENARIOS = (
    Scenario("H17b", "domain", _ORAL, over_options(_LESSON, options=_HOURS), name="part"),
    Scenario(
        "H17b", "domain", replace(_ORAL, events=(_NAMED,)), over_options(_LESSON, options=_HOURS), name="named people"
    ),
    Scenario("H17b", "domain", _GONE, over_options(_LESSON, options=_HOURS), name="courses put off"),
    Scenario("H17b", "domain", _PART_GONE, over_options(_LESSON, options=_HOURS), name="part away"),
    Scenario("P15", "week", _ABSENT, over_weeks({_LESSON: _HOURS})),
    Scenario("P15b", "week", _ARRANGED, over_weeks({_LESSON: _HOURS, _ANOTHER: _HOURS}), given=("H1c",)),
    Scenario("P17", "week", _BREAK, over_weeks(_HALVES)),
    Scenario("H2a", "domain", _AWAY, over_options(_LESSON, options=_HOURS), name="class away"),
)

LIMITS = (
    Limit(
        "H17b",
        _ORAL,
        b.timetable(_EXAM, _COURSE),
        b.timetable(_EXAM, replace(_COURSE, start=b.hour("9:45"))),
        ("oral",),
    ),
    Limit("H17b", _GONE, b.timetable(replace(_COURSE, day=b.MONDAY)), b.timetable(_COURSE), ("reportés",), "put off"),
    Limit(
        "H17c",
        _ORAL,
        b.timetable(_EXAM, _STUDY, who=_WHO),
        b.timetable(_EXAM, replace(_STUDY, end=b.hour("9")), who=_WHO),
        ("1 apprenant",),
    ),
    Limit(
        "H17c",
        _ORAL,
        b.timetable(_EXAM, who=_WHO, unplaced=(_LISTED,)),
        b.timetable(_EXAM, who=_WHO),
        ("mardi 8 septembre",),
        "listed",
    ),
    Limit(
        "H17c",
        _ORAL,
        b.timetable(_EXAM, who=_WHO, unplaced=(_LISTED,)),
        b.timetable(_EXAM, who=_WHO, unplaced=(replace(_LISTED, minutes=60),)),
        ("de 9 h à 10 h",),
        "one hour of two listed",
    ),
    Limit(
        "H17c",
        _RELEASED,
        b.timetable(_EXAM, _STUDY, who=_WHO),
        b.timetable(_EXAM, who=_WHO),
        ("1 apprenant",),
        "minor",
    ),
    Limit(
        "H1c",
        _ORAL,
        b.timetable(_EXAM, replace(_COURSE, start=b.hour("9")), who={"oral": [b.LEARNER], "cours": [SECOND]}),
        b.timetable(_EXAM, replace(_COURSE, start=b.hour("9"), part="A"), who={}),
        ("oral",),
        "part at an event",
    ),
    Limit(
        "H3e",
        _OWING,
        b.timetable(_COURSE, _MADE, who=_WITHOUT, debts=(_owed(60, 60),)),
        b.timetable(_COURSE, _MADE, who=_WITHOUT, debts=(_owed(45, 45),)),
        ("1 h manquées",),
    ),
    Limit(
        "H3e",
        _OWING,
        b.timetable(_COURSE, who={"cours": [SECOND]}, debts=(_owed(60, 0, "aucune salle"),)),
        b.timetable(_COURSE, who={"cours": [SECOND]}, debts=(_owed(60, 0),)),
        ("sans raison",),
        "reason",
    ),
    Limit(
        "H3e",
        _OWING,
        b.timetable(_COURSE, _MADE, who=_WITHOUT, debts=(_owed(60, 60),)),
        b.timetable(_COURSE, replace(_MADE, minutes=45), who=_WITHOUT, debts=(_owed(60, 60),)),
        ("dites rattrapées",),
        "made up",
    ),
    Limit(
        "H3e",
        _SPARED_LED,
        b.timetable(_COURSE, who={"cours": [SECOND]}, debts=(_owed(60, 0, "aucune salle"),)),
        b.timetable(_COURSE, who={"cours": [SECOND]}, debts=(_lost(60),)),
        ("1 h manquées", "rien"),
        "arrangement",
    ),
    Limit(
        "H3g",
        _SPARED,
        b.timetable(_COURSE, who={"cours": [SECOND]}, debts=(_lost(60),)),
        b.timetable(_COURSE, who={"cours": [SECOND]}, debts=(_lost(45),)),
        ("1 h de cours non suivies", "45 min"),
    ),
    Limit(
        "H3g",
        _SPARED,
        b.timetable(_COURSE, who={"cours": [b.LEARNER, SECOND]}),
        b.timetable(_COURSE, who={"cours": [b.LEARNER, SECOND]}, debts=(_lost(60),)),
        ("0 min de cours non suivies",),
        "listed and attended",
    ),
    Limit(
        "H3g",
        replace(_SPARED, exemptions=(Exemption(b.LEARNER, "matière"),)),
        b.timetable(_COURSE, who={"cours": [SECOND]}),
        b.timetable(_COURSE, who={"cours": [b.LEARNER]}),
        (SECOND,),
        "exempted",
    ),
    Limit(
        "H3g",
        _TAUGHT,
        b.timetable(
            _GROUP,
            replace(_GROUP, id=SessionId("autre"), course_ids=()),
            who={"groupe": [SECOND], "autre": [b.LEARNER]},
        ),
        b.timetable(_GROUP, who={"groupe": [SECOND]}),
        (b.LEARNER,),
        "barrette of courses",
    ),
    Limit("H9a", _EXAM_STAY, b.timetable(_support(b.WEDNESDAY)), b.timetable(_support(b.MONDAY)), (), "exam"),
    Limit("H9a", _AWAY_STAY, b.timetable(_support(b.WEDNESDAY)), b.timetable(_support(b.MONDAY)), (), "absence"),
    Limit(
        "H2a",
        _AWAY,
        b.timetable(_COURSE),
        b.timetable(replace(_COURSE, start=b.hour("9:45"), end=b.hour("10:45"))),
        ("n'est pas au centre",),
        "class away",
    ),
)
