"""What has changed from one workbook to the next, as a planner would tell it: one French sentence a change."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from planner.domain import (
    Absence,
    ApprenticeId,
    FixedEvent,
    Learner,
    Problem,
    Status,
    Trainer,
    clock,
    days_between,
)

TOLD_APART = 8
"""Changes of one kind that are told one by one; beyond, the rest is counted."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. ``kind``: what it is about, for lists and programs; ``text``: the sentence."""

    kind: str
    text: str


def changes(old: Problem, new: Problem) -> tuple[Change, ...]:
    """Every difference that planning can see, in the order in which a planner thinks of them."""
    found = [
        *_horizon(old, new),
        *_closures(old, new),
        *_learners(old, new),
        *_realised(old, new),
        *_needs(old, new),
        *_trainers(old, new),
        *_rooms(old, new),
        *_events(old, new),
        *_offer(old, new),
        *_rows(old, new),
    ]
    return tuple(Change(kind, text) for kind, text in found)


ToldChanges = Iterator[tuple[str, str]]


def _horizon(old: Problem, new: Problem) -> ToldChanges:
    if (old.first, old.last) != (new.first, new.last):
        yield "horizon", f"L’emploi du temps va maintenant du {new.first:%d/%m/%Y} au {new.last:%d/%m/%Y}."
    if [(p.id, p.first, p.last) for p in old.periods] != [(p.id, p.first, p.last) for p in new.periods]:
        yield "periods", "Les périodes de formation ont changé."
    if old.bells != new.bells:
        yield "bells", "Les horaires ont changé."
    if old.settings != new.settings:
        yield "settings", "Des réglages de la feuille « Paramètres » ont changé."


def _closures(old: Problem, new: Problem) -> ToldChanges:
    first, last = min(old.first, new.first), max(old.last, new.last)
    shut = [d for d in days_between(first, last) if old.open_mask(d) & ~new.open_mask(d)]
    opened = [d for d in days_between(first, last) if new.open_mask(d) & ~old.open_mask(d)]
    for text, days in (("Fermeture ajoutée", shut), ("Fermeture retirée", opened)):
        for start, end in day_runs(days):
            yield "closure", f"{text} : {say_days(start, end)}."


def _learners(old: Problem, new: Problem) -> ToldChanges:
    for key in sorted({*old.learners, *new.learners}):
        before, after = old.learners.get(key), new.learners.get(key)
        if before is None and after is not None:
            day = f" le {after.entry:%d/%m/%Y}" if after.entry else ""
            yield "entry", f"{after.name} ({_class(new, after)}) entre{day}."
        elif after is None and before is not None:
            yield "gone", f"{before.name} ({_class(old, before)}) n’est plus dans le classeur."
        elif before is not None and after is not None and before != after:
            yield from ((kind, f"{after.name} : {text}.") for kind, text in _learner(old, new, before, after))


def _realised(old: Problem, new: Problem) -> ToldChanges:
    for row in new.realised:
        if row in old.realised:
            continue
        if row.cancelled:
            yield "realised", f"La séance {row.session_id} n’a pas eu lieu."
        elif row.absent_ids:
            names = ", ".join(new.learners[a].name for a in row.absent_ids[:TOLD_APART] if a in new.learners)
            more = f" et {len(row.absent_ids) - TOLD_APART} autres" if len(row.absent_ids) > TOLD_APART else ""
            yield "realised", f"Absents à la séance {row.session_id} : {names}{more}."


def _learner(old: Problem, new: Problem, before: Learner, after: Learner) -> ToldChanges:
    if before.contract_break != after.contract_break:
        day = after.contract_break
        yield "contract", f"contrat rompu le {day:%d/%m/%Y}" if day else "le contrat n’est plus rompu"
    if (before.contract_start, before.contract_end) != (after.contract_start, after.contract_end):
        start = f" à partir du {after.contract_start:%d/%m/%Y}" if after.contract_start else ""
        yield "contract", f"contrat modifié{start}"
    if before.memberships != after.memberships:
        yield "class", f"classe : {_class(new, after)}"
    if before.results != after.results:
        yield "results", "nouveaux résultats de positionnement pédagogique"
    if before.absences != after.absences:
        yield "absence", f"absences : {_absences(before.absences, after.absences)}"
    if before.calendar != after.calendar:
        yield "calendar", "son calendrier a changé"
    if before.guidance_choice != after.guidance_choice:
        yield "choice", f"choix d’orientation : {after.guidance_choice or 'aucun'}"
    if before.remote != after.remote:
        yield "remote", "suit désormais à distance" if after.remote else "suit désormais sur place"
    told = ("contract_break", "contract_start", "contract_end", "memberships", "results", "absences", "calendar")
    rest = _differs(before, after, (*told, "guidance_choice", "remote"))
    if rest:
        yield "learner", "ses informations ont changé"
    today = new.first
    if before.exit != after.exit and after.exit:
        yield "exit", f"sort le {after.exit:%d/%m/%Y}"
    if new.status(after, today) is Status.ENDED and old.status(before, today) is not Status.ENDED:
        yield "exit", "n’est plus en formation"


def _differs(before: Any, after: Any, told: Collection[str]) -> bool:
    names = [name for name in before.__dataclass_fields__ if name not in told and name != "exit"]
    return any(getattr(before, name) != getattr(after, name) for name in names)


def _needs(old: Problem, new: Problem) -> ToldChanges:
    before, after = {n.id: n for n in old.explicit_needs}, {n.id: n for n in new.explicit_needs}
    for key in sorted({*before, *after}):
        if key not in before:
            yield "need", f"Nouveau besoin ({after[key].target}) : {_whom(new, after[key].apprentice_ids)}."
        elif key not in after:
            yield "need", f"Besoin retiré ({before[key].target}) : {_whom(old, before[key].apprentice_ids)}."
        elif before[key] != after[key]:
            word = "clos" if after[key].closed and not before[key].closed else "modifié"
            yield "need", f"Besoin {word} ({after[key].target}) : {_whom(new, after[key].apprentice_ids)}."
    if old.need_rules != new.need_rules:
        yield "need_rules", "Les règles de besoins ont changé."


def _whom(problem: Problem, people: Collection[ApprenticeId]) -> str:
    names = [problem.learners[a].name for a in people if a in problem.learners]
    return ", ".join(names[:3]) + (f" et {len(names) - 3} autres" if len(names) > 3 else "") or "une classe"


def _trainers(old: Problem, new: Problem) -> ToldChanges:
    for key in sorted({*old.trainers, *new.trainers}):
        before, after = old.trainers.get(key), new.trainers.get(key)
        if before is None and after is not None:
            yield "trainer", f"{after.name} rejoint l’équipe."
        elif after is None and before is not None:
            yield "trainer", f"{before.name} quitte l’équipe."
        elif before is not None and after is not None and before != after:
            yield from _trainer(before, after)


def _trainer(before: Trainer, after: Trainer) -> ToldChanges:
    if before.absences != after.absences:
        yield "absence", f"{after.name}, disponibilités : {_absences(before.absences, after.absences)}."
    if _differs(before, after, ("absences",)):
        yield "trainer", f"{after.name} : ses informations ont changé."


def _rooms(old: Problem, new: Problem) -> ToldChanges:
    for key in sorted({*old.rooms, *new.rooms}):
        before, after = old.rooms.get(key), new.rooms.get(key)
        if before is None and after is not None:
            yield "room", f"Nouvelle salle : {after.name}."
        elif after is None and before is not None:
            yield "room", f"La salle {before.name} n’existe plus."
        elif before is not None and after is not None and before.absences != after.absences:
            yield "room", f"Salle {after.name}, disponibilités : {_absences(before.absences, after.absences)}."
        elif before != after and after is not None:
            yield "room", f"Salle {after.name} : places, type ou équipements ont changé."


def _events(old: Problem, new: Problem) -> ToldChanges:
    before, after = {e.id: e for e in old.events}, {e.id: e for e in new.events}
    for key in sorted({*before, *after}):
        if key not in before:
            yield "event", f"Nouvel événement : {_event(after[key])}."
        elif key not in after:
            yield "event", f"Événement retiré : {_event(before[key])}."
        elif before[key] != after[key]:
            yield "event", f"Événement modifié : {_event(after[key])}."


def _event(event: FixedEvent) -> str:
    return f"{event.label}, le {event.day:%d/%m/%Y} de {clock(event.start)} à {clock(event.end)}"


def _offer(old: Problem, new: Problem) -> ToldChanges:
    named: tuple[tuple[str, str, Callable[[Any], str]], ...] = (
        ("classes", "Classe {}e", lambda x: x.name),
        ("courses", "Cours {}", lambda x: f"{x.subject} ({', '.join(x.class_ids)})"),
        ("barrettes", "Barrette {}e", lambda x: x.name),
        ("modules", "Module {}", lambda x: x.label),
        ("programmes", "Formation {}e", lambda x: str(x.id)),
    )
    for field, word, name in named:
        before: Mapping[Any, Any] = getattr(old, field)
        after: Mapping[Any, Any] = getattr(new, field)
        for key in sorted({*before, *after}):
            what = "ajouté" if key not in before else "retiré" if key not in after else "modifié"
            if before.get(key) != after.get(key):
                yield field, f"{word.format(what)} : {name(after.get(key) or before.get(key))}."
    if old.open_periods != new.open_periods:
        yield "open_periods", "Les temps d’accompagnement ont changé."


def _rows(old: Problem, new: Problem) -> ToldChanges:
    """Sheets whose rows have no name: counted."""
    for field, word in (
        ("arrangements", "Aménagements"),
        ("exemptions", "Dispenses"),
        ("paths", "Parcours individuels"),
        ("pairings", "Ensemble ou séparés"),
        ("locks", "Verrous"),
        ("scales", "Échelles"),
    ):
        before, after = set(getattr(old, field)), set(getattr(new, field))
        added, gone = len(after - before), len(before - after)
        if added or gone:
            yield field, f"Feuille « {word} » : {added} ligne(s) ajoutée(s), {gone} retirée(s)."
    if old.rules_off != new.rules_off or dict(old.rule_weights) != dict(new.rule_weights):
        yield "rules", "Les règles en service ou leurs poids ont changé."


def _class(problem: Problem, learner: Learner) -> str:
    names = [problem.classes[m.class_id].name for m in learner.memberships if m.class_id in problem.classes]
    return ", ".join(dict.fromkeys(names)) or "sans classe"


def _absences(before: Collection[Absence], after: Collection[Absence]) -> str:
    added = [a for a in after if a not in before]
    gone = [a for a in before if a not in after]
    texts = [f"absence {_absence(a)}" for a in added] + [f"plus d’absence {_absence(a)}" for a in gone]
    return " ; ".join(texts[:3]) + (f" et {len(texts) - 3} autres" if len(texts) > 3 else "")


def _absence(absence: Absence) -> str:
    if absence.first is not None and absence.last is not None:
        return say_days(absence.first, absence.last)
    if absence.first is not None:
        return f"à partir du {absence.first:%d/%m/%Y}"
    return "chaque semaine" if absence.weekday is not None else "régulière"


def day_runs(days: Collection[date]) -> Iterator[tuple[date, date]]:
    """Runs of days in a row."""
    run: list[date] = []
    for day in sorted(days):
        if run and day > run[-1] + timedelta(days=1):
            yield run[0], run[-1]
            run = []
        run.append(day)
    if run:
        yield run[0], run[-1]


def say_days(first: date, last: date) -> str:
    """« le 12/10/2026 », « du 12/10/2026 au 16/10/2026 »."""
    return f"le {first:%d/%m/%Y}" if first == last else f"du {first:%d/%m/%Y} au {last:%d/%m/%Y}"
