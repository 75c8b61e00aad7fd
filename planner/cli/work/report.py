"""`barrette report`: the reports of the file for the auditor, of everybody or of some people."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from outputs.evidence.record import Record
from outputs.evidence.registry import REPORTS
from outputs.evidence.shape import Part, Report
from outputs.evidence.write import write_index, write_report
from outputs.folders import replacing
from outputs.labels import filename
from planner.answer import USAGE, Done, Refused
from planner.domain import Learner, key
from planner.folder.evidence import as_typed, record_of
from planner.listener import NOBODY, Listener
from planner.store.database import today
from planner.store.opening import in_folder
from planner.words import did_you_mean, say_all

REPORTS_FOLDER = Path("interne", "rapports")
RESTRICTED, ONE_BY_ONE, AUDITS = "restreint", "apprenants", "audit"
"""Folders inside: what few may read, the reports of one person, what was drawn for an auditor."""


@dataclass(frozen=True)
class Reported(Done):
    """What was written, where, and of whom; nobody: of everybody."""

    folder: Path
    record: Record
    reports: tuple[tuple[Report, tuple[Part, ...]], ...]
    people: tuple[Learner, ...]


def write_reports(
    folder: Path,
    keys: Sequence[str] = (),
    names: Sequence[str] = (),
    number: int | None = None,
    workbook: Path | None = None,
    listener: Listener = NOBODY,
) -> Reported:
    """Write reports by their keys, all where none is given: of everybody, or of each person who is named."""
    reports = chosen(keys)
    with in_folder(folder) as store:
        listener.phase("lecture de l’historique", {})
        record = as_typed(record_of(store, today(), number), workbook)
        people = apprentices_named(record, names)
        groups: list[tuple[Learner, ...]] = [(p,) for p in people]
        found: list[tuple[Report, tuple[Part, ...]]] = []
        for group in groups or [record.people]:
            place = folder / REPORTS_FOLDER / ONE_BY_ONE / filename(group[0].id) if people else folder / REPORTS_FOLDER
            found += _write(place, record, reports, group, whole=not keys, listener=listener)
    return Reported(folder / REPORTS_FOLDER, record, tuple(found), people)


def _write(
    place: Path, record: Record, reports: Sequence[Report], people: Sequence[Learner], whole: bool, listener: Listener
) -> list[tuple[Report, tuple[Part, ...]]]:
    """Some reports in a folder, which holds nothing else of them afterwards; what was drawn for an auditor stays."""
    keys = {report.key for report in reports}

    def ours(path: Path) -> bool:
        kept = path.parts[0] == AUDITS or (not whole and path.parts[0] == ONE_BY_ONE)
        return not kept and (whole or path.stem in keys or path.stem == "index")

    found = []
    with replacing(place, ours) as fresh:
        for report in reports:
            listener.phase(f"rapport ({report.key})", {})
            parts = tuple(report.build(record, people))
            write_report(_place(fresh, report), record, report, parts)
            found.append((report, parts))
        there = [r for r in REPORTS if r in reports or (_place(place, r) / f"{r.key}.html").exists()]
        write_index(fresh, record, [r for r in there if not r.restricted], [r for r in there if r.restricted])
    return found


def _place(folder: Path, report: Report) -> Path:
    return folder / RESTRICTED if report.restricted else folder


def chosen(keys: Sequence[str]) -> list[Report]:
    """The reports that are asked for, in their order; raises Refused for what is none."""
    known = {r.key: r for r in REPORTS}
    folded = {key(r.key): r for r in REPORTS}
    for typed in keys:
        if key(typed) not in folded:
            near = did_you_mean(typed, known)
            raise Refused(USAGE, f"Le rapport « {typed} » n’existe pas.{near} Rapports : {', '.join(known)}.")
    asked = {key(typed) for typed in keys}
    return [r for r in REPORTS if not keys or key(r.key) in asked]


def apprentices_named(record: Record, names: Sequence[str]) -> tuple[Learner, ...]:
    """People by their name (in either order) or their code; raises Refused where a name is nobody's, or of several."""
    found = []
    for typed in names:
        text = key(typed)
        mine = [p for p in record.people if key(p.id) == text]
        mine = mine or [p for p in record.people if text in (key(p.name), key(f"{p.last_name} {p.first_name}"))]
        if not mine:
            every = [p.name for p in record.people]
            near = did_you_mean(typed, [*every, *(f"{p.last_name} {p.first_name}" for p in record.people)])
            raise Refused(USAGE, f"Aucun apprenant ne s’appelle « {typed} ».{near}")
        if len(mine) > 1:
            codes = say_all(str(p.id) for p in mine)
            raise Refused(USAGE, f"Plusieurs apprenants s’appellent « {typed} » : écrivez l’identifiant ({codes}).")
        found += [p for p in mine if p not in found]
    return tuple(found)
