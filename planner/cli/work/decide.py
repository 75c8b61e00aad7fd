"""What is decided of the proposals of a dossier: typed on the command line, or in the dossier itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from data.faults import Faults
from data.given_back.dossier import SHEET, Typed, read_decisions
from outputs.dossier.excel import HEADERS
from planner.answer import USAGE, Refused
from planner.domain import Period
from planner.folder.decided import UNDO, refuse_undecidable
from planner.folder.reasons import neutral
from planner.folder.workbook import refuse_faulty
from planner.regulation.states import is_past
from planner.store.database import Store
from planner.store.decisions import KeptProposal, dossier, keep_decision, not_as_shown
from planner.store.keeping import signed
from planner.words import bulleted


@dataclass(frozen=True, slots=True)
class Decisions:
    """Numbers of proposals, or the dossier filled in; who decides, and why, where the dossier does not say."""

    accept: tuple[int, ...] = ()
    refuse: tuple[int, ...] = ()
    file: Path | None = None
    reason: str = ""
    author: str = ""

    @property
    def given(self) -> bool:
        """Whether something is decided."""
        return bool(self.accept or self.refuse or self.file)


def decide_typed(store: Store, term: str, period: Period, asked: Decisions, *, looked: bool) -> int:
    """Keep what is decided, all of it or nothing; returns how many decisions there are.

    ``looked``: whether the same command has looked at a workbook, whose proposals nobody has read yet.
    """
    kept = {k.number: k for k in dossier(store, term, period.id)}
    for number in (*asked.accept, *asked.refuse):
        if number not in kept:
            which = f"elles vont de 1 à {max(kept)}" if kept else "il n’y en a aucune"
            raise Refused(
                USAGE,
                f"La proposition {number} n’est pas dans le dossier de {period.label} : {which}. Rien n’a été décidé.",
            )
    other = {k.number for k in not_as_shown(store, term, period.id, looked=looked)}
    new = [
        f"{n}. {kept[n].proposal.name} – {kept[n].proposal.what}" for n in (*asked.accept, *asked.refuse) if n in other
    ]
    if new:
        raise Refused(USAGE, f"{UNREAD} Rien n’a été décidé :", *bulleted(new))
    refuse_undecidable([*((kept[n], True) for n in asked.accept), *((kept[n], False) for n in asked.refuse)])
    rows = [(kept[n].proposal.key, True, "", "") for n in asked.accept]
    rows += [(kept[n].proposal.key, False, "", "") for n in asked.refuse]
    if asked.file is not None:
        rows += _typed(asked.file, kept)
    with store.writing() as connection:
        for key, accepted, by, why in rows:
            author, reason = by or signed(asked.author), why or asked.reason.strip()
            keep_decision([key], accepted, author, reason, connection)
    return len(rows)


UNREAD = (
    "Un numéro veut dire ce qui a été montré, et ces propositions sont nouvelles ou ont changé depuis : relisez-les "
    "(barrette regulate DIR), puis décidez."
)


def _typed(file: Path, kept: Mapping[int, KeptProposal]) -> list[tuple[str, bool, str, str]]:
    """Decisions of a filled dossier that are not those that hold already."""
    faults = Faults()
    by_key = {k.proposal.key: k for k in kept.values()}
    names = {key: f"proposition {k.number}, {k.proposal.name}" for key, k in by_key.items()}
    typed = read_decisions(file, HEADERS, names, faults, [key for key, k in by_key.items() if k.current])
    for row in typed:
        _check_reason(row, faults)
        if row.accepted is not None and is_past(by_key[row.key]) and _new(row, by_key[row.key]):
            faults.add(SHEET, row.cell, names[row.key], "n'est plus d'actualité : videz sa décision.")
        if row.accepted is False and by_key[row.key].version is not None:
            faults.add(
                SHEET, row.cell, names[row.key], f"est déjà appliquée, version {by_key[row.key].version}. {UNDO}"
            )
    refuse_faulty(file, faults, "rien n’a été décidé")
    return [(t.key, t.accepted, t.by, t.why) for t in typed if t.accepted is not None and _new(t, by_key[t.key])]


def _check_reason(row: Typed, faults: Faults) -> None:
    try:
        neutral(row.why)
    except Refused as refused:
        faults.add(SHEET, row.cell, row.why, refused.lines[0].partition(" : ")[2] or refused.lines[0])


def _new(typed: Typed, kept: KeptProposal) -> bool:
    last = kept.decision
    if last is None or last.accepted != typed.accepted:
        return True
    return (typed.by or last.author, typed.why or last.reason) != (last.author, last.reason)
