"""Barrettes and open periods: which groups open, with whom and where, and who joins which.

Three doors write on the board: `final` composes the barrettes of whole periods, `open_periods` the open hours, `seats`
a few people with all others held; `all_periods` goes from period to period. `week/precompose.py` (a rough guess before
the weeks) and `placeable` (a bound) write nowhere. All go the same way:

- the question: `occasions` (who is there, who and what is free), `carried`, `scene`
- the model: `setup` or `held`, with `catalogue`, `suiting`, `strands`, `helpers`, `rooms`, `with_others`; then
  the rules speak to it
- the answer: `compose` (hours owed first), `beside` for who then has nothing, `plan`, `standing` where groups stand
  already, `staffing`, `same_rooms`
- the groups: `read` with `split`; `teaching` alone for hours that carry a course
- the board: `sessions`, and again the three doors, which ask the rules about each person; once all is on it, `steady`
  asks the periods of a barrette together; `ordinary_rooms` and `naming` at the very end
"""
