"""What one apprentice or trainer may bear in a whole update: the sessions of theirs that may change at most.

The limits are those of ``--max-moves-per-trainer`` and ``--max-moves-per-apprentice``; without them the budget is empty
and no row is added.

`budget` is asked before each repair of a week (`times.Retime.budget`): it compares the board with the timetable before
the update and returns how many more sessions of each person may change. `bear` is asked while the model of a week is
made (`repair.Repair.piece`): it adds the rows to that model, and returns them for `joint_weeks`, which adds them up
over several weeks. The board does not change. What finds no place because of a limit is told by `kept_out`.

With a limit of 3, a trainer two of whose sessions have changed in the weeks repaired so far may have one more changed
in all those that follow. A session that has no place at all is no change.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from planner.board.board import Board
from planner.board.called import expected
from planner.board.numbering import first_id
from planner.domain import ApprenticeId, Kind, RoomId, Session, SessionId, Timetable, TrainerId
from planner.engine.change.repair_model import Place, RepairModel
from planner.engine.change.week_sessions import WeekSessions
from planner.model import Option
from planner.model.linear import LinearModel


@dataclass(frozen=True, slots=True)
class Budget:
    """Sessions that may still change of each trainer, and move of each apprentice; empty: no limit."""

    trainers: Mapping[TrainerId, int] = field(default_factory=dict)
    people: Mapping[ApprenticeId, int] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether anybody has a limit."""
        return bool(self.trainers or self.people)


class Borne(NamedTuple):
    """What somebody bears in a model: of some ``sessions``, at most ``most`` may have none of ``ids`` at 1.

    One of these variables is 1 where a session stays as it is, or has no place at all.
    """

    bearer: str
    ids: tuple[int, ...]
    sessions: int
    most: int


def budget(
    board: Board,
    before: Timetable,
    pending: Mapping[SessionId, Place],
    per_trainer: int | None,
    per_apprentice: int | None,
) -> Budget:
    """What is left of the limits (None: none), given what differs by now, ``pending`` places taken, from before.

    Never less than 0. Another room or trainer is a change to the trainer alone, another hour to everyone; what is new
    is none. ``pending`` counts as if it were on the board.
    """
    if per_trainer is None and per_apprentice is None:
        return Budget()
    trainers: Counter[TrainerId] = Counter()
    people: Counter[ApprenticeId] = Counter()
    for session in board.sessions.values():
        was = _was(before, session.id)
        # To whoever comes to it, a session that is new changes nothing.
        if was is None:
            continue
        place = pending.get(session.id)
        now = (
            _as_it_is(session)
            if place is None
            else (place.option.day, place.option.start, place.option.team, place.room)
        )
        moved = (was.day, was.start) != now[:2]
        if moved or (set(was.trainer_ids), was.room_id) != (set(now[2]), now[3]):
            trainers.update(set(was.trainer_ids))
        if moved:
            people.update({row.apprentice_id for row in before.attendees.get(was.id, ())})
    problem = board.problem
    return Budget(
        {} if per_trainer is None else {t: max(0, per_trainer - trainers[t]) for t in problem.trainers},
        {} if per_apprentice is None else {a: max(0, per_apprentice - people[a]) for a in problem.learners},
    )


def _as_it_is(session: Session) -> tuple[date, int, tuple[TrainerId, ...], RoomId | None]:
    """Day, start, team and room of a session."""
    return session.day, session.start, session.trainer_ids, session.room_id


def _was(before: Timetable, key: SessionId) -> Session | None:
    """A session as it was, also where it was cancelled and has come back under another id."""
    return before.session.get(key) or before.session.get(first_id(key))


def bear(budget: Budget, week: WeekSessions, model: RepairModel, same: Mapping[int, int]) -> tuple[Borne, ...]:
    """Hold a week within a budget; what each bearer bears in it. ``same``: variable by item that is free.

    A session of a trainer changes unless nothing of it does, one of an apprentice moves unless it keeps its hour; one
    that has no place is no change.
    """
    found = []
    rows: dict[tuple[int, ...], Borne] = {}
    for bearer, most, members in _bearers(budget, week, same) if budget else ():
        ids = [model.unplaced[n] for n in members]
        if bearer in budget.trainers:
            ids += [same[n] for n in members]
        else:
            ids += [k for n in members for k in model.of(n) if _at_its_hour(week.sessions[n], model.options[k][1])]
        borne = Borne(bearer, tuple(ids), len(members), most)
        found.append(borne)
        # People of one class bear the same sessions: of equal rows the strictest holds for all.
        if borne.ids not in rows or most < rows[borne.ids].most:
            rows[borne.ids] = borne
    for one in rows.values():
        LinearModel.add(model, one.ids, 1, low=one.sessions - one.most)
    return tuple(found)


def spare(week: WeekSessions, model: RepairModel, lacking: Collection[int], same: Sequence[int]) -> None:
    """So many others may move, at most, for each session that has a place only so (`Limits.displaced`).

    ``lacking``: numbers of these, of which groups of one hour count once; ``same``: for each of the others a variable
    that is 1 where nothing of it changes.
    """
    most = week.limits.displaced
    if most is not None and same:
        hours = {week.items[n].tie or week.items[n].id: model.unplaced[n] for n in sorted(lacking)}
        factors = [most] * len(hours) + [-1] * len(same)
        LinearModel.add(model, [*hours.values(), *same], factors, high=most * len(hours) - len(same))


def _bearers(budget: Budget, week: WeekSessions, same: Mapping[int, int]) -> Iterator[tuple[str, int, list[int]]]:
    """Each trainer and apprentice, what they may bear, and the items of theirs that are free.

    (who, sessions that may still change, their items), in order of ids; only those with an item that is free.
    """
    found: dict[str, list[int]] = {}
    for n in same:
        item = week.items[n]
        people = set(week.board.people[item.id])
        if item.kind == Kind.COURSE:
            people |= {learner.id for learner in expected(week.problem, item, week.week)}
        for bearer in (*week.sessions[n].trainer_ids, *sorted(people)):
            found.setdefault(bearer, []).append(n)
    limits: dict[str, int] = dict([*budget.trainers.items(), *budget.people.items()])
    yield from ((bearer, limits[bearer], found[bearer]) for bearer in sorted(limits) if bearer in found)


def _at_its_hour(session: Session, option: Option) -> bool:
    """Whether an option keeps day and start; the end follows from the length."""
    return (option.day, option.start) == (session.day, session.start)
