"""How differences between two timetables are printed."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from outputs.differences import CHANGED_WORDS, SCOPES, WHAT, Differences, Line
from planner.cli.show.out import fields, say
from planner.words import MOST_LINES, say_some

TOLD_OF_PEOPLE = ("group", "seat")
"""Of these, what happens to people and not to a session."""


def tell_differences(found: Differences, whole: str) -> None:
    """The differences on the screen: person by person, or where they are many by what they follow from.

    ``whole``: where all of it is.
    """
    which = f"De la version {found.before.number}{' (publiée)' if found.before.published else ''} à la version "
    say(f"{which}{found.after.number}{f' : {found.reason}' if found.reason else ''}")
    _tell_counts(found)
    for scope, title in SCOPES.items():
        people = found.people(scope)
        if people:
            say(f"{title} ({len(people)}) :")
        if len(people) > MOST_LINES:
            _tell_causes(found, people)
            say(f"  Un par un : {whole}")
            continue
        for name, group, lines in people:
            say(f"  {name}{f' ({group})' if group else ''}")
            for line in lines:
                say(f"    • {_line(line)}")


def _tell_causes(found: Differences, people: Sequence[tuple[str, str, Sequence[Line]]]) -> None:
    """What differs for many people, cause by cause: who has it, and how often what happens."""
    causes: dict[str, tuple[dict[tuple[str, str], None], Counter[str]]] = {}
    for name, group, lines in people:
        for line in lines:
            names, happened = causes.setdefault(found.why(line), ({}, Counter()))
            names[name, group] = None
            happened[line.what] += 1
    for why, (names, happened) in sorted(causes.items(), key=lambda one: -len(one[1][0])):
        told = ", ".join(f"{WHAT[what].lower()} : {number}" for what, number in happened.most_common())
        say(f"  • {why or 'sans motif'} – {say_some([name for name, _group in names])}")
        say(f"    {told}")


def _line(line: Line) -> str:
    arrow = f"{line.before} → {line.after}" if line.before and line.after else line.before or line.after
    why = f" ({line.reason})" if line.reason else ""
    return f"{WHAT[line.what]} – {line.title} : {arrow}{why}"


def _tell_counts(found: Differences) -> None:
    """One line: how much differs."""
    if not found.counts:
        say("Rien ne change.")
        return
    told = {what: f"{number} {CHANGED_WORDS[what][number > 1]}" for what, number in found.counts.items()}
    parts = [text for what, text in told.items() if what not in TOLD_OF_PEOPLE]
    said = [f"Séances : {', '.join(parts)}"] if parts else []
    said += [told[what] for what in TOLD_OF_PEOPLE if what in told]
    say(f"{' ; '.join(said)}.")


def plain_differences(found: Differences) -> dict[str, Any]:
    """The differences for a program."""
    return {
        "before": found.before.number,
        "after": found.after.number,
        "reason": found.reason,
        "counts": dict(found.counts),
        "lines": [_plain_line(line) for line in found.lines],
    }


def _plain_line(line: Line) -> dict[str, Any]:
    same = fields(line, "scope", "code", "name", "what", "session_id", "title", "before", "after", "reason")
    return {**same, "class": line.class_name, "date": line.day}
