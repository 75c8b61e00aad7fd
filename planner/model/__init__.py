"""Models of one thing at several stages, as arrays; thin and typed, so that rules stay readable."""

from planner.model.audience import audiences, calls, open_minutes
from planner.model.day_length import DayLength, day_lengths, presence_days
from planner.model.linear import LinearModel, Row
from planner.model.links import keep_link
from planner.model.master import Demand, MasterModel
from planner.model.rooms import RoomModel
from planner.model.waiting import waiting
from planner.model.week import FillBudget, Item, Option, Placed, SpanBudget, WeekModel

__all__ = [
    "DayLength",
    "Demand",
    "FillBudget",
    "Item",
    "LinearModel",
    "MasterModel",
    "Option",
    "Placed",
    "RoomModel",
    "Row",
    "SpanBudget",
    "WeekModel",
    "audiences",
    "calls",
    "day_lengths",
    "keep_link",
    "open_minutes",
    "presence_days",
    "waiting",
]
