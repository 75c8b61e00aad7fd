"""The files of a dossier of regulation: to be decided in, and words to companies."""

from collections.abc import Sequence
from pathlib import Path

from data.faults import Faults
from data.given_back.dossier import read_decisions
from outputs.dossier.excel import HEADERS
from outputs.dossier.model import Dossier, Line, Note, Said
from outputs.dossier.write import BOOK, FILLED, company_note, dossier_folder, write_dossier
from planner.domain import Period, PeriodId, Problem
from planner.domain.proposal import AIMS
from planner.listener import Listener
from planner.regulation.states import AIM_NAMES, state
from planner.store.database import Store, paris
from planner.store.decisions import Decision, KeptProposal, dossier, show_dossier

DECISION_WORDS = {True: "Accepter", False: "Refuser"}


def write_dossier_files(store: Store, folder: Path, problem: Problem, period: Period, listener: Listener) -> None:
    """Write the files of a dossier as it stands; decisions typed into the old workbook and not given are kept aside."""
    kept = dossier(store, problem.settings.term, period.id)
    _keep_filled(folder, period.id, kept, listener)
    title = f"{period.label}, du {period.first:%d/%m/%Y} au {period.last:%d/%m/%Y}"
    lines = tuple(dossier_line(k) for k in sorted(kept, key=lambda k: (AIMS.index(k.proposal.aim), k.number)))
    saved = problem.settings.saved or problem.first
    found = Dossier(period.id, period.label, title, lines)
    write_dossier(folder, problem.settings.name, found, _notes(kept), saved)
    show_dossier(store, problem.settings.term, period.id)


def _keep_filled(folder: Path, period: PeriodId, kept: Sequence[KeptProposal], listener: Listener) -> None:
    path = dossier_folder(folder, period) / BOOK
    if not path.exists():
        return
    known = {k.proposal.key: k for k in kept}
    typed = read_decisions(path, HEADERS, {k: str(x.number) for k, x in known.items()}, faults := Faults())
    lost = [
        t for t in typed if t.accepted is not None and t.accepted not in {d.accepted for d in known[t.key].decisions}
    ]
    if lost or faults:
        path.with_name(FILLED).write_bytes(path.read_bytes())
        listener.warn(
            f"« {path} » avait des décisions qui n’ont pas été données : elles sont gardées dans « {FILLED} » ; "
            "donnez-les avec barrette regulate DIR --decisions."
        )


def _notes(kept: Sequence[KeptProposal]) -> list[Note]:
    """Words to companies: those that were accepted, or written and not refused."""
    found = {
        k.proposal.target.apprentice_id: company_note(
            str(k.proposal.target.apprentice_id), k.proposal.name, k.proposal.target.company, k.proposal.target.contact
        )
        for k in kept
        if k.proposal.kind == "note" and k.proposal.target.company and not k.refused and (k.accepted or k.version)
    }
    return sorted(found.values())


def dossier_line(kept: KeptProposal) -> Line:
    """A proposal of a regulation in words, with every decision on it."""
    proposal, decision = kept.proposal, kept.decision
    return Line(
        number=kept.number,
        aim=AIM_NAMES[proposal.aim],
        name=proposal.name,
        group=proposal.group,
        why=proposal.why,
        what=proposal.what,
        effect=proposal.effect,
        state=state(kept),
        decision=DECISION_WORDS[decision.accepted] if decision else "",
        by=decision.author if decision else "",
        reason=decision.reason if decision else "",
        when=_when(decision) if decision else "",
        key=proposal.key,
        history=tuple(
            Said(_when(d), DECISION_WORDS[d.accepted], d.author, d.reason, d.version) for d in kept.decisions
        ),
    )


def _when(decision: Decision) -> str:
    return f"{paris(decision.made):%d/%m/%Y %H:%M}"
