"""Who leads the groups of a barrette at one common hour, and barrettes fixed at the same one."""

from dataclasses import replace

from planner.check.precheck import precheck
from planner.check.precheck.staff import most_led
from planner.domain import (
    ApprenticeId,
    Barrette,
    BarretteId,
    CourseId,
    Problem,
    Room,
    RoomId,
    Trainer,
    TrainerId,
)
from tests.planner.precheck_centre import BAKERS, COOKS, centre, course, learner, only

CHEF, BAKER, CLERK = TrainerId("CHEF"), TrainerId("BAKER"), TrainerId("CLERK")
X, Y = BarretteId("X"), BarretteId("Y")


def people(*skilled: TrainerId) -> dict[TrainerId, Trainer]:
    """Three trainers, some of whom have the skill of French."""
    found = {t: Trainer(t, str(t).title(), max_day=480) for t in (CHEF, BAKER, CLERK)}
    return found | {t: replace(found[t], skills=frozenset({"francais"})) for t in skilled}


def teaching(*skilled: TrainerId, most: int = 2) -> Problem:
    """French of two classes of two and one people, in groups of so many at most, in a barrette of three trainers."""
    courses = {
        CourseId(f"Français {c}"): course("Français", 1, class_ids=(c,), teams=((CHEF,),), barrette_id=X)
        for c in (COOKS, BAKERS)
    }
    courses = {name: replace(one, id=name) for name, one in courses.items()}
    barrette = Barrette(
        X, "Barrette X", (COOKS, BAKERS), 60, per_week=1, nature="teaching", course_ids=tuple(courses),
        trainer_ids=(CHEF, BAKER, CLERK), max_size=most,
    )  # fmt: skip
    learners = {ApprenticeId(n): learner(n, c) for n, c in (("A", COOKS), ("B", COOKS), ("C", BAKERS))}
    rooms = {RoomId(r): Room(RoomId(r), r, "banalisée", 20) for r in "123"}
    return centre(courses=courses, barrettes={X: barrette}, trainers=people(*skilled), learners=learners, rooms=rooms)


def test_groups_that_one_trainer_may_lead() -> None:
    """Two groups and three adults, one of whom teaches French; a colleague's skill repairs it, and larger groups do."""
    assert [a for a in precheck(teaching(BAKER)) if a.blocking] == []
    alert = only(teaching(), "barrette_staff")
    assert alert.blocking
    assert "2 groupes au même moment (Français 2), et au mieux 1 peut avoir un formateur" in alert.text
    assert "la compétence « Français » pour Baker" in alert.text
    assert "« effectif maximal » à 3" in alert.text
    assert [a for a in precheck(teaching(most=3)) if a.blocking] == []


def at_once(nature: str, *teams: tuple[TrainerId, ...], start: int = 480) -> Problem:
    """A barrette of each class fixed on Monday, one at 8 h and one as said, with a team each."""
    rows = [
        Barrette(
            name, f"Barrette {name}", (c,), 60, per_week=1, nature=nature, course_ids=(CourseId(f"F{c}"),),
            trainer_ids=team, fixed_weekday=0, fixed_start=at,
        )
        for name, c, team, at in zip((X, Y), (COOKS, BAKERS), teams, (480, start), strict=True)
    ]  # fmt: skip
    courses = {
        CourseId(f"F{c}"): replace(
            course("Français", 1, class_ids=(c,), teams=((CHEF,), (BAKER,)), barrette_id=name), id=CourseId(f"F{c}")
        )
        for name, c in ((X, COOKS), (Y, BAKERS))
    }
    rooms = {RoomId(r): Room(RoomId(r), r, "banalisée", 20) for r in "123"}
    return centre(courses=courses, barrettes={b.id: b for b in rows}, trainers=people(), rooms=rooms)


def test_one_trainer_for_two_barrettes_at_one_hour() -> None:
    """The only trainer of both; another hour or a second trainer leaves nothing to say."""
    alert = only(at_once("teaching", (CHEF,), (CHEF,)), "barrettes_at_once")
    assert not alert.blocking
    assert "fixées au même moment (le lundi à 8 h" in alert.text
    assert "il manque 1 formateur" in alert.text
    assert "Barrette Y le lundi à 9 h" in alert.text
    assert precheck(at_once("teaching", (CHEF,), (CHEF,), start=540)) == ()
    assert precheck(at_once("teaching", (CHEF,), (BAKER,))) == ()


def test_support_without_its_trainer_is_likely_to_be_autonomous() -> None:
    """Of support the rest works on its own: nothing blocks."""
    alert = only(at_once("support", (CHEF,), (CHEF,)), "barrettes_at_once")
    assert not alert.blocking
    assert "le reste sera en autonomie encadrée" in alert.text


def test_class_in_two_barrettes_at_one_hour() -> None:
    """One class in both, at one hour."""
    problem = at_once("teaching", (CHEF,), (BAKER,))
    both = {**problem.barrettes, Y: replace(problem.barrettes[Y], class_ids=(COOKS,), course_ids=())}
    text = only(replace(problem, barrettes=both), "barrettes_at_once").text
    assert "CAP CUI est dans les deux" in text


def test_matching_moves_who_leads() -> None:
    """The second group has one trainer only, who first led another one; three groups of two trainers are too many."""
    assert most_led([frozenset("AB"), frozenset("A")]) == 2
    assert most_led([frozenset("AB"), frozenset("A"), frozenset("B")]) == 2


def test_fixed_hour_at_which_a_class_is_never_there() -> None:
    """Fixed on a Monday, one class comes from Tuesday on: the barrette takes place at another hour, nothing blocks."""
    problem = teaching(BAKER)
    late = {day: mask for day, mask in problem.classes[COOKS].calendar.items() if day.weekday()}
    classes = {**problem.classes, BAKERS: replace(problem.classes[BAKERS], calendar=late)}
    fixed = {X: replace(problem.barrettes[X], fixed_weekday=0, fixed_start=480)}
    alert = only(replace(problem, classes=classes, barrettes=fixed), "barrette_places")
    assert not alert.blocking
    assert "jamais toutes là le lundi à 8 h, l'horaire fixé ; elle aura lieu à une autre heure" in alert.text
    assert "mardi à 8 h, par exemple" in alert.text
