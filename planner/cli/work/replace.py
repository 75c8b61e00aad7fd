"""`barrette replace`: what to do with each session of a trainer who is absent for a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from constraints import RULES
from planner.answer import RULE_BROKEN, USAGE, Done, Refused
from planner.check.verify import broken_since
from planner.cli.work.typed import a_day, by_name, outside
from planner.cli.work.ways import title, way_out
from planner.domain import Kind, Problem, Session, Timetable, TrainerId, key
from planner.engine.change.way_taken import Choice, applied, owed_more, settled
from planner.engine.change.ways_out import AbsentHour, held, minutes_of_week, slot, with_absence
from planner.folder.keep import checked, keep
from planner.folder.reasons import neutral
from planner.rule import Finding
from planner.store.opening import at_last_version
from planner.words import bulleted, count, say_all, trainer_name

WAY_WORDS = {
    "autonomie": "autonomy",
    "autonome": "autonomy",
    "annuler": "cancel",
    "annulation": "cancel",
    "annule": "cancel",
    "sans": "without",
    "tout annuler": "cancel_all",
}


NO_WAY = "aucune solution sans enfreindre une règle impérative"
"""What is said of a session that cannot be replaced."""


@dataclass(frozen=True, slots=True)
class AbsenceRequest:
    """Who is away, when, and what is chosen for the sessions, as typed."""

    trainer: str
    day: str
    choose: str = ""
    best: bool = False
    dry_run: bool = False
    reason: str = ""
    author: str = ""


@dataclass(frozen=True)
class Offered(Done):
    """What may be done with each session of the day; nothing is changed."""

    folder: Path
    problem: Problem
    timetable: Timetable
    who: TrainerId
    day: date
    slots: Sequence[AbsentHour]
    events: Sequence[Session]
    """What stands without the trainer."""
    week: int
    """Minutes of the trainer in that week."""


@dataclass(frozen=True)
class Taken(Done):
    """What was decided, and the version that it became; ``number`` None: nothing is kept."""

    problem: Problem
    before: Timetable
    after: Timetable
    who: TrainerId
    taken: Sequence[tuple[AbsentHour, Choice]]
    broken: Sequence[Finding]
    number: int | None

    @property
    def owed_more(self) -> tuple[int, int]:
        """Minutes that fall due again, and for how many people."""
        return owed_more(self.before.debts, self.after.debts)


def replace_trainer(folder: Path, asked: AbsenceRequest) -> Offered | Taken:
    """Say what may be done without a trainer, or keep what is chosen as a version."""
    neutral(asked.reason)
    day = a_day(asked.day)
    chosen = bool(asked.choose or asked.best)
    with at_last_version(folder, day, writes=chosen and not asked.dry_run) as (_store, _version, problem, before):
        names = {str(t.id): t.name for t in problem.trainers.values()}
        who = TrainerId(
            by_name(asked.trainer, names, "Le formateur", "Donner son nom ou son code, feuille « Formateurs ».")
        )
        if not problem.first <= day <= problem.last:
            raise Refused(USAGE, outside(problem, day))
        absent = with_absence(problem, who, day)
        todo = held(before, who, day)
        if chosen and todo:
            return _kept(folder, problem, absent, before, who, day, todo, asked)
        slots = [slot(absent, before, who, sessions, RULES) for sessions in todo]
        events = [s for s in before.by_trainer.get(who, ()) if s.day == day and s.kind == Kind.FIXED]
        return Offered(folder, absent, before, who, day, slots, events, minutes_of_week(absent, before, who, day))


def _kept(
    folder: Path,
    problem: Problem,
    absent: Problem,
    before: Timetable,
    who: TrainerId,
    day: date,
    todo: Sequence[tuple[Session, ...]],
    asked: AbsenceRequest,
) -> Taken:
    """What is chosen, kept where no hard rule is broken that was not before."""
    timetable, taken = _decide(absent, before, who, todo, asked)
    timetable = settled(absent, timetable)
    report = checked(absent, timetable)
    broken = broken_since(checked(problem, before), report)
    number = None
    if not broken and not asked.dry_run:
        reason = asked.reason or f"absence de {trainer_name(problem, who)} le {day:%d/%m/%Y}"
        settings = {"trainer": who, "date": day.isoformat()}
        kept, _new = keep(folder, absent, timetable, report, "replace", reason, asked.author, settings=settings)
        number = kept.number
    return Taken(absent, before, timetable, who, taken, broken, number, code=RULE_BROKEN if broken else 0)


def _decide(
    problem: Problem, timetable: Timetable, who: TrainerId, todo: Sequence[tuple[Session, ...]], asked: AbsenceRequest
) -> tuple[Timetable, list[tuple[AbsentHour, Choice]]]:
    """Each session in turn: as typed, else the best way out, given what was decided for those before."""
    typed = _typed(asked.choose, todo)
    missing = [title(sessions[0]) for n, sessions in enumerate(todo) if n not in typed]
    if missing and not asked.best:
        raise Refused(
            USAGE,
            f"Il reste {count(len(missing), 'séance')} sans choix. Les ajouter à --choose, ou ajouter --best pour "
            "prendre la meilleure solution :",
            *bulleted(missing),
        )
    taken = []
    for n, sessions in enumerate(todo):
        found = slot(problem, timetable, who, sessions, RULES)
        if n in typed:
            choice: Choice | None = _chosen(problem, timetable, found, typed[n])
        else:
            choice = _best(problem, timetable, who, found)
        if choice is None:
            raise Refused(
                RULE_BROKEN,
                f"{title(sessions[0])} : aucune solution sans enfreindre une règle impérative. Inscrire l’absence "
                "dans le classeur, feuille « Indisponibilités », et lancer barrette update.",
            )
        timetable = applied(problem, timetable, who, sessions, choice)
        taken.append((found, choice))
    return timetable, taken


def _best(problem: Problem, timetable: Timetable, who: TrainerId, one: AbsentHour) -> Choice | None:
    """The first way out that the whole term bears too."""
    before = checked(problem, timetable)
    for choice in one.choices:
        known = {
            f.key
            for f in broken_since(before, checked(problem, applied(problem, timetable, who, one.sessions, choice)))
        }
        if not known & {rule.key for rule in RULES if rule.kind == "hard"}:
            return choice
    return None


def _typed(text: str, todo: Sequence[tuple[Session, ...]]) -> dict[int, str]:
    """Place in the list → what is chosen; raises Refused for what names no session."""
    places = {key(s.id): n for n, sessions in enumerate(todo) for s in sessions}
    places |= {str(n + 1): n for n in range(len(todo))}
    found: dict[int, str] = {}
    for piece in (p.strip() for p in text.split(";")):
        if not piece:
            continue
        left, sign, right = piece.rpartition("=")
        if not sign or not right.strip():
            raise Refused(USAGE, f"« {piece} » : écrire SÉANCE=CHOIX, par exemple 1=autonomie.")
        place = places.get(key(left))
        if place is None:
            names = say_all(str(sessions[0].id) for sessions in todo)
            raise Refused(USAGE, f"« {left.strip()} » n’est pas une séance de cette journée : {names}.")
        if place in found:
            raise Refused(USAGE, f"« {left.strip()} » est choisie deux fois.")
        found[place] = right.strip()
    return found


def _chosen(problem: Problem, before: Timetable, one: AbsentHour, text: str) -> Choice:
    """A way out by its number in the list, its word, or the name or code of the colleague."""
    if text.isdigit() and 1 <= int(text) <= len(one.choices):
        return one.choices[int(text) - 1]
    kind = WAY_WORDS.get(key(text))
    for choice in one.choices:
        trainer = problem.trainers.get(choice.trainer_id) if choice.trainer_id else None
        by_name = choice.kind == "colleague" and trainer and key(text) in (key(trainer.id), key(trainer.name))
        if choice.kind == kind or by_name:
            return choice
    offered = [way_out(problem, before, one, choice) for choice in one.choices]
    raise Refused(
        USAGE,
        f"« {text} » n’est pas possible pour {title(one.first)}. Ce qui l’est :" if offered else title(one.first),
        *bulleted(offered or [NO_WAY]),
    )
