"""What `barrette update` prints."""

from datetime import date
from typing import Any

from constraints import RULES
from outputs.dossier import BOOK, dossier_folder
from planner.cli.show.out import TRIED, broken, listing, not_kept, plain_findings, say
from planner.cli.work.update import Changed
from planner.domain import Missing, Session, Timetable, clock
from planner.engine.change.updated import Updated
from planner.regulation.dossier import open_periods
from planner.regulation.honoured import Honoured
from planner.regulation.needs import where
from planner.regulation.states import summed, worth_a_line
from planner.report.compare import SessionChange
from planner.words import count, course_name, say_day, say_when

CHANGE_WORDS = {"added": "ajoutée", "cancelled": "annulée", "moved": "déplacée", "trainer": "autre formateur",
         "room": "autre salle", "content": "modifiée"}  # fmt: skip


def plain(done: Changed) -> dict[str, Any]:
    """What the update did, for a program."""
    result = done.result
    return {
        **result.timetable.summary,
        "version": done.number,
        "changes": [{"kind": c.kind, "text": c.text} for c in done.changes],
        "changed_sessions": len(result.diff.counted),
        "memberships": len(result.diff.memberships),
        "bound": result.bound,
        "proven": result.proven,
        "front": [{"more": o.more, "changes": o.changes, "costs": dict(o.costs)} for o in result.front],
        "left": [row.session_id for row in result.rows],
        "stuck": list(result.stuck),
        "diff": [
            {"session": c.session.id, "what": c.what, "before": _at(c.before), "after": _at(c.after)}
            for c in result.diff.sessions
        ],
        "findings": plain_findings(broken(done.report)),
        "regulation": _decided(done.honoured),
    }


def _at(session: Session | None) -> dict[str, Any] | None:
    if session is None:
        return None
    return {
        "date": session.day.isoformat(),
        "start": session.start,
        "end": session.end,
        "room": session.room_id,
        "trainers": list(session.trainer_ids),
    }


def _decided(honoured: Honoured) -> dict[str, dict[str, int]]:
    """How many proposals of each open dossier were decided, for a program."""
    found = {}
    for period in open_periods(honoured):
        mine = worth_a_line([k for k in honoured.kept if k.proposal.period_id == period.id])
        accepted, refused = sum(k.accepted for k in mine), sum(k.refused for k in mine)
        found[str(period.id)] = {
            "accepted": accepted, "refused": refused, "undecided": len(mine) - accepted - refused,
        }  # fmt: skip
    return found


def tell(done: Changed) -> None:
    """What the update would do, or has done: what moves, whom it touches, what is owed, what a few changes more buy."""
    _tell_moves(done)
    _tell_debts(done.before, done.result.timetable)
    _tell_front(done.result)
    _tell_fallen(done)
    if done.result.rows:
        say("Reste à placer :")
        listing([f"{row.session_id} : {row.reason}" for row in done.result.rows])
    if done.worse:
        not_kept("ce résultat ne respecterait", broken(done.report))
    elif done.number is None:
        say(TRIED)
    else:
        kept = f"Gardé : version {done.number}." if done.new else _same(done.number)
        say(f"{kept} Pour que les calendriers suivent : barrette publish.")
    _tell_decisions(done)


def _same(number: int) -> str:
    return f"Rien n’a changé : la version {number} reste la dernière."


def _tell_moves(done: Changed) -> None:
    result, diff = done.result, done.result.diff
    people = {p.apprentice_id for p in diff.people} | {m.apprentice_id for m in diff.memberships}
    for change in diff.sessions:
        for timetable in (done.before, result.timetable):
            people |= {r.apprentice_id for r in timetable.attendees.get(change.session.id, ())}
    proof = "on ne peut pas faire moins" if result.proven else f"au moins {result.bound}, moins n’est pas exclu"
    say(
        f"{count(len(diff.counted), 'séance changée', 'séances changées')} de place ou de formateur ({proof}), "
        f"{sum(c.what == 'added' for c in diff.sessions)} ajoutée(s), "
        f"{sum(c.what == 'cancelled' for c in diff.sessions)} annulée(s) ; "
        f"{count(len(diff.memberships), 'changement de groupe', 'changements de groupe')} ; "
        f"{count(len(people), 'apprenant concerné', 'apprenants concernés')}."
    )
    listing([_line(change) for change in diff.sessions])
    if result.stuck:
        say("L’heure demandée pour ces barrettes n’est pas possible, et l’ancienne est gardée :")
        listing(result.stuck)


def _tell_fallen(done: Changed) -> None:
    """What fell with each day, in one line a day: its hours are not due any more."""
    problem = done.honoured.new
    days: dict[date, list[Missing]] = {}
    for row in done.result.fell:
        days.setdefault(row.day or date.max, []).append(row)
    lines = []
    for day, rows in sorted(days.items()):
        names = dict.fromkeys(course_name(problem, c) for row in rows for c in row.course_ids)
        hours = clock(sum(row.minutes for row in rows))
        lines.append(f"{say_day(day)} : {count(len(rows), 'séance')}, {hours} ({', '.join(names)})")
    if lines:
        say("Tombé avec son jour, semaine courte au prorata, rien à redonner :")
        listing(lines)


def _line(change: SessionChange) -> str:
    session = change.session
    text = f"{session.label} : {CHANGE_WORDS[change.what]}"
    if change.before is not None and change.after is not None and change.what == "moved":
        return f"{text}, {say_when(change.before)} → {say_when(change.after)}"
    if change.before is not None and change.after is not None and change.what == "trainer":
        return f"{text}, {say_when(session)} ({', '.join(change.after.trainer_ids) or 'autonomie'})"
    return f"{text}, {say_when(session)}"


def _tell_debts(before: Timetable, after: Timetable) -> None:
    was, now = (sum(d.due - d.planned for d in t.debts if d.source != "programme") for t in (before, after))
    if was != now:
        word = "de moins" if now < was else "de plus"
        say(f"Heures restant à placer : {clock(now)} ({clock(abs(now - was))} {word}).")


def _tell_front(result: Updated) -> None:
    """What a few changes more would buy, where they buy something."""
    lines, named, least = [], set(), result.front[0].cost if result.front else 0
    for offer in result.front[1:]:
        if offer.cost >= least:
            continue
        least = offer.cost
        gains = {key: offer.costs.get(key, 0) - result.front[0].costs.get(key, 0) for key in offer.costs}
        told = [f"{key} {gain:+d}" for key, gain in sorted(gains.items()) if gain]
        named |= {key for key, gain in gains.items() if gain}
        lines.append(f"--more {offer.more} : {count(offer.changes, 'changement')} en tout, {', '.join(told)}")
    if lines:
        say("Avec quelques changements de plus, on gagnerait en confort (moins, c’est mieux) :")
        listing([*lines, *(f"{rule.key} : {rule.statement}" for rule in RULES if rule.key in named)])


def _tell_decisions(done: Changed) -> None:
    """Who changes group in spite of a refusal, how many proposals were decided, where they stand."""
    honoured = done.honoured
    people = {k.proposal.target.apprentice_id: k.proposal.name for k in honoured.refusals}
    for change in done.result.diff.memberships:
        if change.apprentice_id in people:
            who, place = people[change.apprentice_id], where(honoured.new, change)
            say(f"Malgré le refus, {who} change de groupe ({place}) : le sien n’a pas pu être gardé.")
    for period in open_periods(honoured):
        mine = worth_a_line([k for k in honoured.kept if k.proposal.period_id == period.id])
        say(f"Régulation de {period.label} : {summed(mine)} ({dossier_folder(done.folder, period.id) / BOOK}).")
