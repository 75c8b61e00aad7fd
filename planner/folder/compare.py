"""What differs between two versions of a folder, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from outputs.differences import Differences, Edition, Reasons, alone_line, counts, lines_of, session_lines
from planner.domain import Problem, SessionId, Timetable
from planner.engine.change.alone import Alone
from planner.engine.change.left import given_again
from planner.regulation.states import why_of_versions
from planner.report.changes import changes
from planner.report.compare import Diff, compare
from planner.report.effects import effects
from planner.store.database import Store, Version
from planner.store.terms import mark_of, published
from planner.words import room_name, trainer_name


def differences(store: Store, before: Version, after: Version) -> tuple[Differences, Problem]:
    """What differs between two versions of a store, and the problem of the later one."""
    old, new = ((store.problem(v.number), store.timetable(v.number)) for v in (before, after))
    told_now = {version.number for version, _since in published(store).values()}
    editions = [Edition(v.number, v.made, v.reason, v.number in told_now) for v in (before, after)]
    between = [v for v in store.versions() if min(before.number, after.number) < v.number]
    between = [v for v in between if mark_of(v) == mark_of(after)]
    between = [v for v in between if v.number <= max(before.number, after.number)]
    reasons = dict.fromkeys(v.reason for v in between if v.reason)
    why = why_of_versions(store, mark_of(after), {v.number for v in between})
    return differences_of(editions[0], editions[1], " ; ".join(reasons), old, new, why), new[0]


def differences_of(
    before: Edition,
    after: Edition,
    reason: str,
    old: tuple[Problem, Timetable],
    new: tuple[Problem, Timetable],
    reasons: Reasons | None = None,
) -> Differences:
    """Two timetables, one of which may not be kept yet, as lines; ``reasons``: why groups changed."""
    diff = compare(old[1], new[1])
    lines, sessions = lines_of(old, new, diff, reasons), session_lines(old, new, diff, _causes(old, new, diff))
    return Differences(before, after, reason, lines, counts(diff), sessions)


def with_alone(found: Differences, problem: Problem, alone: Sequence[Alone]) -> Differences:
    """The same with a line for each minor whom a cancelled course leaves without anything, and who could watch them."""
    lines = [
        alone_line(problem, person.id, row.sessions, who_watches(problem, row))
        for row in alone
        for person in row.minors
    ]
    return replace(found, sessions=(*found.sessions, *lines))


def who_watches(problem: Problem, row: Alone) -> str:
    """Who could watch some minors and where, or why nobody can."""
    if row.against:
        return f"pas d’heure encadrée possible ({row.against})"
    if row.adult is None or row.room is None:
        return "personne de libre pour les encadrer"
    return f"{trainer_name(problem, row.adult)} peut les encadrer ({room_name(problem, row.room)})"


def _causes(old: tuple[Problem, Timetable], new: tuple[Problem, Timetable], diff: Diff) -> Mapping[SessionId, str]:
    """What each session that differs follows from: a change of the workbook; nothing where none explains it."""
    again = given_again(diff)
    found = effects(changes(old[0], new[0]), old[1], new[1], diff, again)
    return {change.session.id: e.name for e in found if e.change is not None for change in e.all}
