"""The screen « Versions »: what was kept, what differs, an earlier version made again, the last one published."""

from typing import Any

from starlette.routing import Route

from planner.folder.desk import Desk
from planner.folder.publish import preview
from planner.serve.asked import Query, WrongRequest, ask, change, text, whole_number
from planner.serve.screen import Screen
from planner.serve.versions import shown_changes, shown_history, shown_messages, shown_publication, shown_restored
from planner.store.publishing import PublicationRequest

PASTS = {"": (False, False), "keep": (True, False), "rewrite": (False, True)}
"""What becomes of days gone that the version has otherwise: it is asked, they stay, they follow."""


def versions_screen(desk: Desk) -> Screen:
    """The history of one folder, and what its page asks and changes."""
    return Screen("versions", "Versions", _routes(desk))


def _routes(desk: Desk) -> list[Route]:
    return [
        ask("versions", lambda _asked: _history(desk)),
        ask("changements", lambda asked: _changes(desk, asked)),
        ask("messages", lambda asked: _messages(desk, asked)),
        change("publier", desk, lambda asked: _publish(desk, asked)),
        change("refaire", desk, lambda asked: _restore(desk, asked)),
    ]


def _history(desk: Desk) -> Any:
    writing = desk.late is not None and desk.late.writing
    centre = desk.plan().problem.settings.name
    return {"mark": desk.mark(), "centre": centre, "writing": writing, **shown_history(desk.folder)}


def _changes(desk: Desk, asked: Query) -> Any:
    asked_for = text(asked, "version")
    if not asked_for.isdecimal():
        raise WrongRequest
    return shown_changes(desk.folder, int(asked_for), None)


def _messages(desk: Desk, asked: Query) -> Any:
    """Of the last version, as « Publier » would write them."""
    return shown_messages(preview(desk.folder, _request(desk, asked)))


def _request(desk: Desk, asked: Query, reason: str = "") -> PublicationRequest:
    past = text(asked, "past")
    if past not in PASTS:
        raise WrongRequest
    keep, rewrite = PASTS[past]
    return PublicationRequest(author=desk.author, reason=reason, keep_past=keep, rewrite_past=rewrite)


def _publish(desk: Desk, asked: Query) -> Any:
    mark, request = text(asked, "mark"), _request(desk, asked, text(asked, "reason"))
    return shown_publication(desk.publish(mark, request))


def _restore(desk: Desk, asked: Query) -> Any:
    done = desk.restore(text(asked, "mark"), whole_number(asked, "version"), text(asked, "reason"))
    return shown_restored(done)
