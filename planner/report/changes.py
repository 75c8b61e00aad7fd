"""What has changed from one workbook to the next, as a planner would tell it: one French sentence a change."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from planner.domain import (
    Absence,
    ApprenticeId,
    BarretteId,
    ClassId,
    CourseId,
    FixedEvent,
    Learner,
    Problem,
    Room,
    RoomId,
    Session,
    Status,
    Trainer,
    TrainerId,
)
from planner.domain.no_shows import still_comes
from planner.labels import event_label
from planner.report.absences import CLOSED, absences_changed, say_days
from planner.report.settings import ROOM_NAMES, changed_cells, changed_learner, changed_settings, changed_trainer
from planner.report.site_closures import closed_days, shut_with_site
from planner.words import count, say_day, say_span

TOLD_APART = 8
"""Changes of one kind that are told one by one; beyond, the rest is counted."""


@dataclass(frozen=True, slots=True)
class Reach:
    """What of a timetable a change lies on: its hours (none: any), and there the sessions of whom or what it names."""

    when: tuple[Absence, ...] = ()
    class_ids: frozenset[ClassId] = frozenset()
    trainer_ids: frozenset[TrainerId] = frozenset()
    room_ids: frozenset[RoomId] = frozenset()
    course_ids: frozenset[CourseId] = frozenset()
    barrette_ids: frozenset[BarretteId] = frozenset()
    apprentice_ids: frozenset[ApprenticeId] = frozenset()
    everything: bool = False
    """Every session of these hours."""

    def touches(self, session: Session, people: Collection[ApprenticeId]) -> bool:
        """Whether a session with some people lies under the change."""
        if self.when and not any(a.hits(session.day, session.start, session.end) for a in self.when):
            return False
        return (
            self.everything
            or session.room_id in self.room_ids
            or session.barrette_id in self.barrette_ids
            or not self.class_ids.isdisjoint(session.class_ids)
            or not self.trainer_ids.isdisjoint(session.trainer_ids)
            or not self.course_ids.isdisjoint(session.course_ids)
            or not self.apprentice_ids.isdisjoint(people)
        )


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. ``kind``: what it is about; ``text``: the sentence; ``kept``: an event's, as history keeps it."""

    kind: str
    text: str
    reach: Reach = Reach()
    title: str = ""
    """What it is called where its effects are told; empty: its sentence."""
    back: bool = False
    """Whether it gives hours back, so that what is added comes back."""
    kept: str = ""

    @property
    def name(self) -> str:
        """What begins a line on its effects."""
        return self.title or self.text.rstrip(".")

    @property
    def personal(self) -> bool:
        """Whether it is about apprentices, and not about hours that call some of them."""
        return bool(self.reach.apprentice_ids) and self.kind != "event"


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
    return tuple(found)


ToldChanges = Iterator[Change]


def named_people(told: Iterable[Change]) -> frozenset[ApprenticeId]:
    """Whom some changes are about, those aside that hours call."""
    return frozenset(person for change in told if change.personal for person in change.reach.apprentice_ids)


def _horizon(old: Problem, new: Problem) -> ToldChanges:
    if (old.first, old.last) != (new.first, new.last):
        yield Change("horizon", f"L’emploi du temps va maintenant du {new.first:%d/%m/%Y} au {new.last:%d/%m/%Y}.")
    if [(p.id, p.first, p.last) for p in old.periods] != [(p.id, p.first, p.last) for p in new.periods]:
        yield Change("periods", "Les périodes de formation ont changé.")
    if old.bells != new.bells:
        yield Change("bells", "Les horaires ont changé.")
    for told in changed_settings(old, new):
        yield Change("settings", f"Feuille « Paramètres », {told}.")


def _closures(old: Problem, new: Problem) -> ToldChanges:
    for where, shut, opened in closed_days(old, new):
        for word, name, days in (("ajoutée", "Fermeture", shut), ("retirée", "Réouverture", opened)):
            for start, end in day_runs(days):
                reach = Reach((Absence(first=start, last=end),), everything=True)
                text, title = f"Fermeture{where} {word}", f"{name}{where} {_of_days(start, end)}"
                yield Change("closure", f"{text} : {say_days(start, end)}.", reach, title, back=days is opened)


def _learners(old: Problem, new: Problem) -> ToldChanges:
    for key in sorted({*old.learners, *new.learners}):
        before, after = still_comes(old, old.learners.get(key)), still_comes(new, new.learners.get(key))
        reach = Reach(apprentice_ids=frozenset((key,)))
        if before is None and after is not None:
            day = f" le {after.entry:%d/%m/%Y}" if after.entry else ""
            yield Change("entry", f"{after.name} ({_class(new, after)}) entre{day}.", reach)
        elif after is None and before is not None:
            yield Change("gone", f"{before.name} ({_class(old, before)}) n’est plus dans le classeur.", reach)
        elif before is not None and after is not None and replace(before, mark=after.mark) != after:
            told = _learner(old, new, before, after)
            for one in told:
                text, title = f"{after.name} : {one.text}.", f"{after.name}, {one.text}"
                yield replace(one, text=text, title=title, reach=reach)


def _realised(old: Problem, new: Problem) -> ToldChanges:
    for row in new.realised:
        if row in old.realised:
            continue
        if row.cancelled:
            yield Change("realised", f"La séance {row.session_id} n’a pas eu lieu.")
        elif row.absent_ids:
            names = ", ".join(new.learners[a].name for a in row.absent_ids[:TOLD_APART] if a in new.learners)
            more = f" et {count(len(row.absent_ids) - TOLD_APART, 'autre')}" if len(row.absent_ids) > TOLD_APART else ""
            yield Change("realised", f"Absents à la séance {row.session_id} : {names}{more}.")


def _learner(old: Problem, new: Problem, before: Learner, after: Learner) -> ToldChanges:
    if before.contract_break != after.contract_break:
        day = after.contract_break
        yield Change("contract", f"contrat rompu le {day:%d/%m/%Y}" if day else "le contrat n’est plus rompu")
    if (before.contract_start, before.contract_end) != (after.contract_start, after.contract_end):
        start = f" à partir du {after.contract_start:%d/%m/%Y}" if after.contract_start else ""
        yield Change("contract", f"contrat modifié{start}")
    if before.memberships != after.memberships:
        yield Change("class", _new_class(new, before, after))
    if before.results != after.results:
        yield Change("results", _results(before, after))
    if before.absences != after.absences:
        found = absences_changed(before.absences, after.absences)
        yield Change("absence", f"absences : {found.text()}")
    if before.calendar != after.calendar:
        yield Change("calendar", "son calendrier a changé")
    if before.guidance_choice != after.guidance_choice:
        yield Change("choice", f"choix d’orientation : {after.guidance_choice or 'aucun'}")
    if (before.remote, before.blended) != (after.remote, after.blended):
        way = "à distance" if after.remote else "en partie à distance" if after.blended else "sur place"
        yield Change("remote", f"suit désormais {way}")
    told = ("contract_break", "contract_start", "contract_end", "memberships", "results", "absences", "calendar")
    if _differs(before, after, (*told, "guidance_choice", "remote", "blended")):
        yield Change("learner", changed_learner(before, after))
    today = new.first
    if before.exit != after.exit and after.exit:
        yield Change("exit", f"sort le {after.exit:%d/%m/%Y}")
    elif before.exit != after.exit and before.exit:
        yield Change("stays", f"ne sort plus le {before.exit:%d/%m/%Y}", back=True)
    if new.status(after, today) is Status.ENDED and old.status(before, today) is not Status.ENDED:
        yield Change("exit", "n’est plus en formation")


def _results(before: Learner, after: Learner) -> str:
    """Results that are new, withdrawn, or both."""
    new = [one for one in after.results if one not in before.results]
    gone = [one for one in before.results if one not in after.results]
    if new and gone:
        return "résultats de positionnement pédagogique modifiés"
    if not gone:
        return "nouveaux résultats de positionnement pédagogique"
    many = "s" if len(gone) > 1 else ""
    return f"résultat{many} de positionnement pédagogique retiré{many}"


def _new_class(problem: Problem, before: Learner, after: Learner) -> str:
    """« passe en CAP cuisine 2 le 05/10/2026 », or the classes that somebody has now."""
    was = {m.class_id for m in before.memberships}
    joined = [m for m in after.memberships if m.class_id not in was and m.class_id in problem.classes]
    if len(joined) == 1 and joined[0].first is not None:
        return f"passe en {problem.classes[joined[0].class_id].name} le {joined[0].first:%d/%m/%Y}"
    return f"classe : {_class(problem, after)}"


def _differs(before: Any, after: Any, told: Collection[str]) -> bool:
    names = [name for name in before.__dataclass_fields__ if name not in told and name != "exit"]
    return any(getattr(before, name) != getattr(after, name) for name in names)


def _needs(old: Problem, new: Problem) -> ToldChanges:
    before, after = {n.id: n for n in old.explicit_needs}, {n.id: n for n in new.explicit_needs}
    for key in sorted({*before, *after}):
        if key not in before:
            yield Change("need", f"Nouveau besoin ({after[key].target}) : {_whom(new, after[key].apprentice_ids)}.")
        elif key not in after:
            yield Change("need", f"Besoin retiré ({before[key].target}) : {_whom(old, before[key].apprentice_ids)}.")
        elif before[key] != after[key]:
            word = "clos" if after[key].closed and not before[key].closed else "modifié"
            yield Change("need", f"Besoin {word} ({after[key].target}) : {_whom(new, after[key].apprentice_ids)}.")
    if old.need_rules != new.need_rules:
        yield Change("need_rules", "Les règles de besoins ont changé.")


def _whom(problem: Problem, people: Collection[ApprenticeId]) -> str:
    names = [problem.learners[a].name for a in people if a in problem.learners]
    return ", ".join(names[:3]) + (f" et {count(len(names) - 3, 'autre')}" if len(names) > 3 else "") or "une classe"


def _trainers(old: Problem, new: Problem) -> ToldChanges:
    for key in sorted({*old.trainers, *new.trainers}):
        before, after = old.trainers.get(key), new.trainers.get(key)
        if before is None and after is not None:
            yield Change("trainer", f"{after.name} rejoint l’équipe.")
        elif after is None and before is not None:
            reach = Reach(trainer_ids=frozenset((key,)))
            yield Change("trainer", f"{before.name} quitte l’équipe.", reach)
        elif before is not None and after is not None and before != after:
            yield from _trainer(before, after)


def _trainer(before: Trainer, after: Trainer) -> ToldChanges:
    if before.absences != after.absences:
        found = absences_changed(before.absences, after.absences)
        reach = Reach(found.reach, trainer_ids=frozenset((after.id,)))
        text = f"{after.name}, disponibilités : {found.text()}."
        yield Change("absence", text, reach, found.title(after.name), back=found.back)
    if _differs(before, after, ("absences", "given")):
        reach = Reach(trainer_ids=frozenset((after.id,)))
        yield Change("trainer", f"{after.name} : {changed_trainer(before, after)}.", reach)


def _rooms(old: Problem, new: Problem) -> ToldChanges:
    for key in sorted({*old.rooms, *new.rooms}):
        before, after = old.rooms.get(key), new.rooms.get(key)
        if any(one is not None and one.implied for one in (before, after)):
            continue  # its parts change, or the courses that ask for them at once
        if before is None and after is not None:
            yield Change("room", f"Nouvelle salle : {after.name}.")
        elif after is None and before is not None:
            yield Change("room", f"La salle {before.name} n’existe plus.", Reach(room_ids=frozenset((key,))))
        elif before is not None and after is not None and shut_with_site(old, new, before, after):
            continue
        elif before is not None and after is not None and before.absences != after.absences:
            found = absences_changed(before.absences, after.absences)
            reach = Reach(found.reach, room_ids=frozenset((key,)))
            text, title = f"{_room(after)} : {found.text(CLOSED)}.", found.title(_room(after), CLOSED)
            yield Change("room", text, reach, title, back=found.back)
        elif before != after and after is not None:
            reach = Reach(room_ids=frozenset((key,)))
            cells = " ; ".join(changed_cells(before, after, ROOM_NAMES))
            yield Change("room", f"{_room(after)} : {cells or 'équipements, accès ou adulte ont changé'}.", reach)


def _room(room: Room) -> str:
    """« Salle 3 », « Salle Cuisine »."""
    return room.name if room.name.casefold().startswith("salle") else f"Salle {room.name}"


def _events(old: Problem, new: Problem) -> ToldChanges:
    before, after = {e.id: e for e in old.events}, {e.id: e for e in new.events}
    for key in sorted({*before, *after}):
        was, what = before.get(key), "Événement modifié" if key in before else "Nouvel événement"
        if key not in after:
            yield _of_event("Événement retiré", before[key], back=True)
        elif was != after[key]:
            yield _of_event(what, after[key], was=was)


def _of_event(what: str, event: FixedEvent, *, was: FixedEvent | None = None, back: bool = False) -> Change:
    """One row of *Événements*, and the hours of those whom it calls, or called (``was``)."""
    when = f"le {event.day:%d/%m/%Y} {say_span(event.start, event.end)}"
    rows = (was, event) if was is not None else (event,)
    reach = Reach(
        tuple(Absence(first=e.day, last=e.day, start=e.start, end=e.end) for e in rows),
        class_ids=frozenset(c for e in rows for c in e.class_ids),
        trainer_ids=frozenset(t for e in rows for t in e.trainer_ids),
        room_ids=frozenset(e.room_id for e in rows if e.room_id),
        apprentice_ids=frozenset(a for e in rows for a in e.apprentice_ids),
    )
    text, kept = (f"{what} : {name}, {when}." for name in (event.label, event_label(event)))
    name, day = event.label, say_day(event.day)
    return Change("event", text, reach, f"« {name} » du {day} n’a plus lieu" if back else f"{name}, {day}", back, kept)


def _offer(old: Problem, new: Problem) -> ToldChanges:
    named: tuple[tuple[str, str, Callable[[Any], str], Callable[[Any], Reach]], ...] = (
        ("classes", "Classe {}e", lambda x: x.name, lambda x: Reach(class_ids=frozenset((x,)))),
        ("courses", "Cours {}", lambda x: f"{x.subject} ({', '.join(x.class_ids)})",
         lambda x: Reach(course_ids=frozenset((x,)))),
        ("barrettes", "Barrette {}e", lambda x: x.name, lambda x: Reach(barrette_ids=frozenset((x,)))),
        ("modules", "Module {}", lambda x: x.label, lambda x: Reach()),
        ("programmes", "Formation {}e", lambda x: str(x.id), lambda x: Reach()),
    )  # fmt: skip
    for field, word, name, of in named:
        before: Mapping[Any, Any] = getattr(old, field)
        after: Mapping[Any, Any] = getattr(new, field)
        for key in sorted({*before, *after}):
            what = "ajouté" if key not in before else "retiré" if key not in after else "modifié"
            if before.get(key) != after.get(key):
                yield Change(field, f"{word.format(what)} : {name(after.get(key) or before.get(key))}.", of(key))
    if old.open_periods != new.open_periods:
        yield Change("open_periods", "Les temps d’accompagnement ont changé.")


def _rows(old: Problem, new: Problem) -> ToldChanges:
    """Sheets whose rows have no name: counted."""
    for field, word in (
        ("arrangements", "Aménagements"),
        ("exemptions", "Dispenses"),
        ("paths", "Parcours individuels"),
        ("pairings", "Ensemble ou séparés"),
        ("locks", "Verrous"),
        ("standing", "Séances existantes"),
        ("scales", "Échelles"),
        ("links", "Liens"),
        ("week_limits", "Limites"),
    ):
        before, after = set(getattr(old, field)), set(getattr(new, field))
        added, gone = len(after - before), len(before - after)
        if added or gone:
            people = {x for row in before ^ after for x in _people_of(row)}
            whom = f" ({_whom(new, there)})" if (there := sorted(people & new.learners.keys())) else ""
            what = f"{_lines(added, gone)}{whom}"
            reach = Reach(apprentice_ids=frozenset(people))
            yield Change(field, f"Feuille « {word} » : {what}.", reach, f"Feuille « {word} », {what}")
    if old.rules_off != new.rules_off or dict(old.rule_weights) != dict(new.rule_weights):
        yield Change("rules", "Les règles en service ou leurs poids ont changé.")


def _lines(added: int, gone: int) -> str:
    """« 1 ligne ajoutée, 2 lignes retirées »."""
    both = (added, "ajoutée"), (gone, "retirée")
    return ", ".join(count(n, f"ligne {word}", f"lignes {word}s") for n, word in both if n)


def _class(problem: Problem, learner: Learner) -> str:
    names = [problem.classes[m.class_id].name for m in learner.memberships if m.class_id in problem.classes]
    return ", ".join(dict.fromkeys(names)) or "sans classe"


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


def _of_days(first: date, last: date) -> str:
    """« du lundi 12 octobre », « du 12/10/2026 au 16/10/2026 »."""
    return f"du {say_day(first)}" if first == last else say_days(first, last)


def _people_of(row: Any) -> Collection[ApprenticeId]:
    """Whom a row of a sheet without names is about."""
    person = getattr(row, "apprentice_id", None)
    return (person,) if person else getattr(row, "apprentice_ids", ())
