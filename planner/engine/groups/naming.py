"""The neutral names of groups and sessions of support, drawn at one place once everyone has their seat.

A colour says nothing of levels and needs; it has to be the same thing throughout. In a period one name is one group for
whoever is in it: two modules of one person never share one. A group keeps its name over its period, groups of a
barrette and of one hour have different ones, and groups of a class by preference too, since somebody may change group.

Names that were handed out stay, whatever they are: an update draws for what is new alone. The draw knows the salt, the
period and the ids of what is named, and no level.
"""

import itertools
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from planner.board.board import Board
from planner.board.restore import open_owner
from planner.domain import Kind, Problem, Session, in_order
from planner.labels import SUPPORT_LABEL, lot, neutral_label, neutral_words, public_label

Sight = tuple[object, ...]
"""Who, or where, two things of one name would be taken for one another: a person in a period, a barrette, an hour."""


def neutral_stem(problem: Problem, session: Session) -> str:
    """What a group or a session of support is called before its colour; empty for what has a name of its own.

    « Accompagnement », or the subjects where it carries courses. A session that has only this is to be named yet.
    """
    if session.kind == Kind.BARRETTE and session.course_ids:
        known = (problem.courses[c] for c in session.course_ids if c in problem.courses)
        return " ; ".join(dict.fromkeys(course.subject for course in known))
    if session.kind not in (Kind.BARRETTE, Kind.SUPPORT) or session.module_id is None:
        return ""
    module = problem.modules.get(session.module_id)
    return SUPPORT_LABEL if public_label(module, "") == "" else ""


def name_groups(board: Board, handed: Sequence[Session]) -> None:
    """Give every new group and session of support its name; ``handed``: sessions as they were handed out before.

    Deterministic, whatever the order in which things were placed.
    """
    salt, names = board.problem.settings.salt, _Names()
    before = {was.id: was for was in in_order(list(handed)) if _named(board.problem, was)}
    known, new = dict[str, str](), defaultdict[str, list[Session]](list)
    for was in before.values():
        if was.occurrence:
            known.setdefault(_key(board, was), was.public_label)
    for session in in_order([s for s in board.sessions.values() if neutral_stem(board.problem, s)]):
        now, key = _as_before(board, session, before.get(session.id)), _key(board, session)
        if now.public_label == neutral_stem(board.problem, now):
            new[key].append(now)
        else:
            names.claim(now.public_label, key, _seen_by(board, now) | _near(board.problem, now))
    for key in sorted(new, key=lambda key: (lot(salt, key), key)):
        name = _draw(board, names, key, new[key], known.get(key, ""))
        for session in new[key]:
            board.put(replace(session, public_label=name), board.people_of(session.id))


def _named(problem: Problem, session: Session) -> bool:
    """Whether a session bears a name that was drawn."""
    stem = neutral_stem(problem, session)
    return stem != "" and session.public_label.startswith(neutral_label(stem, ""))


def _as_before(board: Board, session: Session, was: Session | None) -> Session:
    """A session on the board; one made anew, for the same thing at its hour, under the name that it had (``was``)."""
    same = was is not None and (was.module_id, was.course_ids) == (session.module_id, session.course_ids)
    if was is None or not same or session.public_label != neutral_stem(board.problem, session):
        return session
    board.put(replace(session, public_label=was.public_label), board.people_of(session.id))
    return board.sessions[session.id]


def _draw(board: Board, names: "_Names", key: str, sessions: Sequence[Session], known: str) -> str:
    """A name for the new sessions of a group: the one that it has (``known``) where nobody would take it for another.

    Else the first of its own order that nobody has for something else, in their class too as far as words go; beyond
    the words, with a number.
    """
    seen = frozenset[Sight]().union(*(_seen_by(board, session) for session in sessions))
    near = frozenset[Sight]().union(*(_near(board.problem, session) for session in sessions))
    stem, words = neutral_stem(board.problem, sessions[0]), neutral_words(board.problem.settings.salt, key)
    labels = [neutral_label(stem, word) for word in words]
    tries = itertools.chain(
        ((label, seen) for label in ([known] if known else [])),
        ((label, seen | near) for label in labels),
        ((label, seen) for label in labels),
        ((f"{label} {turn}", seen) for turn in itertools.count(2) for label in labels),
    )
    name = next(label for label, sights in tries if names.free(label, key, sights))
    names.claim(name, key, seen | near)
    return name


@dataclass
class _Names:
    """Names in use: in whose sight, and for which groups."""

    used: dict[tuple[Sight, str], set[str]] = field(default_factory=dict)

    def claim(self, label: str, key: str, sights: Collection[Sight]) -> None:
        """A name is that of a group for all who see it."""
        for sight in sights:
            self.used.setdefault((sight, label), set()).add(key)

    def free(self, label: str, key: str, sights: Collection[Sight]) -> bool:
        """Whether nobody who would see it has the name for another group."""
        return all(self.used.get((sight, label), set()) <= {key} for sight in sights)


def _key(board: Board, session: Session) -> str:
    """What is to have one name over its period: the group, in a barrette or an open period; else module and people."""
    if session.group_id:
        return str(session.group_id)
    if session.occurrence:
        # A group of an open period, which stands on no list: `run_session` makes the id.
        return str(session.id).removesuffix(f"-o{session.occurrence}")
    people = sorted(board.people_of(session.id))
    return "|".join((str(session.period_id), str(session.module_id), *people)) if people else str(session.id)


def _seen_by(board: Board, session: Session) -> frozenset[Sight]:
    """Where its name may stand for nothing else: with its people and its barrette in the period, and at its hour."""
    people = ((session.period_id, person) for person in board.people_of(session.id))
    barrette = [(session.period_id, session.barrette_id)] if session.barrette_id else []
    return frozenset((*people, *barrette, (session.site_id, session.day, session.start)))


def _near(problem: Problem, session: Session) -> frozenset[Sight]:
    """Where it had better not: with all the classes of its hour, any of whose people may change to it."""
    barrette = problem.barrettes.get(session.barrette_id) if session.barrette_id else None
    owner = open_owner(problem, session) if session.occurrence else None
    period = next((o for o in problem.open_periods if o.id == owner), None)
    hour = barrette or period
    return frozenset((session.period_id, class_id) for class_id in (hour.class_ids if hour else session.class_ids))
