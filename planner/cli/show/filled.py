"""What `barrette why --trainer`, `--room` or `--class` prints."""

from typing import Any

from planner.cli.show.out import listing, say
from planner.cli.work.filled import FilledWeek
from planner.domain import clock, iso_clock
from planner.why.filled import FilledDay, MayLeave
from planner.words import count, room_name, say_all, say_day, say_minutes, say_week

MOST_LEAVING = 15
"""Sessions that could be elsewhere which are shown, the rest counted."""


def plain(done: FilledWeek) -> dict[str, Any]:
    """The same for a program."""
    days = [
        {
            "date": day.day,
            "sessions": [s.id for s in day.sessions],
            "holes": [{"start": iso_clock(start), "end": iso_clock(end)} for start, end in day.holes],
        }
        for day in done.days
    ]
    leaving = [
        {
            "session": one.session.id,
            "cost": round(one.best.cost, 2),
            "date": one.best.place.option.day,
            "start": iso_clock(one.best.place.option.start),
            "room": one.best.place.room,
            "others": one.others,
        }
        for one in done.leaving
    ]
    return {
        "kind": done.kind,
        "name": done.name,
        "week": done.week,
        "minutes": done.minutes,
        "held": done.held,
        "days": days,
        "leaving": leaving,
    }


def tell(done: FilledWeek) -> None:
    """The week day by day, then what could leave."""
    number = sum(len(day.sessions) for day in done.days)
    if not number:
        say(f"{done.name}, {say_week(done.week)} : aucune séance.")
        return
    most = f", {say_minutes(done.most)} au plus par semaine" if done.most is not None else ""
    week = say_week(done.week) + ("" if done.chosen else ", la plus remplie (--date pour une autre)")
    say(f"{done.name}, {week} : {say_minutes(done.minutes)} en {count(number, 'séance')}{most}.")
    listing([_day(day) for day in done.days])
    elsewhere = "dans une autre salle ou à une autre heure" if done.kind == "room" else "à une autre heure"
    if done.leaving:
        say(f"Pourraient être {elsewhere}, de la moins coûteuse à la plus coûteuse :")
        listing([_leaving(done, one) for one in done.leaving], MOST_LEAVING)
    elif done.held < number:
        say(f"Aucune séance ne peut être {elsewhere} cette semaine sans en déplacer d’autres.")
    if done.held:
        say(f"Tenues où elles sont (verrou, événement, délai de prévenance) : {count(done.held, 'séance')}.")


def _day(day: FilledDay) -> str:
    """« lundi 7 septembre : 8 h – 9 h Mathématiques … (heures creuses : 9 h – 10 h) »."""
    held: dict[tuple[int, int], list[str]] = {}
    for session in day.sessions:
        held.setdefault((session.start, session.end), []).append(session.label)
    told = [f"{clock(start)} – {clock(end)} {say_all(dict.fromkeys(names))}" for (start, end), names in held.items()]
    holes = [f"{clock(start)} – {clock(end)}" for start, end in day.holes]
    free = f" (heures creuses : {say_all(holes)})" if holes else ""
    return f"{say_day(day.day)} : {' ; '.join(told)}{free}"


def _leaving(done: FilledWeek, one: MayLeave) -> str:
    session, option = one.session, one.best.place.option
    whole = round(one.best.cost)
    cost = f"{'+' if whole > 0 else '−'} {abs(whole)}" if whole else "0"
    where = f"{say_day(option.day)}, {clock(option.start)} – {clock(option.end)}"
    where += f", {room_name(done.problem, one.best.place.room)}" if one.best.place.room else ""
    rest = f" (et {count(one.others, 'autre heure', 'autres heures')})" if one.others else ""
    hour = f"{say_day(session.day)}, {clock(session.start)} – {clock(session.end)}"
    return f"{cost} : « {session.label} », {hour} → {where}{rest}"
