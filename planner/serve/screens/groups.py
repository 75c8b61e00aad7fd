"""The screen « Groupes »: people and groups of a barrette in a period, who may go where, and who is locked."""

from typing import Any

from starlette.routing import Route

from planner.domain import GroupId
from planner.folder.desk import Desk
from planner.serve.asked import Query, ask, change, text
from planner.serve.groups import group_ids, shown_group_place, shown_group_places, shown_groups
from planner.serve.screen import Screen
from planner.serve.shown import shown_costs


def groups_screen(desk: Desk) -> Screen:
    """Who is in which group, and what its page asks and changes; the draft is that of the week."""
    return Screen("groupes", "Groupes", _routes(desk))


def _routes(desk: Desk) -> list[Route]:
    return [
        ask("groupes", lambda asked: _groups(desk, asked)),
        ask("groupes-places", lambda asked: _places(desk, asked)),
        change("changer-groupe", desk, lambda asked: _move(desk, asked)),
        change("verrou-groupe", desk, lambda asked: _lock(desk, asked)),
    ]


def _groups(desk: Desk, asked: Query) -> Any:
    return shown_groups(desk.plan(), asked.get("barrette") or "", asked.get("periode") or "", desk.first)


def _places(desk: Desk, asked: Query) -> Any:
    """Where somebody may go: every group with what speaks against it, or one of them with all that it costs."""
    who, source = group_ids(text(asked, "personne"), text(asked, "groupe"))
    plan, places = desk.group_places(who, source, GroupId(text(asked, "vers")) if "vers" in asked else None)
    return shown_group_places(plan, places)


def _move(desk: Desk, asked: Query) -> Any:
    plan = desk.plan()
    who, source = group_ids(text(asked, "person"), text(asked, "from"))
    done = desk.move_person(text(asked, "mark"), who, source, GroupId(text(asked, "to")))
    return {
        "done": done.free,
        "place": shown_group_place(plan, done),
        "costs": shown_costs(plan.costs, desk.plan().costs),
    }


def _lock(desk: Desk, asked: Query) -> Any:
    wanted = text(asked, "person"), text(asked, "group")
    desk.lock_person(text(asked, "mark"), *wanted, text(asked, "reason"), lock=asked.get("lock") is True)
    return {"done": True}
