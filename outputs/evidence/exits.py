"""Exits: who interrupted the training or ended it, since when and why, what they were offered, what became of them."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from outputs.evidence.person_file import is_followed
from outputs.evidence.record import Record
from outputs.evidence.search import SEARCH, SEARCHES
from outputs.evidence.shape import WHO, Part, Row, table
from outputs.evidence.words import NATURE_NAMES
from outputs.lists.tables import class_of, hours, person
from planner.domain import Action, Learner, Nature, Status
from planner.hours.given import HourRow, sum_of_rows

NEXT_PATH = "next_path"
"""The theme of the module on what comes after an interruption."""
EXITS = (
    *WHO,
    ("Sortie le", 12),
    ("Motif", 34),
    ("Accompagnement prévu", 12),
    ("Accompagnement donné", 12),
    ("Recherche d’employeur donnée", 12),
    ("Suite après interruption donnée", 12),
    ("Actions avant", 9),
    ("Actions depuis", 9),
    ("Dernière action", 12),
    ("Situation connue", 44),
    ("Ce qui manque", 60),
)
OFFERED = (*WHO, ("Le", 12), ("Moment", 16), ("Nature", 28), ("Avec qui", 30), ("Objet", 44), ("Résultat", 44))


class Exit(NamedTuple):
    """That somebody is gone: the last day on the roll, and why; ``interrupted``: before the end of the contract."""

    last: date
    why: str
    interrupted: bool


def exits(record: Record, people: Sequence[Learner]) -> list[Part]:
    """Who is gone on the day of the report, or goes until the timetable ends, or has an action of that nature."""
    found = [(p, gone) for p in people if (gone := exit_of(record, p)) is not None or _noted(record, p)]
    found.sort(key=lambda one: one[1].last if one[1] else date.max)
    note = (
        "Sortie : dernier jour à l’effectif ; accompagnement : séances d’accompagnement, de suivi et d’entrée de cet "
        "emploi du temps. Le suivi socio-éducatif est avec les aménagements"
    )
    return [
        Part(
            (
                table("Sorties", EXITS, (_person(record, p, gone) for p, gone in found), note),
                table(
                    "Ce qui a été fait",
                    OFFERED,
                    (row for p, gone in found for row in _offered(record, p, gone)),
                    "Feuille « Actions »",
                ),
            )
        )
    ]


def exit_of(record: Record, learner: Learner) -> Exit | None:
    """The exit of somebody by the end of the timetable, whichever of their dates comes first; None: they stay."""
    if record.problem.status(learner, record.problem.last) != Status.ENDED:
        return None
    settings, found = record.problem.settings, []
    if learner.exit is not None:
        end = learner.contract_end
        early = end is None or learner.exit < end
        found.append(Exit(learner.exit, "sortie, contrat rompu" if learner.contract_break else "sortie", early))
    if learner.contract_break is not None:
        last = learner.contract_break + timedelta(days=settings.broken_days)
        found.append(Exit(last, f"rupture du {learner.contract_break:%d/%m/%Y}, fin du maintien au CFA", True))
    elif learner.contract_end is not None:
        found.append(Exit(learner.contract_end, "fin du contrat", False))
    if learner.contract_start is None and learner.entry is not None:
        last = learner.entry + timedelta(days=settings.no_contract_days)
        found.append(Exit(last, "sans contrat, fin du maintien au CFA", True))
    return min(found, key=lambda one: one.last, default=None)


def _noted(record: Record, learner: Learner) -> list[Action]:
    return [a for a in record.actions_of(learner.id) if a.nature == Nature.EXIT]


def _told(record: Record, learner: Learner) -> list[Action]:
    """What was done for somebody, but for what few may read."""
    return [a for a in record.actions_of(learner.id) if a.nature != Nature.SOCIAL]


def _person(record: Record, learner: Learner, gone: Exit | None) -> Row:
    support = [row for row in record.hours_of(learner.id) if is_followed(record, row.session)]
    search, path = (record.rows_of_theme(learner.id, theme) for theme in (SEARCH, NEXT_PATH))
    done, noted = _told(record, learner), _noted(record, learner)
    since = [a for a in done if gone is not None and a.dates[-1] > gone.last]
    known = next((a.result for a in reversed([*noted, *since]) if a.result), "")
    return (
        *(person(record.problem, learner.id), class_of(record.problem, learner.id)),
        *((gone.last, gone.why) if gone else ("", "notée dans « Actions » seulement")),
        *(hours(sum_of_rows(support).planned), _given(support), _given(search), _given(path)),
        *(len(done) - len(since), len(since), max((a.dates[-1] for a in done), default="")),
        *(known, " ; ".join(_lacks(record, learner, gone, path))),
    )


def _given(rows: Sequence[HourRow]) -> float:
    return hours(sum_of_rows(rows).given)


def _lacks(record: Record, learner: Learner, gone: Exit | None, path: Sequence[HourRow]) -> Iterator[str]:
    """What is missing of who interrupted, by the day of the report; of the end of a contract, what came of it."""
    noted = _noted(record, learner)
    if gone is None:
        yield "colonne « sortie » de la feuille Apprenants à remplir"
        return
    if gone.last >= record.today:
        return
    if not noted:
        yield "motif et suite à noter (« Actions », nature sortie)"
    elif not any(a.result for a in noted):
        yield "résultat de la sortie à noter : diplôme obtenu ou non, suite"
    if gone.interrupted:
        helped = any(a.nature in (*SEARCHES, Nature.INTERVIEW) for a in _told(record, learner))
        helped = helped or any(a.with_whom for a in noted)
        if not helped and not sum_of_rows(path).given:
            yield "aucun accompagnement vers la suite : entretien, mission locale, module « suite après interruption »"
    if not any(a.dates[-1] > gone.last for a in _told(record, learner)):
        yield "aucun suivi depuis la sortie"


def _offered(record: Record, learner: Learner, gone: Exit | None) -> Iterator[Row]:
    for action in (a for a in record.noted_for(learner.id) if a.nature != Nature.SOCIAL):
        day = action.dates[0]
        when = "depuis la sortie" if gone is not None and day > gone.last else "avant la sortie"
        yield (
            *(person(record.problem, learner.id), class_of(record.problem, learner.id), day, when),
            *(NATURE_NAMES[action.nature], action.with_whom, action.what, record.outcome(action)),
        )
