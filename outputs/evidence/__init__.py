"""The reports of the file for the auditor: each made once of typed tables, written as a workbook and as a page."""
