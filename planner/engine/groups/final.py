"""After the weeks: the real groups of barrettes, with the trainers and rooms that are free at their hours.

It reads the board, on which the hours of barrettes are kept, and leaves their sessions and groups instead. Period after
period, so that groups change little from one to the next; barrettes that never meet in a week are composed side by
side. The rough groups made before the weeks are not read: only the hours they led to count.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from planner.board.board import Board
from planner.board.paid import Paid, paid_so_far
from planner.board.restore import groups_at
from planner.board.unwatched import left_alone, list_left_alone
from planner.domain import BarretteId, Group, GroupMembership, Kind, Owed, Period, PeriodId, Session, SessionId
from planner.engine.groups.batches import apart, side_by_side, weeks_of
from planner.engine.groups.compose import Composition, compose_barrette
from planner.engine.groups.held import Hour, People
from planner.engine.groups.occasions import with_free_half_days
from planner.engine.groups.portions import UNDIVIDED, Portions
from planner.engine.groups.scene import Standing
from planner.engine.groups.seats import seat
from planner.engine.groups.sessions import run_session
from planner.model import Placed
from planner.model.groups import Occasion
from planner.rule import Rules, active


def placed_by_barrette(
    weeks: Mapping[date, Sequence[Placed]],
) -> dict[tuple[BarretteId, PeriodId | None], list[Placed]]:
    """Placed occurrences of each barrette in each period, in order of time; what is no barrette is left out."""
    found: dict[tuple[BarretteId, PeriodId | None], list[Placed]] = {}
    for week in sorted(weeks):
        for item, option in sorted(weeks[week], key=lambda p: (p[1].day, p[1].start)):
            if item.barrette_id is not None:
                found.setdefault((item.barrette_id, item.period_id), []).append((item, option))
    return found


Occasions = dict[tuple[BarretteId, PeriodId | None], tuple[Occasion, ...]]
"""Of each barrette in each period."""


def period_after_period(
    board: Board,
    weeks: Mapping[date, Sequence[Placed]],
    rules: Rules,
    owed: Sequence[Owed],
    seed: int,
    workers: int = 1,
    before: Mapping[BarretteId, Sequence[Group | GroupMembership]] | None = None,
    standing: Standing | None = None,
    split: Portions = UNDIVIDED,
) -> Iterator[tuple[Period, Occasions]]:
    """Each period of the term once its barrettes are composed and their sessions are on the board, with the occasions.

    ``weeks``: Monday → what was placed; barrettes are those in them. ``before``: groups to stay near to; by default
    those of the last term. ``standing``: sessions in which people are already, to be kept unless a move pays hours
    owed. ``split``: what each is to pay. Hours paid are counted anew before each batch. A barrette whose groups nobody
    can lead has no session: the last stage lists it.
    """
    problem = board.problem
    spoken = active(rules, problem)
    previous: dict[BarretteId, Sequence[Group | GroupMembership]] = {
        b: tuple(g for g in problem.last_groups if g.barrette_id == b) for b in problem.barrettes
    }
    previous |= before or {}
    everything = placed_by_barrette(weeks)
    for period in problem.periods:
        placed = {b: everything[b, period.id] for b in problem.barrettes if (b, period.id) in everything}
        occasions: Occasions = {}
        for batch in apart({b: weeks_of(o.day for _i, o in found) for b, found in placed.items()}):
            for b in batch:
                occasions[b, period.id] = _occasions(board, placed[b])
            # Only the people of the batch: the rest of the centre would be counted for nothing.
            paid = paid_so_far(board, owed, {a for b in batch for o in occasions[b, period.id] for a in o.learners})

            def compose(
                b: BarretteId, period: Period = period, paid: Paid = paid, occasions: Occasions = occasions
            ) -> Composition:
                """One barrette of the batch, with what is paid and the groups of the period before."""
                here, before = occasions[b, period.id], previous[b]
                barrette = problem.barrettes[b]
                due = split.left_to(b, period, owed)
                return compose_barrette(
                    problem, barrette, period, here, due, paid, before, rules=spoken, seed=seed, standing=standing
                )

            for b, composed in zip(batch, side_by_side(compose, batch, workers), strict=True):
                previous[b] = composed.groups
                _add_groups(board, placed[b], composed, owed, rules, seed)
                note_ungrouped(board, placed[b], occasions[b, period.id], composed)
        yield period, occasions


def _occasions(board: Board, placed: Sequence[Placed]) -> tuple[Occasion, ...]:
    """Occasions of a barrette in a period, all that was kept for it given back first.

    From here on its hour is nobody's until its sessions are on the board: nothing may come between.
    """
    for item, _option in placed:
        # All hours of the period at once, since the occasions of a barrette share its trainers' half-days.
        board.release(item.id)
    return with_free_half_days(board, placed)


def _add_groups(
    board: Board, placed: Sequence[Placed], composed: Composition, owed: Sequence[Owed], rules: Rules, seed: int
) -> None:
    """Put the sessions of a composition on the board, as far as the rules allow.

    The model knows groups, not every rule about people: whom a rule keeps out chooses another seat of the hour. No
    session is left in which only minors are alone.
    """
    problem = board.problem
    spans = {item.id: (item, option) for item, option in placed}
    refused: dict[SessionId, dict[SessionId, tuple[Session, People]]] = {}
    for run in composed.runs:
        item, option = spans[SessionId(run.occasion_key)]
        session = run_session(problem, run, item, option, Kind.BARRETTE)
        people = [problem.learners[a] for a in run.apprentice_ids]
        minors = left_alone(problem, session, people)
        list_left_alone(board, session, minors)
        others = [person for person in people if person not in minors]
        coming = board.allowed(session, others)[0]
        if coming:
            board.call(session, coming)
        out = frozenset(person.id for person in others if person not in coming)
        if out:
            refused.setdefault(item.id, {})[session.id] = session, out
    _list(board, composed.groups)
    _seat_refused(board, [spans[key] for key in refused], refused, owed, rules, seed)


def _seat_refused(
    board: Board,
    placed: Sequence[Placed],
    refused: Mapping[SessionId, Mapping[SessionId, tuple[Session, People]]],
    owed: Sequence[Owed],
    rules: Rules,
    seed: int,
) -> None:
    """Another seat for those whom a rule keeps out of the group that the composition gave them.

    ``refused``: hour → its sessions → the session as it was composed, and whom it may not take.
    """
    hours = []
    for item, option in placed:
        lost = {key: row for key, row in refused[item.id].items() if key not in board.sessions}
        people = People().union(*(out for _session, out in refused[item.id].values()))
        here = groups_at(board.sessions.values(), {item.id})
        hours.append(Hour((item, option), tuple(session.id for session in here), people, lost))
    seat(board, rules, owed, hours, seed)


def _list(board: Board, groups: Sequence[Group]) -> None:
    """Groups on the list of the board; one that has other hours already keeps its trainer and its people."""
    known = {group.id: n for n, group in enumerate(board.groups)}
    for group in groups:
        if group.id in known:
            held = board.groups[known[group.id]]
            people = {*held.apprentice_ids, *group.apprentice_ids}
            board.groups[known[group.id]] = replace(held, apprentice_ids=tuple(sorted(people)))
        else:
            board.groups.append(group)


def note_ungrouped(
    board: Board, placed: Sequence[Placed], occasions: Sequence[Occasion], composed: Composition
) -> None:
    """Note those who are there at a barrette and in none of its groups, since they do not follow the course it carries.

    The hours they are freed from are those of their course, as if it had a session of its own. That session is on no
    board: it is what the stage of freed hours is asked about.
    """
    problem = board.problem
    barrette = problem.barrettes[placed[0][0].barrette_id] if placed and placed[0][0].barrette_id else None
    carried = [problem.courses[c] for c in (barrette.course_ids if barrette else ()) if c in problem.courses]
    spans = {str(item.id): (item, option) for item, option in placed}
    for here in occasions if carried else ():
        item, option = spans[here.key]
        grouped = {a for run in composed.runs if run.occasion_key == here.key for a in run.apprentice_ids}
        for person in (a for a in here.learners if a not in grouped):
            home = problem.learners[person].membership(here.day)
            course = next(
                (
                    c
                    for c in carried
                    if home and home.class_id in c.class_ids and problem.freed(person, c, here.day) is not None
                ),
                None,
            )
            if course is not None:
                key = SessionId(f"{item.id}-{course.id}-{here.day}-{here.start}")
                session = Session(
                    key, Kind.COURSE, here.day, option.start, option.end, item.minutes, course.subject, course.subject,
                    course_ids=(course.id,), class_ids=course.class_ids, period_id=item.period_id, site_id=item.site_id,
                )  # fmt: skip
                board.freed.append((session, person))
