"""What to do with each session of a trainer who is away, from a day to another: the ways out, and what is chosen kept.

The command `replace` asks it for one day, with choices as they are typed; the board for several, with those of its
cards.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from constraints import RULES
from planner.answer import RULE_BROKEN, Done, Refused
from planner.board.board import Board
from planner.check.verify import broken_since
from planner.domain import Kind, Problem, Session, SessionId, Timetable, TrainerId, days_between
from planner.engine.change.alone import Alone, minors_alone
from planner.engine.change.limits_left import with_limits_left
from planner.engine.change.way_taken import Choice, applied, owed_more, settled, with_others
from planner.engine.change.ways_out import AbsentHour, held, slot, taking, with_absence
from planner.folder.compare import ALONE, plain_alone
from planner.folder.keep import checked, keep
from planner.folder.ways import title
from planner.rule import Finding, active
from planner.store.database import Store
from planner.store.locks import locked_sessions
from planner.words import bulleted, session_line


@dataclass(frozen=True, slots=True)
class Away:
    """A trainer who is away, and what they hold meanwhile."""

    known: Problem
    """As the workbook has it."""
    before: Timetable
    who: TrainerId
    first: date
    last: date
    locked: frozenset[SessionId]
    """Sessions that the planner has locked, here or elsewhere: none of them changes."""
    problem: Problem
    """In which they are away."""
    hours: tuple[tuple[Session, ...], ...]
    """Sessions by hour, in order of time."""

    @property
    def events(self) -> list[Session]:
        """What stands without the trainer."""
        theirs = self.before.by_trainer.get(self.who, ())
        return [s for s in theirs if self.first <= s.day <= self.last and s.kind == Kind.FIXED]

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

    def best(self, timetable: Timetable, one: AbsentHour) -> Choice | None:
        """The first way out that the whole term bears too."""
        before = checked(self.problem, timetable)
        for choice in one.choices:
            after = checked(self.problem, self.taken(timetable, one.sessions, choice))
            known = {f.key for f in broken_since(before, after)}
            if not known & {rule.key for rule in RULES if rule.kind == "hard"}:
                return choice
        return None


def trainer_away(store: Store, problem: Problem, before: Timetable, who: TrainerId, first: date, last: date) -> Away:
    """What a trainer holds from a day to another, in the last version of a folder."""
    hours = tuple(sessions for day in days_between(first, last) for sessions in held(before, who, day))
    absent, locked = with_absence(problem, who, first, last), locked_sessions(store, problem.settings)
    return Away(problem, before, who, first, last, locked, absent, hours)


def refuse_locked(gone: Away, folder: Path) -> None:
    """Raises Refused for sessions that are locked: with their trainer, whom nobody may stand in for."""
    if sessions := [s for hour in gone.hours for s in hour if s.id in gone.locked]:
        raise Refused(
            RULE_BROKEN,
            "Ces séances sont verrouillées, avec leur formateur. Les libérer d’abord :",
            *bulleted([session_line(s) for s in sessions]),
            f"  barrette unlock {folder} {' '.join(s.id for s in sessions)}",
        )


Chooses = Callable[[int, AbsentHour, Timetable], Choice | None]
"""Place of an hour, from 0 on, what may be done with it given what was decided for those before, the timetable with
that → what is chosen; None where nothing can be."""


@dataclass(frozen=True)
class WaysTaken:
    """Each hour with what was chosen for it, one after the other; ``after``: hours owed are not counted again."""

    taken: Sequence[tuple[AbsentHour, Choice]]
    after: Timetable


def decide(gone: Away, chooses: Chooses) -> WaysTaken:
    """Every hour in turn; raises Refused where one has no way out."""
    timetable, taken = gone.before, []
    for n, sessions in enumerate(gone.hours):
        found = gone.of(timetable, sessions)
        choice = chooses(n, found, timetable)
        if choice is None:
            raise Refused(
                RULE_BROKEN,
                f"{title(sessions[0])} : aucune solution sans enfreindre une règle impérative. Inscrivez l’absence "
                "dans le classeur, feuille « Indisponibilités », et lancez barrette update.",
            )
        timetable = gone.taken(timetable, sessions, choice)
        taken.append((found, choice))
    return WaysTaken(taken, timetable)


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


def keep_absence(folder: Path, gone: Away, decided: WaysTaken, reason: str, author: str, *, dry_run: bool) -> Taken:
    """What is chosen as a version, where no hard rule is broken that was not before; ``dry_run``: nothing is kept."""
    absent = gone.problem
    timetable = settled(absent, decided.after, RULES)
    report = checked(absent, timetable)
    broken = broken_since(checked(gone.known, gone.before), report)
    number, board = None, Board.of(absent, timetable, active(RULES, absent))
    alone = minors_alone(board, gone.before, timetable, gone.first, gone.last + timedelta(days=1), ())
    if not broken and not dry_run:
        settings = {"trainer": gone.who, "date": gone.first.isoformat(), ALONE: plain_alone(absent, alone)}
        if gone.last > gone.first:
            settings["last"] = gone.last.isoformat()
        why = reason or f"absence d’un formateur {_span(gone)}"
        kept, _new = keep(folder, absent, timetable, report, "replace", why, author, settings=settings)
        number = kept.number
    code = RULE_BROKEN if broken else 0
    return Taken(absent, gone.before, timetable, gone.who, decided.taken, broken, alone, number, code=code)


def _span(gone: Away) -> str:
    if gone.first == gone.last:
        return f"le {gone.first:%d/%m/%Y}"
    return f"du {gone.first:%d/%m/%Y} au {gone.last:%d/%m/%Y}"
