"""What a week of somebody may hold at most or at least: sheet *Limites*."""

from dataclasses import dataclass

from planner.domain.ids import ClassId, CourseId, RoomId, TrainerId

DAY_TOO_MANY, AFTERNOON, LATE_START, SITE_CHANGE = 120, 60, 60, 60
"""What a day, an afternoon (or a day in a window), a late start and a change of site too many weigh beside minutes."""


@dataclass(frozen=True, slots=True)
class WeekLimit:
    """A line of *Limites*, for each of some trainers, classes (part by part) and rooms. Durations are in minutes.

    None where nothing is asked. Gaps are the teaching time between the first and the last session of a day in which
    nothing takes place. ``run``: hours on end, which lunch alone interrupts, or a slot without session.
    """

    trainer_ids: tuple[TrainerId, ...] = ()
    class_ids: tuple[ClassId, ...] = ()
    room_ids: tuple[RoomId, ...] = ()
    """Of rooms: gaps, days, afternoons, a window, hours on end and of a day; what is said of comings is not."""
    course_ids: tuple[CourseId, ...] = ()
    """The only courses that count; empty: whatever fills the time. For what is bounded above by sessions alone."""
    gaps_day: int | None = None
    gaps_week: int | None = None
    days: int | None = None
    """Days of a week with any session, at most."""
    least_days: int | None = None
    """The same at least, or as many as they may come."""
    afternoons: int | None = None
    """Afternoons of a week with any session, at most."""
    window_days: int | None = None
    """Days of a week with any session in a window of the day, ``window_from`` to ``window_to``, at most."""
    window_from: int = 0
    window_to: int = 24 * 60
    run: int | None = None
    most_day: int | None = None
    least_day: int | None = None
    """Of a day that has any session."""
    late_starts: int | None = None
    """Days of a week that may begin at the second slot; the others begin at the first."""
    site_changes_day: int | None = None
    """Changes from one site to another in a day, at most."""
    site_changes_week: int | None = None
    hard: bool = True
    """A rule; else a wish, with a cost."""
