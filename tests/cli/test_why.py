"""`barrette why`: why a session is where it is, why it is not elsewhere, where else it may be."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from planner.answer import Refused
from planner.cli.show import owed_to as show
from planner.cli.work import owed_to, why
from planner.domain import ModuleId
from planner.folder import scene
from planner.rule import Finding
from planner.store.opening import at_last_version
from tests.cli.running import barrette, tree
from tests.cli.versions import first_version

MATHS, COOKING = "CAP-CUI-1-MATHEMATIQUES-01", "CAP-CUI-1-TP-CUISINE-01"


@pytest.fixture(scope="module")
def folder(solved_once: Path) -> Path:
    """The solved folder, which no question changes."""
    first_version(solved_once / "edt")
    return solved_once / "edt"


def asked(folder: Path, *words: str) -> dict[str, Any]:
    """What a question gives for a program."""
    done = barrette("why", folder, *words, "--json")
    assert done.exit_code == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def told(folder: Path, *words: str) -> str:
    """What a question gives in lines."""
    done = barrette("why", folder, *words)
    assert done.exit_code == 0, done.stderr
    return done.stdout


def refused(folder: Path, *words: str) -> str:
    """What is said of a question that is none."""
    done = barrette("why", folder, *words)
    assert done.exit_code == 2
    return done.stderr


def test_why_here_says_what_its_place_costs_and_where_else_it_may_be(folder: Path) -> None:
    """Nothing holds it; other hours are open, the cheapest first; the folder stays as it is."""
    before = tree(folder)
    found = asked(folder, "--session", MATHS)
    assert found["people"] == 3
    assert not found["held"]
    costs = [place["cost"] for place in found["places"]]
    assert costs == sorted(costs)
    assert costs
    lines = told(folder, "--session", MATHS)
    assert "« Mathématiques – CAP CUI 1 », " in lines
    assert "apprenants y sont attendus" in lines
    assert f"{len(costs)} autres heures de sa semaine lui sont ouvertes" in lines
    assert tree(folder) == before


def test_why_not_there_names_the_rule_and_who(folder: Path) -> None:
    """On Sunday the class is not there; with somebody who lacks the skill, the rule of skills says so."""
    found = asked(folder, "--session", MATHS, "--at", "dimanche 8:00")
    assert not found["allowed"]
    assert {"H2a", "H2b"} <= {f["rule"] for f in found["findings"]}
    lines = told(folder, "--session", MATHS, "--trainer", "Noir Eva")
    assert "(H6a) :" in lines
    assert "Noir Eva n'a pas la compétence" in lines
    assert "Aucune autre séance n’est en cause" in lines


def test_why_not_there_says_where_nothing_is_against_it(folder: Path) -> None:
    """A place of the list is one that `--at` finds open, at the same cost."""
    best = asked(folder, "--places", COOKING)["places"][0]
    found = asked(folder, "--session", COOKING, "--date", best["date"], "--start", best["start"])
    assert found["allowed"]
    assert found["at"]["cost"] == best["cost"]
    lines = told(folder, "--session", COOKING, "--date", best["date"], "--start", best["start"])
    assert "aucune règle impérative ne s’y oppose" in lines


def test_session_may_be_named_in_words(folder: Path) -> None:
    """Subject, class, date and hour, in any order; several, none, or a slip are said."""
    where = asked(folder, "--session", MATHS)["place"]
    hour = f"{where['date']}, {where['start']}"
    assert asked(folder, "--session", f"mathematiques, {hour}, CAP CUI 1")["session"] == MATHS
    assert f"[{MATHS}]" in refused(folder, "--session", "Mathématiques, CAP CUI 1")
    assert "Vouliez-vous dire « Mathématiques » ?" in refused(folder, "--session", "Matématiques, CAP CUI 1")


def test_questions_that_are_none(folder: Path) -> None:
    """Each says what to write instead."""
    assert "--session" in refused(folder)
    assert "« mardi 10:00 »" in refused(folder, "--session", MATHS, "--at", "lune 99h")
    assert "hors de l’emploi du temps" in refused(folder, "--session", MATHS, "--date", "2027-01-01")
    assert "La salle « zz » n’existe pas." in refused(folder, "--session", MATHS, "--room", "zz")
    assert "pas les deux" in refused(folder, "--session", MATHS, "--at", "lundi", "--date", "2026-09-08")
    assert "Une question à la fois" in refused(folder, "--session", MATHS, "--apprentice", "Léa Martin")
    assert "vont avec --apprentice" in refused(folder, "--session", MATHS, "--public")
    assert "se demande seul" in refused(folder, "--places", MATHS, "--at", "lundi")
    assert "vont avec --session" in refused(folder, "--trainer", "Durand Paul", "--at", "lundi")
    here = asked(folder, "--session", MATHS)["place"]
    assert "place qu’elle a déjà" in refused(
        folder, "--session", MATHS, "--date", here["date"], "--start", here["start"]
    )


def test_lock_is_said_with_who_and_why(solved: Path) -> None:
    """What a command has locked holds it."""
    first_version(solved)
    assert barrette("lock", solved, MATHS, "--reason", "jury", "--author", "Paule").exit_code == 0
    (held,) = asked(solved, "--session", MATHS)["held"]
    assert held.startswith("Elle est verrouillée (Paule, ")
    assert held.endswith(" : jury.")


def test_moves_that_open_a_place_are_told_and_tried(folder: Path) -> None:
    """The class has its kitchen then: once that has moved, the place is open; the folder stays as it is."""
    before, here = tree(folder), asked(folder, "--session", COOKING)["place"]
    words = ("--session", MATHS, "--date", here["date"], "--start", here["start"])
    found = asked(folder, *words)
    assert [move["session"] for move in found["chain"]["moves"]] == [COOKING, MATHS]
    assert COOKING in found["in_the_way"]
    lines = told(folder, *words)
    assert "Possible en 2 déplacements, essayés et vérifiés règle par règle :" in lines
    assert "Séances en cause :" in lines
    assert "apprenants concernés" in lines
    assert tree(folder) == before


def test_nothing_is_moved_for_what_is_locked(solved: Path) -> None:
    """A locked session has other places, and no chain is looked for."""
    first_version(solved)
    here = asked(solved, "--session", COOKING)["place"]
    assert barrette("lock", solved, MATHS).exit_code == 0
    words = ("--session", MATHS, "--date", here["date"], "--start", here["start"])
    assert asked(solved, *words)["chain"] is None
    assert "ce qui la tient ne bouge pas" in told(solved, *words)


def test_week_of_a_trainer_a_room_or_a_class(folder: Path) -> None:
    """Its days, its length, and the sessions that could be elsewhere; the week may be named."""
    found = asked(folder, "--trainer", "Durand Paul")
    assert MATHS in [name for day in found["days"] for name in day["sessions"]]
    assert MATHS in [one["session"] for one in found["leaving"]]
    assert "au plus par semaine" in told(folder, "--trainer", "Durand Paul")
    later = asked(folder, "--class", "CAP CUI 1", "--date", "2026-09-15")
    assert later["week"] == "2026-09-14"
    assert "Pourraient être dans une autre salle ou à une autre heure" in told(folder, "--room", "Cuisine 1")
    assert "La classe « CAP X » n’existe pas." in refused(folder, "--class", "CAP X")
    assert "--trainer" in refused(folder, "--room", "Cuisine 1", "--trainer", "Durand Paul")


def test_hours_owed_to_somebody(folder: Path) -> None:
    """Each need with the result that gave it and what pays it; an unknown name is said with the nearest."""
    found = asked(folder, "--apprentice", "Léa Martin")
    results = [one["result"] for one in found["needs"] if one["result"]]
    assert {"littératie": 1}.items() <= {r["domain"]: r["level"] for r in results}.items()
    opened = next(one for one in found["needs"] if one["result"])
    assert opened["due"] >= opened["planned"] >= 0
    lines = told(folder, "--apprentice", "MARTIN Léa")
    assert "littératie, niveau 1" in lines
    assert "document interne" in lines
    alone = asked(folder, "--apprentice", "Léa Martin", "--need", opened["need"])
    assert [one["need"] for one in alone["needs"]] == [opened["need"]]
    assert "Vouliez-vous dire « Léa Martin » ?" in refused(folder, "--apprentice", "Léa Martn")
    assert "n’a pas de besoin « x »" in refused(folder, "--apprentice", "Léa Martin", "--need", "x")


def test_hours_of_the_level_beside_are_told_under_the_module_owed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The account names the module that gives them; the planner reads the one that is owed, then the other."""
    with at_last_version(folder, writes=False) as (_store, _version, problem, timetable):
        rule, debt = next(
            (r, d) for r in problem.need_rules for d in timetable.debts if d.need_id.startswith(f"{r.id}-")
        )
        other = next(m for m in problem.modules.values() if m.id != rule.target and m.label)
        group = next(g for g in timetable.groups if debt.apprentice_id in g.apprentice_ids)
        moved = replace(group, module_id=other.id, period_id=debt.need_id.rpartition("-")[2])
        given = replace(timetable, debts=(replace(debt, target=str(other.id)),), groups=(moved,))
        person = owed_to.owed_to(problem, given, str(debt.apprentice_id), "", "", problem.first, public=True)
        show.tell(replace(person, public=False))
    first, *lines = [line.strip() for line in capsys.readouterr().out.splitlines()[1:]]
    assert first.startswith(f"« {problem.modules[ModuleId(rule.target)].label} » : ")
    assert any(line.startswith(f"• groupe : celui de « {other.label} »") for line in lines), lines


def test_what_may_be_read_out_tells_no_level_no_need_and_no_reason(folder: Path) -> None:
    """Hours under the labels of what is handed out, and how many remain; the same as JSON."""
    lines = told(folder, "--apprentice", "Léa Martin", "--public")
    words = json.dumps(asked(folder, "--apprentice", "Léa Martin", "--public"), ensure_ascii=False)
    assert "d’accompagnement prévues" in lines
    for hidden in ("niveau", "ittératie", "umératie", "LIT1", "NUM4", "positionnement", "motif", "groupe"):
        assert hidden not in lines
        assert hidden not in words


def test_hours_of_one_period_and_what_would_plan_those_that_are_left(folder: Path) -> None:
    """Of a period its own needs alone; of hours that are left a solution with its row of *Besoins*, or why none."""
    every = asked(folder, "--apprentice", "Léa Martin")["needs"]
    first = asked(folder, "--apprentice", "Léa Martin", "--period", "1")["needs"]
    assert first
    assert {one["need"] for one in first} <= {one["need"] for one in every}
    left = [one for one in every if one["planned"] < one["due"] and one["source"] not in ("programme", "entrée")]
    assert all(one["solutions"] or one["no_solution"] for one in left)
    assert not any(one["solutions"] for one in every if one["planned"] >= one["due"])
    assert "La période « 9 » n’existe pas." in refused(folder, "--apprentice", "Léa Martin", "--period", "9")
    assert "--period" in refused(folder, "--session", MATHS, "--period", "1")


def test_moves_that_the_checker_refuses_are_not_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each chain of `--places` is made and checked before it is said."""
    assert asked(folder, "--places", COOKING)["chains"]
    broken = (Finding("H1a", "Occupé."),)
    monkeypatch.setattr(scene, "apply_edits", lambda _problem, timetable, *_rest: (timetable, broken))
    assert asked(folder, "--places", COOKING)["chains"] == []


def test_a_surname_alone_names_somebody(folder: Path) -> None:
    """Where one person has it; several are all named, with whoever has it as a first name."""
    assert asked(folder, "--apprentice", "petit") == asked(folder, "--apprentice", "Hugo Petit")
    with at_last_version(folder, writes=False) as (_store, _version, problem, _timetable):
        one, two, three, *_rest = problem.learners.values()
    alike = {"Julie": ("Robin", one), "Paul": ("Robin", two), "Robin": ("Duval", three)}
    learners = {p.id: replace(p, first_name=first, last_name=last) for first, (last, p) in alike.items()}
    named = replace(problem, learners=learners)
    assert owed_to._named(named, "Duval").id == three.id
    with pytest.raises(Refused, match="Plusieurs personnes") as several:
        owed_to._named(named, "robin")
    for learner in learners.values():
        assert f": {learner.id}" in str(several.value.lines)


def test_nothing_is_looked_for_to_open_an_hour_to_what_is_over(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a session to come that has no other hour `--places` is named; not of a past one."""
    monkeypatch.setattr(why, "legal_places", lambda *_asked: [])
    for day, said in ((date(2026, 9, 1), True), (date(2027, 9, 1), False)):
        monkeypatch.setattr(why, "today", lambda day=day: day)
        lines = told(folder, "--session", MATHS)
        assert "Aucune autre heure de sa semaine ne lui est ouverte" in lines
        assert ("--places" in lines) == said
