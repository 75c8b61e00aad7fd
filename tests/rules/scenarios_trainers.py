"""H6: skill, availability, hours and travel of trainers."""

from dataclasses import replace
from datetime import timedelta

from planner.domain import Absence, SiteId
from planner.model import Demand
from tests.rules.agreement import Scenario, over_options, over_rooms, over_terms, over_weeks
from tests.rules.build import (
    CLASS,
    COURSE,
    MONDAY,
    OTHER,
    ROOM,
    SECOND,
    SECOND_COURSE,
    SECOND_ROOM,
    TRAINER,
    TUESDAY,
    course,
    group,
    hour,
    item,
    learner,
    module,
    option,
    problem,
    room,
    session,
    timetable,
    trainer,
)
from tests.rules.registry import Limit

EIGHT, NINE = option(), option(start="9", end="10")
SECOND_WEEK = MONDAY + timedelta(days=7)
ANNEX = SiteId("annexe")
SKILLS = problem(
    courses=(course(), course(SECOND_COURSE, subject="Soudure", teams=())),
    modules=(module(domains=frozenset({"littératie"})), module("nommé", trainer_ids=(SECOND,))),
    trainers=(
        trainer(skill_until={"soudure": MONDAY}, skills=frozenset({"soudure"})),
        trainer(SECOND, skills=frozenset({"litteratie"})),
    ),
)
TEAMS = [option(day, team=team) for day in (MONDAY, TUESDAY) for team in ((TRAINER,), (SECOND,), (TRAINER, SECOND))]
ABSENT = problem(
    trainers=(
        trainer(absences=(Absence(weekday=0, start=hour("9"), end=hour("12")), Absence(weekday=1, hard=False))),
        trainer(SECOND, sites=(ANNEX,)),
    ),
    rooms=(room(), room(SECOND_ROOM, site_id=ANNEX)),
)
BUSY = problem(
    first=MONDAY,
    last=SECOND_WEEK + timedelta(days=6),
    trainers=(trainer(max_day=120, max_week=180, max_month=240, year_minutes=360, year_done=60), trainer(SECOND)),
)
FOUR = [EIGHT, NINE, option(start="10", end="11"), option(TUESDAY)]
TERM = replace(BUSY, trainers={**BUSY.trainers, TRAINER: trainer(max_week=180, max_month=240, year_minutes=300)})


def demand(course_id: str, count: int, *teams: tuple[str, ...]) -> Demand:
    """One-hour sessions of the class in either of two weeks."""
    weeks = {MONDAY: count, SECOND_WEEK: count}
    return Demand(course_id, "", 60, count, (CLASS,), teams, weeks, {})  # type: ignore[arg-type]


TWO_SITES = problem(
    classes=(group(), group(OTHER, site_id=ANNEX)),
    rooms=(room(), room(SECOND_ROOM, site_id=ANNEX)),
    travel={(SiteId("site"), ANNEX): 40, (ANNEX, SiteId("site")): 40},
    learners=(learner(),),
)
THERE = {"class_ids": (OTHER,), "site_id": ANNEX}

SCENARIOS = (
    Scenario(
        "H6a",
        "domain",
        SKILLS,
        over_options(
            item("cours", course_id=COURSE),
            item("soudure", course_id=SECOND_COURSE),
            item("soutien", kind="support", module_id="LIT1"),
            item("module nommé", kind="support", module_id="nommé"),
            options=[*TEAMS, option(team=())],
        ),
    ),
    Scenario(
        "H6b",
        "domain",
        ABSENT,
        over_options(
            item(),
            item("annexe", site_id=ANNEX),
            item("jury", kind="fixed"),
            options=[*TEAMS, *(o._replace(start=hour("9"), end=hour("10")) for o in TEAMS)],
        ),
    ),
    Scenario(
        "H6b",
        "room",
        replace(ABSENT, trainers={**ABSENT.trainers, TRAINER: trainer(sites=(SiteId("site"),))}),
        over_rooms(item(), options=TEAMS),
    ),
    Scenario(
        "H6c",
        "week",
        BUSY,
        over_weeks(
            {
                item("une"): FOUR,
                item("deux"): FOUR,
                item("trois"): [*FOUR[:2], option(team=(SECOND,))],
                item("jury", 180, kind="fixed"): [option(start="13", end="16")],
            }
        ),
        given=("H1a",),
    ),
    Scenario(
        "H6c", "master", TERM, over_terms(demand("une", 3, (TRAINER,), (SECOND,)), demand("deux", 3, (TRAINER, SECOND)))
    ),
    Scenario(
        "H6d",
        "week",
        TWO_SITES,
        over_weeks(
            {
                item("ici"): [EIGHT, option(start="10", end="11")],
                item("là", 75, **THERE): [option(start="9", end="10:15"), option(start="9:40", end="10:55")],
                item("là aussi", 15, units=(1,), **THERE): [option(start="9:30", end="9:45", team=(SECOND,)), NINE],
            }
        ),
        given=("H1a", "H1c"),
    ),
    Scenario(
        "H6d",
        "week",
        TWO_SITES,
        over_weeks(
            {
                item(
                    "concours",
                    kind="fixed",
                    learners=tuple(TWO_SITES.learners),
                    units=(1,),
                    class_ids=(),
                    site_id=ANNEX,
                ): [option(start="9", end="10", team=())],
                item("avant"): [option(start="8", end="8:20"), option(start="8", end="8:21")],
                item("après"): [option(start="10:39", end="11:39"), option(start="10:40", end="11:40")],
            }
        ),
        name="event of some",
    ),
    Scenario(
        "H6d",
        "week",
        problem(),
        over_weeks(
            {
                item("tard", units=(0,)): [option(start="20", end="21"), option(start="21", end="22")],
                item("tôt", units=(1,)): [option(TUESDAY), option(TUESDAY, "7", "8"), option(TUESDAY, team=(SECOND,))],
            }
        ),
        name="rest",
    ),
)

FIVE = [session(str(n), start=str(8 + n), end=str(9 + n)) for n in range(5)]
WATCHED = [session(str(n), guidance="autonomous", room_id=ROOM, start="8", end="10") for n in range(2)]
LIMITS = (
    Limit(
        "H6a",
        SKILLS,
        timetable(session(course_id=SECOND_COURSE)),
        timetable(session(course_id=SECOND_COURSE, day=TUESDAY)),
        ("formatrice", "mardi 8 septembre"),
    ),
    Limit("H6a", SKILLS, timetable(session()), timetable(session(trainer_ids=())), ("formateur",), name="nobody"),
    Limit("H6b", ABSENT, timetable(session()), timetable(session(end="9:15")), ("formatrice",)),
    Limit(
        "H6b",
        ABSENT,
        timetable(session(trainer_ids=(SECOND,), room_id=SECOND_ROOM)),
        timetable(session(trainer_ids=(SECOND,))),
        ("second formateur", "site"),
        name="site",
    ),
    Limit("H6c", BUSY, timetable(*FIVE[:2]), timetable(*FIVE[:3]), ("3 h", "2 h")),
    Limit(
        "H6c",
        replace(BUSY, rooms={ROOM: room(shared=2)}),
        timetable(*WATCHED),
        timetable(*WATCHED, session("après", start="10", end="10:15")),
        ("2 h 15",),
        name="two groups watched count once",
    ),
    Limit(
        "H6c",
        TERM,
        timetable(*FIVE[:3]),
        timetable(*FIVE[:4]),
        ("semaine du lundi 7 septembre",),
        name="week",
    ),
    Limit(
        "H6c",
        TERM,
        timetable(*FIVE[:3], session("suite", SECOND_WEEK)),
        timetable(*FIVE[:3], session("suite", SECOND_WEEK, end="9:15")),
        ("septembre 2026",),
        name="month",
    ),
    Limit(
        "H6d",
        TWO_SITES,
        timetable(session("ici"), session("là", start="9:40", end="10", room_id=SECOND_ROOM)),
        timetable(session("ici"), session("là", start="9:39", end="10", room_id=SECOND_ROOM)),
        ("40 min", "39 min"),
    ),
    Limit(
        "H6d",
        problem(),
        timetable(session("soir", start="20", end="21"), session("matin", day=TUESDAY), who={}),
        timetable(session("soir", start="20", end="21:15"), session("matin", day=TUESDAY), who={}),
        ("repos",),
        name="rest",
    ),
)
