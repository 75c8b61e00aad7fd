"""What clashes, and what would cure it: asked of the models of weeks, on the facts of the workbook themselves.

- a question: what is to be placed, and where (`question`); the models that answer it, built by the rules (`models`)
- what a planner can change, each with its sentence and its cell (`facts`, and `facts_*` by subject)
- a minimal set of these that clash (`shrink`), the changes that cure it, each tried (`cures`)
- all of it for a workbook, or for what a timetable left out (`clashes`)

Nothing here places anything for good. A set is told only where it is proven under two searches, and each of its facts
is needed: without any one of them a model says where everything would go.
"""
