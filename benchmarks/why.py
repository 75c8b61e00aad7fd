"""Random questions « why not there? » about a timetable: what the rules say of a place, beside what the checker says.

A place that is accepted is taken as the planner would take it, edited by hand: the checker has nothing new to say. A
place that is refused is taken by force, with whom the rules were asked about: the checker names the same rules.
"""

import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from benchmarks.record import record
from benchmarks.resolve import published
from constraints import RULES
from planner.board.board import Board
from planner.check.verify import Report, broken_since, verify
from planner.domain import Attendance, Kind, Problem, Session, Timetable, in_order, monday
from planner.engine.change.edits import Edit, apply_edits
from planner.engine.change.repair_model import Place
from planner.model import Option
from planner.placement import Placement
from planner.rule import active
from planner.why.lifted import Lifted, lifting
from planner.why.places import Judge, legal_places, put_there

OPEN, OTHER_ROOM, OTHER_ADULT = 0.5, 0.2, 0.15
"""Shares of questions about a place that is open, and of the others with another room, or another adult."""


@dataclass(frozen=True)
class Answer:
    """A place that was asked for, which rules refuse it, and which the checker names once it is taken."""

    session: Session
    place: Place
    refused: frozenset[str]
    caught: frozenset[str]

    @property
    def agrees(self) -> bool:
        """Whether both say the same: nothing, or each rule that refuses is named."""
        return not self.caught if not self.refused else self.refused <= self.caught

    @property
    def unsaid(self) -> frozenset[str]:
        """What the checker names and the rules did not, of a place that is refused anyway."""
        return self.caught - self.refused if self.refused else frozenset()


@dataclass
class Examiner:
    """Asks random questions of one timetable; ``known``: what the checker says of it as it is."""

    problem: Problem
    timetable: Timetable
    seed: int

    def __post_init__(self) -> None:
        self.judge = Judge(Board.of(self.problem, self.timetable, active(RULES, self.problem)))
        self.known: Report = verify(self.problem, RULES, self.timetable)
        self.random = random.Random(self.seed)
        self.by_kind: dict[Kind, list[Session]] = {}
        for session in self.timetable.sessions:
            if session.modality != "remote_async":
                self.by_kind.setdefault(session.kind, []).append(session)

    def ask(self) -> Answer:
        """One question, about any kind of session as often."""
        return self.examine(*self.drawn())

    def drawn(self) -> tuple[Session, Place]:
        """A session of any kind, and a place that may be open to it or not."""
        session = self.random.choice(self.by_kind[self.random.choice(sorted(self.by_kind))])
        return session, self._place(session)

    def examine(self, session: Session, place: Place) -> Answer:
        """What the rules say of a place, and what the checker says once the session is there."""
        with lifting(self.judge.board, session.id) as lift:
            findings = self.judge.judged(lift, place).findings
            with put_there(lift, place) as there:
                back = list(self.judge.coming_back(lift, place))
            after = self._forced(lift, there, back) if findings else None
        if after is None:
            _after, broken = apply_edits(self.problem, self.timetable, list(_edits(lift, there)), RULES)
        else:
            broken = broken_since(self.known, verify(self.problem, RULES, after))
        return Answer(session, place, frozenset(f.key for f in findings), frozenset(f.key for f in broken))

    def _place(self, session: Session) -> Place:
        draw, here = self.random, Option(session.day, session.start, session.end, session.trainer_ids)
        own = session.day, session.start, session.end
        if draw.random() < OPEN:
            places = [p.place for p in legal_places(self.judge, session.id, priced=False) if p.hour != own]
            if places:
                return draw.choice(places)
        hours = self.judge.hours(session)
        option = Option(*draw.choice(hours), session.trainer_ids) if hours else here
        room, asked = session.room_id, draw.random()
        if asked < OTHER_ROOM or option == here:
            room = draw.choice(sorted(self.problem.rooms))
        elif asked < OTHER_ROOM + OTHER_ADULT and session.trainer_ids:
            other = draw.choice(sorted(self.problem.trainers))
            option = option._replace(team=tuple(dict.fromkeys((other, *session.trainer_ids[1:]))))
        return Place(option, room)

    def _forced(self, lift: Lifted, there: Sequence[Placement], back: Sequence[Placement]) -> Timetable:
        """The timetable with sessions at their new places, whatever is there, with whom the rules were asked about."""
        new = {p.session.id: p for p in there}
        gone = {*new, *(s.id for s in lift.studies)} if not _same_hour(lift, there) else {*new}
        sessions = [s for s in self.timetable.sessions if s.id not in gone]
        rows = tuple(row for row in self.timetable.attendance if row.session_id not in gone)
        rows += tuple(Attendance(key, who, far) for key, p in new.items() for who, far in p.people.items())
        rows += tuple(Attendance(p.session.id, who, p.people[who]) for p in back for who in p.joining)
        sessions += [p.session for p in there]
        return replace(self.timetable, sessions=in_order(sessions), attendance=rows)


def _same_hour(lift: Lifted, there: Sequence[Placement]) -> bool:
    now = there[0].session
    return (now.day, now.start, now.end) == (lift.session.day, lift.session.start, lift.session.end)


def _edits(lift: Lifted, there: Sequence[Placement]) -> Iterator[Edit]:
    for one in there:
        s = one.session
        yield Edit(s.id, s.day, s.start, s.end, s.room_id, s.trainer_ids)


def measure(sample: str, seed: int, questions: int, folder: Path | None = None) -> Iterator[dict[str, Any]]:
    """What some questions about a sample gave, one record, after those of a whole week (seconds of processor)."""
    problem, timetable = published(sample, 1, folder)
    examiner = Examiner(problem, timetable, seed)
    begun = time.process_time()
    answers = [examiner.ask() for _number in range(questions)]
    seconds = time.process_time() - begun
    prepared, coloured, hours = colours(problem, timetable)
    yield record(
        sample,
        seed=seed,
        workers=1,
        seconds=round(seconds, 2),
        questions=len(answers),
        accepted=sum(not a.refused for a in answers),
        agree=sum(a.agrees for a in answers),
        unsaid=dict(sorted(Counter(key for a in answers for key in a.unsaid).items())),
        disagree=[_words(a) for a in answers if not a.agrees],
        week={"prepared": round(prepared, 3), "seconds": round(coloured, 3), "hours": hours},
    )


def colours(problem: Problem, timetable: Timetable) -> tuple[float, float, int]:
    """The fullest week: seconds to prepare it, to say of all its sessions where each may go, and the hours open."""
    weeks = Counter(monday(s.day) for s in timetable.sessions)
    week = max(weeks, key=lambda w: (weeks[w], w))
    judge = Judge(Board.of(problem, timetable, active(RULES, problem)))
    sessions = [s for s in timetable.sessions if monday(s.day) == week and s.modality != "remote_async"]
    begun = time.process_time()
    judge.prepare(sessions)
    ready = time.process_time()
    found = sum(len(legal_places(judge, s.id, priced=False)) for s in sessions)
    return ready - begun, time.process_time() - ready, found


def _words(answer: Answer) -> str:
    day, start, end, team = answer.place.option
    rules = f"refused {sorted(answer.refused)}, caught {sorted(answer.caught)}"
    return f"{answer.session.kind} {answer.session.id} → {day} {start}-{end} {answer.place.room} {list(team)}: {rules}"


def line(found: dict[str, Any]) -> str:
    """One line of a record, and one of each disagreement."""
    total, week = found["questions"], found["week"]
    head = (
        f"{found['instance']} seed {found['seed']}: {found['agree']} of {total} questions agree "
        f"({found['agree'] / max(1, total):.1%}; {found['accepted']} accepted), unsaid {found['unsaid']}; "
        f"fullest week {week['seconds']} s after {week['prepared']} s, {week['hours']} hours open"
    )
    return "\n".join([head, *(f"  {text}" for text in found["disagree"])])
