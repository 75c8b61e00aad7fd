"""`barrette replace`: what to do with each session of a trainer who is absent for a day."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from planner.answer import USAGE, Done, Refused
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
from planner.domain import Timetable, TrainerId
from planner.engine.change.way_taken import Choice
from planner.engine.change.ways_out import AbsentHour, minutes_of_week
from planner.folder.absence import Away, Chooses, Taken, decide, keep_absence, refuse_locked, trainer_away
from planner.folder.reasons import neutral
from planner.folder.ways import title
from planner.store.database import StoreError
from planner.store.opening import at_last_version
from planner.store.shown import last_shown, remember_shown
from planner.words import bulleted, count


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
    gone: Away
    slots: Sequence[AbsentHour]
    week: int
    """Minutes of the trainer in that week."""
    together: Sequence[str]
    """``1=1``, ``2=3`` …: the first way out of each session that those before leave."""


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
        gone = trainer_away(store, problem, before, who, day, day)
        if chosen and gone.hours:
            texts = typed_choices(asked.choose, gone.hours)
            shown_by_number = {n: gone.of(before, gone.hours[n]) for n, text in texts.items() if by_number(text)}
            picks = Picks(texts, shown_by_number)
            refuse_other_list(last_shown(store, list_name(who, day)), gone.hours, picks)
            refuse_locked(gone, folder)
            decided = decide(gone, _choosing(gone, picks, best=asked.best))
            return keep_absence(folder, gone, decided, asked.reason, asked.author, dry_run=asked.dry_run)
        slots = [gone.of(before, sessions) for sessions in gone.hours]
        if not asked.dry_run:
            with suppress(StoreError):  # a folder that may only be read can be looked at
                remember_shown(store, list_name(who, day), numbers(gone.hours, dict(enumerate(slots))))
        week = minutes_of_week(gone.problem, before, who, day)
        return Offered(folder, gone, slots, week, _together(gone, slots))


def _together(gone: Away, slots: Sequence[AbsentHour]) -> list[str]:
    """A way out for each session that has one, by number, one after the other."""
    timetable, found = gone.before, []
    for n, one in enumerate(slots, start=1):
        now = gone.of(timetable, one.sessions) if n > 1 else one
        left = (p for p, listed in enumerate(one.choices, start=1) if any(same_way(listed, c) for c in now.choices))
        place = next(left, None)
        if place is not None:
            timetable = gone.taken(timetable, one.sessions, one.choices[place - 1])
            found.append(f"{n}={place}")
    return found


def _choosing(gone: Away, picks: Picks, *, best: bool) -> Chooses:
    """Each session as typed, else the best way out; raises Refused where some are left without a choice."""
    missing = [title(sessions[0]) for n, sessions in enumerate(gone.hours) if n not in picks.texts]
    if missing and not best:
        raise Refused(
            USAGE,
            f"Il reste {count(len(missing), 'séance')} sans choix. Ajoutez-les à --choose, ou ajoutez --best pour "
            "prendre la meilleure solution :",
            *bulleted(missing),
        )

    def chooses(n: int, found: AbsentHour, timetable: Timetable) -> Choice | None:
        if n not in picks.texts:
            return gone.best(timetable, found)
        asks = partial(gone.colleague, timetable, found.sessions)
        return chosen_way(gone.problem, timetable, found, picks.texts[n], picks.lists.get(n), asks)

    return chooses
