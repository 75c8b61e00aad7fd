"""The engine: from a `Problem` to a `Timetable`, stage after stage. The only place that uses ortools."""
