"""A re-solve: what may not stand any more, what falls due again, the fewest changes, ways out of an hour."""
