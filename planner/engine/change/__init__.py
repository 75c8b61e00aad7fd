"""A re-solve: what may not stand any more, what falls due again, the fewest changes, ways out of an hour.

An update is directed by `planner/engine/again.py` and, for times, by `times`. In the order in which they are asked:

- what was cancelled or missed so far: `due_again`, `realised`; whom and what the change concerns: `touched`,
  `put_off`
- what the workbook says by itself: `renew` (events, later the hours of courses, with `fewer_hours` and `more_hours`),
  `fallen`, `pasted`
- people who come, go or change class: `attendance`, `stay`; who has no seat in a course: `no_seat`
- what an earlier change took, at its hour again: `given_back` with `swapped`, `suspended` for groups; what it sent
  elsewhere, or moved to make room: `home_again`; seats that people had meanwhile: `made_up`
- what cannot stand: `week_sessions`, `crossed_events`, `crossed_courses`, `long_limits`; another place in its week:
  `repair` with `repair_model`, `really_there`, `piece`, `borne`, `team_rooms`, `missed_there`; in another week:
  `elsewhere` with `left`, `mended`, `joint_weeks`, `crossed_parts`
- hours of barrettes and open periods to add or to drop: `renew_support`
- seats for everyone: `seating`, `group_before` where a result is withdrawn, then `regulate` for groups made anew
- what is told: `kept_out`, `alone`, `noticed`, `fewest`, `same_names`, all in an `updated.Updated`

Three commands change a timetable without an update: `barrette replace` (`ways_out`, `way_taken`), `barrette move`
(`make_room`) and lists edited by hand (`edits`). Updates and edits move sessions by the verbs of `moving`.
"""
