"""The term: which sessions of each course fall in each week, with which team; when barrettes are due."""
