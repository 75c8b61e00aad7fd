"""The dossier of a regulation, as a page and as a workbook."""
