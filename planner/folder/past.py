"""What a version has otherwise of days gone than subscribers were told: said, and asked, before it is published."""

from datetime import datetime
from pathlib import Path

from outputs.ics.published import decode
from planner.answer import RULE_BROKEN, USAGE, Refused
from planner.domain import Problem, Timetable
from planner.folder.calendars import calendars_of
from planner.store.database import Store, now, open_store, paris
from planner.store.past import PastChange, past_changes
from planner.store.publication import Candidate
from planner.store.publishing import PublicationRequest
from planner.store.terms import published
from planner.words import bulleted, count, say_day, say_span


def refuse_other_past(store: Store, candidate: Candidate, moment: datetime, asked: PublicationRequest) -> None:
    """Raises Refused where a publication would change days gone, and nothing says what is to become of them."""
    if asked.keep_past and asked.rewrite_past:
        raise Refused(USAGE, "--keep-past ou --rewrite-past : choisissez.")
    decided = asked.keep_past or asked.rewrite_past
    lines = [] if decided else _other_past(store, candidate, moment)
    if lines:
        raise Refused(
            RULE_BROKEN,
            f"{_sessions(lines)} de jours passés ne {_are(lines)} pas comme annoncé. Rien n’a été changé.",
            *bulleted(lines),
            "Relancez avec --keep-past (ce qui a été annoncé des jours passés reste, la suite change) ou avec "
            "--rewrite-past (les jours passés changent aussi dans les calendriers).",
        )


def past_warnings(folder: Path, problem: Problem, timetable: Timetable) -> tuple[str, ...]:
    """What is said of a new version that has days gone otherwise than they were told; nothing where it has not."""
    with open_store(folder) as store:
        lines = _other_past(store, Candidate(problem, timetable, calendars_of), now())
        told = published(store).get(problem.settings.term)
    if not lines or told is None:
        return ()
    number = told[0].number
    return (
        f"{_sessions(lines)} de jours passés ne {_are(lines)} pas comme annoncé (version {number}) ; publier le "
        f"demandera. Pour ne changer que la suite : barrette versions {folder} --restore {number}, puis barrette "
        f"update {folder} --workbook CLASSEUR.xlsx.",
    )


def _sessions(lines: list[str]) -> str:
    return count(len(lines), "séance")


def _are(lines: list[str]) -> str:
    return "sont" if len(lines) > 1 else "est"


def _other_past(store: Store, candidate: Candidate, moment: datetime) -> list[str]:
    """A line for each session of a day gone that a version has otherwise, in order of time."""
    changes = past_changes(store, candidate, paris(moment).date())
    by_session: dict[str, PastChange] = {}
    for (_audience, _owner, what), change in sorted(changes.items(), key=lambda item: item[0]):
        by_session.setdefault(what, change)
    return [line for _when, line in sorted(map(_line, by_session.values()))]


def _line(change: PastChange) -> tuple[tuple[str, int], str]:
    """When, and what a change is in words."""
    told, wanted = change
    event = told or wanted
    assert event is not None, "told or wanted"
    text = decode(event.text)
    kept = wanted is not None and wanted.day == event.day
    what = "ajoutée" if told is None else "changée" if kept else "retirée"
    return (
        text.day.isoformat(),
        text.start,
    ), f"{say_day(text.day)} {say_span(text.start, text.end)}, {text.summary} : {what}"
