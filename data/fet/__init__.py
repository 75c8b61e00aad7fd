"""Coming from FET, the free timetabler of schools: a ``.fet`` file in, the lines of a workbook out.

In the order of the reading: `file` (the file as plain values), `stated` (what its constraints ask), `clock` (its days
and hours as ours), `naming`, `people` (classes and trainers), `possible` (hours that activities may have), `merging`
(activities to courses), `places` (rooms), `ties` (links and limits), `settings`, `lines` (the sheets), `notes` (the
first one); `chosen` and `left` say what was chosen where FET says nothing, and what no sheet can say.
"""
