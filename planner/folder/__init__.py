"""A folder of results and all that stands in it: the workbook it comes from, its files, versions, calendars, dossiers.

Plain arguments in, frozen values out, or `Refused`; nothing is printed. It is the one place below the command line that
knows the rules, the workbook and every output.
"""
