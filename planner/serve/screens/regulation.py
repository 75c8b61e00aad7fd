"""The screen « Régulation »: the proposals of a dossier as cards, accepted or refused with a reason and a name."""

from datetime import datetime
from typing import Any

from starlette.routing import Route

from planner.domain.proposal import AIMS
from planner.folder.decided import OpenDossier
from planner.folder.desk import Desk
from planner.regulation.states import AIM_NAMES, is_past, state, summed
from planner.serve.asked import Query, WrongRequest, ask, change, text
from planner.serve.screen import Screen
from planner.store.decisions import Decision, KeptProposal
from planner.words import count


def regulation_screen(desk: Desk) -> Screen:
    """What a period's end proposes for the next one, and what its page asks and changes."""
    return Screen("regulation", "Régulation", _routes(desk))


def _routes(desk: Desk) -> list[Route]:
    return [
        ask("dossier", lambda asked: _dossier(desk, asked.get("periode") or "")),
        change("decider", desk, lambda asked: _decide(desk, asked)),
    ]


def _dossier(desk: Desk, period: str) -> Any:
    plan = desk.plan()
    periods, found = desk.dossier(period)
    return {
        "centre": plan.problem.settings.name,
        "version": plan.version.number,
        "author": desk.author,
        "periods": [[p.id, p.label] for p in periods],
        "dossier": None if found is None else _shown(found),
    }


def _shown(found: OpenDossier) -> Any:
    period = found.period
    groups = [(AIM_NAMES[aim], [k for k in found.rows if k.proposal.aim == aim]) for aim in AIMS]
    return {
        "period": period.id,
        "title": f"{period.label}, du {period.first:%d/%m/%Y} au {period.last:%d/%m/%Y}",
        "said": f"{count(len(found.rows), 'proposition')} : {summed(found.rows)}",
        "groups": [{"name": name, "rows": [_card(k) for k in rows]} for name, rows in groups if rows],
    }


def _card(kept: KeptProposal) -> Any:
    one, said = kept.proposal, kept.decision
    return {
        "key": one.key, "number": kept.number, "name": f"{one.name} ({one.group})" if one.group else one.name,
        "why": one.why, "what": one.what, "effect": one.effect, "state": state(kept), "open": not is_past(kept),
        "refusable": kept.version is None, "accepted": None if said is None else said.accepted,
        "decisions": [_decision(d) for d in kept.decisions],
    }  # fmt: skip


def _decision(one: Decision) -> str:
    by, why = f" par {one.author}" if one.author else "", f" : {one.reason}" if one.reason else ""
    return f"{'Acceptée' if one.accepted else 'Refusée'} le {_day(one.made)}{by}{why}"


def _day(made: datetime) -> str:
    return f"{made:%d/%m/%Y}"


def _decide(desk: Desk, asked: Query) -> Any:
    choices = asked.get("choices")
    if not isinstance(choices, dict) or not all(_is_choice(value) for value in choices.values()):
        raise WrongRequest
    period = text(asked, "period")
    taken = {key: (value["accepted"], value["what"]) for key, value in choices.items()}
    number = desk.decide(period, taken, text(asked, "reason"), text(asked, "author"))
    return {"lines": [f"{count(number, 'décision gardée', 'décisions gardées')}."], **_dossier(desk, period)}


def _is_choice(value: object) -> bool:
    return isinstance(value, dict) and isinstance(value.get("accepted"), bool) and isinstance(value.get("what"), str)
