"""The domain written back as rows of the workbook, sheet by sheet."""
