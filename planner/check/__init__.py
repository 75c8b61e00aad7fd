"""What is checked without the engine: a finished timetable, and a workbook before any search."""
