"""What is not placed: each cause has its sentence, and a row of an earlier timetable is understood and kept."""

from dataclasses import replace
from datetime import date

import pytest

from planner.domain import About, Cause, Kind, Missing, Searched, SessionId, Unplaced, Waits, recovered
from planner.engine.missing import CAUSE_WORDS, sentence, told
from tests.rules import build as b

PROBLEM = replace(
    b.problem(
        courses=(b.course(), b.course(b.SECOND_COURSE, subject="technologie")),
        learners=(b.learner(),),
    ),
)
ROW = Missing(SessionId("cours-01"), Kind.COURSE, 90, Cause.NO_SLOT, (b.COURSE,), None, (b.CLASS,), week=b.MONDAY)


def test_every_cause_has_words() -> None:
    """The table of words holds each cause once, so that none is met at the end of a run."""
    assert set(CAUSE_WORDS) == set(Cause)


LOST = replace(ROW, week=None, waits=Waits.AGAIN, day=date(2026, 9, 8))
TERM = replace(ROW, week=None, trainer_ids=(b.TRAINER, b.SECOND))


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (
            ROW,
            "semaine du 07/09/2026 : aucun créneau de 1 h 30 où classe et formatrice sont disponibles ensemble, dans "
            "les horaires",
        ),
        (
            replace(ROW, cause=Cause.ROOM_TOO_SMALL, heads=24, most=1, types=("cuisine", "atelier")),
            "semaine du 07/09/2026 : 24 apprenants sont attendus et la plus grande salle de type « cuisine ou atelier "
            "» a 1 place ; partagez la classe (colonne « parties ») ou prévoyez une salle plus grande",
        ),
        (
            replace(TERM, cause=Cause.WEEKS_DIFFER, causes=((Cause.CLASS_FULL, 3), (Cause.TRAINERS_FULL, 1))),
            "classe n’a plus 1 h 30 libres dans les semaines au CFA (3 sem.) ; formatrice et second formateur : il ne "
            "reste pas 1 h 30 (présences, maximum par semaine, autres cours) (1 sem.)",
        ),
        (
            replace(TERM, cause=Cause.TOO_FEW_DAYS, trainer_ids=(b.TRAINER,)),
            "trop peu de jours où formatrice et classe sont là ensemble, à 1 séance par jour",
        ),
        (
            replace(TERM, cause=Cause.NOBODY_TO_WATCH, day=b.TUESDAY, start=480, end=540, apprentice_ids=(b.LEARNER,)),
            "mardi 8 septembre de 8 h à 9 h : aucun adulte ni lieu libre pour apprenante pendant la barrette ; "
            "solution : y affecter un adulte, ou noter une autorisation de sortie dans la feuille Apprenants",
        ),
        (
            replace(TERM, cause=Cause.NO_SEAT, day=b.TUESDAY, start=480, end=540, apprentice_ids=(b.LEARNER,)),
            "mardi 8 septembre de 8 h à 9 h : plus de place pour apprenante pendant la barrette ; solution : libérer "
            "une salle à cette heure",
        ),
        (
            replace(TERM, cause=Cause.NO_HALF_DAY, first=b.MONDAY, last=b.FRIDAY),
            "du 07/09/2026 au 11/09/2026 : aucune demi-journée où l’apprenant est en entreprise et le formateur au "
            "travail",
        ),
        (
            replace(LOST, cause=Cause.NO_PLACE, searched=Searched.EVERY_WEEK),
            "séance du 08/09/2026 à reprogrammer : aucune place dans sa semaine ni dans une autre sans en retirer une "
            "autre",
        ),
        (
            replace(LOST, cause=Cause.NONE_FOUND, searched=Searched.OWN_WEEK, waits=Waits.OWED),
            "séance du 08/09/2026, heures dues de nouveau : aucune place trouvée dans sa semaine",
        ),
        (
            replace(LOST, cause=Cause.NONE_FOUND, searched=Searched.CLASS_WEEKS, waits=Waits.ADDED, day=None),
            "heures ajoutées : aucune place trouvée dans les semaines de la classe",
        ),
        (
            replace(LOST, cause=Cause.TRAINER_AWAY, trainer_ids=(b.TRAINER,), searched=Searched.ANYWHERE),
            "séance du 08/09/2026 annulée, absence de formatrice : à reprogrammer, aucune place trouvée",
        ),
        (
            replace(LOST, cause=Cause.LIMITED, per_trainer=2, per_apprentice=0),
            "séance du 08/09/2026 à reprogrammer : la place existe, mais les changements sont limités à 2 par "
            "formateur et 0 par apprenant",
        ),
        (
            replace(LOST, cause=Cause.TOO_MANY_MOVES, number=14, most=3),
            "séance du 08/09/2026 à reprogrammer : il faudrait déplacer 14 autres séances (3 au plus : « séances "
            "déplacées pour une autre », Paramètres)",
        ),
        (
            replace(LOST, cause=Cause.ANNOUNCED, first=b.WEDNESDAY, said="Ana est à « Maths »"),
            "séance du 08/09/2026 à reprogrammer : une place existe avant le 09/09/2026, que le délai de prévenance "
            "ferme (--notice l’ouvre) ; à son heure : Ana est à « Maths »",
        ),
    ],
    ids=lambda value: value.cause.value if isinstance(value, Missing) else "",
)
def test_a_sentence_says_the_cause_and_its_facts(row: Missing, words: str) -> None:
    """One true sentence, whole: the opening says of what, the rest why."""
    assert sentence(PROBLEM, row) == words


def test_place_inside_a_notice_is_told_of_that_notice_alone() -> None:
    """The next update says it anew, where it is still true; until then no place is known. So for what others move."""
    for row in (
        replace(LOST, cause=Cause.TOO_MANY_MOVES, number=14, most=3),
        replace(LOST, cause=Cause.ANNOUNCED, first=b.WEDNESDAY),
        replace(LOST, cause=Cause.TRAINER_AWAY, trainer_ids=(b.TRAINER,), first=b.WEDNESDAY),
    ):
        found = recovered(told(PROBLEM, row))
        assert (found.waits, found.day) == (Waits.AGAIN, LOST.day)
        assert sentence(PROBLEM, found).endswith("aucune place trouvée")


@pytest.mark.parametrize(
    ("words", "waits"),
    [
        ("séance du 08/09/2026 à reprogrammer : aucune place trouvée dans sa semaine", Waits.AGAIN),
        ("séance du 08/09/2026 annulée, absence de Ana : B : à reprogrammer", Waits.AGAIN),
        ("séance du 08/09/2026 annulée, absence de Ana : à reprogrammer, aucune place trouvée", Waits.AGAIN),
        ("séance du 08/09/2026 annulée, absence de Ana : heures dues de nouveau", Waits.OWED),
        ("séance du 08/09/2026, heures dues de nouveau : aucune place trouvée", Waits.OWED),
        ("heures ajoutées : aucune place trouvée dans les semaines de la classe", Waits.ADDED),
        ("à reprogrammer dès que possible", Waits.AGAIN),
        ("semaine du 07/09/2026 : aucune salle convenable libre à l’heure trouvée", Waits.NO),
    ],
)
def test_an_earlier_row_is_understood_and_written_again_the_same(words: str, waits: Waits) -> None:
    """Whether it waits for an hour is read from its opening; the whole sentence stays."""
    found = recovered(Unplaced(SessionId("cours-01"), Kind.COURSE, 60, words, (b.COURSE,)))
    assert found.waits == waits
    assert sentence(PROBLEM, found) == words


def test_an_hour_of_a_week_that_was_late_is_known_again() -> None:
    """Its cause and its week are read back: other hours of the course ask for it anew."""
    for row in (replace(ROW, cause=Cause.TOO_LATE), replace(ROW, cause=Cause.TOO_LATE, kind=Kind.BARRETTE)):
        found = recovered(told(PROBLEM, row))
        assert (found.cause, found.week, found.waits) == (Cause.TOO_LATE, b.MONDAY, Waits.NO)
        assert sentence(PROBLEM, found) == sentence(PROBLEM, row)


def test_an_hour_of_support_that_is_owed_again_says_so() -> None:
    """The opening changes, what follows stays as it was written."""
    lost = "séance du 08/09/2026 à reprogrammer : aucune place trouvée dans sa semaine"
    found = recovered(Unplaced(SessionId("B-P1-o1"), Kind.BARRETTE, 60, lost))
    assert sentence(PROBLEM, replace(found, waits=Waits.OWED)) == (
        "séance du 08/09/2026, heures dues de nouveau : aucune place trouvée dans sa semaine"
    )


@pytest.mark.parametrize(
    ("key", "kind", "about"),
    [
        ("volet-CAP-1-GUIDANCE", Kind.SUPPORT, About.STRAND),
        ("visite-A1-2", Kind.VISIT, About.VISIT),
        ("encadrement-cours-01", Kind.STUDY, About.WATCH),
        ("place-B-P1-o1", Kind.STUDY, About.SEAT),
        ("etude-CAP-1-20260908-0800", Kind.STUDY, About.REST),
        ("cours-barrette", Kind.COURSE, About.IN_BARRETTE),
        ("cours-B-02", Kind.COURSE, About.SESSION),
    ],
)
def test_an_earlier_row_tells_what_it_speaks_of(key: str, kind: Kind, about: About) -> None:
    """Lists that a stage finds anew are told apart; the day of the rest of a class and the part are read too."""
    found = recovered(Unplaced(SessionId(key), kind, 60, "aucune place", (b.COURSE,) if kind == Kind.COURSE else ()))
    assert found.about == about
    assert found.day == (b.TUESDAY if about == About.REST else None)
    assert found.part == ("B" if key == "cours-B-02" else "")
    assert found.strand == ("GUIDANCE" if about == About.STRAND else "")
    assert found.meanwhile == ({About.WATCH: "cours-01", About.SEAT: "B-P1-o1"}.get(about, ""))
