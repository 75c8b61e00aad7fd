"""Grids and limits of the rules on barrettes, groups, support and newcomers (H7 to H10, H18)."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from planner.domain import (
    ApprenticeId,
    Barrette,
    BarretteId,
    ClassId,
    Debt,
    Exemption,
    Group,
    GroupId,
    Guidance,
    Membership,
    Module,
    ModuleId,
    OpenPeriod,
    OpenPeriodId,
    Period,
    PeriodId,
    Problem,
    Programme,
    ProgrammeId,
    Session,
    SessionId,
    Settings,
    Unplaced,
)
from tests.rules import build as b
from tests.rules.agreement import Scenario, over_options
from tests.rules.registry import Limit

BARRETTE, PERIOD, GROUP = BarretteId("barrette"), PeriodId("P1"), GroupId("groupe")
MINOR = date(2010, 1, 1)
SECOND_LEARNER = ApprenticeId("second apprenant")


def _barrette(**changes: Any) -> Barrette:
    return replace(Barrette(BARRETTE, "du mardi", (b.CLASS,), per_week=1), **changes)


def _centre(**changes: Any) -> Problem:
    period = Period(PERIOD, "Période 1", b.MONDAY, b.SUNDAY)
    plain = b.problem(learners=[b.learner()], modules=[b.module()], barrettes=[_barrette()], periods=(period,))
    return replace(plain, **changes)


def _at(name: str = "barrette", **changes: Any) -> Session:
    return b.session(
        name,
        **{"kind": "barrette", "barrette_id": BARRETTE, "occurrence": 1, "period_id": PERIOD, "group_id": GROUP,
           "module_id": ModuleId("LIT1"), **changes},
    )  # fmt: skip


def _group(*people: str, **changes: Any) -> Group:
    names = tuple(ApprenticeId(p) for p in people)
    return replace(Group(GROUP, BARRETTE, PERIOD, ModuleId("LIT1"), (b.TRAINER,), b.ROOM, names), **changes)


def _unwatched(person: str) -> Unplaced:
    """The line that names a minor whom no adult can watch at the first occurrence."""
    reason = f"aucun adulte ni lieu libre pour {person} pendant la barrette"
    return Unplaced(SessionId(f"encadrement-{BARRETTE}-{PERIOD}-o1"), "study", 60, reason)


ALONE = (_group(b.LEARNER),)

# H7a: two classes, the other one is away on Tuesday
_TWO = _centre(
    classes={c.id: c for c in (b.group(), b.group(b.OTHER, calendar=b.present(skip=[b.TUESDAY])))},
    barrettes={BARRETTE: _barrette(class_ids=(b.CLASS, b.OTHER), per_week=0)},
)
_TOGETHER = b.item(kind="barrette", class_ids=(b.CLASS, b.OTHER), barrette_id=BARRETTE, occurrence=1, period_id=PERIOD)
_SPLIT = b.timetable(_at("un"), _at("deux", group_id=GroupId("autre groupe")), groups=ALONE)
_LISTED = Unplaced(SessionId("barrette"), "barrette", 60, "aucune heure commune", barrette_id=BARRETTE)

# H7a: an open period once a week, its two classes in places of their own
_OPEN = _centre(
    classes={c.id: c for c in (b.group(), b.group(b.OTHER))},
    barrettes={},
    open_periods=(OpenPeriod(OpenPeriodId("ouvert"), "ouvert", (b.CLASS, b.OTHER), per_week=1, per_stay=0),),
)


def _place(class_id: str, start: str = "8") -> Session:
    return b.session(class_id, start=start, end=str(int(start) + 1), kind="open", class_ids=(class_id,))


# H8b: a minor is exempted from the course
_EXEMPTED = _centre(
    learners={b.LEARNER: b.learner(birth=MINOR)},
    courses={b.COURSE: b.course()},
    exemptions=(Exemption(b.LEARNER, "matière"),),
)
_COURSE = b.session("cours", course_id=b.COURSE)
_STUDY = b.session("étude", kind="study", guidance="autonomous", room_id=b.SECOND_ROOM, trainer_ids=(b.SECOND,))

# H9: a promise in each stay, targets of the three strands of which only one is due
_IMPERATIVE = _centre(
    programmes={ProgrammeId("CAP"): Programme(ProgrammeId("CAP"), "CAP", promise_every=1, promise_hard=True)}
)
_PROMISED = _centre(programmes={ProgrammeId("CAP"): Programme(ProgrammeId("CAP"), "CAP", promise_every=1)})
_MISSED = Debt(b.LEARNER, "stay-1", "", 60, 0, b.FRIDAY, 1, "programme", "aucun groupe avec une place")
_STRANDS = _centre(
    programmes={
        ProgrammeId("CAP"): Programme(
            ProgrammeId("CAP"), "CAP", strand_minutes={(1, "PERSONAL"): 600}, weeks_per_year={1: 10}
        )
    }
)
_TARGET = Debt(b.LEARNER, "cible-PERSONAL", "PERSONAL", 60, 60, b.SUNDAY, 3, "programme")
_THREE = tuple(
    _at(strand, start=str(8 + n), end=str(9 + n), occurrence=n + 1, strand=strand)
    for n, strand in enumerate(("CONSOLIDATION", "PERSONAL", "GUIDANCE"))
)
_NO_GUIDANCE = Unplaced(SessionId("orientation"), "support", 60, "aucun formateur", class_ids=(b.CLASS,))

# H10: an entrant of Monday whose company begins on Thursday; safety 4 h
_SAFETY = Module(ModuleId("ENTREE-SECURITE"), "Sécurité", theme="safety", minutes=240)
_RIGHTS = Module(ModuleId("ENTREE-DROITS"), "Droits et devoirs", theme="rights", minutes=120, order=2)
_NEW = b.learner(entry=b.MONDAY, first_company_day=b.THURSDAY)
_ENTRANT = _centre(learners={b.LEARNER: _NEW}, modules={_SAFETY.id: _SAFETY})
_TOLD = _centre(learners={b.LEARNER: b.learner(entry=b.MONDAY)}, modules={_RIGHTS.id: _RIGHTS})
_TOLD = replace(_TOLD, settings=Settings(rights_days=2))


def _block(module: Module, day: date) -> Session:
    end = {240: "12", 120: "10"}[module.minutes]
    return b.session(module.id, day, "8", end, kind="onboarding", module_id=module.id)


def _late(module: Module) -> Debt:
    return Debt(b.LEARNER, f"entree-{module.id}", module.id, module.minutes, 0, b.WEDNESDAY, 1, "entrée", "trop tard")


_WORKSHOP = b.course(regulated=True)
_REGULATED = _centre(
    learners={b.LEARNER: b.learner(birth=MINOR, regulated_ok=b.TUESDAY)},
    courses={b.COURSE: _WORKSHOP},
)
_UNTOLD = replace(
    _REGULATED,
    learners={b.LEARNER: b.learner(birth=MINOR, regulated_ok=b.MONDAY, entry=b.MONDAY)},
    modules={_SAFETY.id: _SAFETY},
)


def _workshop(day: date, start: str, end: str) -> Session:
    return b.session("atelier", day, start, end, course_id=b.COURSE)


# H18: a final year, a choice made
_GUIDANCE = {m: Module(ModuleId(m), m, theme="guidance", strand="GUIDANCE") for m in ("ORI-POURSUITE", "ORI-INSERTION")}
_FINAL = _centre(
    programmes={ProgrammeId("CAP"): Programme(ProgrammeId("CAP"), "CAP", 1, strand_minutes={(1, "GUIDANCE"): 600})},
    learners={b.LEARNER: b.learner(guidance_choice="poursuite")},
    modules=_GUIDANCE,
)
_UNDECIDED = replace(_FINAL, learners={b.LEARNER: b.learner(guidance_choice="à décider")})
_UNKNOWN = replace(_FINAL, learners={b.LEARNER: b.learner(guidance_choice="")})
_CHOOSING = replace(_FINAL, learners={b.LEARNER: b.learner(guidance_choice="insertion", choice_on=b.TUESDAY)})
_JOINING = replace(
    _FINAL,
    classes={**_FINAL.classes, ClassId(b.OTHER): b.group(b.OTHER, programme_id=ProgrammeId("BP"))},
    learners={
        b.LEARNER: b.learner(
            guidance_choice="poursuite",
            memberships=(Membership(ClassId(b.OTHER), last=b.MONDAY), Membership(ClassId(b.CLASS), first=b.TUESDAY)),
        )
    },
)
"""In the final class from the Tuesday of the only week on: the week is still one of the class before."""
_STUDIES = _at("suite", module_id=ModuleId("ORI-POURSUITE"))
_DISCOVERY = _at("découverte", module_id=ModuleId("ORI-DECOUVERTE"), strand="GUIDANCE")
_WORK = _at("emploi", start="9", end="10", module_id=ModuleId("ORI-INSERTION"))

SCENARIOS = (
    Scenario(
        "H7a",
        "domain",
        _TWO,
        over_options(
            _TOGETHER,
            options=[b.option(b.MONDAY), b.option(b.TUESDAY), b.option(b.TUESDAY, "13", "14"), b.option(b.FRIDAY)],
        ),
    ),
    Scenario(
        "H10c",
        "domain",
        _REGULATED,
        over_options(
            b.item(course_id=b.COURSE, learners=(b.LEARNER,)),
            options=[b.option(b.MONDAY + timedelta(days=n)) for n in range(3)],
        ),
    ),
)

LIMITS = (
    Limit("H7a", _centre(), b.timetable(_at(), groups=ALONE), b.timetable(), ("du mardi",), "wanted"),
    Limit("H7a", _centre(), b.timetable(unplaced=(_LISTED,)), b.timetable(), ("ni placée",), "listed"),
    Limit(
        "H7a",
        _OPEN,
        b.timetable(_place(b.CLASS), _place(b.OTHER)),
        b.timetable(_place(b.CLASS), _place(b.OTHER, "9")),
        ("ouvert",),
        "open",
    ),
    Limit(
        "H7a",
        _centre(),
        _SPLIT,
        b.timetable(_at("un"), _at("deux", group_id=GroupId("autre groupe"), start="8:15", end="9:15")),
        ("8 h 15",),
        "together",
    ),
    Limit("H7b", _centre(), b.timetable(_at(), groups=ALONE), b.timetable(_at(), who={}, groups=ALONE), (b.LEARNER,)),
    Limit(
        "H7b",
        _centre(learners={b.LEARNER: b.learner(birth=MINOR)}),
        b.timetable(_at(), who={}, groups=ALONE, unplaced=(_unwatched(b.LEARNER),)),
        b.timetable(_at(), who={}, groups=ALONE, unplaced=(_unwatched("autre"),)),
        (b.LEARNER,),
        "minor without an adult",
    ),
    Limit(
        "H7b",
        _centre(),
        b.timetable(_at(), groups=ALONE),
        b.timetable(_at(), _at("deux"), groups=ALONE),
        ("2 groupes",),
        "two groups",
    ),
    Limit(
        "H7b",
        _centre(),
        b.timetable(_at(), b.session("examen", kind="fixed"), who={"examen": [b.LEARNER]}, groups=ALONE),
        b.timetable(_at(), b.session("examen", start="9", end="10"), who={"examen": [b.LEARNER]}, groups=ALONE),
        (b.LEARNER,),
        "elsewhere",
    ),
    Limit(
        "H7b",
        _centre(),
        b.timetable(_at(), groups=ALONE),
        b.timetable(_at(), groups=(_group(SECOND_LEARNER),)),
        ("liste",),
        "roster",
    ),
    Limit(
        "H8a",
        _centre(modules={ModuleId("LIT1"): b.module(max_size=1)}),
        b.timetable(_at(), groups=ALONE),
        b.timetable(_at(), who={"barrette": [b.LEARNER, SECOND_LEARNER]}, groups=(_group(b.LEARNER, SECOND_LEARNER),)),
        ("2 personnes pour 1",),
        "largest",
    ),
    Limit(
        "H8a",
        _centre(modules={ModuleId("LIT1"): b.module(min_size=2)}),
        b.timetable(_at(), groups=(_group(b.LEARNER, SECOND_LEARNER),)),
        b.timetable(_at(), groups=ALONE),
        ("1 inscrit pour 2",),
        "smallest",
    ),
    Limit(
        "H8b",
        _EXEMPTED,
        b.timetable(_COURSE, _STUDY, who={"étude": [b.LEARNER]}),
        b.timetable(_COURSE, _STUDY, who={}),
        (b.LEARNER, "18 ans"),
        "place",
    ),
    Limit(
        "H8b",
        _EXEMPTED,
        b.timetable(_COURSE, _STUDY, who={"étude": [b.LEARNER]}),
        b.timetable(_COURSE, replace(_STUDY, trainer_ids=()), who={"étude": [b.LEARNER]}),
        ("sans adulte",),
        "adult",
    ),
    Limit(
        "H8b",
        replace(_EXEMPTED, learners={b.LEARNER: b.learner(birth=MINOR, free_exit=b.TUESDAY)}),
        b.timetable(replace(_COURSE, day=b.TUESDAY), who={}),
        b.timetable(_COURSE, who={}),
        ("18 ans",),
        "free exit",
    ),
    Limit("H9a", _PROMISED, b.timetable(_at(strand="PERSONAL")), b.timetable(_at(module_id=None)), (b.LEARNER,)),
    Limit("H9a", _PROMISED, b.timetable(debts=(_MISSED,)), b.timetable(), ("accompagnement",), "listed"),
    Limit(
        "H9a",
        _PROMISED,
        b.timetable(_at(strand="PERSONAL")),
        b.timetable(_at(strand="PERSONAL", guidance="autonomous")),
        (b.LEARNER,),
        "watched",
    ),
    Limit(
        "H9a",
        _IMPERATIVE,
        b.timetable(_at(strand="PERSONAL")),
        b.timetable(debts=(_MISSED,)),
        ("promesse impérative",),
        "imperative",
    ),
    Limit(
        "H9b",
        _STRANDS,
        b.timetable(*_THREE, debts=(_TARGET,)),
        b.timetable(*_THREE[:2], debts=(_TARGET,)),
        (b.CLASS, "orientation"),
        "class",
    ),
    Limit(
        "H9b",
        _STRANDS,
        b.timetable(*_THREE[:2], debts=(_TARGET,), unplaced=(_NO_GUIDANCE,)),
        b.timetable(*_THREE[:1], debts=(replace(_TARGET, planned=0),), unplaced=(_NO_GUIDANCE,)),
        ("accompagnement personnalisé",),
        "listed",
    ),
    Limit(
        "H9b",
        _STRANDS,
        b.timetable(*_THREE, debts=(_TARGET,)),
        b.timetable(*_THREE, debts=(replace(_TARGET, planned=45),)),
        ("45 min",),
        "account",
    ),
    Limit(
        "H9b",
        _STRANDS,
        b.timetable(*_THREE, debts=(_TARGET,)),
        b.timetable(_THREE[0], replace(_THREE[1], guidance=Guidance.AUTONOMOUS), _THREE[2], debts=(_TARGET,)),
        ("0 min",),
        "watched",
    ),
    Limit(
        "H9b",
        _STRANDS,
        b.timetable(*_THREE, debts=(_TARGET,)),
        b.timetable(*_THREE),
        ("rien",),
        "row",
    ),
    Limit(
        "H10a",
        _ENTRANT,
        b.timetable(_block(_SAFETY, b.WEDNESDAY)),
        b.timetable(_block(_SAFETY, b.THURSDAY)),
        (b.LEARNER, "jeudi 10 septembre"),
    ),
    Limit("H10a", _ENTRANT, b.timetable(debts=(_late(_SAFETY),)), b.timetable(), ("Sécurité",), "listed"),
    Limit(
        "H10b",
        _TOLD,
        b.timetable(_block(_RIGHTS, b.TUESDAY)),
        b.timetable(_block(_RIGHTS, b.WEDNESDAY)),
        (b.LEARNER, "mardi 8 septembre"),
    ),
    Limit("H10b", _TOLD, b.timetable(debts=(_late(_RIGHTS),)), b.timetable(), ("Droits",), "listed"),
    Limit(
        "H10c",
        _REGULATED,
        b.timetable(_workshop(b.TUESDAY, "8", "9")),
        b.timetable(_workshop(b.MONDAY, "8", "9")),
        (b.LEARNER, "autorisé"),
    ),
    Limit(
        "H10c",
        _UNTOLD,
        b.timetable(_block(_SAFETY, b.MONDAY), _workshop(b.MONDAY, "13", "14")),
        b.timetable(_block(_SAFETY, b.MONDAY), _workshop(b.MONDAY, "11", "12")),
        ("sécurité",),
        "safety",
    ),
    Limit("H18", _FINAL, b.timetable(_STUDIES), b.timetable(), (b.LEARNER,)),
    Limit("H18", _FINAL, b.timetable(_STUDIES), b.timetable(_STUDIES, _WORK), ("non choisi",), "not chosen"),
    Limit("H18", _UNDECIDED, b.timetable(_STUDIES, _WORK), b.timetable(_STUDIES), (b.LEARNER,), "undecided"),
    Limit("H18", _UNKNOWN, b.timetable(_STUDIES, _WORK), b.timetable(_DISCOVERY), (b.LEARNER,), "nothing written"),
    Limit("H18", _JOINING, b.timetable(), b.timetable(_WORK), ("non choisi",), "in the middle of a week"),
    Limit(
        "H18",
        _CHOOSING,
        b.timetable(_STUDIES, _WORK),
        b.timetable(replace(_STUDIES, day=b.TUESDAY), _WORK),
        ("non choisi", "mardi"),
        "choice of the day",
    ),
)
