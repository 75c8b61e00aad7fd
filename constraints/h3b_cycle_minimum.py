"""H3b: each learner reaches the minimum hours of the diploma over the cycle.

Hours done before (opening balances), planned, and what the same rhythm gives until the contract ends. For whom there
is no balance or no end of contract, the rule is only to be verified. Nothing to enforce: volumes come from *Cours*.
"""

from collections.abc import Iterator
from datetime import timedelta

from planner.domain import STRANDS, TOTAL_DONE, Learner, Problem, Programme, Timetable
from planner.rule import Finding, Rule
from planner.words import say_minutes

TARGET = "cycle"
"""Target of the row of hours due that lists what a learner will lack."""


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Learners whose projection stays under the minimum; programmes that cannot be judged."""
    unknown: dict[str, tuple[Programme, list[str]]] = {}
    listed = {debt.apprentice_id for debt in timetable.debts if debt.target == TARGET and debt.reason}
    for learner in problem.learners.values():
        membership = learner.membership(problem.last) or learner.membership(problem.first)
        group = problem.classes.get(membership.class_id) if membership else None
        programme = problem.programmes.get(group.programme_id) if group else None
        if programme is None or programme.cycle_minutes is None:
            continue
        if not _known(problem, learner) or learner.contract_end is None:
            unknown.setdefault(programme.id, (programme, []))[1].append(learner.name)
            continue
        lack = programme.cycle_minutes - _projected(problem, timetable, learner)
        if lack > 0 and learner.id not in listed:
            text = (
                f"{learner.name} n'atteindra pas le minimum du diplôme ({say_minutes(programme.cycle_minutes)} sur le "
                f"cycle) : il manquera {say_minutes(lack)} à ce rythme."
            )
            yield Finding("H3b", text, amount=lack, people=(learner.id,))
    for programme, names in unknown.values():
        who = f" ({', '.join(names[:3])}{' …' if len(names) > 3 else ''})" if problem.has_balances else ""
        text = (
            f"Le minimum de {say_minutes(programme.cycle_minutes or 0)} sur le cycle est à vérifier pour "
            f"{programme.id}{who} : les heures déjà faites ou la fin des contrats ne sont pas connues."
        )
        yield Finding("H3b", text, to_verify=True, why="heures déjà faites ou fin de contrat inconnues")


def _known(problem: Problem, learner: Learner) -> bool:
    """A balance says what was done, or there was nothing to do before the entry."""
    newcomer = learner.entry is not None and learner.entry >= problem.first
    return problem.has_balances and (newcomer or any(name != "entry" for name in learner.done_minutes))


def _done(problem: Problem, learner: Learner) -> int:
    """The total as typed, else courses and support; the hours of a strand hold those of its modules."""
    done = learner.done_minutes
    if TOTAL_DONE in done:
        return done[TOTAL_DONE]
    courses = sum(minutes for name, minutes in done.items() if name in problem.courses)
    modules = {m.id: done.get(m.id, 0) for m in problem.modules.values()}
    strands = [
        max(done.get(s, 0), sum(modules[m.id] for m in problem.modules.values() if m.strand == s)) for s in STRANDS
    ]
    return courses + sum(strands) + sum(modules[m.id] for m in problem.modules.values() if not m.strand)


def _projected(problem: Problem, timetable: Timetable, learner: Learner) -> float:
    """Minutes done, planned, and to come at the same rhythm until the contract ends."""
    done = _done(problem, learner)
    planned = sum(s.minutes for s in timetable.by_apprentice.get(learner.id, ()))
    days = (problem.last - problem.first + timedelta(days=1)).days
    left = max(0, ((learner.contract_end or problem.last) - problem.last).days)
    return done + planned * (1 + left / days)


RULE = Rule(
    key="H3b",
    statement="Chaque apprenant atteint le minimum d'heures du diplôme sur l'ensemble du cycle.",
    kind="shortfall",
    check=check,
    held=True,
)
