"""What `barrette why` prints."""

from collections.abc import Mapping
from typing import Any

from constraints import RULES
from planner.cli.show import filled, owed_to
from planner.cli.show.out import findings, listing, plain_findings, say
from planner.cli.work.filled import FilledWeek
from planner.cli.work.owed_to import PersonTold
from planner.cli.work.why import BEST, OtherPlaces, Why, WhyHere, WhyNot
from planner.domain import iso_clock
from planner.engine.change.repair_model import Place
from planner.folder.scene import AskedSession
from planner.why.chains import MoveChain
from planner.why.lifted import place_where_it_is
from planner.why.places import JudgedPlace
from planner.why.told import cost_lines, say_cost, say_place, say_step, say_touched, titled, told_once
from planner.words import count, say_all, say_day

OPEN_HOURS = "autres heures de sa semaine lui sont ouvertes"
FEW_FINDINGS = 4
"""Sentences that are shown of one rule: of a whole class, each person may have one."""


def plain(done: Why) -> dict[str, Any]:
    """The same for a program."""
    if isinstance(done, FilledWeek):
        return filled.plain(done)
    if isinstance(done, PersonTold):
        return owed_to.plain(done)
    found: dict[str, Any] = {**_plain_asked(done.asked)}
    if isinstance(done, WhyHere):
        found |= {"costs": _rounded(done.costs), "places": [_plain_place(p) for p in done.places]}
    elif isinstance(done, WhyNot):
        found |= {"at": _plain_place(done.judged), "findings": plain_findings(done.judged.findings)}
        found |= {
            "allowed": not done.judged.findings and done.opens is None,
            "in_the_way": [s.id for s in done.in_the_way],
        }
        found |= {"instead": _plain_place(done.instead) if done.instead else None}
        found |= {"chain": _plain_chain(done.chain) if done.chain else None, "opens": done.opens}
    else:
        found |= {"places": [_plain_place(p) for p in done.places], "chains": [_plain_chain(c) for c in done.chains]}
    return found


def _plain_asked(asked: AskedSession) -> dict[str, Any]:
    return {
        "session": asked.session.id,
        "place": _plain_spot(place_where_it_is(asked.session)),
        "with": [s.id for s in asked.others],
        "people": len(asked.people),
        "held": list(asked.held),
    }


def _plain_spot(place: Place) -> dict[str, Any]:
    day, start, end, team = place.option
    return {"date": day, "start": iso_clock(start), "end": iso_clock(end), "trainers": list(team), "room": place.room}


def _plain_place(one: JudgedPlace) -> dict[str, Any]:
    return {**_plain_spot(one.place), "cost": round(one.cost, 2), "costs": _rounded(one.costs)}


def _plain_chain(chain: MoveChain) -> dict[str, Any]:
    steps = [
        {"session": s.session.id, "with": [o.id for o in s.with_it], **_plain_spot(s.place), "people": len(s.people)}
        for s in chain.steps
    ]
    return {"moves": steps, "cost": round(chain.cost, 2), "people": len(chain.people)}


def _rounded(costs: Mapping[str, float]) -> dict[str, float]:
    return {key: round(units, 2) for key, units in sorted(costs.items())}


def tell(done: Why) -> None:
    """Where the session is, then the answer."""
    if isinstance(done, FilledWeek):
        filled.tell(done)
        return
    if isinstance(done, PersonTold):
        owed_to.tell(done)
        return
    asked = done.asked
    say(f"« {asked.session.label} », {say_place(asked.problem, place_where_it_is(asked.session))} [{asked.session.id}]")
    here = len(asked.timetable.attendees.get(asked.session.id, ()))
    with_others = f" ; {len(asked.people)} avec ce qui bouge avec elle" if len(asked.people) > here else ""
    say(f"{count(here, 'apprenant')} y {'sont attendus' if here > 1 else 'est attendu'}{with_others}.")
    if isinstance(done, WhyHere):
        _tell_here(done)
    elif isinstance(done, WhyNot):
        _tell_not(done)
    else:
        _tell_places(done)


def _tell_here(done: WhyHere) -> None:
    if done.asked.held:
        say("Ce qui la tient :")
        listing(done.asked.held)
    else:
        say("Rien ne la tient à cette heure : ni verrou, ni événement, ni lien.")
    if done.costs:
        say("Ce que sa présence ici coûte (+) ou épargne (−) aux préférences :")
        listing(cost_lines(done.costs, RULES))
    else:
        say("Aucune préférence ne s’y oppose.")
    if not done.places:
        search = "" if done.past else " ; --places cherche ce qui en ouvrirait une"
        say(f"Aucune autre heure de sa semaine ne lui est ouverte{search}.")
        return
    opened = count(len(done.places), "autre heure de sa semaine lui est ouverte", OPEN_HOURS)
    better = sum(p.cost < 0 for p in done.places)
    cheaper = f", dont {count(better, 'qui coûterait moins', 'qui coûteraient moins')}" if better else ""
    say(f"{opened}{cheaper}. {'La voici' if len(done.places) == 1 else 'Les meilleures'} :")
    listing([_place_line(done.asked, p) for p in done.places[:BEST]])


def _tell_not(done: WhyNot) -> None:
    asked, problem = done.asked, done.asked.problem
    where = say_place(problem, done.judged.place)
    _tell_held(asked)
    if done.opens is not None:
        say(f"Cette heure est passée ou annoncée : rien n’y vient avant le {say_day(done.opens)}.")
    if not done.judged.findings:
        say(f"{_capital(where)} : aucune règle impérative ne s’y oppose.")
        _tell_difference(done.judged)
        return
    say(f"{_capital(where)} : non, parce que")
    findings(told_once(problem, done.judged.findings), FEW_FINDINGS)
    if done.in_the_way:
        say("Séances en cause :")
        listing([titled(s) for s in done.in_the_way])
    if done.judged.costs:
        _tell_difference(done.judged)
    if done.instead is not None:
        say(f"Possible à cette heure autrement : {say_place(problem, done.instead.place)}.")
        _tell_difference(done.instead)
    elif done.chain is not None:
        say(f"Possible en {len(done.chain.steps)} déplacements, essayés et vérifiés règle par règle :")
        listing([say_step(problem, step) for step in done.chain.steps])
        people = count(len(done.chain.people), "apprenant concerné", "apprenants concernés")
        say(f"En tout : {say_cost(done.chain.cost)} pour les préférences, {people}.")
    elif not done.searched:
        say("Rien n’a été cherché pour l’ouvrir : ce qui la tient ne bouge pas.")
    elif done.in_the_way:
        say("Aucun enchaînement de trois déplacements au plus ne l’ouvre, parmi ceux qui ont été essayés.")
    else:
        say("Aucune autre séance n’est en cause : en déplacer n’y changerait rien.")


def _tell_held(asked: AskedSession) -> None:
    if asked.held:
        say("Ce qui la tient où elle est :")
        listing(asked.held)


def _tell_places(done: OtherPlaces) -> None:
    asked = done.asked
    _tell_held(asked)
    if not done.places and not done.chains:
        moved = ", même en déplaçant jusqu’à deux autres séances" if done.searched else ""
        say(f"Aucune autre place dans sa semaine{moved}.")
        return
    if done.places:
        say("Libres, la moins coûteuse d’abord :")
        listing([_place_line(asked, p) for p in done.places])
    if done.chains:
        say("Possibles en déplaçant d’autres séances, vérifiées règle par règle (en entier : --session … --at) :")
        listing([_chain_line(asked, c) for c in done.chains])


def _tell_difference(one: JudgedPlace) -> None:
    if one.costs:
        say(f"Pour les préférences, {say_cost(one.cost)} par rapport à sa place :")
        listing(cost_lines(one.costs, RULES))
    else:
        say("Pour les préférences, cette place vaut l’autre.")


def _place_line(asked: AskedSession, one: JudgedPlace) -> str:
    session, option = asked.session, one.place.option
    adults = {*session.trainer_ids, *option.team, *(t for s in asked.others for t in s.trainer_ids)}
    touched = say_touched(asked.problem, asked.people, adults)
    return f"{say_cost(one.cost)} : {say_place(asked.problem, one.place)} ({touched})"


def _chain_line(asked: AskedSession, chain: MoveChain) -> str:
    place, others = chain.steps[-1].place, [f"« {s.session.label} »" for s in chain.steps[:-1]]
    adults = frozenset(t for s in chain.steps for t in s.trainers)
    return (
        f"{say_cost(chain.cost)} : {say_place(asked.problem, place)}, en déplaçant {say_all(others)} "
        f"({say_touched(asked.problem, chain.people, adults)})"
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
