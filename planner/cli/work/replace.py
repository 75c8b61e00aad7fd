"""`barrette replace`: what to do with each session of a trainer who is absent for a day."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from constraints import RULES
from planner.answer import RULE_BROKEN, USAGE, Done, Refused
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
from planner.domain import Kind, Problem, Session, Timetable, TrainerId
from planner.engine.change.way_taken import Choice, applied, owed_more, settled
from planner.engine.change.ways_out import AbsentHour, held, minutes_of_week, slot, with_absence
from planner.folder.keep import checked, keep
from planner.folder.reasons import neutral
from planner.rule import Finding
from planner.store.database import StoreError
from planner.store.opening import at_last_version
from planner.store.shown import last_shown, remember_shown
from planner.words import bulleted, count, trainer_name


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


@dataclass(frozen=True)
class Taken(Done):
    """What was decided, and the version that it became; ``number`` None: nothing is kept."""

    problem: Problem
    before: Timetable
    after: Timetable
    who: TrainerId
    taken: Sequence[tuple[AbsentHour, Choice]]
    broken: Sequence[Finding]
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
            by_name(asked.trainer, names, "Le formateur", "Donner son nom ou son code, feuille « Formateurs ».")
        )
        if not problem.first <= day <= problem.last:
            raise Refused(USAGE, outside(problem, day))
        absent = with_absence(problem, who, day)
        todo = held(before, who, day)
        if chosen and todo:
            texts = typed_choices(asked.choose, todo)
            shown_by_number = {
                n: slot(absent, before, who, todo[n], RULES) for n, text in texts.items() if by_number(text)
            }
            picks = Picks(texts, shown_by_number)
            refuse_other_list(last_shown(store, list_name(who, day)), todo, picks)
            return _kept(folder, problem, absent, before, who, day, todo, picks, asked)
        slots = [slot(absent, before, who, sessions, RULES) for sessions in todo]
        with suppress(StoreError):  # a folder that may only be read can be looked at
            remember_shown(store, list_name(who, day), numbers(todo, dict(enumerate(slots))))
        events = [s for s in before.by_trainer.get(who, ()) if s.day == day and s.kind == Kind.FIXED]
        week, together = minutes_of_week(absent, before, who, day), _together(absent, before, who, slots)
        return Offered(folder, absent, before, who, day, slots, events, week, together)


def _together(problem: Problem, timetable: Timetable, who: TrainerId, slots: Sequence[AbsentHour]) -> list[str]:
    """A way out for each session that has one, by number, one after the other."""
    found = []
    for n, one in enumerate(slots, start=1):
        now = slot(problem, timetable, who, one.sessions, RULES) if n > 1 else one
        left = (p for p, listed in enumerate(one.choices, start=1) if any(same_way(listed, c) for c in now.choices))
        place = next(left, None)
        if place is not None:
            timetable = applied(problem, timetable, who, one.sessions, one.choices[place - 1])
            found.append(f"{n}={place}")
    return found


def _kept(
    folder: Path,
    problem: Problem,
    absent: Problem,
    before: Timetable,
    who: TrainerId,
    day: date,
    todo: Sequence[tuple[Session, ...]],
    picks: Picks,
    asked: AbsenceRequest,
) -> Taken:
    """What is chosen, kept where no hard rule is broken that was not before."""
    timetable, taken = _decide(absent, before, who, todo, picks, best=asked.best)
    timetable = settled(absent, timetable)
    report = checked(absent, timetable)
    broken = broken_since(checked(problem, before), report)
    number = None
    if not broken and not asked.dry_run:
        reason = asked.reason or f"absence de {trainer_name(problem, who)} le {day:%d/%m/%Y}"
        settings = {"trainer": who, "date": day.isoformat()}
        kept, _new = keep(folder, absent, timetable, report, "replace", reason, asked.author, settings=settings)
        number = kept.number
    return Taken(absent, before, timetable, who, taken, broken, number, code=RULE_BROKEN if broken else 0)


def _decide(
    problem: Problem,
    timetable: Timetable,
    who: TrainerId,
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
            f"Il reste {count(len(missing), 'séance')} sans choix. Les ajouter à --choose, ou ajouter --best pour "
            "prendre la meilleure solution :",
            *bulleted(missing),
        )
    taken = []
    for n, sessions in enumerate(todo):
        found = slot(problem, timetable, who, sessions, RULES)
        if n in picks.texts:
            choice: Choice | None = chosen_way(problem, timetable, found, picks.texts[n], picks.lists.get(n))
        else:
            choice = _best(problem, timetable, who, found)
        if choice is None:
            raise Refused(
                RULE_BROKEN,
                f"{title(sessions[0])} : aucune solution sans enfreindre une règle impérative. Inscrire l’absence "
                "dans le classeur, feuille « Indisponibilités », et lancer barrette update.",
            )
        timetable = applied(problem, timetable, who, sessions, choice)
        taken.append((found, choice))
    return timetable, taken


def _best(problem: Problem, timetable: Timetable, who: TrainerId, one: AbsentHour) -> Choice | None:
    """The first way out that the whole term bears too."""
    before = checked(problem, timetable)
    for choice in one.choices:
        known = {
            f.key
            for f in broken_since(before, checked(problem, applied(problem, timetable, who, one.sessions, choice)))
        }
        if not known & {rule.key for rule in RULES if rule.kind == "hard"}:
            return choice
    return None
