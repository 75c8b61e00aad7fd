"""How a board stood, so that what a stage did to it can be undone: another way of doing it is then tried.

Made by a stage before it begins (`Mark`), and given back to the same board (`restore`) before anything else has read
what it left.
"""

from planner.board.board import Board


class Mark:
    """Sessions, people, groups and hours kept of one board at one moment."""

    def __init__(self, board: Board) -> None:
        self._sessions = {key: (session, dict(board.people[key])) for key, session in board.sessions.items()}
        self._kept = dict(board.kept)
        self._groups, self._freed, self._unwatched = [*board.groups], [*board.freed], [*board.unwatched]
        self._extra = board.extra_support

    def restore(self, board: Board) -> None:
        """Make the board what it was; sessions keep the order that they had."""
        for key in [key for key in board.sessions if key not in self._sessions]:
            board.take(key)
        for key in [key for key, held in board.kept.items() if self._kept.get(key) != held]:
            board.release(key)
        for key, (session, people) in self._sessions.items():
            there = board.people.get(key, {})
            if board.sessions.get(key) != session or [*there.items()] != [*people.items()]:
                board.put(session, people)
        for key in self._sessions:
            # What was away meanwhile stands last, and the order of later stages depends on it.
            board.sessions[key], board.people[key] = board.sessions.pop(key), board.people.pop(key)
        for key, held in self._kept.items():
            if key not in board.kept:
                board.keep(held.session, held.rooms, held.people)
        board.groups[:], board.freed[:], board.unwatched[:] = self._groups, self._freed, self._unwatched
        board.extra_support = self._extra
