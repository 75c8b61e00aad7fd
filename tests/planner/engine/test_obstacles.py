"""Why somebody has no support at an hour: what is tried on a hand-made board, and what is then in the way."""

from dataclasses import replace
from datetime import date

import pytest

from constraints import RULES
from planner.board.board import Board
from planner.domain import (
    Absence,
    Arrangement,
    Barrette,
    BarretteId,
    ExplicitNeed,
    Learner,
    Membership,
    Module,
    NeedRule,
    OpenPeriod,
    OpenPeriodId,
    Owed,
    Problem,
    Realised,
    Result,
    Room,
    ScaleBand,
    Session,
    Trainer,
)
from planner.engine.obstacles import Obstacles
from planner.hours.owed import SOURCE_PROGRAMME
from tests.rules import build as b

BARRETTE = Barrette(BarretteId("B"), "Barrette", (b.CLASS,), 60)
SKILLED = b.trainer(skills=frozenset({"lit1"}))
LIT = b.module(min_size=None)
AUTONOMY = replace(b.module("AUTONOMIE"), theme="study", guidance="autonomous")
NEED = Owed(b.LEARNER, "R1", "LIT1", 60, b.SUNDAY, b.MONDAY)
HOUR = b.session(
    "moment", kind="barrette", barrette_id=BARRETTE.id, module_id=AUTONOMY.id, trainer_ids=(), room_id=None
)


def in_the_way(
    *stands: tuple[Session, tuple[Learner, ...]],
    others: int = 2,
    modules: tuple[Module, ...] = (LIT, AUTONOMY),
    trainers: tuple[Trainer, ...] = (SKILLED,),
    rooms: tuple[Room, ...] = (),
    barrette: Barrette = BARRETTE,
    arrangements: tuple[Arrangement, ...] = (),
) -> str:
    """What keeps the first learner from the module at the hour; ``others`` people lack the same."""
    people = [b.learner(), *(b.learner(f"autre-{n}") for n in range(others))]
    problem = b.problem(
        learners=people,
        modules=modules,
        trainers=trainers,
        rooms=rooms,
        barrettes=[barrette],
        arrangements=arrangements,
    )
    board = Board(problem, RULES)
    for session, here in stands:
        board.put(session, {person.id: False for person in here})
    owed = [replace(NEED, apprentice_id=person.id) for person in people]
    return Obstacles(board, owed).of(NEED, HOUR)


ME = b.learner()
NOBODY = "aucun formateur compétent dans l'équipe de la barrette"
ALONE = f"{SKILLED.name}, seul formateur compétent"
GROUP = b.session("groupe", kind="barrette", barrette_id=BARRETTE.id, module_id=LIT.id)


def test_an_hour_that_is_kept_free_is_a_clause_of_its_own() -> None:
    """Neither the hour nor the group, which the row is about, and no stop or colon after it."""
    kept = Arrangement(b.LEARNER, "forbidden", window=Absence(weekday=0))
    said = in_the_way((HOUR, (ME,)), (GROUP, (b.learner("autre-0"),)), arrangements=(kept,))
    assert said == "heure à garder libre par aménagement"


def test_a_lesson_takes_the_hour_and_autonomy_does_not() -> None:
    """The lesson is named; who only works alone could have a group, of which nothing is said against."""
    lesson = b.session("Cuisine", course_ids=(b.COURSE,))
    assert in_the_way((lesson, (ME,))) == "heure prise par « Cuisine »"
    assert in_the_way((HOUR, (ME,)), (GROUP, (b.learner("autre-0"),))) == "« groupe » a encore une place le 07/09/2026"


def test_the_hour_of_another_group_is_no_seat_left() -> None:
    """Who has another group then has the hour for that, even where theirs has a seat."""
    other = b.session("autre", kind="barrette", barrette_id=BARRETTE.id, module_id=b.module("NUM1").id)
    assert in_the_way((other, (ME,)), (GROUP, (b.learner("autre-0"),))) == ""


def test_what_a_rule_says_of_the_group_that_is_there() -> None:
    """A group with a place for one, in which somebody is already."""
    full = (replace(LIT, max_size=1), AUTONOMY)
    said = in_the_way((HOUR, (ME,)), (GROUP, (b.learner("autre-0"),)), modules=full)
    assert "2 personnes pour 1 au plus" in said


@pytest.mark.parametrize(
    ("said", "changes"),
    [
        ("2 personnes en ont besoin, pour un groupe de 3 au moins", {"others": 1}),
        ("un groupe reste possible le 07/09/2026", {}),
        ("aucun formateur compétent", {"trainers": (b.trainer(),)}),
        (
            "aucun formateur compétent dans l'équipe de la barrette",
            {"barrette": replace(BARRETTE, trainer_ids=(b.SECOND,))},
        ),
        ("aucune salle libre", {"rooms": (b.room(seats=0),)}),
        ("module absent de cette barrette", {"barrette": replace(BARRETTE, module_ids=(b.module("NUM1").id,))}),
    ],
)
def test_what_a_group_would_lack(said: str, changes: dict[str, object]) -> None:
    """People, an adult of the team, a room, or the module itself."""
    assert in_the_way((HOUR, (ME,)), **changes) == said  # type: ignore[arg-type]


def test_who_could_lead_and_teaches_elsewhere_is_not_free() -> None:
    """The only skilled trainer has a lesson of another class at that hour."""
    lesson = b.session("cours", class_ids=(b.OTHER,), room_id=b.SECOND_ROOM)
    assert in_the_way((HOUR, (ME,)), (lesson, ())) == f"{ALONE}, fait cours alors"
    both = f"{ALONE}, fait cours alors, et aucune salle n'est libre"
    assert in_the_way((HOUR, (ME,)), (lesson, ()), rooms=(b.room(seats=0),)) == both


def test_several_who_could_lead_are_named_with_what_keeps_them() -> None:
    """Two are skilled: one teaches, the other is not there; both are named."""
    away = replace(SKILLED, id=b.SECOND, name="Zoé Absente", absences=(Absence(weekday=0),))
    lesson = b.session("cours", class_ids=(b.OTHER,), room_id=b.SECOND_ROOM)
    said = in_the_way((HOUR, (ME,)), (lesson, ()), trainers=(SKILLED, away))
    assert said.endswith("seuls formateurs compétents, font cours alors ou ne sont pas là")
    assert SKILLED.name in said
    assert away.name in said
    assert in_the_way((HOUR, (ME,)), trainers=(away,)) == "Zoé Absente, seul formateur compétent, n'est pas là"


SCALE = tuple(ScaleBand("n", str(n), str(n), n) for n in range(1, 5))
FEW = "une seule personne en a besoin, pour un groupe de 3 au moins"


@pytest.mark.parametrize(
    ("strand", "result", "unknown", "said"),
    [
        ("CONSOLIDATION", "", None, FEW),
        ("CONSOLIDATION", "", 1, FEW),
        ("CONSOLIDATION", "", 3, "aucun module de son niveau"),
        ("CONSOLIDATION", "1", 3, FEW),
        ("CONSOLIDATION", "4", None, "aucun module de son niveau"),
        ("GUIDANCE", "", None, "aucun module de son niveau"),
    ],
    ids=["untested", "taken for 1", "taken for 3", "level 1", "level 4", "untested beside consolidation"],
)
def test_a_module_of_another_level_is_no_way_to_serve_a_strand(
    strand: str, result: str, unknown: int | None, said: str
) -> None:
    """A strand is owed; its only module is for level 1, and one person is too few for a group of it.

    Groups of consolidation take whoever has no result (setting *niveau non connu* left empty), so that their level is
    no reason.
    """
    levelled = replace(LIT, strand=strand, domains=frozenset({"litteratie"}), levels=frozenset({1}))
    results = (Result("littératie", result, "n", date(2026, 9, 1)),) if result else ()
    problem: Problem = b.problem(
        learners=[replace(ME, results=results)], modules=[levelled], trainers=[SKILLED], barrettes=[BARRETTE]
    )
    problem = replace(problem, scales=SCALE, settings=replace(problem.settings, unknown_level=unknown))
    need = replace(NEED, target=strand)
    assert Obstacles(Board(problem, RULES), [need]).of(need, HOUR) == said


def test_a_module_that_only_some_owe_is_no_way_for_others() -> None:
    """The only module of the strand is given by a rule to those without a contract."""
    owed_only = replace(LIT, strand="CONSOLIDATION")
    problem = b.problem(learners=[ME], modules=[owed_only], trainers=[SKILLED], barrettes=[BARRETTE])
    rules = (NeedRule("R", "LIT1", statuses=frozenset({"postulant"})),)
    need = replace(NEED, target="CONSOLIDATION")
    board = Board(replace(problem, need_rules=rules), RULES)
    assert Obstacles(board, [need]).of(need, HOUR) == "aucun module de son niveau"


def test_a_seat_for_a_strand_that_would_be_one_group_more_is_told_as_such() -> None:
    """Some of the strand is given in another module: the free seat is named, and why it is not taken."""
    group, other = (replace(s, strand="CONSOLIDATION") for s in (GROUP, replace(GROUP, id="avant", occurrence=2)))
    other = replace(other, module_id=b.module("NUM1").id, start=b.hour("9"), end=b.hour("10"))
    problem = b.problem(
        learners=[ME, b.learner("autre-0")], modules=[replace(LIT, strand="CONSOLIDATION"), AUTONOMY],
        trainers=[SKILLED], barrettes=[BARRETTE],
    )  # fmt: skip
    board = Board(problem, RULES)
    for session, person in ((HOUR, ME.id), (group, b.learner("autre-0").id), (other, ME.id)):
        board.put(session, {person: False})
    need = replace(NEED, target="CONSOLIDATION", minutes=120, source=SOURCE_PROGRAMME)
    said = Obstacles(board, [need]).of(need, HOUR)
    assert said == "« groupe » a encore une place le 07/09/2026, mais ce serait un groupe de plus"


def test_a_module_for_those_who_have_not_chosen_is_no_way_for_who_has() -> None:
    """Hours of orientation are owed: the module of another choice is none, that of one's own would be."""
    ours = replace(LIT, strand="GUIDANCE")
    need = replace(NEED, target="GUIDANCE")
    for choice, said in (("à décider", "aucun module de son niveau"), ("poursuite", FEW)):
        me = replace(ME, guidance_choice="poursuite")
        rules = (NeedRule("R", "LIT1", choice=choice),)
        problem = b.problem(learners=[me], modules=[ours], trainers=[SKILLED], barrettes=[BARRETTE], need_rules=rules)
        assert Obstacles(Board(problem, RULES), [need]).of(need, HOUR) == said


def test_the_place_of_an_open_period_gives_way() -> None:
    """Who waits in it has the hour for support; it is never what takes it."""
    place = b.session("ouvert", kind="open", guidance="autonomous", room_id=b.SECOND_ROOM)
    assert in_the_way((place, (ME,)), (GROUP, (b.learner("autre-0"),))).startswith("« groupe » a encore une place")


def test_people_come_before_adults() -> None:
    """The trainer leads another group of the hour: named for enough people, not for too few."""
    other = b.session("autre", kind="barrette", barrette_id=BARRETTE.id, module_id=b.module("NUM1").id)
    groups = (HOUR, (ME,)), (other, ())
    assert in_the_way(*groups, others=1) == "2 personnes en ont besoin, pour un groupe de 3 au moins"
    assert in_the_way(*groups) == f"{ALONE}, anime un autre groupe"
    watched = replace(HOUR, id="ailleurs", trainer_ids=other.trainer_ids)
    assert in_the_way((HOUR, (ME,)), (watched, ())) == f"{ALONE}, surveille l'autonomie"


def test_who_was_away_from_the_group_has_that_for_a_reason() -> None:
    """*Réalisé* says that they were not there: nobody else's group or lack is looked for."""
    problem = b.problem(learners=[ME], modules=[LIT], trainers=[SKILLED], barrettes=[BARRETTE])
    board = Board(replace(problem, realised=(Realised(GROUP.id, absent_ids=(ME.id,)),)), RULES)
    board.put(GROUP, {ME.id: False})
    assert Obstacles(board, [NEED]).of(NEED, HOUR) == "absence à « groupe »"


def test_people_in_another_group_of_the_hour_are_counted_and_told_apart() -> None:
    """Three lack it, and two of them have another group at that hour: who has only autonomy is free."""
    others = b.learner("autre-0"), b.learner("autre-1")
    elsewhere = b.session("autre", kind="barrette", barrette_id=BARRETTE.id, module_id=b.module("NUM1").id)
    said = in_the_way((HOUR, (ME,)), (elsewhere, others))
    assert said == "3 personnes en ont besoin, dont 2 alors dans un autre groupe, pour un groupe de 3 au moins"
    assert in_the_way((HOUR, (ME, *others))) == "un groupe reste possible le 07/09/2026"


def test_who_is_in_a_group_that_pays_less_would_have_left_it_for_this_one() -> None:
    """All three are in a group that pays nothing they owe, and a trainer is free: it has the hour, and is the reason.

    Where it pays what comes no later for the two others, they are held by it.
    """
    others = b.learner("autre-0"), b.learner("autre-1")
    lesser = b.session("autre", kind="barrette", barrette_id=BARRETTE.id, module_id=b.module("AP").id, trainer_ids=())
    problem = b.problem(
        learners=[ME, *others], modules=[LIT, b.module("AP")], trainers=[SKILLED], barrettes=[BARRETTE],
        rooms=[b.room(), b.room(b.SECOND_ROOM)],
    )  # fmt: skip
    board = Board(problem, RULES)
    board.put(lesser, dict.fromkeys((ME.id, *(p.id for p in others)), False))
    owed = [replace(NEED, apprentice_id=person.id) for person in (ME, *others)]
    assert Obstacles(board, owed).of(NEED, HOUR) == ""
    held = [replace(NEED, apprentice_id=person.id, need_id="ap", target="AP") for person in others]
    said = Obstacles(board, [*owed, *held]).of(NEED, HOUR)
    assert said == "3 personnes en ont besoin, dont 2 alors dans un autre groupe, pour un groupe de 3 au moins"


def test_an_open_hour_is_of_all_its_classes() -> None:
    """Each class has a session of its own there: the people of the other class are asked too."""
    people = [ME, *(b.learner(f"autre-{n}", memberships=(Membership(b.OTHER),)) for n in range(2))]
    period = OpenPeriod(OpenPeriodId("TEMPS"), "Temps", (b.CLASS, b.OTHER))
    problem = b.problem(
        learners=people,
        classes=[b.group(), b.group(b.OTHER)],
        modules=[LIT],
        trainers=[SKILLED],
        rooms=[b.room(), b.room(b.SECOND_ROOM), b.room("salle-3")],
        open_periods=[period],
    )
    mine, theirs = (
        b.session(
            f"TEMPS-P1-o1-{c}",
            kind="open",
            guidance="autonomous",
            occurrence=1,
            period_id="P1",
            class_ids=(c,),
            trainer_ids=(),
        )
        for c in (b.CLASS, b.OTHER)
    )
    board = Board(problem, RULES)
    board.put(mine, {ME.id: False})
    board.put(replace(theirs, room_id=b.SECOND_ROOM), {person.id: False for person in people[1:]})
    owed = [replace(NEED, apprentice_id=person.id) for person in people]
    lead_elsewhere = b.session("autre", kind="support", module_id=b.module("NUM1").id, room_id=None)
    assert Obstacles(board, owed).of(NEED, mine) == "un groupe reste possible le 07/09/2026"
    board.put(lead_elsewhere, {})
    assert Obstacles(board, owed).of(NEED, mine) == f"{ALONE}, anime un autre groupe"
    alone = replace(LIT, mix_classes=False)
    board = Board(replace(problem, modules={alone.id: alone}), RULES)
    assert Obstacles(board, owed).of(NEED, mine) == "une seule personne en a besoin, pour un groupe de 3 au moins"


def test_a_module_asked_by_name_is_given_to_one_person() -> None:
    """*Besoins* asks it of them: nobody else is waited for, so that too few people is no reason."""
    asked = ExplicitNeed("B1", LIT.id, (ME.id,), minutes_total=60)
    problem = b.problem(learners=[ME], modules=[LIT], trainers=[SKILLED], barrettes=[BARRETTE])
    need = replace(NEED, need_id="B1")
    board = Board(replace(problem, explicit_needs=(asked,)), RULES)
    assert Obstacles(board, [need]).of(need, HOUR) == "un groupe reste possible le 07/09/2026"


def test_hours_of_the_adult_are_named_with_their_figure() -> None:
    """The only skilled trainer does nothing at that hour, and has no hour left in the week."""
    tired = replace(SKILLED, max_week=60)
    lesson = b.session("cours", day=b.TUESDAY, class_ids=(b.OTHER,))
    said = in_the_way((HOUR, (ME,)), (lesson, ()), trainers=(tired,))
    assert said == f"{tired.name} est au bout de ses 1 h de la semaine"


def test_a_rule_is_told_whole_or_in_words_of_its_own() -> None:
    """The group crosses an hour that is kept free: no sentence with its end cut off."""
    window = Absence(weekday=b.MONDAY.weekday(), start=0, end=24 * 60)
    kept = Arrangement(ME.id, "forbidden", window=window)
    problem = b.problem(learners=[ME, b.learner("autre-0")], modules=[LIT], trainers=[SKILLED], barrettes=[BARRETTE])
    board = Board(replace(problem, arrangements=(kept,)), RULES)
    board.put(GROUP, {b.learner("autre-0").id: False})
    assert Obstacles(board, [NEED]).of(NEED, HOUR) == "heure à garder libre par aménagement"


def test_a_full_room_is_a_short_clause_and_no_reason_beside_a_larger_one() -> None:
    """The group's room has one seat: the sentence of the rule, cut; with a classroom free, the classroom is named."""
    small, large = b.room(seats=1), b.room(b.SECOND_ROOM, seats=20)
    here = (HOUR, (ME,)), (GROUP, (b.learner("autre-0"),))
    assert in_the_way(*here, rooms=(small,)) == f"{small.name} a 1 place pour 2 personnes"
    assert in_the_way(*here, rooms=(small, large)) == f"{small.name} ne suffit pas, {large.name} est libre"
