"""The day hour by hour, call lists, attendance sheets and the list for the notice board."""

from collections.abc import Callable
from dataclasses import replace

from outputs.grid import hour
from outputs.labels import MODALITY_NAMES, SUPPORT_LABEL, names_team
from outputs.lists.tables import Table, Value, person
from outputs.papers.model import OFF_SITE, REMOTE_WORD, Page, Paper, Today, blanks, expected, whole
from outputs.views import who
from planner.domain import AM, PM, ApprenticeId, Guidance, Kind, Session, name_order, session_reference

BOARD_KINDS = (Kind.BARRETTE, Kind.SUPPORT, Kind.OPEN)
CALL_WIDTHS = (5, 38, 30, 14, 12, 34)
SHEET_WIDTHS = (5, 34, 26, 19, 21, 30)
SHEETS = {
    "on_site": ("Modalité", "Observations", "Signature"),
    "two_halves": ("Modalité", "Signature du matin", "Signature de l’après-midi"),
    "autonomy": ("Arrivée – départ", "Travail fait", "Signature"),
    "remote_sync": ("Heure de connexion", "Heure de déconnexion", "Signature"),
    "remote_async": ("Travail rendu le", "Temps passé", "Signature"),
}
"""What an attendance sheet asks beside the name, by form of the session: each form has its own proof."""
NOTES = {
    "on_site": "Chacun signe lui-même. Qui suit à distance : notez l’heure de connexion dans les observations.",
    "two_halves": "Une signature par demi-journée.",
    "autonomy": "Temps en autonomie : le travail fait est la preuve du temps, la signature seule ne suffit pas.",
    "remote_sync": "Séance en direct à distance : joignez le relevé de connexion.",
    "remote_async": "Travail à distance sans horaire : joignez le travail rendu.",
}


def day_list(today: Today) -> Page:
    """Everything that takes place, by hour: who, what, with whom, where."""
    site = ("Site",) if today.many_sites else ()
    headers = ("Heure", "Classe ou groupe", "Activité", "Formateur", "Salle", *site, "Effectif")
    widths = (21, 36, 44, 30, 24, *(14 for _ in site), 9)
    rows = []
    order = sorted(
        today.sessions,
        key=lambda s: (s.modality == "remote_async", s.start, s.end, _classes(today, s), today.reader.title(s), s.id),
    )
    for session in order:
        alone = session.modality == "remote_async"
        due = f" (à rendre entre {hour(session.start)} et {hour(session.end)})" if alone else ""
        where = "" if session.modality in OFF_SITE else today.site_of(session)
        rows.append(
            (
                "Sans horaire" if alone else whole(session.start, session.end),
                who(today.reader, session) or ("" if today.reader.of_few(session) else _classes(today, session)),
                today.reader.title(session) + due,
                today.reader.trainers(session),
                today.reader.room(session),
                *((where,) if site else ()),
                _heads(today, session),
            )
        )
    return Page(today.name, "La journée heure par heure", Table("Journée", headers, widths, tuple(rows)))


def _classes(today: Today, session: Session) -> str:
    return today.reader.classes(session)


def _heads(today: Today, session: Session) -> Value:
    """How many are expected; not said of what concerns a few people."""
    number = len(today.timetable.attendees.get(session.id, ()))
    return number if number and today.reader.headcount(session) else ""


def people(today: Today, session: Session) -> list[tuple[str, ApprenticeId, bool]]:
    """Who is expected in a session, by name, and whether each one follows from elsewhere."""
    rows = today.timetable.attendees.get(session.id, ())
    far = session.modality in OFF_SITE
    found = [(person(today.problem, r.apprentice_id), r.apprentice_id, r.remote or far) for r in rows]
    return sorted(found, key=lambda row: (name_order(row[0]), row))


def _class_of(today: Today, apprentice_id: ApprenticeId) -> str:
    learner = today.problem.learners.get(apprentice_id)
    return today.class_name(today.class_id(learner)) if learner else ""


def heading(today: Today, session: Session) -> tuple[str, tuple[str, ...]]:
    """Title of the sheet of a session, and what stands below it: hour, trainers, place, form."""
    title = " – ".join(dict.fromkeys(t for t in (today.reader.title(session), who(today.reader, session)) if t))
    hours = whole(session.start, session.end)
    if session.modality == "remote_async":
        hours = f"À rendre entre {hour(session.start)} et {hour(session.end)}"
    form = [MODALITY_NAMES[session.modality]]
    form += (
        ["en autonomie" if session.guidance == Guidance.AUTONOMOUS else "semi-dirigé"]
        if session.guidance != Guidance.LED
        else []
    )
    place = today.reader.room(session)
    facts = [hours, today.reader.trainers(session), "" if place == REMOTE_WORD else place, ", ".join(form)]
    return title, tuple(fact for fact in facts if fact)


def call_list(today: Today, session: Session) -> Page:
    """Who should be there, with boxes to tick."""
    title, facts = heading(today, session)
    found = people(today, session)
    table = _list(
        today, session, ("Présent", "Absent", "Retard, remarque"), CALL_WIDTHS, lambda far: REMOTE_WORD if far else ""
    )
    return Page(today.name, f"Appel : {title}", table, (*facts, expected(len(found)), _reference(today, session)))


def _list(
    today: Today, session: Session, asked: tuple[str, str, str], widths: tuple[int, ...], known: Callable[[bool], str]
) -> Table:
    """A numbered line a person, the class where several come, three columns to fill, lines for the unexpected."""
    mixed = len({_class_of(today, a) for _name, a, _far in people(today, session)}) > 1
    headers = ("N°", "Apprenant", *(("Classe",) if mixed else ()), *asked)
    rows: list[tuple[Value, ...]] = [
        (number, name, *((_class_of(today, a),) if mixed else ()), known(far), "", "")
        for number, (name, a, far) in enumerate(people(today, session), start=1)
    ]
    kept = widths if mixed else (*widths[:2], *widths[3:])
    return Table("", headers, kept, (*rows, *blanks(len(headers))))


def form_of(today: Today, session: Session) -> str:
    """Which sheet a session needs, a key of `SHEETS`."""
    if session.modality in OFF_SITE:
        return session.modality
    if session.guidance != Guidance.LED or session.kind == Kind.STUDY:
        return "autonomy"
    return "two_halves" if today.half(session) == AM | PM else "on_site"


def session_sheet(today: Today, session: Session) -> Page:
    """The attendance sheet of one session: a signature each, of the trainers too, and lines for the unexpected."""
    title, facts = heading(today, session)
    form = form_of(today, session)
    told = form in ("on_site", "two_halves")
    table = _list(
        today, session, SHEETS[form], SHEET_WIDTHS, lambda far: "" if not told else REMOTE_WORD if far else "Sur place"
    )
    table = replace(table, note=NOTES[form])
    return Page(
        today.name,
        f"Émargement : {title}",
        table,
        (*facts, expected(len(people(today, session))), _reference(today, session)),
        signers=_signers(today, session),
    )


def _reference(today: Today, session: Session) -> str:
    """What to type in *Présences*, once the sheet is signed."""
    return f"Réf. {session_reference(today.problem.settings.salt, session.id)}"


def _signers(today: Today, session: Session) -> tuple[str, ...]:
    role = "Encadrement" if session.guidance != Guidance.LED else "Formateur"
    names = [today.reader.names((t,)) if names_team(session) else "" for t in dict.fromkeys(session.trainer_ids)]
    return tuple(f"{role} : {name}".rstrip() for name in names) or (f"{role} :",)


BOARD_NOTE = "Qui n’est pas dans cette liste a son heure et sa salle sur sa fiche et dans son calendrier."


def notice_board(today: Today) -> Page:
    """Where each one goes at the hours of barrettes and support: name, hour, neutral group, room, nothing else.

    Nobody is named alone, since that would say that a group was made for them, nor who follows from elsewhere, whom no
    room waits for: their own pages tell them. Nor has a talk with one person a line.
    """
    headers = ("Nom", "Heure", "Groupe", "Salle")
    found: list[tuple[str, ApprenticeId, int, tuple[str, str, str]]] = []
    for session in today.held:
        if session.kind in BOARD_KINDS and today.listed(session):
            group = today.reader.title(session).removeprefix(f"{SUPPORT_LABEL} – ")
            hours, room = whole(session.start, session.end), today.reader.room(session)
            there = [(name, apprentice_id) for name, apprentice_id, far in people(today, session) if not far]
            if len(there) > 1:
                found += [(name, one, session.start, (hours, group, room)) for name, one in there]
    owners: dict[str, set[str]] = {}
    for name, apprentice_id, _start, _rest in found:
        owners.setdefault(name, set()).add(apprentice_id)
    lines = [
        (_told_apart(today, name, apprentice_id, len(owners[name])), apprentice_id, start, rest)
        for name, apprentice_id, start, rest in found
    ]
    rows = tuple(
        (name, *rest) for name, _id, _start, rest in sorted(lines, key=lambda line: (name_order(line[0]), line))
    )
    table = Table("Affichage", headers, (44, 30, 36, 32), rows, BOARD_NOTE if rows else "")
    return Page(today.name, "Accompagnement : où aller", table, empty="Pas de groupe d’accompagnement ce jour.")


def _told_apart(today: Today, name: str, apprentice_id: ApprenticeId, owners: int) -> str:
    """The class too where two people have the same name, so that each finds the right line."""
    known = _class_of(today, apprentice_id) if owners > 1 else ""
    return f"{name} ({known})" if known else name


def session_papers(days: tuple[Today, ...]) -> tuple[Paper, ...]:
    """The day, the calls, the sheets to sign, the notice board."""
    called = [(today, s) for today in days for s in today.sessions if today.listed(s)]
    boards = tuple(board for today in days if (board := notice_board(today)).table.rows)
    return (
        Paper(
            "journee",
            "Journée",
            "Tout ce qui a lieu, heure par heure.",
            tuple(map(day_list, days)),
            landscape=True,
            grouped=True,
        ),
        Paper(
            "affichage",
            "Affichage",
            "À épingler : qui va où aux heures d’accompagnement.",
            boards or tuple(map(notice_board, days[:1])),
            grouped=True,
        ),
        Paper(
            "appel",
            "Appel",
            "Une liste par séance, pour faire l’appel.",
            tuple(call_list(today, s) for today, s in called if s.modality != "remote_async"),
            to_sign=True,
        ),
        Paper(
            "emargement-seances",
            "Émargement par séance",
            "Une feuille par séance, à distance et en autonomie comprises.",
            tuple(session_sheet(today, s) for today, s in called),
            to_sign=True,
        ),
    )
