"""The rules of a timetable, one a file, in the order of reports."""

from constraints import (
    h7a_barrette_together,
    h7b_one_group_each,
    h8a_group_size,
    h8b_supervised_minors,
    h9a_support_each_stay,
    h9b_three_strands,
    h10a_entry_module,
    h10b_rights_and_safety,
    h10c_regulated_work,
    h11a_forbidden_hours,
    h11b_personal_day,
    h11c_room_feature,
    h11d_helper,
    h12_personal_absence,
    h13_co_teaching,
    h14_order,
    h15_locks,
    h16_distance,
    h17_fixed_events,
    h18_guidance_choice,
)
from planner.rule import Rule

RULES: tuple[Rule, ...] = (
    h7a_barrette_together.RULE,
    h7b_one_group_each.RULE,
    h8a_group_size.RULE,
    h8b_supervised_minors.RULE,
    h9a_support_each_stay.RULE,
    h9b_three_strands.RULE,
    h10a_entry_module.RULE,
    h10b_rights_and_safety.RULE,
    h10c_regulated_work.RULE,
    h11a_forbidden_hours.RULE,
    h11b_personal_day.RULE,
    h11c_room_feature.RULE,
    h11d_helper.RULE,
    h12_personal_absence.RULE,
    h13_co_teaching.RULE,
    h14_order.RULE,
    h15_locks.RULE,
    h16_distance.RULE,
    h17_fixed_events.RULE,
    h18_guidance_choice.RULE,
)
"""Every rule, in the order of reports."""
