"""Columns about those who travel, shared by several sheets: shortest day, first arrival, last departure."""

from data.sheets.columns import Column


def min_day_columns(note: str) -> tuple[Column, ...]:
    """The shortest day worth coming for, and whether it binds."""
    return (
        Column(
            "min_day",
            "minimum par jour",
            "hours",
            note=f"{note} ; préférence, sauf « minimum impératif »",
            synonyms=("min par jour",),
            field="min_day",
            low=0,
            high=720,
        ),
        Column(
            "min_day_hard",
            "minimum impératif",
            "bool",
            note="Le minimum par jour est une règle impérative [non]",
            field="min_day_hard",
        ),
    )


def travel_columns(strength: str) -> tuple[Column, ...]:
    """The earliest start and the latest end of a day, by weekday if they differ; ``strength``: whether they bind."""
    return (
        Column(
            "arrival",
            "première arrivée",
            "clocks",
            note=f"Pas de séance avant cette heure : {strength}",
            synonyms=("arrivée",),
        ),
        Column(
            "departure",
            "dernier départ",
            "clocks",
            note=f"Pas de séance après cette heure (train, car) : {strength}",
            synonyms=("départ",),
        ),
    )
