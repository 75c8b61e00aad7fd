"""What the rest of a class does while an event, or an absence that puts courses off, suspends its courses.

After the groups: whoever of the class has nothing by then is in supervised study, all in one place for as long as the
same people are free. Those who are released are in it only where they may not leave.
"""

import itertools
from collections.abc import Iterator, Sequence
from datetime import date

from planner.board.board import Board
from planner.board.numbering import last_number
from planner.board.shelter import place_to_be
from planner.domain import DAY_END, About, Cause, ClassId, Guidance, Kind, Learner, Missing, Pause, Session, SessionId
from planner.engine.people.attend import period_id
from planner.engine.people.freed_hours import within
from planner.engine.people.place import StartEnd

LABEL = "Autonomie encadrée"


def place_rest_of_classes(board: Board, first: date = date.min) -> list[Missing]:
    """Supervised study, from a day on, for those whom a pause leaves without a course; returns what has no place.

    One line for each span without a place; a span that two pauses share is served once. Nobody is called away from
    anything: whoever has a session at that hour has a place already.
    """
    missing: list[Missing] = []
    for (class_id, day), pauses in sorted(board.problem.pauses.items()):
        if day < first:
            continue
        taken: list[StartEnd] = []
        # What keeps everybody comes before what lets adults go.
        for pause in sorted(
            (p for p in pauses if p.rest), key=lambda p: (p.rest != "study", p.start, p.end, p.event_id)
        ):
            # Two pauses may overlap (two events of one morning): a slot is served once.
            spans = [span for span in _slots(board, class_id, day, pause) if span not in taken]
            taken += spans
            missing += _of_pause(board, class_id, day, pause, spans)
    return missing


def _slots(board: Board, class_id: ClassId, day: date, pause: Pause) -> list[StartEnd]:
    """Slots of the bells that a pause touches, cut to it where they may be cut; in order of time."""
    slots = board.problem.bells_of(class_id).days[day.weekday()]
    last = pause.end or DAY_END
    return [within(slot, pause.start, last) for slot in slots if max(slot.start, pause.start) < min(slot.end, last)]


def _of_pause(board: Board, class_id: ClassId, day: date, pause: Pause, spans: Sequence[StartEnd]) -> Iterator[Missing]:
    """One pause: places for the people of each run of slots; yields the spans for which there is none."""
    people = {span: _left(board, class_id, day, span, pause) for span in spans}
    for run in _runs(spans, people):
        for start, end in _whole_or_pieces(board, class_id, day, run, people[run[0]]):
            minutes = board.problem.bells_of(class_id).teaching(day.weekday(), start, end)
            key = SessionId(f"etude-{class_id}-{day:%Y%m%d}-{start // 60:02d}{start % 60:02d}")
            yield Missing(
                key,
                Kind.STUDY,
                minutes,
                Cause.NO_WATCHED_PLACE,
                class_ids=(class_id,),
                about=About.REST,
                day=day,
                start=start,
                end=end,
                heads=len(people[run[0]]),
                title=pause.label,
            )


def _left(board: Board, class_id: ClassId, day: date, span: StartEnd, pause: Pause) -> tuple[Learner, ...]:
    """People of the class at the centre with nothing to do; where they are released, those who may not leave.

    Those at a distance, and whom an arrangement spares the hour, are nobody's to watch.
    """
    problem = board.problem
    return tuple(
        p
        for p in problem.roster(class_id, day)
        if problem.here(p, day, *span)
        and not p.remote
        and not problem.barred(p.id, day, *span)
        and not board.presence.clashes(p.id, day, *span)
        and (pause.rest == "study" or (p.minor(day) and not (p.free_exit is not None and p.free_exit <= day)))
    )


def _runs(spans: Sequence[StartEnd], people: dict[StartEnd, tuple[Learner, ...]]) -> Iterator[list[StartEnd]]:
    """Slots in a row, no meal between them, with the same people; slots at which nobody is left end a run."""
    run: list[StartEnd] = []
    for before, span in itertools.pairwise([(0, 0), *sorted(spans)]):
        # Thirty minutes or more between two slots may be the meal, which nobody spends in study.
        joined = run and span[0] - before[1] < 30 and people[span] == people[run[0]]
        if run and not joined:
            yield run
            run = []
        if people[span]:
            run.append(span)
    if run:
        yield run


def _whole_or_pieces(
    board: Board, class_id: ClassId, day: date, run: Sequence[StartEnd], people: Sequence[Learner]
) -> list[StartEnd]:
    """One place for the whole run, else slot by slot; spans without a place are returned.

    The place is on the board then. One for all of it keeps people where they are.
    """
    if _seated(board, class_id, day, (run[0][0], run[-1][1]), people):
        return []
    return [span for span in run if len(run) == 1 or not _seated(board, class_id, day, span, people)]


def _seated(board: Board, class_id: ClassId, day: date, span: StartEnd, people: Sequence[Learner]) -> bool:
    """Put a study session of some people on the board; whether all of them have their place in it.

    False, and nothing on the board, where a room, an adult or a rule is lacking for one of them.
    """
    problem, (start, end) = board.problem, span
    room, adult = place_to_be(board, people, day, start, end)
    if room is None or adult is None:
        return False
    key = f"etude-{class_id}-{day:%Y%m%d}-{start // 60:02d}{start % 60:02d}"
    session = Session(
        id=SessionId(f"{key}-{last_number(board, '-', key) + 2}" if key in board.sessions else key),
        kind=Kind.STUDY,
        day=day,
        start=start,
        end=end,
        minutes=problem.bells_of(class_id).teaching(day.weekday(), start, end),
        label=LABEL,
        public_label=LABEL,
        class_ids=(class_id,),
        period_id=period_id(problem, day),
        trainer_ids=(adult,),
        room_id=room,
        site_id=problem.rooms[room].site_id,
        guidance=Guidance.AUTONOMOUS,
    )
    coming, _said = board.allowed(session, people)
    # All or nothing: whoever stayed behind would be in a second place at the same hour, which is tried slot by slot.
    if len(coming) < len(people):
        return False
    board.call(session, coming)
    return True
