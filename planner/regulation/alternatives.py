"""Ways out for hours that stay unserved: an hour in common, groups made anew, other hours, a word to the company.

Each is tried on the timetable that the update would make, so that what it buys is what it would give. None is taken
unless it is accepted.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from planner.board.board import Board
from planner.domain import (
    ApprenticeId,
    BarretteId,
    ClassId,
    Debt,
    ModuleId,
    Owed,
    Problem,
    Session,
    in_order,
)
from planner.domain.proposal import Proposal, Target
from planner.engine.change.regulate import OfBarrette
from planner.engine.people.shared import Extra, place_extra
from planner.hours.owed import SOURCE_ENTRY, SOURCE_PROGRAMME
from planner.hours.owed import owed as hours_owed
from planner.regulation.more_groups import MoreGroups
from planner.regulation.needs import MOST_SHOWN, Look, members, note, reachable, say_heads, say_target
from planner.rule import Rules
from planner.words import class_name, learner_name, say_all, say_minutes

SEVERAL = 3
"""People who lack the same module from which an hour in common, or a group more, is worth proposing."""


class Groups(NamedTuple):
    """Groups that the update makes anew, and those that are to stay as they are."""

    renewed: Collection[OfBarrette]
    kept: Collection[OfBarrette]


@dataclass(frozen=True, slots=True)
class LackingMinutes:
    """Minutes of a module that somebody lacks from a day on."""

    person: ApprenticeId
    module: ModuleId
    minutes: int
    debts: tuple[Debt, ...]


def alternatives(
    look: Look,
    wanted: Problem,
    rules: Rules,
    groups: Groups,
    seed: int,
    origins: Mapping[str, str],
) -> tuple[Proposal, ...]:
    """Every way out that gives something, the nearest to the people first; who has none is proposed a word.

    ``wanted``: the problem without what was refused, for which nothing else is looked for; ``origins``: where things
    stand in the workbook.
    """
    owed = hours_owed(wanted)
    lacks = _lacks(look, owed)
    if not lacks:
        return ()
    sessions, served = _in_common(look, lacks, owed)
    more, regrouped = _more_groups(look, lacks, MoreGroups(look, owed, rules, seed, origins), groups)
    left = {lack.person for lack in lacks} - served - regrouped
    return (*sessions, *more, *_words(look, lacks, left))


def _lacks(look: Look, owed: Sequence[Owed]) -> list[LackingMinutes]:
    """What is due in the period or later and not planned, but for entry modules and what the programme asks."""
    # By what is owed: a debt that the level beside pays in part stands under that level.
    asked = {(need.apprentice_id, need.need_id): ModuleId(need.target) for need in owed}
    found: dict[tuple[ApprenticeId, ModuleId], list[Debt]] = {}
    for debt in look.after.debts:
        module = asked.get((debt.apprentice_id, debt.need_id), ModuleId(""))
        wanted = debt.source not in (SOURCE_PROGRAMME, SOURCE_ENTRY) and debt.deadline >= look.period.first
        if module in look.new.modules and wanted and debt.due > debt.planned:
            found.setdefault((debt.apprentice_id, module), []).append(debt)
    return [
        LackingMinutes(person, module, sum(d.due - d.planned for d in debts), tuple(debts))
        for (person, module), debts in sorted(found.items())
    ]


# An hour in common


def _in_common(
    look: Look, lacks: Sequence[LackingMinutes], owed: Sequence[Owed]
) -> tuple[list[Proposal], set[ApprenticeId]]:
    """For each class and module that several lack: the sessions that really find an hour, one class after the other."""
    board = Board.of(look.new, look.after)
    found, served = [], set[ApprenticeId]()
    for (class_id, module_id), mine in sorted(_by_class(look, lacks).items()):
        if len(mine) < SEVERAL:
            continue
        name = look.key("class", class_id, module_id, "session")
        people = tuple(lack.person for lack in mine)
        target = Target(class_id=class_id, module_id=module_id, apprentice_ids=people, period_id=look.period.id)
        extra = extra_of(look.new, target, name)
        assert extra is not None
        place_extra(board, owed, [extra], max(look.first, look.period.first))
        held = [(s, frozenset(board.people[s.id])) for s in _made(board, look, name)]
        if held:
            served |= frozenset().union(*(given for _s, given in held))
            found.append(_session(look, target, name, mine, held))
    return found, served


def _session(
    look: Look,
    target: Target,
    name: str,
    lacks: Sequence[LackingMinutes],
    held: Sequence[tuple[Session, frozenset[ApprenticeId]]],
) -> Proposal:
    """``held``: the sessions that find an hour, with their people."""
    assert target.class_id is not None
    assert target.module_id is not None
    module = say_target(look.new, target.module_id)
    given = [(lack, sum(s.minutes for s, people in held if lack.person in people)) for lack in lacks]
    minutes = sum(min(lack.minutes, had) for lack, had in given)
    return Proposal(
        period_id=look.period.id,
        aim="class",
        kind="session",
        name=class_name(look.new, target.class_id),
        group="",
        why=f"{len(lacks)} apprenants manquent d’heures de {module} : {_names(look, lacks)}",
        what=f"Séance en commun pour eux : {module}",
        effect=f"{say_heads([(s, len(people)) for s, people in held])} ; {say_minutes(minutes)} dues prévues de plus",
        minutes=minutes,
        people=sum(had > 0 for _lack, had in given),
        target=target,
        key=name,
        on_request=True,
    )


def extra_of(problem: Problem, target: Target, name: str) -> Extra | None:
    """The hours in common that an accepted proposal asks for, in its period."""
    period = next((p for p in problem.periods if p.id == target.period_id), None)
    if period is None or target.module_id is None:
        return None
    return Extra(name, target.module_id, target.apprentice_ids, period.first, period.last)


def _made(board: Board, look: Look, name: str) -> list[Session]:
    new = [s for s in board.sessions.values() if f"-{name}-" in s.id and s.id not in look.after.session]
    return list(in_order(new))


def _by_class(look: Look, lacks: Sequence[LackingMinutes]) -> Mapping[tuple[ClassId, ModuleId], list[LackingMinutes]]:
    found: dict[tuple[ClassId, ModuleId], list[LackingMinutes]] = {}
    for lack in lacks:
        home = look.new.learners[lack.person].membership(look.period.first)
        if home is not None:
            found.setdefault((home.class_id, lack.module), []).append(lack)
    return found


def _names(look: Look, lacks: Sequence[LackingMinutes]) -> str:
    names = [learner_name(look.new, lack.person) for lack in lacks]
    if len(names) <= MOST_SHOWN + 1:
        return say_all(names)
    return f"{', '.join(names[:MOST_SHOWN])} et {len(names) - MOST_SHOWN} autres"


# More groups


def _more_groups(
    look: Look, lacks: Sequence[LackingMinutes], search: MoreGroups, groups: Groups
) -> tuple[list[Proposal], set[ApprenticeId]]:
    """Barrettes of the period in which several lack a module: what more groups would give."""
    found, served = [], set[ApprenticeId]()
    for barrette, modules in sorted(_by_barrette(look, lacks).items()):
        place = (barrette, look.period.id)
        several = {m: mine for m, mine in modules.items() if len(mine) >= SEVERAL}
        if not several or place in groups.kept:
            continue
        ways = list(search.ways(look.new.barrettes[barrette], several, place in groups.renewed))
        found += ways
        served |= {lack.person for mine in several.values() for lack in mine if ways}
    return found, served


def _by_barrette(
    look: Look, lacks: Sequence[LackingMinutes]
) -> Mapping[BarretteId, Mapping[ModuleId, list[LackingMinutes]]]:
    found: dict[BarretteId, dict[ModuleId, list[LackingMinutes]]] = {}
    for barrette in look.new.barrettes.values():
        mine = members(look.new, barrette.class_ids, look.period.first)
        for lack in lacks:
            if lack.person in mine:
                found.setdefault(barrette.id, {}).setdefault(lack.module, []).append(lack)
    return found


# A word to the company


def _words(look: Look, lacks: Sequence[LackingMinutes], left: set[ApprenticeId]) -> Iterator[Proposal]:
    """Who has no hour at all of a need, that nothing above gives, and has a company to speak with."""
    mine: dict[ApprenticeId, list[LackingMinutes]] = {}
    for lack in (found for found in lacks if not any(d.planned for d in found.debts)):
        mine.setdefault(lack.person, []).append(lack)
    for person in [a for a in look.new.learners if a in left and a in mine]:
        if not reachable(look.new, look.new.learners[person], look.period.first):
            continue
        names = say_all(say_target(look.new, lack.module) for lack in mine[person])
        minutes = sum(lack.minutes for lack in mine[person])
        reason = next((d.told for lack in mine[person] for d in lack.debts if d.told), "")
        why = f"{say_minutes(minutes)} restant à placer ({names}){f' : {reason}' if reason else ''}"
        name = look.key("company", person, *(lack.module for lack in mine[person]))
        yield note(look, person, Target(apprentice_id=person), why, name, on_request=True)
