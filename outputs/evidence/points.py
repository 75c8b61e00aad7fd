"""The points of the official sheet of indicator 10 (Eduform 19), in our words, and what a timetable shows of each."""

from collections.abc import Callable, Iterator, Sequence

from outputs.evidence.arranged import looked_at
from outputs.evidence.entrants import before_company
from outputs.evidence.record import Record
from outputs.evidence.words import VOLETS
from planner.domain import Kind, Learner, Nature, Session, Status
from planner.hours.entry import is_new_entrant
from planner.words import count

Shown = bool | None
"""Whether a point is shown; None: it is about nobody here."""
Check = Callable[[Record, Sequence[Learner]], tuple[str, Shown]]
WITHOUT = (Status.ENROLLED_NO_CONTRACT, Status.CONTRACT_BROKEN)


def _sessions(record: Record, people: Sequence[Learner]) -> list[Session]:
    return [s for p in people for s in record.held(p.id)]


def _offer(record: Record, people: Sequence[Learner]) -> tuple[str, Shown]:
    modules = {s.module_id for s in _sessions(record, people) if s.module_id}
    modes = {s.modality for s in _sessions(record, people) if s.module_id}
    return f"{count(len(modules), 'module suivi', 'modules suivis')}, {count(len(modes), 'modalité')}", bool(modules)


def _each_stay(record: Record, people: Sequence[Learner]) -> tuple[str, Shown]:
    short = [d for p in people for d in record.debts.get(p.id, ()) if d.source == "programme" and not d.target]
    return (f"{count(len(short), 'alternance')} sans l’accompagnement promis" if short else "aucun manque"), not short


def _open(record: Record, people: Sequence[Learner]) -> tuple[str, Shown]:
    """Of their classes, whoever is called out of them for support."""
    mine = {membership.class_id for person in people for membership in person.memberships}
    rows = (s for s in record.timetable.sessions if s.kind == Kind.OPEN and not mine.isdisjoint(s.class_ids))
    held = {(s.day, s.start, class_id) for s in rows for class_id in mine.intersection(s.class_ids)}
    return count(len(held), "temps banalisé", "temps banalisés"), bool(held)


def _barrettes(record: Record, people: Sequence[Learner]) -> tuple[str, Shown]:
    mine = {p.id for p in people}
    groups = [g for g in record.timetable.groups if not mine.isdisjoint(g.apprentice_ids)]
    names = {g.barrette_id for g in groups}
    return f"{count(len(names), 'barrette')}, {count(len(groups), 'groupe')}", bool(groups)


def _teams(record: Record, people: Sequence[Learner]) -> tuple[str, Shown]:
    """Whether the trainers of some barrette are not the same from one period to the next."""
    mine = {g.barrette_id for g in record.timetable.groups if any(p.id in g.apprentice_ids for p in people)}
    teams: dict[str, set[frozenset[str]]] = {}
    for name in mine:
        for period in record.periods:
            at = (name, period.id)
            team = {t for g in record.timetable.groups if (g.barrette_id, g.period_id) == at for t in g.trainer_ids}
            if team:
                teams.setdefault(name, set()).add(frozenset(team))
    changed = sum(len(found) > 1 for found in teams.values())
    return f"{count(changed, 'barrette')} dont l’équipe change d’une période à l’autre", bool(changed) or None


def _positioned(record: Record, people: Sequence[Learner]) -> tuple[str, Shown]:
    had = [p for p in people if p.results]
    return f"{len(had)} sur {len(people)} avec un résultat", len(had) == len(people)


def _again(record: Record, people: Sequence[Learner]) -> tuple[str, Shown]:
    had = [p for p in people if len({r.on for r in p.results}) > 1]
    return f"{count(len(had), 'personne')} avec un résultat revu en cours de cycle", bool(had)


def _regulated(record: Record, people: Sequence[Learner]) -> tuple[str, Shown]:
    signed = sum(bool(d.line.by) for d in record.decided)
    said = count(signed, "décidée avec un auteur", "décidées avec un auteur")
    return f"{count(len(record.decided), 'proposition')}, {said}", signed > 0


def _volets(record: Record, people: Sequence[Learner]) -> tuple[str, Shown]:
    asked = [p for p in people if any(_three(record, m.class_id) for m in p.memberships)]
    lacking = [p for p in asked if len({s.strand for s in record.held(p.id)} & set(VOLETS)) < len(VOLETS)]
    return f"{len(asked) - len(lacking)} sur {len(asked)} avec les trois volets", (not lacking) if asked else None


def _three(record: Record, class_id: str) -> bool:
    group = next((c for c in record.problem.classes.values() if c.id == class_id), None)
    programme = record.problem.programmes.get(group.programme_id) if group else None
    return programme is not None and programme.three_strands


def _arranged(record: Record, people: Sequence[Learner]) -> tuple[str, Shown]:
    mine = [(p, a) for p in people for a in record.problem.arrangements if a.apprentice_id == p.id]
    wrong = sum(bool(one.wrong) for p, a in mine for one in looked_at(record, p, a))
    said = f"{count(len(mine), 'aménagement')}, {count(wrong, 'exception')}"
    return said, (not wrong) if mine else None


def _remote(record: Record, people: Sequence[Learner]) -> tuple[str, Shown]:
    far = [p for p in people if p.remote or p.blended]
    called = [p for p in far if any(_contact(record, s) for s in record.held(p.id))]
    return f"{len(called)} sur {len(far)} au calendrier", (len(called) == len(far)) if far else None


def _contact(record: Record, session: Session) -> bool:
    module = record.problem.modules.get(session.module_id) if session.module_id else None
    return module is not None and module.theme == "follow_up"


def _entrants(record: Record, people: Sequence[Learner]) -> tuple[str, Shown]:
    new = [p for p in people if is_new_entrant(record.problem, p)]
    late = [p for p in new if before_company(record, p) in ("non", "en partie")]
    return f"{len(new) - len(late)} sur {len(new)} avant l’entreprise", (not late) if new else None


def _search(record: Record, people: Sequence[Learner]) -> tuple[str, Shown]:
    days = record.problem.days
    without = [p for p in people if any(record.problem.status(p, day) in WITHOUT for day in days)]
    traced = [p for p in without if any(a.nature == Nature.EMPLOYER_SEARCH for a in record.actions_of(p.id))]
    said = f"{len(traced)} sur {len(without)} avec une action tracée"
    return said, (len(traced) == len(without)) if without else None


def _visited(record: Record, people: Sequence[Learner]) -> tuple[str, Shown]:
    due = [v for v in record.problem.visits_due if v.now and any(p.id == v.apprentice_id for p in people)]
    held = [s for s in _sessions(record, people) if s.kind == Kind.VISIT]
    return f"{count(len(held), 'visite')} au calendrier sur {len(due)} à faire", (
        len(held) >= len(due)
    ) if due else None


def _attended(record: Record, people: Sequence[Learner]) -> tuple[str, Shown]:
    rows = [r for p in people for r in record.hours_of(p.id) if r.given]
    known = [r for r in rows if not r.untold]
    return f"présence connue pour {len(known)} des {count(len(rows), 'séance donnée', 'séances données')}", (
        (len(known) == len(rows)) if rows else None
    )


def _adapted(record: Record, people: Sequence[Learner]) -> tuple[str, Shown]:
    dated = [p for p in people if p.contract_start and p.contract_end]
    return f"{len(dated)} sur {len(people)} avec les dates du contrat", len(dated) == len(people)


def _aid(record: Record, people: Sequence[Learner]) -> tuple[str, Shown]:
    natures = (Nature.AID, Nature.LICENCE)
    told = [p for p in people if any(a.nature in natures for a in record.actions_of(p.id))]
    return f"{len(told)} sur {len(people)} avec une action tracée", len(told) == len(people)


POINTS: tuple[tuple[str, str, Check], ...] = (
    ("L’offre d’accompagnement est modulaire et sous plusieurs modalités", "volets ; heures", _offer),
    ("De l’accompagnement à chaque alternance, ou à l’échéance promise", "fiches ; volets", _each_stay),
    ("Des temps banalisés sont inscrits dans les emplois du temps", "fiches", _open),
    ("Des barrettes réunissent plusieurs classes en groupes de besoins", "barrettes", _barrettes),
    ("L’équipe de formateurs d’une barrette peut évoluer dans le cycle", "barrettes", _teams),
    ("Chacun a un positionnement, qui individualise son parcours", "fiches", _positioned),
    ("Le positionnement est revu en cours de cycle", "fiches", _again),
    ("Des régulations en fin de période, décidées et signées", "regulations", _regulated),
    ("Les trois volets en CAP et en bac professionnel", "volets", _volets),
    ("Les aménagements sont tenus dans l’emploi du temps", "restreint/amenagements", _arranged),
    ("Qui suit à distance est accompagné", "fiches ; heures", _remote),
    ("Les entrants ont leur module avant l’entreprise", "entrants", _entrants),
    ("La recherche d’employeur est tracée, avant contrat et après rupture", "recherche", _search),
    ("Le suivi en entreprise est organisé", "entreprises", _visited),
    ("La présence est connue, séance par séance", "fiches ; heures", _attended),
    ("La durée du contrat est prise en compte dans les heures", "heures", _adapted),
    ("Les aides, dont celle au permis, sont présentées et suivies", "aides", _aid),
)


def rows_of_points(record: Record, people: Sequence[Learner]) -> Iterator[tuple[str, str, str, str]]:
    """Each point with what this timetable shows of it for some people, where, and whether it is shown."""
    for text, where, check in POINTS:
        said, shown = check(record, people)
        yield text, said, where, "sans objet" if shown is None else "montré" if shown else "à compléter"
