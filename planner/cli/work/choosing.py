"""What is chosen for the sessions of an absence, as typed: by number, by word, by the name of a colleague."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from planner.answer import USAGE, Refused
from planner.cli.work.ways import title, way_out
from planner.domain import Problem, Session, Timetable, TrainerId, key
from planner.engine.change.way_taken import Choice
from planner.engine.change.ways_out import AbsentHour
from planner.words import bulleted, say_all

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
class Picks:
    """What is chosen, by the place of the session in the list of the day, from 0 on."""

    texts: Mapping[int, str]
    lists: Mapping[int, AbsentHour]
    """What the numbers of those that are chosen by number mean: ways out as they are shown, before any is taken."""


def by_number(text: str) -> bool:
    """Whether a way out is chosen by its number."""
    return text.isdecimal()


def typed_choices(text: str, todo: Sequence[tuple[Session, ...]]) -> dict[int, str]:
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


def list_name(who: TrainerId, day: date) -> str:
    """The list of what may be done without a trainer on a day, among those that were shown."""
    return f"replace {who} {day}"


def numbers(todo: Sequence[tuple[Session, ...]], lists: Mapping[int, AbsentHour]) -> dict[str, str]:
    """What each number of a list stands for: ``1``, the sessions of an hour; ``1=2``, a way out."""
    found: dict[str, str] = {}
    for n, sessions in enumerate(todo):
        found[str(n + 1)] = ";".join(s.id for s in sessions)
        for place, choice in enumerate(lists[n].choices if n in lists else (), start=1):
            found[f"{n + 1}={place}"] = f"{choice.kind} {choice.trainer_id or ''}".strip()
    return found


def refuse_other_list(known: Mapping[str, str] | None, todo: Sequence[tuple[Session, ...]], picks: Picks) -> None:
    """Raises Refused where a number stands for something else than in the list as it was shown, if it was."""
    now = numbers(todo, picks.lists)
    asked = [str(n + 1) for n in picks.texts]
    asked += [f"{n + 1}={int(picks.texts[n])}" for n in picks.lists]
    if known is not None and any(known.get(number) != now.get(number) for number in asked):
        raise Refused(
            USAGE,
            "L’emploi du temps a changé depuis que cette liste a été montrée : relancer sans --choose pour la revoir, "
            "puis choisir. Rien n’a été changé.",
        )


def same_way(one: Choice, other: Choice) -> bool:
    """Whether two ways out are one, whatever else was decided meanwhile."""
    return (one.kind, one.trainer_id) == (other.kind, other.trainer_id)


def chosen_way(problem: Problem, before: Timetable, one: AbsentHour, text: str, listed: AbsentHour | None) -> Choice:
    """A way out by its number in the list that was shown (``listed``), its word, or the name or code of the colleague.

    Raises Refused for what is not possible, or no longer after what was chosen for the sessions before.
    """
    wanted = listed.choices[int(text) - 1] if listed and 1 <= int(text) <= len(listed.choices) else None
    kind = WAY_WORDS.get(key(text))
    for choice in one.choices:
        trainer = problem.trainers.get(choice.trainer_id) if choice.trainer_id else None
        by_name = choice.kind == "colleague" and trainer and key(text) in (key(trainer.id), key(trainer.name))
        meant = wanted is not None and same_way(choice, wanted)
        if meant or choice.kind == kind or by_name:
            return choice
    what = f"« {text} »"
    if wanted is not None:
        what += f" ({way_out(problem, before, one, wanted)}), après ce qui est choisi pour les séances d’avant,"
    offered = [way_out(problem, before, one, choice) for choice in one.choices]
    raise Refused(
        USAGE,
        f"{what} n’est pas possible pour {title(one.first)}. Ce qui l’est :" if offered else title(one.first),
        *bulleted(offered or [NO_WAY]),
    )
