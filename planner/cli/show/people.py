"""What a change does to people and no session tells: minors to be watched, and what is noticed of somebody."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from planner.domain import ApprenticeId, Noticed, Problem
from planner.engine.change.alone import Alone
from planner.report.compare import Diff, SeatChange
from planner.words import FEW_NAMES, count, learner_name, say_day, say_minutes, say_some, say_span

PEOPLE = "À savoir pour des apprenants :"


def plain_alone_hour(row: Alone) -> dict[str, Any]:
    """Such an hour for a program."""
    return {
        "sessions": [session.id for session in row.sessions],
        "apprentices": [person.id for person in row.minors],
        "room": row.room,
        "adult": row.adult,
    }


def notice_lines(problem: Problem, notices: Sequence[Noticed]) -> list[str]:
    """A line for each event that leaves people out, for each cause of hours that are lost, for days that are short."""
    return [
        *_staying_out(problem, notices),
        *_losing(problem, notices),
        *_without_seat(problem, notices),
        *_without_support(problem, notices),
        *_short(problem, notices),
        *_unhelped(problem, notices),
    ]


def plain_notice(notice: Noticed) -> dict[str, Any]:
    """What is noticed of somebody for a program."""
    return {
        "what": notice.what,
        "apprentice": notice.apprentice_id,
        "session": notice.session_id,
        "date": notice.day.isoformat(),
        "why": notice.why,
    }


def _staying_out(problem: Problem, notices: Sequence[Noticed]) -> Iterator[str]:
    """Who does not come to an event, and what keeps the first of them out."""
    events: dict[object, list[Noticed]] = {}
    for row in (n for n in notices if n.what == "stays_out"):
        events.setdefault((row.session_id, row.day), []).append(row)
    for rows in events.values():
        first = rows[0]
        one = len(rows) == 1
        who = _names(problem, rows) if one else f"{len(rows)} apprenants ({_names(problem, rows)})"
        why = f"{'' if one else 'par exemple, '}{first.why}" if first.why else "les règles ne s’y opposent plus"
        yield f"« {first.title} », {say_day(first.day)} : {who} n’y {'va' if one else 'vont'} pas : {why}"


def _losing(problem: Problem, notices: Sequence[Noticed]) -> Iterator[str]:
    """Who loses a course that moves to where they cannot be, by cause."""
    causes: dict[str, list[Noticed]] = {}
    for row in (n for n in notices if n.what == "loses"):
        causes.setdefault(row.why, []).append(row)
    for why, rows in causes.items():
        loses = "perd" if len({row.apprentice_id for row in rows}) == 1 else "perdent"
        lost = count(len({row.session_id for row in rows}), "séance")
        what = say_some(dict.fromkeys(f"{n.title}, {say_day(n.day)} {say_span(n.start, n.end)}" for n in rows))
        yield f"{_names(problem, rows)} {loses} {lost} ({what}) ; motif : {why}"


def _without_seat(problem: Problem, notices: Sequence[Noticed]) -> Iterator[str]:
    """Who has no seat in a course of their class, each course and cause once."""
    courses: dict[tuple[str, str], list[Noticed]] = {}
    for row in (n for n in notices if n.what == "no_seat"):
        courses.setdefault((row.title, row.why), []).append(row)
    for (title, why), rows in courses.items():
        days = list(dict.fromkeys(row.day for row in rows))
        when = f"le {say_day(days[0])}" if len(days) == 1 else f"du {say_day(days[0])} au {say_day(days[-1])}"
        lost = count(len({row.session_id for row in rows}), "séance")
        have = "n’ont" if len({row.apprentice_id for row in rows}) > 1 else "n’a"
        yield f"{_names(problem, rows)} {have} pas de place à {title} ({lost}, {when}) : {why}"


def _without_support(problem: Problem, notices: Sequence[Noticed]) -> Iterator[str]:
    """Who loses hours of support that go on for the others, each hour and cause once."""
    hours: dict[tuple[object, ...], list[Noticed]] = {}
    for row in (n for n in notices if n.what == "support"):
        hours.setdefault((row.day, row.start, row.title, row.why), []).append(row)
    for rows in hours.values():
        first, many, names = rows[0], len(rows) > 1, _names(problem, rows)
        who = f"{count(len(rows), 'apprenant')} ({names})" if len(rows) > FEW_NAMES else names
        lost = say_minutes(sum(row.end - row.start for row in rows))
        what = f"{first.title}, {say_day(first.day)} {say_span(first.start, first.end)}"
        yield f"{who} {'perdent' if many else 'perd'} {lost} d’accompagnement ({what}) ; motif : {first.why}"


def _short(problem: Problem, notices: Sequence[Noticed]) -> Iterator[str]:
    """Days for which people come for less than their least presence, those of one day together."""
    rows = [n for n in notices if n.what == "short_day"]
    days: dict[object, list[Noticed]] = {}
    for row in rows:
        days.setdefault((row.day, row.why), []).append(row)
    if rows:
        people = count(len({row.apprentice_id for row in rows}), "apprenant vient", "apprenants viennent")
        told = [f"{_names(problem, same)}, {say_day(same[0].day)} ({same[0].why})" for same in days.values()]
        more = f" ; et {count(len(told) - FEW_NAMES, 'autre jour', 'autres jours')}" if len(told) > FEW_NAMES else ""
        yield f"{people} pour peu de temps : {' ; '.join(told[:FEW_NAMES])}{more}"


def _unhelped(problem: Problem, notices: Sequence[Noticed]) -> Iterator[str]:
    """Helpers who are away, by day: whom they were to be with, and in which sessions."""
    days: dict[object, list[Noticed]] = {}
    for row in (n for n in notices if n.what == "unhelped"):
        days.setdefault((row.why, row.day), []).append(row)
    for rows in days.values():
        what = say_some(dict.fromkeys(f"{n.title} {say_span(n.start, n.end)}" for n in rows))
        yield f"{rows[0].why} n'est pas là le {say_day(rows[0].day)}, et aidait {_names(problem, rows)} : {what}"


def seat_lines(problem: Problem, diff: Diff) -> list[str]:
    """A line for each barrette and period in which people change group, and for each session left for another."""
    groups: dict[tuple[str, str], list[ApprenticeId]] = {}
    for change in diff.regrouped:
        barrette = problem.barrettes.get(change.barrette_id)
        period = next((p.label for p in problem.periods if p.id == change.period_id), str(change.period_id))
        key = barrette.name if barrette else str(change.barrette_id), period
        groups.setdefault(key, []).append(change.apprentice_id)
    seats: dict[str, list[SeatChange]] = {}
    for seat in diff.seats:
        seats.setdefault(seat.before.label, []).append(seat)
    found = [f"{barrette}, {period} : {_all(problem, people)}" for (barrette, period), people in groups.items()]
    for was, rows in seats.items():
        now = say_some(dict.fromkeys(row.after.label for row in rows))
        found.append(f"{was} → {now} : {_all(problem, (row.apprentice_id for row in rows))}")
    return found


def _all(problem: Problem, people: Iterable[ApprenticeId]) -> str:
    return say_some(dict.fromkeys(learner_name(problem, person) for person in people))


def _names(problem: Problem, rows: Iterable[Noticed]) -> str:
    return _all(problem, (row.apprentice_id for row in rows))
