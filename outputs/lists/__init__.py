"""The lists that a planner reads beside the timetable, as plain rows under French headers."""
