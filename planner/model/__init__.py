"""Models of one thing at several stages, as arrays; thin and typed, so that rules stay readable."""

from planner.model.audience import audiences, open_minutes
from planner.model.linear import LinearModel, Row
from planner.model.master import Demand, MasterModel
from planner.model.rooms import RoomModel
from planner.model.week import Item, Option, WeekModel

__all__ = [
    "Demand",
    "Item",
    "LinearModel",
    "MasterModel",
    "Option",
    "RoomModel",
    "Row",
    "WeekModel",
    "audiences",
    "open_minutes",
]
