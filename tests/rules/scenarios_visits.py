"""Company visits: half-days kept for them (P13), dated ones (H19)."""

from dataclasses import replace

from planner.domain import Settings, Unplaced, VisitRule
from tests.rules import build as b
from tests.rules.agreement import Scenario, over_weeks
from tests.rules.registry import Limit

# the class is at the centre until Wednesday; on Thursday and Friday its two learners are in the company
_PEOPLE = [b.learner(name, ref_trainer=b.TRAINER, first_company_day=b.MONDAY) for name in ("apprentie", "apprenti")]
_WINDOW = [VisitRule(person.id, 1, b.MONDAY, b.FRIDAY) for person in _PEOPLE]
_VISITS = b.problem(
    classes=[b.group(calendar=b.present(last=b.WEDNESDAY)), b.group(b.OTHER)],
    learners=_PEOPLE,
    visits=tuple(_WINDOW),
    settings=Settings(visits_per_half=1),
)
_TIMES = [b.option(day, start, end) for day in (b.THURSDAY, b.FRIDAY) for start, end in (("8", "9"), ("16", "17"))]

_DATED = replace(_VISITS, visits=tuple(replace(rule, dated=True) for rule in _WINDOW[:1]))
_VISIT = b.session("visite-apprentie-1", b.THURSDAY, kind="visit", room_id=None)
_NONE = {"who": {"visite-apprentie-1": ("apprentie",)}}

SCENARIOS = (
    Scenario(
        "P13",
        "week",
        _VISITS,
        over_weeks(
            {b.item(n, class_ids=(b.OTHER,)): [*_TIMES, b.option()] for n in ("une", "deux", "trois", "quatre")}
        ),
        given=("H1a",),
    ),
)

LIMITS = (
    Limit(
        "H19",
        _DATED,
        b.timetable(_VISIT, **_NONE),
        b.timetable(replace(_VISIT, day=b.WEDNESDAY), **_NONE),
        ("apprentie n'est pas en entreprise", "mercredi 9 septembre"),
    ),
    Limit(
        "H19",
        _DATED,
        b.timetable(unplaced=(Unplaced(_VISIT.id, "visit", 60, "aucune demi-journée"),)),
        b.timetable(),
        ("n'est ni placée ni listée",),
        name="listed",
    ),
    Limit(
        "H19",
        _DATED,
        b.timetable(_VISIT, **_NONE),
        b.timetable(replace(_VISIT, trainer_ids=(b.SECOND,)), **_NONE),
        ("apprentie", "n'est ni placée ni listée"),
        name="visitor",
    ),
)
