"""The rules of a timetable, one a file, in the order of reports."""

from constraints import (
    h1a_trainer_once,
    h1b_room_once,
    h1c_learner_once,
    h2a_class_present,
    h2b_centre_open,
    h3c_course_per_day,
    h3d_crossed_parts,
    h4a_bells,
    h5a_room_type,
    h5b_room_seats,
    h5c_group_threshold,
    h5d_room_open,
    h6a_trainer_skill,
    h6b_trainer_available,
    h6c_trainer_hours,
    h6d_travel,
)
from planner.rule import Rule

RULES: tuple[Rule, ...] = (
    h1a_trainer_once.RULE,
    h1b_room_once.RULE,
    h1c_learner_once.RULE,
    h2a_class_present.RULE,
    h2b_centre_open.RULE,
    h3c_course_per_day.RULE,
    h3d_crossed_parts.RULE,
    h4a_bells.RULE,
    h5a_room_type.RULE,
    h5b_room_seats.RULE,
    h5c_group_threshold.RULE,
    h5d_room_open.RULE,
    h6a_trainer_skill.RULE,
    h6b_trainer_available.RULE,
    h6c_trainer_hours.RULE,
    h6d_travel.RULE,
)
"""Every rule, in the order of reports."""
