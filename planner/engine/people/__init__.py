"""Sessions of people: entry modules, needs on personal days, hours missed or freed, visits."""
