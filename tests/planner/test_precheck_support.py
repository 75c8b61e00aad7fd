"""Strands against hours of support, minors whom nobody can watch, and the nearest day or hour that repairs a line."""

from dataclasses import replace
from datetime import date, timedelta

from planner.check.precheck import precheck
from planner.domain import (
    Absence,
    ApprenticeId,
    Barrette,
    BarretteId,
    CourseId,
    Exemption,
    FixedEvent,
    Lock,
    Module,
    ModuleId,
    Problem,
    Programme,
    Room,
    RoomId,
    Trainer,
    TrainerId,
)
from planner.domain.offer import CONSOLIDATION
from tests.planner.precheck_centre import BAKERS, CAP, COOKS, MONDAY, centre, course, learner, only

CHEF, CLERK = TrainerId("CHEF"), TrainerId("CLERK")
X = BarretteId("X")
YOUNG = date(2010, 1, 1)


def support(hours: int) -> Problem:
    """A week of a year of thirteen, of which 26 h of consolidation are owed; a barrette of so many hours a week."""
    programme = Programme(CAP, "CAP", strand_minutes={(1, CONSOLIDATION): 26 * 60})
    barrette = Barrette(X, "Barrette X", (COOKS, BAKERS), 60, per_week=hours)
    modules = {ModuleId("LIT"): Module(ModuleId("LIT"), "Littératie", strand=CONSOLIDATION, trainer_ids=(CHEF,))}
    plain = centre(programmes={CAP: programme}, barrettes={X: barrette}, modules=modules)
    return replace(plain, origins={**plain.origins, "barrette:X": "Barrettes!A2"})


def test_strands_of_more_hours_than_the_barrette() -> None:
    """2 h of a week's share and 1 h of barrette: an hour is missing, for both classes at once; 2 h are enough."""
    alert = only(support(1), "strands_over_hours")
    assert (alert.origin, alert.blocking) == ("Barrettes!A2", False)
    assert "CAP CUI et CAP BOU" in alert.text
    assert "demandent 2 h par apprenant (consolidation 2 h), et Barrette X en a 1 h ; il manque 1 h" in alert.text
    assert "« par semaine » de Barrette X à 2, au lieu de 1" in alert.text
    assert [a.kind for a in precheck(support(2)) if a.kind == "strands_over_hours"] == []


def freed(**more: object) -> Problem:
    """A minor exempted from the only course, who works on their own meanwhile; one trainer and two rooms."""
    people = {ApprenticeId("A"): learner("A", birth=YOUNG)}
    rooms = {RoomId(r): Room(RoomId(r), r, "banalisée", 20) for r in "12"}
    exempted = (Exemption(ApprenticeId("A"), "Cuisine", instead="study"),)
    return replace(
        centre(learners=people, rooms=rooms, courses={CourseId("Cuisine"): course("Cuisine", 8)}, exemptions=exempted),
        **more,
    )


def test_minor_whom_nobody_can_watch() -> None:
    """The only adult leads the course; a second one, an adult learner or a free exit leaves nothing to say."""
    alert = only(freed(), "unwatched_minors")
    assert (alert.origin, alert.blocking) == ("Apprenants!A2", False)
    assert "Camille A a moins de 18 ans et ne suit pas Cuisine (CAP CUI) (8 h)" in alert.text
    assert "un adulte et une salle" in alert.text
    chef = Trainer(CHEF, "Anne Roux", max_day=480)
    clerk = Trainer(CLERK, "Luc Blanc", role="vie scolaire", absences=tuple(Absence(weekday=n) for n in range(1, 5)))
    for fine in (
        {"trainers": {CHEF: chef, CLERK: clerk}},
        {"learners": {ApprenticeId("A"): learner("A")}},
        {"learners": {ApprenticeId("A"): learner("A", birth=YOUNG, free_exit=MONDAY)}},
        {"rules_off": frozenset({"H8b"})},
    ):
        assert [a.kind for a in precheck(freed(**fine)) if a.kind == "unwatched_minors"] == []


def test_entrant_is_told_which_days_would_do() -> None:
    """12 h of module before Wednesday: entry on Monday would do, so would the company after Wednesday."""
    blocks = {ModuleId(n): Module(ModuleId(n), n, theme="onboarding", minutes=240) for n in "XYZ"}
    entrant = learner("A", entry=MONDAY + timedelta(days=1), first_company_day=MONDAY + timedelta(days=2))
    text = only(centre(modules=blocks, learners={entrant.id: entrant}), "late_entrants").text
    assert "avancer l'entrée au lundi 7 septembre" in text
    assert "reculer le premier jour en entreprise après le mercredi 9 septembre" in text
    sooner = replace(entrant, entry=MONDAY)
    assert precheck(centre(modules=blocks, learners={entrant.id: sooner})) == ()


def test_event_on_a_closed_day_is_told_the_nearest_open_one() -> None:
    """A Saturday: the Friday before it."""
    event = FixedEvent("E", "CCF", MONDAY + timedelta(days=5), 480, 600, class_ids=(COOKS,))
    week = centre(events=(event,), last=MONDAY + timedelta(days=6))
    assert "corriger la date (le plus proche : vendredi 11 septembre)" in only(week, "closed_events").text


def test_lock_on_a_closed_hour_is_told_the_nearest_one() -> None:
    """The trainer is away on Monday morning: one o'clock; the lock written there is kept."""
    away = (Absence(weekday=0, end=720),)
    people = {CHEF: Trainer(CHEF, "Anne Roux", max_day=480, absences=away)}
    locked = Lock(CourseId("Cuisine"), day=MONDAY, start=480, origin="Verrous!A2")
    problem = centre(trainers=people, locks=(locked,))
    assert "l'écrire le lundi 7 septembre à 13 h" in only(problem, "lock_places").text
    assert precheck(replace(problem, locks=(replace(locked, start=780),))) == ()
