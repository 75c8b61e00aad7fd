"""`barrette update --edited`: the list of sessions, edited in a spreadsheet and given back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from constraints import RULES
from data.faults import Faults
from data.given_back.edited import read_lines
from outputs.differences import Differences, Edition
from outputs.lists.tables import session_table
from planner.answer import RULE_BROKEN, USAGE, Done, Refused
from planner.cli.work.typed import a_day, outside
from planner.cli.work.update import UpdateRequest
from planner.domain import Problem, Timetable
from planner.engine.change.edits import Edit, apply_edits
from planner.engine.change.options import notice
from planner.folder.by_hand import keep_by_hand
from planner.folder.compare import differences_of
from planner.folder.edited_list import carried_over, edits_of_list, last_of_term
from planner.folder.reasons import neutral
from planner.folder.workbook import refuse_faulty
from planner.listener import NOBODY, Listener
from planner.rule import Finding
from planner.store.database import today
from planner.store.locks import locked_sessions
from planner.store.opening import LastVersion, at_last_version
from planner.store.terms import published
from planner.words import bulleted, session_line


@dataclass(frozen=True)
class Edited(Done):
    """What a list changes; ``found`` None: nothing."""

    found: Differences | None = None
    edits: Sequence[Edit] = ()
    before: Timetable = Timetable()
    broken: Sequence[Finding] = ()
    """Hard rules that the changes do not respect."""
    number: int | None = None
    """The version kept, if one is."""


Accept = Callable[[Edited], bool]
"""Whether the planner wants to keep what a list changes."""


def edit(folder: Path, file: Path, request: UpdateRequest, accept: Accept, listener: Listener = NOBODY) -> Edited:
    """Read a list, show what it changes to ``accept``, and keep it as a version where it is wanted and possible."""
    neutral(request.reason)
    with at_last_version(folder, writes=not request.dry_run) as last:
        faults = Faults()
        sheet = read_lines(file, session_table(last.problem, Timetable()).headers, faults)
        refuse_faulty(file, faults, UNCHANGED)
        base, source, edits = edits_of_list(last, sheet, faults)
        refuse_faulty(file, faults, UNCHANGED)
        last = last_of_term(last, base)
        edits = carried_over(last, edits, base, source, listener)
        before = last.timetable
        wanted = tuple(e for e in edits if e.changes(before.session[e.session_id]))
        edits = tuple(e for e in edits if e in wanted or e.lock is not None)
        if not edits:
            return Edited()
        _allowed(last, wanted, request)
        timetable, broken = apply_edits(last.problem, before, wanted, RULES)
        reason = request.reason.strip() or "modifié à la main"
        found = as_differences(last, timetable, reason)
        shown = Edited(found, edits, before, broken, code=RULE_BROKEN if broken else 0)
        if not accept(shown) or broken:
            return shown
        number = keep_by_hand(folder, last, timetable, edits, reason, request.author)
        return replace(shown, number=number)


UNCHANGED = "rien n’a été changé"


def as_differences(last: LastVersion, timetable: Timetable, reason: str) -> Differences:
    """A timetable that is not kept yet as differences from the last version."""
    version, problem = last.version, last.problem
    was = Edition(version.number, version.made, version.reason)
    now = Edition(version.number + 1, datetime.now(UTC), reason)
    return differences_of(was, now, reason, (problem, last.timetable), (problem, timetable))


def _allowed(last: LastVersion, wanted: Sequence[Edit], asked: UpdateRequest) -> None:
    """What was published does not move inside the notice, what is locked or past not at all; raises Refused."""
    store, _version, problem, before = last
    locked = locked_sessions(store, problem.settings)
    freed = {e.session_id for e in wanted if e.lock is False}
    kept = [before.session[e.session_id] for e in wanted if e.session_id in locked - freed]
    if kept:
        raise Refused(
            RULE_BROKEN,
            "Ces séances sont verrouillées. Mettez « non » dans la colonne Verrou, ou lancez barrette unlock :",
            *bulleted([session_line(s) for s in kept]),
        )
    first = _first(problem, asked.first)
    told = problem.settings.term in published(store) or bool(asked.first)
    limit = notice(problem, first, asked.notice) if told else first
    near = [
        before.session[e.session_id]
        for e in wanted
        if e.moves(before.session[e.session_id]) and min(e.day, before.session[e.session_id].day) < limit
    ]
    near += [s for e in wanted if (s := before.session[e.session_id]).day < first and s not in near]
    if near and not told:
        raise Refused(
            RULE_BROKEN,
            f"Ces séances sont passées, ou iraient sur un jour passé : rien ne change avant le {first:%d/%m/%Y}. Si "
            "cet emploi du temps n’a servi à personne, donnez --from, le premier jour qui peut changer :",
            *bulleted([session_line(s) for s in near]),
        )
    if near:
        raise Refused(
            RULE_BROKEN,
            f"L’heure de ces séances est annoncée : rien ne change avant le {first:%d/%m/%Y}, ni aucune heure avant le "
            f"{limit:%d/%m/%Y} (délai de prévenance, option --notice) :",
            *bulleted([session_line(s) for s in near]),
        )


def _first(problem: Problem, typed: str | None) -> date:
    first = a_day(typed, "--from") if typed else today()
    if typed and not problem.first <= first <= problem.last:
        raise Refused(USAGE, outside(problem, first, "--from : le"))
    return first
