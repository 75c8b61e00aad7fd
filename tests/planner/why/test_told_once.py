"""What is the same of several people is said of the first, with the names of the others."""

from planner.cli.show.why import told_once
from planner.rule import Finding
from tests.rules import build as b


def test_the_same_of_several_people_is_said_once() -> None:
    """Three minors without a break are one line; what differs, or names nobody, stays as it is."""
    people = [b.learner(name) for name in ("ana", "ben", "chloe")]
    problem = b.problem(learners=people)
    found = [Finding("H4e", f"{p.name} travaillerait 6 h sans pause.", people=(p.id,)) for p in people]
    other = Finding("H4e", f"{people[0].name} travaillerait 5 h sans pause.", people=(people[0].id,))
    whole = Finding("H1c", "La classe est prise.")
    said = [f.text for f in told_once(problem, [found[0], whole, found[1], other, found[2]])]
    assert said == [
        f"{people[0].name} travaillerait 6 h sans pause (de même pour {people[1].name} et {people[2].name}).",
        "La classe est prise.",
        other.text,
    ]


def test_two_findings_without_people_are_two() -> None:
    """Nothing is joined that names nobody."""
    one, two = Finding("H1a", "Occupé."), Finding("H1a", "Occupé.")
    assert told_once(b.problem(), [one, two]) == [one, two]
