"""What is well written and yet doubtful: without effect, unlikely, nearly a known name, at odds with other sheets."""
