"""What `barrette update` prints."""

from collections.abc import Sequence
from typing import Any

from constraints import RULES
from outputs.differences import FILE, PAGE
from outputs.dossier.write import BOOK, dossier_folder
from planner.cli.show.debts import debt_lines, debt_title
from planner.cli.show.effects import effect_lines, left_lines, move_lines, small_groups
from planner.cli.show.out import TRIED, broken, listing, not_kept, plain_findings, say
from planner.cli.show.people import (
    PEOPLE,
    notice_lines,
    plain_alone_hour,
    plain_notice,
    seat_lines,
)
from planner.cli.work.update import Changed
from planner.domain import ApprenticeId, Session
from planner.engine.change.updated import Updated
from planner.folder.watched import MINORS, alone_lines
from planner.regulation.dossier import open_periods
from planner.regulation.honoured import Honoured
from planner.regulation.needs import where
from planner.regulation.states import summed, worth_a_line
from planner.report.compare import SeatChange
from planner.words import count

NOTHING_CHANGES = "Rien ne change dans l’emploi du temps."
NOTHING_MOVES = "Aucun changement de place, de formateur ni de groupe"
MOST_OF_A_KIND, FEW_OF_A_KIND = 6, 3
"""Lines of one kind that are shown; the file has the others."""


def plain(done: Changed) -> dict[str, Any]:
    """What the update did, for a program."""
    result = done.result
    return {
        **result.timetable.summary,
        "version": done.number,
        "changes": [{"kind": c.kind, "text": c.text} for c in done.changes],
        "changed_sessions": len(result.diff.counted),
        "memberships": len(result.diff.regrouped),
        "bound": result.bound,
        "proven": result.proven,
        "counted": result.diff.cost,
        "fewest": result.fewest,
        "surely": result.surely,
        "seats": [_seat(seat) for seat in result.diff.seats],
        "alone": [plain_alone_hour(row) for row in result.alone],
        "notices": [plain_notice(row) for row in done.notices],
        "front": [{"more": o.more, "changes": o.changes, "costs": dict(o.costs)} for o in result.front],
        "left": [row.session_id for row in result.rows],
        "stuck": list(result.stuck),
        "apart": list(result.apart),
        "diff": [
            {"session": c.session.id, "what": c.what, "before": _at(c.before), "after": _at(c.after)}
            for c in result.diff.sessions
        ],
        "findings": plain_findings(broken(done.report)),
        "regulation": _decided(done.honoured),
    }


def _seat(seat: SeatChange) -> dict[str, Any]:
    return {"apprentice": seat.apprentice_id, "before": seat.before.id, "after": seat.after.id}


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
    """What the update would do, or has done: what is touched and for whom, what moves, what has no place, what is owed.

    Folded, so that one event is a few lines; the whole list is in a file, which the last line names.
    """
    _tell_counts(done)
    _tell_all("", effect_lines(done))
    _tell_all("Change de place ou de formateur :", move_lines(done))
    _tell_all("Changent de groupe ou de séance :", seat_lines(done.honoured.new, done.result.diff), FEW_OF_A_KIND)
    _tell_all("L’heure demandée pour ces barrettes n’est pas possible, et l’ancienne est gardée :", done.result.stuck)
    _tell_all("Ne reviennent pas à leur heure (leurs apprenants y ont une autre place) :", done.result.apart)
    _tell_all("Continuent avec moins d’inscrits que leur minimum :", small_groups(done))
    _tell_all("Séances non placées :", left_lines(done))
    _tell_all(PEOPLE, notice_lines(done.honoured.new, done.notices))
    _tell_all(MINORS, alone_lines(done.honoured.new, done.result.alone), FEW_OF_A_KIND)
    _tell_debts(done)
    _tell_front(done.result)
    _tell_decisions(done)
    if done.worse:
        not_kept("ce résultat ne respecterait", broken(done.report))
    elif done.number is None:
        say(f"{TRIED} Toute la liste : la même commande avec --json.")
    elif not done.new:
        say(f"Rien n’a changé : la version {done.number} reste la dernière.")
    else:
        say(f"Gardé : version {done.number}. Pour que les calendriers suivent : barrette publish.")
        say(f"Toute la liste : {done.folder / 'interne' / FILE} ({PAGE} par personne ; documents internes).")


def _tell_all(title: str, lines: Sequence[str], most: int = MOST_OF_A_KIND) -> None:
    """A few lines under a title, the rest counted."""
    if lines and title:
        say(title)
    listing(lines, most)


def _tell_counts(done: Changed) -> None:
    """How many changes, whether fewer would do, and whom they concern."""
    diff = done.result.diff
    if diff.empty:
        say(NOTHING_CHANGES)
        return
    parts = [
        (len(diff.counted), "séance change de place ou de formateur", "séances changent de place ou de formateur"),
        (len(diff.regrouped), "changement de groupe", "changements de groupe"),
        (len(diff.seats), "changement de séance", "changements de séance"),
    ]
    said = ", ".join(count(*part) for part in parts if part[0])
    said += f" ({count(len({s.apprentice_id for s in diff.seats}), 'apprenant')})" if diff.seats else ""
    changes = f"{count(diff.cost, 'changement')}{_proof(done.result)} : {said}" if said else NOTHING_MOVES
    rest = [
        (sum(c.what == "added" for c in diff.sessions), "séance ajoutée", "séances ajoutées"),
        (sum(c.what == "cancelled" for c in diff.sessions), "séance annulée", "séances annulées"),
    ]
    also = "".join(f" ; {count(*part)}" for part in rest if part[0])
    say(f"{changes}{also} ; {count(len(_concerned(done)), 'apprenant concerné', 'apprenants concernés')}.")


def _proof(result: Updated) -> str:
    """What is proven of the number of changes, all of them counted; nothing where nothing is."""
    if result.surely:
        return " (on ne peut pas faire moins)"
    return f" (il en faut au moins {result.fewest})" if result.fewest else ""


def _concerned(done: Changed) -> set[ApprenticeId]:
    """Everyone of whom a session, a group or an attendance differs."""
    diff = done.result.diff
    people = {p.apprentice_id for p in diff.people} | {m.apprentice_id for m in diff.memberships}
    for change in diff.sessions:
        if change.what != "content":
            for timetable in (done.before, done.result.timetable):
                people |= {r.apprentice_id for r in timetable.attendees.get(change.session.id, ())}
    return people


def _tell_debts(done: Changed) -> None:
    """How much is left of what is owed, and what of it is asked for anew, with the reason."""
    now = done.result.timetable
    title, lines = debt_title(done.before, now), debt_lines(done.honoured.new, done.before, now)
    if title:
        say(f"{title} :" if lines else f"{title}.")
    _tell_all("" if title else "Heures dues sans place :", lines, FEW_OF_A_KIND)


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
        say("Avec quelques changements de plus, les journées seraient meilleures (moins, c’est mieux) :")
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
