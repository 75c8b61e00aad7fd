"""The store of a folder: every version of its timetable, with what planning knew when it was made."""
