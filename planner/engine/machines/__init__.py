"""Where islands are planned: here, in processes beside this one, or on other machines.

`interface` is the one interface (`submit`, then `gather`) and planning here, one after the other; `processes` and `cluster`
are the others. What is planned is the same in each of them.
"""
