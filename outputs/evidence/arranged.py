"""Arrangements (restricted): each with the days and sessions that keep to it, and the exceptions with their reason."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from outputs.evidence.record import Record
from outputs.evidence.shape import WHO, Part, Row, table
from outputs.evidence.words import effect, moment
from outputs.lists.tables import MAKEUP_NAMES, class_of, person
from planner.board.breaks import longest_run
from planner.domain import Arrangement, Kind, Learner, Nature, Session, TrainerId, key
from planner.domain.helping import helped_sessions, helper_absent
from planner.words import say_minutes, trainer_name

KEPT = (
    *WHO,
    ("Effet sur l’emploi du temps", 44),
    ("Du", 12),
    ("Au", 12),
    ("Heures manquées à rattraper", 14),
    ("Compté en", 12),
    ("Concernés", 10),
    ("Respectés", 10),
    ("Exceptions", 10),
)
EXCEPTIONS = (*WHO, ("Effet sur l’emploi du temps", 44), ("Date", 12), ("Séance", 44), ("Motif", 60))
FOLLOWED = (*WHO, ("Le", 12), ("Avec qui", 28), ("Objet", 44), ("Suite", 44))


class Looked(NamedTuple):
    """One day or session that an arrangement is about; ``wrong``: why it does not keep to it, else empty."""

    day: date
    what: str
    wrong: str = ""


def arranged(record: Record, people: Sequence[Learner]) -> list[Part]:
    """Arrangements one by one, exceptions, and the follow-up that *Actions* has."""
    mine = {p.id: [a for a in record.problem.arrangements if a.apprentice_id == p.id] for p in people}
    some = [p for p in people if mine[p.id]]
    note = "Aucun motif : un aménagement n’est connu ici que par son effet sur l’emploi du temps"
    return [
        Part(
            (
                table("Aménagements", KEPT, (_kept(record, p, a) for p in some for a in mine[p.id]), note),
                table("Exceptions", EXCEPTIONS, (r for p in some for a in mine[p.id] for r in _broken(record, p, a))),
                table(
                    "Fiche de suivi",
                    FOLLOWED,
                    (r for p in some for r in _followed(record, p)),
                    "Entretiens et décisions de la feuille « Actions »",
                ),
            )
        )
    ]


def _who(record: Record, learner: Learner) -> tuple[str, str]:
    return person(record.problem, learner.id), class_of(record.problem, learner.id)


def _kept(record: Record, learner: Learner, row: Arrangement) -> Row:
    found = list(looked_at(record, learner, row))
    wrong = sum(bool(one.wrong) for one in found)
    unit = "séances" if row.effect in ("room_feature", "helper") else "journées"
    ends = row.first or record.problem.first, row.last or record.problem.last
    return (
        *(*_who(record, learner), effect(record.problem, row), *ends, MAKEUP_NAMES.get(row.makeup, row.makeup)),
        *(unit, len(found), len(found) - wrong, wrong),
    )


def _broken(record: Record, learner: Learner, row: Arrangement) -> Iterator[Row]:
    for one in looked_at(record, learner, row):
        if one.wrong:
            yield (*_who(record, learner), effect(record.problem, row), one.day, one.what, one.wrong)


def looked_at(record: Record, learner: Learner, row: Arrangement) -> Iterator[Looked]:
    """Every day, or for rooms and helpers every session, that an arrangement is about."""
    here = [
        s for s in record.held(learner.id) if row.on(s.day) and s.kind != Kind.VISIT and s.modality != "remote_async"
    ]
    if row.effect == "room_feature":
        yield from _rooms(record, learner, row, here)
    elif row.effect == "helper":
        yield from _helped(record, learner, row)
    else:
        days: dict[date, list[Session]] = {}
        for session in here:
            days.setdefault(session.day, []).append(session)
        for day, sessions in sorted(days.items()):
            if row.window is None or row.window.on(day):
                yield Looked(day, ", ".join(s.label for s in sessions), _of_day(record, learner, row, sessions))


def _of_day(record: Record, learner: Learner, row: Arrangement, sessions: Sequence[Session]) -> str:
    """Why a day does not keep to an arrangement; empty where it does."""
    minutes = sum(s.minutes for s in sessions)
    fixed = " (événement fixé)" if any(s.kind == Kind.FIXED for s in sessions) else ""
    if row.effect == "max_day" and minutes > row.minutes:
        return f"{say_minutes(minutes)} pour {say_minutes(row.minutes)} au plus{fixed}"
    if row.effect in ("forbidden", "rest_day") and row.window is not None:
        hit = [s for s in sessions if row.window.hits(s.day, s.start, s.end)]
        return " ; ".join(
            f"{s.label}, {moment(s.start, s.end)}{' (événement fixé)' if s.kind == Kind.FIXED else ''}" for s in hit
        )
    if row.effect == "extra_break":
        most = record.problem.settings.extra_break_after
        run = longest_run(record.problem, sorted(sessions, key=lambda s: (s.start, s.end)), row.minutes)
        return f"{say_minutes(run)} d’affilée, pour {say_minutes(most)} au plus sans pause{fixed}" if run > most else ""
    if row.effect == "least_presence" and 0 < minutes < row.minutes:
        return f"{say_minutes(minutes)} seulement, pour {say_minutes(row.minutes)} au moins{fixed}"
    return ""


def _rooms(record: Record, learner: Learner, row: Arrangement, here: Sequence[Session]) -> Iterator[Looked]:
    for session in here:
        room = record.problem.rooms.get(session.room_id) if session.room_id else None
        if room is not None and not record.far(session, learner.id):
            wrong = "" if key(row.text) in room.has else f"salle {room.name}, sans « {row.text} »"
            yield Looked(session.day, f"{session.label}, {moment(session.start, session.end)}", wrong)


def _helped(record: Record, learner: Learner, row: Arrangement) -> Iterator[Looked]:
    helper = TrainerId(row.text)
    for session, who in helped_sessions(record.problem, record.timetable).get(helper, ()):
        if who == learner.id and row.on(session.day):
            absent = helper_absent(record.problem, helper, session)
            wrong = f"{trainer_name(record.problem, helper)} absent" if absent else ""
            yield Looked(session.day, f"{session.label}, {moment(session.start, session.end)}", wrong)


def _followed(record: Record, learner: Learner) -> Iterator[Row]:
    for action in record.noted_for(learner.id):
        if action.nature in (Nature.INTERVIEW, Nature.DECISION, Nature.SOCIAL):
            yield (*_who(record, learner), action.day or "", action.with_whom, action.what, record.outcome(action))
