"""`barrette regulate`: what the results and needs of a period's end propose for the next, accepted or refused."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from constraints import RULES
from planner.answer import NOTHING, USAGE, Done, Refused
from planner.cli.work.decide import Decisions, decide_typed
from planner.cli.work.typed import by_name
from planner.cli.work.update import UpdateRequest, update_options
from planner.domain import Period, Problem
from planner.domain.proposal import AIMS
from planner.engine.solvers.cpsat import Interrupt
from planner.folder.decided import open_dossiers
from planner.folder.dossier_files import write_dossier_files
from planner.folder.prepare import prepare
from planner.folder.reasons import neutral
from planner.listener import NOBODY, Listener
from planner.regulation.alternatives import Groups, alternatives
from planner.regulation.dossier import direct, look_at, standing
from planner.regulation.states import worth_a_line
from planner.store.database import Store, StoreError
from planner.store.decisions import KeptProposal, dossier, register, show_dossier
from planner.store.keeping import recall
from planner.store.opening import in_folder
from planner.words import count


@dataclass(frozen=True, slots=True)
class RegulationRequest:
    """Which period is looked at, by which workbook, and what is decided."""

    workbook: Path | None = None
    first: str | None = None
    period: str = ""
    decisions: Decisions = Decisions()
    seed: int = 0
    effort: float = 1.0


@dataclass(frozen=True)
class Proposals(Done):
    """The proposals of a period that are worth a line, with what was decided."""

    folder: Path
    period: Period
    rows: Sequence[KeptProposal]


def prepare_period(folder: Path, asked: RegulationRequest, listener: Listener = NOBODY) -> Proposals:
    """Look at a workbook and decide, where something is given; the dossier as it then is."""
    decisions = asked.decisions
    neutral(decisions.reason)
    both = sorted(set(decisions.accept) & set(decisions.refuse))
    if both:
        raise Refused(USAGE, f"La proposition {both[0]} est à la fois acceptée et refusée : choisissez.")
    writes = asked.workbook is not None or decisions.given
    with in_folder(folder, writes=writes) as store:
        if asked.workbook is None:
            problem, period = _recorded(store, asked)
        else:
            problem, period = _look(store, asked.workbook, asked, listener)
        term = problem.settings.term
        if decisions.given:
            number = decide_typed(store, term, period, decisions, looked=asked.workbook is not None)
            listener.say(f"{count(number, 'décision gardée', 'décisions gardées')}.")
        if writes:
            write_dossier_files(store, folder, problem, period, listener)
        with suppress(StoreError):  # a folder that may only be read can be looked at
            show_dossier(store, term, period.id)
        return Proposals(folder, period, worth_a_line(dossier(store, term, period.id)))


def _recorded(store: Store, asked: RegulationRequest) -> tuple[Problem, Period]:
    """The last version and the period asked for, else that of the latest dossier."""
    problem, _timetable = recall(store, store.version())
    periods = open_dossiers(store, problem)
    if asked.period:
        period = _named(problem, asked.period)
        if period not in periods:
            raise Refused(USAGE, f"{period.label} n’a pas encore de dossier : {GIVE_WORKBOOK}")
        return problem, period
    if not periods:
        raise Refused(USAGE, f"Aucun dossier de régulation n’est ouvert : {GIVE_WORKBOOK}")
    return problem, periods[-1]


GIVE_WORKBOOK = "donnez le classeur avec ses nouveaux résultats (--workbook)."


def _named(problem: Problem, text: str) -> Period:
    names = {str(p.id): p.label for p in problem.periods}
    found = by_name(text, names, "La période", f"Les périodes : {', '.join(names.values())}.")
    return next(p for p in problem.periods if p.id == found)


def _prepared(problem: Problem, first: date, period: Period | None) -> Period:
    """The period that is prepared: named, else the next to begin; raises Refused where it has begun."""
    if period is None:
        later = [p for p in problem.periods if p.first >= first]
        if not later:
            raise Refused(
                USAGE,
                f"Aucune période ne commence le {first:%d/%m/%Y} ou après : donnez --from, le dernier jour de la "
                "précédente.",
            )
        return min(later, key=lambda p: p.first)
    if period.first < first:
        raise Refused(
            USAGE,
            f"{period.label} a commencé le {period.first:%d/%m/%Y} : on ne prépare qu’une période à venir. Pour "
            "revoir son dossier, sans --workbook ; pour un essai, donnez --from.",
        )
    return period


def _look(store: Store, file: Path, asked: RegulationRequest, listener: Listener) -> tuple[Problem, Period]:
    """What an update would do, as proposals of the dossier."""
    request = UpdateRequest(first=asked.first, dry_run=True, seed=asked.seed, effort=asked.effort)
    ready = prepare(store, file, partial(update_options, request), listener)
    term, wanted = ready.new.settings.term, _named(ready.new, asked.period) if asked.period else None
    period = _prepared(ready.new, ready.honoured.options.first, wanted)
    interrupt = Interrupt()
    result, timetable = ready.run(interrupt, listener)
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
