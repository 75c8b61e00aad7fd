"""H4d: no learner has more hours in a week than the law allows at that age, the company's included where it is known.

In a week shared between centre and company, the company's weekly hours count by the share of its days: of those of
its fullest week, else of five where the hours would be more than a legal day each (a contract's 35 hours on two days).
Nobody works in the company before the contract, nor before the first day there, nor on a half-day on which an event
calls them; a class that is away on a day of the centre is not in the company then. Events are as the workbook says: a
week that is too long for them alone is to be looked at, and nothing else is placed in it.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from planner.domain import (
    ApprenticeId,
    ClassId,
    Kind,
    Learner,
    Problem,
    Session,
    Status,
    Timetable,
    away,
    days_between,
    monday,
)
from planner.model import MasterModel, WeekModel, audiences, open_minutes
from planner.placement import BoardView, Placement
from planner.rule import Enforce, Finding, Rule
from planner.words import learner_name, say_minutes, say_week

EVENTS_ALONE = "semaine trop longue par les seuls événements du classeur"
WORKING_DAYS = 5
"""Days of a week in the company, where its hours are those of the contract."""


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Minutes of each learner's week, company included, beyond the limit of the age."""
    for learner_id, sessions in timetable.by_apprentice.items():
        learner = problem.learners.get(learner_id)
        weeks: dict[date, int] = {}
        planned: set[date] = set()
        for session in (s for s in sessions if s.kind != Kind.VISIT):
            week = session.day - timedelta(days=session.day.weekday())
            weeks[week] = weeks.get(week, 0) + session.minutes
            planned |= {week} if session.kind != Kind.FIXED else set()
        for week, minutes in weeks.items():
            company = _company(problem, learner, week, sessions) if learner else 0
            minor = learner is not None and learner.minor(week)
            limit = problem.settings.minor_week if minor else problem.settings.adult_week
            if minutes + company > limit:
                name = f"{learner_name(problem, learner_id)}{', moins de 18 ans,' if minor else ''}"
                text = (
                    f"{name} a {say_minutes(minutes + company)}, "
                    f"pour {say_minutes(limit)} au plus : {say_week(week)}"
                    f"{f' (dont {say_minutes(company)} en entreprise)' if company else ''}."
                )
                if week in planned:
                    yield Finding("H4d", text, amount=minutes + company - limit, people=(learner_id,))
                else:
                    yield Finding("H4d", text, people=(learner_id,), to_verify=True, why=EVENTS_ALONE)


def _company(problem: Problem, learner: Learner, week: date, sessions: Sequence[Session]) -> int:
    """Company minutes of a week that has both centre days and company days, those spent at events aside."""
    if not learner.company_minutes:
        return 0
    gone = {other: len(_days_away(problem, learner, other)) for other in problem.weeks}
    if not gone.get(week) or not any(problem.scheduled(learner, week + timedelta(days=n)) for n in range(5)):
        return 0
    usual = max(gone.values())
    if learner.company_minutes > usual * problem.settings.minor_day:
        usual = 5
    missed = sum(_at_events(problem, learner, day, sessions) for day in _days_away(problem, learner, week))
    return round(learner.company_minutes * (gone[week] - missed) / usual)


def _at_events(problem: Problem, learner: Learner, day: date, sessions: Sequence[Session]) -> float:
    """The part of a day that events take, by half-days."""
    home = learner.membership(day)
    bells = problem.bells_of(home.class_id) if home else problem.bells_at("")
    noon, held = bells.noon(day.weekday()), [s for s in sessions if s.kind == Kind.FIXED and s.day == day]
    return (any(s.start < noon for s in held) + any(s.end > noon for s in held)) / 2


def _days_away(problem: Problem, learner: Learner, week: date) -> list[date]:
    """Days of a week that are the company's: open ones, under contract, once the person has begun there."""
    days = [d for d in days_between(week, week + timedelta(days=4)) if problem.first <= d <= problem.last]
    begun = learner.first_company_day or learner.contract_start or date.min
    return [
        day
        for day in days
        if problem.open_mask(day) and not problem.scheduled(learner, day)
        if day >= begun and problem.status(learner, day) is Status.APPRENTICE
    ]


def enforce_week(problem: Problem, model: WeekModel) -> None:
    """Minutes of the week of those who attend the same options, where the week is long enough to pass the limit."""
    days = [option.day for _item, option in model.options]
    if not days:
        return
    week = monday(min(days))

    loads: dict[str, int] = {}
    for item in model.items:
        for name in (*item.class_ids, *item.learners):
            loads[name] = loads.get(name, 0) + item.minutes

    def limit(learner: Learner) -> int | None:
        """Minutes left by the company, None where all that there is to attend fits in them."""
        most = problem.settings.minor_week if learner.minor(week) else problem.settings.adult_week
        asked = loads.get(learner.id, 0) + sum(loads.get(c, 0) for c in {m.class_id for m in learner.memberships})
        most -= model.own_time.get(learner.id, 0)
        if asked <= most - (learner.company_minutes or 0):
            return None
        left = max(0, most - _at_work(problem, learner).get(week, 0))
        return left if asked > left else None

    for learner, variables in audiences(problem, model, limit):
        items = {model.options[k][0] for k in variables}
        asked, left = sum(model.items[i].minutes for i in items), limit(learner) or 0
        if asked > left and sum(open_minutes(problem, model, variables).values()) > left:
            model.add(variables, _taken(model, variables, left), high=left)


def _taken(model: WeekModel, variables: Sequence[int], most: int) -> list[int]:
    """Minutes that options take of a week, events none that it has not: they alone may be longer."""
    left, found = most, []
    for item in (model.items[model.options[k][0]] for k in variables):
        found.append(min(item.minutes, left) if item.kind == Kind.FIXED else item.minutes)
        left -= found[-1] if item.kind == Kind.FIXED else 0
    return found


def enforce_master(problem: Problem, model: MasterModel) -> None:
    """Minutes of a class part in a week within the least limit of those who are there all week long."""
    for week in sorted({week for demand in model.demands for week in demand.weeks}):
        limits: dict[tuple[ClassId, str], int] = {}
        for learner in problem.learners.values():
            membership = learner.membership(week)
            if membership is None or not _whole_week(problem, learner, week):
                continue
            most = problem.settings.minor_week if learner.minor(week) else problem.settings.adult_week
            most -= _at_work(problem, learner).get(week, 0)
            who = (membership.class_id, membership.part)
            limits[who] = min(limits.get(who, most), most)
        for (class_id, part), most in limits.items():
            _row(model, week, class_id, part, most)


def _row(model: MasterModel, week: date, class_id: ClassId, part: str, most: int) -> None:
    terms = [
        (v, model.demands[d].minutes)
        for d in model.of_class(class_id)
        if model.demands[d].part in ("", part)
        for v in model.in_week(d, week)
    ]
    held = model.held.get((class_id, week), 0)
    high = max(0, most - held)
    if sum(minutes * model.high[v] for v, minutes in terms) > high:
        model.add([v for v, _m in terms], [m for _v, m in terms], high=high)


def _apart(problem: Problem) -> frozenset[ApprenticeId]:
    """Who is exempted from something, or has a path of their own."""
    exempted = {row.apprentice_id for row in problem.exemptions}
    return frozenset(exempted.union(row.apprentice_id for row in problem.paths))


def _whole_week(problem: Problem, learner: Learner, week: date) -> bool:
    """Expected at everything that the class has that week: no own calendar, absence, exemption, entry or exit."""
    days = [week + timedelta(days=n) for n in range(7)]
    return (
        learner.calendar is None
        and not learner.absences
        and learner.id not in problem.once(_apart)
        and all(problem.enrolled(learner, day) for day in days)
        and len({learner.membership(day) for day in days}) == 1
    )


def refuse(problem: Problem, board: BoardView, placement: Placement) -> Iterator[Finding]:
    """With this session, nobody has more hours that week, company included, than their age allows."""
    placed, settings = placement.session, problem.settings
    if placed.kind == Kind.VISIT:
        return
    week = monday(placed.day)
    days = [week + timedelta(days=n) for n in range(7)]
    for person in placement.concerned:
        minutes, planned = placed.minutes, placed.kind != Kind.FIXED
        for day in days:
            for session in board.attended(person, day):
                if session.id != placed.id and session.kind != Kind.VISIT:
                    minutes += session.minutes
                    planned = planned or session.kind != Kind.FIXED
        learner = problem.learners.get(person)
        company = _at_work(problem, learner).get(week, 0) if learner else 0
        minor = learner is not None and learner.minor(week)
        limit = settings.minor_week if minor else settings.adult_week
        if minutes + company > limit and planned:
            text = (
                f"{learner_name(problem, person)}{', moins de 18 ans,' if minor else ''} aurait "
                f"{say_minutes(minutes + company)} avec « {placed.label} », pour {say_minutes(limit)} au plus : "
                f"{say_week(week)}{f' (dont {say_minutes(company)} en entreprise)' if company else ''}."
            )
            brief = f"semaine pleine à {say_minutes(limit)}{', entreprise comprise' if company else ''}"
            yield Finding("H4d", text, minutes + company - limit, (placed.id,), (person,), brief=brief)


def _known_work(problem: Problem) -> dict[ApprenticeId, dict[date, int]]:
    """What `_at_work` has told so far."""
    del problem
    return {}


def _at_work(problem: Problem, learner: Learner) -> dict[date, int]:
    """Company minutes of each week that the learner shares between centre and company, by its Monday."""
    if not learner.company_minutes:
        return {}
    known = problem.once(_known_work)
    if learner.id not in known:
        gone: dict[date, int] = {}
        missed: dict[date, float] = {}
        there: set[date] = set()
        begun = learner.works_from
        for day in (d for d in problem.days if d.weekday() < 5):
            if problem.scheduled(learner, day):
                there.add(monday(day))
            elif begun is not None and begun <= day and problem.status(learner, day) is Status.APPRENTICE:
                gone[monday(day)] = gone.get(monday(day), 0) + 1
                missed[monday(day)] = missed.get(monday(day), 0) + _called_away(problem, learner, day)
        asked, usual = learner.company_minutes, max(gone.values(), default=1)
        usual = WORKING_DAYS if asked > usual * problem.settings.minor_day else usual
        known[learner.id] = {w: round(asked * (n - missed[w]) / usual) for w, n in gone.items() if w in there}
    return known[learner.id]


def _called_away(problem: Problem, learner: Learner, day: date) -> float:
    """The part of a day in the company for which events call somebody, by half-days."""
    home = learner.membership(day)
    bells, taken = problem.bells_of(home.class_id) if home else problem.bells_at(""), 0
    for event in (e for e in problem.events if e.day == day):
        own = home is not None and home.class_id in event.class_ids and event.part in ("", home.part)
        own = own and not event.apprentice_ids and learner.calendar is None
        # Whoever has an event of their own at that hour is not at the one of the class.
        called = learner.id in event.apprentice_ids or (own and problem.at_own_event(learner, event) is None)
        span = day, event.start, event.end
        if called and not away(learner.absences, *span) and not problem.barred(learner.id, *span):
            taken |= bells.half(day.weekday(), event.start, event.end)
    return taken.bit_count() / 2


RULE = Rule(
    key="H4d",
    statement="Un apprenant n'a pas plus de 35 h par semaine, entreprise comprise, s'il est mineur, et de 40 h sinon.",
    kind="hard",
    check=check,
    enforce=Enforce(master=enforce_master, week=enforce_week, refuse=refuse, late=True, relaxed=frozenset({"master"})),
)
