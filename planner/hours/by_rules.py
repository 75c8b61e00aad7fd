"""What the rules of need give to each person: status, level, age, programme and choice, each by its date."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby

from planner.domain import ModuleId, NeedRule, Owed, Period, key
from planner.hours.choosing import choice_on
from planner.hours.levels import counted_level, neighbours
from planner.hours.person import Person, by_week

PERSONAL_THEMES = frozenset(
    {
        *("onboarding", "safety", "rights", "employer_search", "follow_up"),
        *("interview", "social", "aid", "licence", "next_path"),
    }
)
"""Themes whose hours may be placed at any free time of the person, on days of their own calendar too."""
QUARTER = 15


def by_rules(person: Person) -> Iterator[Owed]:
    """Rows of every rule that concerns somebody: by week on personal days, by period when recurrent, else once."""
    chosen: list[tuple[NeedRule, Owed]] = []
    for rule in person.problem.need_rules:
        if not _ever(person, rule):
            continue
        if rule.minutes_per_week and rule.recurrent and personal(person, rule.target):
            yield from _weekly(person, rule)
            continue
        for period in person.problem.periods:
            need = _in_period(person, rule, period)
            if need is None:
                continue
            if rule.choice and rule.minutes_total:
                chosen.append((rule, need))
            else:
                yield need
            if _once(rule):
                break
    yield from _together(person, chosen)


def personal(person: Person, target: str) -> bool:
    """Whether hours may be given on days of one's own: by the theme of the module, or for who has no class."""
    module = next((m for m in person.problem.modules.values() if m.id == target), None)
    return person.alone or (module is not None and module.theme in PERSONAL_THEMES)


def holds(person: Person, rule: NeedRule, day: date) -> bool:
    """Whether a rule of need concerns a learner on a day, its levels aside; not once its module has served.

    The contract still holds on the day of its breach: what follows from that begins the day after.
    """
    problem, learner = person.problem, person.learner
    module = problem.modules.get(ModuleId(rule.target))
    if module is not None and not module.serves(day):
        return False
    told = day - timedelta(days=1) if day == learner.contract_break else day
    if not problem.enrolled(learner, day) or (rule.statuses and problem.status(learner, told) not in rule.statuses):
        return False
    if not _of_age(learner.months(day), rule) or not _since(problem.since(learner, told), rule, day):
        return False
    if rule.choice and key(rule.choice) != key(choice_on(problem, learner, day)):
        return False
    if not rule.programme_levels and not rule.years and rule.final is None:
        return True
    found = person.programme(day)
    return found is not None and _suits(rule, found[0].level, str(found[0].id), found[1], found[0].years)


def _of_age(months: int | None, rule: NeedRule) -> bool:
    """Whether an age in months is one that a rule takes; an unknown age is none. 17 at most: until the day of 18."""
    least, most = rule.age_min, rule.age_max
    if least is None and most is None:
        return True
    if months is None or (least is not None and months < 12 * least):
        return False
    # The eleven months after a birthday are of that age.
    return most is None or months <= 12 * most + (11 if most == int(most) else 0)


def _since(began: date | None, rule: NeedRule, day: date) -> bool:
    """Whether a situation that began on a day, known or not, has lasted for as long as a rule asks."""
    if rule.since_min is None and rule.since_max is None:
        return True
    lasted = (day - began).days if began else None
    if lasted is None or (rule.since_min is not None and lasted < rule.since_min):
        return False
    return rule.since_max is None or lasted <= rule.since_max


def _suits(rule: NeedRule, level_: str, programme: str, year: int, years: int) -> bool:
    names = {key(name) for name in rule.programme_levels}
    if names and not names & {key(level_), key(programme)}:
        return False
    return (not rule.years or year in rule.years) and rule.final in (None, year >= years)


def _ever(person: Person, rule: NeedRule) -> bool:
    """Whether a rule may concern somebody at some time; what depends on no day is settled here."""
    learner = person.learner
    if rule.remote is not None and rule.remote != (learner.remote or learner.blended):
        return False
    if rule.statuses and not rule.statuses & person.statuses:
        return False
    if rule.programme_levels or rule.years or rule.final is not None:
        return any(_suits(rule, *found) for found in person.programmes)
    return True


def _once(rule: NeedRule) -> bool:
    return bool(rule.minutes_total) or not rule.recurrent


def _level(person: Person, rule: NeedRule, day: date) -> int | None:
    """Level that opens the need on a day, 0 where none is asked; None where the rule asks another one."""
    if not rule.domain:
        return 0
    known, asked = person.levels, (rule.domain, day)
    if asked not in known:
        known[asked] = counted_level(person.problem, person.learner, *asked)
    found = known[asked]
    return None if found is None or (rule.levels and found not in rule.levels) else found


def _while(person: Person, rule: NeedRule, period: Period, reach: list[date]) -> tuple[int, date, date] | None:
    """Level that opens the need in a period, and the first and last day on which it does; None where none does.

    Whoever is tested in the period has another level from their next stay on: the need begins or ends with it.
    """
    late = any(r.on in period and key(r.domain) == key(rule.domain) for r in person.learner.results)
    days = [d for d in reach if d in period]
    if not late:
        # Without a new result, the first day speaks for all of them.
        level = _level(person, rule, days[0]) if days else None
        return None if level is None else (level, days[0], days[-1])
    known = [(day, level) for day in days if (level := _level(person, rule, day)) is not None]
    return (known[0][1], known[0][0], known[-1][0]) if known else None


def _weekly(person: Person, rule: NeedRule) -> Iterator[Owed]:
    """One row for each week with a day within reach on which the rule holds: employer search comes every week.

    Weeks away from the centre share a row with the next ones until their hours are worth the journey; a contact at a
    distance is due in each of them, the company's too.
    """
    problem = person.problem
    reach = problem.days if problem.call(person.learner, ModuleId(rule.target)) else person.reach(True)
    for days in _worth_coming(person, rule, by_week(d for d in reach if holds(person, rule, d))):
        period = person.problem.period_of(days[0])
        found = _level(person, rule, days[0])
        if found is None:
            continue
        year, week, _weekday = days[0].isocalendar()
        yield Owed(
            apprentice_id=person.learner.id,
            need_id=f"{rule.id}-{year}-S{week:02d}",
            target=rule.target,
            minutes=rule.minutes_per_week * len(by_week(days)),
            deadline=days[-1],
            opens=days[0],
            priority=rule.priority,
            source=rule.source,
            period_id=period.id if period else None,
            personal=True,
            level=found,
        )


def _worth_coming(person: Person, rule: NeedRule, weeks: list[list[date]]) -> list[list[date]]:
    """Days of weeks that share a row: one at the centre alone, those away until their minutes are worth a journey.

    In one period. What is left at its end goes with the weeks before it.
    """
    module = person.problem.modules.get(ModuleId(rule.target))
    if person.learner.remote or (module is not None and module.modality.startswith("remote")):
        return weeks
    there, found = frozenset(person.present), list[list[date]]()
    for _period, mine in groupby(weeks, key=lambda days: person.problem.period_of(days[0])):
        rows, waiting = list[list[date]](), list[date]()
        for days in mine:
            waiting = [*waiting, *days]
            least = person.problem.least_presence(person.learner.id, days[0])
            if not there.isdisjoint(days) or rule.minutes_per_week * len(by_week(waiting)) >= least:
                rows.append(waiting)
                waiting = []
        if waiting and rows:
            rows[-1] = [*rows[-1], *waiting]
        found += rows or [waiting]
    return found


def _in_period(person: Person, rule: NeedRule, period: Period) -> Owed | None:
    """What a rule gives in a period, or in all when it falls due once; None where it gives nothing."""
    problem, learner = person.problem, person.learner
    mine = personal(person, rule.target)
    reach = [d for d in person.reach(mine) if d >= period.first and (_once(rule) or d <= period.last)]
    known = _while(person, rule, period, reach)
    if known is None:
        return None
    level, since, until = known
    inside = [[d for d in days if holds(person, rule, d)] for days in by_week(d for d in reach if d in period)]
    weeks = [found for days in inside if (found := [d for d in days if since <= d <= until])]
    stays = [d for d in person.starts(period) if since <= d <= until and holds(person, rule, d)]
    if not weeks:
        return None
    done = learner.done_minutes.get(rule.target, 0) if rule.minutes_total and not rule.choice else 0
    minutes = rule.minutes_per_week * len(weeks) + rule.minutes_per_stay * len(stays) + rule.minutes_total - done
    if minutes <= 0:
        return None
    opens, end = _window(person, rule, period, reach, weeks[0][0])
    if not _once(rule) and until < max(d for d in reach if d in period):
        end = min(end, until)
    return Owed(
        apprentice_id=learner.id,
        need_id=rule.id if _once(rule) else f"{rule.id}-{period.id}",
        target=rule.target,
        minutes=minutes,
        deadline=min(problem.last, end),
        opens=opens,
        priority=rule.priority,
        source=rule.source,
        recurrent=not _once(rule),
        period_id=None if _once(rule) else period.id,
        personal=mine,
        level=level,
        neighbours=neighbours(problem, rule.target, rule.domain, level),
    )


def _window(person: Person, rule: NeedRule, period: Period, reach: list[date], first: date) -> tuple[date, date]:
    """Between which days hours of a rule count: not before it begins to hold, nor after it has ceased to."""
    problem, learner = person.problem, person.learner
    usual = max(period.first, learner.entry or period.first, problem.first)
    opens = first if _once(rule) or first > reach[0] else usual
    end = problem.last if _once(rule) else period.last
    if not holds(person, rule, reach[-1]):
        end = max(d for d in reach if holds(person, rule, d))
    return opens, min(end, opens + timedelta(days=rule.deadline_days)) if rule.deadline_days is not None else end


def _together(person: Person, rows: list[tuple[NeedRule, Owed]]) -> Iterator[Owed]:
    """Hours of guidance count together: a choice made in the term shares them by weeks, and what is done counts once.

    Who has not chosen keeps a place in both modules; from the day of the choice, what is left goes to one.
    """
    learner = person.learner
    targets = {rule.target for rule in person.problem.need_rules if rule.choice}
    done = sum(learner.done_minutes.get(target, 0) for target in targets)
    for rule, need in sorted(rows, key=lambda row: (row[1].opens, row[1].need_id)):
        minutes = round(need.minutes * _share(person, rule) / QUARTER) * QUARTER
        used = min(done, max(QUARTER, minutes))
        done -= used
        if max(QUARTER, minutes) > used:
            yield replace(need, minutes=max(QUARTER, minutes) - used)


def _share(person: Person, rule: NeedRule) -> float:
    """Share of the weeks during which the choice is the one of a rule; 1 where no choice is made in the term."""
    reach = person.reach(personal(person, rule.target))
    chosen = person.learner.choice_on
    if chosen is None or not person.learner.guidance_choice or not reach[0] < chosen <= reach[-1]:
        return 1.0
    weeks = by_week(reach)
    wanted = key(rule.choice)
    said = (choice_on(person.problem, person.learner, days[0]) for days in weeks)
    return sum(key(choice) == wanted for choice in said) / len(weeks)
