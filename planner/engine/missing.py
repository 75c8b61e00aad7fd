"""The sentence of whatever is not placed: written here, last, from the cause and its facts.

Stages give causes (`planner.domain.Cause`) and facts; nobody but this file turns them into French, and no code reads a
sentence for its meaning. Each cause has one function, ``(problem, row) -> str``, in the table `WORDS` at the end; a
test holds the table complete. Sentences say what, where and when, and the solution where there is one.
"""

from collections.abc import Callable, Iterable, Mapping

from planner.domain import Cause, Kind, Missing, Problem, Searched, TrainerId, Unplaced, Waits, clock
from planner.hours.why import no_group_of_strand
from planner.words import (
    class_name,
    count,
    course_name,
    learner_name,
    say_all,
    say_barrette,
    say_day,
    say_minutes,
    say_span,
    trainer_name,
)

AGAIN, OWED_AGAIN, ADDED = "à reprogrammer", "heures dues de nouveau", "heures ajoutées"
CURE = "solution : y affecter un adulte, ou noter une autorisation de sortie dans la feuille Apprenants"
WHERE = {
    Searched.OWN_WEEK: " dans sa semaine",
    Searched.EVERY_WEEK: " dans sa semaine ni dans une autre",
    Searched.CLASS_WEEKS: " dans les semaines de la classe",
    Searched.ANYWHERE: "",
}


def told(problem: Problem, row: Missing) -> Unplaced:
    """A row of ``unplaced.csv``: the sentence, and what links the row to its courses, barrette and classes."""
    words = sentence(problem, row)
    return Unplaced(row.session_id, row.kind, row.minutes, words, row.course_ids, row.barrette_id, row.class_ids)


def tell(problem: Problem, rows: Iterable[Missing]) -> tuple[Unplaced, ...]:
    """Rows of ``unplaced.csv``."""
    return tuple(told(problem, row) for row in rows)


def sentence(problem: Problem, row: Missing) -> str:
    """What is missing in its week or of its day, and why; one true French sentence.

    Every cause has words: ``KeyError`` is a bug that a test finds.
    """
    opening = _opening(problem, row)
    return f"{opening} : {why(problem, row)}" if opening else why(problem, row)


def why(problem: Problem, row: Missing) -> str:
    """Why something is missing, without its day: the same words for whatever has the same cause."""
    return CAUSE_WORDS[row.cause](problem, row)


def _opening(problem: Problem, row: Missing) -> str:
    """What the sentence begins with: the week, or the day and what has become of the session; empty for neither."""
    day = f"séance du {row.day:%d/%m/%Y}" if row.day else ""
    if row.waits == Waits.ADDED:
        return ADDED
    if row.cause == Cause.TRAINER_AWAY:
        return f"{day} {row.said or f'annulée, absence de {_people(problem, row.trainer_ids)}'}"
    if row.waits == Waits.NO or row.day is None:
        return f"semaine du {row.week:%d/%m/%Y}" if row.week else ""
    if row.waits == Waits.FELL:
        return f"{day} tombée"
    return f"{day} {AGAIN}" if row.waits == Waits.AGAIN else f"{day}, {OWED_AGAIN}"


def _people(problem: Problem, trainers: Iterable[TrainerId]) -> str:
    """Trainers by name, each once, as a list in words."""
    return say_all(trainer_name(problem, t) for t in dict.fromkeys(trainers))


def _classes(problem: Problem, row: Missing) -> str:
    """The classes of a row, as a list in words."""
    return say_all(class_name(problem, c) for c in row.class_ids)


def _subject(problem: Problem, row: Missing) -> str:
    """The subject of the first course of a row."""
    return problem.courses[row.course_ids[0]].subject


def _course(problem: Problem, row: Missing) -> str:
    """The other course that a row speaks of; empty without one."""
    return course_name(problem, row.other_id) if row.other_id else ""


def _types(row: Missing) -> str:
    """The types of room of a row, in words; empty where any will do."""
    return f" de type « {' ou '.join(row.types)} »" if row.types else ""


def _asked(problem: Problem, row: Missing) -> str:
    """The types of room that the courses of a row ask for, in words."""
    types = [t for c in row.course_ids if c in problem.courses for t in problem.courses[c].room_types]
    return f" de type « {' ou '.join(dict.fromkeys(types))} »" if types else " convenable"


# Its week


def _no_slot(problem: Problem, row: Missing) -> str:
    courses = (problem.courses[c] for c in row.course_ids if c in problem.courses)
    teams = [say_all(trainer_name(problem, t) for t in team) for course in courses for team in course.teams if team]
    who = " et ".join(filter(None, (_classes(problem, row), " ou ".join(dict.fromkeys(teams)))))
    fit = f"{who or 'la classe et le formateur'} sont disponibles ensemble"
    return f"aucun créneau de {say_minutes(row.minutes)} où {fit}, dans les horaires"


def _room_too_small(_problem: Problem, row: Missing) -> str:
    return (
        f"{row.heads} apprenants sont attendus et la plus grande salle{_types(row)} a {row.most} "
        f"place{'s' * (row.most > 1)} ; partagez la classe (colonne « parties ») ou prévoyez une salle plus grande"
    )


def _no_room_for_all(_problem: Problem, row: Missing) -> str:
    return f"aucune salle{_types(row)} ne convient à tous ceux qui sont attendus (aménagements, groupe, site)"


# The weeks of the term


def _class_full(problem: Problem, row: Missing) -> str:
    have = "n’ont" if len(row.class_ids) > 1 else "n’a"
    return f"{_classes(problem, row)} {have} plus {say_minutes(row.minutes)} libres dans les semaines au CFA"


def _trainers_full(problem: Problem, row: Missing) -> str:
    known = {problem.trainers[t].max_week for t in row.trainer_ids if t in problem.trainers}
    bound = min(known) if len(known) == 1 else 0
    most = f"{say_minutes(bound)} par semaine au plus" if 0 < bound < 60 * 60 else "maximum par semaine"
    who = _people(problem, row.trainer_ids)
    return f"{who} : il ne reste pas {say_minutes(row.minutes)} (présences, {most}, autres cours)"


def _too_few_days(problem: Problem, row: Missing) -> str:
    most = problem.courses[row.course_ids[0]].max_per_day
    who = f"{_people(problem, row.trainer_ids)} et {_classes(problem, row)}"
    return f"trop peu de jours où {who} sont là ensemble, à {most} séance{'s' * (most > 1)} par jour"


def _weeks_differ(problem: Problem, row: Missing) -> str:
    return " ; ".join(f"{CAUSE_WORDS[cause](problem, row)} ({number} sem.)" for cause, number in row.causes)


def _uneven(problem: Problem, row: Missing) -> str:
    return f"{_course(problem, row)}, croisé avec ce cours, n’a pas autant de séances à échanger entre les parties"


def _no_exchange_left(problem: Problem, row: Missing) -> str:
    return f"{_course(problem, row)}, croisé avec ce cours, n’a pas de séance à échanger dans les semaines qui restent"


# Barrettes and support


def _no_group(problem: Problem, row: Missing) -> str:
    carries = problem.barrettes.get(row.barrette_id) if row.barrette_id else None
    what = f" de la {say_barrette(carries.name)}" if carries else ""
    why = f"aucun groupe{what} n’a pu ouvrir : ni formateur compétent libre, ni place à cette heure"
    if row.cause == Cause.NOBODY_EXPECTED:
        why = "aucun apprenant n’est attendu à cette heure"
    return f"{row.day:%d/%m/%Y} à {clock(row.start)} : {why}"


def _barrette(problem: Problem, row: Missing) -> str:
    """The name of the barrette that carries the course of a row; empty where none does."""
    barrette_id = problem.courses[row.course_ids[0]].barrette_id
    return problem.barrettes[barrette_id].name if barrette_id else ""


def _barrette_too_short(problem: Problem, row: Missing) -> str:
    what = f"la barrette {_barrette(problem, row)} a trop peu d’heures pour {_subject(problem, row)}"
    return f"{what} : il manque {say_minutes(row.amount)}"


OBSTACLES: Mapping[Cause, str] = {
    Cause.NOBODY_SKILLED: "aucun formateur de la barrette n’a cette compétence",
    Cause.CALLED_OFF: "annulée (feuille Réalisé)",
    Cause.SKILLED_AWAY: "{people} : indisponible à cette heure",
    Cause.SKILLED_TAKEN: "{people} : déjà pris, ou au maximum de ses heures",
    Cause.NO_ROOM_OR_NOBODY: "pas assez de salles libres, ou personne n’y suivait ce cours",
}


def _in_barrette(problem: Problem, row: Missing) -> str:
    """At which of the barrette's hours nobody taught the course, and what stood in the way at the first.

    Obstacles are words without the names, since the same cause is told of one trainer or of several.
    """
    assert row.day is not None
    more = f" et {row.number} autre{'s' * (row.number > 1)} fois" if row.number else ""
    when = f"{say_day(row.day)} {say_span(row.start, row.end)}{more}"
    obstacle = OBSTACLES[row.cause].format(people=_people(problem, row.trainer_ids))
    return f"barrette {_barrette(problem, row)}, {when}, sans groupe de {_subject(problem, row)} : {obstacle}"


def _strand_without_hours(problem: Problem, row: Missing) -> str:
    return (
        f"0 h dans la feuille Diplômes pour l’année {row.number} de la formation de {_classes(problem, row)}, alors "
        "que les trois volets sont attendus en CAP et en bac pro"
    )


# Places to be


def _nobody_to_watch(problem: Problem, row: Missing) -> str:
    assert row.day is not None
    names = say_all(sorted(learner_name(problem, a) for a in row.apprentice_ids))
    meanwhile = f"« {row.title} »" if row.title else "la barrette"
    when = f"{say_day(row.day)} {say_span(row.start, row.end)}"
    if row.cause == Cause.NO_MORE_HOURS:
        why, cure = f"pas d’heure en plus pour {names} ({row.said})", "solution : libérer une autre heure de la semaine"
    else:
        why, cure = f"aucun adulte ni lieu libre pour {names}", CURE
    return f"{when} : {why} pendant {meanwhile} ; {cure}"


def _no_seat(problem: Problem, row: Missing) -> str:
    assert row.day is not None
    names = say_all(sorted(learner_name(problem, a) for a in row.apprentice_ids))
    when = f"{say_day(row.day)} {say_span(row.start, row.end)}"
    return f"{when} : plus de place pour {names} pendant la barrette ; solution : libérer une salle à cette heure"


def _no_watched_place(_problem: Problem, row: Missing) -> str:
    return (
        f"{row.day:%d/%m/%Y}, {count(row.heads, 'apprenant')} pendant « {row.title} » : aucune salle surveillée assez "
        "grande, ni salle libre avec un adulte libre, à cette heure"
    )


# Visits


def _visit(why: str) -> "Words":
    """Words of a visit, after the days between which it was due."""
    return lambda _problem, row: f"du {row.first:%d/%m/%Y} au {row.last:%d/%m/%Y} : {why}"


# Permanences


def _no_contact(_problem: Problem, row: Missing) -> str:
    how = "nommez quelqu’un (feuille Modules, colonne « formateurs ») ou un référent (feuille Formateurs, « rôle »)"
    return f"personne ne tient « {row.title} » : {how}"


def _no_free_hour(problem: Problem, row: Missing) -> str:
    who = _people(problem, row.trainer_ids)
    return f"« {row.title} » : aucune heure où {who} et une salle sont libres un jour où des apprenants sont au CFA"


# A change


def _trainer_away(_problem: Problem, row: Missing) -> str:
    state = OWED_AGAIN if row.waits == Waits.OWED else AGAIN
    if row.first is not None:
        return f"{state}, {_in_notice(row)}"
    return f"{state}, aucune place trouvée" if row.searched else state


def _in_notice(row: Missing) -> str:
    """That there is a place before the notice ends; `planner.domain.recovered` knows these words."""
    return f"une place existe avant le {row.first:%d/%m/%Y}, que le délai de prévenance ferme (--notice l’ouvre)"


def _announced(_problem: Problem, row: Missing) -> str:
    return f"{_in_notice(row)}{_at_its_hour(row)}"


def _no_place(_problem: Problem, row: Missing) -> str:
    where = WHERE[row.searched or Searched.ANYWHERE]
    return f"aucune place{where} sans en retirer une autre{_at_its_hour(row)}"


def _none_found(_problem: Problem, row: Missing) -> str:
    free = f" ; aux heures libres de sa semaine : {row.said}" if row.said else ""
    return f"aucune place trouvée{WHERE[row.searched or Searched.ANYWHERE]}{free}"


def _locked(_problem: Problem, row: Missing) -> str:
    against = f" : {row.said}" if row.said else ""
    return f"verrouillée, elle ne peut plus se tenir à son heure (barrette unlock la libère){against}"


def _limited(_problem: Problem, row: Missing) -> str:
    limits = {"formateur": row.per_trainer, "apprenant": row.per_apprentice}
    most = " et ".join(f"{n} par {who}" for who, n in limits.items() if n is not None)
    return f"la place existe, mais les changements sont limités à {most}"


def _too_many_moves(_problem: Problem, row: Missing) -> str:
    """`planner.domain.recovered` knows the first words."""
    many = count(row.number, "autre séance", "autres séances")
    return (
        f"il faudrait déplacer {many} ({row.most} au plus : « séances déplacées pour une autre », Paramètres)"
        f"{_at_its_hour(row)}"
    )


def _at_its_hour(row: Missing) -> str:
    return f" ; à son heure : {row.said}" if row.said else ""


def _no_exchange_then(problem: Problem, row: Missing) -> str:
    return f"{_course(problem, row)}, croisé avec ce cours, n’a pas de séance à échanger à la même heure"


def _too_late(_problem: Problem, row: Missing) -> str:
    """That it is too late; `planner.domain.recovered` knows these words."""
    cure = " ; pour la donner dans une autre, écrivez les heures en tout (« 60 h »)" if row.kind == Kind.COURSE else ""
    return f"demandée quand la semaine était déjà passée ou annoncée{cure}"


Words = Callable[[Problem, Missing], str]


def _plain(words: str) -> Words:
    """Words that are the same whatever the row."""
    return lambda _problem, _row: words


CAUSE_WORDS: Mapping[Cause, Words] = {
    Cause.TOLD_BEFORE: lambda _problem, row: row.said,
    Cause.NO_SLOT: _no_slot,
    Cause.NO_ROOM: lambda _problem, row: f"aucune salle{_types(row)} n’a ce que le cours demande",
    Cause.ROOM_TOO_SMALL: _room_too_small,
    Cause.NO_ROOM_FOR_ALL: _no_room_for_all,
    Cause.NO_ROOM_THEN: lambda problem, row: f"aucune salle{_asked(problem, row)} libre à l’heure trouvée",
    Cause.WEEK_FULL: _plain("toutes les séances ne tiennent pas ensemble ; celle-ci est la moins coûteuse à laisser"),
    Cause.NOT_FOUND_IN_TIME: _plain("pas de place trouvée dans le temps de calcul ; relancez avec --effort plus grand"),
    Cause.REFUSED_WHEN_FREE: lambda _problem, row: (
        f"aux heures libres de la classe, du formateur et des salles : {row.said}"
    ),
    Cause.NEVER_AT_CENTRE: _plain(
        "la classe n’est jamais au CFA dans la période d’emploi du temps (feuille Calendrier)"
    ),
    Cause.NOBODY_TEACHES: lambda problem, row: (
        f"aucun formateur n’enseigne {_subject(problem, row)} (feuilles Cours et Compétences)"
    ),
    Cause.CLASS_FULL: _class_full,
    Cause.TRAINERS_FULL: _trainers_full,
    Cause.NEVER_TOGETHER: lambda problem, row: (
        f"{_people(problem, row.trainer_ids)} et {_classes(problem, row)} ne sont jamais là le même jour"
    ),
    Cause.TOO_FEW_DAYS: _too_few_days,
    Cause.WEEKS_DIFFER: _weeks_differ,
    Cause.MONTH_OR_YEAR_FULL: lambda problem, row: (
        f"{_people(problem, row.trainer_ids)} : maximum du mois ou de l’année atteint"
    ),
    Cause.FIRST_COMES_LATER: lambda problem, row: (
        f"{_course(problem, row)}, que ce cours doit suivre, n’a pas de séance plus tôt"
    ),
    Cause.UNEVEN_EXCHANGE: _uneven,
    Cause.NO_EXCHANGE_LEFT: _no_exchange_left,
    Cause.WEEKS_TAKEN: _plain("les semaines qui conviendraient sont prises par des cours qui n’en ont pas d’autre"),
    Cause.NO_GROUP: _no_group,
    Cause.NOBODY_EXPECTED: _no_group,
    Cause.BARRETTE_TOO_SHORT: _barrette_too_short,
    **dict.fromkeys(OBSTACLES, _in_barrette),
    Cause.STRAND_WITHOUT_HOURS: _strand_without_hours,
    Cause.STRAND_WITHOUT_TIME: _plain(
        "la classe n’a ni barrette ni temps d’accompagnement : ajoutez une ligne dans l’une des deux feuilles"
    ),
    Cause.STRAND_WITHOUT_GROUP: lambda problem, row: no_group_of_strand(problem, row.class_ids, row.strand),
    Cause.NOBODY_TO_WATCH: _nobody_to_watch,
    Cause.NO_MORE_HOURS: _nobody_to_watch,
    Cause.NO_WATCHED_PLACE: _no_watched_place,
    Cause.NO_SEAT: _no_seat,
    Cause.NO_VISITOR: _visit("personne ne fait cette visite, ni formateur référent ni formateur nommé"),
    Cause.NO_HALF_DAY: _visit("aucune demi-journée où l’apprenant est en entreprise et le formateur au travail"),
    Cause.NO_FREE_HALF_DAY: _visit(
        "le formateur n’a aucune demi-journée sans cours quand l’apprenant est en entreprise"
    ),
    Cause.NO_CONTACT: _no_contact,
    Cause.NO_FREE_HOUR: _no_free_hour,
    Cause.TRAINER_AWAY: _trainer_away,
    Cause.NO_PLACE: _no_place,
    Cause.NONE_FOUND: _none_found,
    Cause.LOCKED: _locked,
    Cause.LIMITED: _limited,
    Cause.TOO_MANY_MOVES: _too_many_moves,
    Cause.NO_EXCHANGE_THEN: _no_exchange_then,
    Cause.FELL: _plain("la classe n’a plus cours ce jour-là, la semaine courte compte au prorata ; rien à redonner"),
    Cause.TOO_LATE: _too_late,
    Cause.TIED: lambda _problem, row: row.said,
    Cause.ANNOUNCED: _announced,
    Cause.HOUR_TAKEN: lambda _problem, row: f"aucune place trouvée{_at_its_hour(row)}",
}
"""Cause → its words; every cause has some."""
