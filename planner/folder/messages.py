"""The messages of a folder: what each person does not know yet of what is published, until it was sent to them."""

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
    Side,
    company_days,
    notices,
    welcomes,
    write_notices,
)
from planner.domain import Problem
from planner.store.database import Store, paris
from planner.store.keeping import recall
from planner.store.messages import EMPLOYERS, Informed, base_at, informed
from planner.store.publication import Owner, Publication, addresses, publications
from planner.store.publishing import of_term
from planner.store.terms import mark_of

AUDIENCES = {APPRENTICES: "apprentices", TRAINERS: "trainers"}


@dataclass(frozen=True)
class WaitingMessages:
    """Messages that have not been sent: names by owner, and the letters; ``last``: the publication they tell."""

    last: Publication
    names: dict[Owner, str]
    letters: tuple[Letter, ...]

    @property
    def unreachable(self) -> tuple[str, ...]:
        """Names of those for whom there is no address of electronic mail."""
        return tuple(sorted({letter.name for letter in self.letters if not letter.emails}))


def write_waiting(store: Store, folder: Path) -> WaitingMessages:
    """Write ``interne/annonces`` anew: all that people were not told of the last publication."""
    done = publications(store)
    last = done[-1]
    version = store.version(last.version)
    mine = of_term(store, done, mark_of(version))
    after = recall(store, version)
    found = _news(store, mine, after, informed(store))
    problem, moment = after[0], paris(last.since)
    where = {
        owner: web_link(problem.settings.public_address, owner[0], address.secret)
        for owner, address in addresses(store).items()
    }
    written = letters(problem, found, where, moment.date())
    reached = {(letter.kind, letter.owner) for letter in written}
    names: dict[Owner, str] = {
        (AUDIENCES[one.kind], one.owner): one.name for one in found.people if (one.kind, one.owner) in reached
    }
    names |= {(EMPLOYERS, one.owner): one.name for one in found.companies}
    before = mine[-2].version if len(mine) > 1 else None
    summary = Announcement(last.version, before, moment, last.author, last.reason or version.reason)
    waiting = WaitingMessages(last, names, written)
    files = frozenset(f"{letter.kind}/{letter.file}" for letter in written if letter.emails)
    mailed = Mailed(files, waiting.unreachable if files else (), partial(_write, problem, written))
    write_notices(folder / "interne", found, after, summary, mailed)
    return waiting


def _write(problem: Problem, found: tuple[Letter, ...], folder: Path) -> None:
    write_messages(folder, problem, found)


def _news(store: Store, mine: list[Publication], after: Side, known: Informed) -> News:
    """What is new to each since the publication that they know of; who knows of none of this term, that it is there."""
    people = {
        (one.kind, one.owner): one for one in welcomes(after) if _unaware(known, mine, (AUDIENCES[one.kind], one.owner))
    }
    companies: list[Days] = []
    writing = writes(after[0])
    for first in sorted({base_at(mine, number) for number in (*known.sent.values(), known.since)}, key=_number):
        if first == mine[-1]:
            continue
        before = recall(store, store.version(first.version))
        day = paris(mine[mine.index(first) + 1].since).date()
        for one in notices(before, after, day):
            owner = AUDIENCES[one.kind], one.owner
            if base_at(mine, known.known(owner)) == first:
                people[one.kind, one.owner] = one._replace(
                    first=writing and _unaware(known, mine, owner) and not one.new
                )
        companies += (
            days
            for days in company_days(before, after, day)
            if base_at(mine, known.known((EMPLOYERS, days.owner))) == first
        )
    rows = sorted(people.values(), key=lambda one: (list(AUDIENCES).index(one.kind), one.owner))
    return News(tuple(rows), tuple(sorted(companies, key=lambda days: days.owner)))


def _number(publication: Publication) -> int:
    return publication.number


def _unaware(known: Informed, mine: list[Publication], owner: Owner) -> bool:
    """Whether nobody has told somebody of any publication of a term."""
    return known.known(owner) < mine[0].number
