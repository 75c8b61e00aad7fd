"""What the screen is told of versions: the history, what differs between two, what a publication did."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from outputs.differences import SCOPES, WHAT, Line
from outputs.messages.mail import Letter
from planner.check.verify import Report
from planner.folder.compare import differences
from planner.folder.history import History, Restored, history, said_of_version, sort_of_version
from planner.folder.messages import TO_COME
from planner.folder.publish import Foreseen, Published, Unfit
from planner.folder.publish_told import messages_by_role, publication_lines
from planner.serve.judged import shown_findings
from planner.store.database import Store, paris
from planner.store.opening import in_folder
from planner.store.terms import mark_of, published
from planner.words import count, say_day, say_some


def shown_history(folder: Path) -> dict[str, Any]:
    """Every version, the last one first, with what is amiss in the folder."""
    done = history(folder)
    rows = [_version(done, number) for number in range(len(done.versions) - 1, -1, -1)]
    return {"versions": rows, "unfinished": done.unfinished, "files": done.files}


def _version(done: History, place: int) -> dict[str, Any]:
    version = done.versions[place]
    since = done.since.get(version.number)
    span = done.spans.get(version.number)
    return {
        "number": version.number,
        "made": f"{paris(version.made):%d/%m/%Y à %H:%M}",
        "sort": sort_of_version(version),
        "author": version.author,
        "reason": version.reason,
        "said": said_of_version(version),
        "since": f"{since:%d/%m/%Y à %H:%M}" if since else None,
        "span": str(span) if span else "",
        "last": place == len(done.versions) - 1,
        "first": place == 0,
    }


def shown_changes(folder: Path, number: int, against: int | None) -> dict[str, Any]:
    """What a version has otherwise than another, by default than what is published, else than the one before it."""
    with in_folder(folder, writes=False) as store:
        after = store.version(number)
        other = against if against is not None else _before(store, number)
        if other is None:
            return {"number": number, "against": None, "summary": "C’est la première version.", "scopes": []}
        found, _problem = differences(store, store.version(other), after)
    people = {scope: _people([line for line in found.lines if line.scope == scope]) for scope in SCOPES}
    touched = [count(len(rows), SCOPES[scope][:-1].lower()) for scope, rows in people.items() if rows]
    said = f"{count(len(found.sessions), 'séance change', 'séances changent')}. " if found.sessions else ""
    return {
        "number": number,
        "against": other,
        "summary": f"{said}Concernés : {', '.join(touched)}." if touched else "Rien ne diffère.",
        "sessions": [_said(line) for line in found.sessions],
        "scopes": [{"name": SCOPES[scope], "people": rows} for scope, rows in people.items() if rows],
    }


def _before(store: Store, number: int) -> int | None:
    """What a version is compared with: what is published of its term, else the version that it comes from."""
    version = store.version(number)
    told = published(store).get(mark_of(version))
    return told[0].number if told and told[0].number < number else version.parent


def _people(lines: list[Line]) -> list[dict[str, Any]]:
    found: dict[str, list[str]] = {}
    for line in lines:
        found.setdefault(line.name, []).append(_said(line))
    return [{"name": name, "lines": rows} for name, rows in found.items()]


def _said(line: Line) -> str:
    """« Déplacée : Mathématiques, lundi 7 septembre, 8 h – 9 h → 10 h – 11 h »."""
    was = " → ".join(part for part in (line.before, line.after) if part)
    return f"{WHAT[line.what]} : {line.title}, {say_day(line.day)}{f' : {was}' if was else ''}"


def shown_publication(done: Published | Unfit) -> dict[str, Any]:
    """What is published and what to do now, or the rules for which nothing is."""
    if isinstance(done, Unfit):
        return _unfit(done)
    return {"done": True, "lines": [*publication_lines(done), *done.warnings], "why": []}


def shown_messages(done: Foreseen | Unfit) -> dict[str, Any]:
    """Who would get which message by a publication, in full; or the rules for which it may not be."""
    if isinstance(done, Unfit):
        return {"version": done.version, "groups": [], **_unfit(done)}
    groups = [
        {"role": role, "letters": [_letter(one) for one in rows]} for role, rows in messages_by_role(done.waiting)
    ]
    number = sum(len(group["letters"]) for group in groups)
    said = count(number, "message serait prêt", "messages seraient prêts") if number else "Aucun message ne serait prêt"
    to_come = any(TO_COME in one.text for one in done.waiting.letters)
    lines = [f"{said} à envoyer. Rien n’est envoyé par le programme."]
    if done.waiting.unreachable:
        lines.append(f"Sans courriel : {say_some(done.waiting.unreachable)}.")
    if to_come:
        lines.append(f"« {TO_COME} » : l’adresse secrète de chacun est tirée au moment de publier.")
    return {"version": done.version, "groups": groups, "done": True, "lines": lines, "why": []}


def _letter(letter: Letter) -> dict[str, Any]:
    about = f"pour {letter.about}" if letter.about else ""
    to = ", ".join(letter.emails) or "pas de courriel"
    return {"name": letter.name, "about": about, "to": to, "subject": letter.subject, "text": letter.text}


def _unfit(done: Unfit) -> dict[str, Any]:
    text = f"La version {done.version} ne peut pas être publiée : des règles ne sont pas respectées."
    return {"done": False, "lines": [text], "why": _broken(done.report)}


def _broken(report: Report) -> list[Mapping[str, Any]]:
    return [*shown_findings((*report.hard, *report.shortfalls))]


def shown_restored(done: Restored) -> dict[str, Any]:
    """Which version is the last one now."""
    said = (
        f"Version {done.version} : la version {done.earlier} telle qu’elle était ; ses fichiers sont écrits."
        if done.new
        else f"La version {done.version} est déjà celle-là ; ses fichiers sont écrits de nouveau."
    )
    return {"done": True, "lines": [said, *done.warnings]}
