"""Whatever program wrote the file: archive, cells, tables, and the values that people type."""
