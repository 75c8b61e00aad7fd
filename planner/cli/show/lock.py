"""What `barrette lock` and `barrette unlock` print."""

from typing import Any

from planner.cli.show.out import LONG_LISTING, listing, say
from planner.domain import Session
from planner.folder.locking import Locked, Unlocked
from planner.store.locks import KeptLock
from planner.words import count, say_when, session_line

LOCKED = ("séance verrouillée", "séances verrouillées")


def plain(done: Locked) -> dict[str, Any]:
    """Every lock for a program."""
    rows = [
        {"session": one.session_id, "author": one.author, "made": one.made, "reason": one.reason}
        for one, _session in done.every
    ]
    return {"locks": rows}


def tell(done: Locked) -> None:
    """What was locked now, else every lock."""
    if done.now:
        say(f"{count(len(done.now), *LOCKED)} :")
        listing([session_line(session) for session in done.now])
    elif done.every:
        say(f"{count(len(done.every), *LOCKED)} :")
        listing([_line(*row) for row in done.every], LONG_LISTING)
    else:
        say("Aucune séance n’est verrouillée par une commande (feuille « Verrous » du classeur à part).")


def _line(one: KeptLock, session: Session | None) -> str:
    what = f"{session.label}, {say_when(session)}" if session else "Séance qui n’est plus dans l’emploi du temps"
    why = f" – {one.reason}" if one.reason else ""
    return f"{what} ({one.author}, {one.made:%d/%m/%Y}){why} ; code : {one.session_id}"


def tell_unlocked(done: Unlocked) -> None:
    """How many locks were taken away."""
    say(f"{count(done.number, 'verrou enlevé', 'verrous enlevés')}.")
