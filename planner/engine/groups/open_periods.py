"""Open periods: who is called into support at each hour, and the supervised place of the others.

After the barrettes of a period, which pay more people at once: what is still owed then is asked here, the hours of the
period at once. It reads the hours kept on the board and leaves sessions of support, and one of each class for those who
are not called.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from planner.board.board import Board
from planner.board.paid import paid_so_far
from planner.board.shelter import place_to_be, seat_left
from planner.board.staff import room_for
from planner.board.unwatched import list_uncalled, unwatched
from planner.domain import (
    ApprenticeId,
    ClassId,
    Guidance,
    Kind,
    Learner,
    OpenPeriod,
    OpenPeriodId,
    Owed,
    Period,
    Session,
    SessionId,
    TrainerId,
    in_order,
)
from planner.engine.groups.beside import in_level_beside
from planner.engine.groups.compose import Run, compose_open
from planner.engine.groups.helpers import helpers
from planner.engine.groups.occasions import known_teams, with_free_half_days
from planner.engine.groups.portions import UNDIVIDED, Portions
from planner.engine.groups.sessions import run_session
from planner.model import Option, Placed
from planner.model.groups import Occasion
from planner.rule import Rules, active


def fill_open_periods(
    board: Board,
    weeks: Mapping[date, Sequence[Placed]],
    period: Period,
    rules: Rules,
    owed: Sequence[Owed],
    seed: int,
    split: Portions = UNDIVIDED,
) -> list[Occasion]:
    """Call people into support where it pays what they are owed in a period; the others stay in the supervised place.

    The hours of an open period in a formation period are composed together, so that what one has no seat for is given
    at another, by a trainer whom people know. ``split``: what each open period is to pay.
    """
    problem = board.problem
    periods = {o.id: o for o in problem.open_periods}
    found: list[Occasion] = []
    later = _later(weeks, period)
    for rows in _of_period(weeks, period):
        # Given back first: whoever is called has to be free at these hours.
        for item, _option in rows:
            board.release(item.id)
        here = with_free_half_days(board, rows)
        found += here
        item = rows[0][0]
        assert item.open_id is not None
        people = {a for occasion in here for a in occasion.learners}
        composed = compose_open(
            problem,
            periods[item.open_id],
            period,
            here,
            split.left_to(item.open_id, period, owed),
            paid_so_far(board, owed, people),
            rules=active(rules, problem),
            seed=seed,
            known=known_teams(board, period),
            later=later,
            beside=in_level_beside(board, owed, people),
        )
        for placed, occasion in zip(rows, here, strict=True):
            _call(board, periods[item.open_id], placed, occasion, composed.runs)
    return found


def _later(weeks: Mapping[date, Sequence[Placed]], period: Period) -> Mapping[ClassId, int]:
    """Minutes of barrettes and open periods that each class has after a period; what carries a course is not known."""
    found = Counter[ClassId]()
    for item, _option in (p for placed in weeks.values() for p in placed if p[1].day > period.last):
        if item.barrette_id or item.open_id:
            found.update(dict.fromkeys(item.class_ids, item.minutes))
    return found


def _of_period(weeks: Mapping[date, Sequence[Placed]], period: Period) -> Iterable[list[Placed]]:
    """Hours of each open period in a formation period, in order of time."""
    found: dict[OpenPeriodId, list[Placed]] = {}
    placed = [p for week in sorted(weeks) for p in weeks[week] if p[0].open_id and p[0].period_id == period.id]
    for item, option in sorted(placed, key=lambda p: (p[1].day, p[1].start, p[0].id)):
        if item.open_id:
            found.setdefault(item.open_id, []).append((item, option))
    return found.values()


def _call(board: Board, period: OpenPeriod, placed: Placed, here: Occasion, runs: Sequence[Run]) -> None:
    """One hour of an open period: those who are called into support, then the others in their place."""
    problem, (item, option) = board.problem, placed
    mine = [run for run in runs if run.occasion_key == here.key]
    called: set[ApprenticeId] = set()
    for run in mine:
        module = problem.modules.get(run.module_id)
        # Those who owe nothing are in the place of their class, not in a group of the composition.
        if module is None or module.theme == "study":
            continue
        session = run_session(problem, run, item, option, Kind.SUPPORT)
        coming = board.allowed(session, [problem.learners[a] for a in run.apprentice_ids])[0]
        if coming:
            board.call(session, coming)
        # Whoever a rule keeps out stays with those who are not called.
        called |= {person.id for person in coming}
    left = [a for a in here.learners if a not in called]
    _rest(board, period, placed, left, helpers(problem, here))
    _out_of_workshops(board, option)


def _out_of_workshops(board: Board, option: Option) -> None:
    """Groups of an hour that the composition put in a workshop, into an ordinary room that is free after all.

    The composition keeps the supervised place for those who are not called: where there are none, it is a room like
    others.
    """
    problem, span = board.problem, (option.day, option.start, option.end)
    for session in in_order([s for s in board.sessions.values() if s.day == option.day and s.kind == Kind.SUPPORT]):
        module = problem.modules.get(session.module_id) if session.module_id else None
        special = session.room_id is not None and problem.special(problem.rooms[session.room_id])
        if not special or module is None or module.room_types or (session.start, session.end) != span[1:]:
            continue
        people = board.people_of(session.id)
        room = room_for(board, [problem.learners[a] for a in people], *span, session.site_id, module)
        if room is not None:
            board.put(replace(session, room_id=room), people)


def _rest(
    board: Board, period: OpenPeriod, placed: Placed, left: Sequence[ApprenticeId], helping: frozenset[TrainerId]
) -> None:
    """Those who are not called: in the supervised place while it has seats, then class by class in a watched room.

    Who is ``helping`` somebody watches nobody.
    """
    problem, (item, option) = board.problem, placed
    waiting: dict[ClassId, list[Learner]] = {}
    for person in (problem.learners[a] for a in left):
        membership = person.membership(option.day)
        assert membership is not None
        waiting.setdefault(membership.class_id, []).append(person)
    base = Session(
        id=item.id,
        kind=Kind.OPEN,
        day=option.day,
        start=option.start,
        end=option.end,
        minutes=item.minutes,
        label=period.name,
        public_label="Temps d’accompagnement",
        occurrence=item.occurrence,
        period_id=item.period_id,
        site_id=item.site_id,
        guidance=Guidance.AUTONOMOUS,
    )
    for class_id in item.class_ids:
        session = replace(base, id=SessionId(f"{item.id}-{class_id}"), class_ids=(class_id,))
        settle_place(board, period, session, waiting.get(class_id, []), helping)


def settle_place(
    board: Board,
    period: OpenPeriod,
    place: Session,
    people: Sequence[Learner],
    helping: frozenset[TrainerId] = frozenset(),
) -> None:
    """Some people into the place of their class, new or known: another room and adult where it has none, or is full.

    Nothing is written for minors whom nobody can watch, or whom a rule keeps out: they are listed. A new one without
    people takes neither room nor adult.
    """
    if period.adults_free:
        people = [p for p in people if p.minor(place.day)]
    stands = place.id in board.sessions
    if stands and people and not board.people[place.id] and unwatched(board.problem, place):
        # Nobody was left in it so far: it has no adult yet, and is judged with the one that it gets.
        board.take(place.id)
        stands = False
    if not (stands or people):
        # Nobody to watch: no adult's hour, and the room is for the groups beside.
        board.call(place, ())
        return
    if stands:
        people = _may_stay(board, place, people)
    if stands and (not people or seat_left(board, place, people)):
        board.join(place.id, *(p.id for p in people))
        return
    # Out meanwhile, so that its own adult and room are free for it.
    held = board.take(place.id) if stands else {}
    everyone = [*(board.problem.learners[a] for a in held), *people]
    room, adult = place_to_be(board, everyone, place.day, place.start, place.end, period.room_id, helping)
    if adult is not None:
        place = replace(place, room_id=room, trainer_ids=(adult,))
    else:
        minors = [p for p in people if p.kept(place.day) and not p.remote]
        list_uncalled(board, place, place.class_ids[0], minors)
        people = [] if place.room_id else [p for p in people if p not in minors]
    if stands:
        board.put(place, held)
        board.join(place.id, *(p.id for p in people))
    else:
        board.call(place, _may_stay(board, place, people))


def _may_stay(board: Board, place: Session, people: Sequence[Learner]) -> list[Learner]:
    """Those whom no rule keeps out of a place; of the others, whoever the centre keeps is listed."""
    coming, said = board.allowed(place, people)
    left = [p for p in people if p.kept(place.day) and p not in coming]
    list_uncalled(board, place, place.class_ids[0], left, said)
    return coming
