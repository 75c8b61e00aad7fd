"""The JSON of a benchmark: the machine, the command, and a record per instance, absent values null."""

import json
import os
import platform
from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

FIELDS = (
    *("instance", "seed", "workers", "sizes", "seconds_first", "seconds", "seconds_export", "deterministic_time"),
    *("memory_mb", "unplaced", "hard_violations", "objective", "components", "bound", "gap", "reference", "verified"),
)


def record(instance: str, **values: Any) -> dict[str, Any]:
    """One record; fields of the contract that are not given are null, except the maps, which are empty."""
    empty: dict[str, Any] = dict.fromkeys(FIELDS) | {"sizes": {}, "components": {}, "reference": {}}
    return empty | {"instance": instance} | values


def machine() -> dict[str, Any]:
    """Cores and versions."""
    try:
        ortools = version("ortools")
    except PackageNotFoundError:
        ortools = None
    return {"cores": os.cpu_count(), "python": platform.python_version(), "ortools": ortools}


def write(path: Path, benchmark: str, command: Sequence[str], records: Sequence[Mapping[str, Any]]) -> None:
    """Write the file of one benchmark."""
    content = {"benchmark": benchmark, "machine": machine(), "command": " ".join(command), "records": list(records)}
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
