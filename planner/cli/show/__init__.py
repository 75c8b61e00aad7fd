"""What the commands print of the values that their work returns: French lines, or JSON."""
