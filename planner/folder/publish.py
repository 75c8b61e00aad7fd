"""`barrette publish` and `barrette rollback`: a version becomes what every subscriber sees.

The order of what is written makes a stop at any moment harmless (``kill -9``, power cut):

1. the calendars and their pages are written in a folder of their own beside the published one, read back, and flushed
   to the disk;
2. one transaction of the store records the publication: events with their sequences, addresses, the version;
3. the new folder takes the place of the published one in one step (`outputs.swap`);
4. what the planner reads is written: addresses, notices, summary.

Stopped before 2, nothing has happened: the old set is visible and the store agrees. Stopped between 2 and 3 the old set
is still whole, and the store knows what the next one says: since sequences and moments are taken from the store, the
same command again writes the same bytes and puts them in place. Stopped after 3, the same command again writes what is
missing. Whatever stands in `DIR/public` and in the notices follows from the store alone.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from constraints import RULES
from outputs.differences import write_differences
from outputs.ics.published import prove, write_published
from outputs.messages.addresses import write_addresses
from outputs.messages.links import web_link
from outputs.messages.slips import write_slips
from outputs.pages.subscriber import write_subscriber_pages
from outputs.swap import put_in_place, settle
from planner.answer import RULE_BROKEN, USAGE, Done, Refused
from planner.check.verify import Report, verify
from planner.folder.calendars import calendars, calendars_of, expected_calendars
from planner.folder.compare import differences
from planner.folder.followed import workbook_warnings
from planner.folder.keep import restored, write_files
from planner.folder.locked import lock_warnings
from planner.folder.messages import WaitingMessages, messages_of, write_waiting
from planner.folder.past import refuse_other_past
from planner.folder.reasons import neutral
from planner.listener import NOBODY, Listener
from planner.store.database import SALT, Store, Version, now, paris
from planner.store.keeping import recall
from planner.store.links import link, link_back
from planner.store.messages import begin_messages
from planner.store.opening import in_folder
from planner.store.publication import Candidate, publications, record
from planner.store.publishing import (
    PUBLISHED_CALENDARS,
    UNFINISHED_CALENDARS,
    PublicationPlan,
    PublicationRequest,
    make_plan,
    of_term,
)
from planner.store.terms import mark_of

OLD = PUBLISHED_CALENDARS.with_name(".ics.ancien")


@dataclass(frozen=True)
class Unfit(Done):
    """A version that may not be published."""

    version: int
    report: Report


@dataclass(frozen=True)
class Published(Done):
    """What everybody sees now."""

    folder: Path
    plan: PublicationPlan
    waiting: WaitingMessages
    """Messages to be sent, those of earlier publications that were not included."""
    files: int
    """Version that the files of the folder are of."""
    back: bool = False
    """Whether an earlier version was made the last one again."""


@dataclass(frozen=True)
class Foreseen(Done):
    """What a publication would have people told; ``new``: whether it would publish anything that is not yet."""

    version: int
    new: bool
    waiting: WaitingMessages


def publish_version(folder: Path, asked: PublicationRequest, listener: Listener = NOBODY) -> Published | Unfit:
    """Publish a version that respects every rule."""
    neutral(asked.reason)
    with in_folder(folder) as store:
        version, moment = _version(store, asked), now()
        candidate = _candidate(store, version, moment, asked)
        if isinstance(candidate, Unfit):
            return candidate
        return _publish(store, folder, version, candidate, asked, moment, listener)


def preview(folder: Path, asked: PublicationRequest, listener: Listener = NOBODY) -> Foreseen | Unfit:
    """Who would get which message if a version were published: all that `publish_version` does before it writes."""
    neutral(asked.reason)
    with in_folder(folder, writes=False) as store:
        version, moment = _version(store, asked), now()
        candidate = _candidate(store, version, moment, asked)
        if isinstance(candidate, Unfit):
            return candidate
        plan = make_plan(store, version, candidate, asked, moment, listener)
        return Foreseen(version.number, plan.step.publication is not None, messages_of(store, plan))


def go_back(folder: Path, asked: PublicationRequest, listener: Listener = NOBODY) -> Published | Unfit:
    """Make an earlier version the last one again, by default the one published before, publish it, write its files."""
    neutral(asked.reason)
    with in_folder(folder) as store:
        earlier, moment = store.version(asked.number or _earlier(store)), now()
        candidate = _candidate(store, earlier, moment, asked)
        if isinstance(candidate, Unfit):
            return candidate
        problem, timetable = candidate.problem, candidate.timetable
        forgotten = workbook_warnings(store, folder, earlier, problem, paris(moment).date())
        reason = asked.reason or f"retour à la version {earlier.number}"
        version, new = restored(folder, earlier, problem, timetable, reason, asked.author)
        if new:
            listener.say(f"Version {version.number} : la version {earlier.number} telle qu’elle était.")
        asked = replace(asked, number=None, reason=reason)
        done = _publish(store, folder, version, candidate, asked, moment, listener)
        done = replace(done, warnings=(*done.warnings, *forgotten, *lock_warnings(folder, problem, timetable)))
        try:
            write_files(folder, version, problem, timetable)
        except Refused as failed:
            return replace(done, back=True, code=failed.code, warnings=(*done.warnings, *failed.lines))
        return replace(done, back=True)


def _earlier(store: Store) -> int:
    """The version that was published before the present one, of the same term."""
    done = publications(store)
    if not done:
        raise Refused(USAGE, "Rien n’est encore publié : barrette publish DIR.")
    last = done[-1]
    mine = of_term(store, done, mark_of(store.version(last.version)))
    before = [p.version for p in mine if p.version != last.version]
    if not before:
        raise Refused(
            USAGE,
            "Aucune autre version n’a été publiée avant celle-ci : choisissez avec --to V (barrette versions DIR).",
        )
    return before[-1]


def _version(store: Store, asked: PublicationRequest) -> Version:
    """The version asked for; a new address alone publishes nothing else than what is published."""
    if asked.renew and asked.number is None:
        published = store.published()
        if published is None:
            raise Refused(USAGE, "Rien n’est encore publié : il n’y a pas d’adresse à renouveler.")
        return published[0]
    return store.version(asked.number)


def _candidate(store: Store, version: Version, moment: datetime, asked: PublicationRequest) -> Candidate | Unfit:
    """A version as it would be published, or what it breaks; raises Refused for days gone that it would change."""
    problem, timetable = recall(store, version)
    report = verify(problem, RULES, timetable)
    if not report.passed:
        return Unfit(version.number, report, code=RULE_BROKEN)
    candidate = Candidate(problem, timetable, calendars_of)
    refuse_other_past(store, candidate, moment, asked)
    return candidate


def _publish(
    store: Store,
    folder: Path,
    version: Version,
    candidate: Candidate,
    asked: PublicationRequest,
    moment: datetime,
    listener: Listener,
) -> Published:
    plan = make_plan(store, version, candidate, asked, moment, listener)
    salt = store.about(SALT) or plan.problem.settings.salt
    fresh, old, place = (folder / path for path in (UNFINISHED_CALENDARS, OLD, PUBLISHED_CALENDARS))
    settle(fresh, old, place)
    today = paris(plan.step.moment).date()
    try:
        told, centre = calendars(plan, today), plan.problem.settings.name
        write_published(fresh, centre, salt, told, plan.taken_back)
        write_subscriber_pages(fresh, centre, told, plan.taken_back)
        secrets = {owner: address.secret for owner, address in plan.addresses.items()}
        faults = prove(fresh, salt, expected_calendars(plan), secrets)
        if faults:
            raise RuntimeError(f"calendars read back differ from the version: {', '.join(faults[:5])}")
        link(store, plan.places)
        begin_messages(store)
        record(store, plan.step)
    except (Exception, KeyboardInterrupt):
        settle(fresh, old, place)
        raise
    put_in_place(fresh, old, place)
    waiting = _for_the_planner(store, folder, plan)
    apart = (
        f"« {other} » ne peut pas être écrit : une publication depuis ce dossier-là effacerait des calendriers "
        f"cette période-ci. Publiez seulement depuis « {folder} »."
        for other in link_back(folder, plan.places)
    )
    return Published(folder, plan, waiting, store.version().number, warnings=tuple(apart))


def _for_the_planner(store: Store, folder: Path, plan: PublicationPlan) -> WaitingMessages:
    """Addresses, differences from the last publication, and the messages to send."""
    done = of_term(store, publications(store), mark_of(plan.version))
    rows = [(*owner, address.secret, paris(address.since).date()) for owner, address in plan.addresses.items()]
    write_addresses(folder / "interne", plan.problem, rows)
    base = plan.problem.settings.public_address
    slips = [(*owner, web_link(base, owner[0], address.secret)) for owner, address in plan.addresses.items()]
    write_slips(folder / "interne", plan.problem, slips)
    if len(done) > 1:
        found, problem = differences(store, store.version(done[-2].version), plan.version)
        write_differences(folder, problem, found)
    return write_waiting(store, folder)
