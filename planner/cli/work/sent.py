"""`barrette sent`: whose messages have gone."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from planner.answer import USAGE, Done, Refused
from planner.domain import key, name_order
from planner.folder.messages import WaitingMessages, write_waiting
from planner.store.messages import mark_sent
from planner.store.opening import in_folder
from planner.store.publication import Owner, publications
from planner.words import did_you_mean


@dataclass(frozen=True)
class MarkedSent(Done):
    """Whose messages count as sent now, and how many are left."""

    folder: Path
    names: tuple[str, ...]
    waiting: WaitingMessages


def note_sent(folder: Path, names: Iterable[str], every: bool) -> MarkedSent:
    """Note whose messages have gone: everybody's, or those of some people and companies by name or code."""
    asked = tuple(names)
    with in_folder(folder) as store:
        if not publications(store):
            raise Refused(USAGE, "Rien n’est encore publié : il n’y a pas de message à envoyer.")
        waiting = write_waiting(store, folder)
        owners = set(waiting.names) if every else {_meant(name, waiting) for name in asked}
        mark_sent(store, owners, waiting.last.number, waiting.places)
        left = write_waiting(store, folder) if owners else waiting
        return MarkedSent(folder, tuple(sorted((waiting.names[owner] for owner in owners), key=name_order)), left)


def _meant(name: str, waiting: WaitingMessages) -> Owner:
    """Whose message is meant by a name, whichever of its words comes first, or by a code."""
    words = sorted(key(name).split())
    found = [
        owner
        for owner, shown in waiting.names.items()
        if key(name) in (key(owner[1]), key("/".join(owner)), key(shown)) or words == sorted(key(shown).split())
    ]
    if len(found) == 1:
        return found[0]
    if found:
        choice = " ou ".join(f"« {'/'.join(owner)} »" for owner in sorted(found))
        raise Refused(USAGE, f"« {name} » désigne plusieurs messages ; écrivez {choice}. Rien n’a été noté.")
    near = did_you_mean(name, sorted(waiting.names.values()))
    raise Refused(USAGE, f"« {name} » n’a pas de message en attente.{near} Rien n’a été noté.")
