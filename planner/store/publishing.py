"""One publication made ready: the calendars of a version, what other terms have told, and what that changes.

What an event says is a text to the store: whoever publishes gives the calendars of a version, and writes the files.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from planner.answer import NOTHING, USAGE, WORKBOOK, Refused
from planner.domain import Problem, Timetable, key
from planner.listener import Listener
from planner.store.database import SALT, Store, Version, open_store, paris
from planner.store.keeping import recall, signed
from planner.store.links import Elsewhere, LinkedFolders, follow, links
from planner.store.past import PastChange, past_kept
from planner.store.publication import (
    Address,
    CalendarsOf,
    Candidate,
    EventKey,
    OwnedCalendar,
    Owner,
    Publication,
    State,
    Step,
    WantedEvent,
    advance,
    events_of,
    feed_rows,
    gone_with,
    in_use,
    merged,
    new_addresses,
    publications,
    states,
    taken_back,
)
from planner.store.terms import Span, Term, mark_in, mark_of, refuse_overlap, terms

PUBLISHED_CALENDARS = Path("public", "ics")
"""Where the calendars stand that everybody sees."""
UNFINISHED_CALENDARS = PUBLISHED_CALENDARS.with_name(".ics.nouveau")
"""Where the calendars of a publication are prepared; gone when it has ended."""


@dataclass(frozen=True, slots=True)
class PublicationRequest:
    """What is asked of a publication; ``number``: the version, by default the last one."""

    number: int | None = None
    renew: tuple[str, ...] = ()
    author: str = ""
    reason: str = ""
    after: Path | None = None
    keep_past: bool = False
    """Leave days gone as they were told, without asking where a version has them otherwise."""
    rewrite_past: bool = False
    """Have days gone follow the version, in calendars that people hold."""


@dataclass(frozen=True, slots=True)
class PublicationPlan:
    """One publication: the version, its calendars, and what changes in the store."""

    version: Version
    problem: Problem
    timetable: Timetable
    wanted: Mapping[Owner, OwnedCalendar]
    events: Mapping[EventKey, WantedEvent]
    """What this term tells: the version, and of days gone what was told, where that is kept."""
    past: Mapping[EventKey, PastChange]
    """What the version has otherwise of days gone."""
    names: dict[Owner, str]
    """Names of calendars that only other terms have."""
    changed: dict[EventKey, State]
    """Events of this term that change."""
    step: Step
    states: dict[EventKey, State]
    addresses: dict[Owner, Address]
    taken_back: tuple[tuple[str, str], ...]
    places: tuple[Path, ...]
    """Folders of other terms of the centre."""
    telling: tuple[Path, ...]
    """Those from which something was published."""


def make_plan(
    store: Store,
    version: Version,
    candidate: Candidate,
    asked: PublicationRequest,
    moment: datetime,
    listener: Listener,
) -> PublicationPlan:
    """What the publication of a version would write; raises Refused or StoreError where it may not be."""
    problem = candidate.problem
    mark, done = problem.settings.term, publications(store)
    found = _elsewhere(store, version, problem, asked)
    places = found.places
    wanted, local = candidate.calendars, states(store)
    today = paris(moment).date()
    _tell_missing(store, found, local, today, listener)
    events = local | {name: state for place in places for name, state in place.events.items()}
    mine = {name: state for name, state in events.items() if mark_in(name[2]) == mark}
    kept, past = past_kept(mine, events_of(wanted), today)
    telling = events_of(wanted) if asked.rewrite_past else kept
    changed = advance(mine, telling, moment)
    before = feed_rows(store)
    rows = merged((*before, *(row for place in places for row in place.feeds)), moment)
    known = in_use(rows)
    renewed = [_owner(name, known, problem) for name in asked.renew]
    addresses = {owner: address for owner, address in known.items() if owner not in renewed}
    fresh = new_addresses(addresses, {*wanted, *renewed}, moment)
    publication, of_mine = None, of_term(store, done, mark)
    if changed or not of_mine or of_mine[-1].version != version.number:
        number = done[-1].number + 1 if done else 1
        publication = Publication(number, version.number, moment, signed(asked.author), asked.reason.strip())
    back = (*taken_back(rows), *((owner[0], known[owner].secret) for owner in renewed))
    events |= gone_with(mine, telling)
    brought = {name: state for name, state in events.items() if local.get(name) != state}
    step = Step(publication, brought | changed, fresh, renewed, moment, tuple(r for r in rows if r not in before))
    addresses |= fresh
    missing = {owner: address.since for owner, address in addresses.items() if owner not in wanted}
    names = _names(store, places, missing, candidate.calendars_of)
    return PublicationPlan(
        version, problem, candidate.timetable, wanted, telling, past, names, changed, step, events | changed,
        addresses, back, tuple(place.folder for place in places),
        tuple(place.folder for place in places if place.terms),
    )  # fmt: skip


def of_term(store: Store, done: Iterable[Publication], mark: str) -> list[Publication]:
    """The publications of one term."""
    marks_of = {version.number: mark_of(version) for version in store.versions()}
    return [one for one in done if marks_of[one.version] == mark]


def _elsewhere(store: Store, version: Version, problem: Problem, asked: PublicationRequest) -> LinkedFolders:
    """What the folders of the other terms have told; raises where they and this version cannot be told together."""
    folder, mark = store.path.parent, problem.settings.term
    named = asked.after
    if named is None and problem.settings.after and not links(store):
        named = (folder / version.workbook).parent / problem.settings.after
    found = follow(store, [named] if named is not None else [])
    for gone in found.missing:
        if named is not None and gone == named.resolve():
            raise Refused(
                NOTHING,
                f"« {gone} », l’emploi du temps d’avant, n’est pas là : ses adresses et ses rendez-vous seraient "
                "perdus. Donnez sa place avec --after DOSSIER, ou, s’il n’y en a pas, videz « suite de » dans "
                "« Paramètres » et lancez barrette update. Rien n’a été changé.",
            )
    salt = store.about(SALT)
    span = Span(problem.first, problem.last)
    refuse_overlap(span, mark, terms(store).values())
    for place in found.places:
        if salt and place.salt and place.salt != salt:
            raise Refused(
                WORKBOOK,
                f"Le sel de « {folder} » n’est pas celui de « {place.folder} » : les rendez-vous des deux périodes "
                "changeraient de nom. Mettez ce sel-là dans « Paramètres » et calculez dans un nouveau dossier.",
            )
        if mark in place.terms:
            raise Refused(
                USAGE,
                f"Cette période ({span}) est déjà publiée depuis « {place.folder} » : publiez depuis ce dossier, "
                "ou déplacez celui qui ne sert plus.",
            )
        refuse_overlap(span, mark, place.terms.values())
    return found


def _tell_missing(
    store: Store, found: LinkedFolders, known: Mapping[EventKey, State], today: date, listener: Listener
) -> None:
    """Folders that are gone, as long as events that were told from there are still to come."""
    marks_told = {*terms(store), *(mark for place in found.places for mark in place.terms)}
    if any(state.day >= today and mark_in(name[2]) not in marks_told for name, state in known.items()):
        for gone in found.missing:
            listener.warn(f"« {gone} » n’est plus là : ses rendez-vous restent tels qu’ils ont été publiés ici.")


def _owner(name: str, known: dict[Owner, Address], problem: Problem) -> Owner:
    """Whose address is meant: a code (``trainers/DURAND-PAUL`` where two have the same), or a whole name."""
    names = {("apprentices", str(k)): v.own_name for k, v in problem.learners.items()}
    names |= {("trainers", str(k)): v.name for k, v in problem.trainers.items()}
    names |= {("rooms", str(k)): room.name for k, room in problem.rooms.items()}
    names |= {("classes", str(k)): course.name for k, course in problem.classes.items()}
    asked, words = name.strip().casefold(), _words(name)
    found = [
        o for o in known if asked in (o[1].casefold(), "/".join(o).casefold()) or words == _words(names.get(o, ""))
    ]
    if len(found) == 1:
        return found[0]
    if found:
        choice = " ou ".join(f"« {'/'.join(o)} »" for o in found)
        raise Refused(USAGE, f"--renew : « {name} » désigne plusieurs calendriers ; écrivez {choice}.")
    raise Refused(
        USAGE, f"--renew : « {name} » n’a pas de calendrier publié. Le code de chacun est dans interne/adresses.xlsx."
    )


def _words(name: str) -> list[str]:
    """The words of a name, whether the first name or the last name was typed first."""
    return sorted(key(name).split())


def _names(
    store: Store, places: Sequence[Elsewhere], missing: Mapping[Owner, datetime], calendars_of: CalendarsOf
) -> dict[Owner, str]:
    """Names of calendars as the latest term that has them calls them, else as their first publication did."""
    told: list[tuple[Path, Term]] = [(place.folder, term) for place in places for term in place.terms.values()]
    told += [(store.path.parent, term) for term in terms(store).values() if term.published is not None]
    found: dict[Owner, str] = {}
    for folder, term in sorted(told, key=lambda one: one[1].span.last, reverse=True):
        if not {*missing} - {*found} or term.published is None:
            continue
        with open_store(folder) as other:
            found = _named(missing, calendars_of(*recall(other, term.published[0]))) | found
    first = {since for owner, since in missing.items() if owner not in found}
    for publication in publications(store):
        if publication.since in first:
            found = _named(missing, calendars_of(*recall(store, store.version(publication.version)))) | found
    return found


def _named(owners: Iterable[Owner], then: Mapping[Owner, OwnedCalendar]) -> dict[Owner, str]:
    return {owner: then[owner].name for owner in owners if owner in then}
