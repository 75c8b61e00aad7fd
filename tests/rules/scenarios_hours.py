"""H3 and H4b to H4f: hours of courses, lunch, hours, breaks and rest of learners."""

from dataclasses import replace
from datetime import date, timedelta

from planner.domain import (
    Absence,
    ApprenticeId,
    Barrette,
    BarretteId,
    Debt,
    Exemption,
    FixedEvent,
    Kind,
    Programme,
    ProgrammeId,
    SessionId,
    Settings,
    Unplaced,
    Volume,
)
from planner.model import Demand
from tests.rules.agreement import Scenario, over_terms, over_weeks
from tests.rules.build import (
    CLASS,
    COURSE,
    FRIDAY,
    LEARNER,
    MONDAY,
    SECOND_COURSE,
    TRAINER,
    TUESDAY,
    WEDNESDAY,
    course,
    group,
    hour,
    item,
    learner,
    option,
    present,
    problem,
    session,
    timetable,
)
from tests.rules.registry import Limit

EIGHT, NINE = option(), option(start="9", end="10")
MINOR, CHILD = date(2010, 1, 1), date(2011, 1, 1)
SHORT = Settings(minor_day=120, adult_day=180, minor_week=180, adult_week=240)
TIGHT = problem(
    settings=SHORT,
    courses=(course(parts=2),),
    learners=(learner("mineure", part="A", birth=MINOR), learner("adulte", part="B")),
)
EXEMPTED = replace(
    TIGHT,
    learners={a.id: a for a in (learner("mineure", birth=MINOR), learner("adulte"))},
    exemptions=(Exemption(ApprenticeId("mineure"), "matière"),),
)
MIXED = (("8", "9"), ("9", "10"), ("10", "11"))
THREE = [option(start=a, end=b) for a, b in MIXED]
SHARED_WEEK = problem(
    last=MONDAY + timedelta(days=13),
    settings=SHORT,
    classes=(group(calendar=present(MONDAY, WEDNESDAY)),),
    learners=(learner(birth=MINOR, company_minutes=300),),
)
NOT_BEGUN = replace(
    SHARED_WEEK,
    learners={LEARNER: learner(birth=MINOR, company_minutes=300, first_company_day=MONDAY + timedelta(days=7))},
)
SPLIT_WEEK = replace(
    SHARED_WEEK, last=MONDAY + timedelta(days=4), learners={LEARNER: learner(birth=MINOR, company_minutes=350)}
)
"""Two days in the company at most, too few for its hours: they are those of five days, and 350 * 2 / 5 of 180 count."""
CLASS_AWAY = replace(
    SHARED_WEEK,
    classes={CLASS: replace(SHARED_WEEK.classes[CLASS], absences=(Absence(first=TUESDAY, last=TUESDAY),))},
)
"""A day without the class more gives the company none of it."""
CALLED_AWAY = replace(SHARED_WEEK, events=(FixedEvent("e", "e", FRIDAY, hour("9"), hour("10"), class_ids=(CLASS,)),))
"""Of its two days in that week, the company has one and a half: 90 of 180 count."""
NOON = [("10", "11:30"), ("11:30", "13"), ("12:15", "13:15"), ("13:45", "14:45")]
LATE = [option(start=a, end=b) for a, b in (("19", "20"), ("20", "21"), ("21", "22"), ("22", "23"))]
SOON = [option(TUESDAY, a, b) for a, b in (("5", "6"), ("7", "8"), ("9", "10"), ("10", "11"))]
PAUSES = Settings(minor_break_after=120, minor_break=30, adult_break_after=180, adult_break=20)
MORNING = [option(start=str(h), end=str(h + 1)) for h in (8, 9, 10, 11)]


def ages(*births: date) -> tuple[str, ...]:
    """Names of learners, one a birth date."""
    return tuple(f"né en {birth.year}" for birth in births)


def of_ages(*births: date, **changes: object) -> dict[ApprenticeId, object]:
    """Learners of the class, one a birth date."""
    names = ages(*births)
    return {ApprenticeId(n): learner(n, birth=b, **changes) for n, b in zip(names, births, strict=True)}


SCENARIOS = (
    Scenario(
        "H4b",
        "week",
        problem(learners=(learner(),)),
        over_weeks(
            {
                item("avant"): [option(start="8", end="11"), option(start="11:45", end="12:15")],
                item("midi"): [option(start=a, end=b, team=()) for a, b in NOON],
                item("après"): [option(start="13:30", end="14:45"), option(start="13:30", end="14:30")],
                item("service", meal=True): [option(start="9", end="10")],
            }
        ),
    ),
    Scenario(
        "H4c",
        "week",
        TIGHT,
        over_weeks(
            {
                item("pour tous"): [*MORNING[:1], option(TUESDAY)],
                item("A", part="A"): THREE,
                item("B", part="B"): THREE,
                item("à deux", 120): [option(start="10", end="12")],
            }
        ),
    ),
    Scenario(
        "H4c",
        "week",
        EXEMPTED,
        over_weeks({item("dispensée", course_id=COURSE): THREE, item("une", 120): [EIGHT], item("deux"): THREE}),
        name="exempted minor",
    ),
    Scenario(
        "H4d",
        "week",
        TIGHT,
        over_weeks(
            {
                item("pour tous", 120): [EIGHT, option(TUESDAY)],
                item("A", part="A"): [EIGHT],
                item("B", part="B"): [NINE],
                item("encore", 90): [option(WEDNESDAY)],
            }
        ),
    ),
    Scenario(
        "H4d",
        "week",
        SHARED_WEEK,
        over_weeks({item("une", 30): [EIGHT], item("deux", 30): [NINE], item("trois", 15): [NINE]}),
        name="company hours count",
    ),
    Scenario(
        "H4d",
        "week",
        SPLIT_WEEK,
        over_weeks({item("une", 30): [EIGHT], item("deux", 15): [NINE], item("trois", 15): [NINE]}),
        name="company hours of a contract",
    ),
    Scenario(
        "H4d",
        "week",
        CLASS_AWAY,
        over_weeks({item("une", 30): [EIGHT], item("deux", 30): [NINE], item("trois", 15): [NINE]}),
        name="a class that is away is not in the company",
    ),
    Scenario(
        "H4d",
        "master",
        TIGHT,
        over_terms(
            Demand(COURSE, "A", 60, 3, (CLASS,), ((TRAINER,),), {MONDAY: 3}, {}),
            Demand(SECOND_COURSE, "", 60, 3, (CLASS,), ((TRAINER,),), {MONDAY: 3}, {}),
        ),
    ),
    Scenario(
        "H4e",
        "week",
        replace(problem(settings=PAUSES), learners=of_ages(MINOR)),
        over_weeks({item("une"): MORNING, item("deux"): MORNING, item("trois"): MORNING}),
        given=("H1c",),
    ),
    Scenario(
        "H4e",
        "week",
        replace(problem(settings=PAUSES), learners=of_ages(date(2000, 1, 1))),
        over_weeks(
            {item("une", 120): [option(start="8", end="10"), option(start="9", end="11")], item("deux"): MORNING,
             item("trois"): MORNING}
        ),
        given=("H1c",),
        name="adults",
    ),
    Scenario(
        "H4f",
        "week",
        replace(problem(), learners=of_ages(date(2000, 1, 1))),
        over_weeks({item("tard"): LATE, item("tôt"): SOON}),
    ),
    Scenario(
        "H4f",
        "week",
        replace(problem(), learners=of_ages(MINOR)),
        over_weeks({item("tard"): LATE, item("tôt"): SOON}),
        name="16 and 17",
    ),
    Scenario(
        "H4f",
        "week",
        replace(problem(), learners=of_ages(CHILD)),
        over_weeks({item("tard"): LATE, item("tôt"): SOON}),
        name="under 16",
    ),
)  # fmt: skip

DAY = [("8", "9"), ("9", "10"), ("10", "11"), ("11", "12"), ("13", "14"), ("14", "15"), ("15", "16"), ("16", "17")]
FULL = [session(str(n), start=a, end=b) for n, (a, b) in enumerate(DAY)]
ONE_MINOR = problem(learners=(learner(birth=MINOR),))
TWO_HOURS = problem(courses=(course(),))
LOST = Unplaced(SessionId("cours-02"), "course", 60, "aucun créneau libre", (COURSE,))
SHORT_WEEK = problem(
    last=MONDAY + timedelta(days=13),
    closed=frozenset({WEDNESDAY}),
    classes=(group(calendar=present(MONDAY, MONDAY + timedelta(days=11))),),
    courses=(course(volume=Volume(weekly=300)),),
)
MADE_UP = replace(SHORT_WEEK, courses={COURSE: course(volume=Volume(weekly=300), short_week="makeup")})
BARRETTE = Barrette(BarretteId("français"), "français", (CLASS,), nature="teaching", course_ids=(COURSE,))
CARRIED = replace(
    problem(courses=(course(volume=Volume(total=60), barrette_id=BARRETTE.id),)), barrettes={BARRETTE.id: BARRETTE}
)
CYCLE = replace(
    problem(learners=(learner(contract_end=MONDAY, done_minutes={COURSE: 60}),), courses=(course(),)),
    programmes={ProgrammeId("CAP"): Programme(ProgrammeId("CAP"), "CAP", cycle_minutes=120)},
    has_balances=True,
)
LISTED = Debt(LEARNER, "cycle", "cycle", 120, 105, MONDAY, 1, "programme", "le contrat se termine avant")


def lessons(*lengths: int, day: date = MONDAY) -> list[object]:
    """Sessions of the course one after the other from 8:00, one a length."""
    found, at = [], 480
    for number, minutes in enumerate(lengths):
        found.append(
            replace(session(f"{day}-{number}", day), start=at, end=at + minutes, minutes=minutes, course_ids=(COURSE,))
        )
        at += minutes
    return found


NEXT = MONDAY + timedelta(days=7)
GROUPS = [
    session(n, kind="barrette", course_ids=(COURSE, "autre"), barrette_id=BARRETTE.id, room_id=None)
    for n in ("g1", "g2")
]
LIMITS = (
    Limit(
        "H3a",
        TWO_HOURS,
        timetable(*lessons(120)),
        timetable(*lessons(60)),
        ("il manque 1 h",),
        name="one session short",
    ),
    Limit(
        "H3a",
        TWO_HOURS,
        timetable(*lessons(60), unplaced=(LOST,)),
        timetable(*lessons(60), unplaced=(replace(LOST, minutes=0),)),
        name="listed or not",
    ),
    Limit(
        "H3a", TWO_HOURS, timetable(*lessons(120)), timetable(*lessons(120, 60)), ("3 h", "2 h"), name="one too many"
    ),
    Limit(
        "H3a",
        SHORT_WEEK,
        timetable(*lessons(240), *lessons(300, day=NEXT)),
        timetable(*lessons(180), *lessons(300, day=NEXT)),
        name="four days of five, pro rata",
    ),
    Limit(
        "H3a",
        MADE_UP,
        timetable(*lessons(240), *lessons(360, day=NEXT)),
        timetable(*lessons(240), *lessons(300, day=NEXT)),
        name="four days of five, made up",
    ),
    Limit("H3a", CARRIED, timetable(*GROUPS), timetable(replace(GROUPS[0], class_ids=())), name="groups count once"),
    Limit(
        "H3a",
        problem(courses=(course(parts=2, volume=Volume(total=60)),)),
        timetable(*(replace(s, part=p) for s, p in zip(lessons(60, 60), "AB", strict=True))),
        timetable(*(replace(s, part="A") for s in lessons(60))),
        ("il manque 1 h",),
        name="each part",
    ),
    Limit("H3b", CYCLE, timetable(session()), timetable(session(end="8:45")), ("apprenante", "15 min")),
    Limit(
        "H3b",
        CYCLE,
        timetable(session(end="8:45"), debts=(LISTED,)),
        timetable(session(end="8:45"), debts=(replace(LISTED, reason=""),)),
        name="listed or not",
    ),
    Limit("H3c", TWO_HOURS, timetable(*lessons(60)), timetable(*lessons(60, 60)), ("2 séances",)),
    Limit(
        "H4b",
        ONE_MINOR,
        timetable(session("matin", end="12:30"), session("soir", start="13:15", end="15")),
        timetable(session("matin", end="12:30"), session("soir", start="13:14", end="15")),
        ("apprenante", "formatrice", "45 min"),
    ),
    Limit(
        "H4c", ONE_MINOR, timetable(*FULL), timetable(*FULL, session("9", start="17", end="17:01")), ("8 h", "18 ans")
    ),
    Limit(
        "H4d",
        ONE_MINOR,
        timetable(*(session(str(n), MONDAY + timedelta(days=n), "8", "15") for n in range(5))),
        timetable(*(session(str(n), MONDAY + timedelta(days=n), "8", "15:15" if n else "15") for n in range(5))),
        ("35 h",),
    ),
    Limit(
        "H4d",
        SHARED_WEEK,
        timetable(session(end="8:30"), session("suite", start="9", end="9:30")),
        timetable(session(end="8:30"), session("suite", start="9", end="9:31")),
        ("entreprise",),
        name="company hours count",
    ),
    Limit(
        "H4d",
        CLASS_AWAY,
        timetable(session(end="8:30"), session("suite", start="9", end="9:30")),
        timetable(session(end="8:30"), session("suite", start="9", end="9:31")),
        ("entreprise",),
        name="a class that is away is not in the company",
    ),
    Limit(
        "H4d",
        CALLED_AWAY,
        timetable(session(end="8:30"), session("fixe-e", FRIDAY, "9", "10", kind=Kind.FIXED)),
        timetable(session(end="8:31"), session("fixe-e", FRIDAY, "9", "10", kind=Kind.FIXED)),
        ("entreprise",),
        name="half a day at an event is not in the company",
    ),
    Limit(
        "H4d",
        NOT_BEGUN,
        timetable(session(end="10"), session("suite", TUESDAY)),
        timetable(session(end="10"), session("suite", TUESDAY, end="9:15")),
        ("18 ans",),
        name="the company has not begun",
    ),
    Limit(
        "H4e",
        ONE_MINOR,
        timetable(session("une", end="12:30"), session("deux", start="13", end="14")),
        timetable(session("une", end="12:30"), session("deux", start="12:59", end="14")),
        ("pause", "18 ans"),
    ),
    Limit(
        "H4f",
        ONE_MINOR,
        timetable(session("soir", start="20", end="20:30"), session("matin", TUESDAY, "8:30", "9")),
        timetable(session("soir", start="20", end="20:30"), session("matin", TUESDAY, "8:29", "9")),
        ("repos", "12 h"),
    ),
    Limit(
        "H4f",
        ONE_MINOR,
        timetable(session(start="21", end="22")),
        timetable(session(start="21", end="22:01")),
        ("la nuit",),
        name="night",
    ),
)
