"""From sessions back to what was placed: the occurrences of barrettes, each with all its groups.

A week places an occurrence as one item; the board has one session for each of its groups. A re-solve composes barrettes
again, so it needs the item back; the id of an occurrence is made of its barrette, period and ordinal, and outlives any
move.
"""

from collections.abc import Collection, Iterable
from datetime import date

from planner.domain import Kind, Problem, Session, SessionId, monday
from planner.model import Item, Option


def occurrence_id(session: Session) -> SessionId:
    """Id of the occurrence of a barrette that a group session belongs to; meaningless for any other session."""
    return SessionId(f"{session.barrette_id}-{session.period_id or 'P'}-o{session.occurrence}")


def open_owner(problem: Problem, session: Session) -> str:
    """Id of the open period in whose hour a session takes place; empty for any other.

    Read in the id, since a session of support knows no open period; the longest that fits wins.
    """
    if not session.occurrence or session.barrette_id:
        return ""
    heads = (str(o.id) for o in problem.open_periods if session.id.startswith(f"{o.id}-{session.period_id}-"))
    return max(heads, key=len, default="")


def groups_at(sessions: Iterable[Session], hours: Collection[str]) -> list[Session]:
    """Sessions of the groups of some hours of barrettes, in order of time; ``hours``: ids of the occurrences."""
    found = (s for s in sessions if s.kind == Kind.BARRETTE and occurrence_id(s) in hours)
    return sorted(found, key=lambda s: (s.day, s.start, s.id))


def occurrence_session(item: Item, option: Option) -> Session:
    """An occurrence as one session, for as long as its groups are not composed: its hour and its team.

    It has no labels, no room and no people: it is kept on the board (`Board.keep`), and is never in a timetable.
    """
    span = option.day, option.start, option.end
    return Session(
        *(item.id, item.kind, *span, item.minutes, "", ""),
        class_ids=item.class_ids,
        trainer_ids=option.team,
        site_id=item.site_id,
    )


def barrette_items(problem: Problem, sessions: Collection[Session]) -> dict[date, list[tuple[Item, Option]]]:
    """Monday → the occurrences of barrettes among some sessions, each as the one item that holds all its groups.

    Barrettes that the workbook has no more are left out. The items have neither team nor rooms: both are composed
    again.
    """
    found: dict[SessionId, list[Session]] = {}
    for session in sessions:
        if session.kind == Kind.BARRETTE:
            found.setdefault(occurrence_id(session), []).append(session)
    weeks: dict[date, list[tuple[Item, Option]]] = {}
    for key, groups in sorted(found.items()):
        first = groups[0]
        barrette = problem.barrettes.get(first.barrette_id) if first.barrette_id else None
        if barrette is None:
            continue
        item = Item(
            id=key,
            kind=Kind.BARRETTE,
            minutes=first.minutes,
            class_ids=barrette.class_ids,
            site_id=first.site_id,
            barrette_id=barrette.id,
            occurrence=first.occurrence,
            period_id=first.period_id,
        )
        weeks.setdefault(monday(first.day), []).append((item, Option(first.day, first.start, first.end)))
    return weeks
