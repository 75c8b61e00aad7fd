"""Grids and limits of the rules on one person's own hours, places and calendar (H11, H12, H16)."""

from dataclasses import replace
from datetime import date
from typing import Any

from planner.domain import (
    Absence,
    Arrangement,
    Attendance,
    FixedEvent,
    Module,
    ModuleId,
    Problem,
    SessionId,
    Timetable,
    Unplaced,
)
from tests.rules import build as b
from tests.rules.agreement import Scenario, over_options, over_rooms, over_weeks
from tests.rules.registry import Limit

NAMED = (b.LEARNER,)

_PERMANENT = b.problem(
    classes=[b.group(calendar=b.present(last=b.WEDNESDAY))],
    learners=[b.learner()],
    modules=[Module(ModuleId("PERM"), "Permanence", theme="permanence")],
)
_CALLED = b.problem(
    classes=[b.group(calendar=b.present(last=b.WEDNESDAY))],
    learners=[b.learner(remote=True, contract_start=b.MONDAY)],
    modules=[
        Module(ModuleId("SUIVI"), "Suivi", theme="follow_up", modality="remote_sync"),
        Module(ModuleId("LIT"), "Lire"),
    ],
)
_CALL = b.session(
    "suivi", b.THURSDAY, kind="support", module_id=ModuleId("SUIVI"), modality="remote_sync", room_id=None
)
_PERMANENCE = b.session("permanence-PERM-20260907", kind="support", module_id=ModuleId("PERM"), class_ids=())


def _arranged(effect: str, text: str = "", minutes: int = 0, window: Absence | None = None, **changes: Any) -> Problem:
    """The default centre, its one learner, and one arrangement from Tuesday on."""
    row = Arrangement(b.LEARNER, effect, minutes, window, text, first=b.TUESDAY)
    return b.problem(learners=[b.learner()], arrangements=(row,), **changes)


_FORBIDDEN = _arranged("forbidden", window=Absence(start=b.hour("8"), end=b.hour("10")))
_REST = _arranged("rest_day", window=Absence(weekday=2))
_SHORT_DAY = _arranged("max_day", minutes=120)
_ROOMS = [b.room(), b.room(b.SECOND_ROOM, accessible=True, features=frozenset({"vidéo"}))]
_STEP_FREE = _arranged("room_feature", "accessible", rooms=_ROOMS)
_EQUIPPED = _arranged("room_feature", "Vidéo", rooms=_ROOMS)
_HELPED = _arranged("helper", b.SECOND, classes=[b.group(), b.group(b.OTHER)])


def _taught_elsewhere(day: date, start: str, end: str) -> Any:
    return b.session("cours de l'aide", day, start, end, trainer_ids=(b.SECOND,), class_ids=(b.OTHER,))


def _only(*sessions: Any) -> Timetable:
    """The learner attends the first session only."""
    return b.timetable(*sessions, who={sessions[0].id: NAMED})


_AWAY = b.problem(learners=[b.learner(absences=(Absence(first=b.TUESDAY, start=b.hour("8"), end=b.hour("10")),))])
_LATE = b.problem(learners=[b.learner(entry=b.TUESDAY, first_company_day=b.WEDNESDAY)])
_LATE = replace(_LATE, classes={b.CLASS: b.group(calendar=b.present(skip=[b.TUESDAY, b.WEDNESDAY, b.THURSDAY]))})
_ENDED = b.problem(learners=[b.learner(exit=b.TUESDAY)])
_DISTANT = b.problem(
    learners=[b.learner(remote=True, absences=(Absence(start=b.hour("12"), end=b.hour("24")),))],
)

_WORKSHOP = b.problem(
    learners=[b.learner()],
    courses=[b.course(room_types=("atelier",)), b.course(b.SECOND_COURSE, room_types=("atelier",), by_video=True)],
)


def _live(modality: str = "remote_sync", remote: bool = True, **changes: Any) -> Timetable:
    session = b.session("cours", modality=modality, **changes)
    return Timetable((session,), (Attendance(SessionId("cours"), b.LEARNER, remote),))


def _lesson(modality: str, course_id: str = b.COURSE, remote: bool = True) -> Timetable:
    return _live(modality, remote, course_id=course_id)


_OUTING, _FORUM = (
    b.problem(
        learners=[b.learner(remote=True)],
        events=[
            FixedEvent("sortie", "Sortie", b.MONDAY, b.hour("8"), b.hour("9"), apprentice_ids=NAMED, by_video=known)
        ],
    )
    for known in (False, True)
)


def _event(modality: str, remote: bool = True) -> Timetable:
    session = b.session("fixe-sortie", kind="fixed", label="Sortie", modality=modality, trainer_ids=(), room_id=None)
    return Timetable((session,), (Attendance(session.id, b.LEARNER, remote),))


def _visit(modality: str, remote: bool = True) -> Timetable:
    return _live(modality, remote, kind="visit", room_id=None)


_DAYS = [
    b.option(day, start, end)
    for day in (b.MONDAY, b.TUESDAY, b.WEDNESDAY)
    for start, end in (("9", "10"), ("10", "11"))
]

SCENARIOS = (
    Scenario("H11a", "domain", _FORBIDDEN, over_options(b.item(learners=NAMED), options=_DAYS), name="hours"),
    Scenario("H11a", "domain", _REST, over_options(b.item(learners=NAMED), options=_DAYS), name="rest"),
    Scenario(
        "H11b",
        "week",
        _SHORT_DAY,
        over_weeks(
            {
                b.item("un", learners=NAMED): [b.option(b.MONDAY), b.option(b.TUESDAY)],
                b.item("deux", learners=NAMED): [b.option(b.MONDAY, "9", "10"), b.option(b.TUESDAY, "9", "10")],
                b.item("trois", learners=NAMED): [b.option(b.MONDAY, "10", "11"), b.option(b.TUESDAY, "10", "11")],
            }
        ),
    ),
    Scenario(
        "H11b",
        "week",
        _SHORT_DAY,
        over_weeks(
            {
                b.item("sortie", 180, kind="fixed", learners=NAMED): [b.option(b.TUESDAY, "13", "16")],
                b.item("réunion", kind="fixed", learners=NAMED): [b.option(b.WEDNESDAY, "13", "14")],
                b.item("un", learners=NAMED): [b.option(b.TUESDAY), b.option(b.WEDNESDAY)],
                b.item("deux", learners=NAMED): [b.option(b.WEDNESDAY, "9", "10")],
            }
        ),
        name="events",
    ),
    *(
        Scenario("H11c", "room", centre, over_rooms(who, options=_DAYS[:3]), name=name)
        for centre, who, name in (
            (_STEP_FREE, b.item(learners=NAMED), "step free"),
            (_EQUIPPED, b.item(learners=NAMED), "equipment"),
            (_STEP_FREE, b.item(), "class"),
        )
    ),
    Scenario(
        "H11d",
        "week",
        _HELPED,
        over_weeks(
            {
                b.item("aidé"): [b.option(b.TUESDAY, h, str(int(h) + 1)) for h in ("8", "9")],
                b.item("occupé", 120, class_ids=(b.OTHER,)): [
                    b.option(b.TUESDAY, "9", "11", [b.SECOND]),
                    b.option(b.TUESDAY, "10", "12", [b.SECOND]),
                    b.option(b.TUESDAY, "8", "10"),
                ],
            }
        ),
    ),
    Scenario("H12", "domain", _AWAY, over_options(b.item(learners=NAMED), options=_DAYS), name="away"),
    Scenario(
        "H12",
        "domain",
        _LATE,
        over_options(
            b.item(learners=NAMED),
            b.item("accueil", kind="onboarding", learners=NAMED),
            options=[b.option(d) for d in (b.MONDAY, b.TUESDAY, b.WEDNESDAY, b.FRIDAY)],
        ),
        name="entry",
    ),
    Scenario("H12", "domain", _ENDED, over_options(b.item(learners=NAMED), options=_DAYS), name="exit"),
)

LIMITS = (
    Limit(
        "H12",
        _CALLED,
        b.timetable(_CALL),
        b.timetable(replace(_CALL, module_id=ModuleId("LIT"))),
        ("jour en entreprise", "jeudi 10 septembre"),
        name="call",
    ),
    Limit(
        "H20",
        _PERMANENT,
        b.timetable(unplaced=(Unplaced(_PERMANENCE.id, "support", 60, "personne"),)),
        b.timetable(),
        ("« Permanence »", "ni placée ni listée"),
        name="listed",
    ),
    Limit(
        "H20",
        _PERMANENT,
        b.timetable(_PERMANENCE, who={}),
        b.timetable(replace(_PERMANENCE, day=b.THURSDAY), who={}),
        ("aucun apprenant n'est au CFA", "jeudi 10 septembre"),
    ),
    Limit(
        "H11a",
        _FORBIDDEN,
        b.timetable(b.session(day=b.TUESDAY, start="10", end="11")),
        b.timetable(b.session(day=b.TUESDAY, start="9:45", end="10:45")),
        (b.LEARNER, "9 h 45"),
    ),
    Limit(
        "H11a",
        _FORBIDDEN,
        b.timetable(b.session(day=b.MONDAY)),
        b.timetable(b.session(day=b.TUESDAY)),
        (b.LEARNER,),
        "dates",
    ),
    Limit(
        "H11b",
        _SHORT_DAY,
        b.timetable(b.session(day=b.TUESDAY, end="10")),
        b.timetable(b.session(day=b.TUESDAY, end="10:15")),
        ("2 h 15", "2 h au plus"),
    ),
    Limit(
        "H11b",
        _SHORT_DAY,
        b.timetable(b.session("sortie", day=b.TUESDAY, end="11", kind="fixed")),
        b.timetable(
            b.session("sortie", day=b.TUESDAY, end="11", kind="fixed"), b.session("suite", b.TUESDAY, "11", "12")
        ),
        ("4 h", "2 h au plus"),
        "event",
    ),
    Limit(
        "H11c",
        _STEP_FREE,
        b.timetable(b.session(day=b.TUESDAY, room_id=b.SECOND_ROOM)),
        b.timetable(b.session(day=b.TUESDAY)),
        (b.ROOM,),
    ),
    Limit(
        "H11d",
        _HELPED,
        _only(b.session(day=b.TUESDAY), _taught_elsewhere(b.TUESDAY, "9", "10")),
        _only(b.session(day=b.TUESDAY), _taught_elsewhere(b.TUESDAY, "8:45", "9:45")),
        (b.SECOND,),
    ),
    Limit(
        "H12",
        _AWAY,
        b.timetable(b.session(day=b.TUESDAY, start="10", end="11")),
        b.timetable(b.session(day=b.TUESDAY, start="9:45", end="10:45")),
        ("absence",),
    ),
    Limit(
        "H12",
        _LATE,
        b.timetable(b.session(day=b.TUESDAY, kind="onboarding")),
        b.timetable(b.session(day=b.MONDAY, kind="onboarding")),
        ("l'entrée est plus tard",),
        "entry",
    ),
    Limit(
        "H12",
        _LATE,
        b.timetable(b.session(day=b.TUESDAY, kind="onboarding")),
        b.timetable(b.session(day=b.WEDNESDAY, kind="onboarding")),
        ("entreprise",),
        "company",
    ),
    Limit(
        "H12",
        _ENDED,
        b.timetable(b.session(day=b.TUESDAY)),
        b.timetable(b.session(day=b.WEDNESDAY)),
        ("terminée",),
        "exit",
    ),
    Limit("H16", _DISTANT, _live(start="11", end="12"), _live(start="11:15", end="12:15"), ("hors de ses heures",)),
    Limit("H16", _DISTANT, _live(), _live("on_site"), ("déclarée en présence",), "declared"),
    Limit("H16", _DISTANT, _live(), _live("on_site", remote=False), ("sur place",), "on site"),
    Limit("H16", _OUTING, _event("on_site", remote=False), _event("blended"), ("un événement",), "outing"),
    Limit("H16", _FORUM, _event("blended"), _event("on_site"), ("déclarée en présence",), "event by video"),
    Limit("H16", _OUTING, _visit("on_site", remote=False), _visit("remote_sync"), ("une visite",), "visit"),
    Limit("H16", _WORKSHOP, _lesson("blended", remote=False), _lesson("blended"), ("cours pratique",), "practical"),
    Limit("H16", _WORKSHOP, _lesson("blended", b.SECOND_COURSE), _lesson("blended"), ("cours pratique",), "by video"),
)
