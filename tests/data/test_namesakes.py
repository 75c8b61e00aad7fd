"""Two people of one name and two companies of one name are told apart, or the planner is asked."""

from dataclasses import replace

from planner.domain import ApprenticeId, email_addresses
from planner.engine.change.touched import changed_people
from planner.report.changes import changes
from tests.data.rich import Rows, rich
from tests.data.test_no_effect import read


def person(**cells: object) -> dict[str, object]:
    """One more Zoé Neuf, whose name no other sheet knows."""
    return {"nom": "Neuf", "prénom": "Zoé", "naissance": "01/02/2008", "classe": "CAP BOU 1"} | cells


def learners(rows: Rows) -> dict[str, str]:
    """How people are called, by id."""
    problem, _faults = read(rows)
    return {str(key): learner.name for key, learner in problem.learners.items()}


def test_two_people_of_one_name_are_told_by_their_class() -> None:
    """Two classes: neither the year of birth nor anything private is needed; nobody else has a mark."""
    rows = rich()
    rows["Apprenants"] += [person(classe="CAP CUI 1", naissance="03/04/2009"), person()]
    names = learners(rows).values()
    assert {name for name in names if "Neuf" in name} == {"Zoé Neuf (CAP CUI 1)", "Zoé Neuf (CAP BOU 1)"}
    assert "Hugo Petit" in names


def test_two_people_of_one_name_and_class_are_told_by_their_code() -> None:
    """The class does not tell them: the code does, and a third one of another class keeps its class."""
    rows = rich()
    rows["Apprenants"] += [person(code="ZN1", classe="CAP CUI 1"), person(code="ZN2", classe="CAP CUI 1"), person()]
    names = learners(rows)
    assert names["ZN2"] == "Zoé Neuf (ZN2)"
    assert "Zoé Neuf (CAP BOU 1)" in names.values()
    assert len(set(names.values())) == len(names)


def test_names_in_a_list_have_the_mark_too() -> None:
    """``NEUF Zoé (ZN2)``; the name itself stays as it is typed."""
    rows = rich()
    rows["Apprenants"] += [person(code="ZN1"), person(code="ZN2")]
    problem, _faults = read(rows)
    learner = next(x for x in problem.learners.values() if x.id == "ZN2")
    assert (learner.listed, learner.own_name) == ("NEUF Zoé (ZN2)", "Zoé Neuf")


def companies(**second: object) -> Rows:
    """Two apprentices whose companies have one name; ``second``: cells of the second."""
    rows = rich()
    for row in rows["Apprenants"][:2]:
        row["employeur"] = "Boulangerie Martin"
    rows["Apprenants"][1] |= second
    return rows


def test_employers_of_one_name_are_asked_about() -> None:
    """Nothing says whether they are one company: one remark for all of them, not one a row."""
    (asked,) = (text for text in read(companies())[1].notices if "si c'est la même entreprise" in text)
    assert "« Boulangerie Martin »" in asked
    assert "siret de l'employeur" in asked


def test_employers_with_a_number_each_are_not_asked_about() -> None:
    """Two SIRET, or one and an address: two companies. The same SIRET, written otherwise: one."""
    rows = companies(**{"siret de l'employeur": "123 456 789 00012"})
    rows["Apprenants"][0]["siret de l'employeur"] = 12345678900012
    problem, faults = read(rows)
    assert not [text for text in faults.notices if "la même entreprise" in text]
    one, two, *_others = problem.learners.values()
    assert one.company == two.company
    assert one.company != replace(two, siret="99999999900012").company
    assert one.company != replace(two, siret="", employer_address="Dijon").company


def test_an_employer_known_by_its_number_alone_has_it_for_a_name() -> None:
    """The State's table names no employer."""
    rows = rich()
    rows["Apprenants"][0]["siret_employeur"] = "12345678900012"
    problem, _faults = read(rows)
    assert next(iter(problem.learners.values())).employer == "12345678900012"


def test_an_address_of_mail_that_is_none_is_said() -> None:
    """A remark with its cell: the timetable does not depend on it."""
    rows = rich()
    rows["Apprenants"][0]["courriel"] = "lea(arobase)exemple.fr"
    assert any("n'est pas une adresse de courriel" in text and "lea(arobase)" in text for text in read(rows)[1].notices)


def test_addresses_of_a_cell() -> None:
    """Several with semicolons or commas; none where one is no address, or has what a header may not hold."""
    assert email_addresses("a@b.fr ; c.d+e@f-g.example") == ("a@b.fr", "c.d+e@f-g.example")
    assert email_addresses("") == ()
    for typed in ("a@b", "a b@c.fr", "a@b.fr\nBcc: x@y.fr", "a@b.fr; c", ".a@b.fr", "<a@b.fr>", "a@-.fr\x00"):
        assert email_addresses(typed) == (), typed


def test_nothing_is_planned_anew_for_an_address() -> None:
    """Addresses come for everybody, and a namesake: nobody who was there has changed, as sessions see it."""
    rows = rich()
    rows["Apprenants"].append(person(code="ZN1"))
    for row in rows["Apprenants"]:
        row["employeur"] = "Boulangerie Martin"
    before, _faults = read(rows)
    for row in rows["Apprenants"]:
        row |= {"courriel": "a@b.fr", "téléphone": "0612345678", "siret de l'employeur": "12345678900012"}
    rows["Formateurs"][0]["courriel"] = "p@durand.fr"
    after, _faults = read(rows)
    assert changed_people(before, after) == frozenset()
    assert [change.text for change in changes(before, after)]
    rows["Apprenants"].append(person(code="ZN2", naissance="03/04/2009"))
    two, _faults = read(rows)
    assert two.learners[ApprenticeId("ZN1")].mark == "ZN1"
    assert changed_people(after, two) == {"ZN2"}
