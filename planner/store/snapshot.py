"""Domain values as plain JSON and back: what a version keeps of the workbook and of the timetable.

Raw results of positioning never enter a snapshot: each is replaced by the level it stands for.
"""

import hashlib
import json
import zlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, TypeVar, get_args, get_origin

from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override
from cattrs.preconf.json import JsonConverter, make_converter

from planner.domain import Problem, Result, ScaleBand, Session, Timetable, Unplaced
from planner.hours.levels import convert

Value = TypeVar("Value", Problem, Timetable)
Frozen = TypeVar("Frozen")

LEVELS = "niveaux 1-4"
"""Scale of the results of a snapshot: the level itself."""
SCALE = tuple(ScaleBand(LEVELS, str(n), str(n), n) for n in (1, 2, 3, 4))


def bare(problem: Problem) -> Problem:
    """The problem without raw results, origins in the workbook, nor an earlier timetable: what a version keeps.

    Two readings of workbooks that say the same to planning have equal bare problems.
    """
    learners = {
        key: replace(learner, results=tuple(_plain(problem, result) for result in learner.results))
        for key, learner in problem.learners.items()
    }
    scales = (*SCALE, *(band for band in problem.scales if band.scale != LEVELS))
    settings = replace(problem.settings, saved=None)
    return replace(
        problem,
        learners=learners,
        scales=scales,
        settings=settings,
        before=None,
        origins={},
    )


def _plain(problem: Problem, result: Result) -> Result:
    found = convert(problem.scales, result)
    return replace(result, value=str(found or ""), scale=LEVELS)


def pack(value: Problem | Timetable) -> bytes:
    """A value as compressed JSON; the same value gives the same bytes.

    Mappings keep their order, that of the workbook: what is made from a snapshot is what was made from the workbook.
    """
    text = json.dumps(_converter().unstructure(value), ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode("utf-8"), 6)


def unpack_problem(data: bytes) -> Problem:
    """The problem of a snapshot; raises ValueError when the bytes are damaged."""
    return _read(data, Problem)


def unpack_timetable(data: bytes) -> Timetable:
    """The timetable of a version; raises ValueError when the bytes are damaged."""
    return _read(data, Timetable)


def digest(data: bytes) -> str:
    """SHA-256 of packed bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def fingerprint(timetable: Timetable) -> str:
    """Hash of what is placed, owed and left out, whatever the order of the rows and the figures of the run."""
    rows = {
        name: tuple(sorted(getattr(timetable, name), key=repr))
        for name in ("sessions", "attendance", "groups", "debts", "unplaced")
    }
    return digest(pack(replace(timetable, summary={}, **rows)))


def _read(data: bytes, kind: type[Value]) -> Value:
    try:
        found: Value = _converter().structure(json.loads(zlib.decompress(data)), kind)
        return found
    except (zlib.error, ValueError, KeyError, TypeError, AttributeError, ExceptionGroup) as error:
        raise ValueError(f"unreadable {kind.__name__}") from error


def to_plain(value: Any) -> Any:
    """Any frozen value of the planner as what JSON holds."""
    return _converter().unstructure(value)


def from_plain(data: Any, kind: type[Frozen]) -> Frozen:
    """The value that `to_plain` was given."""
    return _converter().structure(data, kind)


_CONVERTERS: list[JsonConverter] = []


def _converter() -> JsonConverter:
    """Made once; mappings whose keys are no text become lists of pairs, sets sorted lists."""
    if not _CONVERTERS:
        converter = make_converter()
        converter.register_unstructure_hook_factory(_pairs, _pairs_out(converter))
        converter.register_structure_hook_factory(_pairs, _pairs_in(converter))
        converter.register_unstructure_hook_factory(_is_set, _set_out(converter))
        for row in (Session, Unplaced):
            _courses_as_one_text(converter, row)
        _CONVERTERS.append(converter)
    return _CONVERTERS[0]


def _courses_as_one_text(converter: JsonConverter, row: type[Session | Unplaced]) -> None:
    """Keep the courses of a row as one text or nothing, ``A;B``: the form of every version kept so far."""
    out = override(rename="course_id", unstruct_hook=lambda ids: ";".join(ids) or None)
    into = override(rename="course_id", struct_hook=lambda text, _kind: tuple(text.split(";")) if text else ())
    converter.register_unstructure_hook(row, make_dict_unstructure_fn(row, converter, course_ids=out))
    converter.register_structure_hook(row, make_dict_structure_fn(row, converter, course_ids=into))


def _pairs(kind: Any) -> bool:
    """Whether a type is a mapping whose keys JSON cannot have."""
    if get_origin(kind) is not Mapping:
        return False
    key = get_args(kind)[0]
    return getattr(key, "__supertype__", key) is not str


def _pairs_out(converter: JsonConverter) -> Callable[[Any], Callable[[Any], Any]]:
    def factory(kind: Any) -> Callable[[Any], Any]:
        keys, values = get_args(kind)

        def out(mapping: Any) -> Any:
            return [[converter.unstructure(k, keys), converter.unstructure(v, values)] for k, v in mapping.items()]

        return out

    return factory


def _pairs_in(converter: JsonConverter) -> Callable[[Any], Callable[[Any, Any], Any]]:
    def factory(kind: Any) -> Callable[[Any, Any], Any]:
        keys, values = get_args(kind)
        return lambda rows, _kind: {converter.structure(k, keys): converter.structure(v, values) for k, v in rows}

    return factory


def _is_set(kind: Any) -> bool:
    return get_origin(kind) is frozenset


def _set_out(converter: JsonConverter) -> Callable[[Any], Callable[[Any], Any]]:
    def factory(kind: Any) -> Callable[[Any], Any]:
        (inner,) = get_args(kind)
        return lambda found: sorted((converter.unstructure(x, inner) for x in found), key=json.dumps)

    return factory
