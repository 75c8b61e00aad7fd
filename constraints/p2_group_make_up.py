"""P2: groups made as a trainer would: small for the most urgent needs, alike or mixed by policy, of even sizes.

A unit of cost is a person beyond eight in a group for the first level only, a person of difference (beyond one)
between parallel groups of one module, or a level of spread (beyond one) in a teaching group of a homogeneous barrette.
"""

from collections.abc import Iterator
from datetime import date

from planner.domain import ApprenticeId, Guidance, Kind, Problem, Session, Timetable, key
from planner.hours.levels import level
from planner.model.groups import GroupsModel
from planner.rule import Enforce, Finding, Rule
from planner.words import say_when

KEY = "P2"
SMALL = 8
URGENT = frozenset({1})


def groups(problem: Problem, model: GroupsModel) -> None:
    """A price on each person beyond eight in groups for the first level; the rest is settled inside the groups."""
    for m, activity in enumerate(model.activities):
        if activity.module.levels != URGENT:
            continue
        for o in range(len(model.occasions)):
            people, opened = model.attending(m, o), model.groups(m, o)
            if people:
                ids, coefs = [*people, *opened], [1] * len(people) + [-SMALL] * len(opened)
                over = model.excess(ids, coefs, 0, len(people))
                model.continuous.add(over)
                model.penalise(KEY, [over])


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Sizes for the first level, differences of size at one moment, spread of levels in teaching groups."""
    parallel: dict[tuple[object, ...], list[Session]] = {}
    for session in timetable.sessions:
        if session.kind != Kind.BARRETTE or session.guidance == Guidance.AUTONOMOUS:
            continue
        module = problem.modules.get(session.module_id) if session.module_id else None
        heads = len(timetable.attendees.get(session.id, ()))
        if module is not None and module.levels == URGENT and heads > SMALL:
            text = f"{session.label}, {say_when(session)} : {heads} personnes, {SMALL} souhaitées au plus."
            yield Finding(KEY, text, heads - SMALL, (session.id,))
        parallel.setdefault((session.barrette_id, session.day, session.start, session.module_id), []).append(session)
        yield from _spread(problem, timetable, session)
    for sessions in parallel.values():
        sizes = [len(timetable.attendees.get(s.id, ())) for s in sessions]
        if max(sizes) - min(sizes) > 1:
            where = f"{sessions[0].label}, {say_when(sessions[0])}"
            text = f"{where} : groupes de tailles inégales ({min(sizes)} à {max(sizes)})."
            yield Finding(KEY, text, max(sizes) - min(sizes) - 1, tuple(s.id for s in sessions))


def _spread(problem: Problem, timetable: Timetable, session: Session) -> Iterator[Finding]:
    """Levels of a teaching group, in the domains that serve its subject."""
    barrette = problem.barrettes.get(session.barrette_id) if session.barrette_id else None
    if not session.course_ids or barrette is None or barrette.policy != "homogeneous":
        return
    subjects = {key(problem.courses[c].subject) for c in problem.courses if c in session.course_ids}
    domains = subjects | {key(d) for m in problem.modules.values() if key(m.subject) in subjects for d in m.domains}
    period = problem.period_of(session.day)
    before = period.first if period else session.day
    found = [_level(problem, row.apprentice_id, domains, before) for row in timetable.attendees.get(session.id, ())]
    levels = [n for n in found if n is not None]
    if levels and max(levels) - min(levels) > 1:
        text = f"{session.label}, {say_when(session)} : niveaux éloignés dans un même groupe."
        yield Finding(KEY, text, max(levels) - min(levels) - 1, (session.id,))


def _level(problem: Problem, person: ApprenticeId, domains: set[str], before: date) -> int | None:
    if person not in problem.learners:
        return None
    found = [level(problem, problem.learners[person], domain, before) for domain in sorted(domains)]
    return min((n for n in found if n is not None), default=None)


RULE = Rule(
    KEY,
    "Les groupes sont petits pour les besoins les plus urgents, équilibrés, homogènes ou mixtes selon la barrette.",
    "soft",
    check,
    Enforce(groups=groups, relaxed=frozenset({"groups"})),
    weight=4,
    name="composition des groupes",
)
