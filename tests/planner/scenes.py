"""Tiny barrettes: one class, one or several moments, a few trainers named by what they can lead."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from constraints.p1_serve_needs import RULE as P1
from constraints.p2_group_make_up import RULE as P2
from constraints.p3_stability import RULE as P3
from planner.domain import (
    ApprenticeId,
    Attendance,
    Barrette,
    BarretteId,
    Module,
    Owed,
    Period,
    PeriodId,
    Problem,
    Room,
    RoomId,
    SessionId,
    TrainerId,
)
from planner.engine.groups.compose import Composition, Occasion, compose_barrette
from planner.hours.ledger import settle
from tests.rules import build as b

RULES = (P1, P2, P3)
PERIOD = Period(PeriodId("P1"), "Période 1", b.MONDAY, b.MONDAY + timedelta(days=41))
BARRETTE = Barrette(BarretteId("B"), "Barrette", (b.CLASS,), 60, per_week=1)
WATCHER = TrainerId("documentaliste")
PLACE = RoomId("CDI")
AUTONOMY = Module(b.module().id, "Autonomie", theme="study", guidance="autonomous", max_size=60)
MODULES = (
    b.module("LIT1", strand="CONSOLIDATION"),
    b.module("NUM1", strand="CONSOLIDATION"),
    replace(AUTONOMY, id=b.module("AUTONOMIE").id),
)


@dataclass(frozen=True)
class Tiny:
    """One barrette in one period."""

    problem: Problem
    owed: tuple[Owed, ...]
    occasions: tuple[Occasion, ...]

    def compose(self, **changes: Any) -> Composition:
        """The composition under P1 to P3."""
        given = {"rules": RULES, **changes}
        barrette = self.problem.barrettes[BARRETTE.id]
        return compose_barrette(self.problem, barrette, PERIOD, self.occasions, self.owed, **given)

    def paid(self, composition: Composition) -> dict[tuple[str, str], int]:
        """Minutes planned of each need."""
        moments = {occasion.key: occasion for occasion in self.occasions}
        sessions, attendance = [], []
        for number, run in enumerate(composition.runs):
            occasion, module = moments[run.occasion_key], self.problem.modules.get(run.module_id)
            name = SessionId(f"s{number}")
            strand = module.strand if module else ""
            sessions.append(b.session(name, occasion.day, kind="barrette", module_id=run.module_id, strand=strand))
            attendance += [Attendance(name, a) for a in run.apprentice_ids]
        debts = settle(self.problem, self.owed, sessions, attendance)
        return {(d.apprentice_id, d.need_id): d.planned for d in debts}


def tiny(
    needs: Mapping[str, Sequence[str]],
    *,
    skills: Mapping[str, Iterable[str]],
    moments: int = 1,
    rooms: Sequence[Room] = (),
    modules: Sequence[Module] = MODULES,
    absent: Mapping[int, Sequence[str]] | None = None,
    away: Mapping[int, Sequence[str]] | None = None,
    minutes: int = 60,
    capacity: int | None = None,
    barrette: Barrette = BARRETTE,
    **changes: Any,
) -> Tiny:
    """People with the modules they owe (an hour each), trainers with what they lead, so many moments a week apart.

    A documentalist watches the place of autonomy. ``absent``: people missing by moment; ``away``: trainers missing.
    """
    staff = [b.trainer(t, skills=frozenset(s.lower() for s in skill)) for t, skill in skills.items()]
    staff.append(b.trainer(WATCHER, role="documentaliste"))
    place = b.room(PLACE, seats=40, shared=4, supervised_by=WATCHER)
    places = [*(rooms or [b.room(f"salle {n}") for n in range(4)]), place]
    problem = b.problem(
        classes=changes.pop("classes", ()),
        learners=changes.pop("learners", None) or [b.learner(a) for a in needs],
        trainers=staff,
        rooms=places,
        modules=modules,
        barrettes=[barrette],
        periods=(PERIOD,),
        last=PERIOD.last,
        **changes,
    )
    occasions = tuple(
        Occasion(
            key=f"B-P1-o{n + 1}",
            day=b.MONDAY + timedelta(days=7 * n),
            start=480,
            end=540,
            minutes=60,
            learners=tuple(a for a in problem.learners if a not in (absent or {}).get(n, ())),
            trainers=frozenset(t.id for t in staff if t.id not in (away or {}).get(n, ())),
            rooms=tuple(r.id for r in places),
            capacity={} if capacity is None else {t.id: capacity for t in staff},
        )
        for n in range(moments)
    )
    owed = tuple(
        Owed(ApprenticeId(a), f"{a}-{module}", module, minutes, PERIOD.last, PERIOD.first, period_id=PERIOD.id, level=1)
        for a, modules_owed in needs.items()
        for module in modules_owed
    )
    return Tiny(problem, owed, occasions)


def where(composition: Composition, occasion: int = 1) -> dict[str, str]:
    """Module of each person at a moment (from 1)."""
    runs = [run for run in composition.runs if run.occasion_key == f"B-P1-o{occasion}"]
    return {a: run.module_id for run in runs for a in run.apprentice_ids}
