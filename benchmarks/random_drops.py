"""Sessions dropped anywhere on the board: what it takes breaks no rule, what it refuses names one, as the checker does.

Asked of the board's own service, in a copy of a solved folder: the draft grows by one drop a round, the others of the
round are undone, so that later drops are made on a plan that somebody has worked on.
"""

import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.board import own_copy
from benchmarks.record import record
from benchmarks.why import Examiner
from constraints import RULES
from planner.answer import Refused
from planner.check.verify import preference_costs
from planner.domain import Session, monday
from planner.engine.change.edits import counted_by_hand
from planner.engine.change.repair_model import Place
from planner.folder.desk import Desk
from planner.folder.desk_answers import Dropped
from planner.folder.drafted import BoardPlan
from planner.model import Option

ROUND = 20
"""Drops on one plan; the last of them that is taken stays."""
OTHER_WEEK = 0.2
"""Share of drops into another week, as far as it has hours."""
KNOWN = {rule.key for rule in RULES}


@dataclass
class Drops:
    """What came of the drops so far."""

    taken: int = 0
    refused: int = 0
    held: int = 0
    """What does not move at all, or an hour that the bells do not ring: said in words, no rule being asked."""
    wrong: list[str] = field(default_factory=list)
    """What was taken and breaks a rule, was refused without one, or is refused by a rule that the checker lacks."""
    rules: Counter[str] = field(default_factory=Counter)
    off: float = 0.0
    """The most by which the cost of a slot differs from what the checker counts more once the session is there."""

    def drop(self, desk: Desk, examiner: Examiner, session: Session, place: Place, *, stays: bool) -> None:
        """Drop one session, and ask the checker about it; taken back unless it ``stays``."""
        before = desk.plan()
        try:
            done = desk.drop(before.mark, session.id, place)
        except Refused as refused:
            self.held += 1
            self.wrong += [] if refused.lines else [f"{session.id}: refused without a word"]
            return
        if done.judged.findings:
            self._not_taken(desk, before, examiner, session, done)
        else:
            self._was_taken(desk, before, examiner, session, done)
            if not stays:
                desk.undo(desk.mark())

    def _not_taken(self, desk: Desk, before: BoardPlan, examiner: Examiner, session: Session, done: Dropped) -> None:
        self.refused += 1
        said = {finding.key for finding in done.judged.findings}
        self.rules.update(said)
        caught = examiner.examine(session, done.judged.place).caught
        if desk.mark() != before.mark:
            self.wrong.append(f"{session.id}: refused, and the plan has changed")
        if not said <= KNOWN or not all(finding.text for finding in done.judged.findings):
            self.wrong.append(f"{session.id}: refused without a rule in words: {sorted(said)}")
        if not said <= caught:
            self.wrong.append(f"{session.id} at {done.judged.place}: {sorted(said)} refuse, checker {sorted(caught)}")

    def _was_taken(self, desk: Desk, before: BoardPlan, examiner: Examiner, session: Session, done: Dropped) -> None:
        self.taken += 1
        after = desk.plan()
        counted = counted_by_hand(after.problem, before.timetable, after.timetable, RULES, examiner.known)
        if counted[1]:
            self.wrong.append(f"{session.id} at {done.judged.place}: taken, {[f.text for f in counted[1]]}")
        more = sum(after.costs.values()) - sum(before.costs.values())
        asked = preference_costs(after.problem, RULES, after.timetable)
        if round(sum(asked.values()) - sum(after.costs.values())):
            self.wrong.append(f"{session.id}: the cost that is shown is not that of the checker")
        self.off = max(self.off, abs(more - done.judged.cost))


def drops_on(folder: Path, seed: int, count: int) -> Drops:
    """So many drops on the board of a folder, which is changed."""
    first = Desk(folder).plan().problem.first
    desk, found, made = Desk(folder, "mesure", first), Drops(), 0
    while made < count:
        plan = desk.plan()
        examiner = Examiner(plan.problem, plan.timetable, seed * 1000 + made)
        for number in range(min(ROUND, count - made)):
            made += 1
            taken, stays = found.taken, number >= ROUND // 2
            found.drop(desk, examiner, *_drawn(examiner), stays=stays)
            if stays and found.taken > taken:
                break
    return found


def _drawn(examiner: Examiner) -> tuple[Session, Place]:
    """A session and a place of its week, now and then of another one."""
    session, place = examiner.drawn()
    draw, judge = examiner.random, examiner.judge
    if draw.random() < OTHER_WEEK:
        hours = judge.hours(session, monday(draw.choice(examiner.timetable.sessions).day))
        if hours:
            return session, Place(Option(*draw.choice(hours), session.trainer_ids), session.room_id)
    return session, place


def measure(name: str, seed: int, count: int, folder: Path | None) -> dict[str, Any]:
    """``count`` drops in a copy of a solved folder, or in a sample that is solved now."""
    with tempfile.TemporaryDirectory() as place:
        done = drops_on(own_copy(Path(place), name, seed, folder), seed, count)
    return record(
        name, seed=seed, drops=count, taken=done.taken, refused=done.refused, held=done.held, wrong=done.wrong,
        rules=dict(sorted(done.rules.items())), off=round(done.off, 2),
    )  # fmt: skip


def line(found: dict[str, Any]) -> str:
    """One line of a record, and one of each drop about which the board and the checker differ."""
    head = (
        f"{found['instance']} seed {found['seed']}: {found['drops']} drops: {found['taken']} taken, {found['refused']} "
        f"refused by {len(found['rules'])} rules, {found['held']} held; {len(found['wrong'])} otherwise than the "
        f"checker; cost of a slot off by {found['off']} at most"
    )
    return "\n".join([head, *(f"  {text}" for text in found["wrong"])])
