"""Who is owed what, and what is paid: levels, rules of need, explicit needs, entry, missed hours, balances, ledger."""
