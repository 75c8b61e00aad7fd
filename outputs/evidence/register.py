"""The register of barrettes, and the log of regulations: who was grouped, led by whom, why, decided by whom."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from outputs.evidence.record import Decided, Record
from outputs.evidence.shape import Part, Row, table
from outputs.evidence.words import VOLETS, moment
from outputs.lists.tables import class_names, class_of, hours, person, target_name
from planner.domain import ApprenticeId, Barrette, Group, Learner, Period, Session, name_order
from planner.hours.levels import convert
from planner.words import room_name, say_all, trainer_name

BY_PERIOD = (
    ("Barrette", 28),
    ("Classes", 34),
    ("Période", 18),
    ("Séances", 9),
    ("Heures", 9),
    ("Groupes", 9),
    ("Formateurs", 44),
    ("Salles", 34),
    ("Apprenants", 11),
    ("Changent de groupe", 12),
    ("Pourquoi", 50),
    ("Décidé par", 20),
    ("Le", 17),
)
BY_GROUP = (
    ("Barrette", 28),
    ("Période", 18),
    ("Groupe", 36),
    ("Volet", 34),
    ("Formateurs", 28),
    ("Salle", 22),
    ("Effectif", 9),
    ("Séances", 9),
    ("Heures", 9),
    ("Apprenants", 80),
)
MOVED = (
    ("Apprenant", 28),
    ("Classe", 24),
    ("Barrette", 28),
    ("De", 18),
    ("Groupe", 36),
    ("À", 18),
    ("Groupe ensuite", 36),
    ("Pourquoi", 50),
    ("Décidé par", 20),
    ("Le", 17),
)
HOURS = (("Barrette", 28), ("Période", 18), ("Date", 12), ("Horaire", 16), ("Groupes", 9), ("Apprenants", 11))
LOG = (
    ("Période", 18),
    ("N°", 6),
    ("Vise", 12),
    ("Pour", 28),
    ("Classe", 24),
    ("Constat", 44),
    ("Proposition", 40),
    ("Effet", 40),
    ("État", 30),
    ("Décision", 12),
    ("Par", 18),
    ("Le", 17),
    ("Motif", 34),
    ("Version", 9),
)


def barrettes(record: Record, people: Sequence[Learner]) -> list[Part]:
    """The barrettes in which some people have a group: by period, by group, and who changed group."""
    mine = {p.id for p in people}
    groups = [g for g in record.timetable.groups if not mine.isdisjoint(g.apprentice_ids)]
    wanted = {g.barrette_id for g in groups}
    found = [b for b in record.problem.barrettes.values() if b.id in wanted]
    return [
        Part(
            (
                table("Par barrette et période", BY_PERIOD, (r for b in found for r in _periods(record, b))),
                table(
                    "Groupes",
                    BY_GROUP,
                    (_group(record, g, mine) for g in _ordered(record, groups)),
                    "" if len(mine) == len(record.people) else "Les autres personnes du groupe ne sont pas nommées",
                ),
                table("Qui a changé de groupe", MOVED, (r for b in found for r in _moves(record, b, mine))),
                table("Heures de barrette", HOURS, (r for b in found for r in _occurrences(record, b))),
            )
        )
    ]


def _ordered(record: Record, groups: Iterable[Group]) -> list[Group]:
    order = {p.id: n for n, p in enumerate(record.periods)}
    return sorted(groups, key=lambda g: (g.barrette_id, order.get(g.period_id, -1), g.id))


def _held(record: Record) -> dict[tuple[str, str], list[Session]]:
    """Sessions of each barrette and period; those that *Réalisé* cancels are none."""
    found: dict[tuple[str, str], list[Session]] = defaultdict(list)
    for session in record.timetable.sessions:
        if session.barrette_id and session.id not in record.problem.called_off:
            found[session.barrette_id, session.period_id or ""].append(session)
    return found


def _of_period(record: Record, barrette: Barrette, period: Period) -> list[Session]:
    return record.once(_held).get((barrette.id, period.id), [])


def _periods(record: Record, barrette: Barrette) -> Iterator[Row]:
    before: dict[ApprenticeId, frozenset[str]] = {}
    for period in record.periods:
        sessions = _of_period(record, barrette, period)
        groups = [g for g in record.timetable.groups if (g.barrette_id, g.period_id) == (barrette.id, period.id)]
        now = _modules(groups)
        changed = [p for p, modules in now.items() if p in before and before[p] != modules]
        before = {**before, **now}
        why, by, when = _reasons(d for d in record.decided if (d.barrette_id, d.period_id) == (barrette.id, period.id))
        hours_held = {(s.day, s.start): s.minutes for s in sessions}
        trainers = dict.fromkeys(t for s in sorted(sessions, key=lambda s: s.id) for t in s.trainer_ids)
        rooms = dict.fromkeys(s.room_id for s in sorted(sessions, key=lambda s: s.id) if s.room_id)
        if sessions or groups:
            yield (
                *(barrette.name, class_names(record.problem, barrette.class_ids), period.label, len(hours_held)),
                *(hours(sum(hours_held.values())), len(groups)),
                ", ".join(sorted((trainer_name(record.problem, t) for t in trainers), key=name_order)),
                ", ".join(sorted((room_name(record.problem, r) for r in rooms), key=name_order)),
                *(len(now), len(changed), why, by, when),
            )


def _modules(groups: Iterable[Group]) -> dict[ApprenticeId, frozenset[str]]:
    found: dict[ApprenticeId, set[str]] = defaultdict(set)
    for group in groups:
        for one in group.apprentice_ids:
            found[one].add(group.module_id)
    return {one: frozenset(modules) for one, modules in found.items()}


def _reasons(decided: Iterable[Decided]) -> tuple[str, str, str]:
    """Why, decided by whom, when: of what was accepted, or else carried out without a decision."""
    lines = [d.line for d in decided if d.version is not None or d.line.decision == "Accepter"]
    parts = ([line.why for line in lines], [line.by for line in lines], [line.when for line in lines])
    why, by, when = (" ; ".join(dict.fromkeys(filter(None, texts))) for texts in parts)
    return why, by, when


def _group(record: Record, group: Group, people: set[ApprenticeId]) -> Row:
    barrette, module = record.problem.barrettes.get(group.barrette_id), record.problem.modules.get(group.module_id)
    labels = {p.id: p.label for p in record.periods}
    mine = [s for s in record.once(_held).get((group.barrette_id, group.period_id), []) if s.group_id == group.id]
    names = sorted((person(record.problem, a) for a in group.apprentice_ids if a in people), key=name_order)
    return (
        *(barrette.name if barrette else str(group.barrette_id), labels.get(group.period_id, "")),
        *(target_name(record.problem, group.module_id), VOLETS.get(module.strand if module else "", "")),
        ", ".join(trainer_name(record.problem, t) for t in group.trainer_ids),
        room_name(record.problem, group.room_id) if group.room_id else "",
        *(len(group.apprentice_ids), len(mine), hours(sum(s.minutes for s in mine)), ", ".join(names)),
    )


def _moves(record: Record, barrette: Barrette, people: set[ApprenticeId]) -> Iterator[Row]:
    """Who is in other modules than in the period before in which they had a group."""
    before: dict[ApprenticeId, tuple[str, frozenset[str]]] = {}
    for period in record.periods:
        groups = [g for g in record.timetable.groups if (g.barrette_id, g.period_id) == (barrette.id, period.id)]
        for one, modules in sorted(
            _modules(groups).items(), key=lambda row: name_order(person(record.problem, row[0]))
        ):
            was = before.get(one)
            if one in people and was is not None and was[1] != modules:
                own = [d for d in record.decided if d.period_id == period.id and one in d.people]
                team = [d for d in record.decided if (d.barrette_id, d.period_id) == (barrette.id, period.id)]
                yield (
                    *(person(record.problem, one), class_of(record.problem, one), barrette.name, was[0]),
                    say_all(sorted((target_name(record.problem, m) for m in was[1]), key=name_order)),
                    period.label,
                    say_all(sorted((target_name(record.problem, m) for m in modules), key=name_order)),
                    *(_reasons(own or team) if own or team else (_results(record, one, period), "", "")),
                )
            before[one] = period.label, modules


def _results(record: Record, one: ApprenticeId, period: Period) -> str:
    """The results of positioning that came since the period before, where no regulation says why a group changed."""
    learner, earlier = record.problem.learners.get(one), [p.first for p in record.periods if p.last < period.first]
    since = max(earlier, default=date.min)
    found = [r for r in learner.results if since < r.on <= period.last] if learner else []
    told = [
        f"{r.domain} niveau {level} ({r.on:%d/%m/%Y})" for r in found if (level := convert(record.problem.scales, r))
    ]
    return f"positionnement : {', '.join(told)}" if told else "besoins et places de la période"


def _occurrences(record: Record, barrette: Barrette) -> Iterator[Row]:
    for period in record.periods:
        found: dict[tuple[date, int, int], list[Session]] = defaultdict(list)
        for session in _of_period(record, barrette, period):
            found[session.day, session.start, session.end].append(session)
        for (day, start, end), sessions in sorted(found.items()):
            heads = {a.apprentice_id for s in sessions for a in record.timetable.attendees.get(s.id, ())}
            yield barrette.name, period.label, day, moment(start, end), len(sessions), len(heads)


def regulations(record: Record, people: Sequence[Learner]) -> list[Part]:
    """Every proposal that is about some people or about nobody by name, with its decision; then the versions."""
    mine = {p.id for p in people}
    whole = len(mine) == len(record.people)
    found = [d for d in record.decided if d.people & mine or (whole and not d.people)]
    versions = table(
        "Versions",
        (
            ("Version", 9),
            ("Faite le", 17),
            ("Par", 20),
            ("Comment", 16),
            ("Motif", 60),
            ("Publiée le", 17),
            ("Empreinte SHA-256", 68),
        ),
        (
            (
                v.number,
                f"{v.made:%d/%m/%Y %H:%M}",
                v.author,
                v.what,
                v.reason,
                ", ".join(f"{when:%d/%m/%Y %H:%M}" for when in v.published),
                v.fingerprint,
            )
            for v in record.versions
        ),
    )
    return [Part((table("Journal des régulations", LOG, (_log(record, one) for one in found)), versions))]


def _log(record: Record, one: Decided) -> Row:
    """A proposal as a line of the log."""
    line, labels = one.line, {p.id: p.label for p in record.periods}
    return (
        *(labels.get(one.period_id, ""), line.number, line.aim, line.name, line.group, line.why, line.what),
        *(line.effect, line.state, line.decision, line.by, line.when, line.reason, one.version or ""),
    )
