"""The seven files of ``DIR/csv``, written and read back."""
