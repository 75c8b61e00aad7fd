"""The messages of a folder: what each person does not know yet of what is published, until it was sent to them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from outputs.messages.links import web_link
from outputs.messages.mail import Letter, letters, write_messages, writes
from outputs.messages.notices import (
    APPRENTICES,
    TRAINERS,
    Announcement,
    Days,
    Mailed,
    News,
    Notice,
    Side,
    company_days,
    notices,
    welcomes,
    write_notices,
)
from planner.domain import Problem, name_order
from planner.store.database import Store, paris
from planner.store.keeping import recall
from planner.store.messages import EMPLOYERS, base_at
from planner.store.publication import Owner, Publication, addresses, publications
from planner.store.publishing import PublicationPlan, of_term
from planner.store.terms import mark_of
from planner.store.told_places import CalendarPlaces, PlaceNews, calendar_places

AUDIENCES = {APPRENTICES: "apprentices", TRAINERS: "trainers"}


@dataclass(frozen=True)
class WaitingMessages:
    """Messages that have not been sent: names by owner, and the letters; ``last``: the publication they tell."""

    last: Publication
    names: dict[Owner, str]
    letters: tuple[Letter, ...]
    places: Mapping[Owner, str]
    """Where each calendar stands: what a message says of it."""

    @property
    def unreachable(self) -> tuple[str, ...]:
        """Names of those for whom there is no address of electronic mail."""
        return tuple(sorted({letter.name for letter in self.letters if not letter.emails}, key=name_order))


@dataclass(frozen=True)
class _Telling:
    """What a publication has to tell: since which others of its term, and the news of whom."""

    mine: list[Publication]
    """The publications of the term, the last one that is told."""
    after: Side
    news: News
    waiting: WaitingMessages


def write_waiting(store: Store, folder: Path) -> WaitingMessages:
    """Write ``interne/annonces`` anew: all that people were not told of the last publication."""
    secrets = {owner: address.secret for owner, address in addresses(store).items()}
    told = _telling(store, publications(store), secrets)
    last, version = told.mine[-1], store.version(told.mine[-1].version)
    before = told.mine[-2].version if len(told.mine) > 1 else None
    summary = Announcement(last.version, before, paris(last.since), last.author, last.reason or version.reason)
    written = told.waiting.letters
    files = frozenset(f"{letter.kind}/{letter.file}" for letter in written if letter.emails)
    without = told.waiting.unreachable if files else ()
    mailed = Mailed(files, without, partial(_write, told.after[0], written))
    write_notices(folder / "interne", told.news, told.after, summary, mailed)
    return told.waiting


TO_COME = "adresse-secrete-a-venir"
"""What stands in a message that is only looked at for the secret name that its calendar will get."""


def messages_of(store: Store, plan: PublicationPlan) -> WaitingMessages:
    """The messages that would wait once a plan is published, to the word; nothing is written."""
    new = plan.step.publication
    done = (*publications(store), *([new] if new is not None else []))
    secrets = {owner: address.secret for owner, address in plan.addresses.items()}
    return _telling(store, done, secrets | dict.fromkeys(plan.step.addresses, TO_COME)).waiting


def _telling(store: Store, done: Sequence[Publication], secrets: Mapping[Owner, str]) -> _Telling:
    """What the last of some publications tells; ``secrets``: the secret name of each calendar by then."""
    last = done[-1]
    version = store.version(last.version)
    mine = of_term(store, done, mark_of(version))
    after = recall(store, version)
    problem = after[0]
    base = problem.settings.public_address
    where = {owner: web_link(base, owner[0], secret) for owner, secret in secrets.items()}
    stand = calendar_places(store, {owner: link.https for owner, link in where.items() if link.https})
    found = _news(store, mine, after, stand)
    written = letters(problem, found, where, paris(last.since).date())
    reached = {(letter.kind, letter.owner) for letter in written}
    names: dict[Owner, str] = {
        (AUDIENCES[one.kind], one.owner): one.name for one in found.people if (one.kind, one.owner) in reached
    }
    names |= {(EMPLOYERS, one.owner): one.name for one in found.companies}
    return _Telling(mine, after, found, WaitingMessages(last, names, written, stand.now))


def _write(problem: Problem, found: tuple[Letter, ...], folder: Path) -> None:
    write_messages(folder, problem, found)


def _news(store: Store, mine: list[Publication], after: Side, stand: CalendarPlaces) -> News:
    """What is new to each since the publication that they know of; who knows of none of this term, that it is there.

    Who was never told where their calendar stands, or somewhere else, is told that too.
    """
    known, writing = stand.known, writes(after[0])
    people = {
        (one.kind, one.owner): said
        for one in welcomes(after)
        if (said := _of_place(one, mine, stand)).first or said.moved
    }
    companies: list[Days] = []
    for first in sorted({base_at(mine, number) for number in (*known.sent.values(), known.since)}, key=_number):
        if first == mine[-1]:
            continue
        before = recall(store, store.version(first.version))
        day = paris(mine[mine.index(first) + 1].since).date()
        for one in notices(before, after, day):
            owner = AUDIENCES[one.kind], one.owner
            if base_at(mine, known.known(owner)) == first:
                said = _of_place(one, mine, stand)
                people[one.kind, one.owner] = said._replace(first=writing and said.first and not one.new)
        companies += (
            days
            for days in company_days(before, after, day)
            if base_at(mine, known.known((EMPLOYERS, days.owner))) == first
        )
    rows = sorted(people.values(), key=lambda one: (list(AUDIENCES).index(one.kind), one.owner))
    return News(tuple(rows), tuple(sorted(companies, key=lambda days: days.owner)))


def _number(publication: Publication) -> int:
    return publication.number


def _of_place(notice: Notice, mine: list[Publication], stand: CalendarPlaces) -> Notice:
    """A notice with what it has to say of the place of the calendar, and whether its term is news."""
    owner = AUDIENCES[notice.kind], notice.owner
    news, unaware = stand.news(owner), stand.known.known(owner) < mine[0].number
    moved = news == PlaceNews.MOVED
    return notice._replace(first=unaware or news == PlaceNews.FIRST, moved=moved and not notice.new)
