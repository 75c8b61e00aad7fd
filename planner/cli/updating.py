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
from planner.check.verify import Report, verify
from planner.cli import show
from planner.cli.changing import Refused, attempt, keep, neutral
from planner.cli.decided import Honoured, honoured
from planner.cli.dossier import decided_figures, open_periods, outcome, tell_decisions, write
from planner.cli.main import BROKEN, USAGE, WORKBOOK
from planner.cli.references import unknown
from planner.cli.solving import stopping, way, with_term
from planner.cli.workbook import read_or_explain
from planner.domain import Problem, Timetable, clock
from planner.engine.change.realised import unknown_lines
from planner.engine.change.update import Updated, UpdateOptions, notice, update
from planner.engine.solvers.cpsat import Interrupt
from planner.report.changes import Change, changes
from planner.report.compare import SessionChange
from planner.store.alone import alone
from planner.store.database import Store, Version, open_store
from planner.store.decisions import noting
from planner.store.locks import locked_sessions
from planner.store.snapshot import bare
from planner.store.terms import last_version
from planner.words import say_when

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
    return attempt(folder, lambda: _alone(folder, file, request))


def _alone(folder: Path, file: Path, request: Request) -> int:
    neutral(request.reason)
    with open_store(folder) as store, nullcontext() if request.dry_run else alone(folder):
        return _update(store, folder, file, request)


@dataclass(frozen=True)
class Prepared:
    """A workbook read beside the last version of its term, and what an update of it starts from."""

    base: Version
    read: Problem
    new: Problem
    """The same without what a version does not keep."""
    before: Timetable
    reading: Reading
    honoured: Honoured

    def run(self, interrupt: Interrupt) -> tuple[Updated, Timetable]:
        """The update under the decisions that hold, with what is owed counted by the workbook as it is."""
        with stopping(interrupt), show.silence():
            old, new = self.honoured.problems()
            result = update(old, new, self.before, RULES, self.honoured.options, interrupt)
        return result, self.honoured.counted(result.timetable)


def prepare(store: Store, file: Path, request: Request) -> Prepared | int:
    """Everything that is to be read before an update, or the exit code with the reason said."""
    read, reading = read_or_explain(file)
    if read is None:
        return WORKBOOK
    _same_centre(store, read, file)
    read = with_term(read, store)
    base = last_version(store, read)
    old, before = store.problem(base.number), store.timetable(base.number)
    read = _salted(read, old)
    new = bare(read)
    _same_keys(new, before, file)
    options = _options(new, request)
    if isinstance(options, str):
        show.complain(options)
        return USAGE
    options = replace(options, locked=locked_sessions(store, new.settings))
    if _say_realised(new, before, options.first):
        return WORKBOOK
    return Prepared(base, read, new, before, reading, honoured(store, base, old, new, before, options))


def _update(store: Store, folder: Path, file: Path, request: Request) -> int:
    ready = prepare(store, file, request)
    if isinstance(ready, int):
        return ready
    old, new, before, options = ready.honoured.old, ready.new, ready.before, ready.honoured.options
    told = changes(old, new)
    _say_changes(told, request)
    result, timetable = ready.run(Interrupt())
    checked = replace(new, previous=before, frozen_until=options.first - timedelta(days=1), moves_from=options.moves)
    report = verify(checked, RULES, timetable)
    worse = _worse(verify(old, RULES, before), report)
    timetable = _with_summary(timetable, folder, file, ready.reading, report, request)
    number, fresh = None, True
    if not request.dry_run and not worse:
        reason = request.reason or "; ".join(c.text for c in told[:3]) or "mise à jour"
        more = {"changes": [c.text for c in told], **ready.honoured.settings}
        kept, fresh = keep(
            folder, ready.read, timetable, report, "update", reason, request.author, parent=ready.base.number,
            settings=more, then=noting(store, new.settings.term, outcome(ready.honoured, result, timetable)),
        )  # fmt: skip
        number = kept.number
        for period in open_periods(ready.honoured):
            write(store, folder, ready.read, period)
    if request.as_json:
        figures = _figures(result, told, report, number, timetable)
        show.as_json({**figures, "regulation": decided_figures(ready.honoured)})
    else:
        _tell(replace(result, timetable=timetable), before, report, worse, number)
        if number is not None:
            kept_as = (
                f"Gardé : version {number}." if fresh else f"Rien n’a changé : la version {number} reste la dernière."
            )
            show.say(f"{kept_as} Pour que les calendriers suivent : barrette publish.")
        tell_decisions(ready.honoured, folder, result)
    return BROKEN if worse else 0


def _salted(problem: Problem, old: Problem) -> Problem:
    """A workbook without a salt keeps the one of the versions before."""
    if problem.settings.salt:
        return problem
    return replace(problem, settings=replace(problem.settings, salt=old.settings.salt))


def _same_centre(store: Store, new: Problem, file: Path) -> None:
    """Raises Refused for the workbook of another centre."""
    old = store.problem(store.version().number)
    if not set(old.learners) & set(new.learners) or not set(old.classes) & set(new.classes):
        raise Refused(
            WORKBOOK,
            f"« {file} » n’est pas le classeur de ce centre : aucune classe ou aucun apprenant en commun avec "
            "l’emploi du temps. Rien n’a été changé.",
        )


def _same_keys(new: Problem, before: Timetable, file: Path) -> None:
    """Raises Refused where the timetable names people, rooms or courses that the workbook has no more."""
    strangers = unknown(new, before)
    if strangers:
        raise Refused(
            WORKBOOK,
            f"« {file} » ne contient plus des personnes, salles ou cours qui ont des séances. Remettez leur ligne, "
            "avec le même code ; pour un départ, remplissez « sortie » ; pour une absence ou une fermeture, la feuille "
            "« Indisponibilités ». Rien n’a été changé.",
            *strangers,
        )


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


def _tell(result: Updated, before: Timetable, report: Report, worse: list[str], number: int | None) -> None:
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
    if result.stuck:
        show.say("L’heure demandée pour ces barrettes n’est pas possible, et l’ancienne est gardée :")
        show.listing(result.stuck)
    _tell_debts(before, result.timetable)
    _tell_front(result)
    if result.rows:
        show.say("Reste à placer :")
        show.listing([f"{row.session_id} : {row.reason}" for row in result.rows])
    if worse:
        show.say("Rien n’a été gardé : ce résultat ne respecterait pas des règles impératives.")
        show.findings([*report.hard, *report.shortfalls], RULES)
    elif number is None:
        show.say("Essai seulement (--dry-run) : rien n’a été changé.")


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
    """What a few changes more would buy, where they buy something."""
    lines, named, least = [], set(), result.front[0].cost if result.front else 0
    for offer in result.front[1:]:
        if offer.cost >= least:
            continue
        least = offer.cost
        gains = {key: offer.costs.get(key, 0) - result.front[0].costs.get(key, 0) for key in offer.costs}
        told = [f"{key} {gain:+d}" for key, gain in sorted(gains.items()) if gain]
        named |= {key for key, gain in gains.items() if gain}
        lines.append(f"--more {offer.more} : {show.count(offer.changes, 'changement')} en tout, {', '.join(told)}")
    if lines:
        show.say("Avec quelques changements de plus, on gagnerait en confort (moins, c’est mieux) :")
        show.listing([*lines, *(f"{rule.key} : {rule.statement}" for rule in RULES if rule.key in named)])


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
        "bound": result.bound,
        "proven": result.proven,
        "front": [{"more": o.more, "changes": o.changes, "costs": dict(o.costs)} for o in result.front],
        "left": [row.session_id for row in result.rows],
        "stuck": list(result.stuck),
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
