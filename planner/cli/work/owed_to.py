"""`barrette why --apprentice`: which results gave which hours, what gives them, and why the others are not planned."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from constraints import RULES
from outputs.lists.tables import target_name
from planner.answer import USAGE, Done, Refused
from planner.domain import (
    Debt,
    Group,
    Learner,
    Period,
    Problem,
    Result,
    Session,
    Timetable,
    key,
)
from planner.hours.levels import asked_target, convert
from planner.hours.owed import SOURCE_PROGRAMME
from planner.hours.owed import owed as hours_owed
from planner.hours.support import is_makeup, is_support
from planner.why.hours_due import HourSeeker, HoursSought
from planner.words import bulleted, class_name, did_you_mean, say_all


@dataclass(frozen=True)
class NeedTold:
    """A need of somebody: the result that opened it, the groups and the sessions that may pay it."""

    debt: Debt
    name: str
    result: tuple[Result, int] | None
    """The result by which a rule gave it, with its level."""
    groups: tuple[Group, ...]
    sessions: tuple[Session, ...]
    sought: HoursSought | None = None
    """What would plan the hours that are left, made and checked; None where none is, or nothing was looked for."""


@dataclass(frozen=True)
class PersonTold(Done):
    """What is owed to somebody, need by need; ``public``: the form that may be read out to them."""

    problem: Problem
    timetable: Timetable
    learner: Learner
    needs: Sequence[NeedTold]
    support: Sequence[Session]
    """All their sessions of support, and of hours made up."""
    public: bool = False

    @property
    def left(self) -> int:
        """Minutes that remain to be placed, targets of the programme apart: they are the same hours."""
        rows = (one.debt for one in self.needs if one.debt.source != SOURCE_PROGRAMME)
        return sum(max(0, debt.due - debt.planned) for debt in rows)


def owed_to(
    problem: Problem, timetable: Timetable, name: str, need: str, period: str, first: date, *, public: bool
) -> PersonTold:
    """What is owed to the one who is named; ``need``: one of their needs alone; ``period``: those of one period.

    What would plan the hours that are left is looked for from ``first`` on. Raises Refused for nobody, or several. In
    the form that may be read out a single need is not told apart.
    """
    learner = _named(problem, name)
    debts = [d for d in timetable.debts if d.apprentice_id == learner.id]
    debts.sort(key=lambda d: (d.source == SOURCE_PROGRAMME, d.priority, d.deadline, d.need_id))
    mine = timetable.by_apprentice.get(learner.id, ())
    support = [s for s in mine if is_support(problem, s) or is_makeup(s)]
    told = [_told(problem, timetable, learner, debt, support) for debt in debts]
    if need and not public:
        asked = [one for one in told if key(need) in (key(one.debt.need_id), key(one.debt.target), key(one.name))]
        if not asked:
            near = did_you_mean(need, [one.name for one in told if one.name])
            raise Refused(USAGE, f"{learner.name} n’a pas de besoin « {need} ».{near}")
        told = asked
    if period and not public:
        told = [one for one in told if _in_period(problem, one.debt, _asked_period(problem, period))]
    if not public:
        seeker = HourSeeker(problem, timetable, RULES, hours_owed(problem, [learner.id]), first)
        told = [replace(one, sought=_sought(seeker, one.debt)) for one in told]
    return PersonTold(problem, timetable, learner, told, support, public)


def _asked_period(problem: Problem, text: str) -> Period:
    """The period of a code, a name or a number; raises Refused for none."""
    for number, period in enumerate(problem.periods, start=1):
        if key(text) in (key(period.id), key(period.label), str(number)):
            return period
    known = say_all(f"« {p.label} »" for p in problem.periods)
    raise Refused(USAGE, f"La période « {text} » n’existe pas." + (f" Périodes : {known}." if known else ""))


def _in_period(problem: Problem, debt: Debt, period: Period) -> bool:
    """Whether a need is owed in a period: one of its own, else one whose deadline is in it."""
    own = _period(problem, debt)
    return own.id == period.id if own is not None else debt.deadline in period


def _sought(seeker: HourSeeker, debt: Debt) -> HoursSought | None:
    """What would plan hours that are left; None for what no session gives back: volumes of programmes, lost lessons."""
    need = next((n for n in seeker.owed if n.need_id == debt.need_id), None)
    if need is None or debt.planned >= debt.due or debt.source == SOURCE_PROGRAMME:
        return None
    found = seeker.sought(need)
    for one in (found, replace(seeker, instead=False).sought(need)):
        if not one.solutions or not seeker.made(one)[1]:
            return one
    # What the checker has something against is none.
    return replace(found, solutions=(), none=IN_VAIN)


IN_VAIN = "les séances essayées ne respectent pas toutes les règles"


def _named(problem: Problem, text: str) -> Learner:
    """The learner of a name, a code or a surname alone; raises Refused for nobody, and for several of one name."""
    wanted = key(text)
    if found := next((p for p in problem.learners.values() if key(p.id) == wanted), None):
        return found
    alike = [p for p in problem.learners.values() if wanted in (key(p.name), key(f"{p.last_name} {p.first_name}"))]
    if not alike and any(key(p.last_name) == wanted for p in problem.learners.values()):
        alike = [p for p in problem.learners.values() if wanted in (key(p.last_name), key(p.first_name))]
    if len(alike) == 1:
        return alike[0]
    if alike:
        lines = [f"{p.name}, {_class(problem, p)} : {p.id}" for p in alike]
        raise Refused(
            USAGE, f"Plusieurs personnes s’appellent « {text} ». Donnez le code :", *bulleted(lines, len(lines))
        )
    near = did_you_mean(text, [p.name for p in problem.learners.values()])
    raise Refused(
        USAGE, f"L’apprenant « {text} » n’existe pas.{near} Donnez son nom ou son code, feuille « Apprenants »."
    )


def _class(problem: Problem, learner: Learner) -> str:
    home = learner.memberships[-1] if learner.memberships else None
    return class_name(problem, home.class_id) if home else "sans classe"


def _told(problem: Problem, timetable: Timetable, learner: Learner, debt: Debt, support: Sequence[Session]) -> NeedTold:
    """A need with what opened it and what may pay it: groups and sessions of its module or strand."""
    period = _period(problem, debt)
    groups = [g for g in timetable.groups if learner.id in g.apprentice_ids and g.module_id == debt.target]
    groups = [g for g in groups if period is None or g.period_id == period.id]
    sessions = [s for s in support if debt.target and debt.target in (s.module_id, s.strand, s.course_id)]
    sessions = [s for s in sessions if period is None or s.day in period]
    name = target_name(problem, asked_target(problem, debt)) if debt.target else ""
    return NeedTold(debt, name, _result(problem, learner, debt), tuple(groups), tuple(sessions))


def _result(problem: Problem, learner: Learner, debt: Debt) -> tuple[Result, int] | None:
    """The latest result of the domain of the rule that gave a need, with its level; None where no result did."""
    rules = [r for r in problem.need_rules if r.domain and debt.need_id.startswith(f"{r.id}-")]
    for rule in sorted(rules, key=lambda r: -len(r.id)):
        found = [r for r in learner.results if key(r.domain) == key(rule.domain) and r.on < debt.deadline]
        fits = [(r, n) for r in found if (n := convert(problem.scales, r)) is not None and n in rule.levels]
        # The level that counts is that of the beginning of the period, else the first known in it.
        period = _period(problem, debt)
        before = [pair for pair in fits if period is None or pair[0].on < period.first]
        if fits:
            return max(before, key=lambda pair: pair[0].on) if before else min(fits, key=lambda pair: pair[0].on)
    return None


def _period(problem: Problem, debt: Debt) -> Period | None:
    """The period of a need that is owed period by period; None for one that is not."""
    return next((p for p in problem.periods if debt.need_id.endswith(f"-{p.id}")), None)
