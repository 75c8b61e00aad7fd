"""Hours owed: who must have what, by when. Rules of need × dated facts, explicit needs, strands, promises, entry."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from planner.domain import (
    STRANDS,
    ExplicitNeed,
    Learner,
    Module,
    NeedRule,
    Owed,
    Period,
    Problem,
    Programme,
    key,
    monday,
)
from planner.entrants import entry_modules, first_company_day, is_new_entrant
from planner.levels import level

__all__ = ["Person", "first_company_day", "holds", "is_new_entrant", "owed", "stays_of"]

SOURCE_PROGRAMME = "programme"
SOURCE_ENTRY = "entrée"
PERSONAL_THEMES = frozenset({"onboarding", "safety", "rights", "employer_search", "follow_up"})
"""Themes whose hours may be placed on days of the person's own calendar."""
PROMISE_MINUTES = 60
YEAR_WEEKS = 13
"""CFA weeks of a year where the programme does not say."""


def owed(problem: Problem) -> tuple[Owed, ...]:
    """Every hour owed in the horizon, by learner, then deadline. Need ids are unique for a learner."""
    found: list[Owed] = []
    for learner in problem.learners.values():
        person = Person(problem, learner, stays_of(problem, learner))
        rows = [*_entry(person), *_by_rules(person), *_explicit(person), *_strands(person), *_promises(person)]
        found += sorted(rows, key=lambda need: (need.deadline, need.priority, need.need_id))
    return tuple(found)


def stays_of(problem: Problem, learner: Learner) -> tuple[tuple[date, ...], ...]:
    """Stays of a learner at the centre: present days, from entry to exit, that no company day interrupts."""
    runs: list[list[date]] = [[]]
    for day in problem.days:
        if problem.presence(learner, day):
            runs[-1].append(day)
        elif runs[-1]:
            runs.append([])
    return tuple(tuple(run) for run in runs if run)


@dataclass(frozen=True)
class Person:
    """A learner with the stays computed once."""

    problem: Problem
    learner: Learner
    stays: tuple[tuple[date, ...], ...]

    def weeks(self, period: Period) -> list[date]:
        """First present day of each CFA week in a period."""
        days = sorted(d for stay in self.stays for d in stay if d in period)
        return [d for n, d in enumerate(days) if n == 0 or monday(days[n - 1]) != monday(d)]

    def starts(self, period: Period) -> list[date]:
        """First day of each stay that begins in a period."""
        return [stay[0] for stay in self.stays if stay[0] in period]

    def programme(self, day: date) -> tuple[Programme, int] | None:
        """Programme and year of the learner's class on a day."""
        membership = self.learner.membership(day)
        if membership is None or membership.class_id not in self.problem.classes:
            return None
        group = self.problem.classes[membership.class_id]
        programme = self.problem.programmes.get(group.programme_id)
        return None if programme is None else (programme, group.year)


def holds(problem: Problem, learner: Learner, rule: NeedRule, day: date) -> bool:
    """Whether a rule of need concerns a learner on a day, its levels aside."""
    status = problem.status(learner, day)
    if not problem.enrolled(learner, day) or (rule.statuses and status not in rule.statuses):
        return False
    age = learner.age(day)
    if rule.age_min is not None and (age is None or age < rule.age_min):
        return False
    if rule.age_max is not None and (age is None or age > rule.age_max):
        return False
    if rule.remote is not None and rule.remote != learner.remote:
        return False
    if rule.choice and key(rule.choice) != key(learner.guidance_choice):
        return False
    return _in_programme(problem, learner, rule, day)


def _in_programme(problem: Problem, learner: Learner, rule: NeedRule, day: date) -> bool:
    if not rule.programme_levels and not rule.years:
        return True
    found = Person(problem, learner, ()).programme(day)
    if found is None:
        return False
    programme, year = found
    names = {key(name) for name in rule.programme_levels}
    return (not names or bool(names & {key(programme.level), key(programme.id)})) and (
        not rule.years or year in rule.years
    )


def _by_rules(person: Person) -> Iterator[Owed]:
    """What the rules of need give: per period when recurrent, once when temporary or in all."""
    for rule in person.problem.need_rules:
        for period in person.problem.periods:
            need = _by_rule(person, rule, period)
            if need is None:
                continue
            yield need
            if not rule.recurrent or rule.minutes_total:
                break


def _by_rule(person: Person, rule: NeedRule, period: Period) -> Owed | None:
    problem, learner = person.problem, person.learner
    found = level(problem, learner, rule.domain, period.first) if rule.domain else None
    if rule.domain and (found is None or (rule.levels and found not in rule.levels)):
        return None
    weeks = [d for d in person.weeks(period) if holds(problem, learner, rule, d)]
    stays = [d for d in person.starts(period) if holds(problem, learner, rule, d)]
    if not weeks:
        return None
    done = learner.done_minutes.get(rule.target, 0) if rule.minutes_total else 0
    minutes = rule.minutes_per_week * len(weeks) + rule.minutes_per_stay * len(stays) + rule.minutes_total - done
    if minutes <= 0:
        return None
    once = bool(rule.minutes_total) or not rule.recurrent
    opens = weeks[0] if once else max(period.first, learner.entry or period.first, problem.first)
    end = problem.last if once else min(period.last, problem.last)
    if rule.deadline_days is not None:
        end = min(problem.last, opens + timedelta(days=rule.deadline_days))
    return Owed(
        apprentice_id=learner.id,
        need_id=rule.id if once else f"{rule.id}-{period.id}",
        target=rule.target,
        minutes=minutes,
        deadline=end,
        opens=opens,
        priority=rule.priority,
        source=rule.source,
        recurrent=rule.recurrent and not rule.minutes_total,
        period_id=None if once else period.id,
        personal=_personal(problem, rule.target),
        level=found or 0,
    )


def _personal(problem: Problem, target: str) -> bool:
    module = next((m for m in problem.modules.values() if m.id == target), None)
    return module is not None and module.theme in PERSONAL_THEMES


def _explicit(person: Person) -> Iterator[Owed]:
    """What *Besoins* asks for this learner, by name or through the class."""
    for need in person.problem.explicit_needs:
        days = [d for stay in person.stays for d in stay if _open(need, d) and _named(person, need, d)]
        if not days and not (person.learner.id in need.apprentice_ids and _personal(person.problem, need.target)):
            continue
        if need.minutes_total:
            yield _one(person, need)
            continue
        for period in person.problem.periods:
            stays = [stay for stay in person.stays if stay[0] in period and stay[0] in days]
            if stays:
                yield _one(person, need, period, need.minutes_per_stay * len(stays))


def _open(need: ExplicitNeed, day: date) -> bool:
    return (need.opened is None or day >= need.opened) and (need.closed is None or day <= need.closed)


def _named(person: Person, need: ExplicitNeed, day: date) -> bool:
    membership = person.learner.membership(day)
    in_class = need.class_id is not None and membership is not None and membership.class_id == need.class_id
    return person.learner.id in need.apprentice_ids or in_class


def _one(person: Person, need: ExplicitNeed, period: Period | None = None, minutes: int = 0) -> Owed:
    problem, learner = person.problem, person.learner
    firsts = [problem.first, *(d for d in (need.opened, learner.entry, period and period.first) if d)]
    lasts = [problem.last, *(d for d in (need.deadline, need.closed, period and period.last) if d)]
    return Owed(
        apprentice_id=learner.id,
        need_id=need.id if period is None else f"{need.id}-{period.id}",
        target=need.target,
        minutes=minutes or need.minutes_total,
        deadline=min(lasts),
        opens=max(firsts),
        priority=need.priority,
        source=need.source,
        recurrent=period is not None,
        period_id=None if period is None else period.id,
        personal=_personal(problem, need.target),
    )


def _strands(person: Person) -> Iterator[Owed]:
    """The horizon's share of the year's target of each strand, rounded to a quarter of an hour."""
    problem, learner = person.problem, person.learner
    days = [d for stay in person.stays for d in stay]
    found = person.programme(days[0]) if days else None
    if found is None:
        return
    programme, year = found
    weeks = len({monday(d) for d in days})
    for strand in STRANDS:
        target = programme.strand_minutes.get((year, strand), 0)
        minutes = round(target * weeks / programme.weeks_per_year.get(year, YEAR_WEEKS) / 15) * 15
        if minutes:
            yield Owed(
                learner.id, f"cible-{strand}", strand, minutes, problem.last, days[0], 3, source=SOURCE_PROGRAMME
            )


def _promises(person: Person) -> Iterator[Owed]:
    """Support promised in each stay, or in every n-th: one row for n stays in a row, to be met in any of them."""
    found = person.programme(person.stays[0][0]) if person.stays else None
    every = found[0].promise_every if found else 0
    if not every:
        return
    for number in range(len(person.stays) // every):
        stays = person.stays[number * every : (number + 1) * every]
        yield Owed(
            apprentice_id=person.learner.id,
            need_id=f"stay-{number + 1}",
            target="",
            minutes=_shortest(person, stays[0][0]),
            deadline=stays[-1][-1],
            opens=stays[0][0],
            priority=1,
            source=SOURCE_PROGRAMME,
        )


def _shortest(person: Person, day: date) -> int:
    """Length of the shortest support session that a learner's class may have."""
    membership = person.learner.membership(day)
    name = membership.class_id if membership else None
    problem = person.problem
    lengths = [b.minutes for b in problem.barrettes.values() if name in b.class_ids]
    lengths += [o.minutes for o in problem.open_periods if name in o.class_ids]
    return min([PROMISE_MINUTES, *lengths])


def _entry(person: Person) -> Iterator[Owed]:
    """One row for each block of the entry module of a new entrant, due before the first company day."""
    problem, learner = person.problem, person.learner
    if not is_new_entrant(problem, learner):
        return
    company = first_company_day(problem, learner)
    done = learner.done_minutes.get("entry", 0)
    for module in entry_modules(problem):
        minutes = max(0, module.minutes - done)
        done = max(0, done - module.minutes)
        if minutes:
            yield Owed(
                apprentice_id=learner.id,
                need_id=f"entree-{module.id}",
                target=module.id,
                minutes=minutes,
                deadline=_before(person, module, company),
                opens=max(problem.first, learner.entry or problem.first),
                priority=1,
                source=SOURCE_ENTRY,
                recurrent=False,
                personal=True,
            )


def _before(person: Person, module: Module, company: date | None) -> date:
    """Last day of a block: the eve of the company; for safety and rights the first CFA days too, if that is earlier."""
    problem = person.problem
    limits = [problem.last]
    if company is not None:
        limits.append(company - timedelta(days=1))
    if module.theme in ("safety", "rights"):
        days = [d for stay in person.stays for d in stay]
        limits += days[problem.settings.rights_days - 1 : problem.settings.rights_days]
    return min(limits)
