"""`barrette replace`: what to do with each session of a trainer who is absent for a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from constraints import RULES
from data.parse_time import day as read_day
from outputs.summary import horizon
from planner.check.verify import broken_since
from planner.cli import show
from planner.cli.changing import Refused, attempt, checked, keep, last_version, named, neutral
from planner.cli.main import BROKEN, USAGE
from planner.domain import ApprenticeId, Kind, Problem, Session, Timetable, TrainerId, clock, key
from planner.engine.change.way_taken import Choice, applied, due_again, settled
from planner.engine.change.ways_out import Slot, held, minutes_of_week, slot, with_absence
from planner.rule import Finding
from planner.words import say_all, say_day, say_minutes, trainer_name

WORDS = {
    "autonomie": "autonomy",
    "autonome": "autonomy",
    "annuler": "cancel",
    "annulation": "cancel",
    "annule": "cancel",
    "sans": "without",
    "tout annuler": "cancel_all",
}


@dataclass(frozen=True, slots=True)
class Absence:
    """What the planner typed."""

    trainer: str
    day: str
    choose: str = ""
    best: bool = False
    dry_run: bool = False
    reason: str = ""
    author: str = ""
    as_json: bool = False


def run_replace(folder: Path, asked: Absence) -> int:
    """The whole command; returns the exit code."""
    return attempt(folder, lambda: _replace(folder, asked))


def _replace(folder: Path, asked: Absence) -> int:
    neutral(asked.reason)
    day = _day(asked.day)
    writes = bool(asked.choose or asked.best) and not asked.dry_run
    with last_version(folder, day, writes=writes) as (_store, _version, problem, before):
        names = {str(t.id): t.name for t in problem.trainers.values()}
        who = TrainerId(
            named(asked.trainer, names, "Le formateur", "Donner son nom ou son code, feuille « Formateurs ».")
        )
        _held_by(problem, day)
        absent = with_absence(problem, who, day)
        todo = held(before, who, day)
        events = [s for s in before.by_trainer.get(who, ()) if s.day == day and s.kind == Kind.FIXED]
        if not todo:
            return _nothing(absent, who, day, events, asked)
        if not asked.choose and not asked.best:
            slots = [slot(absent, before, who, sessions, RULES) for sessions in todo]
            return _offer(folder, absent, before, who, day, slots, events, asked)
        timetable, taken = _decide(absent, before, who, todo, asked)
        timetable = settled(absent, timetable)
        report = checked(absent, timetable)
        broken = broken_since(checked(problem, before), report)
        reason = asked.reason or f"absence de {trainer_name(problem, who)} le {day:%d/%m/%Y}"
        number = None
        if not broken and not asked.dry_run:
            settings = {"trainer": who, "date": day.isoformat()}
            kept, _new = keep(folder, absent, timetable, report, "replace", reason, asked.author, settings=settings)
            number = kept.number
        _tell_taken(absent, before, timetable, who, taken, broken, number, asked)
        return BROKEN if broken else 0


def _day(text: str) -> date:
    try:
        return read_day(text)
    except ValueError as error:
        raise Refused(USAGE, f"« {text} » {error}") from error


def _held_by(problem: Problem, day: date) -> None:
    if not problem.first <= day <= problem.last:
        raise Refused(USAGE, f"Le {day:%d/%m/%Y} est hors de l’emploi du temps ({horizon(problem)}).")


# Choices


def _decide(
    problem: Problem, timetable: Timetable, who: TrainerId, todo: Sequence[tuple[Session, ...]], asked: Absence
) -> tuple[Timetable, list[tuple[Slot, Choice]]]:
    """Each session in turn: as typed, else the best way out, given what was decided for those before."""
    typed = _typed(asked.choose, todo)
    missing = [_title(sessions[0]) for n, sessions in enumerate(todo) if n not in typed]
    if missing and not asked.best:
        raise Refused(
            USAGE,
            f"Il reste {show.count(len(missing), 'séance')} sans choix. Les ajouter à --choose, ou ajouter --best pour "
            "prendre la meilleure solution :",
            *missing,
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
                BROKEN,
                f"{_title(sessions[0])} : aucune solution sans enfreindre une règle impérative. Inscrire l’absence "
                "dans le classeur, feuille « Indisponibilités », et lancer barrette update.",
            )
        timetable = applied(problem, timetable, who, sessions, choice)
        taken.append((found, choice))
    return timetable, taken


def _best(problem: Problem, timetable: Timetable, who: TrainerId, one: Slot) -> Choice | None:
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


def _chosen(problem: Problem, before: Timetable, one: Slot, text: str) -> Choice:
    """A way out by its number in the list, its word, or the name or code of the colleague."""
    if text.isdigit() and 1 <= int(text) <= len(one.choices):
        return one.choices[int(text) - 1]
    kind = WORDS.get(key(text))
    for choice in one.choices:
        trainer = problem.trainers.get(choice.trainer_id) if choice.trainer_id else None
        by_name = choice.kind == "colleague" and trainer and key(text) in (key(trainer.id), key(trainer.name))
        if choice.kind == kind or by_name:
            return choice
    offered = [_say(problem, before, one, choice) for choice in one.choices]
    raise Refused(
        USAGE,
        f"« {text} » n’est pas possible pour {_title(one.first)}. Ce qui l’est :" if offered else _title(one.first),
        *(offered or ["aucune solution sans enfreindre une règle impérative"]),
    )


# What is said


def _title(session: Session) -> str:
    return f"{session.label}, {clock(session.start)}–{clock(session.end)} [{session.id}]"


def _say(problem: Problem, timetable: Timetable, one: Slot, choice: Choice) -> str:
    """One way out with what it costs."""
    session = one.first
    if choice.kind in ("cancel", "cancel_all"):
        return _say_cancelled(problem, timetable, one, choice)
    if choice.kind == "without":
        return "sans : la séance se tient avec le reste de l’équipe"
    if choice.trainer_id is None:
        return "autonomie : sans adulte, tous les présents sont majeurs"
    trainer = problem.trainers[choice.trainer_id]
    own = "de la classe" if choice.near else "hors de la classe"
    week = f"{say_minutes(choice.minutes)} cette semaine avec cette séance, {say_minutes(trainer.max_week)} au plus"
    if choice.kind == "colleague":
        return f"{trainer.name}, {own} : {week}"
    room = problem.rooms.get(session.room_id) if session.room_id else None
    return f"autonomie ({room.name if room else 'sur place'}), surveillée par {trainer.name}, {own} : {week}"


def _say_cancelled(problem: Problem, timetable: Timetable, one: Slot, choice: Choice) -> str:
    """What falls due again, and who is left without a session."""
    session = one.first
    people = _people(timetable, one.sessions)
    minors = sum(p in problem.learners and problem.learners[p].minor(session.day) for p in people)
    who, young = show.count(len(people), "apprenant"), f", dont {show.count(minors, 'mineur')}" if minors else ""
    due = say_minutes(session.minutes)
    if choice.kind == "cancel_all":
        others = "la partie croisée" if session.kind == Kind.COURSE else "tous les groupes de la barrette"
        return f"tout annuler, avec {others} : {due} à reprogrammer ({who} ici{young})"
    if session.kind == Kind.COURSE:
        return f"annuler : {due} à reprogrammer pour {_classes(problem, one.sessions)} ({who} sans cours{young})"
    return f"annuler : {due} dues de nouveau ({who}{young})"


def _classes(problem: Problem, sessions: Sequence[Session]) -> str:
    ids = dict.fromkeys(c for s in sessions for c in s.class_ids)
    return say_all(problem.classes[c].name if c in problem.classes else c for c in ids)


def _people(timetable: Timetable, sessions: Sequence[Session]) -> frozenset[ApprenticeId]:
    return frozenset(row.apprentice_id for s in sessions for row in timetable.attendees.get(s.id, ()))


def _nothing(problem: Problem, who: TrainerId, day: date, events: Sequence[Session], asked: Absence) -> int:
    if asked.as_json:
        show.as_json({"trainer": who, "date": day, "sessions": [], "events": [s.id for s in events]})
        return 0
    show.say(f"{trainer_name(problem, who)} n’a pas de séance le {say_day(day)} : rien à remplacer.")
    _tell_events(events)
    return 0


def _tell_events(events: Sequence[Session]) -> None:
    if events:
        show.say("Y était aussi attendu, et se tiendra en son absence :")
        show.listing([_title(session) for session in events])


def _offer(
    folder: Path,
    problem: Problem,
    before: Timetable,
    who: TrainerId,
    day: date,
    slots: Sequence[Slot],
    events: Sequence[Session],
    asked: Absence,
) -> int:
    """The numbered list; nothing is changed."""
    if asked.as_json:
        rows = [_slot_json(problem, before, one) for one in slots]
        show.as_json({"trainer": who, "date": day, "sessions": rows, "events": [s.id for s in events]})
        return 0
    week = minutes_of_week(problem, before, who, day)
    show.say(
        f"Absence de {trainer_name(problem, who)}, {say_day(day)} : {show.count(len(slots), 'séance')} "
        f"({say_minutes(sum(one.first.minutes for one in slots))} sur {say_minutes(week)} cette semaine)."
    )
    for number, one in enumerate(slots, start=1):
        people = show.count(len(_people(before, one.sessions)), "apprenant")
        show.say(f"{number}. {_title(one.first)} – {_classes(problem, one.sessions)}, {people}")
        for place, choice in enumerate(one.choices, start=1):
            show.say(f"   {place}) {_say(problem, before, one, choice)}")
        if not one.choices:
            show.say("   aucune solution sans enfreindre une règle impérative")
    _tell_events(events)
    picks = ";".join(f"{n}=1" for n in range(1, len(slots) + 1))
    show.say("L’heure ne change pas. Pour choisir :")
    show.say(f'  barrette replace {folder} --trainer {who} --date {day} --choose "{picks}"')
    show.say("ou --best pour la première solution de chacune.")
    return 0


def _slot_json(problem: Problem, before: Timetable, one: Slot) -> dict[str, Any]:
    return {
        "sessions": [s.id for s in one.sessions],
        "start": clock(one.first.start),
        "end": clock(one.first.end),
        "people": len(_people(before, one.sessions)),
        "choices": [_choice_json(problem, before, one, choice) for choice in one.choices],
    }


def _choice_json(problem: Problem, before: Timetable, one: Slot, choice: Choice) -> dict[str, Any]:
    return {
        "kind": choice.kind,
        "trainer": choice.trainer_id,
        "own_class": choice.near,
        "week_minutes": choice.minutes,
        "text": _say(problem, before, one, choice),
    }


def _tell_taken(
    problem: Problem,
    before: Timetable,
    after: Timetable,
    who: TrainerId,
    taken: Sequence[tuple[Slot, Choice]],
    broken: Sequence[Finding],
    number: int | None,
    asked: Absence,
) -> None:
    """What was decided, what it costs, and the version it became."""
    minutes, people = due_again(before.debts, after.debts)
    if asked.as_json:
        show.as_json(
            {
                "version": number,
                "trainer": who,
                "taken": [
                    {"sessions": [s.id for s in one.sessions], **_choice_json(problem, before, one, choice)}
                    for one, choice in taken
                ],
                "due_again_minutes": minutes,
                "due_again_people": people,
                "findings": [{"rule": f.key, "text": f.text} for f in broken],
            }
        )
        return
    for one, choice in taken:
        show.say(f"{_title(one.first)} → {_say(problem, before, one, choice)}")
    if minutes:
        show.say(f"Dû de nouveau : {say_minutes(minutes)} en tout, pour {show.count(people, 'apprenant')}.")
    if broken:
        show.say("Rien n’a été gardé : ces choix ne respecteraient pas des règles impératives.")
        show.findings(broken, RULES)
    elif number is None:
        show.say("Essai seulement (--dry-run) : rien n’a été changé.")
    else:
        show.say(f"Gardé : version {number}. Pour que les calendriers publiés suivent : barrette publish.")
        show.say("Inscrire aussi cette absence dans le classeur, feuille « Indisponibilités ».")
        if any(choice.kind in ("cancel", "cancel_all") for _one, choice in taken):
            show.say("Le prochain barrette update donnera une autre heure à ce qui est annulé, où il y en a une.")
