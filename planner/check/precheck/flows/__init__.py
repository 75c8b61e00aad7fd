"""Pre-checks by flows: hours that fit one by one, and not connected."""
