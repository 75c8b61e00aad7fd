"""Lists that were written for the planner, or by other programs, and come back with what was typed in them."""
