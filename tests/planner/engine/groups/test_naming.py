"""Neutral names: one is one thing for a person in a period, a group keeps its own, and what was handed out stays."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from planner.board.board import Board
from planner.domain import (
    ApprenticeId,
    Barrette,
    BarretteId,
    GroupId,
    Kind,
    ModuleId,
    OpenPeriod,
    PeriodId,
    Problem,
    Session,
)
from planner.engine.groups.naming import name_groups
from planner.labels import NEUTRAL_WORDS, SUPPORT_LABEL, neutral_label
from tests.planner.engine.change.scene import centre
from tests.rules import build as b

MODULES = ("LIT1", "NUM1", "ORI", "ENS-1")
PEOPLE = [b.learner(f"p{n:02d}") for n in range(6)]
Held = Sequence[tuple[Session, Sequence[str]]]


def school(salt: str = "sel", **changes: object) -> Problem:
    """Six people of a class, three modules, and one that carries the course."""
    plain = {"courses": [b.course()], "modules": [b.module(name) for name in MODULES[:3]]}
    found = centre(*PEOPLE, **{**plain, **changes})
    return replace(found, settings=replace(found.settings, salt=salt))


def group(module: str, number: int, occurrence: int, *, hours: str = "B", period: str = "P1") -> Session:
    """A group of a barrette (``B``), or of an open period, at one of its hours, without its colour."""
    name = f"{hours}-{period}-{module}-{number}"
    return b.session(
        f"{name}-o{occurrence}", b.MONDAY + timedelta(days=occurrence - 1), "8" if hours == "B" else "10",
        "9" if hours == "B" else "11", kind=Kind.BARRETTE if hours == "B" else Kind.SUPPORT, occurrence=occurrence,
        barrette_id=BarretteId("B") if hours == "B" else None, group_id=GroupId(name) if hours == "B" else None,
        period_id=PeriodId(period), module_id=ModuleId(module), public_label=SUPPORT_LABEL,
    )  # fmt: skip


def alone(module: str, number: int) -> Session:
    """An hour of somebody's own."""
    return b.session(
        f"{module}-s{number:03d}", b.MONDAY + timedelta(days=number), "14", "15", kind=Kind.SUPPORT,
        period_id=PeriodId("P1"), module_id=ModuleId(module), public_label=SUPPORT_LABEL,
    )  # fmt: skip


def named(problem: Problem, held: Held, handed: Sequence[Session] = ()) -> dict[str, str]:
    """Names after the draw: session → public label."""
    board = Board(problem)
    for session, people in held:
        board.put(session, {ApprenticeId(p): False for p in people})
    name_groups(board, handed)
    return {str(key): session.public_label for key, session in board.sessions.items()}


TERM: Held = [
    *((group("LIT1", 1, n), ("p00", "p01")) for n in (1, 2, 3)),
    *((group("NUM1", 1, n), ("p02", "p03")) for n in (1, 2)),
    (group("NUM1", 1, 3), ("p01", "p02", "p03")),
    *((group("ORI", 1, n, hours="T"), ("p00", "p02", "p04")) for n in (1, 2)),
    *((alone("NUM1", n), ("p00",)) for n in (0, 1, 2)),
    (alone("LIT1", 3), ("p02",)),
]


def test_one_name_is_one_thing_for_a_person_and_a_group_keeps_its_own() -> None:
    """Groups of a barrette and of an open period, and hours of one's own, over many salts; all have a colour."""
    for salt in map(str, range(40)):
        labels = named(school(salt), TERM)
        mine: dict[tuple[str, str], set[str]] = {}
        things: dict[str, set[str]] = {}
        for session, people in TERM:
            label = labels[session.id]
            assert label.startswith("Accompagnement – Atelier ")
            things.setdefault(session.id.rpartition("-")[0], set()).add(label)
            for person in people:
                mine.setdefault((person, label), set()).add(str(session.module_id))
        assert {len(modules) for modules in mine.values()} == {1}
        assert all(len(found) == 1 for stem, found in things.items())


def test_the_draw_is_the_same_in_any_order_and_another_for_each_salt_and_period() -> None:
    """What is named, and not when it was placed, says its colour; over twelve periods a group has many."""
    assert named(school(), TERM) == named(school(), TERM[::-1])
    assert named(school(), TERM) != named(school("autre"), TERM)
    drawn = {tuple(named(school(), [(group("LIT1", 1, 1, period=f"P{n}"), ())]).values()) for n in range(12)}
    assert len(drawn) > 4


def test_names_that_were_handed_out_stay_and_new_ones_keep_clear_of_them() -> None:
    """One is made anew at its hour, one comes back later, a new group and a hundred others are added: no name moves."""
    problem = school()
    first = named(problem, TERM)
    handed = [replace(session, public_label=first[session.id]) for session, _people in TERM]
    again = [(s if n % 3 else TERM[n][0], TERM[n][1]) for n, s in enumerate(handed) if n != 2]
    more = [(group("ORI", 2, 1), ("p00", "p05")), (group("LIT1", 1, 4), ("p00", "p01"))]
    others = [(group("NUM1", n, 5, hours="T"), ()) for n in range(2, 30)]
    found = named(problem, [*again, *more, *others], handed)
    assert {key: found[key] for key in first if key in found} == {key: first[key] for key in first if key in found}
    assert found["B-P1-LIT1-1-o4"] == first["B-P1-LIT1-1-o1"]
    assert found["B-P1-ORI-2-o1"] not in {first[s.id] for s, people in TERM if "p00" in people or s.barrette_id}


def test_who_changes_group_finds_no_name_again() -> None:
    """A barrette and an open period share a class: their groups have different names, though nobody is in both yet."""
    problem = school(
        barrettes=[Barrette(BarretteId("B"), "B", (b.CLASS, b.OTHER))],
        open_periods=(OpenPeriod("T", "T", (b.OTHER,)),),
    )
    at_bench = replace(group("LIT1", 1, 1), class_ids=(b.CLASS,))
    for salt in map(str, range(40)):
        called = replace(group("NUM1", 1, 1, hours="T"), class_ids=(b.OTHER,))
        salted = replace(problem, settings=replace(problem.settings, salt=salt))
        assert len(set(named(salted, [(at_bench, ("p00",)), (called, ("p01",))]).values())) == 2


def test_beyond_the_words_names_have_a_number() -> None:
    """Thirty groups of one hour: as many names, and none of them twice."""
    labels = named(school(), [(group("LIT1", n, 1), ()) for n in range(30)])
    assert len(set(labels.values())) == 30
    assert sum(label.endswith(" 2") for label in labels.values()) == 30 - len(NEUTRAL_WORDS)


def test_what_has_a_name_of_its_own_keeps_it_and_a_lesson_bears_its_subject() -> None:
    """A label typed in Modules is no colour; a group that carries a course is called by it."""
    lesson = replace(group("ENS-1", 1, 1), course_ids=(b.COURSE,), public_label="matière")
    typed = replace(group("LIT1", 1, 1), public_label="Club de lecture")
    problem = school(modules=[b.module("LIT1", public_label="Club de lecture")])
    found = named(problem, [(lesson, ("p00",)), (typed, ("p01",))])
    assert found[typed.id] == "Club de lecture"
    assert found[lesson.id] in {neutral_label("matière", word) for word in NEUTRAL_WORDS}
