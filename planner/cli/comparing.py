"""`barrette diff`: what differs between two versions, on the screen, as JSON, as CSV and as a page."""

from collections.abc import Collection, Sequence
from pathlib import Path

from outputs.differences import (
    SCOPES,
    WHAT,
    Differences,
    Edition,
    Reasons,
    counts,
    lines_of,
    write_csv_lines,
    write_differences,
)
from planner.cli import show
from planner.cli.main import NOTHING, USAGE, WORKBOOK
from planner.domain import Problem, Timetable
from planner.report.compare import compare
from planner.store.database import Store, StoreError, Version, open_store
from planner.store.decisions import dossiers
from planner.store.terms import mark_of, published

CHANGED = {
    "added": ("ajoutée", "ajoutées"),
    "cancelled": ("annulée", "annulées"),
    "moved": ("déplacée", "déplacées"),
    "trainer": ("avec un autre formateur", "avec un autre formateur"),
    "room": ("dans une autre salle", "dans une autre salle"),
    "content": ("au contenu changé", "au contenu changé"),
    "group": ("changement de groupe", "changements de groupe"),
}


def run_diff(folder: Path, versions: Sequence[int], csv_file: Path | None, as_json: bool) -> int:
    """The whole command; returns the exit code."""
    if len(versions) > 2:
        show.complain("Donner deux versions au plus : barrette diff DIR V1 V2.")
        return USAGE
    try:
        with open_store(folder) as store:
            chosen = _chosen(store, versions)
            if isinstance(chosen, int):
                return chosen
            found, problem = differences(store, *chosen)
    except StoreError as error:
        show.complain(str(error))
        return WORKBOOK
    if as_json:
        show.as_json(as_plain(found))
    else:
        tell(found)
    try:
        write_differences(folder, problem, found)
        if csv_file is not None:
            write_csv_lines(csv_file, found)
    except OSError as error:
        show.complain(f"Impossible d’écrire « {csv_file or folder} » : {show.why(error)}.")
        return NOTHING
    if not as_json:
        where = folder / "interne" / "differences.html"
        show.say(f"Tout le détail : {where} et differences.csv (documents internes).")
    return 0


def _chosen(store: Store, numbers: Sequence[int]) -> tuple[Version, Version] | int:
    """The versions asked for; by default what is published and the last one, else the last two."""
    last = store.version()
    if len(numbers) == 2:
        return store.version(numbers[0]), store.version(numbers[1])
    if numbers:
        return store.version(numbers[0]), last
    told = published(store).get(mark_of(last))
    if told is not None and told[0].number != last.number:
        return told[0], last
    earlier = [v for v in store.versions() if v.number < last.number and mark_of(v) == mark_of(last)]
    if not earlier:
        show.say("L’historique n’a qu’une version de cette période : il n’y a rien à comparer.")
        return 0
    return earlier[-1], last


def differences(store: Store, before: Version, after: Version) -> tuple[Differences, Problem]:
    """What differs between two versions of a store, and the problem of the later one."""
    old, new = ((store.problem(v.number), store.timetable(v.number)) for v in (before, after))
    told_now = {version.number for version, _since in published(store).values()}
    editions = [Edition(v.number, v.made, v.reason, v.number in told_now) for v in (before, after)]
    between = [v for v in store.versions() if min(before.number, after.number) < v.number]
    between = [v for v in between if mark_of(v) == mark_of(after)]
    between = [v for v in between if v.number <= max(before.number, after.number)]
    reasons = dict.fromkeys(v.reason for v in between if v.reason)
    why = _decided(store, mark_of(after), {v.number for v in between})
    return told(editions[0], editions[1], " ; ".join(reasons), old, new, why), new[0]


def _decided(store: Store, term: str, numbers: Collection[int]) -> Reasons:
    """Why groups changed in some versions: the proposals of a regulation that they carry out, with who agreed."""
    found: dict[tuple[str, str], list[str]] = {}
    for kept in (k for k in dossiers(store, term) if k.version in numbers):
        target, decision = kept.proposal.target, kept.decision
        text = kept.proposal.why if kept.proposal.aim == "learner" else f"groupes recomposés : {kept.proposal.why}"
        if decision is not None and decision.accepted:
            text += f" ; accepté{f' par {decision.author}' if decision.author else ''}"
            text += f", {decision.reason}" if decision.reason else ""
        if kept.proposal.aim == "learner" and target.apprentice_id is not None:
            found.setdefault((target.apprentice_id, ""), []).append(text)
        elif kept.proposal.aim == "centre" and target.barrette_id is not None and target.period_id is not None:
            found.setdefault((target.barrette_id, target.period_id), []).append(text)
    return {at: " ; ".join(texts) for at, texts in found.items()}


def told(
    before: Edition,
    after: Edition,
    reason: str,
    old: tuple[Problem, Timetable],
    new: tuple[Problem, Timetable],
    reasons: Reasons | None = None,
) -> Differences:
    """Two timetables, one of which may not be kept yet, as lines; ``reasons``: why groups changed."""
    diff = compare(old[1], new[1])
    return Differences(before, after, reason, lines_of(old, new, diff, reasons), counts(diff))


def tell(found: Differences, most: int = show.MOST) -> None:
    """The differences on the screen, the first people of each sort in full."""
    which = f"De la version {found.before.number}{' (publiée)' if found.before.published else ''} à la version "
    show.say(f"{which}{found.after.number}{f' : {found.reason}' if found.reason else ''}")
    tell_counts(found)
    for scope, title in SCOPES.items():
        people = found.people(scope)
        if people:
            show.say(f"{title} ({len(people)}) :")
        for name, group, lines in people[:most]:
            show.say(f"  {name}{f' ({group})' if group else ''}")
            for line in lines:
                arrow = f"{line.before} → {line.after}" if line.before and line.after else line.before or line.after
                why = f" ({line.reason})" if line.reason else ""
                show.say(f"    • {WHAT[line.what]} – {line.title} : {arrow}{why}")
        if len(people) > most:
            show.say(f"  … et {len(people) - most} de plus")


def tell_counts(found: Differences) -> None:
    """One line: how much differs."""
    if not found.counts:
        show.say("Rien ne change.")
        return
    parts = [f"{number} {CHANGED[what][number > 1]}" for what, number in found.counts.items() if what != "group"]
    groups = found.counts.get("group", 0)
    said = [f"Séances : {', '.join(parts)}"] if parts else []
    said += [show.count(groups, *CHANGED["group"])] if groups else []
    show.say(f"{' ; '.join(said)}.")


def as_plain(found: Differences) -> dict[str, object]:
    """The differences for a program."""
    lines = [
        {
            "scope": line.scope,
            "code": line.code,
            "name": line.name,
            "class": line.class_name,
            "what": line.what,
            "date": line.day,
            "session_id": line.session_id,
            "title": line.title,
            "before": line.before,
            "after": line.after,
            "reason": line.reason,
        }
        for line in found.lines
    ]
    return {
        "before": found.before.number,
        "after": found.after.number,
        "reason": found.reason,
        "counts": dict(found.counts),
        "lines": lines,
    }
