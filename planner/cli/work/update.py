"""`barrette update`: a changed workbook, what it changes, the timetable with as little change as possible."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from constraints import RULES
from outputs.differences import write_changes, write_differences
from planner.answer import RULE_BROKEN, USAGE, WORKBOOK, Done, Refused
from planner.check.precheck.alert import Alert
from planner.check.verify import Report
from planner.cli.work.new_alerts import locks_out_of_reach, new_alerts, weeks_too_long
from planner.cli.work.typed import typed_day
from planner.domain import Noticed, Problem, SessionId, Timetable
from planner.engine.change.left import given_again
from planner.engine.change.limits import Limits
from planner.engine.change.made_up import lost_and_given
from planner.engine.change.options import UpdateOptions, notice
from planner.engine.change.updated import Updated
from planner.engine.solvers.cpsat import Interrupt
from planner.folder.compare import ALONE, NOTICES, differences, plain_alone, plain_notices
from planner.folder.dossier_files import write_dossier_files
from planner.folder.keep import keep, with_summary
from planner.folder.locked import not_as_before, seats_not_kept
from planner.folder.prepare import judged_again, prepare
from planner.folder.reasons import neutral
from planner.listener import NOBODY, Listener
from planner.regulation.dossier import open_periods, outcome
from planner.regulation.honoured import Honoured
from planner.report.changes import Change, changes, named_people
from planner.report.effects import Effect, effects
from planner.report.folded import fold_changes
from planner.report.noticed import noticed, unhelped
from planner.report.reason import plain_reason
from planner.store.database import minute_of_day, today
from planner.store.decisions import noting
from planner.store.opening import in_folder
from planner.words import MOST_LINES, bulleted, count

UPDATE_EXAMPLE = date(2026, 10, 12)
MOST_ALERTS = 2
"""Alerts that block nothing and are told; `barrette check` tells all of them."""
MOST_CHANGES = 6
"""What does not hold any more is told so far; what changed in the workbook is folded by what it is, and told whole."""


@dataclass(frozen=True, slots=True)
class UpdateRequest:
    """What is asked of an update, dates as typed; None where the default stands."""

    first: str | None = None
    notice: int | None = None
    max_moves_per_apprentice: int | None = None
    max_moves_per_trainer: int | None = None
    more: int = 0
    dry_run: bool = False
    anyway: bool = False
    """Follow the workbook even where what it asks now cannot all hold."""
    reason: str = ""
    author: str = ""
    seed: int = 0
    effort: float = 1.0


@dataclass(frozen=True)
class Changed(Done):
    """What an update would do, or has done."""

    folder: Path
    result: Updated
    """Its timetable has what is owed counted, and its whole summary."""
    before: Timetable
    changes: Sequence[Change]
    """What differs in the workbook."""
    effects: Sequence[Effect]
    """What each of these changes does to the sessions."""
    again: Mapping[SessionId, SessionId]
    """Session that is cancelled → the one that is given in its place."""
    notices: Sequence[Noticed]
    """Whom an event leaves out, who loses a course, whose day is left too short for a journey."""
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
        ready = prepare(store, file, partial(update_options, request), listener)
        told = changes(ready.honoured.old, ready.new)
        short = _tell_changes(told, request, listener)
        was, may = ready.honoured.old, ready.honoured.options
        certain = weeks_too_long(was, ready.read, ready.before, RULES, may.first)
        certain += locks_out_of_reach(was, ready.read, ready.before, Limits(may.first, may.moves, may.locked))
        _refuse(certain, request, listener)
        _tell_alerts(new_alerts(was, ready.read, ready.before, may.first), request, listener)
        result, timetable = ready.run(Interrupt(), listener)
        report, worse = judged_again(ready, timetable)
        options = {"seed": request.seed, "effort": request.effort}
        timetable = with_summary(timetable, file, folder, ready.reading, report, options)
        again = given_again(result.diff)
        does = effects(told, ready.before, timetable, result.diff, again)
        given = lost_and_given(ready.before, timetable)
        notices = (
            *result.notices,
            *noticed(ready.new, ready.before, timetable, result.diff, named_people(told), given),
            *unhelped(ready.honoured.old, ready.new, timetable),
        )
        number, new = None, True
        if not request.dry_run and not worse:
            reason = request.reason or plain_reason(told) or "mise à jour"
            more = {
                "changes": [c.text for c in told],
                "outside": list(ready.reading.outside),
                ALONE: plain_alone(ready.new, result.alone),
                NOTICES: plain_notices(result.notices),
                **ready.honoured.settings,
            }
            kept, new = keep(
                folder, ready.read, timetable, report, "update", reason, request.author, parent=ready.base.number,
                settings=more,
                then=noting(store, ready.new.settings.term, outcome(ready.honoured, result, timetable)),
            )  # fmt: skip
            number = kept.number
            for period in open_periods(ready.honoured):
                write_dossier_files(store, folder, ready.read, period, listener)
            if new:
                found, problem = differences(store, ready.base, kept)
                write_differences(folder, problem, found)
            if short:
                place = write_changes(folder, [c.text for c in told])
                listener.say(f"Les changements du classeur, un par un : {place}")
        result = replace(result, timetable=timetable)
        warnings = not_as_before(ready.honoured.options.locked, ready.before, timetable)
        warnings += seats_not_kept(ready.new, timetable, ready.honoured.seats)
        return Changed(
            folder, result, ready.before, told, does, again, notices, report, worse, number, new, ready.honoured,
            code=RULE_BROKEN if worse else 0, warnings=warnings,
        )  # fmt: skip


def _tell_changes(told: Sequence[Change], request: UpdateRequest, listener: Listener) -> bool:
    """What changed in the workbook, alike ones together; returns whether something is told shorter than it is."""
    if not told:
        listener.say("Le classeur dit la même chose que l’emploi du temps en cours.")
        return False
    listener.say(f"{count(len(told), 'changement')} dans le classeur :")
    lines = fold_changes(told)
    for line in bulleted(lines):
        listener.say(line)
    short = len(told) > min(len(lines), MOST_LINES)
    if short and request.dry_run:
        listener.say("  Un par un : la même commande avec --json.")
    return short


def _refuse(alerts: Sequence[Alert], request: UpdateRequest, listener: Listener) -> None:
    """Raises Refused, ``--anyway`` or not, for what nothing can keep any more; a dry run tells it."""
    lines = bulleted([str(alert) for alert in alerts])
    if alerts and not request.dry_run:
        title = "Ce que le classeur demande maintenant ne peut pas être suivi. Rien n’a été changé."
        raise Refused(WORKBOOK, title, *lines)
    for line in lines:
        listener.say(line)


def _tell_alerts(alerts: Sequence[Alert], request: UpdateRequest, listener: Listener) -> None:
    """Say what can no longer hold before anything is given up for it; raises Refused unless that is accepted."""
    blocking = [str(alert) for alert in alerts if alert.blocking]
    if blocking and not (request.anyway or request.dry_run):
        raise Refused(
            WORKBOOK,
            "Ce que le classeur demande maintenant ne tient pas. Rien n’a été changé.",
            *bulleted(blocking),
            "Corrigez le classeur ; ou relancez avec --anyway, et ce qui ne tient pas sera annulé et listé "
            "(--dry-run le montre d’abord).",
        )
    for title, lines, most in (
        ("Ne tient pas", blocking, MOST_CHANGES),
        ("À regarder", [str(alert) for alert in alerts if not alert.blocking], MOST_ALERTS),
    ):
        if lines:
            listener.say(f"{title} ({len(lines)}) :")
            for line in bulleted(lines, most):
                listener.say(line)


def update_options(request: UpdateRequest, new: Problem) -> UpdateOptions:
    """From when things may change; raises Refused where the dates cannot be.

    Without a day of the planner's own, nothing is placed today, whose hours may be over, and none that has begun comes
    back.
    """
    first = typed_day("--from", request.first, UPDATE_EXAMPLE) if request.first else today()
    if first < new.first:
        if request.first is not None:
            raise Refused(
                USAGE, f"--from : le {first:%d/%m/%Y} vient avant le début de l’emploi du temps ({new.first:%d/%m/%Y})."
            )
        first = new.first
    if first > new.last:
        late = f"le {first:%d/%m/%Y} vient après la fin de l’emploi du temps ({new.last:%d/%m/%Y})."
        if request.first is not None:
            raise Refused(USAGE, f"--from : {late}")
        cure = f"Pour le suivre encore (présences, heures données), ajoutez --from {new.last}."
        raise Refused(USAGE, f"Aujourd’hui, {late}", cure)
    if request.notice is not None and request.notice > (new.last - new.first).days:
        raise Refused(USAGE, f"--notice : {request.notice} jours, c’est plus que la durée de l’emploi du temps.")
    free = request.first is not None or first != today()
    adds = first if free else first + timedelta(days=1)
    return UpdateOptions(
        first=first,
        moves=max(adds, notice(new, first, request.notice)),
        adds=adds,
        begun=0 if free else minute_of_day(),
        seed=request.seed,
        effort=request.effort,
        most_per_apprentice=request.max_moves_per_apprentice,
        most_per_trainer=request.max_moves_per_trainer,
        more=request.more,
    )
