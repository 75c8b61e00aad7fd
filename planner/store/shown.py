"""Lists with numbers as they were last shown: a number that is typed means what was read, or is refused."""

import json
from collections.abc import Mapping

from sqlalchemy import insert

from planner.store.database import Store
from planner.store.tables import ABOUT

SHOWN = "shown"
"""Before the name of a list in ``about``."""


def remember_shown(store: Store, what: str, rows: Mapping[str, str]) -> None:
    """Keep what each number of a list stands for, in the place of what it stood for before; ``what``: which list."""
    value = json.dumps(dict(rows), ensure_ascii=False, sort_keys=True)
    name = f"{SHOWN} {what}"
    if store.about(name) != value:
        with store.writing() as connection:
            connection.execute(insert(ABOUT).prefix_with("OR REPLACE"), [{"name": name, "value": value}])


def last_shown(store: Store, what: str) -> dict[str, str] | None:
    """Number → what it stood for when the list was last shown; None where it never was."""
    kept = store.about(f"{SHOWN} {what}")
    return dict(json.loads(kept)) if kept else None
