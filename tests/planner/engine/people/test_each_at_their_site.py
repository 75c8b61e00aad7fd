"""Whoever has a class at a site is called to that one: no hour of one's own, no welcome, no group at another site."""

from dataclasses import replace
from datetime import timedelta

from planner.board.staff import comes_to
from planner.domain import Kind, Learner, Problem, SiteId
from planner.engine.people.entry import place_entry_modules
from planner.engine.people.joining import join_groups
from planner.engine.people.personal import place_personal_needs
from planner.engine.people.place import Wish
from planner.hours.owed import owed as hours_owed
from tests.planner.engine.people.test_sessions_of_people import LIBRARIAN, board, centre, made, need
from tests.rules import build as b

THERE = SiteId("annexe")
ANA, BEN = b.learner("ana"), b.learner("ben", b.OTHER)
NOBODYS = replace(b.learner("chloe"), memberships=())


def two_sites(*learners: Learner) -> Problem:
    """A class at each of two sites, with a room at each and a trainer who comes to both."""
    return centre(
        *(learners or (ANA, BEN)),
        classes=[b.group(), b.group(b.OTHER, site_id=THERE, bells_id=b.SITE)],
        rooms=[b.room(), b.room(b.SECOND_ROOM, site_id=THERE)],
        trainers=[b.trainer(skills=frozenset({"lit1"}), sites=(b.SITE, THERE)), b.trainer(LIBRARIAN)],
    )


def test_people_of_two_sites_have_an_hour_each_at_their_own() -> None:
    """They are free at the same hours, and would be one group in a centre of one site."""
    found = board(two_sites())
    place_personal_needs(found, [need(ANA), need(BEN)])
    assert [people for _day, _start, people in made(found)] == [("ana",), ("ben",)]
    where = {next(iter(found.people[s.id])): s.site_id for s in found.sessions.values()}
    assert where == {"ana": b.SITE, "ben": THERE}


def test_who_has_no_class_comes_to_either() -> None:
    """Chloe is with Ana, who is asked about first."""
    free = replace(NOBODYS, contract_start=None, contract_end=None)
    found = board(two_sites(ANA, BEN, free))
    place_personal_needs(found, [need(ANA), need(BEN), need(free)])
    assert {people for _day, _start, people in made(found)} == {("ana", "chloe"), ("ben",)}


def test_nobody_joins_a_group_of_another_site() -> None:
    """Unless they have something there on that day anyway."""
    stands = b.session("groupe", b.TUESDAY, kind=Kind.SUPPORT, module_id=b.module().id, start="10", end="11")
    for held, joins in (((), False), ((b.session("visite", b.TUESDAY, start="8", end="9"),), True)):
        found = board(two_sites(), (stands, (ANA,)), *((session, (BEN,)) for session in held))
        assert comes_to(found, BEN, b.TUESDAY, b.SITE) == joins
        join_groups(found, b.module(), [Wish(BEN, b.MONDAY, b.SUNDAY, 60)])
        assert (BEN.id in found.people[stands.id]) == joins
    assert comes_to(found, replace(BEN, remote=True), b.WEDNESDAY, b.SITE)


def test_newcomers_of_two_sites_are_welcomed_each_at_theirs() -> None:
    """Three who enter on one day are two cohorts: Ana with Chloe of her class, Ben at the other site."""
    modules = [
        b.module("ENTREE-SECURITE", theme="safety", order=1, minutes=120),
        b.module("ENTREE-PRO", theme="onboarding", order=2, minutes=60),
    ]
    soon = b.MONDAY + timedelta(days=7)
    people = [
        b.learner(name, home, entry=b.MONDAY, contract_start=soon, first_company_day=soon)
        for name, home in (("ana", b.CLASS), ("ben", b.OTHER), ("chloe", b.CLASS))
    ]
    leaders = [
        b.trainer(name, skills=frozenset(m.id.lower() for m in modules), sites=(site,))
        for name, site in ((b.TRAINER, b.SITE), (b.SECOND, THERE))
    ]
    problem = replace(two_sites(*people), modules={m.id: m for m in modules}, trainers={t.id: t for t in leaders})
    found = board(problem)
    place_entry_modules(found, hours_owed(problem))
    where = {(s.site_id, tuple(sorted(found.people[s.id]))) for s in found.sessions.values()}
    assert where == {(b.SITE, ("ana", "chloe")), (THERE, ("ben",))}
    assert len(found.sessions) == 4
