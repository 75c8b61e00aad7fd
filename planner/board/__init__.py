"""The timetable as it is being written: sessions and their people, who is called when, hours taken."""
