"""What beats what: every price of the engine, by the question in which it is weighed.

Prices of one question are compared with each other and with the weights of the preferences, which each rule of
`constraints` keeps in its own file; those of two questions never meet. ``tests/planner/test_prices.py`` says which
order must hold between them, and up to what size. A limit of work, a gap or the size of a neighbourhood is no price and
stays where it is used.
"""

# The term: in which week, with which team.

QUARTER_WITHOUT_WEEK = 10_000
"""A quarter of an hour of a session that no week takes: no rhythm is worth an hour not given."""
LOCKED_WEEK = 400_000
"""A session that no week has where a lock asks for it: worth more than half a day of lessons without a week."""
OFF_PATTERN = 40
"""A session more or less than the weekly pattern that the workbook asks for."""
UNEVEN = 40
"""A session more or less than the even share of a volume that is only given for the term."""
NEARLY_FULL = 1
"""A quarter of an hour of a trainer or a class above most of what a week holds: it leaves the week hard to place."""

# A week: what is placed, at which hour.

COURSE_HOUR_OUT = 100
"""An hour of a course left out of its week: the unit of the others."""
BARRETTE_OUT = 500
"""An occurrence of a barrette left out: several classes at once lose what they are owed."""
OPEN_OUT = 200
"""An occurrence of an open period left out: it holds support, but nothing that is taught."""
FIXED_OUT = 10_000
"""An event, or a session that stands already, left out: it is promised at that hour and has no other."""
OUT_BESIDE_PREFERENCES = 1_000
"""One unit of the four above, where they are weighed with preferences: all is placed before it is comfortable."""
ADULT_LACKING = 60
"""A trainer whom a barrette lacks at its hour while its groups are not composed yet: a preference of weight."""
OWED_MINUTE_LOST = 3
"""A minute owed that the hour of a barrette or open period cannot give in an average week: what P1 counts for it."""
HOUR_IMPOSSIBLE = 600
"""A week of the term that has no such hour: it takes another one, at which its groups find their trainers by chance."""

# A day: in which room.

NO_ROOM = 1_000
"""A session without a room: it does not take place."""
FIXED_WITHOUT_ROOM = 10_000
"""The same where the workbook says its hour: the others may go to another one."""
BARRETTE_ROOM_LOST = 300
"""A room that a barrette loses: its groups are composed again, so that a course comes first."""
OTHER_THAN_CLAIMED = 1
"""Another room than the one claimed for a class with its trainers: it tells rooms apart that cost the same."""

# The half-days that a trainer keeps free, in minutes to move away from each.

LOCKED_HALF_DAY = 1_000_000
"""A lock on the half-day: it is taken only where nothing else is left."""
WISHED_HALF_DAY = 90
"""What a wish to be free takes off: an hour and a half of lessons is moved for it."""
BARRETTE_ON_HALF_DAY = 45
"""A barrette that the trainer may lead, but others too: less than an hour of their own lessons."""

# The groups of a barrette or open period.

NOWHERE = 200_000
"""A person with no place at an occasion where all must be somewhere."""
UNWATCHED_MINORS = 50_000
"""A place of autonomy without an adult, while a minor is there."""
NOT_WHERE_FORCED = 50_000
"""A person who is not in what a lock says."""
IMPERATIVE_PROMISE = 40_000
"""A promise of support that the programme makes imperative: more than all the hours one may owe in a stay."""
STRAND_NEVER_MET = 600
"""A strand that a class has never had: a little less than an hour owed, which comes first."""
STRAND_OF_PERSON = 1_200
"""A strand of which a person has had nothing: an hour of it comes before any one hour owed, and before two of none."""
PROMISE = 180
"""A promise of support, for a stay: a quarter of an hour owed."""
TEACHER_WATCHES = 20
"""A trainer who could lead a group watches instead."""
NOBODY_WATCHES = 2 * TEACHER_WATCHES
"""A place of autonomy for adults alone without anybody: allowed, and the last resort."""
ADULT_WATCHES = 1
"""An adult who watches: no more of them than it takes."""
TRAINER_MORE = 60
"""Each trainer that an activity knows in a period after the first: people keep theirs for all of it."""
TRAINER_FAR = 3
"""One step away of such a trainer: from what the module serves, the class, the trade. No reason for a second one."""
STRANGER_LEADS = 20
"""A person at an hour whose module somebody else leads already in the period."""
LED_GROUP = 3
"""A led group that opens: an adult and a room, so two half-empty ones are not worth it."""
SPECIAL_ROOM = 300
"""Support in a room that courses ask for by its type: half an hour owed, so that it is the last seat there is."""
ALONE_GROUP = 1
"""A group of autonomy that opens in a place."""
FILLS_UP = 600
"""A person for an hour in what is not for them, to fill it up: so that two have what they are owed, not for one."""
LEVEL_BESIDE = 120
"""A person for an hour in a group of the level beside, which pays what their own module cannot give."""
SECOND_LEVEL = 400
"""A second level of one domain for a person in a period: a change of group, as from one period to the next."""
STRAND_MINUTE = 1
"""A minute that a person lacks of the share of a strand."""

# Groups that stand already and are composed again, by occasion.

MOVED_PERSON = 30
"""A person in another activity: an hour owed is worth about twenty of them."""
OTHER_TRAINER = 30
"""A trainer who did not have the group."""
OTHER_KIND_OF_ROOM = 5
"""A room of another kind than the one that stands."""

# Groups of several periods asked about together, everybody in the same module in each (a change of module: P3).

LED_HOUR_LEFT = 150
"""An hour in autonomy for one that somebody leads, though nothing owed is lost: less than a change of module."""

# A seat after a change, everyone else held where they are, for a person at one hour.

OTHER_GROUP = 100
"""In another group than so far: more than an hour and a half of a strand, which is no reason to leave a group."""
NOT_ON_LIST = 60
"""In a group whose list they are not on."""
IDLE_WHILE_OWED = 30
"""In autonomy while hours are owed."""
ALONE_ANEW = 200
"""In autonomy where there was none: after any group that suits."""
NOT_FOR_THEM = 1_000
"""In a group that is not for them: after autonomy before an adult."""
NEXT_BEST = 2
"""The next best trainer or room of a group that lost its own."""
SESSION_MORE = 100
"""A session more at the hour."""
MOST_FOR_HEADS = 20
"""What the people of a group cost at most: the smaller one is chosen where all else is equal."""

# Who sits in which of several parallel groups.

LIMIT_BROKEN = 10_000
"""A person too many for the seats, too few in a group, in a room that is wrong for them, or beside the wrong one."""
CHANGED_GROUP = 30
"""A person away from the usual group."""
LEVEL_APART = 20
"""A level that a person is away from the group's."""
CROWDED = 10
"""A person above the size that urgent needs allow."""
SIZE_SQUARED = 2
"""A group by the square of its size: equal sizes are the cheapest."""

# Which trainer takes which group of a carried course, in a period.

SECOND_TRAINER = 100
"""A group that has another trainer already this period."""
TRAINER_OF_ANOTHER = 50
"""A group that takes the trainer of another one as its first."""
TRAINER_AWAY = 10
"""An occasion at which the trainer is away."""
NEW_TO_GROUP = 3
"""A trainer who did not have the module before."""

# People's sessions.

SUPPORT_MISSED = 3
"""Minutes of a course that a minute of support is worth, when an entry block takes people away from either: hours owed
have few other places."""

# What somebody leaves of a day that an arrangement makes shorter, in minutes of a general course at its edge.

LOST_PRACTICE = 3
"""Minutes that one on machines, or in a room of a special type, is worth: it is given nowhere else."""
HOLE_OF_ONE = 30
"""A session inside the day: an hour of waiting, but better than an hour more."""
LOST_BEFORE = 4
"""Minutes of the course missed on other days that weigh as one: not always the same course."""
LOST_UNOWED = 4
"""Minutes of support that is owed to nobody which are worth one of a course …"""
LOST_WAITING = 8
"""… and of autonomy, which goes first."""

# A re-solve: as few changes as may be.

HOUR_LOST = 100_000
"""One unit of what a session left out is worth (below): no number of changes is too many to place it."""
SESSION_CHANGED = 1_000
"""A session that changes at all, or the study of one that is freed from it: before what changes in it."""
OTHER_WEEK = 200
"""A session that goes to another week: less than one more change."""
OTHER_TIME = 60
"""Another hour, and for each of its people one more up to as much again: it touches all of them."""
TOUCHED = 60
"""People at most who add to the price of another hour."""
OTHER_DAY = 10
"""Another day beside another hour."""
COURSE_MISSED = 11
"""Somebody who can never be there at the other hour: another day, before they miss the course …"""
MISSED_HEADS = 5
"""… and one more for each of so many people at most."""
OTHER_COLLEAGUE = 10
"""A colleague in place of a trainer."""
STRANGER = 15
"""A colleague who has no session with the class, beside that."""
OTHER_ROOM = 2
"""Another room: people only read a sign."""
STRANGE_ROOM = 1
"""One in which the class never is with its trainers, beside that."""
IDLE_CHANGE = 1
"""A change more than the fewest, where some are accepted for quality: it has to bring something."""

# What an hour of a session that stands is worth, where each group is on its own.

GROUP_HOUR_LOST = 100
"""An hour of a group of a barrette, as of a course …"""
GROUP_HEAD_LOST = 4
"""… and for each person in it: a full group before a small one …"""
GROUP_HEADS = 20
"""… up to so many."""
PERSON_HOUR_LOST = 80
"""An hour of somebody's own session."""
OPEN_HOUR_LOST = 60
"""An hour of one class in an open period."""


def minute_owed(priority: int) -> int:
    """What a minute owed and not planned costs by its priority, 1 being the first (P1)."""
    return max(4, 7 - priority)
