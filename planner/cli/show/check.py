"""What `barrette check` prints."""

from collections.abc import Mapping, Sequence
from typing import Any

from data.fault_lines import fault_lines, plain_fault
from planner.check.idle import Idle
from planner.check.precheck.alert import Alert
from planner.cli.show.out import LONG_LISTING, complain, fields, listing, say
from planner.cli.work.check import Checked, notices, split_origin
from planner.words import count

KINDS: Mapping[str, str] = {
    "learner": "Apprenants",
    "class": "Classes",
    "trainer": "Formateurs",
    "room": "Salles",
    "course": "Cours",
    "module": "Modules",
}
MOST_IDLE = 12
"""Names of one kind and reason that are shown before the rest is counted."""
CHANGES_NOTHING = ("aucun", "aucune", "personne")
"""Defaults that change nothing: their sheets are named in one line."""


def plain(done: Checked) -> dict[str, Any]:
    """Faults, alerts, notices and defaults for a program."""
    reading = done.reading
    copy = {} if done.lost is None else {"marked": str(done.marked), "lost": done.lost}
    return {
        **copy,
        "faults": [plain_fault(fault) for fault in reading.faults],
        "alerts": [_plain_alert(alert) for alert in done.alerts],
        "lines": dict(reading.lines),
        "idle": [_plain_idle(one) for one in done.idle],
        "notices": [notice._asdict() for notice in notices(reading)],
        "defaults": dict(reading.defaults),
    }


def _plain_alert(alert: Alert) -> dict[str, Any]:
    sheet, cell = split_origin(alert.origin)
    cells = {"cells": list(alert.cells)} if alert.cells else {}
    return {**fields(alert, "kind", "text", "origin", "blocking"), "sheet": sheet, "cell": cell, **cells}


def _plain_idle(one: Idle) -> dict[str, Any]:
    sheet, cell = split_origin(one.origin)
    return {**fields(one, "kind", "name", "reason", "detail"), "sheet": sheet, "cell": cell}


def _idle_lines(found: Sequence[Idle]) -> list[str]:
    """Whoever and whatever is never used, by kind and reason; of long lists the first names, and how many more."""
    alike: dict[tuple[str, str], list[str]] = {}
    for one in found:
        alike.setdefault((one.kind, one.reason), []).append(f"{one.name} ({one.detail})" if one.detail else one.name)
    lines = []
    for (kind, reason), names in alike.items():
        shown = names if len(names) <= MOST_IDLE + 1 else names[:MOST_IDLE]
        more = f" et {len(names) - MOST_IDLE} autres (« --json » les nomme)" if len(shown) < len(names) else ""
        lines.append(f"{KINDS[kind]}, {reason} ({len(names)}) : {', '.join(shown)}{more}")
    return lines


def tell(done: Checked) -> None:
    """Faults, or counts, alerts and defaults; then where the marked copy is."""
    reading = done.reading
    if reading.problem is None:
        complain(f"Le classeur a {count(len(reading.faults), 'erreur')} :")
        for line in fault_lines(reading.faults):
            complain(line)
    else:
        _tell_good(done)
    _tell_copy(done)


def _tell_good(done: Checked) -> None:
    problem, defaults = done.reading.problem, done.reading.defaults
    assert problem is not None, "a workbook without faults"
    rooms = sum(not room.implied for room in problem.rooms.values())
    classes = sum(not group.meeting for group in problem.classes.values())
    say(
        f"{count(classes, 'classe')}, {count(len(problem.learners), 'apprenant')}, "
        f"{count(len(problem.trainers), 'formateur')}, {count(rooms, 'salle')}, "
        f"{count(len(problem.courses), 'cours', 'cours')} : le classeur se lit sans erreur."
    )
    say(f"Lignes lues : {', '.join(f'{sheet} {number}' for sheet, number in done.reading.lines.items())}.")
    nothing = [sheet for sheet, stands_in in defaults.items() if stands_in in CHANGES_NOTHING]
    usual = [f"{sheet} : {stands_in}" for sheet, stands_in in defaults.items() if sheet not in nothing]
    usual += [f"rien dans : {', '.join(nothing)}"] if nothing else []
    for title, lines in (
        ("À corriger avant le calcul", [str(a) for a in done.alerts if a.blocking]),
        ("À regarder", [str(a) for a in done.alerts if not a.blocking]),
        ("Ne serviront pas", _idle_lines(done.idle)),
        ("Remarques", [notice.text for notice in notices(done.reading)]),
        (f"Feuilles absentes ou vides ({len(defaults)}), et ce qui en tient lieu", usual),
    ):
        if lines:
            number = len(done.idle) if title == "Ne serviront pas" else len(lines)
            say(f"{title} :" if lines is usual else f"{title} ({number}) :")
            listing(lines, LONG_LISTING)


def _tell_copy(done: Checked) -> None:
    """Say where the marked copy is and what it has lost; or that there is none."""
    if done.marked is None:
        return
    tell_one = say if done.reading.problem is not None else complain
    if not done.lost:
        tell_one("Aucune copie n’a été écrite : le fichier ne se lit pas comme un classeur.")
        return
    tell_one(f"Copie annotée : {done.marked}. Première feuille : la liste, avec des liens vers les cellules.")
    tell_one(f"Elle ne reprend que les valeurs lues ; restent dans votre classeur : {done.lost}.")
