"""A proposal of the regulation: whom it aims at, why, what it would do, and what a decision on it acts on."""

import hashlib
from dataclasses import dataclass
from typing import Literal

from planner.domain import ApprenticeId, BarretteId, ClassId, ExplicitNeed, ModuleId, PeriodId, Result, TrainerId

Aim = Literal["learner", "class", "centre", "company"]
AIMS: tuple[Aim, ...] = ("learner", "class", "centre", "company")
ProposalKind = Literal["results", "need", "shared", "groups", "note", "session", "regroup", "team"]
"""``results``: somebody whose positioning has changed; ``need``, ``shared``, ``note``: a row of *Besoins*, for one,
for several at once, for a company; ``groups``: a barrette composed anew. Ways out, only taken when they are accepted:
``session``, an hour in common; ``regroup``, groups made anew; ``team``, with a trainer more, to be written in the
workbook; some ``note`` too.
"""


@dataclass(frozen=True, slots=True)
class Target:
    """What a decision acts on: somebody's results in a domain, a row of *Besoins*, groups, people who lack hours."""

    apprentice_id: ApprenticeId | None = None
    domain: str = ""
    results: tuple[Result, ...] = ()
    """Those of the domain before; levels only, as a version keeps them."""
    need_id: str = ""
    need: ExplicitNeed | None = None
    """The row before; None where there was none."""
    class_id: ClassId | None = None
    barrette_id: BarretteId | None = None
    period_id: PeriodId | None = None
    module_id: ModuleId | None = None
    trainer_id: TrainerId | None = None
    apprentice_ids: tuple[ApprenticeId, ...] = ()
    company: str = ""
    """Whom to write to."""
    contact: str = ""
    """Who follows the apprentice at the centre."""

    @property
    def subject(self) -> tuple[str, ...]:
        """What it is about, whatever is proposed: the same from one period to the next."""
        named = (self.apprentice_id, self.domain, self.need_id, self.barrette_id, self.period_id)
        return tuple(str(x or "") for x in named)


@dataclass(frozen=True, slots=True)
class Proposal:
    """One thing that may be accepted or refused, in French sentences."""

    period_id: PeriodId
    """The period that is prepared: one dossier each."""
    aim: Aim
    kind: ProposalKind
    name: str
    """The person, class, barrette or company."""
    group: str
    """Class of a person; empty for the others."""
    why: str
    what: str
    effect: str
    minutes: int
    """Hours due that become planned, in minutes."""
    people: int
    """How many people it touches."""
    target: Target
    key: str
    on_request: bool = False
    """Only done when it is accepted; the others are done unless they are refused."""
    due: int = 0
    """Minutes due, those planned and those that found no place; 0 where nothing is due, and in what was kept before."""


def key_of(*parts: object) -> str:
    """Twelve letters that say what a proposal is, the same from one run to the next."""
    return hashlib.sha256("|".join(str(p) for p in parts).encode("utf-8")).hexdigest()[:12]
