"""What came of something that was changed on the board (`planner/folder/desk.py`)."""

from collections.abc import Sequence
from dataclasses import dataclass

from planner.folder.scene import AskedSession
from planner.rule import Finding
from planner.why.places import JudgedPlace


@dataclass(frozen=True)
class Dropped:
    """What came of a session put somewhere: nothing, where ``judged`` has findings."""

    judged: JudgedPlace
    asked: AskedSession


@dataclass(frozen=True)
class KeptDraft:
    """What came of a draft that was to be kept: the number of its version, or the rules that it breaks."""

    number: int | None
    broken: Sequence[Finding] = ()


@dataclass(frozen=True)
class Rebased:
    """Steps of a draft that were put on a newer version, and what is said of those that could not."""

    done: int
    left: Sequence[str] = ()
