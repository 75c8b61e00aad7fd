"""`barrette update`: a changed workbook, what it changes, the timetable with as little change as possible."""

from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import date, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any

from constraints import RULES
from data.parse_time import day as read_day
from data.reader import Reading
from planner.changes import Change, changes
from planner.cli import show
from planner.cli.files import write_all
from planner.cli.main import BROKEN, NOTHING, WORKBOOK
from planner.cli.references import unknown
from planner.cli.solving import stopping, way
from planner.cli.workbook import read_or_explain
from planner.compare import SessionChange
from planner.domain import Problem, Timetable, clock
from planner.solve.cpsat import Interrupt
from planner.solve.realised import unknown_lines
from planner.solve.update import Updated, UpdateOptions, notice, update
from planner.store.alone import alone
from planner.store.database import Draft, Store, StoreError, Version, open_store
from planner.store.keeping import counts, somebody
from planner.store.locks import locked_sessions
from planner.store.snapshot import bare
from planner.verify import Report, verify
from planner.words import say_when

VIEWS = ("ics", "xlsx", "html", "employers")
WORDS = {"added": "ajoutée", "cancelled": "annulée", "moved": "déplacée", "trainer": "autre formateur",
         "room": "autre salle", "content": "modifiée"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Request:
    """What the planner asks on the command line, as typed; None where the default stands."""

    first: str | None = None
    notice: int | None = None
    most_per_apprentice: int | None = None
    most_per_trainer: int | None = None
    more: int = 0
    dry_run: bool = False
    reason: str = ""
    author: str = ""
    seed: int = 0
    effort: float = 1.0
    as_json: bool = False


def run_update(folder: Path, file: Path, request: Request) -> int:
    """The whole command; returns the exit code."""
    try:
        with open_store(folder) as store, nullcontext() if request.dry_run else alone(folder):
            return _update(store, folder, file, request)
    except StoreError as error:
        show.complain(str(error))
        return NOTHING
    except OSError as error:
        show.complain(f"Impossible d’écrire dans « {folder} » : {show.why(error)}. L’ancien contenu est gardé.")
        return NOTHING


def _update(store: Store, folder: Path, file: Path, request: Request) -> int:
    base = store.version()
    old, before = store.problem(base.number), store.timetable(base.number)
    read, reading = read_or_explain(file)
    if read is None:
        return WORKBOOK
    read = _salted(read, old)
    new = bare(read)
    refused = _refused(old, new, before, file)
    if refused:
        show.complain(refused[0])
        for line in refused[1:]:
            show.complain(f"  • {line}")
        return WORKBOOK
    options = _options(new, request)
    if isinstance(options, str):
        show.complain(options)
        return 2
    options = replace(options, locked=locked_sessions(store))
    strange = _say_realised(new, before, options.first)
    if strange:
        return WORKBOOK
    told = changes(old, new)
    _say_changes(told, request)
    interrupt = Interrupt()
    with stopping(interrupt), show.silence():
        result = update(old, new, before, RULES, options, interrupt)
    checked = replace(new, previous=before, frozen_until=options.first - timedelta(days=1), moves_from=options.moves)
    report = verify(checked, RULES, result.timetable)
    worse = _worse(verify(old, RULES, before), report)
    timetable = _with_summary(result.timetable, folder, file, reading, report, request)
    number = None
    if not request.dry_run and not worse:
        number = _keep(store, base, read, timetable, told, report, file, reading, request).number
        write_all(folder, read, timetable, VIEWS)
    if request.as_json:
        show.as_json(_figures(result, told, report, number, timetable))
    else:
        _tell(result, old, new, before, report, worse, number, request)
    return BROKEN if worse else 0


def _salted(problem: Problem, old: Problem) -> Problem:
    """A workbook without a salt keeps the one of the versions before."""
    if problem.settings.salt:
        return problem
    return replace(problem, settings=replace(problem.settings, salt=old.settings.salt))


def _refused(old: Problem, new: Problem, before: Timetable, file: Path) -> list[str]:
    """Why a workbook cannot follow a timetable: another centre, or things that the timetable names and it does not."""
    if not set(old.learners) & set(new.learners) or not set(old.classes) & set(new.classes):
        return [
            f"« {file} » n’est pas le classeur de ce centre : aucune classe ou aucun apprenant en commun avec "
            "l’emploi du temps. Rien n’a été changé."
        ]
    strangers = unknown(new, before)
    if not strangers:
        return []
    return [
        f"« {file} » ne contient plus des personnes, salles ou cours qui ont des séances. Remettez leur ligne, avec le "
        "même code ; pour un départ, remplissez « sortie » ; pour une absence ou une fermeture, la feuille "
        "« Indisponibilités ». Rien n’a été changé.",
        *strangers,
    ]


def _say_realised(new: Problem, before: Timetable, first: date) -> bool:
    """Tell the lines of *Réalisé* with which nothing can be done; whether one names no session at all."""
    lines = unknown_lines(new, before, first)
    strangers = [row.session_id for row in lines if row.session_id not in before.session]
    for row in lines:
        if row.session_id in strangers:
            show.complain(
                f"Feuille « Réalisé » : « {row.session_id} » n’est pas une séance de l’emploi du temps. Recopiez son "
                "identifiant de csv/sessions.csv (session_id), ou retirez la ligne. Rien n’a été changé."
            )
        else:
            show.complain(
                f"Feuille « Réalisé » : la séance « {row.session_id} » n’a pas eu lieu encore : ligne non lue ; "
                "pour une absence à venir, remplir « Indisponibilités »."
            )
    return bool(strangers)


def _options(new: Problem, request: Request) -> UpdateOptions | str:
    """From when things may change; a message where the dates cannot be."""
    try:
        first = read_day(request.first) if request.first else date.today()
    except ValueError:
        return f"--from : « {request.first} » n’est pas une date ; écrire par exemple 2026-10-12 ou 12/10/2026."
    if first < new.first:
        if request.first is not None:
            return f"--from : le {first:%d/%m/%Y} vient avant le début de l’emploi du temps ({new.first:%d/%m/%Y})."
        first = new.first
    if first > new.last:
        return f"--from : le {first:%d/%m/%Y} vient après la fin de l’emploi du temps ({new.last:%d/%m/%Y})."
    if request.notice is not None and request.notice > (new.last - new.first).days:
        return f"--notice : {request.notice} jours, c’est plus que la durée de l’emploi du temps."
    return UpdateOptions(
        first=first,
        moves=notice(new, first, request.notice),
        seed=request.seed,
        effort=request.effort,
        most_per_apprentice=request.most_per_apprentice,
        most_per_trainer=request.most_per_trainer,
        more=request.more,
    )


def _worse(before: Report, after: Report) -> list[str]:
    """Rules that the new timetable breaks more often than the old one did."""
    return [key for key, number in after.by_rule.items() if number > before.by_rule.get(key, 0)]


def _keep(
    store: Store,
    base: Version,
    problem: Problem,
    timetable: Timetable,
    told: tuple[Change, ...],
    report: Report,
    file: Path,
    reading: Reading,
    request: Request,
) -> Version:
    """A new version of the store, whose parent is the one it starts from."""
    saved = {"saved": problem.settings.saved.isoformat()} if problem.settings.saved else {}
    reason = request.reason or "; ".join(c.text for c in told[:3]) or "mise à jour"
    return store.add(
        Draft(
            problem=problem,
            timetable=timetable,
            kind="update",
            author=request.author.strip() or somebody(),
            reason=reason,
            parent=base.number,
            workbook=file.name,
            workbook_hash=reading.hash,
            settings={**saved, "seed": request.seed, "effort": request.effort, "changes": [c.text for c in told]},
            counts=counts(timetable),
            verified=report.passed,
        )
    )


def _with_summary(
    timetable: Timetable, folder: Path, file: Path, reading: Reading, report: Report, request: Request
) -> Timetable:
    figures: dict[str, Any] = {
        **timetable.summary,
        **report.figures(),
        "workbook": way(file.resolve(), folder.resolve()),
        "hash": reading.hash,
        "versions": {"barrette": version("barrette"), "ortools": version("ortools")},
        "seed": request.seed,
        "effort": request.effort,
    }
    return replace(timetable, summary=figures)


def _say_changes(told: tuple[Change, ...], request: Request) -> None:
    if request.as_json:
        return
    if not told:
        show.say("Le classeur dit la même chose que l’emploi du temps en cours.")
        return
    show.say(f"{show.count(len(told), 'changement')} dans le classeur :")
    show.listing([change.text for change in told])


def _tell(
    result: Updated,
    old: Problem,
    new: Problem,
    before: Timetable,
    report: Report,
    worse: list[str],
    number: int | None,
    request: Request,
) -> None:
    """What the update would do, or has done: what moves, whom it touches, what is owed, what a few changes more buy."""
    diff = result.diff
    people = {p.apprentice_id for p in diff.people} | {m.apprentice_id for m in diff.memberships}
    for change in diff.sessions:
        for timetable in (before, result.timetable):
            people |= {r.apprentice_id for r in timetable.attendees.get(change.session.id, ())}
    proof = "on ne peut pas faire moins" if result.proven else f"au moins {result.bound}, moins n’est pas exclu"
    show.say(
        f"{show.count(len(diff.counted), 'séance changée', 'séances changées')} de place ou de formateur ({proof}), "
        f"{sum(c.what == 'added' for c in diff.sessions)} ajoutée(s), "
        f"{sum(c.what == 'cancelled' for c in diff.sessions)} annulée(s) ; "
        f"{show.count(len(diff.memberships), 'changement de groupe', 'changements de groupe')} ; "
        f"{show.count(len(people), 'apprenant concerné', 'apprenants concernés')}."
    )
    show.listing([_line(change) for change in diff.sessions])
    _tell_debts(before, result.timetable)
    _tell_front(result)
    if result.left:
        show.say("Reste à placer :")
        show.listing([f"{row.row().session_id} : {row.row().reason}" for row in result.left])
    if worse:
        show.say("Rien n’a été gardé : ce résultat ne respecterait pas des règles impératives.")
        show.findings([*report.hard, *report.shortfalls], RULES)
    elif number is None:
        show.say("Essai seulement (--dry-run) : rien n’a été changé.")
    else:
        show.say(f"Gardé : version {number}. Pour que les calendriers suivent : barrette publish.")


def _line(change: SessionChange) -> str:
    session = change.session
    text = f"{session.label} : {WORDS[change.what]}"
    if change.before is not None and change.after is not None and change.what == "moved":
        return f"{text}, {say_when(change.before)} → {say_when(change.after)}"
    if change.before is not None and change.after is not None and change.what == "trainer":
        return f"{text}, {say_when(session)} ({', '.join(change.after.trainer_ids) or 'autonomie'})"
    return f"{text}, {say_when(session)}"


def _tell_debts(before: Timetable, after: Timetable) -> None:
    was, now = (sum(d.due - d.planned for d in t.debts if d.source != "programme") for t in (before, after))
    if was != now:
        word = "de moins" if now < was else "de plus"
        show.say(f"Heures restant à placer : {clock(now)} ({clock(abs(now - was))} {word}).")


def _tell_front(result: Updated) -> None:
    if len({(offer.changes, offer.cost) for offer in result.front}) < 2:
        return
    base = result.front[0]
    show.say("Avec quelques changements de plus, on gagnerait en confort :")
    show.listing(
        [
            f"{offer.changes} changements au lieu de {base.changes} : coût des préférences {offer.cost - base.cost:+d}"
            for offer in result.front[1:]
            if offer.cost < base.cost
        ]
    )


def _figures(
    result: Updated, told: tuple[Change, ...], report: Report, number: int | None, timetable: Timetable
) -> dict[str, Any]:
    """The same for a program."""
    return {
        **timetable.summary,
        "version": number,
        "changes": [{"kind": c.kind, "text": c.text} for c in told],
        "changed_sessions": len(result.diff.counted),
        "memberships": len(result.diff.memberships),
        "moves": result.changes,
        "bound": result.bound,
        "proven": result.proven,
        "front": [{"changes": o.changes, "cost": o.cost} for o in result.front],
        "left": [row.row().session_id for row in result.left],
        "diff": [
            {"session": c.session.id, "what": c.what, "before": _at(c.before), "after": _at(c.after)}
            for c in result.diff.sessions
        ],
        "findings": [{"rule": f.key, "text": f.text} for f in (*report.hard, *report.shortfalls)],
    }


def _at(session: Any) -> dict[str, Any] | None:
    if session is None:
        return None
    return {
        "date": session.day.isoformat(),
        "start": session.start,
        "end": session.end,
        "room": session.room_id,
        "trainers": list(session.trainer_ids),
    }
