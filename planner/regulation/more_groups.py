"""More groups for hours that stay unserved in a barrette: composed anew, or with a trainer more in its team."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from planner.board.board import Board
from planner.domain import (
    ApprenticeId,
    Barrette,
    BarretteId,
    ModuleId,
    Owed,
    Problem,
    Session,
    TrainerId,
    away,
    in_order,
)
from planner.domain.proposal import Proposal, ProposalKind, Target
from planner.engine.change.limits import Limits
from planner.engine.change.regulate import Decided, OfBarrette, regulate
from planner.hours.ledger import settle
from planner.hours.owed import SOURCE_ENTRY, SOURCE_PROGRAMME
from planner.regulation.groups import say_groups
from planner.regulation.needs import Look, say_target
from planner.rule import Rules
from planner.words import say_all, say_minutes, trainer_name

MOST_TRIED = 6
"""Compositions that are tried for the ways out of one look, at most."""


@dataclass
class MoreGroups:
    """Looks for more groups; ``owed`` is what is wanted, ``origins`` where barrettes stand in the workbook."""

    look: Look
    owed: Sequence[Owed]
    rules: Rules
    seed: int
    origins: Mapping[str, str]
    tried: int = 0

    def ways(self, barrette: Barrette, modules: Collection[ModuleId], renewed: bool) -> Iterator[Proposal]:
        """What composing a barrette anew would give, unless it is already, then what one trainer more would."""
        place: OfBarrette = (barrette.id, self.look.period.id)
        names = say_all(say_target(self.look.new, m) for m in sorted(modules))
        why = f"plusieurs apprenants manquent d’heures ({names})"
        plain = None if renewed else self._trial(self.look.new, place)
        if plain is not None and plain[0] > 0:
            gain, board = plain
            what = f"Recomposer les groupes : {self._opened(board, place)}"
            yield self._proposal(barrette, "regroup", why, what, gain, board, None)
        least = max(0, plain[0] if plain else 0)
        tried = (self._with(barrette, place, trainer) for trainer in self._trainers(barrette, modules))
        found = [one for one in tried if one is not None and one[0] > least]
        if found:
            gain, board, trainer = max(found, key=lambda one: one[0])
            name = trainer_name(self.look.new, trainer)
            what = f"Ajouter {name} à l’équipe ({self._cell(barrette.id)}) : {self._opened(board, place)}"
            yield self._proposal(barrette, "team", why, what, gain, board, trainer)

    def _with(self, barrette: Barrette, place: OfBarrette, trainer: TrainerId) -> tuple[int, Board, TrainerId] | None:
        """Minutes planned more with one trainer more in the team of a barrette, and the board; None: none."""
        wider = replace(barrette, trainer_ids=(*barrette.trainer_ids, trainer))
        found = self._trial(replace(self.look.new, barrettes={**self.look.new.barrettes, barrette.id: wider}), place)
        return None if found is None else (*found, trainer)

    def _trial(self, problem: Problem, place: OfBarrette) -> tuple[int, Board] | None:
        """Minutes planned more with the groups of a barrette composed anew; None where they cannot be, or no more."""
        if self.tried >= MOST_TRIED:
            return None
        self.tried += 1
        board = Board.of(problem, self.look.after)
        before = self._planned(board)
        limits, decided = Limits(self.look.first, self.look.first), Decided(renewed=frozenset({place}))
        done = regulate(board, self.rules, self.owed, limits, frozenset(), self.seed, decided=decided)
        return (self._planned(board) - before, board) if place in done else None

    def _planned(self, board: Board) -> int:
        sessions = in_order(list(board.sessions.values()))
        rows = settle(self.look.new, self.owed, sessions, board.attendance())
        return sum(min(d.due, d.planned) for d in rows if d.source not in (SOURCE_PROGRAMME, SOURCE_ENTRY))

    def _trainers(self, barrette: Barrette, modules: Collection[ModuleId]) -> list[TrainerId]:
        """Skilled trainers who are not of the team and are free at some of its hours, those with most of them first."""
        if not barrette.trainer_ids:
            return []
        held = {s.occurrence: s for s in self.look.after.sessions
                if (s.barrette_id, s.period_id) == (barrette.id, self.look.period.id)}  # fmt: skip
        named = {t for m in modules for t in self.look.new.leaders(self.look.new.modules[m], self.look.first)}
        found = {t: sum(self._free(t, s) for s in held.values()) for t in sorted(named - set(barrette.trainer_ids))}
        return sorted((t for t, hours in found.items() if hours), key=lambda t: (-found[t], t))

    def _free(self, trainer: TrainerId, session: Session) -> bool:
        if away(self.look.new.trainers[trainer].absences, session.day, session.start, session.end):
            return False
        return not any(s.overlaps(session) for s in self.look.after.by_trainer.get(trainer, ()))

    def _cell(self, barrette: BarretteId) -> str:
        """Where the planner is to write."""
        sheet, _mark, cell = self.origins.get(f"barrette:{barrette}", "").rpartition("!")
        row = cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        line = f", ligne {row}" if row else ""
        return f"feuille « {sheet or 'Barrettes'} »{line}, colonne « formateurs »"

    def _opened(self, board: Board, place: OfBarrette) -> str:
        """Groups more, by module; the same number where none is."""
        was, now = (
            [g.module_id for g in groups if (g.barrette_id, g.period_id) == place and g.apprentice_ids]
            for groups in (self.look.after.groups, board.groups)
        )
        more = [m for m in sorted(set(now)) for _ in range(now.count(m) - was.count(m))]
        return say_groups(self.look.new, more, "de plus") if more else "mêmes modules, autres listes"

    def _proposal(
        self,
        barrette: Barrette,
        kind: ProposalKind,
        why: str,
        what: str,
        gain: int,
        board: Board,
        trainer: TrainerId | None,
    ) -> Proposal:
        period = self.look.period
        moved = self._moved(board, (barrette.id, period.id))
        word = "apprenant change" if len(moved) < 2 else "apprenants changent"
        return Proposal(
            period_id=period.id,
            aim="centre",
            kind=kind,
            name=f"{barrette.name}, {period.label}",
            group="",
            why=why,
            what=what,
            effect=f"{len(moved)} {word} de groupe ; {say_minutes(gain)} dues prévues de plus",
            minutes=gain,
            people=len(moved),
            target=Target(barrette_id=barrette.id, period_id=period.id, trainer_id=trainer),
            key=self.look.key("centre", barrette.id, period.id, kind, trainer or ""),
            on_request=True,
        )

    def _moved(self, board: Board, place: OfBarrette) -> set[ApprenticeId]:
        was, now = (
            {(a, g.module_id) for g in groups if (g.barrette_id, g.period_id) == place for a in g.apprentice_ids}
            for groups in (self.look.after.groups, board.groups)
        )
        return {person for person, _module in was ^ now}
