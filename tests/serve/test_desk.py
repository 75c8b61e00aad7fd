"""The draft: every edit judged, in the store before it is shown, undone, kept; two who look, a command meanwhile."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from constraints import RULES
from planner.answer import Refused
from planner.check.verify import verify
from planner.domain import RoomId, SessionId
from planner.engine.change.edits import counted_by_hand
from planner.engine.change.repair_model import Place
from planner.folder import drafted
from planner.folder.desk import Desk
from planner.folder.drafted import final_edits
from planner.model import Option
from planner.store.database import open_store
from planner.store.drafts import PlanChanged
from planner.store.locks import locked_sessions
from planner.why.chains import MoveChain
from planner.why.lifted import place_where_it_is
from planner.why.places import JudgedPlace, PlaceHour
from tests.cli.running import barrette
from tests.serve.centre import FIRST

MATHS = "CAP-BOU-1-MATHEMATIQUES-01"
BREAD = "CAP-CUI-1-MATHEMATIQUES-01"


def free_places(desk: Desk, session: str = MATHS) -> list[JudgedPlace]:
    """Where a session may go in its week."""
    return [p for p in desk.places(session)[1] if not p.findings]


def moved(desk: Desk, session: str = MATHS, number: int = 0) -> Place:
    """Put a session at one of its free places; which."""
    place = free_places(desk, session)[number].place
    done = desk.drop(desk.mark(), session, place)
    assert not done.judged.findings
    return place


def where(desk: Desk, session: str = MATHS) -> tuple[object, ...]:
    """Day, hours and room of a session on the board."""
    found = desk.plan().timetable.session[SessionId(session)]
    return found.day, found.start, found.end, found.room_id


def test_an_edit_is_in_the_store_before_it_is_shown(desk: Desk, folder: Path) -> None:
    """Another board on the same folder, made later, shows it: nothing is held in memory alone."""
    place = moved(desk)
    assert where(Desk(folder, first=FIRST)) == (*place.option[:3], place.room) == where(desk)
    with open_store(folder) as store:
        assert store.version().number == 1


def test_an_edit_survives_a_kill(folder: Path) -> None:
    """The process that made it dies at once (as kill -9 would have it), without closing anything."""
    script = (
        "import os, sys; from datetime import date; from pathlib import Path; from planner.folder.desk import Desk;"
        f"d = Desk(Path(sys.argv[1]), first=date.fromisoformat('{FIRST}'));"
        f"p = next(p for p in d.places('{MATHS}')[1] if not p.findings); d.drop(d.mark(), '{MATHS}', p.place);"
        "print(*p.hour, flush=True); os.kill(os.getpid(), 9)"
    )
    said = subprocess.run([sys.executable, "-c", script, str(folder)], capture_output=True, text=True, check=False)
    assert said.returncode == -9
    assert said.stdout.split() == [str(x) for x in where(Desk(folder, first=FIRST))[:3]]


def test_what_a_rule_forbids_stays_where_it_was(desk: Desk) -> None:
    """The hour at which its class has something else is refused in the words of the rule, and no step is made."""
    before, mark = where(desk), desk.mark()
    place = next(p for p in desk.places(MATHS)[1] if p.findings)
    done = desk.drop(mark, MATHS, place.place)
    assert done.judged.findings
    assert {f.key for f in done.judged.findings} <= {rule.key for rule in RULES}
    assert (where(desk), desk.mark()) == (before, mark)


def test_undo_and_redo_without_end(desk: Desk) -> None:
    """Three edits back and forth; a new one takes what was undone away."""
    seen = [where(desk)]
    for _edit in range(3):
        moved(desk)
        seen.append(where(desk))
    for expected in reversed(seen[:-1]):
        assert desk.undo(desk.mark())
        assert where(desk) == expected
    assert not desk.undo(desk.mark())
    for expected in seen[1:]:
        assert desk.redo(desk.mark())
        assert where(desk) == expected
    assert not desk.redo(desk.mark())
    desk.undo(desk.mark())
    moved(desk, BREAD)
    assert not desk.redo(desk.mark())
    assert len(desk.plan().draft.done) == 3


def test_the_second_of_two_is_told(desk: Desk, folder: Path) -> None:
    """Whoever has not seen the first one's edit changes nothing."""
    other = Desk(folder, first=FIRST)
    seen, place = other.mark(), free_places(other, BREAD)[0].place
    moved(desk)
    after = where(desk), where(desk, BREAD)
    for change in (lambda: other.drop(seen, BREAD, place), lambda: other.undo(seen), lambda: other.abandon(seen),
                   lambda: other.keep(seen, ""), lambda: other.lock(seen, BREAD, "", lock=True)):  # fmt: skip
        with pytest.raises(PlanChanged, match="Le plan a changé"):
            change()
    assert (where(other), where(other, BREAD)) == after


def test_a_kept_draft_is_a_version_like_one_of_an_edited_list(desk: Desk, folder: Path) -> None:
    """Its kind, reason and locks are those of `barrette update --edited`; the checker has nothing against it."""
    place = moved(desk)
    kept = desk.keep(desk.mark(), "atelier fermé")
    assert kept.number == 2
    with open_store(folder) as store:
        version = store.version()
        assert (version.kind, version.reason, version.author, version.verified) == (
            "edit",
            "atelier fermé",
            "Essai",
            True,
        )
        assert locked_sessions(store, store.problem(2).settings) == {MATHS}
    assert not desk.plan().draft.steps
    assert where(desk) == (*place.option[:3], place.room)
    assert barrette("verify", folder).exit_code == 0
    assert "atelier fermé" in barrette("versions", folder).stdout


def test_costs_of_the_version_are_counted_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each drop counts what it makes of the plan, and not again what it started from."""
    counted: list[object] = []
    real = drafted.preference_costs
    monkeypatch.setattr(drafted, "preference_costs", lambda p, r, t: counted.append(t) or real(p, r, t))
    assert desk.plan().costs == desk.plan().costs_before
    for session in (MATHS, BREAD):
        moved(desk, session)
        plan = desk.plan()
        assert plan.costs_before == real(plan.problem, RULES, plan.before)
        assert plan.costs == real(plan.problem, RULES, plan.timetable)
    assert len(counted) == 3


def test_nothing_is_kept_of_an_empty_draft(desk: Desk) -> None:
    """Nor of one whose edits bring everything back."""
    with pytest.raises(Refused, match="ne change rien"):
        desk.keep(desk.mark(), "")
    moved(desk)
    desk.undo(desk.mark())
    with pytest.raises(Refused, match="ne change rien"):
        desk.keep(desk.mark(), "")


def test_dropping_the_draft_brings_the_version_back(desk: Desk) -> None:
    """As it was, undone steps gone too."""
    before = desk.plan().timetable
    moved(desk)
    desk.abandon(desk.mark())
    assert desk.plan().timetable == before
    assert not desk.plan().draft.steps


def test_what_is_locked_does_not_move(desk: Desk) -> None:
    """A lock is told with its reason, and can be taken away; a session of the draft gets its own when it is kept."""
    place = free_places(desk)[0].place
    desk.lock(desk.mark(), MATHS, "réunion", lock=True)
    with pytest.raises(Refused) as refused:
        desk.drop(desk.mark(), MATHS, place)
    assert any("verrouillée" in line and "réunion" in line for line in refused.value.lines)
    desk.lock(desk.mark(), MATHS, "", lock=False)
    desk.drop(desk.mark(), MATHS, place)
    with pytest.raises(Refused, match="nouvelle place"):
        desk.lock(desk.mark(), MATHS, "", lock=True)


def test_a_version_made_meanwhile_is_noticed(desk: Desk, folder: Path) -> None:
    """The draft stays as it is on its version; it is put on the new one when asked, rule by rule."""
    moved(desk)
    mine = where(desk)
    other = Desk(folder, first=FIRST)
    place = free_places(other, BREAD)[0].place
    with open_store(folder) as store:
        _version_with(store, folder, BREAD, place)
    plan = desk.plan()
    assert (plan.behind, plan.base.number, plan.version.number) == (True, 1, 2)
    assert where(desk) == mine
    with pytest.raises(Refused, match="version 2"):
        desk.keep(desk.mark(), "")
    with pytest.raises(Refused):
        desk.drop(desk.mark(), MATHS, place)
    done = desk.rebase(desk.mark())
    assert (done.done, list(done.left)) == (1, [])
    assert not desk.plan().behind
    assert (where(desk), where(desk, BREAD)[:3]) == (mine, place.option[:3])


def _version_with(store: object, folder: Path, session: str, place: Place) -> None:
    """What a command makes meanwhile: a version in which a session stands elsewhere."""
    from planner.engine.change.edits import Edit, apply_edits
    from planner.store.keeping import keep_version, recall

    problem, before = recall(store, store.version())  # type: ignore[arg-type, attr-defined]
    edit = Edit(SessionId(session), *place.option[:3], place.room, place.option.team)
    after, broken = apply_edits(problem, before, [edit], RULES)
    assert not broken
    keep_version(folder, problem, after, "edit", "ailleurs")


def test_colours_are_what_the_checker_says(desk: Desk) -> None:
    """Each hour of the week of some sessions: free where the checker finds nothing new, forbidden where it does."""
    from planner.engine.change.edits import Edit, apply_edits

    plan = desk.plan()
    for name in (MATHS, BREAD):
        for one in desk.places(name)[1]:
            edit = Edit(SessionId(name), *one.hour, one.place.room, one.place.option.team)
            _after, broken = apply_edits(plan.problem, plan.before, [edit], RULES)
            assert bool(one.findings) == bool(broken), (name, one.hour, one.findings[:1], broken[:1])


def test_another_week_is_judged_too(desk: Desk) -> None:
    """The hours of the week after are answered, whatever the rules say of them."""
    week = desk.plan().timetable.session[SessionId(MATHS)].day
    monday = week.fromordinal(week.toordinal() - week.weekday())
    other = monday.fromordinal(monday.toordinal() + 7)
    if other > desk.plan().problem.last:
        other = monday.fromordinal(monday.toordinal() - 7)
    _asked, found = desk.places(MATHS, other)
    assert found
    assert {p.hour[0].isocalendar().week for p in found} == {other.isocalendar().week}


def test_a_place_that_the_bells_do_not_ring(desk: Desk) -> None:
    """Nor a room that there is not: refused before any rule is asked."""
    session = desk.plan().timetable.session[SessionId(MATHS)]
    odd = Place(Option(session.day, 7, 67, session.trainer_ids), session.room_id)
    with pytest.raises(Refused, match="horaires"):
        desk.drop(desk.mark(), MATHS, odd)
    nowhere = Place(Option(session.day, session.start, session.end, session.trainer_ids), RoomId("ailleurs"))
    with pytest.raises(Refused, match="salle"):
        desk.drop(desk.mark(), MATHS, nowhere)
    assert final_edits(desk.plan()) == ()


def test_moves_of_others_open_an_hour(desk: Desk) -> None:
    """They are one step of the draft, the checker has nothing against them, and one press undoes them all."""
    found = []
    for name in desk.plan().timetable.session:
        _asked, found, rest = desk.openings(name, seconds=60)
        assert rest is None
        if found:
            break
    hour, chain = found[0]
    before = desk.plan().timetable
    assert len(chain.steps) > 1
    desk.drop_with_others(desk.mark(), name, hour)
    assert where(desk, name)[:3] == hour
    assert len(desk.plan().draft.done) == 1
    assert len(final_edits(desk.plan())) >= len(chain.steps)
    _timetable, broken, _report = counted_by_hand(desk.plan().problem, before, desk.plan().timetable, RULES)
    assert not broken
    desk.undo(desk.mark())
    assert desk.plan().timetable == before


def test_openings_are_looked_for_a_little_at_a_time(desk: Desk) -> None:
    """Where the time is over, the answer says from where to go on; together the pieces are the whole."""
    whole = desk.openings(MATHS, seconds=60)[1]
    pieces: list[tuple[PlaceHour, MoveChain]] = []
    after: int | None = 0
    while after is not None:
        _asked, found, rest = desk.openings(MATHS, after, seconds=0.01)
        pieces += found
        assert rest is None or rest > after
        after = rest
    assert [hour for hour, _chain in pieces] == [hour for hour, _chain in whole]


def test_preferences_before_and_after_are_those_of_the_checker(desk: Desk) -> None:
    """Also of what goes with the session, such as the study of who is freed from it."""
    before = desk.plan()
    moved(desk)
    after = desk.plan()
    for costs, timetable in ((after.costs_before, before.timetable), (after.costs, after.timetable)):
        report = verify(after.problem, RULES, timetable)
        assert sum(costs.values()) == pytest.approx(report.weighted)
    assert before.costs == after.costs_before


def test_days_gone_do_not_move(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a first day, today is one: what is over stays, and nothing goes there; the session says why."""
    desk = Desk(folder)
    day = desk.plan().timetable.session[SessionId(MATHS)].day
    monkeypatch.setattr("planner.folder.scene.today", lambda: day)
    assert all(p.hour[0] >= day for p in desk.places(MATHS)[1])
    monkeypatch.setattr("planner.folder.scene.today", lambda: day + timedelta(days=1))
    later = Desk(folder)
    session = later.plan().timetable.session[SessionId(MATHS)]
    with pytest.raises(Refused) as refused:
        later.drop(later.mark(), MATHS, place_where_it_is(session))
    assert any("passée" in line for line in refused.value.lines)
