"""H2b: nothing takes place while the centre, or the site of its room or of its class, is closed."""

from collections.abc import Hashable, Iterator

from planner.domain import ALL_DAY, AM, PM, Bells, Kind, Problem, Session, SiteId, Timetable, TrainerId
from planner.model import Item, Option
from planner.placement import BoardView, Placement
from planner.rule import Enforce, Finding, Rule
from planner.words import say_when

FREE = (Kind.FIXED, Kind.VISIT)
"""An exam or a visit may be on a day when the centre itself is closed."""


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Sessions on a day without bells, a closed day or a closed half-day, of the centre or of their site."""
    for session in timetable.sessions:
        if session.kind in FREE or session.modality == "remote_async":
            continue
        noon = _bells(problem, session).noon(session.day.weekday())
        shut = problem.closed_halves.get(session.day, 0)
        halves = (session.start < noon and shut & AM) or (session.end > noon and shut & PM)
        never = not any(bells.days[session.day.weekday()] for bells in problem.bells.values())
        if session.day in problem.closed or never or halves:
            text = f"Le centre est fermé {say_when(session)}, où « {session.label} » est placé."
            yield Finding("H2b", text, sessions=(session.id,))
        for site in sorted(_sites(problem, session)):
            shut = problem.closed_sites.get((site, session.day), 0)
            if (session.start < noon and shut & AM) or (session.end > noon and shut & PM):
                text = f"{_site(problem, site)} est fermé {say_when(session)}, où « {session.label} » est placé."
                yield Finding("H2b", text, sessions=(session.id,))


def _sites(problem: Problem, session: Session) -> set[SiteId]:
    """Sites that a session needs open: that of its room, and those of its classes."""
    room = problem.rooms.get(session.room_id) if session.room_id else None
    homes = {problem.classes[c].site_id for c in session.class_ids if c in problem.classes}
    return {room.site_id if room and room.site_id else session.site_id, *homes}


def _site(problem: Problem, site: SiteId) -> str:
    return f"Le site {problem.site_names.get(site, site)}"


def _bells(problem: Problem, session: Session) -> Bells:
    known = [c for c in session.class_ids if c in problem.classes]
    return problem.bells_of(known[0]) if known else problem.bells_at(session.site_id)


def _about(problem: Problem, item: Item, team: tuple[TrainerId, ...]) -> Hashable | None:
    """The bells that it follows, and its sites."""
    del problem, team
    return None if item.kind in FREE else (item.bells_ids[:1], item.site_id, item.class_ids)


def enforce_domain(problem: Problem, item: Item, option: Option) -> bool:
    """The centre, and the site, are open on every half-day that the option touches."""
    if item.kind in FREE:
        return True
    bells = problem.bells_at(item.bells_ids[0] if item.bells_ids else item.site_id)
    half = bells.half(option.day.weekday(), option.start, option.end)
    shut = ALL_DAY & ~problem.open_mask(option.day)
    for site in {item.site_id, *(problem.classes[c].site_id for c in item.class_ids if c in problem.classes)}:
        shut |= problem.closed_sites.get((site, option.day), 0)
    return not half & shut


def refuse(problem: Problem, board: BoardView, placement: Placement) -> Iterator[Finding]:
    """The centre, and its site, are open on every half-day that the session touches."""
    del board
    placed = placement.session
    if not placement.moves or placed.kind in FREE or placed.modality == "remote_async":
        return
    home = next((c for c in placed.class_ids if c in problem.classes), None)
    bells = problem.bells_of(home) if home is not None else problem.bells_at(placed.site_id)
    half = bells.half(placed.day.weekday(), placed.start, placed.end)
    if half & ~problem.open_mask(placed.day):
        text = f"Le centre est fermé {say_when(placed)}, où « {placed.label} » serait placé."
        yield Finding("H2b", text, sessions=(placed.id,))
    for site in sorted(_sites(problem, placed)):
        if half & problem.closed_sites.get((site, placed.day), 0):
            text = f"{_site(problem, site)} est fermé {say_when(placed)}, où « {placed.label} » serait placé."
            yield Finding("H2b", text, sessions=(placed.id,))


RULE = Rule(
    key="H2b",
    statement="Aucune séance n'a lieu un jour férié, pendant une fermeture du centre ou du site, ni un jour sans "
    "horaires (le dimanche, sauf si la feuille Horaires l'ouvre).",
    kind="hard",
    check=check,
    enforce=Enforce(domain=enforce_domain, about=_about, refuse=refuse),
)
