"""Why a session stands where it stands, and not elsewhere: asked of the rules themselves, on the board as it is.

`lifted` takes a session off the board with all that changes hour with it; ``places`` asks the rules of each place;
``chains`` looks for moves of others that open a place. Nothing here is kept: the board is as it was afterwards.
"""
