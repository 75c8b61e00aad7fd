"""The board: the planner's screen in a browser, on the planner's own machine.

A layer like the command line: it asks `planner.folder.desk` and the other services, and writes what they answer as
pages and JSON. `door` says who may come in, `guard` what a request may be, `app` which address answers what, `shown`
and `judged` what the screen is told, `run` starts it. Nothing here knows a rule or the store.
"""
