"""A workbook read beside the last version of its term: what an update starts from, or why there can be none."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from constraints import RULES
from data.reading.workbook import Reading
from planner.answer import WORKBOOK, Refused
from planner.check.verify import Report
from planner.domain import Before, FixedEvent, Problem, StandingSession, Timetable, with_absences
from planner.domain.no_shows import attended_before, people_in, with_no_shows
from planner.domain.past_rows import past_differs, with_past_rows
from planner.domain.roll_call import with_sessions_named
from planner.engine.change.options import UpdateOptions
from planner.engine.change.realised import unknown_lines
from planner.engine.change.updated import Updated
from planner.engine.flow import update as compute
from planner.engine.solvers.cpsat import Interrupt
from planner.folder.keep import checked
from planner.folder.rolls import tell_rolls
from planner.folder.workbook import read_after, read_workbook, tell_outside
from planner.listener import Listener
from planner.regulation.honoured import Honoured, what_is_honoured
from planner.report.strangers import unknown
from planner.store.database import Store, Version
from planner.store.identity import salted, with_mark
from planner.store.locks import locked_sessions
from planner.store.snapshot import bare
from planner.store.terms import last_version
from planner.words import bulleted, course_name, say_day


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
            # Reasons name the cells of the workbook as it is now.
            new = replace(new, origins=self.read.origins)
            result = compute(old, new, self.before, RULES, self.honoured.options, interrupt, listener.phase)
        listener.arrived()
        return result, self.honoured.counted(result.timetable, RULES)


def prepare(store: Store, file: Path, options_for: Callable[[Problem], UpdateOptions], listener: Listener) -> Prepared:
    """Everything that is to be read before an update; raises Refused where there can be none.

    ``options_for``: from when the timetable of a problem may change, and how much; locks are added to it.
    """
    read, reading = read_workbook(file)
    _same_centre(store, read, file)
    base = last_version(store, with_mark(read, store))
    before = store.timetable(base.number)
    old = with_absences(store.problem(base.number), before)
    read, reading = read_after(file, old, (read, reading))
    read = with_mark(read, store)
    read = salted(read, old.settings.salt)
    first = options_for(read).first
    _tell_past(read, old, first, listener)
    tell_outside(reading, listener, base.settings.get("outside", ()))
    read = with_no_shows(with_past_rows(read, old, first), old, before, first)
    typed = with_sessions_named(bare(read), before)
    new = with_absences(typed, before, first)
    _same_keys(new, old, before, first, file)
    options = replace(options_for(typed), locked=locked_sessions(store, new.settings))
    _check_realised(typed, before, options.first, listener)
    tell_rolls(typed, before, options.first, listener)
    return Prepared(base, read, new, before, reading, what_is_honoured(store, base, old, new, before, options))


def _tell_past(new: Problem, old: Problem, first: date, listener: Listener) -> None:
    """Say which rows of days gone the workbook has otherwise by now: they stay as they were."""
    rows = past_differs(new, old, first)
    names = dict.fromkeys(f"{_row_name(new, row)}, {say_day(row.day)}" for row in rows)
    if names:
        listener.say(
            "Les jours passés restent comme ils étaient ; n’y change rien ce que le classeur dit maintenant de :"
        )
        for line in bulleted(list(names)):
            listener.say(line)


def _row_name(problem: Problem, row: FixedEvent | StandingSession) -> str:
    return row.label if isinstance(row, FixedEvent) else course_name(problem, row.course_id)


def judged_again(ready: Prepared, timetable: Timetable) -> tuple[Report, list[str]]:
    """What the checker says of the new timetable, and the rules that it breaks more often than the old one did."""
    options = ready.honoured.options
    new = replace(
        ready.new,
        origins=ready.read.origins,
        before=Before(ready.before, options.first - timedelta(days=1), options.moves),
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


def _same_keys(new: Problem, old: Problem, before: Timetable, first: date, file: Path) -> None:
    """Raises Refused where the timetable names people, rooms or courses that the workbook has no more.

    Not for people who have attended nothing before ``first``: they do not come (`with_no_shows`).
    """
    begun = attended_before(before, first)
    gone = sorted(people_in(before) & begun.keys() & old.learners.keys() - new.learners.keys())
    people = {**new.learners, **{key: old.learners[key] for key in gone}}
    lines = [f"{old.learners[a].name} ({a}), qui a des séances depuis le {begun[a]:%d/%m/%Y}" for a in gone]
    strangers = [*lines, *unknown(replace(new, learners=people), before)]
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
        "remplissez « Indisponibilités »."
        if row in before.session
        else f"Feuille « Réalisé » : « {row} » n’est pas une séance de l’emploi du temps. Recopiez la référence de "
        "sa feuille d’émargement ou son identifiant de csv/sessions.csv (session_id), ou retirez la ligne. Rien n’a "
        "été changé."
        for row in rows
    ]
    if not set(rows) <= set(before.session):
        raise Refused(WORKBOOK, *lines)
    for line in lines:
        listener.warn(line)
