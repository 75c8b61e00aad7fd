"""What the internal page knows, as compact JSON: each session once, texts once, attendance as steps."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import pairwise
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from outputs.labels import HELP_MARK, KIND_NAMES, filename
from outputs.lists.tables import Table, alert_table, debt_name, person, target_name, unplaced_table
from outputs.views import TAGS, Reader, bells_of
from planner.domain import (
    ApprenticeId,
    Bells,
    Kind,
    Learner,
    Problem,
    Session,
    Timetable,
    TrainerId,
    beside,
    days_between,
    in_order,
    rooms_beside,
)

NOWHERE, REMOTE = -1, -2
NUMBERS = {kind: number for number, kind in enumerate(Kind)}


class Words:
    """Texts by number, each one once."""

    def __init__(self) -> None:
        self.found: dict[str, int] = {}

    def __call__(self, text: str) -> int:
        """The number of a text."""
        return self.found.setdefault(text, len(self.found))


def page_data(problem: Problem, timetable: Timetable) -> dict[str, Any]:
    """Everything that the page shows; the script of the page says which number stands where."""
    words = Words()
    return {
        **placed_data(problem, timetable, words),
        "help": HELP_MARK,
        "sheets": [f"{quote(filename(trainer))}.html" for trainer in problem.trainers],
        "own": [f"{quote(filename(apprentice))}.html" for apprentice in _people_index(problem, timetable)],
        "groups": _groups(problem, timetable, words),
        "debts": _debts(problem, timetable, words),
        "unplaced": _table(unplaced_table(problem, timetable)),
        "alerts": _table(alert_table(problem, timetable)),
        "words": list(words.found),
    }


def placed_data(problem: Problem, timetable: Timetable, words: Words) -> dict[str, Any]:
    """What takes place, where and for whom: the part that every internal page needs."""
    reader = Reader(problem, timetable, public=False)
    sessions = in_order(list(timetable.sessions))
    return {
        "first": problem.first.isoformat(),
        "open": "".join(str(problem.open_mask(d)) for d in days_between(problem.first, problem.last)),
        "kinds": [[kind, KIND_NAMES[kind], TAGS[kind]] for kind in Kind],
        "bells": [_bells(bells) for bells in problem.bells.values()],
        "sessions": [_session(reader, words, s) for s in sessions],
        **_places(reader, words),
        "people": _people(problem, timetable, sessions, words),
        "helped": _helped(problem, timetable, sessions),
    }


def script_json(data: object) -> Markup:
    """JSON that is safe inside a ``script`` element: no ``<``, ``>`` or ``&`` as such, whatever a name holds."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)


def _bells(bells: Bells) -> dict[str, Any]:
    slots = sorted({(s.start, s.end) for day in bells.days for s in day})
    lunches = sorted({gap for weekday in range(7) if (gap := bells.lunch(weekday))})
    return {"slots": slots, "lunches": lunches, "noon": [bells.noon(weekday) for weekday in range(7)]}


def _index(keys: Iterable[str]) -> dict[str, int]:
    return {key: number for number, key in enumerate(keys)}


def _session(reader: Reader, words: Words, session: Session) -> list[Any]:
    problem = reader.problem
    classes, trainers, rooms = _index(problem.classes), _index(problem.trainers), _index(problem.rooms)
    remote = session.modality in ("remote_sync", "remote_async")
    barrette = problem.barrettes.get(session.barrette_id) if session.barrette_id else None
    return [
        (session.day - problem.first).days,
        session.start,
        session.end,
        NUMBERS[session.kind],
        words(reader.title(session)),
        words(reader.title(session, in_class=True)),
        [classes[c] for c in session.class_ids if c in classes],
        [trainers[t] for t in session.trainer_ids if t in trainers],
        REMOTE if remote else rooms.get(session.room_id or "", NOWHERE),
        words(barrette.name) if barrette else NOWHERE,
        words(session.public_label),
        int(session.modality == "remote_async"),
    ]


def _places(reader: Reader, words: Words) -> dict[str, Any]:
    problem = reader.problem
    bells, rooms = _index(problem.bells), _index(problem.rooms)
    days = list(days_between(problem.first, problem.last))
    return {
        "classes": [
            [
                c.id,
                c.name,
                f"{problem.programmes[c.programme_id].level}, année {c.year}"
                if c.programme_id in problem.programmes
                else "",
                bells.get(problem.bells_of(c.id).id, 0),
                words("".join(str(problem.class_presence(c.id, day)) for day in days)),
            ]
            for c in problem.classes.values()
        ],
        "trainers": [
            [t.id, t.name, t.role, bells.get(bells_of(problem, reader.timetable.by_trainer.get(t.id, ())).id, 0)]
            for t in problem.trainers.values()
        ],
        "rooms": [
            [
                r.id,
                r.name,
                f"{r.type}, {r.seats} places",
                bells.get(r.site_id, 0),
                [rooms[beside] for beside in rooms_beside(problem, r.id)],
                int(r.implied),
            ]
            for r in problem.rooms.values()
        ],
    }


def _people(problem: Problem, timetable: Timetable, sessions: tuple[Session, ...], words: Words) -> list[Any]:
    number = {s.id: n for n, s in enumerate(sessions)}
    classes = _index(problem.classes)
    attended: dict[ApprenticeId, list[int]] = {a: [] for a in problem.learners}
    for row in timetable.attendance:
        if row.session_id in number:
            attended.setdefault(row.apprentice_id, []).append(number[row.session_id] * 2 + row.remote)
    days = list(days_between(problem.first, problem.last))
    found = []
    for apprentice, numbers in attended.items():
        learner = problem.learners.get(apprentice)
        home = learner.memberships[-1].class_id if learner and learner.memberships else ""
        mask = "".join(str(_whereabouts(problem, learner, day)) for day in days) if learner else ""
        ordered = sorted(numbers)
        steps = ordered[:1] + [b - a for a, b in pairwise(ordered)]
        found.append([apprentice, person(problem, apprentice), classes.get(home, NOWHERE), words(mask), steps])
    return found


def _whereabouts(problem: Problem, learner: Learner, day: date) -> int:
    """Half-days at the centre as a mask; 4 more where no company has the rest of the day."""
    return problem.presence(learner, day) + (0 if learner.employed(day) else 4)


def _helped(problem: Problem, timetable: Timetable, sessions: tuple[Session, ...]) -> list[list[int]]:
    """For each trainer, the numbers of the sessions that they spend beside somebody."""
    number = {s.id: n for n, s in enumerate(sessions)}
    of: Mapping[TrainerId, tuple[Session, ...]] = beside(problem, timetable)
    return [[number[s.id] for s in of.get(trainer, ())] for trainer in problem.trainers]


def _groups(problem: Problem, timetable: Timetable, words: Words) -> list[Any]:
    people, trainers, rooms = _people_index(problem, timetable), _index(problem.trainers), _index(problem.rooms)
    labels = {p.id: p.label for p in problem.periods}
    return [
        [
            words(labels.get(g.period_id, g.period_id)),
            words(problem.barrettes[g.barrette_id].name if g.barrette_id in problem.barrettes else g.barrette_id),
            words(target_name(problem, g.module_id)),
            words(g.id),
            [trainers[t] for t in g.trainer_ids if t in trainers],
            rooms.get(g.room_id or "", NOWHERE),
            [people[a] for a in g.apprentice_ids if a in people],
        ]
        for g in timetable.groups
    ]


def _people_index(problem: Problem, timetable: Timetable) -> dict[str, int]:
    return _index(dict.fromkeys([*problem.learners, *(row.apprentice_id for row in timetable.attendance)]))


def _debts(problem: Problem, timetable: Timetable, words: Words) -> list[Any]:
    people = _people_index(problem, timetable)
    return [
        [
            people.get(d.apprentice_id, NOWHERE),
            words(debt_name(problem, d)),
            d.due,
            d.planned,
            words(d.deadline.isoformat()),
            d.priority,
            words(d.source),
            words(d.told),
        ]
        for d in timetable.debts
    ]


def _table(table: Table) -> dict[str, Any]:
    return {"headers": table.headers, "rows": table.rows}
