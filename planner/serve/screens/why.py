"""The screen « Pourquoi »: the hours of an apprentice, the week of a trainer, a room or a class, in words."""

from typing import Any

from starlette.routing import Route

from planner.domain import monday, name_order
from planner.folder.desk import Desk
from planner.serve.asked import Query, WrongRequest, ask, text
from planner.serve.calculation import answer_of
from planner.serve.screen import Screen

OPTIONS = {"apprentice": "--apprentice", "trainer": "--trainer", "room": "--room", "class": "--class"}


def why_screen(desk: Desk) -> Screen:
    """What is asked of people and places, and what its page asks; it is of the last version, without the draft."""
    return Screen("pourquoi", "Pourquoi", _routes(desk))


def _routes(desk: Desk) -> list[Route]:
    return [ask("qui", lambda _asked: _who(desk)), ask("raisons", lambda asked: _reasons(desk, asked))]


def _who(desk: Desk) -> Any:
    plan = desk.plan()
    problem = plan.problem
    named: dict[str, list[tuple[str, str]]] = {
        "apprentice": [(a.id, a.name) for a in problem.learners.values()],
        "trainer": [(t.id, t.name) for t in problem.trainers.values()],
        "room": [(r.id, r.name) for r in problem.rooms.values() if not r.implied],
        "class": [(c.id, c.name) for c in problem.classes.values()],
    }
    return {
        "centre": problem.settings.name,
        "version": plan.version.number,
        "draft": bool(plan.draft.done),
        "names": {sort: sorted(rows, key=lambda row: name_order(row[1])) for sort, rows in named.items()},
        "periods": [(p.id, p.label) for p in problem.periods],
        "weeks": sorted({monday(s.day) for s in plan.before.sessions}),
    }


def _reasons(desk: Desk, asked: Query) -> Any:
    option = OPTIONS.get(text(asked, "sort"))
    if option is None:
        raise WrongRequest
    words = ["why", str(desk.folder.resolve()), f"{option}={text(asked, 'who')}"]
    if option == "--apprentice":
        words += [f"--period={asked['period']}"] if asked.get("period") else []
        words += ["--public"] if asked.get("public") == "oui" else []
    elif asked.get("week"):
        words.append(f"--date={text(asked, 'week')}")
    return {"lines": answer_of(words)}
