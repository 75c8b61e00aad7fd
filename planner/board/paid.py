"""What of the hours owed is planned by the sessions on the board.

Each session of support pays one need of each of its people, by the ledger (`planner.hours.ledger`), which is also what
the debts of the timetable are counted with. Nothing is kept between two questions: groups change in between.
"""

from collections.abc import Iterable, Mapping, Sequence

from planner.board.board import Board
from planner.domain import ApprenticeId, Owed, Session, in_order
from planner.hours.ledger import Ledger
from planner.hours.support import is_support

FEW_PEOPLE = 20
"""People whose sessions are quicker to find day by day than among all."""
Paid = Mapping[tuple[ApprenticeId, str], int]


def paid_so_far(board: Board, owed: Sequence[Owed], people: Iterable[ApprenticeId] | None = None) -> Paid:
    """Minutes planned of each thing owed, to some people or to all, by what is already in the board.

    (learner, need id) → minutes, 0 where nothing is planned; only for the needs given. Sessions that *Réalisé* says
    were missed pay nothing.
    """
    wanted = None if people is None else frozenset(people)
    support = _attended(board, wanted)
    rows: dict[ApprenticeId, list[Owed]] = {}
    for need in owed:
        if wanted is None or need.apprentice_id in wanted:
            rows.setdefault(need.apprentice_id, []).append(need)
    ledgers = {person: Ledger(in_order(support.get(person, []))) for person in rows}
    return {(a, need): paid for a, needs in rows.items() for need, paid in ledgers[a].planned(needs).items()}


def _attended(board: Board, people: frozenset[ApprenticeId] | None) -> dict[ApprenticeId, list[Session]]:
    """Sessions of support by person, without those missed; of some people, where they are few, by their own days."""
    problem, sessions = board.problem, board.sessions
    pairs: Iterable[tuple[ApprenticeId, Session]]
    if people is not None and len(people) <= FEW_PEOPLE:
        # Nobody else's are looked at: this is asked of one person after the other.
        days = sorted(board.days_used)
        mine = ((a, s) for a in sorted(people) for day in days for s in board.attended(a, day))
        pairs = ((a, s) for a, s in mine if s.id in sessions and is_support(problem, s))
    else:
        here = ((s, board.people[s.id]) for s in sessions.values() if is_support(problem, s))
        pairs = ((a, s) for s, there in here for a in (there if people is None else people & there.keys()))
    found: dict[ApprenticeId, list[Session]] = {}
    for person, session in pairs:
        if not problem.missed(session.id, person):
            found.setdefault(person, []).append(session)
    return found
