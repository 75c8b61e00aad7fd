"""`barrette replace`: what to do with each session of a trainer who is absent for a day."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from constraints import RULES
from planner.answer import RULE_BROKEN, USAGE, Done, Refused
from planner.board.board import Board
from planner.check.verify import broken_since
from planner.cli.work.choosing import (
    Picks,
    by_number,
    chosen_way,
    list_name,
    numbers,
    refuse_other_list,
    same_way,
    typed_choices,
)
from planner.cli.work.typed import a_day, by_name, outside
from planner.cli.work.ways import title
from planner.domain import Kind, Problem, Session, SessionId, Timetable, TrainerId
from planner.engine.change.alone import Alone, minors_alone
from planner.engine.change.limits_left import with_limits_left
from planner.engine.change.way_taken import Choice, applied, owed_more, settled, with_others
from planner.engine.change.ways_out import AbsentHour, held, minutes_of_week, slot, taking, with_absence
from planner.folder.compare import ALONE, plain_alone
from planner.folder.keep import checked, keep
from planner.folder.reasons import neutral
from planner.rule import Finding, active
from planner.store.database import StoreError
from planner.store.locks import locked_sessions
from planner.store.opening import at_last_version
from planner.store.shown import last_shown, remember_shown
from planner.words import bulleted, count, session_line


@dataclass(frozen=True, slots=True)
class WaysOut:
    """Ways out without a trainer, in a problem in which they are away; none that changes a locked session."""

    problem: Problem
    who: TrainerId
    locked: frozenset[SessionId]

    def of(self, timetable: Timetable, sessions: tuple[Session, ...]) -> AbsentHour:
        """What may be done with the sessions of an hour."""
        if any(s.id in self.locked for s in sessions):
            return AbsentHour(sessions, ())
        found = slot(self.problem, timetable, self.who, sessions, RULES)
        if not any(s.id in self.locked for s in with_others(self.problem, timetable, sessions)):
            return found
        refused = [(c, "une séance qui va avec elle est verrouillée") for c in found.choices if c.kind == "cancel_all"]
        choices = tuple(c for c in found.choices if c.kind != "cancel_all")
        return replace(found, choices=choices, refused=(*found.refused, *refused))

    def colleague(self, timetable: Timetable, sessions: tuple[Session, ...], other: TrainerId) -> tuple[Choice, str]:
        """A colleague in the place of the trainer, and what is against it; empty where nothing is."""
        if other == self.who:
            return Choice("colleague", other), "c’est la personne absente"
        return taking(self.problem, timetable, self.who, sessions, other, RULES)

    def taken(self, timetable: Timetable, sessions: tuple[Session, ...], choice: Choice) -> Timetable:
        """The timetable with one of them taken."""
        after = applied(self.problem, timetable, self.who, sessions, choice)
        return with_limits_left(self.problem, after, timetable)


@dataclass(frozen=True, slots=True)
class AbsenceRequest:
    """Who is away, when, and what is chosen for the sessions, as typed."""

    trainer: str
    day: str
    choose: str = ""
    best: bool = False
    dry_run: bool = False
    reason: str = ""
    author: str = ""


@dataclass(frozen=True)
class Offered(Done):
    """What may be done with each session of the day; nothing is changed."""

    folder: Path
    problem: Problem
    timetable: Timetable
    who: TrainerId
    day: date
    slots: Sequence[AbsentHour]
    events: Sequence[Session]
    """What stands without the trainer."""
    week: int
    """Minutes of the trainer in that week."""
    together: Sequence[str]
    """``1=1``, ``2=3`` …: the first way out of each session that those before leave."""
    locked: frozenset[SessionId] = frozenset()
    """Sessions that the planner has locked, here or elsewhere."""


@dataclass(frozen=True)
class Taken(Done):
    """What was decided, and the version that it became; ``number`` None: nothing is kept."""

    problem: Problem
    before: Timetable
    after: Timetable
    who: TrainerId
    taken: Sequence[tuple[AbsentHour, Choice]]
    broken: Sequence[Finding]
    alone: Sequence[Alone]
    """Minors whom what is cancelled leaves without anything, and who could watch them."""
    number: int | None

    @property
    def owed_more(self) -> tuple[int, int]:
        """Minutes that fall due again, and for how many people."""
        return owed_more(self.before.debts, self.after.debts)


def replace_trainer(folder: Path, asked: AbsenceRequest) -> Offered | Taken:
    """Say what may be done without a trainer, or keep what is chosen as a version."""
    neutral(asked.reason)
    day = a_day(asked.day)
    chosen = bool(asked.choose or asked.best)
    with at_last_version(folder, day, writes=chosen and not asked.dry_run) as (store, _version, problem, before):
        names = {str(t.id): t.name for t in problem.trainers.values()}
        who = TrainerId(
            by_name(asked.trainer, names, "Le formateur", "Donnez son nom ou son code, feuille « Formateurs ».")
        )
        if not problem.first <= day <= problem.last:
            raise Refused(USAGE, outside(problem, day))
        absent = with_absence(problem, who, day)
        todo, locked = held(before, who, day), locked_sessions(store, problem.settings)
        ways = WaysOut(absent, who, locked)
        if chosen and todo:
            texts = typed_choices(asked.choose, todo)
            shown_by_number = {n: ways.of(before, todo[n]) for n, text in texts.items() if by_number(text)}
            picks = Picks(texts, shown_by_number)
            refuse_other_list(last_shown(store, list_name(who, day)), todo, picks)
            _refuse_locked([s for sessions in todo for s in sessions if s.id in locked], folder)
            return _kept(folder, problem, ways, before, day, todo, picks, asked)
        slots = [ways.of(before, sessions) for sessions in todo]
        if not asked.dry_run:
            with suppress(StoreError):  # a folder that may only be read can be looked at
                remember_shown(store, list_name(who, day), numbers(todo, dict(enumerate(slots))))
        events = [s for s in before.by_trainer.get(who, ()) if s.day == day and s.kind == Kind.FIXED]
        week, together = minutes_of_week(absent, before, who, day), _together(ways, before, slots)
        return Offered(folder, absent, before, who, day, slots, events, week, together, locked)


def _refuse_locked(sessions: Sequence[Session], folder: Path) -> None:
    """Raises Refused for sessions that are locked: with their trainer, whom nobody may stand in for."""
    if sessions:
        raise Refused(
            RULE_BROKEN,
            "Ces séances sont verrouillées, avec leur formateur. Les libérer d’abord :",
            *bulleted([session_line(s) for s in sessions]),
            f"  barrette unlock {folder} {' '.join(s.id for s in sessions)}",
        )


def _together(ways: WaysOut, timetable: Timetable, slots: Sequence[AbsentHour]) -> list[str]:
    """A way out for each session that has one, by number, one after the other."""
    found = []
    for n, one in enumerate(slots, start=1):
        now = ways.of(timetable, one.sessions) if n > 1 else one
        left = (p for p, listed in enumerate(one.choices, start=1) if any(same_way(listed, c) for c in now.choices))
        place = next(left, None)
        if place is not None:
            timetable = ways.taken(timetable, one.sessions, one.choices[place - 1])
            found.append(f"{n}={place}")
    return found


def _kept(
    folder: Path,
    problem: Problem,
    ways: WaysOut,
    before: Timetable,
    day: date,
    todo: Sequence[tuple[Session, ...]],
    picks: Picks,
    asked: AbsenceRequest,
) -> Taken:
    """What is chosen, kept where no hard rule is broken that was not before."""
    absent, who = ways.problem, ways.who
    timetable, taken = _decide(ways, before, todo, picks, best=asked.best)
    timetable = settled(absent, timetable, RULES)
    report = checked(absent, timetable)
    broken = broken_since(checked(problem, before), report)
    number, board = None, Board.of(absent, timetable, active(RULES, absent))
    alone = minors_alone(board, before, timetable, day, day + timedelta(days=1), ())
    if not broken and not asked.dry_run:
        reason = asked.reason or f"absence d’un formateur le {day:%d/%m/%Y}"
        settings = {"trainer": who, "date": day.isoformat(), ALONE: plain_alone(absent, alone)}
        kept, _new = keep(folder, absent, timetable, report, "replace", reason, asked.author, settings=settings)
        number = kept.number
    return Taken(absent, before, timetable, who, taken, broken, alone, number, code=RULE_BROKEN if broken else 0)


def _decide(
    ways: WaysOut,
    timetable: Timetable,
    todo: Sequence[tuple[Session, ...]],
    picks: Picks,
    *,
    best: bool,
) -> tuple[Timetable, list[tuple[AbsentHour, Choice]]]:
    """Each session in turn: as typed, else the best way out, given what was decided for those before."""
    missing = [title(sessions[0]) for n, sessions in enumerate(todo) if n not in picks.texts]
    if missing and not best:
        raise Refused(
            USAGE,
            f"Il reste {count(len(missing), 'séance')} sans choix. Ajoutez-les à --choose, ou ajoutez --best pour "
            "prendre la meilleure solution :",
            *bulleted(missing),
        )
    taken = []
    for n, sessions in enumerate(todo):
        found = ways.of(timetable, sessions)
        if n in picks.texts:
            asks = partial(ways.colleague, timetable, sessions)
            choice: Choice | None = chosen_way(ways.problem, timetable, found, picks.texts[n], picks.lists.get(n), asks)
        else:
            choice = _best(ways, timetable, found)
        if choice is None:
            raise Refused(
                RULE_BROKEN,
                f"{title(sessions[0])} : aucune solution sans enfreindre une règle impérative. Inscrivez l’absence "
                "dans le classeur, feuille « Indisponibilités », et lancez barrette update.",
            )
        timetable = ways.taken(timetable, sessions, choice)
        taken.append((found, choice))
    return timetable, taken


def _best(ways: WaysOut, timetable: Timetable, one: AbsentHour) -> Choice | None:
    """The first way out that the whole term bears too."""
    before = checked(ways.problem, timetable)
    for choice in one.choices:
        after = checked(ways.problem, ways.taken(timetable, one.sessions, choice))
        known = {f.key for f in broken_since(before, after)}
        if not known & {rule.key for rule in RULES if rule.kind == "hard"}:
            return choice
    return None
