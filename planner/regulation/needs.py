"""Proposals that follow from what the workbook now says: new results, and rows of *Besoins* that differ."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from planner.domain import (
    STRANDS,
    ApprenticeId,
    ClassId,
    Debt,
    ExplicitNeed,
    Learner,
    ModuleId,
    Owed,
    Period,
    Problem,
    Session,
    Status,
    Timetable,
    key,
)
from planner.domain.proposal import Proposal, Target, key_of
from planner.hours.levels import level
from planner.hours.owed import SOURCE_PROGRAMME
from planner.hours.owed import owed as hours_owed
from planner.regulation.refusing import without
from planner.report.compare import Diff, MembershipChange, compare
from planner.words import class_name, learner_name, say_all, say_day, say_minutes, say_others, trainer_name

STRAND_WORDS = dict(zip(STRANDS, ("consolidation", "AP", "orientation"), strict=True))
MOST_SHOWN = 3
"""Names, days or groups told one by one."""
OwedFor = tuple[str, str, int, str, date]


@dataclass(frozen=True)
class Look:
    """Two problems and two timetables, and the period that is prepared; ``before`` and ``old`` as they stand."""

    old: Problem
    new: Problem
    before: Timetable
    after: Timetable
    period: Period
    first: date
    _seen: dict[ApprenticeId, set[MembershipChange]] = field(default_factory=dict)

    def key(self, *parts: object) -> str:
        """What a proposal is, in its term and period."""
        return key_of(self.new.settings.term, self.period.id, *parts)

    @cached_property
    def diff(self) -> Diff:
        """What would differ from the first day that may change."""
        return compare(self.before, self.after, self.first)

    @cached_property
    def memberships(self) -> Mapping[ApprenticeId, tuple[MembershipChange, ...]]:
        """Changes of group by person."""
        found: dict[ApprenticeId, list[MembershipChange]] = {}
        for change in self.diff.memberships:
            found.setdefault(change.apprentice_id, []).append(change)
        return {person: tuple(rows) for person, rows in found.items()}

    @cached_property
    def debts(self) -> Mapping[tuple[ApprenticeId, str], Debt]:
        """What is planned of each need, afterwards."""
        return {(d.apprentice_id, d.need_id): d for d in self.after.debts}

    def take(self, person: ApprenticeId, targets: Collection[str] | None) -> list[MembershipChange]:
        """Changes of group that some modules explain, or all that are left; each one is told once."""
        told = self._seen.setdefault(person, set())
        found = []
        for change in self.memberships.get(person, ()):
            touched = set(change.before) ^ set(change.after)
            strands = {self.new.modules[m].strand for m in touched if m in self.new.modules}
            if change not in told and (targets is None or (touched | strands) & set(targets)):
                told.add(change)
                found.append(change)
        return found


def need_proposals(look: Look) -> tuple[Proposal, ...]:
    """People first, in the order of the workbook, then classes, then companies."""
    rows = _changed_rows(look)
    found: list[Proposal] = []
    for learner in look.new.learners.values():
        if learner.id in look.old.learners:
            mine = [*_results(look, learner), *_own_rows(look, learner, rows)]
            found += [proposal for make in mine if (proposal := make) is not None]
    found += _shared(look, rows)
    found += _notes(look, rows)
    return tuple(found)


# People


def _results(look: Look, learner: Learner) -> Iterator[Proposal]:
    """One proposal for each domain whose result changes what somebody is owed."""
    before, after = look.old.learners[learner.id].results, learner.results
    for domain in sorted({key(r.domain) for r in {*before} ^ {*after}}):
        results = tuple(r for r in before if key(r.domain) == domain)
        target = Target(apprentice_id=learner.id, domain=domain, results=results)
        mine = [r for r in after if key(r.domain) == domain]
        read = [r for r in mine if r.on < look.period.first] or mine
        last = max(read, key=lambda r: r.on, default=None)
        was, now = (
            level(problem, problem.learners[learner.id], domain, look.period.first) for problem in (look.old, look.new)
        )
        name = last.domain if last is not None else domain
        when = f" (résultat du {last.on:%d/%m/%Y})" if last is not None else " (résultat retiré)"
        why = f"{name} : niveau {now or 'inconnu'}{f', {was} auparavant' if was else ''}{when}"
        found = _person(look, learner, target, "results", why, (domain, now))
        if found is not None:
            yield found


def _own_rows(
    look: Look, learner: Learner, rows: Sequence[tuple[ExplicitNeed | None, ExplicitNeed | None]]
) -> Iterator[Proposal]:
    """Rows of *Besoins* that name somebody, are for hours and not in common."""
    for before, after in rows:
        need = after or before
        assert need is not None
        named = any(row is not None and learner.id in row.apprentice_ids for row in (before, after))
        if not named or need.response != "support" or need.together:
            continue
        target = Target(apprentice_id=learner.id, need_id=need.id, need=before)
        found = _person(look, learner, target, "need", _row_why(before, after), (need.id, *_sizes(after)))
        if found is not None:
            yield found


def _person(
    look: Look, learner: Learner, target: Target, kind: str, why: str, content: tuple[object, ...]
) -> Proposal | None:
    """What a change of need does to somebody; None where nothing more nor less is owed in the periods to come."""
    now = _owed(look, look.new, learner.id)
    then = _owed(look, without(look.new, [target], look.old), learner.id)
    gained = [row for at, row in now.items() if at not in then]
    lost = [row for at, row in then.items() if at not in now]
    if not gained and not lost:
        return None
    targets = {row.target for row in (*gained, *lost)}
    due, planned = _hours(look, gained)
    return Proposal(
        period_id=look.period.id,
        aim="learner",
        kind="results" if kind == "results" else "need",
        name=learner_name(look.new, learner.id),
        group=_class(look, learner),
        why=why,
        what=_modules(look.new, gained, lost),
        effect=" ; ".join(
            [*_groups(look, look.take(learner.id, targets)), _said(due, planned, lost) + _reason(look, gained)]
        ),
        minutes=planned,
        people=1,
        target=target,
        key=look.key("learner", learner.id, *content),
        due=due,
    )


def _owed(look: Look, problem: Problem, person: ApprenticeId) -> Mapping[OwedFor, Owed]:
    return {
        (n.need_id, n.target, n.minutes, str(n.period_id or ""), n.deadline): n
        for n in hours_owed(problem, [person])
        if n.source != SOURCE_PROGRAMME and n.deadline >= look.period.first
    }


def _hours(look: Look, rows: Sequence[Owed]) -> tuple[int, int]:
    """Minutes due, and planned of them."""
    debts = [d for n in rows if (d := look.debts.get((n.apprentice_id, n.need_id))) is not None]
    return sum(d.due for d in debts), sum(min(d.due, d.planned) for d in debts)


def _modules(problem: Problem, gained: Sequence[Owed], lost: Sequence[Owed]) -> str:
    """``NUM1 au lieu de NUM2``."""
    new, old = (list(dict.fromkeys(say_target(problem, n.target) for n in rows)) for rows in (gained, lost))
    new, old = [t for t in new if t not in old] or new, [t for t in old if t not in new]
    if not gained:
        return f"Besoin fermé : {say_all(old)}"
    return f"{say_all(new)}{f' au lieu de {say_all(old)}' if old else ''}"


def say_target(problem: Problem, target: str) -> str:
    """A module by its name, a strand by its word."""
    module = problem.modules.get(ModuleId(target))
    return module.label if module is not None else STRAND_WORDS.get(target, target)


def _said(due: int, planned: int, lost: Sequence[Owed]) -> str:
    if due:
        return f"{say_minutes(due)} dues, {_planned(planned)}"
    return f"{say_minutes(sum(n.minutes for n in lost))} ne sont plus dues"


def _reason(look: Look, rows: Sequence[Owed]) -> str:
    """Why no hour at all is planned, where that is so and a reason is known."""
    debts = [d for n in rows if (d := look.debts.get((n.apprentice_id, n.need_id))) is not None]
    reasons = dict.fromkeys(d.told for d in debts if d.told)
    return f" : {say_all(list(reasons))}" if reasons and not any(d.planned for d in debts) else ""


def _planned(minutes: int) -> str:
    if not minutes:
        return "aucune prévue"
    return f"{say_minutes(minutes)} prévue{'s' if minutes >= 120 else ''}"


def _groups(look: Look, changes: Sequence[MembershipChange]) -> Iterator[str]:
    """``Barrette A, Période 2 : Numératie 1 au lieu de Méthode de travail``."""
    for change in changes:
        old, new = ([say_target(look.new, m) for m in modules] for modules in (change.before, change.after))
        left = f" au lieu de {say_all(old)}" if old else ""
        yield f"{where(look.new, change)} : {say_all(new) or 'plus de groupe'}{left}"
    if not changes:
        yield "pas de changement de groupe"


def where(problem: Problem, change: MembershipChange) -> str:
    """``Barrette A, Période 2``."""
    barrette = problem.barrettes.get(change.barrette_id)
    period = next((p.label for p in problem.periods if p.id == change.period_id), change.period_id)
    return f"{barrette.name if barrette else change.barrette_id}, {period}"


def _class(look: Look, learner: Learner) -> str:
    home = learner.membership(max(look.first, look.period.first))
    return class_name(look.new, home.class_id) if home else ""


# Rows of Besoins


def _changed_rows(look: Look) -> list[tuple[ExplicitNeed | None, ExplicitNeed | None]]:
    """Rows before and after that are not the same, in the order of the workbook."""
    old, new = ({n.id: n for n in problem.explicit_needs} for problem in (look.old, look.new))
    names = dict.fromkeys([*new, *old])
    return [(old.get(n), new.get(n)) for n in names if old.get(n) != new.get(n)]


def _row_why(before: ExplicitNeed | None, after: ExplicitNeed | None) -> str:
    need = after or before
    assert need is not None
    word = "nouveau besoin" if before is None else "besoin retiré" if after is None else "besoin modifié"
    if after is not None and after.closed is not None and (before is None or before.closed is None):
        word = f"besoin fermé le {after.closed:%d/%m/%Y}"
    who = f", décidé par {need.decided_by}" if need.decided_by else ""
    return f"{word} (Besoins, {need.id} ; origine : {need.source}{who})"


def _sizes(need: ExplicitNeed | None) -> tuple[object, ...]:
    return (need.target, need.minutes_total, need.minutes_per_stay, need.closed, need.deadline) if need else ("",)


def _shared(look: Look, rows: Sequence[tuple[ExplicitNeed | None, ExplicitNeed | None]]) -> Iterator[Proposal]:
    """Rows for a class, or for several people at once."""
    for before, after in rows:
        need = after or before
        assert need is not None
        if need.response != "support" or (need.class_id is None and not need.together):
            continue
        target = Target(need_id=need.id, need=before, class_id=need.class_id)
        people = [d for d in look.after.debts if need.owns(d.need_id)]
        held = [s for s in look.after.sessions if f"-{need.id}-" in s.id and s.id not in look.before.session]
        planned = sum(min(d.due, d.planned) for d in people)
        due = sum(d.due for d in people)
        said = f"{say_minutes(due)} dues, {_planned(planned)}" if due else "n’est plus due"
        target_ = say_target(look.new, need.target)
        yield Proposal(
            period_id=look.period.id,
            aim="class",
            kind="shared",
            name=class_name(look.new, need.class_id) if need.class_id else _names(look.new, need.apprentice_ids),
            group=f"partie {need.part}" if need.part else "",
            why=_row_why(before, after),
            what=f"{'Séance en commun' if need.together else 'Pour toute la classe'} : {target_}",
            effect=f"{f'{say_sessions(held)} ; ' if need.together else ''}{said}",
            minutes=planned,
            people=len({d.apprentice_id for d in people}),
            target=target,
            key=look.key("class", need.class_id or need.apprentice_ids, need.id, *_sizes(after)),
            due=due,
        )  # fmt: skip


def _names(problem: Problem, people: Sequence[ApprenticeId]) -> str:
    names = [learner_name(problem, a) for a in people]
    more = f" et {len(names) - MOST_SHOWN} autres" if len(names) > MOST_SHOWN + 1 else ""
    return ", ".join(names[:MOST_SHOWN]) + more if more else say_all(names)


def say_sessions(sessions: Sequence[Session]) -> str:
    """``2 séances (lundi 12 octobre, jeudi 15 octobre)``."""
    if not sessions:
        return "aucune séance trouvée"
    return _said_days([say_day(s.day) for s in sorted(sessions, key=lambda s: (s.day, s.start))])


def say_heads(sessions: Sequence[tuple[Session, int]]) -> str:
    """``2 séances (lundi 12 octobre pour 3 d’entre eux, jeudi 15 octobre pour 1)``, each with its number of people."""
    rows = sorted(sessions, key=lambda row: (row[0].day, row[0].start))
    return _said_days([f"{say_day(s.day)} pour {n}{'' if k else ' d’entre eux'}" for k, (s, n) in enumerate(rows)])


def _said_days(days: Sequence[str]) -> str:
    """How many, and the first of them one by one."""
    more = f" {say_others(len(days) - MOST_SHOWN)}" if len(days) > MOST_SHOWN else ""
    word = "séance" if len(days) == 1 else "séances"
    return f"{len(days)} {word} ({', '.join(days[:MOST_SHOWN])}{more})"


def _notes(look: Look, rows: Sequence[tuple[ExplicitNeed | None, ExplicitNeed | None]]) -> Iterator[Proposal]:
    """Rows that ask for a word to the company, one proposal for each apprentice."""
    for before, after in rows:
        if after is None or after.response != "company" or after.closed is not None:
            continue
        for person in _asked(look.new, after, look.first):
            if before is not None and person in _asked(look.old, before, look.first):
                continue
            target = Target(apprentice_id=person, need_id=after.id)
            why = _row_why(before, after)
            yield note(look, person, target, why, look.key("company", person, after.id))


def note(look: Look, person: ApprenticeId, target: Target, why: str, name: str, on_request: bool = False) -> Proposal:
    """A neutral word to the company of an apprentice."""
    learner = look.new.learners[person]
    known = reachable(look.new, learner, look.first)
    contact = trainer_name(look.new, learner.ref_trainer) if learner.ref_trainer else ""
    target = replace(target, company=learner.employer.strip() if known else "", contact=contact)
    return Proposal(
        period_id=look.period.id,
        aim="company",
        kind="note",
        name=learner_name(look.new, person),
        group=_class(look, learner),
        why=why,
        what=f"Message au maître d’apprentissage{f' : {learner.employer}' if learner.employer else ''}",
        effect="un mot neutre est écrit, prêt à envoyer" if known else "aucune entreprise connue : rien à envoyer",
        minutes=0,
        people=1,
        target=target,
        key=name,
        on_request=on_request,
    )


def reachable(problem: Problem, learner: Learner, first: date) -> bool:
    """Whether somebody has a company to write to, at some time from a day on."""
    days = (d for d in problem.days if d >= first)
    return bool(learner.employer.strip()) and any(problem.status(learner, d) is Status.APPRENTICE for d in days)


def _asked(problem: Problem, need: ExplicitNeed, first: date) -> list[ApprenticeId]:
    """People of a row, those of its class on a day included."""
    found = [a for a in need.apprentice_ids if a in problem.learners]
    for learner in problem.learners.values() if need.class_id else ():
        home = learner.membership(first)
        if home is not None and home.class_id == need.class_id and need.part in ("", home.part):
            found.append(learner.id)
    return list(dict.fromkeys(found))


def members(problem: Problem, class_ids: Collection[ClassId], day: date) -> frozenset[ApprenticeId]:
    """People of some classes on a day."""
    return frozenset(
        a for a, x in problem.learners.items() if (m := x.membership(day)) is not None and m.class_id in class_ids
    )
