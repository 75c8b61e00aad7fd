"""Free rooms and free trainers at each slot, to replace somebody or to find a place."""

from collections.abc import Iterator

from outputs.lists.tables import Table, Value
from outputs.papers.model import Page, Paper, Today, listed, whole
from planner.domain import AM, PM, Kind, Room, Session, SiteId, Slot, Trainer, away, rooms_beside


def free(today: Today) -> Page:
    """A line per slot and site."""
    site = ("Site",) if today.many_sites else ()
    headers = (
        *site,
        "Heure",
        "Salles libres (places)",
        "Formateurs libres, déjà au centre",
        "Autres, sans séance cette demi-journée",
    )
    widths = (*(14 for _ in site), 22, 54, 42, 42)
    note = "Les indisponibilités du classeur sont déduites. Groupes : combien peuvent encore y travailler."
    table = Table("Libres", headers, widths, tuple(_rows(today)), note)
    return Page(today.name, "Salles et formateurs libres", table)


def _rows(today: Today) -> Iterator[tuple[Value, ...]]:
    problem = today.problem
    opened = problem.open_mask(today.day)
    places = [room for room in problem.rooms.values() if not room.implied]
    for site in dict.fromkeys(room.site_id for room in places):
        bells = problem.bells_at(site)
        for slot in bells.days[today.day.weekday()]:
            half = AM if slot.start < bells.noon(today.day.weekday()) else PM
            if not opened & half:
                continue
            idle = [t for t in problem.trainers.values() if _idle(today, t, site, slot)]
            here = [_adult(today, t) for t in idle if _near(today, t, half)]
            others = [_adult(today, t) for t in idle if not _near(today, t, half)]
            rooms = [found for room in places if room.site_id == site and (found := _room(today, room, slot))]
            where = (today.site_name(site),) if today.many_sites else ()
            yield (*where, whole(slot.start, slot.end), listed(rooms), listed(here), listed(others))


def _adult(today: Today, trainer: Trainer) -> str:
    role = "" if trainer.teaches else today.reader.name(trainer.role, "")
    name = today.reader.name(trainer.name, trainer.id) or "Formateur"
    return f"{name} ({role})" if role else name


def _near(today: Today, trainer: Trainer, half: int) -> bool:
    """Whether somebody works at the centre in that half-day anyway."""
    return any(s.kind != Kind.VISIT and today.half(s) & half for s in _taken(today, trainer))


def _taken(today: Today, trainer: Trainer) -> list[Session]:
    """What somebody leads on the day, and what they spend beside somebody."""
    return [*today.taught.get(trainer.id, ()), *today.helping.get(trainer.id, ())]


def _idle(today: Today, trainer: Trainer, site: SiteId, slot: Slot) -> bool:
    """Whether somebody may be asked: no session then, no absence, and not on another site on that day."""
    own = _taken(today, trainer)
    sites = {s.site_id for s in own} or set(trainer.sites)
    if sites and site not in sites:
        return False
    busy = any(s.start < slot.end and slot.start < s.end for s in own)
    return not busy and not away(trainer.absences, today.day, slot.start, slot.end)


def _room(today: Today, room: Room, slot: Slot) -> str:
    """``Salle 1 (20)``, or the groups that a shared place can still take; empty when it is taken or closed."""
    beside = rooms_beside(today.reader.problem, room.id)
    taken = [s.room_id for s in today.held if s.room_id in beside and s.start < slot.end and slot.start < s.end]
    left = max(1, room.shared) - len(taken) if set(taken) <= {room.id} else 0
    if left <= 0 or away(room.absences, today.day, slot.start, slot.end):
        return ""
    groups = f", {left} groupe{'s' if left > 1 else ''}" if room.shared > 1 else ""
    name = today.reader.place(room.id) or "Salle"
    return f"{name} ({room.seats}{groups})"


def free_papers(days: tuple[Today, ...]) -> tuple[Paper, ...]:
    """One line a slot."""
    about = "Qui peut remplacer, où mettre un groupe de plus."
    return (Paper("libres", "Libres", about, tuple(map(free, days)), landscape=True),)
