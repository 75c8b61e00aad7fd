"""What `barrette why --apprentice` prints; ``public``: what may be read out, without level, need nor reason."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from outputs.labels import public_label
from planner.cli.show.out import listing, say
from planner.cli.work.owed_to import NeedTold, PersonTold
from planner.domain import Session, clock
from planner.hours.owed import SOURCE_PROGRAMME
from planner.words import DAY_NAMES, count, room_name, say_all, say_minutes, trainer_name


def plain(done: PersonTold) -> dict[str, Any]:
    """The same for a program."""
    if done.public:
        return {"apprentice": done.learner.id, "support": dict(_by_label(done)), "left": done.left}
    rows = [
        {
            "need": one.debt.need_id,
            "target": one.debt.target,
            "due": one.debt.due,
            "planned": one.debt.planned,
            "deadline": one.debt.deadline,
            "source": one.debt.source,
            "result": {"domain": one.result[0].domain, "level": one.result[1], "on": one.result[0].on}
            if one.result
            else None,
            "groups": [g.id for g in one.groups],
            "sessions": [s.id for s in one.sessions],
            "reason": one.debt.told,
        }
        for one in done.needs
    ]
    return {"apprentice": done.learner.id, "needs": rows, "left": done.left}


def tell(done: PersonTold) -> None:
    """Need by need, or what may be read out."""
    if done.public:
        _tell_public(done)
        return
    if not done.needs:
        say(f"{done.learner.name} : aucune heure due.")
        return
    say(f"{done.learner.name} (document interne) :")
    for one in done.needs:
        _tell_need(done, one)


def _tell_need(done: PersonTold, one: NeedTold) -> None:
    debt = one.debt
    target = f"« {one.name} »" if one.name else "Accompagnement"
    promised = " (promis par le programme)" if debt.source == SOURCE_PROGRAMME else ""
    hours = f"{say_minutes(debt.planned)} sur {say_minutes(debt.due)}"
    say(f"{target}{promised} : {hours}, d’ici le {debt.deadline:%d/%m/%Y}.")
    lines = []
    if one.result:
        found, level = one.result
        lines.append(
            f"d’où viennent ces heures : {found.domain}, niveau {level} ({debt.source} du {found.on:%d/%m/%Y})"
        )
    elif debt.source != SOURCE_PROGRAMME:
        lines.append(f"d’où viennent ces heures : {debt.source}")
    for group in one.groups:
        team = say_all(trainer_name(done.problem, t) for t in group.trainer_ids)
        others = len(group.apprentice_ids) - 1
        beside = f", avec {count(others, 'autre', 'autres')}" if others else ""
        where = f", {room_name(done.problem, group.room_id)}" if group.room_id else ""
        lines.append(f"groupe : celui de ce module{f', {team}' if team else ''}{where}{beside}")
    if one.sessions:
        lines.append(f"séances de ce module ou de ce volet : {_hours(one.sessions)}")
    if debt.told:
        lines.append(f"motif de ce qui reste : {debt.told}")
    listing(lines)


def _tell_public(done: PersonTold) -> None:
    """Hours of support under the labels of what is handed out, and how many are still to be placed."""
    total = sum(s.minutes for s in done.support)
    say(
        f"{done.learner.name} : {say_minutes(total)} d’accompagnement prévues."
        if total
        else f"{done.learner.name} : pas d’accompagnement prévu."
    )
    listing([f"{label} : {say_minutes(minutes)}" for label, minutes in _by_label(done)])
    if done.left:
        say(f"Il reste {say_minutes(done.left)} à placer.")


def _by_label(done: PersonTold) -> list[tuple[str, int]]:
    """Label for those who attend → minutes, in order of labels."""
    found: Counter[str] = Counter()
    for session in done.support:
        found[public_label(done.problem, done.timetable, session)] += session.minutes
    return sorted(found.items())


def _hours(sessions: Sequence[Session]) -> str:
    """« 6 séances : jeudi à 15 h (5), lundi à 9 h »."""
    usual = Counter((s.day.weekday(), s.start) for s in sessions)
    told = [
        f"{DAY_NAMES[day]} à {clock(start)}{f' ({n})' if n > 1 else ''}" for (day, start), n in usual.most_common(3)
    ]
    rest = len(usual) - len(told)
    more = f" et {count(rest, 'autre heure', 'autres heures')}" if rest > 0 else ""
    return f"{count(len(sessions), 'séance')}, {', '.join(told)}{more}"
