"""What is chosen for the sessions of an absence, as typed: by number, by word, by the name of a colleague."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from planner.answer import USAGE, Refused
from planner.domain import Problem, Session, Timetable, TrainerId, key
from planner.engine.change.way_taken import Choice
from planner.engine.change.ways_out import AbsentHour
from planner.folder.ways import title, way_out
from planner.words import bulleted, did_you_mean, say_all

WAY_WORDS = {
    "autonomie": "autonomy",
    "autonome": "autonomy",
    "annuler": "cancel",
    "annulation": "cancel",
    "annule": "cancel",
    "sans": "without",
    "tout annuler": "cancel_all",
}
NOTHING_TO = {
    "autonomy": "aucun adulte n’est libre pour surveiller",
    "cancel": "c’est une place d’étude encadrée, qui reste nécessaire à ceux qui y sont",
    "without": "elle n’a pas d’autre formateur",
    "cancel_all": "rien d’autre ne va avec elle, ni groupe de barrette ni cours croisé",
}
"""Why a way out that no rule speaks against does not exist for a session."""
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
            raise Refused(USAGE, f"« {piece} » : écrivez SÉANCE=CHOIX, par exemple 1=autonomie.")
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
            "L’emploi du temps a changé depuis que cette liste a été montrée : relancez sans --choose pour la revoir, "
            "puis choisissez. Rien n’a été changé.",
        )


def same_way(one: Choice, other: Choice) -> bool:
    """Whether two ways out are one, whatever else was decided meanwhile."""
    return (one.kind, one.trainer_id) == (other.kind, other.trainer_id)


AsksColleague = Callable[[TrainerId], tuple[Choice, str]]
"""A colleague in the place of the one who is absent, and what is against it, in words."""


def chosen_way(
    problem: Problem, before: Timetable, one: AbsentHour, text: str, listed: AbsentHour | None, asks: AsksColleague
) -> Choice:
    """A way out by its number in the list that was shown (``listed``), its word, or the name or code of the colleague.

    Raises Refused for what is not possible, or no longer after what was chosen for the sessions before, with why.
    """
    wanted = listed.choices[int(text) - 1] if listed and 1 <= int(text) <= len(listed.choices) else None
    kind, other = WAY_WORDS.get(key(text)), _colleague(problem, text)
    for choice in one.choices:
        meant = wanted is not None and same_way(choice, wanted)
        if meant or choice.kind == kind or (choice.kind == "colleague" and choice.trainer_id == other):
            return choice
    if wanted is not None:
        what = f"{way_out(problem, before, one, wanted)}), après ce qui est choisi pour les séances d’avant,"
        raise _refused(problem, before, one, f"« {text} » ({what}", _why_not(one, wanted.kind, wanted.trainer_id, asks))
    if other is not None:
        choice, why = asks(other)
        if not why:
            return choice  # free and able, and further down than the list goes
        raise _refused(problem, before, one, f"« {text} »", why)
    raise _refused(
        problem, before, one, f"« {text} »", _why_not(one, kind, None, asks) or _unknown(problem, text, listed)
    )


def _refused(problem: Problem, before: Timetable, one: AbsentHour, what: str, why: str) -> Refused:
    """That something is not possible, why, and what is."""
    offered = [way_out(problem, before, one, choice) for choice in one.choices]
    reason = f" : {why}" if why else ""
    return Refused(
        USAGE,
        f"{what} n’est pas possible pour {title(one.first)}{reason}{'' if why.endswith('?') else '.'}",
        "Ce qui l’est :" if offered else f"Rien d’autre ne l’est : {NO_WAY}.",
        *bulleted(offered),
    )


def _why_not(one: AbsentHour, kind: str | None, other: TrainerId | None, asks: AsksColleague) -> str:
    """What is against a way out of a kind, with a colleague where one is named; empty for what is no way out."""
    if kind == "colleague" and other is not None:
        return asks(other)[1]
    said = [why for choice, why in one.refused if choice.kind == kind and other in (None, choice.trainer_id)]
    said = said or [why for choice, why in one.refused if choice.kind == kind]
    return said[0] if said else NOTHING_TO.get(kind or "", "")


def _colleague(problem: Problem, text: str) -> TrainerId | None:
    """Whose name or code was typed, if it is somebody's."""
    return next((t.id for t in problem.trainers.values() if key(text) in (key(t.id), key(t.name))), None)


def _unknown(problem: Problem, text: str, listed: AbsentHour | None) -> str:
    """What is wrong with what is neither a number of the list, nor a word, nor a name."""
    if listed is not None:
        return f"ses solutions vont de 1 à {len(listed.choices)}" if listed.choices else NO_WAY
    names = [*(t.name for t in problem.trainers.values()), *WAY_WORDS]
    return f"ce n’est ni une solution de la liste ni le nom d’un formateur.{did_you_mean(text, names)}"
