"""The week: items, options, the model, placing, polishing, rooms.

`weeks` directs, for a first solve; each week goes through `solve`:

- what is to be placed: `items`; where each may go: `item_options`; all as a model: `model`
- the search: `place`, then `polish`; rooms for all weeks at the end: `rooms`
- before that, what weeks have in common: `templates` (usual hours), `calm_hours`, `losing_hours`, `free_half_days`,
  `precompose`
- after it: `relocate` (another week), `tied` (what cannot stay because of others), `left_out` (why)

What is decided stands in a `draft`, until people are present and the board takes over. An update does not come this
way: it repairs weeks that stand (`change/repair.py`), and shares `items`, `item_options` and `tied`.
"""
