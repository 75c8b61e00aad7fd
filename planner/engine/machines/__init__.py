"""Where islands are planned: here, in processes beside this one, or on other machines.

`interface` says what all have in common (`submit`, then `gather`), and plans here, one after the other; `processes` and
`cluster` are the others. What is planned is the same in each of them.
"""
