"""`barrette update`: a changed workbook, what it changes, the timetable with as little change as possible."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from constraints import RULES
from data.reader import Reading
from planner.answer import (
    RULE_BROKEN,
    USAGE,
    WORKBOOK,
    Done,
    Refused,
)
from planner.check.verify import Report
from planner.cli.work.typed import typed_day
from planner.domain import Problem, Timetable
from planner.engine.change.realised import unknown_lines
from planner.engine.change.update import Updated, UpdateOptions, notice
from planner.engine.change.update import update as compute
from planner.engine.solvers.cpsat import Interrupt
from planner.folder.dossier_files import write_dossier_files
from planner.folder.keep import checked, keep, with_summary
from planner.folder.reasons import neutral
from planner.folder.workbook import read_workbook
from planner.listener import NOBODY, Listener
from planner.regulation.dossier import open_periods, outcome
from planner.regulation.honoured import Honoured, what_is_honoured
from planner.report.changes import Change, changes
from planner.report.strangers import unknown
from planner.store.database import Store, Version
from planner.store.decisions import noting
from planner.store.identity import salted, with_mark
from planner.store.locks import locked_sessions
from planner.store.opening import in_folder
from planner.store.snapshot import bare
from planner.store.terms import last_version
from planner.words import bulleted, count

UPDATE_EXAMPLE = date(2026, 10, 12)


@dataclass(frozen=True, slots=True)
class UpdateRequest:
    """What is asked of an update, dates as typed; None where the default stands."""

    first: str | None = None
    notice: int | None = None
    max_moves_per_apprentice: int | None = None
    max_moves_per_trainer: int | None = None
    more: int = 0
    dry_run: bool = False
    reason: str = ""
    author: str = ""
    seed: int = 0
    effort: float = 1.0


@dataclass(frozen=True)
class Prepared:
    """A workbook read beside the last version of its term, and what an update of it starts from."""

    base: Version
    read: Problem
    new: Problem
    """The same without what a version does not keep."""
    before: Timetable
    reading: Reading
    honoured: Honoured

    def run(self, interrupt: Interrupt, listener: Listener) -> tuple[Updated, Timetable]:
        """The update under the decisions that hold, with what is owed counted by the workbook as it is."""
        with listener.searching(interrupt):
            old, new = self.honoured.problems()
            result = compute(old, new, self.before, RULES, self.honoured.options, interrupt)
        return result, self.honoured.counted(result.timetable)


@dataclass(frozen=True)
class Changed(Done):
    """What an update would do, or has done."""

    folder: Path
    result: Updated
    """Its timetable has what is owed counted, and its whole summary."""
    before: Timetable
    changes: Sequence[Change]
    """What differs in the workbook."""
    report: Report
    worse: Sequence[str]
    """Rules broken more often than before, for which nothing is kept."""
    number: int | None
    """The version kept, if one is."""
    new: bool
    honoured: Honoured


def follow_workbook(folder: Path, file: Path, request: UpdateRequest, listener: Listener = NOBODY) -> Changed:
    """Follow a workbook that has changed, and keep the new timetable as a version."""
    neutral(request.reason)
    with in_folder(folder, writes=not request.dry_run) as store:
        ready = prepare(store, file, request, listener)
        told = changes(ready.honoured.old, ready.new)
        _tell_changes(told, listener)
        result, timetable = ready.run(Interrupt(), listener)
        report, worse = _judged(ready, timetable)
        options = {"seed": request.seed, "effort": request.effort}
        timetable = with_summary(timetable, file, folder, ready.reading, report, options)
        number, new = None, True
        if not request.dry_run and not worse:
            reason = request.reason or "; ".join(c.text for c in told[:3]) or "mise à jour"
            more = {"changes": [c.text for c in told], **ready.honoured.settings}
            kept, new = keep(
                folder, ready.read, timetable, report, "update", reason, request.author, parent=ready.base.number,
                settings=more,
                then=noting(store, ready.new.settings.term, outcome(ready.honoured, result, timetable)),
            )  # fmt: skip
            number = kept.number
            for period in open_periods(ready.honoured):
                write_dossier_files(store, folder, ready.read, period, listener)
        result = replace(result, timetable=timetable)
        code = RULE_BROKEN if worse else 0
        return Changed(folder, result, ready.before, told, report, worse, number, new, ready.honoured, code=code)


def prepare(store: Store, file: Path, request: UpdateRequest, listener: Listener) -> Prepared:
    """Everything that is to be read before an update; raises Refused where there can be none."""
    read, reading = read_workbook(file)
    _same_centre(store, read, file)
    read = with_mark(read, store)
    base = last_version(store, read)
    old, before = store.problem(base.number), store.timetable(base.number)
    read = salted(read, old.settings.salt)
    new = bare(read)
    _same_keys(new, before, file)
    options = replace(_options(new, request), locked=locked_sessions(store, new.settings))
    _check_realised(new, before, options.first, listener)
    return Prepared(base, read, new, before, reading, what_is_honoured(store, base, old, new, before, options))


def _tell_changes(told: Sequence[Change], listener: Listener) -> None:
    if told:
        listener.say(f"{count(len(told), 'changement')} dans le classeur :")
        for line in bulleted([change.text for change in told]):
            listener.say(line)
    else:
        listener.say("Le classeur dit la même chose que l’emploi du temps en cours.")


def _judged(ready: Prepared, timetable: Timetable) -> tuple[Report, list[str]]:
    """What the checker says of the new timetable, and the rules that it breaks more often than the old one did."""
    options = ready.honoured.options
    new = replace(
        ready.new,
        previous=ready.before,
        frozen_until=options.first - timedelta(days=1),
        moves_from=options.moves,
    )
    report, was = checked(new, timetable), checked(ready.honoured.old, ready.before).by_rule
    return report, [key for key, number in report.by_rule.items() if number > was.get(key, 0)]


def _same_centre(store: Store, new: Problem, file: Path) -> None:
    """Raises Refused for the workbook of another centre."""
    old = store.problem(store.version().number)
    if not set(old.learners) & set(new.learners) or not set(old.classes) & set(new.classes):
        raise Refused(
            WORKBOOK,
            f"« {file} » n’est pas le classeur de ce centre : aucune classe ou aucun apprenant en commun avec "
            "l’emploi du temps. Rien n’a été changé.",
        )


def _same_keys(new: Problem, before: Timetable, file: Path) -> None:
    """Raises Refused where the timetable names people, rooms or courses that the workbook has no more."""
    strangers = unknown(new, before)
    if strangers:
        raise Refused(
            WORKBOOK,
            f"« {file} » ne contient plus des personnes, salles ou cours qui ont des séances. Remettez leur ligne, "
            "avec le même code ; pour un départ, remplissez « sortie » ; pour une absence ou une fermeture, la feuille "
            "« Indisponibilités ». Rien n’a été changé.",
            *bulleted(strangers),
        )


def _check_realised(new: Problem, before: Timetable, first: date, listener: Listener) -> None:
    """Tell the lines of *Réalisé* with which nothing can be done; raises Refused where one names no session at all."""
    rows = [row.session_id for row in unknown_lines(new, before, first)]
    lines = [
        f"Feuille « Réalisé » : la séance « {row} » n’a pas eu lieu encore : ligne non lue ; pour une absence à venir, "
        "remplir « Indisponibilités »."
        if row in before.session
        else f"Feuille « Réalisé » : « {row} » n’est pas une séance de l’emploi du temps. Recopiez son identifiant de "
        "csv/sessions.csv (session_id), ou retirez la ligne. Rien n’a été changé."
        for row in rows
    ]
    if not set(rows) <= set(before.session):
        raise Refused(WORKBOOK, *lines)
    for line in lines:
        listener.warn(line)


def _options(new: Problem, request: UpdateRequest) -> UpdateOptions:
    """From when things may change; raises Refused where the dates cannot be."""
    first = typed_day("--from", request.first, UPDATE_EXAMPLE) if request.first else date.today()
    if first < new.first:
        if request.first is not None:
            raise Refused(
                USAGE, f"--from : le {first:%d/%m/%Y} vient avant le début de l’emploi du temps ({new.first:%d/%m/%Y})."
            )
        first = new.first
    if first > new.last:
        raise Refused(
            USAGE, f"--from : le {first:%d/%m/%Y} vient après la fin de l’emploi du temps ({new.last:%d/%m/%Y})."
        )
    if request.notice is not None and request.notice > (new.last - new.first).days:
        raise Refused(USAGE, f"--notice : {request.notice} jours, c’est plus que la durée de l’emploi du temps.")
    return UpdateOptions(
        first=first,
        moves=notice(new, first, request.notice),
        seed=request.seed,
        effort=request.effort,
        most_per_apprentice=request.max_moves_per_apprentice,
        most_per_trainer=request.max_moves_per_trainer,
        more=request.more,
    )
