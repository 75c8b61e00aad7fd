"""Lists that other programs of a centre export (classes, people, rooms, courses, sessions), merged into a workbook."""
