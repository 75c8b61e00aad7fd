"""One more session on a board: what counts as a reason, whom the rules ask, what a preference adds."""

from collections.abc import Iterator

from planner.board.judging import added, cost, refusals
from planner.domain import Problem, Timetable
from planner.placement import BoardView, Placement, for_everyone, meeting, others
from planner.rule import Enforce, Finding, Rule
from tests.rules.build import LEARNER, MONDAY, learner, problem, session, timetable
from tests.rules.finished import TimetableBoard

CENTRE = problem(learners=(learner(),))
PLACED = session("placée", start="10", end="11")
NEW = for_everyone(PLACED, {LEARNER: False})
JOINED = Placement(PLACED, {LEARNER: False}, frozenset({LEARNER}), moves=False)


def at_most_one(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """A rule of a single function: one session a day for everybody."""
    del problem
    for person, sessions in timetable.by_apprentice.items():
        if len(sessions) > 1:
            yield Finding("R1", f"{person} a {len(sessions)} séances.", len(sessions) - 1, people=(person,))


RULE = Rule("R1", "Une séance par jour.", "hard", at_most_one)


def board(*sessions_: object) -> TimetableBoard:
    """A board on which the one learner attends all sessions."""
    return TimetableBoard(timetable(*sessions_))  # type: ignore[arg-type]


def found(before: list[Finding], after: list[Finding], placement: Placement = NEW) -> list[str]:
    """Sentences that are new or worse."""
    return [finding.text for finding in added(before, after, placement)]


def test_rule_with_a_check_only_is_obeyed() -> None:
    """Its check is asked on the sessions around; a second session is one too many, a first one is not."""
    assert not list(refusals((RULE,), CENTRE, board(), NEW))
    (reason,) = refusals((RULE,), CENTRE, board(session("autre")), NEW)
    assert reason.text == f"{LEARNER} a 2 séances."


def test_session_that_moves_is_not_on_the_board() -> None:
    """Where it stood asks nothing of where it goes."""
    moved = for_everyone(session("placée", start="15", end="16"), {LEARNER: False})
    assert not list(refusals((RULE,), CENTRE, board(PLACED), moved))
    assert others([PLACED, session("autre")], NEW) == [session("autre")]
    assert not meeting([PLACED, session("autre", start="9", end="10")], NEW)


def test_person_who_joins_is_judged_alone() -> None:
    """The session stands with whoever was in it; the one who joins has another one that day."""
    people = {"autre": False, LEARNER: False}
    joins = Placement(PLACED, people, frozenset({LEARNER}), moves=False)  # type: ignore[arg-type]
    stands = timetable(PLACED, session("déjà"), who={"placée": ("autre",), "déjà": (LEARNER, "autre")})
    reasons = list(refusals((RULE,), CENTRE, TimetableBoard(stands), joins))
    assert [r.people for r in reasons] == [(LEARNER,)]


def test_finding_that_grows_is_a_reason_and_one_that_shrinks_is_none() -> None:
    """A greater amount, or other words for the same amount, is worse; a smaller amount is better."""
    two, one = Finding("R1", "deux de trop.", 2), Finding("R1", "un de trop.", 1)
    assert found([one], [two]) == ["deux de trop."]
    assert not found([two], [one])
    assert not found([one], [one])
    assert found([one], [one, one]) == ["un de trop."]
    assert found([Finding("R1", "3 séances.")], [Finding("R1", "4 séances.")]) == ["4 séances."]


def test_placed_session_among_others_of_a_finding_is_told_apart() -> None:
    """The same day, as short as before, is no reason; what names the session alone always is one."""
    short = Finding("R1", "trop court.", 30, sessions=("autre",))  # type: ignore[arg-type]
    longer = Finding("R1", "moins court.", 15, sessions=("autre", PLACED.id))  # type: ignore[arg-type]
    assert not found([short], [longer])
    gone, changed = Finding("R1", "changée.", sessions=(PLACED.id,)), Finding("R1", "changée.", sessions=(PLACED.id,))
    assert found([gone], [changed]) == ["changée."]
    assert not found([gone], [changed], JOINED)


def test_what_is_to_be_verified_is_no_reason() -> None:
    """Nothing is broken by it."""
    assert not found([], [Finding("R1", "à vérifier.", to_verify=True)])


def test_shortfall_is_no_reason() -> None:
    """What is missing is listed, it is never refused."""
    listed = Rule("R1", "Une séance par jour.", "shortfall", at_most_one)
    assert not list(refusals((listed,), CENTRE, board(session("autre")), NEW))


def test_quick_way_is_asked_before_checks() -> None:
    """The first reason comes without any check, when the quick way has one."""

    def refuse(problem: Problem, board: BoardView, placement: Placement) -> Iterator[Finding]:
        del problem, board
        yield Finding("R2", "non.", sessions=(placement.session.id,))

    def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
        raise AssertionError((problem, timetable))

    slow = Rule("R1", "Jamais.", "hard", check)
    quick = Rule("R2", "Jamais.", "hard", check, Enforce(refuse=refuse))
    assert next(refusals((slow, quick), CENTRE, board(), NEW)).text == "non."


def test_cost_is_weighted() -> None:
    """Two units at the weight of the rule, 5; the workbook may change the weight."""

    def weigh(problem: Problem, board: BoardView, placement: Placement) -> float:
        del problem, placement
        return 2 if not board.of_class(PLACED.class_ids[0], MONDAY) else 0

    rule = Rule("R3", "Rien ne coûte.", "soft", at_most_one, Enforce(weigh=weigh), weight=5)
    assert cost((RULE, rule), CENTRE, board(), NEW) == 10
    assert cost((RULE, rule), CENTRE, board(session("autre")), NEW) == 0
