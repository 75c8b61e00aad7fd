"""Lines of the workbook that planning reads in another form, or not at all: kept as typed for the next workbook."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Closure:
    """A line of *Fermetures*, wherever its days fall; `Problem.closed` and `closed_sites` have those of the horizon."""

    first: date
    last: date | None = None
    """None: one day only."""
    half: str = "day"
    """``day``, ``am`` or ``pm``."""
    name: str = ""
    site: str = ""
    """As the workbook writes it; empty: the whole centre."""


@dataclass(frozen=True, slots=True)
class CurePrice:
    """A line of *Solutions*: what a kind of cure costs beside the others, and whether it is proposed at all."""

    kind: str
    """As `planner.explain.cure` names it."""
    proposed: bool = True
    price: float | None = None
    """Of one unit (an hour, a half-day, a room); None: the usual one."""


@dataclass(frozen=True, slots=True)
class Match:
    """A line of *Correspondances*: the centre's heading or value, and ours."""

    theirs: str
    ours: str
    sheet: str = ""
    """Sheet that it is about; empty: all of them."""
