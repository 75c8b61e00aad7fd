"""Pre-checks on people: entrants without a day to prepare, ages and levels that nobody knows."""

from dataclasses import replace
from datetime import date, timedelta

from outputs.alerts.people import people_alerts
from planner.check.idle import idle
from planner.check.precheck import precheck
from planner.domain import (
    ApprenticeId,
    ClassGroup,
    Exemption,
    Module,
    ModuleId,
    NeedRule,
    Problem,
    Programme,
    ProgrammeId,
    Result,
)
from planner.words import say_day
from tests.planner.precheck_centre import BAKERS, CAP, MONDAY, centre, course, learner, only


def test_late_entrants_without_day() -> None:
    """Entry on Wednesday, company on Wednesday: no day; company on Thursday: one day of 8 h, enough for 4 h."""
    safety = Module(ModuleId("S"), "Sécurité", theme="safety", minutes=240)
    wednesday, thursday = MONDAY + timedelta(days=2), MONDAY + timedelta(days=3)
    late, fine = (
        centre(
            modules={safety.id: safety},
            learners={ApprenticeId("A"): learner("A", entry=wednesday, first_company_day=day)},
        )
        for day in (wednesday, thursday)
    )
    alert = only(late, "late_entrants")
    assert (alert.origin, alert.blocking) == ("Apprenants!A2", False)
    assert "aucun jour possible avant cette date" in alert.text
    assert precheck(fine) == ()


def test_late_entrants_with_too_few_hours() -> None:
    """12 h of module and one day of 8 h before the company."""
    blocks = {ModuleId(n): Module(ModuleId(n), n, theme="onboarding", minutes=240) for n in "XYZ"}
    entrant = learner("A", entry=MONDAY, first_company_day=MONDAY + timedelta(days=1))
    problem = centre(modules=blocks, learners={entrant.id: entrant})
    assert "8 h possibles sur 12 h" in only(problem, "late_entrants").text


def test_already_in_company_before_the_term() -> None:
    """Enters on the first day, in the company a week before: said once for all of them, not one by one."""
    safety = Module(ModuleId("S"), "Sécurité", theme="safety", minutes=240)
    before = MONDAY - timedelta(days=7)
    people = [learner(name, entry=MONDAY, first_company_day=before) for name in "AB"]
    problem = centre(modules={safety.id: safety}, learners={x.id: x for x in people})
    alert = only(problem, "already_in_company")
    assert (alert.origin, alert.blocking) == ("Apprenants!A2", False)
    assert "Camille A et Camille B" in alert.text


def test_unknown_ages_are_named() -> None:
    """A learner without birth date is counted as an adult, and it is said."""
    alert = only(centre(learners={ApprenticeId("A"): learner("A", birth=None)}), "unknown_ages")
    assert "Camille A" in alert.text
    assert not alert.blocking


def test_minors_without_any_authorisation_are_named_with_what_they_miss() -> None:
    """A is seventeen and has no date: the workshop is closed to them. Not to B, who has one, nor to C, an adult.

    D is exempted, and E of another class: neither misses it.
    """
    born = date(2009, 12, 1)
    young = [learner(name, birth=born) for name in "AD"] + [learner("E", BAKERS, birth=born)]
    people = [*young, learner("B", birth=born, regulated_ok=MONDAY), learner("C")]
    workshop = course("Atelier", 2, regulated=True)
    problem = centre(
        courses={workshop.id: workshop},
        learners={x.id: x for x in people},
        exemptions=(Exemption(ApprenticeId("D"), "Atelier", "study"),),
    )
    alert = only(problem, "unauthorised_minors")
    assert (alert.origin, alert.blocking) == ("Apprenants!A2", False)
    assert "réglementés : Camille A (Atelier). Cette personne est mineure, n'a pas" in alert.text
    assert [(word, someone.id) for _n, word, someone, _text in people_alerts(problem)] == [
        ("Travaux réglementés non autorisés", "A")
    ]


def test_empty_choices_of_a_final_year_are_named() -> None:
    """A of the last year has nothing written; B has chosen, and C has had guidance before."""
    people = [learner("A"), learner("B", guidance_choice="insertion"), learner("C", done_minutes={"GUIDANCE": 60})]
    final = {ProgrammeId("CAP"): Programme(ProgrammeId("CAP"), "CAP", 1, strand_minutes={(1, "GUIDANCE"): 600})}
    rules = (NeedRule("O", "ORI-INSERTION", choice="à décider", minutes_total=60),)
    problem = centre(learners={x.id: x for x in people}, programmes=final, need_rules=rules)
    classes = {c: replace(g, programme_id=ProgrammeId("CAP")) for c, g in problem.classes.items()}
    alert = only(replace(problem, classes=classes), "unmade_choices")
    assert (alert.origin, alert.blocking) == ("Apprenants!A2", False)
    assert "dernière année : Camille A. Cette personne compte comme « à décider »" in alert.text
    first = {c: replace(g, year=0) for c, g in classes.items()}
    assert "unmade_choices" not in {alert.kind for alert in precheck(replace(problem, classes=first))}


def test_minors_authorised_later_are_named_with_what_they_miss_before() -> None:
    """A has a date within the timetable, B had one before it, C none, D is an adult: only A is named here."""
    born = date(2009, 12, 1)
    later = MONDAY + timedelta(days=7)
    people = [
        learner("A", birth=born, regulated_ok=later),
        learner("B", birth=born, regulated_ok=MONDAY),
        learner("C", birth=born),
        learner("D", regulated_ok=later),
    ]
    workshop = course("Atelier", 2, regulated=True)
    problem = centre(courses={workshop.id: workshop}, learners={x.id: x for x in people})
    alert = only(problem, "late_authorisations")
    assert (alert.origin, alert.blocking) == ("Apprenants!A2", False)
    assert f"période : Camille A (Atelier, avant le {say_day(later)}). Mineurs" in alert.text


def test_untested_people_are_named_with_their_domains() -> None:
    """B has no result where A has one; a domain that no module serves asks for nothing, nor one without any result."""
    maths = Module(ModuleId("NUM"), "Maths", strand="CONSOLIDATION", domains=frozenset({"numeratie"}))
    tested = learner("A", results=(Result("numératie", "3", "niveau", MONDAY), Result("poésie", "1", "niveau", MONDAY)))
    people = {x.id: x for x in (tested, learner("B", BAKERS))}
    problem = centre(learners=people, modules={maths.id: maths})
    alert = only(problem, "unknown_levels")
    assert "Camille B (numératie). Jusqu'à un premier résultat, cette personne va dans les groupes" in alert.text
    assert not alert.blocking
    typed = replace(problem, settings=replace(problem.settings, unknown_level=2))
    assert "cette personne compte comme niveau 2" in only(typed, "unknown_levels").text
    rows = [(word, someone.id) for _urgency, word, someone, _text in people_alerts(problem)]
    assert rows == [("Sans résultat de positionnement", "B")]
    nobody = {x.id: replace(x, results=()) for x in people.values()}
    assert precheck(replace(problem, learners=nobody)) == ()


def test_nothing_is_promised_to_people_who_are_never_there() -> None:
    """A enters once her rights are over, B in a company that began before while the class is away: neither has a day.

    C enters before her company, on days of it free of the class: she has the module, and is not said to be idle.
    """
    safety = Module(ModuleId("S"), "Sécurité", theme="safety", minutes=240)
    gone, before, friday = MONDAY - timedelta(days=1), MONDAY - timedelta(days=7), MONDAY + timedelta(days=4)
    away = ClassGroup(BAKERS, "CAP BOU", CAP)
    people = [
        learner("A", entry=MONDAY, contract_start=before, contract_end=gone, first_company_day=before),
        learner("B", BAKERS, entry=MONDAY, first_company_day=before, birth=None),
        learner("C", BAKERS, entry=MONDAY, contract_start=friday, first_company_day=friday),
    ]
    problem = centre(modules={safety.id: safety}, learners={x.id: x for x in people})
    problem = replace(problem, classes={**problem.classes, BAKERS: away})
    assert {one.name for one in idle(problem) if one.kind == "learner"} == {"Camille A", "Camille B"}
    kinds = {alert.kind for alert in precheck(problem)}
    assert kinds.isdisjoint({"already_in_company", "late_entrants", "unknown_ages"})


def test_a_class_without_a_day_is_asked_for_no_place_of_support() -> None:
    """It is said that the class is never there; a barrette would change nothing of it."""
    strands = {CAP: Programme(CAP, "CAP", strand_minutes={(1, "GUIDANCE"): 60, (1, "PERSONAL"): 60})}
    problem = centre(programmes=strands)
    kinds = [{alert.kind for alert in precheck(one)} for one in (problem, _emptied(problem))]
    assert "strands_without_place" in kinds[0]
    assert not {kind for kind in kinds[1] if kind.startswith("strands")}


def _emptied(problem: Problem) -> Problem:
    """Classes without calendar."""
    return replace(problem, classes={c: replace(g, calendar={}) for c, g in problem.classes.items()})
