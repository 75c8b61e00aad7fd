"""Why hours of somebody's own have no place: the nearest cause, or the rule that refuses hours otherwise possible."""

from dataclasses import replace

import pytest

from constraints import RULES
from planner.board.board import Board
from planner.domain import Absence, Arrangement, Learner, Owed, Problem, SessionId, Trainer
from planner.engine.obstacles import Obstacles
from planner.engine.people.kept_away import kept_away
from planner.engine.people.makeup import place_makeups
from planner.engine.people.modes import module_activity
from planner.engine.people.personal import place_personal_needs
from planner.engine.people.place import Wish
from tests.rules import build as b

ANA, BEN = b.learner("ana"), b.learner("ben")
SKILLED = b.trainer(skills=frozenset({"lit1"}))
DAY_LONG = [b.session(f"cours-{n}", start=str(n), end=str(n + 1), course_id=b.COURSE) for n in (8, 9)]
"""Two hours of Monday morning."""
FULL = "quand cette personne, un formateur et une salle sont libres : "


def centre(learner: Learner = ANA, trainer: Trainer = SKILLED, **changes: object) -> Problem:
    """One person, one module that one trainer leads, and a course of the class; only Monday is within reach."""
    plain = {"learners": [learner, BEN], "courses": [b.course()], "modules": [b.module()], "trainers": [trainer]}
    return b.problem(**{**plain, **changes})  # type: ignore[arg-type]


def board(problem: Problem, *people: Learner) -> Board:
    """The two lessons of Monday, with some people."""
    found = Board(problem, RULES)
    for session in DAY_LONG:
        found.call(session, people)
    return found


def said(found: Board) -> str:
    """Why Ana has no hour of the module on Monday."""
    need = Owed(ANA.id, "besoin", "LIT1", 60, b.MONDAY, b.MONDAY, personal=True)
    place_personal_needs(found, [need])
    return Obstacles(found, [need]).own(need)


def short_day(minutes: int) -> dict[str, object]:
    """An arrangement that limits the day of Ana."""
    return {"arrangements": (Arrangement(ANA.id, "max_day", minutes),)}


@pytest.mark.parametrize(
    ("problem", "text"),
    [
        (centre(**short_day(120)), f"{FULL}journée pleine à 2 h par aménagement"),
        (centre(trainer=replace(SKILLED, max_week=120)), f"{FULL}{SKILLED.name} est au bout de ses 2 h de la semaine"),
        (centre(trainer=replace(SKILLED, max_day=120)), f"{FULL}{SKILLED.name} est au bout de ses 2 h de la journée"),
        (centre(trainer=b.trainer()), "aucun formateur compétent libre aux heures libres de cette personne"),
        (centre(rooms=[b.room(seats=0)]), "aucune salle libre quand cette personne et un formateur le sont"),
    ],
    ids=["the person's day", "the week of the adult", "the day of the adult", "nobody is able", "no seat"],
)
def test_the_rule_that_refuses_an_hour_otherwise_possible_is_named_with_its_figure(problem: Problem, text: str) -> None:
    """Ana, the trainer and the room are free after the lessons; what keeps the hour away is a limit, and is said."""
    assert said(board(problem, ANA)) == text


def test_the_week_of_the_person_is_named() -> None:
    """A minor's week is at its most with the lessons: 2 h here."""
    problem = centre()
    full = replace(problem, settings=replace(problem.settings, adult_week=120, minor_week=120))
    assert said(board(full, ANA)) == f"{FULL}semaine pleine à 2 h"


def test_the_person_comes_before_the_adult() -> None:
    """Neither has an hour left: another adult would be of no use."""
    both = centre(trainer=replace(SKILLED, max_week=120), **short_day(120))
    assert said(board(both, ANA)) == f"{FULL}journée pleine à 2 h par aménagement"


def test_an_hour_that_nothing_is_against_is_named() -> None:
    """Nobody has asked for it yet: it is said, and no cause is made up."""
    found = board(centre(), ANA)
    activity = module_activity(found.problem, b.module(), SessionId("LIT1-s"))
    text = kept_away(found, activity, Wish(ANA, b.MONDAY, b.MONDAY, 60), lambda _at, _hour: True)
    assert text.startswith("une heure reste possible, lundi 7 septembre de ")


def test_an_hour_of_a_group_alone_has_no_words_of_ones_own() -> None:
    """What is due in groups only is no matter of anybody's own days."""
    found = board(centre(**short_day(120)), ANA)
    need = Owed(ANA.id, "besoin", "LIT1", 60, b.MONDAY, b.MONDAY)
    assert Obstacles(found, [need]).own(need) == ""


def test_what_is_missed_of_a_course_says_the_same() -> None:
    """Ana missed a lesson; on the other days her trainer is at the end of the week's hours."""
    away = replace(ANA, absences=(Absence(first=b.MONDAY, last=b.MONDAY, makeup="led"),))
    found = board(centre(away, replace(SKILLED, max_week=120)), BEN)
    texts = set(place_makeups(found).reasons.values())
    assert texts == {f"{FULL}{SKILLED.name} est au bout de ses 2 h de la semaine"}
