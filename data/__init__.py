"""The workbook: its schema declared once; reader, template writer, reference page; samples."""
