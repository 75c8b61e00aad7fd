"""Who is here on a day: numbers by class for everyone, names for the office, meals to prepare."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from outputs.lists.tables import Table, Value, person
from outputs.papers.model import Page, Paper, Today
from planner.domain import AM, PM, ClassId, Kind, Learner, Session, away, name_order

NO_CLASS = "Autres apprenants"
ADULTS = "Formateurs et autres adultes"


@dataclass(frozen=True, slots=True)
class Presence:
    """Where somebody on the roll is expected on a day, as masks of half-days."""

    learner: Learner
    class_id: ClassId | None
    here: int = 0
    remote: int = 0
    absent: int = 0
    """Known beforehand; why is kept nowhere."""
    idle: int = 0
    """The class is at the centre and the person has nothing there."""
    employed: bool = True
    """Whether a company has somebody who is not at the centre: there is a contract in force."""


def presences(today: Today) -> tuple[Presence, ...]:
    """Everyone on the roll, by class in the order of the workbook, then by name."""
    problem = today.problem
    order = {class_id: number for number, class_id in enumerate(problem.classes)}
    found = [
        presence(today, learner)
        for learner in problem.learners.values()
        if problem.enrolled(learner, today.day) or learner.id in today.attended
    ]
    return tuple(
        sorted(
            found,
            key=lambda p: (
                order.get(p.class_id, len(order)) if p.class_id else len(order),
                name_order(person(problem, p.learner.id)),
                p.learner.id,
            ),
        )
    )


def presence(today: Today, learner: Learner) -> Presence:
    """Where one person is expected: the sessions say who is here, the calendars who is known to be away."""
    problem, day = today.problem, today.day
    class_id, membership = today.class_id(learner), learner.membership(day)
    here = remote = 0
    for session, far in today.attended.get(learner.id, ()):
        remote, here = (remote | today.half(session), here) if far else (remote, here | today.half(session))
    of_class = problem.class_presence(class_id, day, membership.part) if class_id and membership else 0
    rest = of_class & ~here & ~remote
    noon = problem.bells_of(class_id).noon(day.weekday()) if class_id else 0
    own = problem.presence(learner, day)
    absent = 0
    for half, span in ((AM, (0, noon)), (PM, (noon, 24 * 60))):
        known = not own & half or away(learner.absences, day, *span) or problem.barred(learner.id, day, *span)
        absent |= half if rest & half and known else 0
    return Presence(learner, class_id, here, remote & ~here, absent, rest & ~absent, learner.employed(day))


def headcount(today: Today) -> Page:
    """Numbers by class, for the whole house: nobody is named."""
    headers = (
        "Classe", "Inscrits", "Attendus le matin", "Attendus l’après-midi", "À distance", "Absences connues",
        "Sans séance", "En entreprise",
    )  # fmt: skip
    by_class: dict[ClassId | None, list[Presence]] = {}
    for found in presences(today):
        by_class.setdefault(found.class_id, []).append(found)
    rows = [
        (today.class_name(class_id) or NO_CLASS, _counts(people))
        for class_id, people in by_class.items()
        if class_id or any(p.here | p.remote for p in people)
    ]
    rows.sort(key=lambda row: not any(row[1][1:4]))
    total = [sum(column) for column in zip(*(counts for _name, counts in rows), strict=True)]
    shown = ((name, *counts) for name, counts in (*rows, ("Total", total)))
    return Page(
        today.name, "Effectifs du jour", Table("Effectifs", headers, (44, 10, 12, 14, 11, 12, 11, 13), tuple(shown))
    )


def _counts(people: list[Presence]) -> list[int]:
    return [
        len(people),
        sum(bool(p.here & AM) for p in people),
        sum(bool(p.here & PM) for p in people),
        sum(bool(p.remote) for p in people),
        sum(bool(p.absent) for p in people),
        sum(not (p.here | p.remote | p.absent) and (bool(p.idle) or not p.employed) for p in people),
        sum(not (p.here | p.remote | p.absent | p.idle) and p.employed for p in people),
    ]


def names_of_day(today: Today) -> Page:
    """Names by class with what is known of each half-day, for the office."""
    headers = ("Classe", "Apprenant", "Matin", "Après-midi", "À savoir")
    rows = []
    for found in presences(today):
        note = "arrive ce jour" if found.learner.entry == today.day else ""
        note = "dernier jour" if found.learner.exit == today.day else note
        if not note and not found.here | found.remote | found.absent | found.idle:
            continue
        name = person(today.problem, found.learner.id)
        words = (_half(found, AM), _half(found, PM))
        rows.append((today.class_name(found.class_id) or NO_CLASS, name, *words, note))
    note = "Absent : absence connue d’avance, sans motif. Qui est en entreprise n’est pas nommé."
    table = Table("Présences", headers, (32, 34, 16, 16, 24), tuple(rows), note)
    return Page(today.name, "Présences attendues", table)


def _half(found: Presence, half: int) -> str:
    known = ((found.here, "présent"), (found.remote, "à distance"), (found.absent, "absent"))
    return next((word for mask, word in known if mask & half), "sans séance" if found.idle & half else "")


def meals(today: Today) -> Page:
    """Meals by site and class: who is here on both sides of lunch, or whose session holds the meal."""
    problem = today.problem
    counted: dict[tuple[str, str], list[int]] = {}

    def count(who: str, sessions: list[Session]) -> None:
        found = lunch(today, sessions)
        if found:
            row = counted.setdefault((today.site_of(found), who), [0, 0])
            row[0] += 1
            row[1] += found.meal

    for learner_id, rows in today.attended.items():
        learner = problem.learners.get(learner_id)
        name = today.class_name(today.class_id(learner)) if learner else ""
        count(name or NO_CLASS, [s for s, far in rows if not far])
    for sessions in today.taught.values():
        count(ADULTS, sessions)
    site = ("Site",) if today.many_sites else ()
    headers = (*site, "Classe", "Repas", "dont compris dans la séance")
    note = "Présents avant et après le repas, ou séance qui comprend le repas."
    lines = tuple(row if site else row[1:] for row in _meal_rows(today, counted))
    return Page(today.name, "Repas à prévoir", Table("Repas", headers, (*(30 for _ in site), 40, 12, 20), lines, note))


def _meal_rows(today: Today, counted: dict[tuple[str, str], list[int]]) -> Iterator[tuple[Value, ...]]:
    names = dict.fromkeys([*map(today.class_name, today.problem.classes), NO_CLASS, ADULTS])
    sites = sorted({site for site, _who in counted})
    for site in sites:
        for name in names:
            if (site, name) in counted:
                yield (site, name, *counted[site, name])
        if len(sites) > 1:
            yield (f"Total {site}", "", *_sum(row for (where, _who), row in counted.items() if where == site))
    if counted:
        total = _sum(counted.values())
        yield ("Total du centre", "", *total) if today.many_sites else ("", "Total", *total)


def _sum(rows: Iterable[list[int]]) -> list[int]:
    return [sum(column) for column in zip(*rows, strict=True)]


def lunch(today: Today, sessions: list[Session]) -> Session | None:
    """The session before which or in which somebody eats at the centre; None for who eats elsewhere.

    Sessions followed from elsewhere, and visits to companies, put nobody at a table.
    """
    own = [s for s in sessions if s.kind != Kind.VISIT and s.modality not in ("remote_sync", "remote_async")]
    held = next((s for s in own if s.meal), None)
    morning = [s for s in own if today.half(s) & AM]
    both = morning and any(today.half(s) & PM for s in own)
    return held or (morning[-1] if both else None)


def presence_papers(days: tuple[Today, ...]) -> tuple[Paper, ...]:
    """Numbers and meals to hand out, names for the office."""
    return (
        Paper(
            "effectifs",
            "Effectifs",
            "Combien de personnes sont attendues, par classe.",
            tuple(map(headcount, days)),
            short=True,
        ),
        Paper(
            "repas", "Repas", "Combien de repas prévoir, par site et par classe.", tuple(map(meals, days)), short=True
        ),
        Paper(
            "presences",
            "Présences",
            "Qui est attendu, absent, à distance, qui arrive et qui part.",
            tuple(map(names_of_day, days)),
            internal=True,
        ),
    )
