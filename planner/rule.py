"""A rule: what it says, how each stage of the engine enforces it, how a finished timetable is checked."""

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from planner.domain import ApprenticeId, ClassId, Problem, Room, SessionId, Timetable, TrainerId
from planner.model import Item, MasterModel, Option, RoomModel, WeekModel
from planner.model.support_hours import ModulesOfOne, SupportModel
from planner.placement import BoardView, Placement

RuleKind = Literal["hard", "soft", "shortfall"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check found, in a French sentence a planner can act on.

    ``amount``: units of a soft rule's cost (1 for a broken rule). ``to_verify``: the data to decide are missing
    (opening balances), nothing is broken; ``why`` then says what is missing, in a few French words.
    """

    key: str
    text: str
    amount: float = 1.0
    sessions: tuple[SessionId, ...] = ()
    people: tuple[ApprenticeId, ...] = ()
    to_verify: bool = False
    why: str = ""
    day: date | None = None
    """The only day that it is about, where no session tells it."""
    brief: str = ""
    """What a refusal says in a clause of another sentence, without the session, its hour and the person."""
    classes: tuple[ClassId, ...] = ()
    trainers: tuple[TrainerId, ...] = ()
    """Whose a cost is where it is that of a class or an adult, whoever else its sessions have."""

    @property
    def clause(self) -> str:
        """What is said within a sentence about one person and one session: the brief words, else all of it."""
        return self.brief or self.text.rstrip(".")


@dataclass(frozen=True, slots=True)
class Enforce:
    """What a rule says to each stage of the engine; None where the rule has nothing to say.

    - ``domain``: may this item ever take this option? (a predicate, before any model)
    - ``about``: what of an item and its team ``domain`` looks at beside day and hours, so that items alike in it are
      asked once; None: it allows them all. Without it, each item is asked for itself.
    - ``room``: may this item ever be in this room? The option is None while the time is unknown.
    - ``about_room``: the same for ``room`` and an item whose time is unknown.
    - ``master``, ``week``, ``rooms``, ``groups``: add rows (or costs, for a soft rule) to that stage's model.
    - ``refuse``: why one more session, or one more person in a session, may not be on a board that stands (a hard
      rule); it yields nothing where the place is allowed. Without it the rule's check is asked, which is slow.
    - ``late``: whether ``refuse`` looks far (at the days of everybody, at a whole horizon), so that it is asked after
      those that look at the session and its day.
    - ``weigh``: what that placement adds to the cost of a preference, in units of the rule; it may be negative.
    - ``support``: its price on hours owed that the hours of support cannot give, for the bound of its cost.
    - ``alone``: its price on the modules that one person has from period to period, for the bound of its cost.
    - ``relaxed``: stages at which the rule is only a necessary condition, a later stage being exact.
    """

    domain: Callable[[Problem, Item, Option], bool] | None = None
    about: Callable[[Problem, Item, tuple[TrainerId, ...]], Hashable | None] | None = None
    room: Callable[[Problem, Item, Option | None, Room], bool] | None = None
    about_room: Callable[[Problem, Item], Hashable | None] | None = None
    master: Callable[[Problem, MasterModel], None] | None = None
    week: Callable[[Problem, WeekModel], None] | None = None
    rooms: Callable[[Problem, RoomModel], None] | None = None
    groups: Callable[[Problem, Any], None] | None = None
    refuse: Callable[[Problem, BoardView, Placement], Iterator[Finding]] | None = None
    late: bool = False
    weigh: Callable[[Problem, BoardView, Placement], float] | None = None
    support: Callable[[Problem, SupportModel], None] | None = None
    alone: Callable[[ModulesOfOne], None] | None = None
    relaxed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the list.

    ``kind``: ``hard`` (what is placed never breaks it), ``shortfall`` (asks for something to exist: what is missing
    must be listed in the timetable, an unlisted one is a violation), ``soft`` (a cost of ``weight`` per unit).
    """

    key: str
    statement: str
    """One French sentence, as a planner says it."""
    kind: RuleKind
    check: Callable[[Problem, Timetable], Iterator[Finding]]
    enforce: Enforce = Enforce()
    weight: int = 1
    least: Callable[[Problem, Timetable], float] | None = None
    """Units of a preference's cost that no timetable of the same frame (`planner.engine.bounds`) is below; None: 0."""
    name: str = ""
    """What a preference is about, in a few words, where its sentence would be too long."""
    held: bool = False
    """Whether it counts hours given: what *Réalisé* says was cancelled or missed is then left out."""
    asks_people: bool = False
    """Whether it asks people to be in groups of barrettes: somebody who leaves one may break it, which ``refuse`` does
    not see."""


Rules = tuple[Rule, ...]


def active(rules: Rules, problem: Problem) -> Rules:
    """The rules that the workbook leaves on."""
    return tuple(rule for rule in rules if rule.key not in problem.rules_off)


def weights(rules: Rules, problem: Problem) -> dict[str, int]:
    """Weight of each soft rule: the workbook's, else its own."""
    return {rule.key: round(problem.rule_weights.get(rule.key, rule.weight)) for rule in rules if rule.kind == "soft"}
