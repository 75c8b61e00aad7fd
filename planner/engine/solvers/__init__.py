"""Models solved: CP-SAT, HiGHS, and pieces of a large model."""
