"""Aids and the driving licence: from when each apprentice may have them, when they were told, asked, and were paid."""

from collections.abc import Iterator, Sequence
from datetime import date

from outputs.evidence.record import Record
from outputs.evidence.shape import WHO, Part, Row, table
from outputs.lists.tables import Value, class_of, person
from planner.domain import Action, Learner, Nature, Status

LICENCE_THEME, AID_THEME = "licence", "aid"
"""Themes of the modules in which people hear of these."""
LICENCE = (
    *WHO,
    ("Naissance", 12),
    ("Contrat du", 12),
    ("Possible à partir du", 12),
    ("Séance d’information", 12),
    ("Informé le", 12),
    ("Demandé le", 12),
    ("Versé le", 12),
    ("Résultat", 34),
    ("Ce qui manque", 60),
)
AIDS = (
    *WHO,
    ("Contrat du", 12),
    ("Aide", 40),
    ("Avec qui", 28),
    ("Séance d’information", 12),
    ("Informé le", 12),
    ("Demandé le", 12),
    ("Versé le", 12),
    ("Résultat", 34),
    ("Ce qui manque", 50),
)


def aids(record: Record, people: Sequence[Learner]) -> list[Part]:
    """The licence of each apprentice, and each aid of each, be it only that nothing is noted of any."""
    age = record.problem.settings.licence_age
    note = (
        f"Âge de {age} ans, contrat en cours : « âge de l’aide au permis » (Paramètres) ; la fiche de l’auditeur dit "
        "17 ans depuis 2024, d’autres sources 18 : à vérifier avant une demande"
        if age
        else "« âge de l’aide au permis » (Paramètres) est à 0 : pas d’aide"
    )
    mine = [p for p in people if _concerned(record, p)]
    return [
        Part(
            (
                table("Permis de conduire", LICENCE, (_licence(record, p) for p in mine), note),
                table("Autres aides", AIDS, (row for p in mine for row in _aids(record, p)), "Feuille « Actions »"),
            )
        )
    ]


def _concerned(record: Record, learner: Learner) -> bool:
    """Whether somebody is on the roll on some day of the timetable, or has an action of these natures."""
    noted = any(a.nature in (Nature.AID, Nature.LICENCE) for a in record.noted_for(learner.id))
    return noted or any(record.problem.enrolled(learner, day) for day in record.problem.days)


def birthday(birth: date, years: int) -> date:
    """The day on which somebody is of an age; the first of March for who was born on a 29 February."""
    try:
        return birth.replace(year=birth.year + years)
    except ValueError:
        return date(birth.year + years, 3, 1)


def licence_from(record: Record, learner: Learner) -> date | None:
    """From when somebody may have the help with the licence: of age, with a contract; None: never, or unknown.

    A contract may begin before the entry into the centre.
    """
    age, start = record.problem.settings.licence_age, learner.contract_start
    if not age or learner.birth is None or start is None:
        return None
    first = max(birthday(learner.birth, age), start)
    here = max(first, learner.entry or first)
    return first if record.problem.status(learner, here) == Status.APPRENTICE else None


def _licence(record: Record, learner: Learner) -> Row:
    noted = [a for a in record.noted_for(learner.id) if a.nature == Nature.LICENCE]
    since, told = licence_from(record, learner), _told(record, learner, LICENCE_THEME)
    informed, asked, paid = _dates(done := _done(record, noted))
    lacking = (*_licence_lacks(record, learner, since, told, informed, asked, paid), *_coming(record, noted))
    lacks, result = " ; ".join(lacking), " ; ".join(a.result for a in done if a.result)
    return (
        *(person(record.problem, learner.id), class_of(record.problem, learner.id), learner.birth or ""),
        *(
            learner.contract_start or "",
            since or "",
            told or "",
            informed or "",
            asked or "",
            paid or "",
            result,
            lacks,
        ),
    )


def _done(record: Record, noted: Sequence[Action]) -> list[Action]:
    return [done for a in noted if (done := a.until(record.today)) is not None]


def _coming(record: Record, noted: Sequence[Action]) -> Iterator[str]:
    """Dates that are still to come: typed, and not yet done."""
    for what, days in (
        ("information prévue", [a.informed or (None if a.asked or a.paid else a.day) for a in noted]),
        ("demande prévue", [a.asked for a in noted]),
        ("versement prévu", [a.paid for a in noted]),
    ):
        yield from (f"{what} le {day:%d/%m/%Y}" for day in days if day is not None and day > record.today)


def _dates(noted: Sequence[Action]) -> tuple[date | None, date | None, date | None]:
    """The first date of information, of a request and of a payment; an action that has only its own date informs."""
    informed = [a.informed or a.day for a in noted if a.informed or (a.day and not (a.asked or a.paid))]
    asked = [a.asked for a in noted if a.asked]
    paid = [a.paid for a in noted if a.paid]
    return min(filter(None, informed), default=None), min(asked, default=None), min(paid, default=None)


def _told(record: Record, learner: Learner, theme: str) -> date | None:
    """The first session of a theme that somebody is expected in, but for those that they were said to miss."""
    rows = record.rows_of_theme(learner.id, theme)
    return min((r.session.day for r in rows if not r.missed and not r.cancelled), default=None)


def _licence_lacks(
    record: Record,
    learner: Learner,
    since: date | None,
    told: date | None,
    informed: date | None,
    asked: date | None,
    paid: date | None,
) -> Iterator[str]:
    if record.problem.settings.licence_age and learner.birth is None and learner.contract_start is not None:
        yield "date de naissance inconnue"
    still = record.problem.status(learner, record.day) == Status.APPRENTICE
    if since is not None and since <= record.day and still and informed is None:
        yield from _to_inform(record, told, "à informer")
    yield from _waits(asked, paid)


def _to_inform(record: Record, told: date | None, said: str) -> Iterator[str]:
    """Nothing where a session that is over has informed; else that it is to be done, or when it is planned."""
    if told is None:
        yield said
    elif told >= record.today:
        yield f"{said} (séance prévue le {told:%d/%m/%Y})"


def _waits(asked: date | None, paid: date | None) -> Iterator[str]:
    if asked is not None and paid is None:
        yield f"versement attendu depuis la demande du {asked:%d/%m/%Y}"


def _aids(record: Record, learner: Learner) -> Iterator[Row]:
    """A row for each aid that is noted, or one that says that none is."""
    noted: dict[str, list[Action]] = {}
    for action in record.noted_for(learner.id):
        if action.nature == Nature.AID:
            noted.setdefault(action.what.strip(), []).append(action)
    told, still = _told(record, learner, AID_THEME), record.problem.status(learner, record.day) == Status.APPRENTICE
    start: Value = learner.contract_start or ""
    who = (person(record.problem, learner.id), class_of(record.problem, learner.id), start)
    inform = " ; ".join(_to_inform(record, told, "à informer des aides")) if still else ""
    if not noted and (inform or told):
        yield (*who, "", "", told or "", "", "", "", "", inform)
    for what, actions in sorted(noted.items()):
        informed, asked, paid = _dates(done := _done(record, actions))
        with_whom = ", ".join(dict.fromkeys(a.with_whom for a in actions if a.with_whom))
        result = " ; ".join(a.result for a in done if a.result)
        lacks = [] if what else ["objet à préciser"]
        lacks += (*_waits(asked, paid), *_coming(record, actions))
        row = (told or "", informed or "", asked or "", paid or "", result, " ; ".join(lacks))
        yield (*who, what, with_whom, *row)
