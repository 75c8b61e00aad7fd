"""The papers of a day or of a week, as pages to print and as workbooks."""
