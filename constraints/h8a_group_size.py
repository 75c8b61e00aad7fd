"""H8a: groups of support keep between their smallest and their largest size.

Sizes are decided by the composition of the groups; times and rooms have nothing to add. A group that people leave goes
on with those who stay: that it is smaller than asked is then to be looked at, and breaks nothing.
"""

from collections.abc import Iterator

from planner.domain import Group, Guidance, Kind, Problem, Session, Timetable
from planner.domain.left_groups import left
from planner.placement import BoardView, Placement
from planner.rule import Enforce, Finding, Rule
from planner.words import count, say_when

KEY = "H8a"
SHRUNK = "groupe sous son minimum après un départ"


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """People expected against the largest size, rosters of led groups against the smallest."""
    for session in timetable.sessions:
        if session.kind in (Kind.BARRETTE, Kind.SUPPORT) and session.guidance != Guidance.AUTONOMOUS:
            yield from _too_many(problem, timetable, session)
    guidance = {(s.group_id, s.period_id): s.guidance for s in timetable.sessions if s.kind == Kind.BARRETTE}
    for group in timetable.groups:
        if guidance.get((group.id, group.period_id), Guidance.AUTONOMOUS) != Guidance.AUTONOMOUS:
            yield from _too_few(problem, timetable, group)


def _too_many(problem: Problem, timetable: Timetable, session: Session) -> Iterator[Finding]:
    module = problem.modules.get(session.module_id) if session.module_id else None
    barrette = problem.barrettes.get(session.barrette_id) if session.barrette_id else None
    limits = [module.max_size if module and not session.course_ids else None, barrette.max_size if barrette else None]
    largest = min((limit for limit in limits if limit is not None), default=None)
    heads = sum(not row.remote for row in timetable.attendees.get(session.id, ()))
    if largest is not None and heads > largest:
        text = f"{session.label}, {say_when(session)} : {heads} personnes pour {largest} au plus."
        yield Finding(KEY, text, heads - largest, (session.id,))


def _too_few(problem: Problem, timetable: Timetable, group: Group) -> Iterator[Finding]:
    module = problem.modules.get(group.module_id)
    barrette = problem.barrettes.get(group.barrette_id)
    if module is not None and module.guidance == Guidance.AUTONOMOUS:
        return
    limits = [module.min_size if module else None, barrette.min_size if barrette else None]
    smallest = max((limit for limit in limits if limit is not None), default=0)
    if len(group.apprentice_ids) < smallest:
        name = module.label if module else str(group.id)
        number, gone = len(group.apprentice_ids), len(left(timetable, group))
        text = f"Groupe {name} ({group.period_id}) : {count(number, 'inscrit')} pour {smallest} au moins."
        if number + gone >= smallest:
            text = text.rstrip(".") + ", après des départs."
            yield Finding(KEY, text, 1, people=group.apprentice_ids, to_verify=True, why=SHRUNK)
        else:
            yield Finding(KEY, text, smallest - number, people=group.apprentice_ids)


def refuse(problem: Problem, board: BoardView, placement: Placement) -> Iterator[Finding]:
    """With those who join, a group that is not on its own keeps to its largest size."""
    del board
    placed = placement.session
    if placed.kind not in (Kind.BARRETTE, Kind.SUPPORT) or placed.guidance == Guidance.AUTONOMOUS:
        return
    if not placement.moves and all(placement.people[p] for p in placement.joining):
        return
    module = problem.modules.get(placed.module_id) if placed.module_id and not placed.course_ids else None
    barrette = problem.barrettes.get(placed.barrette_id) if placed.barrette_id else None
    most = [module.max_size] if module else []
    most += [barrette.max_size] if barrette and barrette.max_size is not None else []
    heads = sum(not far for far in placement.people.values())
    if most and heads > min(most):
        brief = f"{heads} personnes pour {min(most)} au plus"
        text = f"{placed.label}, {say_when(placed)} : {brief}."
        yield Finding(KEY, text, heads - min(most), (placed.id,), brief=brief)


RULE = Rule(
    KEY,
    "Un groupe d'accompagnement a au moins son minimum d'inscrits et au plus son maximum de présents, l'autonomie mise "
    "à part.",
    "hard",
    check,
    Enforce(refuse=refuse),
    asks_people=True,
)
