"""Who is really expected where: calendars, roll, arrangements and absences, person by person, as the days fill.

What the workbook says of somebody on a day (`Problem.presence`, `here`, `barred`) with what the board already gives
them that day. These are quick first questions that spare most placements the rules; they promise nothing the rules
would not: whatever passes here is still judged (`Board.allowed`).

Minutes are teaching minutes; spans are in minutes after midnight.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from planner.domain import ApprenticeId, Learner, Problem, Session, SiteId, away
from planner.hours.person import off_company
from planner.placement import BoardView


@dataclass(eq=False)
class Presence:
    """Answers about people, with what they are already doing on the board.

    One belongs to each board (``board.presence``); it holds nothing that could grow old.
    """

    problem: Problem
    board: BoardView
    limited: bool = True
    """Whether the most hours of a day and of a week count; without them, only calendars, absences and clashes do."""

    def busy(self, learner: ApprenticeId, day: date) -> Sequence[Session]:
        """What a learner does on a day, in no order."""
        return self.board.attended(learner, day)

    def clashes(self, learner: ApprenticeId, day: date, start: int, end: int) -> list[Session]:
        """Sessions of a learner that overlap a span, which is more than to touch it; what has no hour overlaps none."""
        held = self.busy(learner, day)
        return [s for s in held if s.start < end and start < s.end and s.modality != "remote_async"]

    def day_minutes(self, learner: ApprenticeId, day: date) -> int:
        """Teaching minutes of a learner on a day so far; what is done at a distance in one's own time apart."""
        return sum(s.minutes for s in self.busy(learner, day) if s.modality != "remote_async")

    def week_minutes(self, learner: ApprenticeId, day: date) -> int:
        """Teaching minutes of a learner in the week of a day so far."""
        first = day.toordinal() - day.weekday()
        return sum(self.day_minutes(learner, date.fromordinal(first + n)) for n in range(7))

    def allowed(self, learner: Learner, day: date, start: int, end: int, minutes: int) -> bool:
        """Whether closures, own absences, arrangements and daily limits leave the span to the learner, class or not.

        It does not look at what they have then (`clashes`), nor whether their calendar has them at the centre
        (`reaches`).
        """
        if away(learner.absences, day, start, end) or self.problem.barred(learner.id, day, start, end):
            return False
        home = learner.membership(day)
        bells = self.problem.bells_of(home.class_id) if home else self.problem.bells_at("")
        half = bells.half(day.weekday(), start, end)
        if self.problem.closed_halves.get(day, 0) & half:
            return False
        if home is not None and half & self.problem.open_mask(day) & ~self.problem.open_for(home.class_id, day):
            return False
        if home is not None and away(self.problem.classes[home.class_id].off_hours, day, start, end):
            return False
        # Those in a course at a distance in their own time are not at the centre: such hours are in no day.
        return not self.limited or self.day_minutes(learner.id, day) + minutes <= self.problem.longest_day(learner, day)

    def in_week(self, learner: Learner, day: date, minutes: int) -> bool:
        """Whether the weekly limit leaves so many more minutes in the week of a day. A minor is one on that day."""
        settings = self.problem.settings
        most = settings.week_limit(learner.minor(day))
        return not self.limited or self.week_minutes(learner.id, day) + minutes <= most

    def in_reach(self, people: Iterable[Learner], day: date, start: int, end: int, site: SiteId) -> bool:
        """Whether those who come have the time to travel from what they have before a span, and to what follows.

        Always True for who follows from elsewhere, and where the centre has one site or the site is not known.
        """
        travel = self.problem.travel
        if not travel or not site:
            return True
        for learner in people:
            for held in self.busy(learner.id, day) if not learner.remote else ():
                room = self.problem.rooms.get(held.room_id) if held.room_id else None
                other = (room.site_id if room else SiteId("")) or held.site_id
                # What is followed from elsewhere is no journey; a session without a site is taken to be where they are.
                if held.modality not in ("on_site", "blended") or not other:
                    continue
                late = held.end <= start < held.end + travel.get((other, site), 0)
                # From what comes before to here, and from here to what follows: each in its own direction.
                if late or end <= held.start < end + travel.get((site, other), 0):
                    return False
        return True

    def with_class(
        self, learner: Learner, day: date, start: int, end: int, minutes: int, *, busy: bool = False
    ) -> bool:
        """Whether a learner is expected with the class during a span, may be there, and does nothing else.

        What courses, barrettes and open periods ask of each of their people; the weekly limit is not among it.
        ``busy``: whatever else they have then.
        """
        return (
            self.problem.here(learner, day, start, end)
            and self.allowed(learner, day, start, end, minutes)
            and (busy or not self.clashes(learner.id, day, start, end))
        )

    def off_company(self, learner: Learner, day: date) -> bool:
        """Whether a day away from the class is free of the company: no contract in force, or work not begun."""
        return off_company(self.problem, learner, day)

    def reaches(self, learner: Learner, day: date, start: int, end: int) -> bool:
        """Whether a learner is there for the whole of a span, or is on a half-day that is free of the company."""
        return self.problem.here(learner, day, start, end) or (
            not self._there(learner, day, start, end) and self.off_company(learner, day)
        )

    def may_come(self, learner: Learner, day: date, start: int, end: int) -> bool:
        """Whether the calendar has a learner at the centre for the whole of a span, or the company leaves the day.

        Absences and arrangements are `allowed`'s question.
        """
        home = learner.membership(day)
        bells = self.problem.bells_of(home.class_id) if home else self.problem.bells_at("")
        half = bells.half(day.weekday(), start, end)
        # Half-days are compared as masks: somebody there in the morning only may not come to a span over noon.
        return self._there(learner, day, start, end) == half or self.off_company(learner, day)

    def _there(self, learner: Learner, day: date, start: int, end: int) -> int:
        """Half-days of a span on which the calendar has a learner at the centre."""
        home = learner.membership(day)
        bells = self.problem.bells_of(home.class_id) if home else self.problem.bells_at("")
        return bells.half(day.weekday(), start, end) & self.problem.presence(learner, day)
