"""Pages: internal, own, of the centre, of the hall, of trainers."""
