"""What `barrette why --apprentice` prints; ``public``: what may be read out, without level, need nor reason."""

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from typing import Any

from outputs.labels import public_label
from outputs.lists.tables import target_name
from planner.cli.show.out import listing, say
from planner.cli.work.owed_to import NeedTold, PersonTold
from planner.domain import Problem, Session, clock, iso_clock
from planner.hours.owed import SOURCE_PROGRAMME
from planner.why.hours_due import HoursSought
from planner.words import DAY_NAMES, count, learner_name, room_name, say_all, say_minutes, say_when, trainer_name


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
            "solutions": [
                {
                    "kind": s.kind,
                    "module": s.module.id,
                    "minutes": s.minutes,
                    "trainer": s.trainer_id,
                    "instead_of": [session.id for session in s.left],
                    "sessions": [_plain_session(session) for session in s.sessions],
                }
                for s in (one.sought.solutions if one.sought else ())
            ],
            "no_solution": one.sought.none if one.sought else "",
        }
        for one in done.needs
    ]
    return {"apprentice": done.learner.id, "needs": rows, "left": done.left}


def _plain_session(session: Session) -> dict[str, Any]:
    return {
        "date": session.day,
        "start": iso_clock(session.start),
        "end": iso_clock(session.end),
        "trainers": list(session.trainer_ids),
        "room": session.room_id,
    }


def tell(done: PersonTold) -> None:
    """Need by need, or what may be read out."""
    if done.public:
        _tell_public(done)
        return
    if not done.needs:
        say(f"{done.learner.name} : aucune heure due.")
        return
    say(f"{done.learner.name} (document interne) :")
    for same in _alike(done.needs):
        _tell_need(done, same)


def _alike(needs: Sequence[NeedTold]) -> list[list[NeedTold]]:
    """Needs that differ in their deadline alone together, where all of each is planned; the others by themselves."""
    found: dict[Hashable, list[NeedTold]] = {}
    for number, one in enumerate(needs):
        debt = one.debt
        told = debt.told or debt.planned < debt.due or one.groups or one.result
        same = number if told else (debt.target, debt.source, debt.due)
        found.setdefault(same, []).append(one)
    return list(found.values())


def _tell_need(done: PersonTold, same: Sequence[NeedTold]) -> None:
    one, debt = same[0], same[0].debt
    target = f"« {one.name} »" if one.name else "Accompagnement"
    promised = " (promis par le programme)" if debt.source == SOURCE_PROGRAMME else ""
    hours = f"{say_minutes(debt.planned)} sur {say_minutes(debt.due)}"
    when = f"d’ici le {debt.deadline:%d/%m/%Y}"
    if len(same) > 1:
        when = f"{len(same)} fois, échéances du {debt.deadline:%d/%m/%Y} au {same[-1].debt.deadline:%d/%m/%Y}"
    say(f"{target}{promised} : {hours}, {when}.")
    lines = []
    if one.result:
        found, level = one.result
        lines.append(
            f"d’où viennent ces heures : {found.domain}, niveau {level} ({debt.source} du {found.on:%d/%m/%Y})"
        )
    elif debt.source != SOURCE_PROGRAMME:
        lines.append(f"d’où viennent ces heures : {debt.source}")
    given = target_name(done.problem, debt.target) if debt.target else ""
    beside_it = given if given != one.name else ""
    for group in one.groups:
        team = say_all(trainer_name(done.problem, t) for t in group.trainer_ids)
        others = len(group.apprentice_ids) - 1
        beside = f", avec {count(others, 'autre', 'autres')}" if others else ""
        where = f", {room_name(done.problem, group.room_id)}" if group.room_id else ""
        whose = f"« {beside_it} »" if beside_it else "ce module"
        lines.append(f"groupe : celui de {whose}{f', {team}' if team else ''}{where}{beside}")
    if one.sessions:
        of_it = f"de « {beside_it} »" if beside_it else "de ce module ou de ce volet"
        lines.append(f"séances {of_it} : {_hours(one.sessions)}")
    if debt.told:
        lines.append(f"motif de ce qui reste : {debt.told}")
    if one.sought is not None:
        lines += _solutions(done.problem, one.sought)
    listing(lines)


def _solutions(problem: Problem, found: HoursSought) -> Iterator[str]:
    """What would plan the hours that are left, with what is to be written in the workbook; then why nothing else."""
    need = found.need
    for number, solution in enumerate(found.solutions):
        hours = f"{say_minutes(solution.minutes)}{' de plus' if number else ''}"
        when = " ; ".join(_when(problem, session) for session in solution.sessions)
        if solution.trainer_id is not None:
            who = trainer_name(problem, solution.trainer_id)
            skill = f"si {who} a aussi la compétence « {solution.module.id} » (feuille « Formateurs »), "
        else:
            skill = ""
        lost = say_all(f"« {s.label} » {say_when(s)}" for s in solution.left)
        where = f"à la place de {lost}, que seul le programme promet : " if lost else "hors des barrettes, "
        yield f"solution essayée, toutes règles vérifiées : {skill}{hours} {where}{when}"
    for module in dict.fromkeys(solution.module.id for solution in found.solutions):
        person = learner_name(problem, need.apprentice_id)
        yield (
            f"à écrire dans « Besoins » : apprenants « {person} », cible « {module} », réponse « séance à part », "
            f"ouvert le {need.opens:%d/%m/%Y}, échéance {need.deadline:%d/%m/%Y} ; puis barrette update"
        )
    if found.none:
        rest = f"le reste ({say_minutes(found.left - found.given)}) n’a" if found.solutions else "ces heures n’ont"
        yield f"{rest} aucune solution en ajoutant des séances, quel que soit le formateur : {found.none}"


def _when(problem: Problem, session: Session) -> str:
    """« mardi 15 septembre de 16 h 30 à 17 h 30 (Meunier Simon, Salle 1) »."""
    where = [trainer_name(problem, t) for t in session.trainer_ids]
    where += [room_name(problem, session.room_id)] if session.room_id else ["à distance"]
    return f"{say_when(session)} ({', '.join(where)})"


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
