"""Proposals about the groups of a barrette that would be composed anew for a period to come."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from planner.domain import BarretteId, Group, ModuleId, Period, PeriodId, Problem, Timetable, TrainerId
from planner.domain.proposal import Proposal, Target
from planner.regulation.needs import MOST_SHOWN, Look, say_target
from planner.words import say_all, say_minutes, say_others, trainer_name


def group_proposals(
    look: Look, renewed: Collection[tuple[BarretteId, PeriodId]], needy: Collection[str]
) -> tuple[Proposal, ...]:
    """One for each barrette and period whose groups would be made anew; ``needy``: people with a proposal of theirs."""
    periods = {p.id: p for p in look.new.periods}
    order = {p: n for n, p in enumerate(periods)}
    found = []
    for barrette, period in sorted(renewed, key=lambda at: (order.get(at[1], 0), at[0])):
        if period in periods and periods[period].first >= look.period.first:
            made = _composed_anew(look, barrette, periods[period], needy)
            found += [made] if made is not None else []
    return tuple(found)


def _composed_anew(look: Look, barrette: BarretteId, period: Period, needy: Collection[str]) -> Proposal | None:
    changes = [m for m in look.diff.memberships if (m.barrette_id, m.period_id) == (barrette, period.id)]
    told = list(_what(look.new, _groups(look.before, barrette, period.id), _groups(look.after, barrette, period.id)))
    if not changes and not told:
        return None
    known = look.new.barrettes.get(barrette)
    moved = {m.apprentice_id for m in changes}
    others = sum(a not in needy and a in look.old.learners for a in moved)
    mine = {a for g in look.after.groups if (g.barrette_id, g.period_id) == (barrette, period.id)
            for a in g.apprentice_ids if a in needy}  # fmt: skip
    word = "apprenant change" if len(moved) < 2 else "apprenants changent"
    return Proposal(
        period_id=look.period.id,
        aim="centre",
        kind="groups",
        name=f"{known.name if known else barrette}, {period.label}",
        group="",
        why=_why(len(mine)),
        what=" ; ".join(told) or "mêmes groupes, autres listes",
        effect=f"{len(moved)} {word} de groupe, dont {others or 'aucun'} sans nouveau besoin ; heures inchangées"
        f"{_bought(look, barrette, period)}",
        minutes=max(0, _gain(look, barrette, period)),
        people=len(moved),
        target=Target(barrette_id=barrette, period_id=period.id),
        key=look.key("centre", barrette, period.id, "groups"),
    )


def _why(needy: int) -> str:
    if not needy:
        return "son équipe change"
    return (
        "un de ses apprenants a un nouveau besoin" if needy == 1 else f"{needy} de ses apprenants ont un nouveau besoin"
    )


def _bought(look: Look, barrette: BarretteId, period: Period) -> str:
    gain = _gain(look, barrette, period)
    return f" ; {say_minutes(gain)} dues prévues de plus" if gain > 0 else ""


def _gain(look: Look, barrette: BarretteId, period: Period) -> int:
    """Minutes of support for needs planned more than before, for the people of the barrette in the period."""
    known = look.new.barrettes.get(barrette)
    people = {a for g in (*look.before.groups, *look.after.groups)
              if (g.barrette_id, g.period_id) == (barrette, period.id) for a in g.apprentice_ids}  # fmt: skip
    if known is None:
        return 0
    was, now = (
        sum(
            min(d.due, d.planned)
            for d in timetable.debts
            if d.apprentice_id in people and d.source not in ("programme", "entrée") and d.deadline >= period.first
        )
        for timetable in (look.before, look.after)
    )
    return now - was


def _groups(timetable: Timetable, barrette: BarretteId, period: PeriodId) -> Mapping[ModuleId, list[Group]]:
    found: dict[ModuleId, list[Group]] = {}
    for group in timetable.groups:
        if (group.barrette_id, group.period_id) == (barrette, period) and group.apprentice_ids:
            found.setdefault(group.module_id, []).append(group)
    return found


def _what(
    problem: Problem, before: Mapping[ModuleId, list[Group]], after: Mapping[ModuleId, list[Group]]
) -> Iterator[str]:
    """Groups opened, closed, and with another team, by module."""
    opened = [m for m in sorted(after) for _ in range(len(after[m]) - len(before.get(m, [])))]
    closed = [m for m in sorted(before) for _ in range(len(before[m]) - len(after.get(m, [])))]
    for word, modules in (("ouvert", opened), ("fermé", closed)):
        if modules:
            yield say_groups(problem, modules, f"{word}{'s' * (len(modules) > 1)}")
    teams = [(m, _team(before[m]), _team(after[m])) for m in sorted(set(before) & set(after))]
    changed = [
        f"{say_target(problem, m)} : {_trainers(problem, new)} au lieu de {_trainers(problem, old)}"
        for m, old, new in teams
        if old != new
    ]
    if changed:
        more = f" {say_others(len(changed) - MOST_SHOWN)}" if len(changed) > MOST_SHOWN else ""
        yield f"autre formateur ({', '.join(changed[:MOST_SHOWN])}{more})"


def say_groups(problem: Problem, modules: Sequence[ModuleId], word: str) -> str:
    """``3 groupes ouverts (Numératie : les bases, 2 fois, et Orientation)``."""
    named = [
        say_target(problem, m) + (f", {n} fois" if (n := modules.count(m)) > 1 else "") for m in dict.fromkeys(modules)
    ]
    return f"{len(modules)} groupe{'s' * (len(modules) > 1)} {word} ({' ; '.join(named)})"


def _team(groups: list[Group]) -> tuple[TrainerId, ...]:
    return tuple(sorted({t for g in groups for t in g.trainer_ids}))


def _trainers(problem: Problem, team: tuple[TrainerId, ...]) -> str:
    return say_all(trainer_name(problem, t) for t in team) or "autonomie"
