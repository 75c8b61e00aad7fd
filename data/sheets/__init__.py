"""Each sheet and column of the workbook, declared once: reader, template, messages and reference derive from it."""
