"""The engine: from a `Problem` to a `Timetable`. The only place that uses ortools."""
