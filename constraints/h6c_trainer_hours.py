"""H6c: hours of a trainer per day, week, month and year stay within the limits of the workbook.

Groups watched at the same time count once. Events of the workbook count, but never break the rule by themselves.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from enum import Enum

from planner.domain import Kind, Problem, Session, SessionId, Timetable, Trainer, TrainerId, monday
from planner.model import MasterModel, WeekModel
from planner.placement import BoardView, Placement, horizon, others
from planner.rule import Enforce, Finding, Rule
from planner.words import say_day, say_minutes, say_week

SUMMER, FRESH = (7, 10), 45
"""End of a school year (month, day); days of it after which what was done before begins to count."""
MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)


class Span(Enum):
    """What a limit speaks of."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"

    def begins(self, day: date) -> date:
        """The first day of the span of a day; one for all that is left of the year."""
        return {Span.DAY: day, Span.WEEK: monday(day), Span.MONTH: day.replace(day=1), Span.YEAR: date.min}[self]

    def limit(self, trainer: Trainer) -> int | None:
        """Minutes at most; None where the workbook has no limit."""
        if self is Span.YEAR:
            return None if trainer.year_minutes is None else trainer.year_minutes - trainer.year_done
        return {Span.DAY: trainer.max_day, Span.WEEK: trainer.max_week, Span.MONTH: trainer.max_month}[self]


LONG = (Span.MONTH, Span.YEAR)
"""Spans of more than a week."""


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Minutes of each trainer's days, weeks, months and year beyond the limits."""
    for trainer_id, sessions in timetable.by_trainer.items():
        trainer = problem.trainers.get(trainer_id)
        if trainer is None:
            continue
        counted = _once([s for s in sessions if s.kind != Kind.VISIT])
        yield from _over(trainer, counted, trainer.max_day, lambda d: d, say_day)
        yield from _over(trainer, counted, trainer.max_week, lambda d: d - timedelta(days=d.weekday()), say_week)
        yield from _over(trainer, counted, trainer.max_month, lambda d: d.replace(day=1), _say_month)
        if trainer.year_minutes is not None:
            left = trainer.year_minutes - trainer.year_done
            yield from _over(trainer, counted, left, lambda _d: problem.first, lambda _d: "ce qui reste de l'année")
            yield from _projected(problem, trainer, sum(s.minutes for s in counted))


def _projected(problem: Problem, trainer: Trainer, planned: int) -> Iterator[Finding]:
    """What the year will hold at the same rhythm until July; nothing is broken yet."""
    autumn = problem.first.year if (problem.first.month, problem.first.day) > SUMMER else problem.first.year - 1
    year, days = trainer.year_minutes or 0, (problem.last - problem.first).days + 1
    if not trainer.year_done and (problem.first - date(autumn, 9, 1)).days > FRESH:
        text = f"{trainer.name} : les heures de l'année déjà faites ne sont pas connues ({say_minutes(year)} au plus)."
        yield Finding("H6c", text, to_verify=True, why="heures de l'année déjà faites inconnues")
        return
    ahead = max(0, (date(autumn + 1, *SUMMER) - problem.last).days)
    total = trainer.year_done + planned * (1 + ahead / days)
    if total > year >= trainer.year_done + planned:
        text = f"{trainer.name} aura {say_minutes(total)} à ce rythme en fin d'année, pour {say_minutes(year)} au plus."
        yield Finding("H6c", text, to_verify=True, why="année dépassée si le rythme continue")


def _once(sessions: list[Session]) -> list[Session]:
    """Sessions without those that run while another one does."""
    kept: list[Session] = []
    for session in sorted(sessions, key=lambda s: (s.day, s.start, -s.end)):
        if not kept or session.day != kept[-1].day or session.start >= kept[-1].end:
            kept.append(session)
    return kept


def _over(
    trainer: Trainer,
    sessions: list[Session],
    limit: int | None,
    span: Callable[[date], date],
    say: Callable[[date], str],
) -> Iterator[Finding]:
    if limit is None:
        return
    found: dict[date, list[Session]] = {}
    for session in sessions:
        found.setdefault(span(session.day), []).append(session)
    for when, held in found.items():
        minutes = sum(s.minutes for s in held)
        if minutes > limit and any(s.kind != Kind.FIXED for s in held):
            text = f"{trainer.name} a {say_minutes(minutes)} pour {say_minutes(limit)} au plus : {say(when)}."
            yield Finding("H6c", text, amount=minutes - limit, sessions=tuple(s.id for s in held))


def _say_month(day: date) -> str:
    return f"{MONTHS[day.month - 1]} {day.year}"


def enforce_week(problem: Problem, model: WeekModel) -> None:
    """Minutes of the options of each trainer on a day, in the week, the month and the year, where they could pass.

    What stands in other weeks is taken off the limit of a month or a year, as far as the model knows it.
    """
    spans: dict[tuple[TrainerId, Span, date], list[int]] = {}
    for k, (_item, option) in enumerate(model.options):
        for trainer_id in option.team:
            for span in Span:
                spans.setdefault((trainer_id, span, span.begins(option.day)), []).append(k)
    for (trainer_id, span, begins), variables in spans.items():
        limit = span.limit(problem.trainers[trainer_id])
        if limit is not None:
            elsewhere = (m for (t, d), m in model.outside.items() if t == trainer_id and span.begins(d) == begins)
            _limit(model, variables, max(0, limit - (sum(elsewhere) if span in LONG else 0)))


def _limit(model: WeekModel, variables: list[int], limit: int) -> None:
    items = {i: model.items[i] for i in {model.options[k][0] for k in variables}}
    if sum(item.minutes for item in items.values()) <= limit:
        return
    minutes = {k: items[model.options[k][0]].minutes for k in variables}
    own = [k for k in variables if items[model.options[k][0]].kind != Kind.FIXED]
    events = sum(item.minutes for item in items.values() if item.kind == Kind.FIXED)
    if events <= limit:
        model.add(variables, list(minutes.values()), high=limit)
        return
    model.add(own, [minutes[k] for k in own], high=limit)
    for k in own:
        most = {**minutes, k: minutes[k] + events}
        model.add(variables, [most[v] for v in variables], high=limit + events)


def enforce_master(problem: Problem, model: MasterModel) -> None:
    """Minutes given to each trainer in a week, a month and over the horizon, what is promised elsewhere deducted.

    A week across two months counts whole in both: the days are not known yet, and the limit must hold.
    """
    loads: dict[TrainerId, dict[date, list[tuple[int, int]]]] = {}
    for d, demand in enumerate(model.demands):
        for week in demand.weeks:
            for t, team in enumerate(demand.teams):
                for trainer_id in team:
                    own = loads.setdefault(trainer_id, {}).setdefault(week, [])
                    own.append((model.sessions(d, week, t), demand.minutes))
    for trainer_id, weeks in loads.items():
        trainer = problem.trainers[trainer_id]
        for week, terms in weeks.items():
            _row(model, trainer_id, {week: terms}, trainer.max_week)
        if trainer.max_month is not None:
            months = {(w + timedelta(days=n)).replace(day=1) for w in weeks for n in range(7)}
            for month in sorted(months):
                inside = {w: terms for w, terms in weeks.items() if _touches(w, month)}
                _row(model, trainer_id, inside, trainer.max_month)
        if trainer.year_minutes is not None:
            _row(model, trainer_id, weeks, trainer.year_minutes - trainer.year_done)


def _touches(week: date, month: date) -> bool:
    return any((week + timedelta(days=n)).replace(day=1) == month for n in range(7))


def _row(model: MasterModel, trainer_id: TrainerId, weeks: dict[date, list[tuple[int, int]]], limit: int) -> None:
    terms = [term for found in weeks.values() for term in found]
    promised = sum(model.reserved.get((trainer_id, week), 0) for week in weeks)
    model.add([v for v, _m in terms], [m for _v, m in terms], high=max(0, limit - promised))


def refuse(problem: Problem, board: BoardView, placement: Placement) -> Iterator[Finding]:
    """With this session, no day, week, month or year of its adults holds more than their limit."""
    placed = placement.session
    if not placement.moves or placed.kind == Kind.VISIT:
        return
    for trainer in (problem.trainers[t] for t in placed.trainer_ids if t in problem.trainers):
        today = _counted([*others(board.led(trainer.id, placed.day), placement), placed])
        if not any(s is placed for s in today):
            continue
        for days, limit, say, span in _spans(problem, trainer, placed.day):
            rows = [board.led(trainer.id, d) for d in days if d != placed.day]
            if sum(s.minutes for row in (today, *rows) for s in row) <= limit:
                continue  # even if nothing runs at the same time
            rest = [s for row in rows for s in _counted(row, placed.id)]
            held = [*today, *rest]
            minutes = sum(s.minutes for s in held)
            if minutes > limit and any(s.kind != Kind.FIXED for s in held):
                text = (
                    f"{trainer.name} aurait {say_minutes(minutes)} avec « {placed.label} », pour {say_minutes(limit)} "
                    f"au plus : {say}."
                )
                brief = f"{trainer.name} est au bout de ses {say_minutes(limit)} {span}"
                yield Finding("H6c", text, minutes - limit, tuple(s.id for s in held), brief=brief)


def _spans(problem: Problem, trainer: Trainer, day: date) -> Iterator[tuple[Sequence[date], int, str, str]]:
    """Days of each span that a limit speaks of, the limit in minutes, and the span in words, with and without date."""
    week = monday(day)
    yield (day,), trainer.max_day, say_day(day), "de la journée"
    yield [week + timedelta(days=n) for n in range(7)], trainer.max_week, say_week(week), "de la semaine"
    if trainer.max_month is not None:
        month = [d for d in problem.once(horizon) if (d.year, d.month) == (day.year, day.month)]
        yield month, trainer.max_month, _say_month(day), "du mois"
    if trainer.year_minutes is not None:
        yield (
            problem.once(horizon),
            trainer.year_minutes - trainer.year_done,
            "ce qui reste de l'année",
            "qui restaient dans l'année",
        )


def _counted(sessions: Sequence[Session], placed: SessionId | None = None) -> list[Session]:
    """Sessions of one day that count: no visit, and one of those that run at the same time."""
    held = [s for s in sessions if s.kind != Kind.VISIT and s.id != placed]
    if len(held) < 2:
        return held
    found: list[Session] = []
    for session in sorted(held, key=lambda s: (s.start, -s.end, s.id)):
        if not found or session.start >= found[-1].end:
            found.append(session)
    return found


RULE = Rule(
    key="H6c",
    statement="Les heures d'un formateur ne dépassent ni sa journée, ni sa semaine, ni son mois, ni son année.",
    kind="hard",
    check=check,
    enforce=Enforce(master=enforce_master, week=enforce_week, refuse=refuse),
)
