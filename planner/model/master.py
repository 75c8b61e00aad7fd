"""The term: how many sessions of each course fall in each week, and which team takes the course."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from planner.domain import ClassId, CourseId, TrainerId
from planner.model.linear import LinearModel


@dataclass(frozen=True, slots=True)
class Demand:
    """``count`` sessions of one length (teaching minutes) of a course, for a part of it or for all.

    ``weeks``: Monday → the most sessions of this demand that the week can hold (calendar, days, one a day).
    ``wanted``: Monday → how many one would like there (even rhythm, pattern of lengths).
    """

    course_id: CourseId
    part: str
    minutes: int
    count: int
    class_ids: tuple[ClassId, ...]
    teams: tuple[tuple[TrainerId, ...], ...]
    weeks: Mapping[date, int]
    wanted: Mapping[date, int]


@dataclass
class MasterModel(LinearModel):
    """``sessions(d, week, team)``: number of sessions of demand ``d`` in a week taken by a team.

    A course keeps one team: the engine adds that row; `takes` is its variable.
    """

    demands: tuple[Demand, ...]
    reserved: Mapping[tuple[TrainerId, date], int] = field(default_factory=dict)
    """Minutes already promised by a trainer in a week (barrettes, fixed events)."""
    held: Mapping[tuple[ClassId, date], int] = field(default_factory=dict)
    """Minutes of a class already taken in a week (barrettes, open periods, fixed events)."""
    weights: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        LinearModel.__init__(self, self.weights)
        self._n: dict[tuple[int, date, int], int] = {}
        self._by_class: dict[ClassId, list[int]] = {}
        self._of: list[list[int]] = [[] for _ in self.demands]
        self._team: dict[tuple[CourseId, int], int] = {}
        for d, demand in enumerate(self.demands):
            for class_id in demand.class_ids:
                self._by_class.setdefault(class_id, []).append(d)
            for week, most in demand.weeks.items():
                for t in range(max(1, len(demand.teams))):
                    self._n[d, week, t] = self.new_int(0, min(most, demand.count))
                    self._of[d].append(self._n[d, week, t])
        self.missing = [self.new_int(0, demand.count) for demand in self.demands]

    def sessions(self, demand: int, week: date, team: int) -> int:
        """Variable: sessions of a demand in a week with a team."""
        return self._n[demand, week, team]

    def takes(self, course_id: CourseId, team: int) -> int:
        """Variable: 1 when the course is given to its ``team``-th alternative."""
        if (course_id, team) not in self._team:
            self._team[course_id, team] = self.new_bool()
        return self._team[course_id, team]

    def all(self, demand: int) -> list[int]:
        """Every sessions variable of a demand."""
        return list(self._of[demand])

    def of_class(self, class_id: ClassId) -> list[int]:
        """Numbers of the demands of a class, in order."""
        return self._by_class.get(class_id, [])

    def in_week(self, demand: int, week: date) -> list[int]:
        """Sessions variables of a demand in a week."""
        teams = max(1, len(self.demands[demand].teams))
        return [self._n[demand, week, t] for t in range(teams) if (demand, week, t) in self._n]
