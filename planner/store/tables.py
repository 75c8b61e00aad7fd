"""Tables of ``plan.sqlite``. A change of any of them raises `FORMAT`."""

from sqlalchemy import Boolean, Column, Date, DateTime, ForeignKey, Integer, LargeBinary, MetaData, String, Table, Text

FORMAT = 4
"""Number of this form of the store; a store with a higher one comes from a newer program, one with a lower one is
raised when something that it cannot hold is first written. 2: the dossiers of regulation. 3: the draft of the board.
4: the groups in which people are locked."""

METADATA = MetaData()

ABOUT = Table(
    "about",
    METADATA,
    Column("name", String, primary_key=True),
    Column("value", Text, nullable=False),
)
"""``format``, ``centre``, ``salt`` (of this store), by name."""

SNAPSHOTS = Table(
    "snapshots",
    METADATA,
    Column("hash", String, primary_key=True),
    Column("problem", LargeBinary, nullable=False),
)
"""Problems by the hash of their packed bytes: versions made of one workbook share one."""

VERSIONS = Table(
    "versions",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("parent", Integer, ForeignKey("versions.number")),
    Column("kind", String, nullable=False),
    Column("made", DateTime, nullable=False),
    Column("author", String, nullable=False),
    Column("reason", Text, nullable=False),
    Column("snapshot", String, ForeignKey("snapshots.hash"), nullable=False),
    Column("workbook", Text, nullable=False),
    Column("workbook_hash", String, nullable=False),
    Column("timetable", LargeBinary, nullable=False),
    Column("timetable_hash", String, nullable=False),
    Column("settings", Text, nullable=False),
    Column("counts", Text, nullable=False),
    Column("verified", Boolean, nullable=False),
)
"""``kind``: solve, update, edit, replace, restore. ``settings`` and ``counts``: JSON; ``made``: UTC, no zone."""

PUBLICATIONS = Table(
    "publications",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("version", Integer, ForeignKey("versions.number"), nullable=False),
    Column("since", DateTime, nullable=False),
    Column("author", String, nullable=False),
    Column("reason", Text, nullable=False),
)
"""In order: the last one is what is published now."""

FEEDS = Table(
    "feeds",
    METADATA,
    Column("audience", String, primary_key=True),
    Column("owner", String, primary_key=True),
    Column("secret", String, primary_key=True),
    Column("since", DateTime, nullable=False),
    Column("revoked", DateTime),
)
"""Secret file names of published calendars; one per owner is not revoked."""

EVENTS = Table(
    "events",
    METADATA,
    Column("audience", String, primary_key=True),
    Column("owner", String, primary_key=True),
    Column("what", String, primary_key=True),
    Column("sequence", Integer, nullable=False),
    Column("modified", DateTime, nullable=False),
    Column("day", Date, nullable=False),
    Column("text", Text, nullable=False),
    Column("cancelled", Boolean, nullable=False),
)
"""Each event as last published: what `SEQUENCE` and ``LAST-MODIFIED`` rest on. ``text``: JSON of the event's words."""

LOCKS = Table(
    "locks",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("session", String, nullable=False),
    Column("lock", Text, nullable=False),
    Column("author", String, nullable=False),
    Column("made", DateTime, nullable=False),
    Column("reason", Text, nullable=False),
)
"""The planner's own locks set by a command; only a command takes them away."""

GROUP_LOCKS = Table(
    "group_locks",
    METADATA,
    Column("term", String, primary_key=True),
    Column("barrette", String, primary_key=True),
    Column("period", String, primary_key=True),
    Column("apprentice", String, primary_key=True),
    Column("module", String, primary_key=True),
    Column("author", String, nullable=False),
    Column("made", DateTime, nullable=False),
    Column("reason", Text, nullable=False),
)
"""People who stay in a group (a module) of a barrette in a period; only a command or the board lets them go."""

PROPOSALS = Table(
    "regulation_proposals",
    METADATA,
    Column("term", String, primary_key=True),
    Column("period", String, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("key", String, nullable=False, unique=True),
    Column("content", Text, nullable=False),
    Column("made", DateTime, nullable=False),
    Column("current", Boolean, nullable=False),
    Column("version", Integer),
)
"""What regulation proposes for a formation period of a term. ``key``: what it is, so that it keeps its number;
``content``: JSON; ``current``: whether the last look still found it; ``version``: the first that carries it out."""

DECISIONS = Table(
    "regulation_decisions",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("key", String, nullable=False),
    Column("accepted", Boolean, nullable=False),
    Column("author", String, nullable=False),
    Column("made", DateTime, nullable=False),
    Column("reason", Text, nullable=False),
    Column("version", Integer),
)
"""Every decision in order: the last one on a proposal holds. ``version``: the first made under it."""

DRAFTS = Table(
    "drafts",
    METADATA,
    Column("term", String, primary_key=True),
    Column("base", Integer, ForeignKey("versions.number"), nullable=False),
    Column("revision", Integer, nullable=False),
)
"""One draft a term: the version that its steps start from. ``revision`` rises with each change and never falls."""

DRAFT_STEPS = Table(
    "draft_steps",
    METADATA,
    Column("term", String, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("content", Text, nullable=False),
    Column("author", String, nullable=False),
    Column("made", DateTime, nullable=False),
    Column("undone", Boolean, nullable=False),
)
"""The edits of a draft in order, those undone last. ``content``: JSON of what one step moves."""
