"""What an update says of the lines of *Présences*: those that mean no session, those that differ, those too early."""

from collections.abc import Iterator
from datetime import date

from planner.domain import Came, Problem, RollLine, Timetable, roll_call
from planner.domain.roll_call import RollCall
from planner.listener import Listener
from planner.words import bulleted, count, say_minutes

SHEET = "Feuille « Présences »"


def tell_rolls(problem: Problem, before: Timetable, first: date, listener: Listener) -> None:
    """Warn of every line with which nothing can be done, and of those that say two things; nothing is refused.

    ``problem``: as typed; ``before``: the timetable that the lines are about; ``first``: the first day to come.
    """
    lines = list(_told(problem, before, first))
    if lines:
        listener.warn(f"{SHEET} : {count(len(lines), 'remarque')}.")
    for line in bulleted(lines):
        listener.warn(line)


def _told(problem: Problem, before: Timetable, first: date) -> Iterator[str]:
    call = roll_call(problem, before)
    known = set(before.summary.get("realised", ()))
    for line, why in call.strays:
        # What an update has taken away since was told when it was still there.
        if line.session_id not in known:
            yield f"{_where(line)} : {why} ; ligne sans effet."
    for one, other, (session_id, person) in call.clashes:
        name = problem.learners[person].name if person in problem.learners else person
        yield (
            f"lignes {one} et {other} : elles ne disent pas la même chose de {name} à « {session_id} » ; la ligne "
            f"{other} est suivie."
        )
    yield from _too_late(before, call)
    early = {
        said.row for (key, _who), told in call.told.items() if before.session[key].day > first for said in told.values()
    }
    for row in sorted(early):
        yield (
            f"ligne {row} : la séance n’a pas encore eu lieu, elle n’est pas comptée ; pour une absence à venir, "
            "remplissez « Indisponibilités »."
        )
    present = {(key, who) for (key, who), told in call.told.items() if any(s.came.there for s in told.values())}
    for row_done in problem.realised:
        held = {who for key, who in present if key == row_done.session_id}
        against = held if row_done.cancelled else held & set(row_done.absent_ids)
        if against:
            what = "annulée" if row_done.cancelled else "manquée"
            yield (
                f"la séance « {row_done.session_id} » est {what} d’après « Réalisé », et "
                f"{count(len(against), 'personne')} y {'était' if len(against) == 1 else 'étaient'} d’après "
                "« Présences » : « Réalisé » est suivi ; corrigez l’une des deux feuilles."
            )


def _too_late(before: Timetable, call: RollCall) -> Iterator[str]:
    """Delays as long as the session, or longer: nothing of it is counted as attended."""
    said: dict[int, str] = {}
    for (session_id, _who), told in call.told.items():
        session = before.session[session_id]
        for one in told.values():
            if one.came == Came.LATE and one.late >= session.minutes:
                said.setdefault(one.row, f"{say_minutes(one.late)}, la séance {say_minutes(session.minutes)}")
    for row, what in sorted(said.items()):
        yield f"ligne {row} : le retard dure {what} ; rien n’y est compté comme suivi. Vérifiez les minutes."


def _where(line: RollLine) -> str:
    return f"ligne {line.row}"
