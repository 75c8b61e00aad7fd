"""Places and what they cost in words: what the command line and the board say alike."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from planner.domain import ApprenticeId, Problem, Session, TrainerId, clock
from planner.engine.change.repair_model import Place
from planner.rule import Finding, Rules
from planner.why.chains import ChainStep
from planner.why.lifted import place_where_it_is
from planner.words import count, learner_name, room_name, say_all, say_day, say_number, say_some, trainer_name


def say_cost(units: float) -> str:
    """« + 60 », « − 20 », « 0 »."""
    whole = round(units)
    return f"{'+' if whole > 0 else '−'} {say_number(abs(whole))}" if whole else "0"


def cost_lines(costs: Mapping[str, float], rules: Rules) -> list[str]:
    """Each preference with what it counts, the dearest first."""
    statements = {rule.key: rule.statement for rule in rules}
    rows = sorted(costs.items(), key=lambda row: (-row[1], row[0]))
    return [f"{say_cost(units)} : {statements[key].rstrip('.')} ({key})" for key, units in rows]


def say_touched(problem: Problem, people: Iterable[ApprenticeId], adults: Iterable[TrainerId]) -> str:
    """Whom a change concerns: « 12 apprenants ; Durand Paul »."""
    names = sorted(trainer_name(problem, t) for t in adults)
    told = [count(len(set(people)), "apprenant"), *([say_some(names)] if names else [])]
    return " ; ".join(told)


def say_place(problem: Problem, place: Place) -> str:
    """« mardi 8 septembre, 10 h – 12 h, Salle 1, Durand Paul »."""
    day, start, end, team = place.option
    told = [say_day(day), f"{clock(start)} – {clock(end)}"]
    told += [room_name(problem, place.room)] if place.room else []
    told += [say_all(trainer_name(problem, t) for t in team)] if team else []
    return ", ".join(told)


def titled(session: Session) -> str:
    """« Mathématiques – CAP cuisine 1, mardi 8 septembre, 10 h – 12 h »."""
    return f"{session.label}, {say_day(session.day)}, {clock(session.start)} – {clock(session.end)}"


def say_step(problem: Problem, step: ChainStep) -> str:
    """« Maths – CAP 1 » : where it was → where it goes, what goes with it, whom it concerns."""
    number = len(step.with_it)
    with_it = f", avec {count(number, 'autre séance', 'autres séances')} de la même heure" if number else ""
    was, now = say_place(problem, place_where_it_is(step.session)), say_place(problem, step.place)
    return f"« {step.session.label} » : {was} → {now}{with_it} ({say_touched(problem, step.people, step.trainers)})"


def told_once(problem: Problem, found: Iterable[Finding]) -> list[Finding]:
    """What is the same of several people said once: of the first of them, with the names of the others."""
    alike: dict[tuple[str, str, str], list[Finding]] = {}
    for n, finding in enumerate(found):
        name = learner_name(problem, finding.people[0]) if len(finding.people) == 1 else ""
        if name and finding.text.startswith(name):
            alike.setdefault((finding.key, finding.text.removeprefix(name), ""), []).append(finding)
        else:
            alike[finding.key, finding.text, str(n)] = [finding]
    told = []
    for first, *others in alike.values():
        names = say_some(learner_name(problem, other.people[0]) for other in others)
        text = f"{first.text.rstrip('.')} (de même pour {names})." if others else first.text
        told.append(replace(first, text=text))
    return told
