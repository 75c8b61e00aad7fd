"""Who leads a module of support: who teaches the class what its type serves, else the class, else its trade."""

from typing import Any

from planner.board.board import Board
from planner.board.staff import trainer_for
from planner.courses.links import LINKED, OF_CLASS, OF_TRADE, nearness
from planner.domain import CourseId, Module, ModuleId, SiteId
from planner.labels import module_label
from tests.planner.scenes import MODULES, tiny
from tests.rules import build as b

CAPSTONE = Module(ModuleId("CHEF"), "Aller plus loin", strand="PERSONAL", ap_type="chef-d'œuvre", max_size=15)
STAFF = {t: ["CHEF"] for t in ("A ailleurs", "B classe", "C chef")}


def course(name: str, trainer: str, **cells: Any) -> Any:
    """A course of the class, or of another, with one trainer."""
    return b.course(CourseId(name), subject=name, teams=((trainer,),), **cells)


COURSES = [
    course("Histoire", "B classe"),
    course("Réalisation du chef-d'œuvre", "C chef"),
    course("Pain", "A ailleurs", class_ids=(b.OTHER,), room_types=("fournil",)),
]
CLASSES = [b.group(), b.group(b.OTHER)]


def test_who_teaches_what_the_module_serves_is_nearest() -> None:
    """The capstone, then the class, then the workshop of another class of the same diploma."""
    problem = b.problem(classes=CLASSES, courses=COURSES, trainers=[b.trainer(t) for t in STAFF])
    assert nearness(problem, CAPSTONE, b.CLASS) == {"C chef": LINKED, "B classe": OF_CLASS, "A ailleurs": OF_TRADE}


def test_a_group_is_led_by_the_nearest_trainer() -> None:
    """Three may lead it at two moments: whoever teaches the capstone does, both times."""
    scene = tiny(
        {"a": ["CHEF"], "b": ["CHEF"], "c": ["CHEF"]}, skills=STAFF, modules=[CAPSTONE, MODULES[-1]], moments=2,
        classes=CLASSES, courses=COURSES,
    )  # fmt: skip
    led = {run.trainer_ids for run in scene.compose().runs if run.module_id == "CHEF"}
    assert led == {("C chef",)}


def test_a_session_of_some_people_too() -> None:
    """Beside the groups, the nearest of those who are free."""
    people = [b.learner()]
    staff = [b.trainer(t, skills=frozenset({"chef"})) for t in STAFF]
    problem = b.problem(classes=CLASSES, courses=COURSES, trainers=staff, learners=people, modules=[CAPSTONE])
    asked = CAPSTONE, b.MONDAY, b.hour("8"), b.hour("9"), SiteId("")
    assert trainer_for(Board(problem), *asked, people=people) == "C chef"
    assert trainer_for(Board(problem), *asked) == "A ailleurs"


def test_the_planner_reads_the_type() -> None:
    """The type stands after a name that does not say it."""
    assert module_label(CAPSTONE) == "Aller plus loin (AP : chef-d'œuvre)"
    assert module_label(MODULES[-1]) == MODULES[-1].label
