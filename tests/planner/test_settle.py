"""What attendance pays of what is owed."""

from dataclasses import replace
from datetime import date
from typing import Any

from planner.domain import ApprenticeId, Debt, Guidance, Owed, Problem, Session, Timetable
from planner.hours.ledger import settle
from planner.hours.owed import SOURCE_ENTRY
from tests.rules import build as b

PROBLEM = b.problem(
    learners=[b.learner()],
    modules=[
        b.module("LIT1", strand="CONSOLIDATION"),
        b.module("NUM1", strand="CONSOLIDATION"),
        b.module("AUTONOMIE", theme="study", guidance="autonomous"),
    ],
)


def need(need_id: str, target: str, minutes: int = 60, **changes: Any) -> Owed:
    """An hour owed to the learner in the week."""
    return replace(Owed(b.LEARNER, need_id, target, minutes, b.SUNDAY, b.MONDAY), **changes)


def support(name: str, module: str, day: date = b.MONDAY, start: str = "8", end: str = "9") -> Session:
    """An hour of a barrette."""
    strand = "CONSOLIDATION" if module != "AUTONOMIE" else ""
    return b.session(name, day, start, end, kind="barrette", module_id=module, strand=strand)


def settled(*needs: Owed, sessions: tuple[Session, ...], problem: Problem = PROBLEM) -> dict[str, Debt]:
    """Rows by need, the learner attending every session."""
    table: Timetable = b.timetable(*sessions)
    return {d.need_id: d for d in settle(problem, needs, table.sessions, table.attendance)}


def test_hour_pays_one_need_only() -> None:
    """One hour of LIT1 for a need in LIT1 and one in its strand: the first by priority gets it."""
    rows = settled(
        need("volet", "CONSOLIDATION", priority=2), need("bases", "LIT1", priority=1), sessions=(support("s", "LIT1"),)
    )
    assert (rows["bases"].planned, rows["volet"].planned) == (60, 0)
    assert rows["volet"].reason
    assert not rows["bases"].reason


def test_hours_move_to_other_needs_when_that_pays_both() -> None:
    """The need in the strand comes first and leaves the hour of LIT1 to the need that nothing else can pay."""
    sessions = (support("lit", "LIT1"), support("num", "NUM1", b.TUESDAY))
    rows = settled(need("volet", "CONSOLIDATION", priority=1), need("bases", "LIT1", priority=2), sessions=sessions)
    assert (rows["volet"].planned, rows["bases"].planned) == (60, 60)


def test_hour_after_the_deadline_is_named_not_counted() -> None:
    """Due on Monday, given on Wednesday: nothing planned, and the date of the late hour."""
    rows = settled(need("bases", "LIT1", deadline=b.MONDAY), sessions=(support("s", "LIT1", b.WEDNESDAY),))
    assert rows["bases"].planned == 0
    assert rows["bases"].late == "1 h après l'échéance (09/09/2026)"


def test_block_of_the_entry_module_after_the_deadline_is_late_and_counted() -> None:
    """Due on Monday, given on Wednesday: nothing is left to place, and the row says that it is late, and why."""
    entry = need("bases", "LIT1", deadline=b.MONDAY, source=SOURCE_ENTRY)
    row = settled(entry, sessions=(support("s", "LIT1", b.WEDNESDAY),))["bases"]
    assert (row.planned, row.late) == (row.due, "1 h après l'échéance (09/09/2026)")
    assert row.reason
    half = settled(replace(entry, minutes=90), sessions=(support("s", "LIT1", b.WEDNESDAY),))["bases"]
    assert (half.planned, half.due) == (60, 90)


def test_hour_before_the_need_opens_does_not_pay() -> None:
    """A need opened on Tuesday is not paid by Monday's hour."""
    rows = settled(need("bases", "LIT1", opens=b.TUESDAY), sessions=(support("s", "LIT1"),))
    assert rows["bases"].planned == 0


def test_strand_target_counts_hours_that_pay_a_need() -> None:
    """The hour of LIT1 is both the need's and the programme's."""
    rows = settled(
        need("bases", "LIT1"),
        need("cible", "CONSOLIDATION", 90, source="programme"),
        sessions=(support("s", "LIT1"),),
    )
    assert (rows["bases"].planned, rows["cible"].planned) == (60, 60)


def test_promise_of_support_is_listed_only_when_it_is_not_kept() -> None:
    """Supervised autonomy is no support; an hour of a module is."""
    promise = need("stay-1", "", source="programme")
    assert settled(promise, sessions=(support("s", "AUTONOMIE"),))["stay-1"].planned == 0
    assert settled(promise, sessions=(support("s", "LIT1"),)) == {}


def test_hour_whose_trainer_is_gone_pays_only_where_the_module_is_autonomy_by_itself() -> None:
    """A group of a led module that an adult watches gives neither the need nor the strand; a workshop alone does."""
    watched = replace(support("s", "LIT1"), guidance=Guidance.AUTONOMOUS)
    needs = need("bases", "LIT1"), need("cible", "CONSOLIDATION", source="programme")
    assert [row.planned for row in settled(*needs, sessions=(watched,)).values()] == [0, 0]
    problem = replace(
        PROBLEM, modules={m.id: replace(m, guidance=Guidance.AUTONOMOUS) for m in PROBLEM.modules.values()}
    )
    assert [row.planned for row in settled(*needs, sessions=(watched,), problem=problem).values()] == [60, 60]


def test_part_of_a_session_may_pay_another_need() -> None:
    """Ninety minutes of LIT1 pay the first need whole and leave half an hour to the second."""
    rows = settled(need("un", "LIT1", 60), need("un autre", "LIT1", 60), sessions=(support("s", "LIT1", end="9:30"),))
    assert sorted(row.planned for row in rows.values()) == [30, 60]


def test_someone_else_attending_pays_nothing() -> None:
    """Only the attendance of the person counts."""
    table = b.timetable(support("s", "LIT1"), who={"s": [ApprenticeId("autre")]})
    assert settle(PROBLEM, [need("bases", "LIT1")], table.sessions, table.attendance)[0].planned == 0


def test_entry_without_a_day_says_so() -> None:
    """The company began before the entry: no day is possible."""
    late = need("entree", "LIT1", source="entrée", opens=b.TUESDAY, deadline=b.MONDAY, personal=True)
    assert settled(late, sessions=())["entree"].reason == "aucun jour possible entre l'entrée et l'entreprise"


def test_need_without_support_time_says_so() -> None:
    """No barrette and no open period before the deadline."""
    assert "ni barrette ni temps d'accompagnement" in settled(need("bases", "LIT1"), sessions=())["bases"].reason


def test_given_reason_replaces_the_one_found() -> None:
    """The engine may know better."""
    table = b.timetable()
    rows = settle(PROBLEM, [need("bases", "LIT1")], (), table.attendance, {(b.LEARNER, "bases"): "salle fermée"})
    assert rows[0].reason == "salle fermée"
