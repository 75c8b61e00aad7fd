"""Writers: what a finished timetable becomes. Each module is imported only when its files are asked for."""
