"""Why hours owed are not all planned: what each hour of support is used for, and what is in the way at the others."""

from collections.abc import Callable
from dataclasses import replace

from planner.domain import Barrette, BarretteId, Membership, Owed, Problem, Session
from planner.hours.why import Diagnosis, late_said
from tests.planner.hours.test_who_owes_what import ALTERNATING, FOUR_WEEKS, LAST, term
from tests.rules import build as b

NEED = Owed(b.LEARNER, "R1", "LIT1", 60, LAST, b.MONDAY)
OPEN_HOUR = b.session("groupe", kind="open", module_id="LIT1", class_ids=(b.CLASS,))


class Says:
    """What is in the way: at each hour, and at those of a person's own."""

    def __init__(self, at_an_hour: Callable[[Session], str], own: str = "") -> None:
        self.at_an_hour, self.alone = at_an_hour, own

    def of(self, _need: Owed, moment: Session) -> str:
        """At an hour of support."""
        return self.at_an_hour(moment)

    def own(self, _need: Owed) -> str:
        """At the person's own."""
        return self.alone


def why(need: Owed = NEED, *sessions: object, mine: object = (), problem: Problem | None = None) -> str:
    """The reason why a need is not met."""
    problem = problem or term(modules=[b.module()])
    return Diagnosis(problem, (need,), sessions, {b.LEARNER: mine}).reason(need)  # type: ignore[arg-type]


def test_reason_names_what_stood_in_the_way() -> None:
    """From the nearest cause to the farthest: no support time, no day, too late; unused hours are counted."""
    assert why() == f"{b.CLASS} n'a ni barrette ni temps d'accompagnement (feuilles du même nom)"
    barrette = Barrette(BarretteId("B"), "Barrette A", (b.CLASS,), 60, per_week=1)
    without = why(problem=term(modules=[b.module()], barrettes=[barrette]))
    assert without.startswith("aucune heure de « Barrette A » pendant sa présence, du ")
    assert why(replace(NEED, opens=FOUR_WEEKS[1], deadline=FOUR_WEEKS[1])).startswith("aucun jour au centre")
    assert why(replace(NEED, opens=LAST, deadline=b.MONDAY)) == "échéance dépassée à l'ouverture du besoin"
    assert why(NEED, OPEN_HOUR) == "1 h d'accompagnement d'ici l'échéance, sans groupe de ce module"


def test_an_hour_of_a_need_that_comes_first_is_what_it_is_used_for() -> None:
    """The hour of another need is named; one of a need that comes after is no reason against it."""
    other = replace(OPEN_HOUR, module_id=b.module("NUM1").id)
    problem = term(modules=[b.module(), b.module("NUM1")])
    rivals = [Owed(b.LEARNER, "R2", "NUM1", 60, LAST, b.MONDAY, priority=n) for n in (NEED.priority, NEED.priority + 1)]
    first, after = (
        Diagnosis(problem, (NEED, rival), (other,), {b.LEARNER: (other,)}, Says(lambda _hour: "aucune salle libre"))
        for rival in rivals
    )
    assert first.reason(NEED) == "1 h d'accompagnement d'ici l'échéance, déjà prise par « NUM1 »"
    assert after.reason(NEED) == "1 h d'accompagnement d'ici l'échéance, sans groupe de ce module : aucune salle libre"


def test_hours_taken_and_hours_left_are_told_apart() -> None:
    """Two hours, one of which another need has: each with its length, names of modules between quotes."""
    taken = replace(OPEN_HOUR, module_id=b.module("NUM1").id)
    left = replace(OPEN_HOUR, id="g2", day=b.TUESDAY)
    rival = Owed(b.LEARNER, "R2", "NUM1", 60, LAST, b.MONDAY, priority=NEED.priority)
    problem = term(modules=[b.module(), b.module("NUM1")])
    asked = Diagnosis(
        problem, (NEED, rival), (taken, left), {b.LEARNER: (taken,)}, Says(lambda _hour: "groupe complet")
    )
    told = "2 h d'accompagnement d'ici l'échéance : 1 h prise par « NUM1 » ; 1 h sans groupe de ce module"
    assert asked.reason(NEED) == f"{told} : groupe complet"


def test_what_is_tried_on_a_board_is_the_reason() -> None:
    """Whoever has the board says what is in the way at an hour that nothing takes, by hour where it differs."""
    hours = tuple(replace(OPEN_HOUR, id=f"g{n}", day=day) for n, day in enumerate((b.MONDAY, b.TUESDAY, b.WEDNESDAY)))
    said = {b.MONDAY: "aucune salle libre", b.TUESDAY: "aucune salle libre", b.WEDNESDAY: "groupe complet"}
    asked = Diagnosis(term(modules=[b.module()]), (NEED,), hours, {}, Says(lambda moment: said[moment.day]))
    head = "3 h d'accompagnement d'ici l'échéance, sans groupe de ce module"
    assert asked.reason(NEED) == f"{head} : aucune salle libre (2 h) et groupe complet (1 h)"


def test_hours_after_the_deadline_are_named() -> None:
    """They help, but not in time."""
    assert late_said((b.session(day=b.FRIDAY),)) == "1 h après l'échéance (11/09/2026)"
    assert late_said(()) == ""


def test_membership_decides_whose_support_hours_count() -> None:
    """A support hour of another class is no moment of this one."""
    other = replace(OPEN_HOUR, class_ids=(b.OTHER,))
    assert "ni barrette ni temps" in why(NEED, other)
    moved = term(b.learner(memberships=(Membership(b.OTHER),)), classes=[ALTERNATING, b.group(b.OTHER)])
    assert not why(NEED, other, problem=moved).startswith("ni barrette")


def test_what_keeps_the_hours_of_ones_own_away_is_said_beside_the_groups() -> None:
    """At hours of support there are too few people, at any other one a limit refuses: both stand in the way."""
    said = Says(lambda _hour: "groupe complet", "semaine pleine à 35 h")
    problem = term(modules=[b.module()])
    both = Diagnosis(problem, (NEED,), (OPEN_HOUR,), {}, said).reason(NEED)
    assert both.endswith("sans groupe de ce module : groupe complet ; en dehors de ces heures, semaine pleine à 35 h")
    assert Diagnosis(problem, (NEED,), (), {}, said).reason(NEED) == "semaine pleine à 35 h"
