"""Which sheet a list is for, by its headings, and where they leave it open by the name of the file."""

from collections.abc import Mapping, Sequence

from data.lists.headings import FILE_WORDS, STAFF
from data.lists.mapped import heads_of
from data.lists.source import Source
from data.sheets.columns import Sheet, fold
from data.sheets.schema import BY_ID, BY_NAME

LISTS = ("classes", "trainers", "rooms", "courses", "learners", "standing")
"""Sheets that lists are taken over into, those that others refer to first."""
NEEDED: Mapping[str, tuple[frozenset[str], ...]] = {
    "classes": (frozenset({"name"}), frozenset({"programme", "year", "size"})),
    "trainers": (frozenset({"name"}),),
    "rooms": (frozenset({"name"}), frozenset({"seats", "type"})),
    "courses": (frozenset({"classes"}), frozenset({"subject"}), frozenset({"volume"})),
    "learners": (
        frozenset({"last_name"}),
        frozenset({"first_name"}),
        frozenset({"birth", "class", "entry", "contract_start"}),
    ),
    "standing": (frozenset({"day", "start"}), frozenset({"subject"}), frozenset({"end", "length"})),
}
"""Sheet → of each group, one column at least must be there."""
HINT = 3
"""What a word of the file's name weighs, in columns."""

Words = Mapping[str, Mapping[str, str]]


def words_of(words: Words, sheet: Sheet) -> Mapping[str, str]:
    """The centre's own words for one sheet, those for every sheet included."""
    return {**words.get("", {}), **words.get(sheet.id, {})}


def sheets_of(source: Source, words: Words) -> Sequence[Sheet]:
    """The sheets that a list may be for, the likeliest alone where one is; none where no sheet has its headings."""
    found: dict[str, int] = {}
    rolls = BY_ID["rolls"]
    came = heads_of(rolls, source.grid, words_of(words, rolls)).ids
    if "came" in came and came & {"day", "session"}:
        # Who came when: people are named in it, and it is no list of them.
        return []
    named = BY_NAME.get(fold(source.grid.name)) if source.grid.name != source.file else None
    if named is not None:
        return [named] if named.id in LISTS else []
    file = fold(source.file.rpartition(".")[0])
    for sheet_id in LISTS:
        sheet = BY_ID[sheet_id]
        heads = heads_of(sheet, source.grid, words_of(words, sheet))
        hint = any(word in file for word in FILE_WORDS[sheet_id])
        staff = any(word in fold(heads.cells[i]) for i, c in heads.where.items() if c.id in ("name", "given")
                    for word in STAFF)  # fmt: skip
        if not all(group & heads.ids for group in NEEDED[sheet_id]):
            continue
        if sheet_id == "trainers" and not (hint or staff):
            continue
        found[sheet_id] = len(heads.ids) + HINT * hint + HINT * (sheet_id == "trainers" and staff)
    best = max(found.values(), default=0)
    return [BY_ID[sheet_id] for sheet_id, told in found.items() if told == best]
