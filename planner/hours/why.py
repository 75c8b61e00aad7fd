"""Why hours owed are not all planned: one true French sentence, from the sessions as they are placed.

It says what each hour of support that the person has is used for, and what is in the way at the others. Hours in
autonomy are no obstacle: they count as hours that nothing takes.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from planner.domain import (
    ApprenticeId,
    ClassId,
    Debt,
    Kind,
    Learner,
    Module,
    ModuleId,
    Owed,
    Problem,
    Session,
    clock,
    in_order,
)
from planner.hours.owed import SOURCE_ENTRY
from planner.hours.support import pays_as_urgent
from planner.words import class_name, say_all, say_some, trainer_name


class Asked(Protocol):
    """Whoever has the board, and says in French clauses what is in the way; empty where nothing is found to be."""

    def of(self, need: Owed, moment: Session) -> str:
        """What is in the way of a need at an hour of support."""

    def own(self, need: Owed) -> str:
        """What is in the way at the hours of a person's own, for a need that may be given there; else empty."""


class Unasked:
    """Nothing: for whoever counts hours without a board, and reads no reason."""

    def of(self, need: Owed, moment: Session) -> str:
        """Nothing."""
        del need, moment
        return ""

    def own(self, need: Owed) -> str:
        """Nothing."""
        del need
        return ""


UNASKED = Unasked()


@dataclass(frozen=True)
class Diagnosis:
    """Looks at what a learner's support time was used for, and asks what is in the way at the hours that are left."""

    problem: Problem
    owed: tuple[Owed, ...]
    sessions: tuple[Session, ...]
    attended: Mapping[ApprenticeId, Sequence[Session]]
    asked: Asked = UNASKED
    """Who says what is in the way at an hour that nothing takes, and at those of the person's own."""

    def reason(self, need: Owed) -> str:
        """The reason why less is planned than is due."""
        learner = self.problem.learners[need.apprentice_id]
        if need.source == SOURCE_ENTRY:
            return self._entry(need)
        module = self.problem.modules.get(ModuleId(need.target))
        if module is not None and self.problem.call(learner, module.id):
            return self._call(need, module)
        moments, own = self._moments(need, learner), self.asked.own(need)
        if not moments:
            return own or self._no_time(need, learner)
        if not need.target:
            time = clock(sum(s.minutes for s in moments))
            return f"autonomie encadrée pendant ses heures d'accompagnement ({time}) : aucun groupe n'avait de place"
        text = self._hour_by_hour(need, learner, moments)
        return f"{text} ; en dehors de ces heures, {own}" if own else text

    def _hour_by_hour(self, need: Owed, learner: Learner, moments: Sequence[Session]) -> str:
        """What every hour of support in the window is used for, and what is in the way at those that are left."""
        taken, free = Counter[str](), Counter[str]()
        mine = self.attended.get(learner.id, ())
        for moment in moments:
            met = next((s for s in mine if s.overlaps(moment)), None)
            text = "" if met and not self._outranked(met, need) else self.asked.of(need, moment)
            if met is not None and not text:
                taken[self._name(met)] += moment.minutes
            else:
                free[text] += moment.minutes
        head = f"{clock(taken.total() + free.total())} d'accompagnement d'ici l'échéance"
        why = f" : {_shares(free)}" if any(free) else ""
        if not taken:
            return f"{head}, sans groupe de ce module{why}"
        used = f"{_agreed(taken.total())} par {_shares(Counter({f'« {name} »': taken[name] for name in taken}))}"
        if not free:
            return f"{head}, déjà {used}"
        return f"{head} : {clock(taken.total())} {used} ; {clock(free.total())} sans groupe de ce module{why}"

    def _outranked(self, session: Session, need: Owed) -> bool:
        """Whether a session pays only what comes after a need, so that it alone is no reason against it."""
        return not pays_as_urgent(self._by_learner.get(need.apprentice_id, ()), session, need)

    @cached_property
    def _by_learner(self) -> Mapping[ApprenticeId, list[Owed]]:
        found: dict[ApprenticeId, list[Owed]] = {}
        for need in self.owed:
            found.setdefault(need.apprentice_id, []).append(need)
        return found

    def _name(self, session: Session) -> str:
        """A session of support by its module, else as it is called."""
        module = self.problem.modules.get(session.module_id) if session.module_id else None
        return module.label if module else session.label

    def _entry(self, need: Owed) -> str:
        """What is in the way of a block of the entry module by its deadline."""
        days = [d for d in self.problem.days if need.opens <= d <= need.deadline]
        if need.deadline < need.opens or not days:
            return "aucun jour possible entre l'entrée et l'entreprise"
        own = self.asked.own(need)
        free = "un formateur compétent, une salle et l'apprenant soient disponibles ensemble"
        return own or f"aucune heure trouvée avant l'échéance où {free}"

    def _call(self, need: Owed, module: Module) -> str:
        if not self.problem.leaders(module):
            return "aucun formateur compétent pour ce module"
        own = self.asked.own(need)
        if own:
            return own
        days = f"du {need.opens:%d/%m/%Y} au {need.deadline:%d/%m/%Y}"
        return f"aucune heure où un formateur compétent et l'apprenant sont libres ensemble, {days}"

    def _no_time(self, need: Owed, learner: Learner) -> str:
        if need.deadline < need.opens:
            return "échéance dépassée à l'ouverture du besoin"
        if not any(self.problem.presence(learner, d) for d in self.problem.days if need.opens <= d <= need.deadline):
            return "aucun jour au centre entre l'ouverture du besoin et l'échéance"
        homes = dict.fromkeys(m.class_id for m in learner.memberships)
        days = f"du {need.opens:%d/%m/%Y} au {need.deadline:%d/%m/%Y}"
        own = [b.name for b in self.problem.barrettes.values() if not homes.keys().isdisjoint(b.class_ids)]
        own += [o.name for o in self.problem.open_periods if not homes.keys().isdisjoint(o.class_ids)]
        if own:
            return f"aucune heure de {say_all(f'« {name} »' for name in own)} pendant sa présence, {days}"
        classes = say_all(class_name(self.problem, home) for home in homes) or "sans classe, cette personne"
        have = "n'ont" if len(homes) > 1 else "n'a"
        return f"{classes} {have} ni barrette ni temps d'accompagnement (feuilles du même nom)"

    @cached_property
    def _offers(self) -> tuple[Session, ...]:
        """One session for each occurrence of a barrette of support or open period."""
        found: dict[tuple[object, ...], Session] = {}
        for s in in_order(
            [s for s in self.sessions if s.kind in (Kind.BARRETTE, Kind.OPEN, Kind.SUPPORT) and not s.course_ids]
        ):
            found.setdefault((s.barrette_id, s.day, s.start, s.class_ids if s.kind == Kind.OPEN else ()), s)
        return tuple(found.values())

    def _moments(self, need: Owed, learner: Learner) -> list[Session]:
        """Occurrences of support time that the learner's class has in the need's window, the learner being there."""
        return [
            s
            for s in self._offers
            if need.opens <= s.day <= need.deadline and s.kind != Kind.SUPPORT and offered(self.problem, s, learner)
        ]


def late_said(late: Sequence[Session]) -> str:
    """How much comes after the deadline, with the first days; empty without any."""
    days = ", ".join(f"{s.day:%d/%m/%Y}" for s in late[:3])
    return f"{clock(sum(s.minutes for s in late))} après l'échéance ({days})" if late else ""


def beside_said(labels: Sequence[str], minutes: int, row: Debt) -> str:
    """That hours are given in modules of the level beside, by their labels; how many, where they are not all."""
    some = f" ({clock(minutes)})" if minutes < row.due else ""
    groups = "groupe" if len(labels) == 1 else "groupes"
    return f"donnée avec {say_all(f'« {label} »' for label in labels)}, {groups} du niveau voisin{some}"


def no_group_of_strand(problem: Problem, class_ids: Iterable[ClassId], strand: str) -> str:
    """At which hours no group of a strand opened for some classes, and who could lead one of its modules."""
    mine = set(class_ids)
    barrettes = [b for b in problem.barrettes.values() if mine & {*b.class_ids}]
    names = [b.name for b in barrettes] + [o.name for o in problem.open_periods if mine & {*o.class_ids}]
    teams = {t for b in barrettes for t in b.trainer_ids}
    modules = (m for m in problem.modules.values() if m.strand == strand)
    able = dict.fromkeys(t for m in modules for t in problem.leaders(m) if not teams or t in teams)
    who = say_some(trainer_name(problem, t) for t in able)
    why = f"ni formateur compétent libre ({who}), ni place" if able else "aucun formateur compétent"
    return f"aucun groupe de ce volet n’a pu ouvrir aux heures de {say_all(f'« {n} »' for n in names)} : {why}"


def offered(problem: Problem, moment: Session, learner: Learner) -> bool:
    """Whether an hour of a barrette or open period is for the class of a learner, who is there."""
    membership = learner.membership(moment.day)
    if membership is None:
        return False
    barrette = problem.barrettes.get(moment.barrette_id) if moment.barrette_id else None
    ours = membership.class_id in (barrette.class_ids if barrette else moment.class_ids)
    return ours and problem.here(learner, moment.day, moment.start, moment.end)


def _agreed(minutes: int) -> str:
    """``prise`` of one hour or a little more, ``prises`` of minutes and of hours."""
    return "prise" if 60 <= minutes < 120 else "prises"


def _shares(minutes: Counter[str]) -> str:
    """``Numératie (4 h) et Orientation (2 h)``, the longest first; of one alone, the name."""
    if len(minutes) == 1:
        return next(iter(minutes))
    return say_all(f"{name or 'sans raison connue'} ({clock(length)})" for name, length in minutes.most_common())
