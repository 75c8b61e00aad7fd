"""What keeps choices apart, as plain tables: who excludes whom, and which limits each choice uses up.

Everything is stated from the point of view of an empty plan, which is always allowed: a row is a load that choices add
to and a limit that it may not pass. Rows that ask for something (a choice that lightens a load) are not seen, nor are
helper variables beyond what one choice alone forces them to: a plan that passes here must still be checked exactly.

Between the model of a week and the chains: made once for a model, read by every move. It knows nothing of weeks: any
model whose first variables are options will do.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

import numpy as np

from planner.model import LinearModel

Form = tuple[dict[int, int], dict[int, int], int]
"""A row as ``sum(options) + sum(helpers) <= limit``: factors of options, factors of helpers, limit."""


@dataclass
class Conflicts:
    """Tables over the first ``options`` variables of a model; ``absent`` gives, for the variable of "left out", these.

    ``cliques[k]``: numbers of the sets of which option ``k`` is a member, one at most of each set. ``loads[k]``: rows
    that it weighs on, and how much; ``limits``: how much each row bears. ``forces[k]``: marks that it sets; a mark
    weighs on the rows of ``marked`` once, however many options set it (a half-day that is used, a meal that is missed).
    """

    model: LinearModel
    options: int
    absent: Mapping[int, Sequence[int]]
    sets: int = 0
    limits: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.cliques: list[list[int]] = [[] for _ in range(self.options)]
        self.loads: list[list[tuple[int, int]]] = [[] for _ in range(self.options)]
        self.forces: list[list[int]] = [[] for _ in range(self.options)]
        self.marked: list[list[tuple[int, int]]] = []
        self._said: list[Sequence[int]] = []
        forms = [*self._of_cliques(), *self._of_rows()]
        forced = self._forced(forms)
        self._marks: dict[tuple[int, int], int] = {}
        for form in forms:
            self._enter(form, forced)
        self._number()
        for at, mark in self._marks.items():
            for k in forced[at]:
                self.forces[k].append(mark)

    def _of_cliques(self) -> list[Form]:
        """Cliques of options go straight into the tables; those with a helper are rows like others."""
        found: list[Form] = []
        for clique in self.model.cliques:
            # A clique of options alone: no sums, a set is looked at faster than a row.
            if max(clique) < self.options:
                self._said.append(clique)
            else:
                found += self._form(clique, (1,) * len(clique), 1)
        return found

    def _number(self) -> None:
        """Give the sets their numbers, but those whose options are all in another: they exclude nothing more.

        Several rules say the same of an hour of a class or a trainer, and each set is looked at in every move.
        """
        within: list[set[int]] = [set() for _ in range(self.options)]
        for options in sorted(self._said, key=len, reverse=True):
            common = within[options[0]]
            for k in options:
                if not common:
                    break
                common = common & within[k]
            if not common:
                for k in options:
                    within[k].add(self.sets)
                    self.cliques[k].append(self.sets)
                self.sets += 1

    def _of_rows(self) -> list[Form]:
        """Rows as loads and limits: a row with two ends is two of them, one with its signs turned."""
        found: list[Form] = []
        for number, above, below in self._speaking():
            row = self.model.rows[number]
            # An item has one of its options or is left out: put in terms of options, that says nothing.
            out = row.ids[-1]
            ones = row.low == row.high == 1 and row.coefs.count(1) == len(row.coefs)
            if ones and out in self.absent and [*row.ids[:-1]] == [*self.absent[out]]:
                continue
            if above:
                found += self._form(row.ids, row.coefs, row.high)
            if below:
                found += self._form(row.ids, [-c for c in row.coefs], -row.low)
        return found

    def _speaking(self) -> list[tuple[int, bool, bool]]:
        """Rows that may say something, and at which end: number, above, below.

        A row that no values can pass says nothing at that end, nor does one that an option lightens (`_form`), nor one
        of helpers that no option forces: most rows of a week are so, and all are told at once.
        """
        rows, free = self.model.rows, LinearModel.FREE
        if not rows:
            return []
        counts = np.fromiter((len(row.ids) for row in rows), dtype=np.int64, count=len(rows))
        owner, size = np.repeat(np.arange(len(rows)), counts), int(counts.sum())
        ids = np.fromiter(chain.from_iterable(row.ids for row in rows), dtype=np.int64, count=size)
        coefs = np.fromiter(chain.from_iterable(row.coefs for row in rows), dtype=np.int64, count=size)
        ends = coefs * np.array(self.model.low)[ids], coefs * np.array(self.model.high)[ids]
        most = np.bincount(owner, np.maximum(*ends), len(rows))
        least = np.bincount(owner, np.minimum(*ends), len(rows))
        absent = np.zeros(len(self.model.low), dtype=bool)
        absent[list(self.absent)] = True
        # "Left out" may make up for an option that lightens.
        mixed = np.bincount(owner[absent[ids]], minlength=len(rows)) > 0
        option = ids < self.options
        lightens = np.bincount(owner[option & (coefs < 0)], minlength=len(rows)) > 0
        weighs = np.bincount(owner[option & (coefs > 0)], minlength=len(rows)) > 0
        high = np.array([row.high for row in rows], dtype=np.int64)
        low = np.array([row.low for row in rows], dtype=np.int64)
        above = (high < free) & (most > high) & (mixed | ~lightens)
        below = (low > -free) & (least < low) & (mixed | ~weighs)
        # A row of helpers alone speaks by those that options force: none, unless they are in a row with options too.
        alone = ~(mixed | lightens | weighs)
        helper, size = ~(option | absent[ids]), len(self.model.low)
        in_above, in_below = (helper & (end & ~alone)[owner] for end in (above, below))
        raised, lowered = np.zeros(size, dtype=bool), np.zeros(size, dtype=bool)
        mixed_cliques = (clique for clique in self.model.cliques if max(clique) >= self.options)
        lowered[[v for clique in mixed_cliques for v in clique]] = True
        raised[ids[(in_above & (coefs < 0)) | (in_below & (coefs > 0))]] = True
        lowered[ids[(in_above & (coefs > 0)) | (in_below & (coefs < 0))]] = True
        forced = np.where(coefs > 0, raised[ids], lowered[ids]), np.where(coefs < 0, raised[ids], lowered[ids])
        gains = [np.bincount(owner, np.abs(coefs) * some, len(rows)) for some in forced]
        above &= ~alone | (gains[0] > high - least)
        below &= ~alone | (gains[1] > most - low)
        return [(n, bool(above[n]), bool(below[n])) for n in np.flatnonzero(above | below).tolist()]

    def _form(self, ids: Sequence[int], coefs: Sequence[int], limit: int) -> list[Form]:
        """The row with "left out" put in terms of options; none where an option lightens it.

        "Left out" of an item is one minus its options. A helper counts where it helps most: the limit is what the row
        bears then.
        """
        own: dict[int, int] = {}
        helpers: dict[int, int] = {}
        for v, c in zip(ids, coefs, strict=True):
            if v < self.options:
                own[v] = own.get(v, 0) + c
            elif v in self.absent:
                limit -= c
                for k in self.absent[v]:
                    own[k] = own.get(k, 0) - c
            else:
                # A helper is taken where it helps most; what an option forces of it is put back as a mark.
                helpers[v] = helpers.get(v, 0) + c
                limit -= min(c * self.model.low[v], c * self.model.high[v])
        own = {k: c for k, c in own.items() if c}
        return [] if min(own.values(), default=0) < 0 else [(own, helpers, limit)]

    def _forced(self, forms: Sequence[Form]) -> dict[tuple[int, int], set[int]]:
        """(helper, value) → options any one of which leaves the helper no other value.

        Only helpers of yes and no in rows with one helper: chains of helpers are left to the exact check.
        """
        found: dict[tuple[int, int], set[int]] = {}
        for own, helpers, limit in forms:
            if len(helpers) != 1:
                continue
            ((v, c),) = helpers.items()
            if self.model.low[v] == 0 and self.model.high[v] == 1:
                # The limit supposes the helper where it helps most; at its other end the row bears abs(c) less.
                ones = [k for k, load in own.items() if load > limit - abs(c)]
                found.setdefault((v, int(c < 0)), set()).update(ones)
        return found

    def _enter(self, form: Form, forced: Mapping[tuple[int, int], Collection[int]]) -> None:
        """Add a row, unless options and what they force can never pass its limit."""
        own, helpers, limit = form
        weighs = {at: abs(c) for v, c in helpers.items() if forced.get(at := (v, int(c > 0)))}
        # Everything at once would still be within the limit: the row can never speak.
        if sum(own.values()) + sum(weighs.values()) <= limit:
            return
        # Each one fills the row: at most one of them, which is a set.
        if limit > 0 and not weighs and all(c == limit for c in own.values()):
            self._said.append(list(own))
            return
        number = len(self.limits)
        self.limits.append(limit)
        for k, c in own.items():
            self.loads[k].append((number, c))
        for at, load in weighs.items():
            mark = self._marks.setdefault(at, len(self._marks))
            if mark == len(self.marked):
                self.marked.append([])
            self.marked[mark].append((number, load))
