"""`barrette publish` and `barrette rollback`: a version becomes what every subscriber sees.

The order of what is written makes a stop at any moment harmless (``kill -9``, power cut):

1. the calendars are written in a folder of their own beside the published one, read back, and flushed to the disk;
2. one transaction of the store records the publication: events with their sequences, addresses, the version;
3. the new folder takes the place of the published one in one step (`outputs.swap`);
4. what the planner reads is written: addresses, notices, summary.

Stopped before 2, nothing has happened: the old set is visible and the store agrees. Stopped between 2 and 3 the old set
is still whole, and the store knows what the next one says: since sequences and moments are taken from the store, the
same command again writes the same bytes and puts them in place. Stopped after 3, the same command again writes what is
missing. Whatever stands in `DIR/public` and in the notices follows from the store alone.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from constraints import RULES
from outputs.addresses import write_addresses
from outputs.differences import write_differences
from outputs.ics_published import Owned, ToPublish, decode, encode, marks, owned, prove, write_published
from outputs.notices import Announcement, write_notices
from outputs.swap import put_in_place, settle
from planner.cli import show
from planner.cli.changing import Refused, attempt, neutral
from planner.cli.comparing import differences
from planner.cli.main import BROKEN, USAGE
from planner.cli.versions import UNFINISHED, paris
from planner.domain import Problem, Timetable, key
from planner.store.alone import alone
from planner.store.database import SALT, Store, Version, now, open_store
from planner.store.keeping import recall, somebody
from planner.store.publication import (
    Address,
    Owner,
    Publication,
    State,
    Step,
    Wanted,
    addresses,
    advance,
    new_addresses,
    publications,
    record,
    revoked,
    shown,
    states,
)
from planner.verify import verify

PLACE = Path("public", "ics")
FRESH, OLD = UNFINISHED, PLACE.with_name(".ics.ancien")
GONE = "emploi du temps"
"""Name of the calendar of somebody who is no longer in the version."""


@dataclass(frozen=True, slots=True)
class Publish:
    """What the command line asks."""

    number: int | None = None
    renew: tuple[str, ...] = ()
    author: str = ""
    reason: str = ""
    as_json: bool = False


def run_publish(folder: Path, asked: Publish) -> int:
    """The whole command; returns the exit code."""
    return attempt(folder, lambda: _alone(folder, asked))


def _alone(folder: Path, asked: Publish) -> int:
    neutral(asked.reason)
    with open_store(folder) as store, alone(folder):
        return _publish(store, folder, asked)


def run_rollback(folder: Path, asked: Publish) -> int:
    """Publish an earlier version: by default the one that was published before the present one."""
    return attempt(folder, lambda: _rollback(folder, asked))


def _rollback(folder: Path, asked: Publish) -> int:
    with open_store(folder) as store:
        number = asked.number or _earlier(store)
    reason = asked.reason or f"retour à la version {number}"
    return _alone(folder, Publish(number, (), asked.author, reason, asked.as_json))


def _earlier(store: Store) -> int:
    done = publications(store)
    before = [p.version for p in done if p.version != done[-1].version]
    if not before:
        known = "Aucune autre version n’a été publiée avant celle-ci : choisir avec --to V (barrette versions DIR)."
        raise Refused(USAGE, known if done else "Rien n’est encore publié : barrette publish DIR.")
    return before[-1]


@dataclass(frozen=True, slots=True)
class Plan:
    """One publication made ready: the version, its calendars, and what changes in the store."""

    version: Version
    problem: Problem
    timetable: Timetable
    wanted: dict[Owner, Owned]
    step: Step
    states: dict[tuple[str, str, str], State]
    addresses: dict[Owner, Address]
    taken_back: tuple[tuple[str, str], ...]


def _publish(store: Store, folder: Path, asked: Publish) -> int:
    version = _version(store, asked)
    problem, timetable = recall(store, version)
    report = verify(problem, RULES, timetable)
    if not report.passed:
        show.complain(f"La version {version.number} ne peut pas être publiée : des règles ne sont pas respectées.")
        show.findings([*report.hard, *report.shortfalls], RULES)
        return BROKEN
    plan = _plan(store, version, problem, timetable, asked)
    salt = store.about(SALT) or problem.settings.salt
    fresh, old, place = (folder / path for path in (FRESH, OLD, PLACE))
    settle(fresh, old, place)
    today = paris(plan.step.moment).date()
    try:
        write_published(fresh, problem.settings.name, salt, _calendars(plan, today), plan.taken_back)
        faults = prove(fresh, salt, plan.wanted, {owner: address.secret for owner, address in plan.addresses.items()})
        if faults:
            raise RuntimeError(f"calendars read back differ from the version: {', '.join(faults[:5])}")
        record(store, plan.step)
    except (Exception, KeyboardInterrupt):
        settle(fresh, old, place)
        raise
    put_in_place(fresh, old, place)
    people = _for_the_planner(store, folder, plan)
    _tell(folder, plan, people, asked)
    return 0


def _version(store: Store, asked: Publish) -> Version:
    """The version asked for; a new address alone publishes nothing else than what is published."""
    if asked.renew and asked.number is None:
        published = store.published()
        if published is None:
            raise Refused(USAGE, "Rien n’est encore publié : il n’y a pas d’adresse à renouveler.")
        return published[0]
    return store.version(asked.number)


def _plan(store: Store, version: Version, problem: Problem, timetable: Timetable, asked: Publish) -> Plan:
    moment, done = now(), publications(store)
    wanted = owned(problem, timetable)
    known, events = addresses(store), states(store)
    changed = advance(
        events,
        {(*owner, what): Wanted(text.day, encode(text)) for owner, one in wanted.items() for what, text in one.entries},
        moment,
    )
    renewed = [_owner(name, known, problem) for name in asked.renew]
    kept = {owner: address for owner, address in known.items() if owner not in renewed}
    fresh = new_addresses(kept, {*wanted, *renewed}, moment)
    publication = None
    if changed or not done or done[-1].version != version.number:
        author = asked.author.strip() or somebody()
        number = done[-1].number + 1 if done else 1
        publication = Publication(number, version.number, moment, author, asked.reason.strip())
    taken_back = (*revoked(store), *((owner[0], known[owner].secret) for owner in renewed))
    step = Step(publication, changed, fresh, renewed, moment)
    return Plan(version, problem, timetable, wanted, step, events | changed, kept | fresh, taken_back)


def _owner(name: str, known: dict[Owner, Address], problem: Problem) -> Owner:
    """Whose address is meant: a code (``trainers/DURAND-PAUL`` where two have the same), or a whole name."""
    names = {("apprentices", str(k)): v.name for k, v in problem.learners.items()}
    names |= {("trainers", str(k)): v.name for k, v in problem.trainers.items()}
    asked, words = name.strip().casefold(), _words(name)
    found = [
        o for o in known if asked in (o[1].casefold(), "/".join(o).casefold()) or words == _words(names.get(o, ""))
    ]
    if len(found) == 1:
        return found[0]
    if found:
        choice = " ou ".join(f"« {'/'.join(o)} »" for o in found)
        raise Refused(USAGE, f"--renew : « {name} » désigne plusieurs calendriers ; écrire {choice}.")
    raise Refused(
        USAGE, f"--renew : « {name} » n’a pas de calendrier publié. Le code de chacun est dans interne/adresses.xlsx."
    )


def _words(name: str) -> list[str]:
    """The words of a name, whether the first name or the last name was typed first."""
    return sorted(key(name).split())


def _calendars(plan: Plan, today: date) -> list[ToPublish]:
    events: dict[Owner, list[tuple[str, State]]] = {owner: [] for owner in plan.addresses}
    for (audience, owner, what), state in plan.states.items():
        if shown(state, today):
            events[audience, owner].append((what, state))
    return [
        ToPublish(
            *owner,
            address.secret,
            plan.wanted[owner].name if owner in plan.wanted else GONE,
            [(w, decode(s.text), marks(s.modified, s.sequence, s.cancelled)) for w, s in events[owner]],
        )
        for owner, address in sorted(plan.addresses.items())
    ]


def _for_the_planner(store: Store, folder: Path, plan: Plan) -> int:
    """Addresses, notices and summary, from the last two publications; how many people have to be told."""
    done = publications(store)
    rows = [(*owner, address.secret, paris(address.since).date()) for owner, address in plan.addresses.items()]
    write_addresses(folder / "interne", plan.problem, rows)
    before = None
    if len(done) > 1:
        former = store.version(done[-2].version)
        before = recall(store, former)
        found, problem = differences(store, former, plan.version)
        write_differences(folder, problem, found)
    last = done[-1]
    told = Announcement(
        last.version,
        done[-2].version if before else None,
        paris(last.since),
        last.author,
        last.reason or plan.version.reason,
    )
    return write_notices(folder / "interne", before, (plan.problem, plan.timetable), told)


def _tell(folder: Path, plan: Plan, people: int, asked: Publish) -> None:
    cancelled = sum(state.cancelled for state in plan.step.events.values())
    figures = {
        "version": plan.version.number,
        "calendars": len(plan.addresses),
        "events_changed": len(plan.step.events) - cancelled,
        "events_cancelled": cancelled,
        "notices": people,
        "new_publication": plan.step.publication is not None,
    }
    if asked.as_json:
        show.as_json(figures)
        return
    if plan.step.publication is None:
        show.say(f"La version {plan.version.number} était déjà publiée : ses calendriers sont écrits de nouveau.")
    else:
        show.say(
            f"Version {plan.version.number} publiée : {show.count(len(plan.addresses), 'calendrier')}, relus et égaux "
            f"à la version ; {show.count(figures['events_changed'], 'événement nouveau ou modifié', _MANY)}, "
            f"{show.count(cancelled, 'annulé')}."
        )
    for owner in plan.step.renewed:
        show.say(f"« {owner[1]} » a une nouvelle adresse : {plan.addresses[owner].secret}.ics")
        show.say("L’ancienne adresse ne montre plus rien.")
    show.say(f"À mettre en ligne : {folder / 'public'}. Qui a quelle adresse : {folder / 'interne' / 'adresses.xlsx'}")
    if plan.step.publication is not None and people:
        where = folder / "interne" / "annonces"
        show.say(f"{show.count(people, 'annonce prête', 'annonces prêtes')} à envoyer : {where / 'resume.html'}")


_MANY = "événements nouveaux ou modifiés"
