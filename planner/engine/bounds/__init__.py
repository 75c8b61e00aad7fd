"""What the preferences of a timetable cost at the least: a bound that is proven, criterion by criterion.

Of all timetables that keep to the same *frame* as the one that is read, none costs less. The frame (see `frame`):

- every course has in each week the sessions that it has here: as many, as long, with the same team;
- whatever is no course, or stands already by the workbook, is at its hour, with its adults and its people: barrettes,
  open periods, events, visits, people's own hours;
- at each hour of support everyone is in a module that is for them (what they owe, what their level and their choice
  allow, what they have here), each has an hour of every strand of which they have one here, and a group of a module
  opens for as many people as usual unless it is smaller here;
- nobody has less of any need than here: hours owed come before all else, and one person's are not taken for another's.
  The level beside pays only needs of which nothing, or less than is planned, is given here by their own module. Whoever
  comes to a group, and nobody else but for an absence, is on its list.

Free are the days, hours and rooms of courses, and who does what, with which of these adults, at the hours of support.

One criterion is bounded at a time (`Rule.least`, `support` for the hours owed, `changes` for what people change), each
by a relaxation that any timetable of the frame meets, so that the sum of the bounds is one. A criterion of which
nothing is known has the bound 0: no preference costs less than nothing. Only the problem and the timetable are read,
so the bound of a timetable is the same whoever made it, with however many workers.
"""
