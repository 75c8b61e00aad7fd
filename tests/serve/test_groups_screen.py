"""Groups on the board: where somebody may go, what it pays and breaks, the move as a step of the draft, and locks."""

from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from constraints import RULES
from planner.check.verify import broken_since, preference_costs, verify
from planner.domain import ApprenticeId, GroupId
from planner.engine.change.group_by_hand import GroupMove, hours_of_move, with_group_move
from planner.engine.change.way_taken import settled
from planner.folder.desk import Desk
from planner.store.database import open_store
from planner.store.group_locks import group_locks
from tests.cli.running import barrette
from tests.serve.browser import ask, post
from tests.serve.centre import FIRST

Move = tuple[str, str, str]
"""Person, the group that they leave, the one that they join."""


def every_move(browser: TestClient) -> list[tuple[Move, dict[str, Any]]]:
    """Each move within each barrette and period, with what the page is told of it once it is weighed."""
    found = []
    shown = ask(browser, "groupes")
    for barrette_id, _name, periods in shown["barrettes"]:
        for period, _label in periods:
            for one in ask(browser, "groupes", barrette=barrette_id, periode=period)["people"]:
                for group in one["cells"]:
                    for place in ask(browser, "groupes-places", personne=one["id"], groupe=group)["places"]:
                        asked = {"personne": one["id"], "groupe": group, "vers": place["group"]}
                        weighed = ask(browser, "groupes-places", **asked)["places"][0] if place["open"] else place
                        found.append(((one["id"], group, place["group"]), weighed))
    return found


def some_move(browser: TestClient) -> Move:
    """One that is free."""
    return next(move for move, place in every_move(browser) if place["free"])


def put(browser: TestClient, desk: Desk, move: Move) -> Any:
    """The answer to a move."""
    person, source, target = move
    asked = {"mark": desk.mark(), "person": person, "from": source, "to": target}
    return post(browser, "/api/changer-groupe", asked).json()


def test_the_verdict_of_each_group_is_that_of_the_checker(browser: TestClient, desk: Desk) -> None:
    """Free where the whole timetable breaks nothing more, at the cost that the checker counts."""
    plan = desk.plan()
    problem, before = plan.problem, plan.before
    known, costs = verify(problem, RULES, before), preference_costs(problem, RULES, before)
    moves = every_move(browser)
    assert {place["free"] for _move, place in moves} == {True, False}
    for (person, source, target), place in moves:
        move = GroupMove(ApprenticeId(person), GroupId(source), GroupId(target), FIRST)
        assert place["never"] == (not hours_of_move(before, move))
        if place["never"]:
            continue
        after = settled(problem, with_group_move(problem, before, move), RULES)
        broken = broken_since(known, verify(problem, RULES, after))
        assert place["free"] == (not broken), (person, source, target, place, broken)
        if place["free"]:
            now = preference_costs(problem, RULES, after)
            assert abs(place["cost"] - sum(now.values()) + sum(costs.values())) < 0.01


def test_a_move_is_a_step_that_is_undone_and_kept(browser: TestClient, desk: Desk, folder: Path) -> None:
    """Nobody else changes; the version has its reason, and whoever moved is locked there."""
    move = some_move(browser)
    before = desk.plan().timetable
    done = put(browser, desk, move)
    assert done["done"]
    assert done["state"]["differs"] == 1
    assert " → " in done["state"]["steps"][0]["lines"][0]
    assert post(browser, "/api/annuler", {"mark": desk.mark()}).json()["done"]
    assert desk.plan().timetable == before
    assert post(browser, "/api/retablir", {"mark": desk.mark()}).json()["done"]
    other = {(r.session_id, r.apprentice_id) for r in desk.plan().timetable.attendance} ^ {
        (r.session_id, r.apprentice_id) for r in before.attendance
    }
    assert {person for _session, person in other} == {move[0]}
    kept = post(browser, "/api/garder", {"mark": desk.mark(), "reason": "besoin vu en classe"}).json()
    assert kept["number"] == 2, kept
    assert barrette("verify", folder).exit_code == 0
    with open_store(folder) as store:
        assert store.version().reason == "besoin vu en classe"
        (lock,) = group_locks(store, desk.plan().draft.term)
        assert (lock.seat.apprentice_id, lock.reason) == (move[0], "besoin vu en classe")
    assert move[0] in next(g for g in desk.plan().timetable.groups if g.id == move[2]).apprentice_ids
    assert desk.plan().draft.done == ()


def test_a_move_back_differs_in_nothing(browser: TestClient, desk: Desk) -> None:
    """There is then nothing to keep, and nobody is locked."""
    person, source, target = some_move(browser)
    assert put(browser, desk, (person, source, target))["done"]
    back = put(browser, desk, (person, target, source))
    assert back["done"]
    assert back["state"]["differs"] == 0
    refused = post(browser, "/api/garder", {"mark": desk.mark(), "reason": ""})
    assert refused.status_code == 422
    assert "rien à garder" in refused.json()["lines"][0]


def test_what_a_rule_forbids_changes_nothing(browser: TestClient, desk: Desk) -> None:
    """It says which rule; so does a group that never takes place at those hours."""
    refused = [(m, p) for m, p in every_move(browser) if not p["free"]]
    full = next((m, p) for m, p in refused if not p["never"])
    never = next((m, p) for m, p in refused if p["never"])
    assert full[1]["why"][0]["rule"] == "H8a"
    assert "2 personnes pour 1 au plus" in full[1]["why"][0]["texts"][0]
    assert "n’a pas lieu aux heures" in never[1]["brief"]
    for move, place in (full, never):
        done = put(browser, desk, move)
        assert not done["done"]
        assert (done["place"]["why"], done["place"]["brief"]) == (place["why"], place["brief"])
    assert desk.plan().draft.steps == ()


def test_whoever_is_locked_stays(browser: TestClient, desk: Desk, folder: Path) -> None:
    """Until the lock is taken away; another tab sees it at once."""
    person, source, target = some_move(browser)
    seen = desk.mark()
    asked = {"mark": seen, "person": person, "group": source, "reason": "accord du 3", "lock": True}
    assert post(browser, "/api/verrou-groupe", asked).status_code == 200
    assert desk.mark() != seen
    assert post(browser, "/api/verrou-groupe", asked).status_code == 409
    answer = put(browser, desk, (person, source, target))
    assert "sa place verrouillée" in answer["lines"][0]
    assert "accord du 3" in answer["lines"][0]
    asked |= {"mark": desk.mark(), "lock": False}
    assert post(browser, "/api/verrou-groupe", asked).status_code == 200
    assert put(browser, desk, (person, source, target))["done"]


def test_an_update_keeps_whoever_is_locked(browser: TestClient, desk: Desk, folder: Path) -> None:
    """The workbook says nothing of it, and the group that was left would serve as well."""
    move = some_move(browser)
    assert put(browser, desk, move)["done"]
    assert post(browser, "/api/garder", {"mark": desk.mark(), "reason": ""}).json()["number"] == 2
    held = [r.session_id for r in desk.plan().timetable.attendance if r.apprentice_id == move[0]]
    done = barrette("update", folder, "--workbook", folder.parent / "classeur.xlsx", "--from", FIRST.isoformat())
    assert done.exit_code == 0, done.output
    assert "Verrouillés dans un groupe" not in done.output
    now = [r.session_id for r in desk.plan().timetable.attendance if r.apprentice_id == move[0]]
    assert now == held


def test_a_draft_is_put_on_a_version_that_came_meanwhile(browser: TestClient, desk: Desk, folder: Path) -> None:
    """A move is made again where the rules let it; that of somebody who is locked meanwhile is left out, and said."""
    (person, source, target), *others = [move for move, place in every_move(browser) if place["free"]]
    other = next(move for move in others if move[0] != person)
    assert put(browser, desk, (person, source, target))["done"]
    third = next(move for move in others if move[0] not in (person, other[0]))
    words = ("--from", FIRST.isoformat(), "--person", third[0], "--move", f"{third[1]}={third[2]}")
    assert barrette("groups", folder, *words).exit_code == 0
    assert desk.plan().behind
    answer = put(browser, desk, other)
    assert "reprenez-le" in answer["lines"][0]
    done = post(browser, "/api/reprendre", {"mark": desk.mark()}).json()
    assert (done["done"], done["left"]) == (1, [])
    assert done["state"]["differs"] == 1
    words = ("--person", person, "--lock", source)
    assert barrette("groups", folder, "--from", FIRST.isoformat(), *words).exit_code == 0
    words = ("--from", FIRST.isoformat(), "--person", third[0], "--unlock", third[2])
    assert barrette("groups", folder, *words).exit_code == 0
    words = ("--from", FIRST.isoformat(), "--person", third[0], "--move", f"{third[2]}={third[1]}")
    assert barrette("groups", folder, *words).exit_code == 0
    done = post(browser, "/api/reprendre", {"mark": desk.mark()}).json()
    assert done["done"] == 0
    assert "sa place verrouillée" in done["left"][0]


def test_what_no_page_would_send_is_told(browser: TestClient, desk: Desk) -> None:
    """An unknown person, an unknown group, a barrette of another centre: words, never a fault of the program."""
    person, source, target = some_move(browser)
    assert ask(browser, "groupes", barrette="AILLEURS", periode="JAMAIS")["people"]
    for who, here in (("PERSONNE", source), (person, "GROUPE")):
        answer = browser.get("/api/groupes-places", params={"personne": who, "groupe": here})
        assert answer.status_code == 422, answer.text
    assert "Ce groupe n’est plus" in put(browser, desk, (person, source, "GROUPE"))["lines"][0]
    asked = {"mark": desk.mark(), "person": person, "group": target, "reason": "", "lock": False}
    assert post(browser, "/api/verrou-groupe", asked).status_code == 422
