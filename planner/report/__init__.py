"""What is told of a timetable: figures, differences, changes in words."""
