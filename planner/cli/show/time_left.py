"""How long a search goes on once it is asked to stop: what is left of it is cut short, but for the groups."""

from collections.abc import Mapping

USUAL: Mapping[str, float] = {
    "répartition des cours sur les semaines": 0.8,
    "horaires des barrettes": 3.2,
    "composition des groupes": 1.6,
    "placement des semaines": 12.8,
    "attribution des salles": 0.4,
    "présence des apprenants": 0.2,
    "modules d’entrée": 0.3,
    "séances à reporter": 0.6,
    "groupes définitifs": 12.7,
    "besoins personnels": 0.2,
}
"""Stage → seconds of `small`, seed 1, one worker, in order: what each is of a search, whatever the machine."""
CUT: Mapping[str, float] = {
    "répartition des cours sur les semaines": 0.3,
    "horaires des barrettes": 0.3,
    "placement des semaines": 0.1,
}
"""Stages that a stop cuts short, and the share of them that is left (45 s into `small`: 8 of 75 s of weeks)."""
LEAST = 5.0
"""Seconds below which nobody is told how many there are."""


def time_left(stage: str, elapsed: float) -> str:
    """« encore 2 min environ » at a stage that a run has come to in so many seconds; empty where that is not known."""
    name = stage.rpartition(" : ")[2] if stage.rpartition(" : ")[2] in USUAL else stage
    if name not in USUAL:
        return ""
    order = list(USUAL)
    # The stage of the moment counts among those done, whose pace tells how fast the machine is.
    done = sum(USUAL[one] for one in order[: order.index(name) + 1])
    left = sum(USUAL[one] * CUT.get(one, 1.0) for one in order[order.index(name) + 1 :])
    left += USUAL[name] * CUT.get(name, 0.5)
    seconds = left * elapsed / done
    if seconds < LEAST:
        return ""
    return (
        f"encore {round(seconds / 60)} min environ"
        if seconds >= 90
        else f"encore {max(10, round(seconds, -1)):.0f} s environ"
    )
