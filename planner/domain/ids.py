"""Identifiers: each kind of thing has a type of its own, so that a room is never taken for a trainer."""

from typing import NewType

ApprenticeId = NewType("ApprenticeId", str)
BarretteId = NewType("BarretteId", str)
ClassId = NewType("ClassId", str)
CourseId = NewType("CourseId", str)
GroupId = NewType("GroupId", str)
ModuleId = NewType("ModuleId", str)
OpenPeriodId = NewType("OpenPeriodId", str)
PeriodId = NewType("PeriodId", str)
ProgrammeId = NewType("ProgrammeId", str)
RoomId = NewType("RoomId", str)
SessionId = NewType("SessionId", str)
SiteId = NewType("SiteId", str)
TrainerId = NewType("TrainerId", str)
