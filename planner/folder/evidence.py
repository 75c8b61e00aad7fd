"""What the reports are made of, taken out of the history of a folder: a version, its workbook, what changed and why."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

from outputs.employers import employer_of, presence_told
from outputs.evidence.record import Changed, CompanyTold, Decided, Record, VersionTold
from outputs.lists.tables import target_name
from planner.answer import WORKBOOK, Refused
from planner.domain import ApprenticeId, Problem, Timetable, with_absences
from planner.folder.dossier_files import dossier_line
from planner.folder.workbook import read_after
from planner.report.compare import Diff, compare
from planner.store.database import VERSION_KINDS, Store, Version, paris
from planner.store.decisions import KeptProposal, dossiers
from planner.store.keeping import recall
from planner.store.messages import EMPLOYERS, Informed, informed
from planner.store.publication import Publication, publications
from planner.store.terms import mark_of
from planner.words import count, say_all, say_when

_FEW_DAYS = 3
"""Days of which a report says one by one what a company was told."""


class VersionStep(NamedTuple):
    """A version with what it changed of the one that it was made from."""

    version: Version
    before: Timetable
    after: Timetable
    diff: Diff


def record_of(store: Store, day: date, number: int | None = None) -> Record:
    """Everything that the reports of a version say as of a day; by default of the last version."""
    version = store.version(number)
    problem, timetable = recall(store, version)
    mine = [v for v in store.versions() if mark_of(v) == mark_of(version) and v.number <= version.number]
    shown = [p for p in publications(store) if p.version in {v.number for v in mine}]
    told = tuple(_version(v, shown) for v in mine)
    return Record(
        problem,
        timetable,
        next(v for v in told if v.number == version.number),
        day,
        told,
        tuple(map(_decided, dossiers(store, mark_of(version)))),
        _changes(store, problem, mine),
        _company(store, problem, shown),
    )


def as_typed(record: Record, workbook: Path | None) -> Record:
    """The record with the attendance and actions of a workbook as it is now; refused where it is of another term."""
    if workbook is None:
        return record
    known, typed = record.problem, read_after(workbook, record.problem)[0]
    if (typed.first, typed.last) != (known.first, known.last):
        raise Refused(
            WORKBOOK,
            f"« {workbook} » n’est pas de la même période : il va du {typed.first:%d/%m/%Y} au {typed.last:%d/%m/%Y}, "
            f"la version {record.version.number} du {known.first:%d/%m/%Y} au {known.last:%d/%m/%Y}.",
        )
    since = replace(known, rolls=typed.rolls, actions=typed.actions, realised=typed.realised)
    return replace(record, problem=with_absences(since, record.timetable))


def _version(version: Version, shown: Sequence[Publication]) -> VersionTold:
    published = tuple(paris(p.since).replace(tzinfo=None) for p in shown if p.version == version.number)
    made, kind = paris(version.made).replace(tzinfo=None), VERSION_KINDS.get(version.kind, version.kind)
    return VersionTold(version.number, made, kind, version.author, version.reason, version.timetable_hash, published)


def _decided(kept: KeptProposal) -> Decided:
    """A proposal of a regulation as the reports read it."""
    proposal, target = kept.proposal, kept.proposal.target
    people = frozenset({*target.apprentice_ids, *([target.apprentice_id] if target.apprentice_id else [])})
    return Decided(
        proposal.period_id,
        dossier_line(kept),
        people,
        target.class_id,
        target.barrette_id,
        proposal.kind == "note",
        kept.version,
    )


def _changes(store: Store, problem: Problem, mine: Sequence[Version]) -> Mapping[ApprenticeId, Sequence[Changed]]:
    """What each version changed for each person, the oldest first."""
    found: dict[ApprenticeId, list[Changed]] = defaultdict(list)
    kept: dict[int, Timetable] = {}
    for version in mine:
        after = kept[version.number] = store.timetable(version.number)
        before = kept.get(version.parent or 0)
        if before is not None:
            step = VersionStep(version, before, after, compare(before, after))
            for person, row in sorted([*_groups(problem, step), *_seats(step), *_sessions(step)]):
                found[person].append(row)
    return found


def _groups(problem: Problem, step: VersionStep) -> Iterator[tuple[ApprenticeId, Changed]]:
    labels = {p.id: p.label for p in problem.periods}
    firsts = {p.id: p.first for p in problem.periods}
    for row in step.diff.regrouped:
        barrette = problem.barrettes.get(row.barrette_id)
        was, now = (say_all(target_name(problem, m) for m in modules) or "aucun" for modules in (row.before, row.after))
        name = barrette.name if barrette else str(row.barrette_id)
        text = f"{name}, {labels.get(row.period_id, 'toute la période')} : {was} → {now}"
        yield row.apprentice_id, Changed(step.version.number, firsts.get(row.period_id, problem.first), text)


def _seats(step: VersionStep) -> Iterator[tuple[ApprenticeId, Changed]]:
    for row in step.diff.seats:
        text = f"{row.after.label}, {say_when(row.after)}, au lieu de {row.before.label}, {say_when(row.before)}"
        yield row.apprentice_id, Changed(step.version.number, min(row.before.day, row.after.day), text)


_WORDS = {
    "added": "ajoutée",
    "cancelled": "annulée",
    "moved": "déplacée",
    "trainer": "avec un autre formateur",
    "room": "dans une autre salle",
}
_MANY = {"added": "ajoutées", "cancelled": "annulées", "moved": "déplacées"}


def _sessions(step: VersionStep) -> Iterator[tuple[ApprenticeId, Changed]]:
    """Sessions of each person that are not as they were, counted by what happened to them."""
    what: dict[ApprenticeId, Counter[str]] = defaultdict(Counter)
    days: dict[ApprenticeId, list[date]] = defaultdict(list)
    for change in step.diff.sessions:
        if change.what not in _WORDS:
            continue
        here = {row.apprentice_id for row in step.before.attendees.get(change.session.id, ())}
        here |= {row.apprentice_id for row in step.after.attendees.get(change.session.id, ())}
        for person in here:
            what[person][change.what] += 1
            days[person] += [s.day for s in (change.before, change.after) if s is not None]
    for person, counted in what.items():
        told = [
            f"{count(number, 'séance')} {(_MANY if number > 1 else _WORDS).get(name, _WORDS[name])}"
            for name in _WORDS
            if (number := counted[name])
        ]
        first, last = min(days[person]), max(days[person])
        when = f"le {first:%d/%m/%Y}" if first == last else f"du {first:%d/%m/%Y} au {last:%d/%m/%Y}"
        yield person, Changed(step.version.number, first, f"{say_all(told)} ({when})")


def _company(
    store: Store, problem: Problem, shown: Sequence[Publication]
) -> Mapping[ApprenticeId, Sequence[CompanyTold]]:
    """What each publication has for the companies: the days at the centre, then those that changed; what was sent."""
    messages = informed(store)
    found: dict[ApprenticeId, list[CompanyTold]] = defaultdict(list)
    known: dict[ApprenticeId, dict[date, str]] = {}
    for publication in shown:
        version = store.version(publication.version)
        then, timetable = recall(store, version)
        moment = paris(publication.since).replace(tzinfo=None)
        for learner in then.learners.values():
            if learner.id not in problem.learners or not learner.employer.strip():
                continue
            days = presence_told(then, timetable, learner)
            text = _told(known.get(learner.id), days, moment.date())
            known[learner.id] = days
            if text:
                sent = _sent(messages, employer_of(learner), publication) if found[learner.id] else "page et calendrier"
                found[learner.id].append(CompanyTold(publication.version, moment, text, sent))
    return found


def _sent(messages: Informed, owner: str, publication: Publication) -> str:
    """Whether the message of a company on a publication has gone, as `barrette sent` was told."""
    if messages.known((EMPLOYERS, owner)) < publication.number:
        return "message pas encore envoyé"
    moment = messages.when((EMPLOYERS, owner), publication.number)
    return f"message envoyé le {paris(moment):%d/%m/%Y}" if moment else "message envoyé, date non notée"


def _told(before: dict[date, str] | None, days: dict[date, str], today: date) -> str:
    """The dates at the centre, or those to come that are not what they were."""
    if before is None:
        if not days:
            return ""
        return f"dates de présence au CFA : {count(len(days), 'jour')}, du {min(days):%d/%m/%Y} au {max(days):%d/%m/%Y}"
    other = [d for d in sorted({*before, *days}) if d >= today and before.get(d) != days.get(d)]
    if not other:
        return ""
    away = "en entreprise"
    told = [f"{d:%d/%m/%Y} : {days.get(d, away)} (avant : {before.get(d, away)})" for d in other[:_FEW_DAYS]]
    rest = [f"et {count(len(other) - _FEW_DAYS, 'autre jour', 'autres jours')}"] if len(other) > _FEW_DAYS else []
    return f"dates modifiées : {' ; '.join([*told, *rest])}"
