"""The week: items, options, the model, placing, polishing, rooms."""
