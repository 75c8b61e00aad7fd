"""Hours owed: who must have what, by when. Rules of need × dated facts, explicit needs, strands, promises, entry."""

import itertools
from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta

from planner.domain import STRANDS, ApprenticeId, Module, Owed, Problem, Programme, monday, taken_up
from planner.domain.offer import NO_SUPPORT
from planner.hours.balances import share_left
from planner.hours.by_rules import by_rules
from planner.hours.entry import entry_modules, first_company_day, is_new_entrant
from planner.hours.explicit import explicit
from planner.hours.person import Person, stays_of

__all__ = ["first_company_day", "is_new_entrant", "owed", "stays_of"]

SOURCE_PROGRAMME = "programme"
SOURCE_ENTRY = "entrée"
PROMISE_MINUTES = 60
YEAR_WEEKS = 13
"""CFA weeks of a year where the programme does not say."""


def owed(problem: Problem, people: Collection[ApprenticeId] | None = None) -> tuple[Owed, ...]:
    """Every hour owed in the horizon, by learner, then deadline. Need ids are unique for a learner.

    ``people``: only theirs, where given.
    """
    found: list[Owed] = []
    for learner in problem.learners.values():
        if people is not None and learner.id not in people:
            continue
        person = Person(problem, learner)
        rows = [*_entry(person), *by_rules(person), *explicit(person), *_strands(person), *_promises(person)]
        found += sorted(rows, key=lambda need: (need.deadline, need.priority, need.need_id))
    return tuple(found)


def _strands(person: Person) -> Iterator[Owed]:
    """The horizon's share of what is left of the year's target of each strand, rounded to a quarter of an hour.

    Where hours done before are known, what is left is spread over the CFA weeks left; else the year is even.
    """
    problem, learner = person.problem, person.learner
    if not person.present:
        return
    weeks = len({monday(d) for d in person.present})
    for strand in STRANDS:
        minutes = 0.0
        for programme, year, part in _weeks_by_programme(person):
            target = programme.strand_minutes.get((year, strand), 0)
            usual = programme.weeks_per_year.get(year, YEAR_WEEKS)
            left, share = share_left(problem, learner, strand, target, weeks, usual)
            minutes += left * share * part / weeks
        whole = round(minutes / 15) * 15
        if whole > 0:
            yield Owed(
                learner.id, f"cible-{strand}", strand, whole, problem.last, problem.first, 3,
                source=SOURCE_PROGRAMME,
            )  # fmt: skip


def _weeks_by_programme(person: Person) -> list[tuple[Programme, int, int]]:
    """Programme, year and CFA weeks in them, by the first day of each week: a change of class counts in both."""
    firsts: dict[date, tuple[Programme, int] | None] = {}
    for day in person.present:
        firsts.setdefault(monday(day), person.programme(day))
    found: dict[tuple[str, int], tuple[Programme, int, int]] = {}
    for what in firsts.values():
        if what is not None:
            programme, year = what
            before = found.get((programme.id, year), (programme, year, 0))[2]
            found[programme.id, year] = (programme, year, before + 1)
    return list(found.values())


def _promises(person: Person) -> Iterator[Owed]:
    """Support promised in each stay, or in every n-th: one row for n stays in a row, to be met in any of them.

    Stays that exams, other events or absences (mobility) take up whole are exempted.
    """
    besides = frozenset(m.id for m in person.problem.modules.values() if m.theme in NO_SUPPORT)
    kept = [s for s in person.stays if not all(taken_up(person.problem, person.learner, day) for day in s)]
    for number, stays in enumerate(_promised(person, kept)):
        yield Owed(
            apprentice_id=person.learner.id,
            need_id=f"stay-{number + 1}",
            target="",
            minutes=_shortest(person, stays[0][0]),
            deadline=stays[-1][-1],
            opens=stays[0][0],
            priority=1,
            source=SOURCE_PROGRAMME,
            besides=besides,
        )


def _promised(person: Person, stays: Sequence[tuple[date, ...]]) -> Iterator[Sequence[tuple[date, ...]]]:
    """Runs of stays that each promise one support session, by the programme in which each stay begins."""
    for _programme, found in itertools.groupby(stays, key=lambda stay: person.programme(stay[0])):
        run = list(found)
        programme = person.programme(run[0][0])
        every = programme[0].promise_every if programme else 0
        for number in range(len(run) // every if every else 0):
            yield run[number * every : (number + 1) * every]


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
        limits += person.present[problem.settings.rights_days - 1 : problem.settings.rights_days]
    return min(limits)
