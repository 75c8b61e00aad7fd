"""`barrette feeds`: the published calendars and their pages, served to those who know their secret names.

`shelf` finds and reads the files, `site` answers requests, `run` starts it. It needs uvicorn alone.
"""
