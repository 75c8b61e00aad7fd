"""`barrette regulate`: what the results and needs of a period's end propose for the next, accepted or refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from constraints import RULES
from data.dossier import SHEET, Typed, read_decisions
from data.faults import Faults
from outputs.dossier import BOOK, dossier_folder
from outputs.dossier_model import TITLES
from outputs.excel_dossier import HEADERS
from planner.cli import show
from planner.cli.changing import Refused, attempt, named, neutral
from planner.cli.dossier import AIM_NAMES, direct, look_at, past, shown, standing, state, summed, write
from planner.cli.faulty import fault_json, tell_faults
from planner.cli.main import NOTHING, USAGE, WORKBOOK
from planner.cli.updating import Request, prepare
from planner.domain import Period, Problem
from planner.engine.solvers.cpsat import Interrupt
from planner.regulation.alternatives import Groups, alternatives
from planner.regulation.proposal import AIMS, Proposal
from planner.store.alone import alone
from planner.store.database import Store, open_store
from planner.store.decisions import Kept, decide, dossier, dossiers, register
from planner.store.keeping import recall, somebody


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line says, as typed."""

    workbook: Path | None = None
    first: str | None = None
    period: str = ""
    accept: tuple[int, ...] = ()
    refuse: tuple[int, ...] = ()
    decisions: Path | None = None
    reason: str = ""
    author: str = ""
    seed: int = 0
    effort: float = 1.0
    as_json: bool = False

    @property
    def decides(self) -> bool:
        """Whether something is decided."""
        return bool(self.accept or self.refuse or self.decisions)


def run_regulate(folder: Path, asked: Asked) -> int:
    """The whole command; returns the exit code."""
    return attempt(folder, lambda: _regulate(folder, asked))


def _regulate(folder: Path, asked: Asked) -> int:
    neutral(asked.reason)
    both = sorted(set(asked.accept) & set(asked.refuse))
    if both:
        raise Refused(USAGE, f"La proposition {both[0]} est à la fois acceptée et refusée : choisir.")
    with open_store(folder) as store:
        if asked.workbook is None and not asked.decides:
            problem, period = _recorded(store, asked)
            _tell(folder, period, dossier(store, problem.settings.term, period.id), asked)
            return 0
        with alone(folder):
            return _look_and_decide(store, folder, asked)


def _look_and_decide(store: Store, folder: Path, asked: Asked) -> int:
    if asked.workbook is None:
        problem, period = _recorded(store, asked)
    else:
        seen = _look(store, asked.workbook, asked)
        if isinstance(seen, int):
            return seen
        problem, period = seen
    if asked.decides:
        done = _decide(store, problem.settings.term, period, asked)
        if done:
            return done
    write(store, folder, problem, period)
    _tell(folder, period, dossier(store, problem.settings.term, period.id), asked)
    return 0


# The period


def _recorded(store: Store, asked: Asked) -> tuple[Problem, Period]:
    """The last version and the period asked for, else that of the latest dossier."""
    problem, _timetable = recall(store, store.version())
    known = dict.fromkeys(k.proposal.period_id for k in dossiers(store, problem.settings.term))
    periods = [p for p in problem.periods if p.id in known]
    if asked.period:
        period = _named(problem, asked.period)
        if period not in periods:
            raise Refused(USAGE, f"{period.label} n’a pas encore de dossier : {CURE}")
        return problem, period
    if not periods:
        raise Refused(USAGE, f"Aucun dossier de régulation n’est ouvert : {CURE}")
    return problem, periods[-1]


CURE = "donner le classeur avec ses nouveaux résultats (--workbook)."


def _named(problem: Problem, text: str) -> Period:
    names = {str(p.id): p.label for p in problem.periods}
    found = named(text, names, "La période", f"Les périodes : {', '.join(names.values())}.")
    return next(p for p in problem.periods if p.id == found)


def _prepared(problem: Problem, first: date, period: Period | None) -> Period:
    """The period that is prepared: named, else the next to begin; raises Refused where it has begun."""
    if period is None:
        later = [p for p in problem.periods if p.first >= first]
        if not later:
            raise Refused(
                USAGE,
                f"Aucune période ne commence le {first:%d/%m/%Y} ou après : donner --from, le dernier jour de la "
                "précédente.",
            )
        return min(later, key=lambda p: p.first)
    if period.first < first:
        raise Refused(
            USAGE,
            f"{period.label} a commencé le {period.first:%d/%m/%Y} : on ne prépare qu’une période à venir. Pour "
            "revoir son dossier, sans --workbook ; pour un essai, donner --from.",
        )
    return period


# A look


def _look(store: Store, file: Path, asked: Asked) -> tuple[Problem, Period] | int:
    """What an update would do, as proposals of the dossier."""
    request = Request(first=asked.first, dry_run=True, seed=asked.seed, effort=asked.effort, as_json=asked.as_json)
    ready = prepare(store, file, request)
    if isinstance(ready, int):
        return ready
    term, wanted = ready.new.settings.term, _named(ready.new, asked.period) if asked.period else None
    period = _prepared(ready.new, ready.honoured.options.first, wanted)
    interrupt = Interrupt()
    result, timetable = ready.run(interrupt)
    if interrupt.asked.is_set():
        raise Refused(NOTHING, "Arrêt demandé : rien n’a été proposé, et le dossier est comme avant.")
    look = look_at(ready.honoured, timetable, period)
    refused = {k.proposal.key for k in ready.honoured.kept if k.refused}
    found = [p for p in direct(look, result) if p.key not in refused]
    groups = Groups(result.renewed, ready.honoured.options.decided.kept)
    ways = alternatives(look, ready.honoured.asked, RULES, groups, asked.seed, ready.read.origins)
    found += [p for p in ways if p.key not in refused]
    found.sort(key=lambda p: AIMS.index(p.aim))
    with store.writing() as connection:
        register(term, period.id, found, standing(dossier(store, term, period.id)), connection)
    return ready.read, period


# Decisions


def _decide(store: Store, term: str, period: Period, asked: Asked) -> int:
    """Keep what is decided, all of it or nothing; an exit code where a file is faulty."""
    kept = {k.number: k for k in dossier(store, term, period.id)}
    for number in (*asked.accept, *asked.refuse):
        if number not in kept:
            which = f"elles vont de 1 à {max(kept)}" if kept else "il n’y en a aucune"
            raise Refused(
                USAGE,
                f"La proposition {number} n’est pas dans le dossier de {period.label} : {which}. Rien n’a été décidé.",
            )
    done = [f"{n}. {kept[n].proposal.name} (version {kept[n].version})" for n in asked.refuse if kept[n].version]
    if done:
        raise Refused(USAGE, f"{DONE} Rien n’a été décidé :", *done)
    old = [f"{n}. {kept[n].proposal.name}" for n in (*asked.accept, *asked.refuse) if past(kept[n])]
    if old:
        raise Refused(USAGE, f"{PAST} Rien n’a été décidé :", *old)
    rows = [(kept[n].proposal.key, True, "", "") for n in asked.accept]
    rows += [(kept[n].proposal.key, False, "", "") for n in asked.refuse]
    if asked.decisions is not None:
        typed = _typed(asked.decisions, kept, asked)
        if isinstance(typed, int):
            return typed
        rows += typed
    with store.writing() as connection:
        for key, accepted, by, why in rows:
            author, reason = by or asked.author.strip() or somebody(), why or asked.reason.strip()
            decide([key], accepted, author, reason, connection)
    if not asked.as_json:
        show.say(f"{show.count(len(rows), 'décision gardée', 'décisions gardées')}.")
    return 0


UNDO = "Pour revenir en arrière : barrette versions DIR --restore, ou fermer le besoin dans le classeur."
PAST = "Ce qui n’est plus d’actualité ne se décide pas : le classeur a changé depuis."
DONE = f"Ce qui est déjà appliqué ne se refuse plus. {UNDO}"


def _typed(file: Path, kept: Mapping[int, Kept], asked: Asked) -> list[tuple[str, bool, str, str]] | int:
    """Decisions of a filled dossier that are not those that hold already."""
    faults = Faults()
    by_key = {k.proposal.key: k for k in kept.values()}
    names = {key: f"proposition {k.number}, {k.proposal.name}" for key, k in by_key.items()}
    typed = read_decisions(file, HEADERS, names, faults, [key for key, k in by_key.items() if k.current])
    for row in typed:
        _check_reason(row, faults)
        if row.accepted is not None and past(by_key[row.key]) and _new(row, by_key[row.key]):
            faults.add(SHEET, row.cell, names[row.key], "n'est plus d'actualité : videz sa décision.")
        if row.accepted is False and by_key[row.key].version is not None:
            faults.add(
                SHEET, row.cell, names[row.key], f"est déjà appliquée, version {by_key[row.key].version}. {UNDO}"
            )
    if faults:
        if asked.as_json:
            show.as_json({"faults": [fault_json(fault) for fault in faults]})
        else:
            show.complain(f"« {file} » a {show.count(len(faults.rows), 'erreur')} ; rien n’a été décidé.")
            tell_faults(faults.rows)
        return WORKBOOK
    return [(t.key, t.accepted, t.by, t.why) for t in typed if t.accepted is not None and _new(t, by_key[t.key])]


def _check_reason(row: Typed, faults: Faults) -> None:
    try:
        neutral(row.why)
    except Refused as refused:
        faults.add(SHEET, row.cell, row.why, refused.lines[0].partition(" : ")[2] or refused.lines[0])


def _new(typed: Typed, kept: Kept) -> bool:
    last = kept.decision
    if last is None or last.accepted != typed.accepted:
        return True
    return (typed.by or last.author, typed.why or last.reason) != (last.author, last.reason)


# What is said


def _tell(folder: Path, period: Period, kept: Sequence[Kept], asked: Asked) -> None:
    rows = shown(kept)
    if asked.as_json:
        show.as_json({"period": period.id, "proposals": [_plain(k) for k in rows]})
        return
    span = f"du {period.first:%d/%m/%Y} au {period.last:%d/%m/%Y}"
    show.say(f"Régulation de {period.label} ({span}) : {show.count(len(rows), 'proposition')} ; {summed(rows)}.")
    for aim in AIMS:
        mine = [k for k in rows if k.proposal.aim == aim]
        if mine:
            show.say(f"{TITLES.get(AIM_NAMES[aim], AIM_NAMES[aim])} ({len(mine)}) :")
        for k in mine[: show.MOST]:
            _tell_one(k.number, k.proposal, k)
        if len(mine) > show.MOST:
            show.say(f"      … et {len(mine) - show.MOST} de plus dans le dossier")
    show.say(f"Tout le détail : {dossier_folder(folder, period.id) / BOOK} (document interne).")
    show.say(
        "Pour décider : --accept N, --refuse N, --reason, --author ; ou le dossier rempli, --decisions FICHIER. "
        "Ensuite : barrette update."
    )


def _tell_one(number: int, proposal: Proposal, kept: Kept) -> None:
    group = f" ({proposal.group})" if proposal.group else ""
    show.say(f"{number:>4}. {proposal.name}{group} – {proposal.why}")
    show.say(f"      {proposal.what}")
    show.say(f"      {proposal.effect}")
    said = kept.decision
    by = f" par {said.author}" if said and said.author else ""
    why = f" ; motif : {said.reason}" if said and said.reason else ""
    show.say(f"      → {state(kept)}{by}{why}")


def _plain(kept: Kept) -> dict[str, Any]:
    """A proposal for a program."""
    proposal = kept.proposal
    texts = {name: getattr(proposal, name) for name in ("aim", "kind", "name", "group", "why", "what", "effect", "key")}
    decisions = [
        {"accepted": d.accepted, "author": d.author, "made": d.made, "reason": d.reason, "version": d.version}
        for d in kept.decisions
    ]
    return {
        **texts,
        "number": kept.number,
        "minutes": proposal.minutes,
        "people": proposal.people,
        "on_request": proposal.on_request,
        "current": kept.current,
        "state": state(kept),
        "version": kept.version,
        "decisions": decisions,
    }
