"""Barrettes and open periods: which groups open, with whom and where, and who joins which."""
