"""What `barrette replace` prints."""

from typing import Any

from planner.cli.show.out import TRIED, kept_as, listing, not_kept, plain_findings, say
from planner.cli.show.people import plain_alone_hour
from planner.cli.work.choosing import NO_WAY
from planner.cli.work.replace import Offered
from planner.domain import Problem, Timetable, iso_clock, key
from planner.engine.change.way_taken import Choice
from planner.engine.change.ways_out import AbsentHour
from planner.folder.absence import Taken
from planner.folder.watched import MINORS, alone_lines
from planner.folder.ways import classes, people, refused_ways, title, way_out
from planner.words import count, of_name, say_day, say_minutes, trainer_name


def plain(done: Offered | Taken) -> dict[str, Any]:
    """What may be done, or what was decided, for a program."""
    if isinstance(done, Taken):
        return _plain_taken(done)
    rows = [
        {
            "sessions": [s.id for s in one.sessions],
            "start": iso_clock(one.first.start),
            "end": iso_clock(one.first.end),
            "people": len(people(done.gone.before, one.sessions)),
            "choices": [_plain_choice(done.gone.problem, done.gone.before, one, choice) for choice in one.choices],
        }
        for one in done.slots
    ]
    return {
        "trainer": done.gone.who,
        "date": done.gone.first,
        "sessions": rows,
        "events": [s.id for s in done.gone.events],
    }


def _plain_choice(problem: Problem, before: Timetable, one: AbsentHour, choice: Choice) -> dict[str, Any]:
    return {
        "kind": choice.kind,
        "trainer": choice.trainer_id,
        "own_class": choice.near,
        "week_minutes": choice.minutes,
        "text": way_out(problem, before, one, choice),
    }


def _plain_taken(done: Taken) -> dict[str, Any]:
    minutes, concerned = done.owed_more
    taken = [
        {"sessions": [s.id for s in one.sessions], **_plain_choice(done.problem, done.before, one, choice)}
        for one, choice in done.taken
    ]
    return {
        "version": done.number,
        "trainer": done.who,
        "taken": taken,
        "due_again_minutes": minutes,
        "due_again_people": concerned,
        "alone": [plain_alone_hour(row) for row in done.alone],
        "findings": plain_findings(done.broken),
    }


def tell(done: Offered | Taken) -> None:
    """The numbered list of what may be done, or what was decided."""
    if isinstance(done, Taken):
        _tell_taken(done)
    elif done.slots:
        _tell_offered(done)
    else:
        who = trainer_name(done.gone.problem, done.gone.who)
        say(f"{who} n’a pas de séance le {say_day(done.gone.first)} : rien à remplacer.")
        _tell_events(done)


def _tell_events(done: Offered) -> None:
    if done.gone.events:
        say("Y était aussi attendu, et se tiendra en son absence :")
        listing([title(session) for session in done.gone.events])


def _tell_offered(done: Offered) -> None:
    minutes = sum(one.first.minutes for one in done.slots)
    who = trainer_name(done.gone.problem, done.gone.who)
    say(
        f"Absence {of_name(who)}, {say_day(done.gone.first)} : {count(len(done.slots), 'séance')} "
        f"({say_minutes(minutes)} sur {say_minutes(done.week)} cette semaine)."
    )
    for number, one in enumerate(done.slots, start=1):
        expected = count(len(people(done.gone.before, one.sessions)), "apprenant")
        whose, said = classes(done.gone.problem, one.sessions), title(one.first)
        say(f"{number}. {said}{'' if whose in said else f' – {whose}'}, {expected}")
        for place, choice in enumerate(one.choices, start=1):
            say(f"   {place}) {way_out(done.gone.problem, done.gone.before, one, choice)}")
        for line in refused_ways(one):
            say(f"   – {line}")
        if not one.choices:
            names = [s.id for s in one.sessions if s.id in done.gone.locked]
            free = f"barrette unlock {done.folder} {' '.join(names)}"
            say(f"   verrouillée ; pour la libérer d’abord : {free}" if names else f"   {NO_WAY}")
    _tell_events(done)
    picks = ";".join(done.together)
    if len(done.together) < len(done.slots):
        say("Toutes n’ont pas de solution ici : inscrivez l’absence dans le classeur, feuille « Indisponibilités », et")
        say("lancez barrette update ; ou libérez ce qui est verrouillé.")
        return
    say("L’heure ne change pas. Pour choisir :")
    say(f'  barrette replace {done.folder} --trainer {_typed(done)} --date {done.gone.first} --choose "{picks}"')
    say("ou --best pour la meilleure solution de chacune.")


def _typed(done: Offered) -> str:
    """The absent trainer as one types it: by name, by code where two have it."""
    gone = done.gone
    name = trainer_name(gone.problem, gone.who)
    alike = sum(key(t.name) == key(name) for t in gone.problem.trainers.values())
    return f'"{name}"' if alike == 1 else str(gone.who)


def _tell_taken(done: Taken) -> None:
    """What was decided, what it costs, and the version it became."""
    for one, choice in done.taken:
        say(f"{title(one.first)} → {way_out(done.problem, done.before, one, choice)}")
    minutes, concerned = done.owed_more
    if minutes:
        say(f"Dû de nouveau : {say_minutes(minutes)} en tout, pour {count(concerned, 'apprenant')}.")
    if done.alone:
        say(MINORS)
        listing(alone_lines(done.problem, done.alone))
    if done.broken:
        not_kept("ces choix ne respecteraient", done.broken)
    elif done.number is None:
        say(TRIED)
    else:
        say(kept_as(done.number))
        say("Inscrivez aussi cette absence dans le classeur, feuille « Indisponibilités ».")
        if any(choice.kind in ("cancel", "cancel_all") for _one, choice in done.taken):
            say("Le prochain barrette update donnera une autre heure à ce qui est annulé, s’il y en a une.")
