"""`barrette report --audit` and `--sample`: all that concerns some people in one folder and one archive."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from outputs.evidence.audit import sample, summary, traced
from outputs.evidence.pack import archive, fingerprints
from outputs.evidence.record import Record
from outputs.evidence.registry import REPORTS
from outputs.evidence.shape import Report
from outputs.evidence.write import write_report
from outputs.folders import replacing
from outputs.labels import filename
from planner.answer import USAGE, Done, Refused
from planner.cli.work.report import AUDITS, REPORTS_FOLDER, RESTRICTED, apprentices_named
from planner.domain import Learner, key
from planner.folder.evidence import as_typed, record_of
from planner.listener import NOBODY, Listener
from planner.store.database import today
from planner.store.opening import in_folder

SUMMARY = Report(
    "synthese",
    "Synthèse pour l’auditeur",
    "Pour chaque personne : positionnement, décision, emploi du temps, présence, suivi, régulation, et ce qui manque.",
    summary,
)
FINGERPRINTS = "empreintes.txt"


class AuditAsked(NamedTuple):
    """Whom an audit file is asked for; ``others``: whether options of the reports were given too."""

    names: Sequence[str]
    sample: int | None = None
    seed: int = 1
    number: int | None = None
    workbook: Path | None = None
    others: bool = False


@dataclass(frozen=True)
class Audited(Done):
    """Where the file is, and what is missing of each person: (step, what)."""

    folder: Path
    archive: Path
    restricted: Path | None
    record: Record
    people: tuple[tuple[Learner, tuple[tuple[str, str], ...]], ...]


def write_audit(folder: Path, asked: AuditAsked, listener: Listener = NOBODY) -> Audited:
    """Write the audit file of people who are named, and of as many as are drawn besides."""
    if asked.others:
        raise Refused(USAGE, "--audit et --sample écrivent tous les rapports : sans --only ni --apprentice.")
    with in_folder(folder) as store:
        listener.phase("lecture de l’historique", {})
        record = as_typed(record_of(store, today(), asked.number), asked.workbook)
        named = apprentices_named(record, asked.names)
        drawn = sample(record, asked.sample, asked.seed) if asked.sample is not None else ()
        people = tuple(p for p in record.people if p in named or p in drawn)
        if not people:
            raise Refused(USAGE, "Personne n’a de séance dans cette version : rien à tirer au sort.")
        place = folder / REPORTS_FOLDER / AUDITS / _audit_name(record, people)
        with replacing(place) as fresh:
            _write_people(fresh, record, people, listener)
            (fresh / FINGERPRINTS).write_bytes(fingerprints(fresh, record).encode("utf-8"))
        packed = archive(place, lambda path: RESTRICTED not in path.parts)
        apart = archive(place, lambda path: RESTRICTED in path.parts, f"-{RESTRICTED}")
    assert packed is not None, "an audit file holds its summary"
    lacks = tuple((p, tuple((t.step, text) for t in traced(record, p) for text in t.lacks)) for p in people)
    return Audited(place, packed, apart, record, lacks)


def _write_people(fresh: Path, record: Record, people: Sequence[Learner], listener: Listener) -> None:
    """The summary, then each person in a folder of their own; arrangements only of those who have some."""
    write_report(fresh, record, SUMMARY, summary(record, people))
    arranged = {a.apprentice_id for a in record.problem.arrangements}
    for person in people:
        listener.phase(f"dossier d’audit ({person.name})", {})
        own = fresh / _slug(person)
        for report in REPORTS:
            if report.restricted and person.id not in arranged:
                continue
            parts = tuple(report.build(record, (person,)))
            write_report(own / RESTRICTED if report.restricted else own, record, report, parts)


def _slug(person: Learner) -> str:
    """A folder name for somebody: ``robin-julie-A001``."""
    letters = re.sub(r"[^a-z0-9]+", "-", key(f"{person.last_name} {person.first_name}")).strip("-")
    return f"{letters}-{filename(person.id)}"


def _audit_name(record: Record, people: Sequence[Learner]) -> str:
    """A name that the same people, day and version have again."""
    mine = sha256(";".join(str(p.id) for p in people).encode()).hexdigest()[:6]
    many = "apprenant" if len(people) == 1 else "apprenants"
    return f"{record.today.isoformat()}-version-{record.version.number}-{len(people)}-{many}-{mine}"
