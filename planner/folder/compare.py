"""What differs between two versions of a folder, and why."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from outputs.differences import (
    Causes,
    Differences,
    Edition,
    Line,
    Reasons,
    alone_line,
    counts,
    lines_of,
    notice_line,
    session_lines,
)
from planner.domain import Kind, Noticed, Problem, Session, SessionId, Timetable
from planner.engine.change.alone import Alone
from planner.engine.change.left import given_again
from planner.engine.change.made_up import lost_and_given, told_instead
from planner.folder.watched import who_watches
from planner.regulation.states import why_of_versions
from planner.report.changes import Change, changes, named_people
from planner.report.compare import Diff, compare
from planner.report.effects import behind, effects
from planner.report.noticed import noticed, unhelped
from planner.store.database import Store, Version
from planner.store.terms import mark_of, published
from planner.words import say_day

ALONE, NOTICES = "alone", "notices"
"""Settings of a version: minors to be watched, and whom an event leaves out, that its update found."""
FOLLOWS = "Par suite des changements du classeur"
"""Said of a difference that follows from several changes and lies under none."""


def differences(store: Store, before: Version, after: Version) -> tuple[Differences, Problem]:
    """What differs between two versions of a store, and the problem of the later one.

    The same for the same two, whoever asks: what an update found of minors to be watched is kept with its version.
    """
    old, new = ((store.problem(v.number), store.timetable(v.number)) for v in (before, after))
    told_now = {version.number for version, _since in published(store).values()}
    editions = [Edition(v.number, v.made, v.reason, v.number in told_now) for v in (before, after)]
    between = [v for v in store.versions() if min(before.number, after.number) < v.number]
    between = [v for v in between if mark_of(v) == mark_of(after)]
    between = [v for v in between if v.number <= max(before.number, after.number)]
    reasons = dict.fromkeys(v.reason for v in between if v.reason)
    why = why_of_versions(store, mark_of(after), {v.number for v in between})
    found = differences_of(editions[0], editions[1], " ; ".join(reasons), old, new, why)
    alone = tuple(line for version in between for line in _alone_lines(version.settings.get(ALONE, ()), old, new))
    out = tuple(line for version in between for line in _notice_lines(version.settings.get(NOTICES, ()), new))
    rest = FOLLOWS if found.causes and all(version.kind == "update" for version in between) else ""
    return replace(found, sessions=(*found.sessions, *alone, *out), rest=rest), new[0]


def differences_of(
    before: Edition,
    after: Edition,
    reason: str,
    old: tuple[Problem, Timetable],
    new: tuple[Problem, Timetable],
    reasons: Reasons | None = None,
) -> Differences:
    """Two timetables, one of which may not be kept yet, as lines; ``reasons``: why groups changed."""
    diff, told = compare(old[1], new[1]), changes(old[0], new[0])
    causes = _causes(told, old[1], new[1], diff)
    lines, sessions = lines_of(old, new, diff, reasons), session_lines(old, new, diff)
    given = lost_and_given(old[1], new[1])
    found = (*noticed(new[0], old[1], new[1], diff, named_people(told), given), *unhelped(old[0], new[0], new[1]))
    people = (notice_line(new[0], row) for row in found)
    return Differences(before, after, reason, lines, counts(diff), (*sessions, *people), causes)


def plain_alone(problem: Problem, alone: Iterable[Alone]) -> list[dict[str, Any]]:
    """Minors whom what is cancelled leaves without anything, as a version keeps them; ``span``: minutes of the day."""
    return [
        {
            "minor": person.id,
            "sessions": [s.id for s in row.sessions],
            "day": row.sessions[0].day.isoformat(),
            "title": " ; ".join(s.label for s in row.sessions),
            "span": [row.sessions[0].start, row.sessions[0].end],
            "said": who_watches(problem, row),
        }
        for row in alone
        for person in row.minors
    ]


def _alone_lines(
    rows: Iterable[Mapping[str, Any]], old: tuple[Problem, Timetable], new: tuple[Problem, Timetable]
) -> Iterator[Line]:
    """A line for each of these minors who still has nothing at the hour of what stood before."""
    for row in rows:
        lost = [_cut(old[1].session[s], row.get("span")) for s in row["sessions"] if s in old[1].session]
        lost = lost or _hour(row)
        has = new[1].by_apprentice.get(row["minor"], ())
        if lost and not any(session.overlaps(lost[0]) for session in has):
            yield alone_line(new[0], row["minor"], lost, row["said"])


def _hour(row: Mapping[str, Any]) -> list[Session]:
    """An hour at which nothing was lost, as a session; none in a version that does not tell it."""
    if "day" not in row:
        return []
    (start, end), key = row["span"], SessionId(row["sessions"][0])
    return [Session(key, Kind.STUDY, date.fromisoformat(row["day"]), start, end, end - start, row["title"], "")]


def _cut(session: Session, span: Sequence[int] | None) -> Session:
    """A session that was lost, as far as nothing else came; whole in a version that does not say how far."""
    return replace(session, start=span[0], end=span[1]) if span else session


def plain_notices(notices: Iterable[Noticed]) -> list[dict[str, Any]]:
    """What an update found of people and no two timetables tell, as a version keeps it."""
    return [{**asdict(row), "day": row.day.isoformat()} for row in notices]


def _notice_lines(rows: Iterable[Mapping[str, Any]], new: tuple[Problem, Timetable]) -> Iterator[Line]:
    """A line for each of these people who still is not in the event."""
    for row in rows:
        notice = Noticed(**{**row, "day": date.fromisoformat(row["day"])})
        stands = new[1].session.get(notice.session_id)
        inside = {r.apprentice_id for r in new[1].attendees.get(notice.session_id, ())}
        if stands is not None and stands.day == notice.day and notice.apprentice_id not in inside:
            yield notice_line(new[0], notice)


def _causes(told: Sequence[Change], old: Timetable, new: Timetable, diff: Diff) -> Causes:
    """The change of the workbook that each difference follows from, where one explains it."""
    causes: dict[tuple[str, str], str] = {}
    found = effects(told, old, new, diff, given_again(diff))
    for effect in found:
        if effect.change is None:
            continue
        causes |= {(c.session.id, ""): effect.name for c in effect.all}
        causes |= {(p.session.id, p.apprentice_id): effect.name for p in effect.people}
        for person in effect.change.reach.apprentice_ids if effect.change.personal else ():
            causes.setdefault(("", person), effect.name)
    for told_row in told_instead(old, new):
        row, day = told_row.row, say_day(told_row.lost.day)
        one = behind(found, told_row.lost, row.person, back=told_row.back)
        if one is not None:
            why = f"l’heure du {day} est de nouveau la sienne" if told_row.back else f"à la place de l’heure du {day}"
            keys = (row.given, row.left, "") if row.left else (row.given,)
            causes |= {(key, row.person): f"{one.name} : {why}" for key in keys}
    return causes
