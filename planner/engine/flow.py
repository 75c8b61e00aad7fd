"""The one flow, of a first solve and of every re-solve: the hours of classes, then people, then the balance.

What the two have not in common is where the hours of classes come from: a whole term on an empty board
(`planner.engine.anew`), or a timetable that stands and what a changed workbook does to it (`planner.engine.again`).
From there on the stages are the same. Each reads and writes the board, asks it what the rules allow, and serves what
waits for it: everything, or what the change leaves without a place.
"""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Protocol

from planner.board.board import Board
from planner.domain import Missing, Owed, Problem, Session, Timetable
from planner.engine.again import Again
from planner.engine.anew import Anew
from planner.engine.change.options import UpdateOptions
from planner.engine.change.updated import Updated
from planner.engine.finish import Beside, finish
from planner.engine.groups.idle_days import spare_idle_days
from planner.engine.groups.naming import name_groups
from planner.engine.groups.ordinary_rooms import to_ordinary_rooms
from planner.engine.islands import by_island
from planner.engine.machines.interface import Here
from planner.engine.options import Options, Progress, silent
from planner.engine.people.entry import place_entry_modules
from planner.engine.people.freed_hours import keep_off_machines, place_freed_hours, place_urgent_hours
from planner.engine.people.from_afar import settle_blended
from planner.engine.people.makeup import place_makeups
from planner.engine.people.permanences import place_permanences, settle_permanences
from planner.engine.people.personal import place_personal_needs
from planner.engine.people.rest_of_class import place_rest_of_classes
from planner.engine.people.shared import Extra, place_extra, place_shared_needs
from planner.engine.people.visits import renew_visits
from planner.engine.solvers.cpsat import Interrupt
from planner.engine.stages import Stages
from planner.rule import Rules


class Start(Protocol):
    """What the flow begins with: an empty board, or one that stands and what changes on it."""

    board: Board
    """With the hours of classes and their people, once `hours` has run."""
    owed: tuple[Owed, ...]
    first: date
    """Nothing changes before."""
    adds: date
    """Nothing that is new for people is placed before: ``first``, or later."""
    moves: date
    """What stands before was announced, and is cancelled where it cannot stay."""

    before: Timetable
    """What people have been told so far."""

    @property
    def named(self) -> Sequence[Session]:
        """Sessions that may have been handed out, with their names."""

    @property
    def known(self) -> Collection[str]:
        """Needs of the sheet that had their common sessions before."""

    @property
    def extra(self) -> Sequence[Extra]:
        """Hours in common that the planner has decided."""

    def hours(self) -> None:
        """Every hour of the classes: courses, barrettes, open periods, events."""

    def entering(self) -> Sequence[Owed]:
        """Needs whose entry modules are to be placed."""

    def entered(self) -> None:
        """What entry modules leave to be done for the hours of classes."""

    def groups(self) -> None:
        """Groups of the barrettes and calls at the open hours, with the trainers and rooms that are free."""

    def lacking(self) -> Sequence[Owed]:
        """Needs that people's own days may serve."""

    def missing(self) -> list[Missing]:
        """What of the hours of classes has no place, and why."""

    def beside(self) -> Beside:
        """What the balance needs to know of how it came about."""


def plan(start: Start, stages: Stages) -> Timetable:
    """Every stage in order; always a timetable, with what is missing listed.

    Entry modules come before all else of people: the company waits for them. What has to be watched comes before the
    groups of barrettes, which can do with other trainers and rooms; what only uses hours that are left comes last.
    """
    start.hours()
    board, first, adds, run = start.board, start.first, start.adds, stages.run
    run("modules d’entrée", lambda: place_entry_modules(board, start.entering()))
    start.entered()
    keep_off_machines(board)
    run("séances en plus", lambda: place_shared_needs(board, start.owed, adds, start.known))
    stood = frozenset(board.sessions)
    away = run("permanences", lambda: place_permanences(board, adds))
    run("heures libérées à encadrer", lambda: place_urgent_hours(board, start.owed))
    run("groupes définitifs", start.groups)
    run("heures libérées", lambda: place_freed_hours(board, start.owed))
    place_extra(board, start.owed, start.extra, adds)
    idle = run("reste des classes", lambda: place_rest_of_classes(board, first))
    run("besoins personnels", lambda: place_personal_needs(board, start.lacking()))
    made = run("rattrapages", lambda: place_makeups(board, adds))
    idle += run("visites en entreprise", lambda: renew_visits(board, first, start.moves, adds))
    spare_idle_days(board, adds, start.before)
    settle_permanences(board, adds, stood)
    settle_blended(board, first)
    to_ordinary_rooms(board, adds, {s.id for s in start.before.sessions})
    name_groups(board, start.named)
    return run("bilan", lambda: finish(board, start.owed, made, start.missing(), [*idle, *away], start.beside()))


def solve(
    problem: Problem,
    rules: Rules,
    options: Options | None = None,
    progress: Progress = silent,
    interrupt: Interrupt | None = None,
) -> Timetable:
    """A complete timetable of the problem under the rules, with what could not be placed listed and explained.

    Same problem, options and seed: same timetable, whatever the machine and the number of workers, unless a stop or the
    guard of seconds cuts it short. The rules are those given; the workbook's switches are obeyed. Islands are planned
    one after the other here (`planner.engine.islands`); whoever wants them side by side asks for them.
    """

    def one(island: Problem, given: Options, told: Progress, stop: Interrupt) -> Timetable:
        stages = Stages(given, told, stop)
        return plan(Anew(island, rules, stages), stages)

    return by_island(problem, options or Options(), progress, interrupt or Interrupt(), one, Here())


def update(
    old: Problem,
    new: Problem,
    before: Timetable,
    rules: Rules,
    options: UpdateOptions,
    interrupt: Interrupt | None = None,
    progress: Progress = silent,
) -> Updated:
    """The timetable of the old problem, carried over to the new one with as little change as possible."""
    asked = Options(effort=options.effort, workers=options.workers, seed=options.seed)
    stages = Stages(asked, progress, interrupt or Interrupt())
    again = Again(old, new, before, rules, options, stages)
    return again.told(plan(again, stages))
