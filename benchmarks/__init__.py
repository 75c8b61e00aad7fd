"""Measures that anybody can run again: ``python -m benchmarks COMMAND``."""
