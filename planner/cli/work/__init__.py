"""What the commands do: plain arguments in, frozen values out, or `Refused`; nothing is printed here."""
