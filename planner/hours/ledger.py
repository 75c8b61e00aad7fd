"""What is planned of the hours owed, read from attendance alone: the rows of ``debts.csv``."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from planner.domain import ApprenticeId, Attendance, Debt, ModuleId, Owed, Problem, Session, SessionId, in_order
from planner.hours.owed import SOURCE_ENTRY, SOURCE_PROGRAMME
from planner.hours.support import is_makeup, is_support, pays, pays_itself
from planner.hours.why import UNASKED, Asked, Diagnosis, beside_said, late_said


def settle(
    problem: Problem,
    owed: Sequence[Owed],
    sessions: Sequence[Session],
    attendance: Sequence[Attendance],
    reasons: Mapping[tuple[ApprenticeId, str], str] | None = None,
    asked: Asked = UNASKED,
) -> tuple[Debt, ...]:
    """One row for each thing owed, in minutes; a promise of support only where it is not kept.

    An attended minute pays at most one need, whose module it is or whose strand it belongs to, between the day the
    need opens and its deadline (a block of the entry module after it too, which is late); needs are served by priority,
    then deadline. Strand targets count every hour of the
    strand, also those that pay a need. ``reasons`` (learner, need id) replace the reason found by `Diagnosis`, which
    asks ``asked`` what is in the way at an hour that nothing takes. Hours that a module of the level beside gives
    stand under that module, or under the strand where the own module gives some too, and the reason says so.
    """
    attended = support_attended(problem, sessions, attendance)
    diagnosis = Diagnosis(problem, tuple(owed), tuple(sessions), attended, asked)
    rows: dict[ApprenticeId, list[Owed]] = {}
    for need in owed:
        rows.setdefault(need.apprentice_id, []).append(need)
    debts: list[Debt] = []
    for person, needs in rows.items():
        ledger = Ledger(attended.get(person, ()))
        paid = ledger.planned(needs)
        for need in needs:
            planned = paid[need.need_id]
            if need.target or planned < need.minutes:
                given = _row(need, planned)
                if planned < need.minutes and (known := (reasons or {}).get((person, need.need_id), "")):
                    given = replace(given, reason=known)
                elif planned < need.minutes:
                    late = ledger.late(need)
                    given = replace(given, reason=diagnosis.reason(need), late=late_said(late))
                    if need.source == SOURCE_ENTRY:
                        # Who has the block after the deadline has it: it is late, and waits for no place.
                        had = planned + sum(s.minutes for s in late)
                        given = replace(given, planned=min(need.minutes, had))
                debts.append(_beside(problem, given, ledger.beside(need)))
    return tuple(debts)


def _row(need: Owed, planned: int) -> Debt:
    return Debt(
        need.apprentice_id,
        need.need_id,
        need.target,
        need.minutes,
        planned,
        need.deadline,
        need.priority,
        need.source,
    )


def _beside(problem: Problem, row: Debt, beside: Mapping[ModuleId, int]) -> Debt:
    """A row as it is told where modules of the level beside give some of its minutes."""
    if not beside:
        return row
    (first, minutes), *more = beside.items()
    alone = not more and minutes == row.planned
    said = beside_said([problem.modules[m].label for m in beside], sum(beside.values()), row)
    target = str(first) if alone else problem.modules[first].strand or row.target
    return replace(row, target=target, reason=" ; ".join(filter(None, (said, row.reason))))


def support_attended(
    problem: Problem, sessions: Sequence[Session], attendance: Sequence[Attendance]
) -> Mapping[ApprenticeId, tuple[Session, ...]]:
    """Sessions of support that each learner attends, in order; supervised autonomy is none, nor what was missed."""
    support = {s.id: s for s in sessions if is_support(problem, s) or is_makeup(s)}
    found: dict[ApprenticeId, dict[SessionId, Session]] = {}
    for row in attendance:
        if row.session_id in support and not problem.missed(row.session_id, row.apprentice_id):
            found.setdefault(row.apprentice_id, {})[row.session_id] = support[row.session_id]
    return {person: in_order(list(rows.values())) for person, rows in found.items()}


@dataclass
class Ledger:
    """The minutes one learner attends, and how they are shared among needs (augmenting paths, so never too few)."""

    sessions: Sequence[Session]
    used: dict[int, dict[str, int]] = field(default_factory=dict)
    """Number of a session → need id → minutes."""
    strict: bool = True
    """Whether only their own module pays needs, and not yet the level beside."""

    def counted(self, need: Owed) -> int:
        """Minutes of the need's module or strand in its window, whatever else they pay."""
        return sum(s.minutes for s in self.sessions if pays(need, s) and need.opens <= s.day <= need.deadline)

    def late(self, need: Owed) -> tuple[Session, ...]:
        """Sessions after the deadline with minutes left that would pay the need."""
        return tuple(
            s for n, s in enumerate(self.sessions) if pays(need, s) and s.day > need.deadline and self._left(n) > 0
        )

    def planned(self, needs: Sequence[Owed]) -> Mapping[str, int]:
        """Minutes planned of each thing owed to the learner: needs paid once, targets and promises counted."""
        paid = self.pay([n for n in needs if n.source != SOURCE_PROGRAMME])
        return {
            n.need_id: min(n.minutes, self.counted(n)) if n.source == SOURCE_PROGRAMME else paid[n.need_id]
            for n in needs
        }

    def pay(self, needs: Sequence[Owed]) -> Mapping[str, int]:
        """Minutes planned of each need: as many as possible by priority, then deadline.

        What its own module gives comes first, for every need; the level beside then gives what is left over.
        """
        order = sorted(needs, key=lambda n: (n.priority, n.deadline, n.need_id))
        by_id = {need.need_id: need for need in order}
        paid = dict.fromkeys(by_id, 0)
        for self.strict in (True, False) if any(need.neighbours for need in needs) else (True,):
            for need in order:
                while paid[need.need_id] < need.minutes:
                    found = self._push(need, need.minutes - paid[need.need_id], by_id, set())
                    if not found:
                        break
                    paid[need.need_id] += found
        return paid

    def beside(self, need: Owed) -> Mapping[ModuleId, int]:
        """Minutes of a need, by module, that the level beside pays; once `pay` has been asked."""
        found: dict[ModuleId, int] = {}
        for number, row in sorted(self.used.items()):
            session, minutes = self.sessions[number], row.get(need.need_id, 0)
            if minutes and session.module_id and not pays_itself(need, session):
                found[session.module_id] = found.get(session.module_id, 0) + minutes
        return found

    def _left(self, number: int) -> int:
        return self.sessions[number].minutes - sum(self.used.get(number, {}).values())

    def _push(self, need: Owed, wanted: int, needs: Mapping[str, Owed], seen: set[int]) -> int:
        """Pay up to ``wanted`` minutes of a need, moving other needs to other sessions if that makes room."""
        for number, session in enumerate(self.sessions):
            fits = (pays_itself if self.strict else pays)(need, session)
            if number in seen or not fits or not need.opens <= session.day <= need.deadline:
                continue
            seen.add(number)
            amount = min(wanted, self._left(number))
            amount = amount or self._make_room(number, wanted, need, needs, seen)
            if amount:
                row = self.used.setdefault(number, {})
                row[need.need_id] = row.get(need.need_id, 0) + amount
                return amount
        return 0

    def _make_room(self, number: int, wanted: int, need: Owed, needs: Mapping[str, Owed], seen: set[int]) -> int:
        for other, minutes in list(self.used.get(number, {}).items()):
            if other == need.need_id or not minutes:
                continue
            moved = self._push(needs[other], min(wanted, minutes), needs, seen)
            if moved:
                self.used[number][other] -= moved
                return moved
        return 0
