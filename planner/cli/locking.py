"""`barrette lock` and `barrette unlock`: the planner's own locks, which no command but these takes away."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from data.faults import did_you_mean
from planner.cli import show
from planner.cli.changing import Refused, attempt, neutral
from planner.cli.main import USAGE
from planner.domain import Session, SessionId, Timetable
from planner.store.database import Store, open_store
from planner.store.keeping import somebody
from planner.store.locks import changing, locked_sessions, locks
from planner.store.terms import terms
from planner.words import say_when


def run_lock(folder: Path, names: Sequence[str], reason: str, author: str, as_json: bool) -> int:
    """Lock sessions of the last version; without any, list the locks."""
    return attempt(folder, lambda: _lock(folder, names, reason, author, as_json))


def _lock(folder: Path, names: Sequence[str], reason: str, author: str, as_json: bool) -> int:
    neutral(reason)
    with open_store(folder) as store:
        number = store.version().number
        timetable, settings = store.timetable(number), store.problem(number).settings
        found = [_session(timetable, name) for name in dict.fromkeys(names)]
        if found:
            with store.writing() as connection:
                changing(settings, found, (), author.strip() or somebody(), reason.strip())(connection)
        if as_json:
            _list_json(store)
        elif found:
            show.say(f"{show.count(len(found), 'séance verrouillée', 'séances verrouillées')} :")
            show.listing([f"{s.label}, {say_when(s)} [{s.id}]" for s in found])
        else:
            _list(store)
    return 0


def _session(timetable: Timetable, name: str) -> Session:
    found = timetable.session.get(SessionId(name))
    if found is None:
        near = did_you_mean(name, timetable.session)
        raise Refused(USAGE, f"La séance « {name} » n’est pas dans la dernière version.{near} Rien n’a été verrouillé.")
    return found


def _list(store: Store) -> None:
    kept = locks(store)
    if not kept:
        show.say("Aucune séance n’est verrouillée par une commande (feuille « Verrous » du classeur à part).")
        return
    show.say(f"{show.count(len(kept), 'séance verrouillée', 'séances verrouillées')} :")
    sessions = {mark: store.timetable(term.version.number).session for mark, term in terms(store).items()}
    lines = []
    for one in kept:
        session = sessions.get(one.term, {}).get(one.session_id)
        what = f"{session.label}, {say_when(session)}" if session else "n’est plus dans l’emploi du temps"
        why = f" – {one.reason}" if one.reason else ""
        lines.append(f"{one.session_id} : {what} ({one.author}, {one.made:%d/%m/%Y}){why}")
    show.listing(lines, 100)


def _list_json(store: Store) -> None:
    rows = [
        {"session": one.session_id, "author": one.author, "made": one.made, "reason": one.reason}
        for one in locks(store)
    ]
    show.as_json({"locks": rows})


def run_unlock(folder: Path, names: Sequence[str]) -> int:
    """Take locks away, all of those named or none."""
    return attempt(folder, lambda: _unlock(folder, names))


def _unlock(folder: Path, names: Sequence[str]) -> int:
    with open_store(folder) as store:
        settings = store.problem(store.version().number).settings
        known = {str(one.session_id): replace(settings, term=one.term) for one in locks(store)}
        known |= {str(name): settings for name in locked_sessions(store, settings)}
        for name in names:
            if name not in known:
                near = did_you_mean(name, known)
                raise Refused(USAGE, f"La séance « {name} » n’est pas verrouillée.{near} Rien n’a été changé.")
        with store.writing() as connection:
            for name in names:
                changing(known[name], (), [SessionId(name)], "", "")(connection)
    show.say(f"{show.count(len(names), 'verrou enlevé', 'verrous enlevés')}.")
    return 0
