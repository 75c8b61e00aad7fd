"""After the weeks: real groups in barrettes and open periods, supervised study, help on personal days."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from planner.board.board import Assembly, module_name, release_support
from planner.board.usage import occasion, with_free_half_days
from planner.domain import (
    ApprenticeId,
    BarretteId,
    ClassId,
    Group,
    GroupMembership,
    Guidance,
    Kind,
    Learner,
    Module,
    ModuleId,
    OpenPeriod,
    Owed,
    Period,
    PeriodId,
    Problem,
    RoomId,
    Session,
    SessionId,
    SiteId,
    TrainerId,
    away,
    in_order,
)
from planner.engine.groups.batches import apart, side_by_side, weeks_of
from planner.engine.groups.compose import Composition, Run, compose_barrette, compose_open
from planner.engine.groups.setup import Standing
from planner.engine.people.entry import room_for, site_of, suits
from planner.engine.people.unwatched import keep_watched, list_uncalled, note_freed
from planner.engine.week.draft import Draft, Placed
from planner.hours.ledger import Ledger, is_support
from planner.labels import neutral_label, private
from planner.model import Item, Option
from planner.model.groups import Occasion
from planner.rule import Rules, active

FEW = 20
"""People whose sessions are quicker to find day by day than among all."""
Paid = Mapping[tuple[ApprenticeId, str], int]


def paid_so_far(assembly: Assembly, owed: Sequence[Owed], people: Iterable[ApprenticeId] | None = None) -> Paid:
    """Minutes planned of each thing owed, to some people or to all, by what is already in the assembly."""
    wanted = None if people is None else frozenset(people)
    support = _attended(assembly, wanted)
    rows: dict[ApprenticeId, list[Owed]] = {}
    for need in owed:
        if wanted is None or need.apprentice_id in wanted:
            rows.setdefault(need.apprentice_id, []).append(need)
    ledgers = {person: Ledger(in_order(support.get(person, []))) for person in rows}
    return {(a, need): paid for a, needs in rows.items() for need, paid in ledgers[a].planned(needs).items()}


def _attended(assembly: Assembly, people: frozenset[ApprenticeId] | None) -> dict[ApprenticeId, list[Session]]:
    """Sessions of support by person, without those missed; of some people, where they are few, by their own days."""
    problem, sessions = assembly.problem, assembly.sessions
    pairs: Iterable[tuple[ApprenticeId, Session]]
    if people is not None and len(people) <= FEW:
        days = sorted({s.day for s in sessions.values()})
        busy = assembly.presence.busy
        mine = ((a, s.id) for a in sorted(people) for day in days for s in busy.get((a, day), ()))
        pairs = ((a, sessions[key]) for a, key in mine if key in sessions and a in assembly.people[key])
    else:
        pairs = ((a, s) for s in sessions.values() for a in assembly.people[s.id])
    found: dict[ApprenticeId, list[Session]] = {}
    for person, session in pairs:
        if is_support(problem, session) and not problem.missed(session.id, person):
            found.setdefault(person, []).append(session)
    return found


def placed_by_barrette(draft: Draft) -> dict[tuple[BarretteId, PeriodId | None], list[Placed]]:
    """Placed occurrences of each barrette in each period, in order of time."""
    found: dict[tuple[BarretteId, PeriodId | None], list[Placed]] = {}
    for week in sorted(draft.weeks):
        for item, option in sorted(draft.weeks[week], key=lambda p: (p[1].day, p[1].start)):
            if item.barrette_id is not None:
                found.setdefault((item.barrette_id, item.period_id), []).append((item, option))
    return found


def recompose_barrettes(
    assembly: Assembly,
    rules: Rules,
    owed: Sequence[Owed],
    seed: int,
    workers: int = 1,
    before: Mapping[BarretteId, Sequence[Group | GroupMembership]] | None = None,
    standing: Standing | None = None,
) -> dict[tuple[BarretteId, PeriodId | None], tuple[Occasion, ...]]:
    """Compose every barrette with the trainers and rooms really free, and add its sessions. Returns its occasions.

    Barrettes are those of the draft's weeks. ``before``: groups to stay near to; by default those of the last term.
    ``standing``: sessions in which people are already, to be kept unless a move pays hours owed.
    """
    problem = assembly.problem
    spoken = active(rules, problem)
    occasions: dict[tuple[BarretteId, PeriodId | None], tuple[Occasion, ...]] = {}
    previous: dict[BarretteId, Sequence[Group | GroupMembership]] = {
        b: tuple(g for g in problem.last_groups if g.barrette_id == b) for b in problem.barrettes
    }
    previous |= before or {}
    everything = placed_by_barrette(assembly.draft)
    for period in problem.periods:
        placed = {b: everything[b, period.id] for b in problem.barrettes if (b, period.id) in everything}
        for batch in apart({b: weeks_of(o.day for _i, o in found) for b, found in placed.items()}):
            for b in batch:
                occasions[b, period.id] = _occasions(assembly, placed[b])
            paid = paid_so_far(assembly, owed, {a for b in batch for o in occasions[b, period.id] for a in o.learners})

            def compose(b: BarretteId, period: Period = period, paid: Paid = paid) -> Composition:
                here, before = occasions[b, period.id], previous[b]
                barrette = problem.barrettes[b]
                return compose_barrette(
                    problem, barrette, period, here, owed, paid, before, rules=spoken, seed=seed, standing=standing
                )

            for b, composed in zip(batch, side_by_side(compose, batch, workers), strict=True):
                previous[b] = composed.groups
                assembly.draft.compositions[b, period.id] = composed
                _replace_usage(assembly, placed[b], composed)
                _add_groups(assembly, placed[b], composed)
                note_freed(assembly, placed[b], occasions[b, period.id], composed)
    return occasions


def _occasions(assembly: Assembly, placed: Sequence[Placed]) -> tuple[Occasion, ...]:
    """Occasions of a barrette in a period, all that was kept for it given back first."""
    assembly.usage.forget(frozenset(item.id for item, _option in placed))
    for item, option in placed:
        release_support(assembly, item, option)
    return with_free_half_days(assembly.problem, assembly.usage, assembly.presence, placed)


def _replace_usage(assembly: Assembly, placed: Sequence[Placed], composed: Composition) -> None:
    """Note what the groups of the barrette really take."""
    spans = {item.id: (item, option) for item, option in placed}
    assembly.composed |= set(spans)
    for run in composed.runs:
        item, option = spans[SessionId(run.occasion_key)]
        rooms = [run.room_id] if run.room_id else []
        assembly.usage.note(
            item.id, option.day, option.start, option.end, item.minutes, run.trainer_ids, rooms, item.site_id
        )


def _add_groups(assembly: Assembly, placed: Sequence[Placed], composed: Composition) -> None:
    problem = assembly.problem
    spans = {item.id: (item, option) for item, option in placed}
    barrette = problem.barrettes[placed[0][0].barrette_id]  # type: ignore[index]
    names = neutral_label(
        problem.settings.salt, f"{barrette.id}|{placed[0][0].period_id}", [str(g.id) for g in composed.groups]
    )
    labels = {g.id: names[str(g.id)] for g in composed.groups}
    for run in composed.runs:
        item, option = spans[SessionId(run.occasion_key)]
        session = _run_session(problem, run, item, option, labels[run.group_id], Kind.BARRETTE)
        assembly.add(session, run.apprentice_ids)
        if not keep_watched(assembly, session):
            assembly.drop(session)
    assembly.groups += composed.groups


def _run_session(problem: Problem, run: Run, item: Item, option: Option, label: str, kind: Kind) -> Session:
    module = problem.modules.get(run.module_id)
    own, public = module_name(problem, run.module_id), public_label(module, label)
    if run.course_ids:
        own, public = _lesson_labels(problem, run, label)
    return Session(
        id=SessionId(f"{run.group_id}-o{item.occurrence}"),
        kind=kind,
        day=option.day,
        start=option.start,
        end=option.end,
        minutes=item.minutes,
        label=own,
        public_label=public,
        course_ids=tuple(run.course_ids),
        module_id=run.module_id,
        strand=module.strand if module else "",
        barrette_id=item.barrette_id,
        occurrence=item.occurrence,
        period_id=item.period_id,
        group_id=run.group_id if kind == Kind.BARRETTE else None,
        class_ids=_classes(problem, run.apprentice_ids, option.day),
        trainer_ids=run.trainer_ids,
        room_id=run.room_id,
        site_id=item.site_id,
        modality=module.modality if module else "on_site",
        guidance=module.guidance if module else Guidance.LED,
    )


def _lesson_labels(problem: Problem, run: Run, neutral: str) -> tuple[str, str]:
    """Internal and public label of a group that a course is carried in: its subject, no word of support."""
    subjects = " ; ".join(dict.fromkeys(problem.courses[c].subject for c in run.course_ids))
    number, (_support, _dash, word) = run.module_id.rpartition("-")[2], neutral.partition(" – ")
    return f"{subjects} – groupe {number}", f"{subjects} – {word}"


def public_label(module: Module | None, neutral: str) -> str:
    """The module's own public label when it says nothing private, else the neutral one."""
    own = module.public_label if module else ""
    return own if own and not private(own) else neutral


def _classes(problem: Problem, learners: Sequence[ApprenticeId], day: date) -> tuple[ClassId, ...]:
    found = [problem.learners[a].membership(day) for a in learners]
    return tuple(sorted({m.class_id for m in found if m is not None}))


def fill_open_periods(assembly: Assembly, rules: Rules, owed: Sequence[Owed], seed: int) -> list[Occasion]:
    """Call people into support where it pays what they are owed; the others stay in the supervised place."""
    problem = assembly.problem
    periods = {o.id: o for o in problem.open_periods}
    found = []
    placed = [p for week in sorted(assembly.draft.weeks) for p in assembly.draft.weeks[week] if p[0].open_id]
    for item, option in sorted(placed, key=lambda p: (p[1].day, p[1].start, p[0].id)):
        assert item.open_id is not None
        release_support(assembly, item, option)
        here = occasion(problem, assembly.usage, assembly.presence, (item, option))
        found.append(here)
        period = next(p for p in problem.periods if p.id == item.period_id)
        composed = compose_open(
            problem,
            periods[item.open_id],
            period,
            here,
            owed,
            paid_so_far(assembly, owed, here.learners),
            rules=active(rules, problem),
            seed=seed,
        )
        names = neutral_label(problem.settings.salt, str(item.id), [str(r.group_id) for r in composed.runs])
        called: set[ApprenticeId] = set()
        for run in composed.runs:
            module = problem.modules.get(run.module_id)
            if module is None or module.theme == "study":
                continue
            session = _run_session(problem, run, item, option, names[str(run.group_id)], Kind.SUPPORT)
            assembly.add(session, run.apprentice_ids)
            called |= set(run.apprentice_ids)
            rooms = [run.room_id] if run.room_id else []
            assembly.usage.note(
                session.id,
                session.day,
                session.start,
                session.end,
                session.minutes,
                run.trainer_ids,
                rooms,
                item.site_id,
            )
        left = [a for a in here.learners if a not in called]
        _rest(assembly, periods[item.open_id], (item, option), left)
    return found


def _rest(assembly: Assembly, period: OpenPeriod, placed: Placed, left: Sequence[ApprenticeId]) -> None:
    """Those who are not called: in the supervised place while it has seats, then class by class in a watched room.

    Nothing is written for minors whom nobody can watch: they are listed.
    """
    problem, (item, option) = assembly.problem, placed
    people = [problem.learners[a] for a in left]
    if period.adults_free:
        people = [p for p in people if p.minor(option.day)]
    waiting: dict[ClassId, list[Learner]] = {}
    for person in people:
        membership = person.membership(option.day)
        assert membership is not None
        waiting.setdefault(membership.class_id, []).append(person)
    base = Session(
        id=item.id,
        kind=Kind.OPEN,
        day=option.day,
        start=option.start,
        end=option.end,
        minutes=item.minutes,
        label=period.name,
        public_label="Temps d’accompagnement",
        occurrence=item.occurrence,
        period_id=item.period_id,
        site_id=item.site_id,
        guidance=Guidance.AUTONOMOUS,
    )
    for class_id in item.class_ids:
        here = waiting.get(class_id, [])
        session = replace(base, id=SessionId(f"{item.id}-{class_id}"), class_ids=(class_id,))
        room, adult = place_to_be(assembly, here, option.day, option.start, option.end, period.room_id)
        minors = [p for p in here if p.kept(option.day) and not p.remote] if adult is None else []
        if minors:
            list_uncalled(assembly, session, class_id, minors)
            here = [p for p in here if p not in minors]
        session = replace(session, room_id=room, trainer_ids=(adult,) if adult else ())
        assembly.add(session, here)
        note_place(assembly, session)


def place_to_be(
    assembly: Assembly, people: Sequence[Learner], day: date, start: int, end: int, wanted: RoomId | None = None
) -> tuple[RoomId | None, TrainerId | None]:
    """A supervised room with enough seats left, else a free ordinary room with a free adult to watch it."""
    problem = assembly.problem
    heads = sum(not p.remote for p in people)
    shared = [r for r in problem.rooms.values() if (r.shared > 1 or r.supervised_by) and suits(problem, r, people, day)]
    for room in sorted(shared, key=lambda r: (r.id != wanted, not r.supervised_by, r.id)):
        inside = [s for s in assembly.places.get((room.id, day), ()) if s.start < end and start < s.end]
        seated = sum(sum(not far for far in assembly.people[s.id].values()) for s in inside)
        closed = any(a.hard and a.hits(day, start, end) for a in room.absences)
        full = len(inside) >= room.shared or seated + heads > room.seats
        far = not assembly.presence.in_reach(people, day, start, end, room.site_id)
        if (
            closed
            or full
            or far
            or any(s.guidance == Guidance.LED for s in inside)
            or _taken(assembly, room.id, day, start, end)
        ):
            continue
        watching = sorted({t for s in inside for t in s.trainer_ids})
        candidates = [*watching, *([room.supervised_by] if room.supervised_by else [])]
        adult = next((t for t in candidates if _may_watch(assembly, t, room.id, day, start, end)), None)
        if adult is not None:
            return room.id, adult
    site = site_of(problem, people, day) or _site(problem, wanted)
    adult = _watcher(assembly, day, start, end, site)
    room_id = room_for(assembly, people, day, start, end, site, Module(ModuleId("AUTONOMIE"), ""))
    return (room_id, adult) if room_id and adult else (None, None)


def _taken(assembly: Assembly, room: RoomId, day: date, start: int, end: int) -> bool:
    """Whether a room is held by something that is not in the assembly (a barrette to be composed)."""
    known = {s.id for s in assembly.places.get((room, day), ())}
    held = assembly.usage.rooms.get((room, day), ())
    return any(b < end and start < a and key not in known and key not in assembly.composed for b, a, key in held)


def _may_watch(assembly: Assembly, who: TrainerId, room: RoomId, day: date, start: int, end: int) -> bool:
    """Whether an adult is here and does nothing at that time but watch the same room."""
    trainer = assembly.problem.trainers[who]
    if away(trainer.absences, day, start, end):
        return False
    own = [s for s in assembly.adults.get((who, day), ()) if s.start < end and start < s.end]
    if any(s.room_id != room or s.guidance == Guidance.LED for s in own):
        return False
    if own and min(s.start for s in own) <= start and max(s.end for s in own) >= end:
        return True
    return not own and assembly.usage.trainer_free(
        who, day, start, end, end - start, assembly.problem.rooms[room].site_id, without=None
    )


def _site(problem: Problem, room: RoomId | None) -> SiteId:
    return problem.rooms[room].site_id if room else next(iter(problem.rooms.values())).site_id


def _watcher(assembly: Assembly, day: date, start: int, end: int, site: SiteId) -> TrainerId | None:
    """A free adult, one who does not teach rather than a trainer, the one with most hours left."""
    free = assembly.usage.free_trainers(day, start, end, end - start, site)
    trainers = assembly.problem.trainers
    return min(free, key=lambda t: (trainers[t].teaches, -assembly.usage.capacity(t, day), t), default=None)


def note_place(assembly: Assembly, session: Session) -> None:
    """Note the adult of a supervised place once, however many groups the adult watches there."""
    usage = assembly.usage
    for trainer in session.trainer_ids:
        held = usage.trainers.get((trainer, session.day), [])
        if not any(h[0] == session.start and h[1] == session.end for h in held):
            usage.note(
                session.id, session.day, session.start, session.end, session.minutes, (trainer,), (), session.site_id
            )
    if session.room_id:
        usage.note(session.id, session.day, session.start, session.end, 0, (), (session.room_id,), session.site_id)
