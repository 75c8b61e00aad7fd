"""The groups of a barrette in words: levels and hours due of a person, groups of before, what a move changes."""

from datetime import date

from outputs.lists.tables import debt_name
from planner.domain import ApprenticeId, BarretteId, Debt, Kind, Period, Problem, Timetable, name_order
from planner.engine.change.group_by_hand import GroupMove
from planner.folder.grouping import GroupPlace, group_name
from planner.hours.levels import counted_level, level
from planner.hours.owed import SOURCE_ENTRY
from planner.words import learner_name, say_all, say_day, say_minutes


def levels_of(problem: Problem, person: ApprenticeId, day: date) -> list[str]:
    """« littératie : niveau 1 » for each domain in which somebody has a result by a day."""
    learner = problem.learners.get(person)
    domains = sorted({r.domain for r in learner.results if r.on < day}, key=name_order) if learner else []
    found = [(d, level(problem, learner, d, day)) for d in domains if learner]
    return [f"{domain} : niveau {number}" for domain, number in found if number is not None]


def needs_of(problem: Problem, timetable: Timetable, person: ApprenticeId, period: Period) -> list[str]:
    """« Littératie 1, 4 h sur 6 h avant le 18/10 » for each module that is due to somebody, while it is."""
    mine = [d for d in timetable.debts if d.apprentice_id == person and d.target in problem.modules]
    mine = [d for d in mine if d.deadline >= period.first and d.source != SOURCE_ENTRY]
    return [f"{_paid(problem, d, d.planned)} avant le {d.deadline:%d/%m}" for d in mine]


def was_in(
    problem: Problem, timetable: Timetable, barrette: BarretteId, period: Period, person: ApprenticeId
) -> list[str]:
    """« Période 1 : Littératie 1 et Numératie 2 » for each period before; of the last term where there is none."""
    found = []
    for before in (p for p in problem.periods if p.last < period.first):
        mine = [g for g in timetable.groups if (g.barrette_id, g.period_id) == (barrette, before.id)]
        names = dict.fromkeys(group_name(problem, timetable, g) for g in mine if person in g.apprentice_ids)
        found += [f"{before.label} : {say_all(names)}"] if names else []
    last = [g.module_id for g in problem.last_groups if (g.barrette_id, g.apprentice_id) == (barrette, person)]
    if not found and last:
        known = (problem.modules[m].label if m in problem.modules else str(m) for m in last)
        found = [f"période d’emploi du temps précédente : {say_all(dict.fromkeys(known))}"]
    return found


def owed_then(problem: Problem, place: GroupPlace) -> list[str]:
    """« Littératie 1, 2 h sur 6 h (4 h auparavant) » for each thing due of which other minutes are planned then."""
    who = place.move.apprentice_id
    rows = [(d, minutes) for d, minutes in place.owed if d.apprentice_id == who]
    return [f"{_paid(problem, d, minutes)} ({_given(d.planned)} auparavant)" for d, minutes in rows]


def _paid(problem: Problem, debt: Debt, minutes: int) -> str:
    return f"{debt_name(problem, debt)}, {_given(minutes)} sur {say_minutes(debt.due)}"


def _given(minutes: int) -> str:
    return say_minutes(minutes) if minutes else "rien"


def not_of_level(problem: Problem, place: GroupPlace) -> str:
    """What is said of somebody whose level is not that of a group; empty where it is, or no level is asked."""
    module, learner = problem.modules.get(place.to.group.module_id), problem.learners.get(place.move.apprentice_id)
    if module is None or learner is None or not module.domains or not place.hours:
        return ""
    day = place.hours[0][1].day
    own = {domain: counted_level(problem, learner, domain, day) for domain in sorted(module.domains)}
    known = {domain: number for domain, number in own.items() if number is not None}
    if not known or module.levels.intersection(known.values()):
        return ""
    has = say_all(f"niveau {number} en {domain}" for domain, number in known.items())
    return f"Ce groupe est pour le niveau {say_all(map(str, sorted(module.levels)))} ; {has} pour {learner.name}."


def say_move(problem: Problem, timetable: Timetable, move: GroupMove) -> str:
    """« Léa Martin : Littératie 1 → Numératie 2, à partir du lundi 14 septembre »."""
    known = {g.id: g for g in timetable.groups}
    both = [group_name(problem, timetable, known[g]) if g in known else str(g) for g in (move.from_id, move.to_id)]
    name = learner_name(problem, move.apprentice_id)
    return f"{name} : {' → '.join(both)}, à partir du {say_day(move.first)}"


def no_common_hour(problem: Problem, timetable: Timetable, place: GroupPlace) -> str:
    """Why nothing changes where two groups never take place at once."""
    move, name = place.move, learner_name(problem, place.move.apprentice_id)
    mine = timetable.by_apprentice.get(move.apprentice_id, ())
    left = [s for s in mine if s.kind == Kind.BARRETTE and s.group_id == move.from_id and s.day >= move.first]
    if not left:
        return f"Les séances de {name} dans ce groupe sont passées : rien ne change avant le {say_day(move.first)}."
    return f"« {place.to.name} » n’a pas lieu aux heures où {name} est dans son groupe."
