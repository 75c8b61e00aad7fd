"""Excel files: the whole timetable, and a file per class, trainer and room to hand out."""
