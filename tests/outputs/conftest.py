"""A tiny centre with one of everything, and a finished timetable for it: what the writers are tested on.

Two weeks, the second after the change of clock of 25 October 2026; two classes of four; one barrette of three groups
once a week; an open period with one support session; a study session, an entry module, an outing, an interview.
"""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from planner.domain import (
    ALL_DAY,
    ApprenticeId,
    Attendance,
    Barrette,
    BarretteId,
    Bells,
    ClassGroup,
    ClassId,
    Course,
    CourseId,
    Debt,
    Exemption,
    FixedEvent,
    Group,
    GroupId,
    Learner,
    Membership,
    Module,
    ModuleId,
    OpenPeriod,
    OpenPeriodId,
    Period,
    PeriodId,
    Problem,
    Programme,
    ProgrammeId,
    Room,
    RoomId,
    Session,
    SessionId,
    Settings,
    SiteId,
    Slot,
    Timetable,
    Trainer,
    TrainerId,
    Unplaced,
    Volume,
)

MONDAY = date(2026, 10, 19)
WEEKS = (MONDAY, MONDAY + timedelta(days=7))
SITE = SiteId("VAL")
COOKS, BAKERS = ClassId("CUI1"), ClassId("BOU1")
COOK_TRAINER, FRENCH_TRAINER = TrainerId("ROUX"), TrainerId("PETIT")
MATHS_TRAINER, LIBRARIAN = TrainerId("MOREAU"), TrainerId("DOC")
KITCHEN, ROOM_1, ROOM_2, LIBRARY = RoomId("K1"), RoomId("S1"), RoomId("S2"), RoomId("CDR")
MINOR, REMOTE, EXEMPTED, ODD_ID = (ApprenticeId(i) for i in ("A01", "A02", "A03", "N° 4/é"))
BAKER_5, BAKER_6, BAKER_7, ENTRANT = (ApprenticeId(i) for i in ("A05", "A06", "A07", "A08"))
COOK_PEOPLE, BAKER_PEOPLE = (MINOR, REMOTE, EXEMPTED, ODD_ID), (BAKER_5, BAKER_6, BAKER_7, ENTRANT)
BARRETTE, PERIOD = BarretteId("BAR"), PeriodId("P1")
LITERACY, NUMERACY, ALONE = (GroupId(f"BAR-P1-{n}") for n in ("LIT1", "NUM2", "AUTONOMIE"))
ROSTERS = {LITERACY: (MINOR, BAKER_5), NUMERACY: (REMOTE, BAKER_6), ALONE: (EXEMPTED, BAKER_7, ODD_ID)}
NAMES = {
    MINOR: ("Camille", "Aubry"),
    REMOTE: ("Dylan", "Besson"),
    EXEMPTED: ("Élodie", "Castel"),
    ODD_ID: ("Farid", "Dumont"),
    BAKER_5: ("Gaëlle", "Esnault"),
    BAKER_6: ("Hugo", "Ferrand"),
    BAKER_7: ("Inès", "Garnier"),
    ENTRANT: ("Jules", "Hamel"),
}


def _learners() -> dict[ApprenticeId, Learner]:
    found = {}
    for number, (apprentice, (first, last)) in enumerate(NAMES.items()):
        found[apprentice] = Learner(
            apprentice,
            last,
            first,
            (Membership(COOKS if apprentice in COOK_PEOPLE else BAKERS),),
            birth=date(2010, 3, 1) if apprentice == MINOR else date(2006, 1, 1 + number),
            entry=MONDAY if apprentice == ENTRANT else date(2026, 9, 1),
            contract_start=date(2026, 11, 2) if apprentice == ENTRANT else date(2026, 9, 1),
            first_company_day=date(2026, 11, 2) if apprentice == ENTRANT else None,
            remote=apprentice == REMOTE,
        )
    return found


def _modules() -> dict[ModuleId, Module]:
    rows = (
        Module(ModuleId("LIT1"), "Littératie – bases", strand="CONSOLIDATION", domains=frozenset({"littératie"})),
        Module(ModuleId("NUM2"), "Numératie – renforcer", strand="CONSOLIDATION", domains=frozenset({"numératie"})),
        Module(ModuleId("AP-PROJET"), "Construire son projet", strand="PERSONAL", ap_type="projet"),
        Module(ModuleId("AUTONOMIE"), "Autonomie encadrée", theme="study", guidance="autonomous"),
        Module(ModuleId("ENTREE-SECURITE"), "Santé et sécurité", "Accueil", theme="safety", minutes=240, order=1),
    )
    return {row.id: row for row in rows}


def _events() -> tuple[FixedEvent, ...]:
    outing = FixedEvent(
        "MARCHE", "Visite du marché", WEEKS[0] + timedelta(days=4), 480, 735, class_ids=(BAKERS,), trainer_ids=("ROUX",)
    )
    interview = FixedEvent(
        "ENT1", "Entretien avec la psychologue", WEEKS[0] + timedelta(days=3), 795, 855, apprentice_ids=(BAKER_6,)
    )
    meeting = FixedEvent(
        "REU", "Réunion d'équipe", WEEKS[1] + timedelta(days=3), 1035, 1095, trainer_ids=(COOK_TRAINER, MATHS_TRAINER)
    )
    return outing, interview, meeting


@pytest.fixture
def centre() -> Problem:
    """The tiny centre."""
    hours = (480, 540), (540, 600), (615, 675), (675, 735), (795, 855), (855, 915), (930, 990), (990, 1050)
    day = tuple(Slot(start, end) for start, end in hours)
    calendar = {WEEKS[w] + timedelta(days=d): ALL_DAY for w in (0, 1) for d in range(5)}
    cap = ProgrammeId("CAP")
    return Problem(
        first=WEEKS[0],
        last=WEEKS[1] + timedelta(days=4),
        settings=Settings(name="CFA du Val", salt="sel de test", saved=date(2026, 10, 1)),
        bells={"VAL": Bells("VAL", (day,) * 5 + ((), ()))},
        periods=(Period(PERIOD, "Période 1", WEEKS[0], WEEKS[1] + timedelta(days=4)),),
        programmes={cap: Programme(cap, "CAP", strand_minutes={(1, "CONSOLIDATION"): 1200})},
        classes={
            COOKS: ClassGroup(COOKS, "CAP cuisine 1", cap, 1, calendar, site_id=SITE),
            BAKERS: ClassGroup(BAKERS, "CAP boulanger 1", cap, 1, calendar, site_id=SITE),
        },
        trainers={
            COOK_TRAINER: Trainer(COOK_TRAINER, "Anne Roux", skills=frozenset({"cuisine"})),
            FRENCH_TRAINER: Trainer(FRENCH_TRAINER, "Paul Petit", skills=frozenset({"francais", "lit1"})),
            MATHS_TRAINER: Trainer(MATHS_TRAINER, "Léa Moreau", skills=frozenset({"mathematiques", "num2"})),
            LIBRARIAN: Trainer(LIBRARIAN, "Nour Diallo", role="documentaliste"),
        },
        rooms={
            KITCHEN: Room(KITCHEN, "Cuisine pédagogique", "cuisine", 12, SITE),
            ROOM_1: Room(ROOM_1, "Salle 1", "salle", 20, SITE),
            ROOM_2: Room(ROOM_2, "Salle 2", "salle", 20, SITE, accessible=True),
            LIBRARY: Room(LIBRARY, "Centre de ressources", "ressources", 20, SITE, shared=3, supervised_by=LIBRARIAN),
        },
        courses={
            CourseId("C-CUI"): Course(
                CourseId("C-CUI"), (COOKS,), "Cuisine", Volume(total=240), ((COOK_TRAINER,),), room_types=("cuisine",)
            ),
            CourseId("C-MAT"): Course(CourseId("C-MAT"), (COOKS,), "Mathématiques", Volume(total=60)),
            CourseId("C-FR"): Course(CourseId("C-FR"), (COOKS, BAKERS), "Français ; lettres, oral", Volume(total=120)),
        },
        learners=_learners(),
        modules=_modules(),
        barrettes={BARRETTE: Barrette(BARRETTE, "Barrette du mardi", (COOKS, BAKERS), 60, per_week=1)},
        open_periods=(OpenPeriod(OpenPeriodId("TB"), "Temps du jeudi", (COOKS, BAKERS), room_id=LIBRARY),),
        events=_events(),
        exemptions=(Exemption(EXEMPTED, "Mathématiques"),),
    )


def _courses() -> list[tuple[Session, tuple[ApprenticeId, ...]]]:
    kitchen = Session(
        SessionId("C-CUI#1"),
        "course",
        WEEKS[0],
        480,
        735,
        240,
        "Cuisine – CAP cuisine 1",
        "Cuisine",
        course_ids=(CourseId("C-CUI"),),
        class_ids=(COOKS,),
        trainer_ids=(COOK_TRAINER,),
        room_id=KITCHEN,
        site_id=SITE,
    )
    maths = Session(
        SessionId("C-MAT#1"),
        "course",
        WEEKS[0] + timedelta(days=2),
        480,
        540,
        60,
        "Mathématiques – CAP cuisine 1",
        "Mathématiques",
        course_ids=(CourseId("C-MAT"),),
        class_ids=(COOKS,),
        trainer_ids=(MATHS_TRAINER,),
        room_id=ROOM_1,
        site_id=SITE,
        modality="blended",
    )
    french = Session(
        SessionId("C-FR#1"),
        "course",
        WEEKS[0] + timedelta(days=2),
        540,
        675,
        120,
        "Français ; lettres, oral – CAP cuisine 1, CAP boulanger 1",
        "Français ; lettres, oral",
        course_ids=(CourseId("C-FR"),),
        class_ids=(COOKS, BAKERS),
        trainer_ids=(FRENCH_TRAINER,),
        room_id=ROOM_2,
        site_id=SITE,
        modality="blended",
    )
    winter = replace(french, id=SessionId("C-FR#2"), day=WEEKS[1] + timedelta(days=2))
    everyone = COOK_PEOPLE + BAKER_PEOPLE
    return [
        (replace(kitchen, modality="blended"), COOK_PEOPLE),
        (maths, tuple(a for a in COOK_PEOPLE if a != EXEMPTED)),
        (french, everyone),
        (winter, everyone),
    ]


def _barrette() -> list[tuple[Session, tuple[ApprenticeId, ...]]]:
    rows = (
        (LITERACY, "LIT1", "CONSOLIDATION", FRENCH_TRAINER, ROOM_1, "on_site", "led", "bleu"),
        (NUMERACY, "NUM2", "CONSOLIDATION", MATHS_TRAINER, ROOM_2, "blended", "led", "orange"),
        (ALONE, "AUTONOMIE", "", LIBRARIAN, LIBRARY, "on_site", "autonomous", "vert"),
    )
    return [
        (
            Session(
                SessionId(f"{group}#{week + 1}"),
                "barrette",
                WEEKS[week] + timedelta(days=1),
                615,
                675,
                60,
                f"Barrette du mardi – {module}",
                f"Accompagnement – Atelier {colour}",
                module_id=ModuleId(module),
                strand=strand,
                barrette_id=BARRETTE,
                occurrence=week + 1,
                period_id=PERIOD,
                group_id=group,
                class_ids=(COOKS, BAKERS),
                trainer_ids=(trainer,),
                room_id=room,
                site_id=SITE,
                modality=modality,
                guidance=guidance,
            ),
            ROSTERS[group],
        )
        for week in (0, 1)
        for group, module, strand, trainer, room, modality, guidance, colour in rows
    ]


def _open_and_support() -> list[tuple[Session, tuple[ApprenticeId, ...]]]:
    thursday = WEEKS[0] + timedelta(days=3)
    waiting = Session(
        SessionId("TB#1"),
        "open",
        thursday,
        855,
        915,
        60,
        "Temps du jeudi",
        "Temps d'accompagnement",
        occurrence=1,
        period_id=PERIOD,
        class_ids=(COOKS, BAKERS),
        trainer_ids=(LIBRARIAN,),
        room_id=LIBRARY,
        site_id=SITE,
        modality="blended",
        guidance="autonomous",
    )
    support = Session(
        SessionId("TB#1-AP-PROJET"),
        "support",
        thursday,
        855,
        915,
        60,
        "Construire son projet",
        "Accompagnement – Atelier violet",
        module_id=ModuleId("AP-PROJET"),
        strand="PERSONAL",
        occurrence=1,
        period_id=PERIOD,
        class_ids=(COOKS, BAKERS),
        trainer_ids=(MATHS_TRAINER,),
        room_id=ROOM_1,
        site_id=SITE,
    )
    called = (MINOR, BAKER_5)
    return [(waiting, tuple(a for a in COOK_PEOPLE + BAKER_PEOPLE if a not in called)), (support, called)]


def _personal() -> list[tuple[Session, tuple[ApprenticeId, ...]]]:
    study = Session(
        SessionId("ETUDE#1"),
        "study",
        WEEKS[0] + timedelta(days=2),
        480,
        540,
        60,
        "Autonomie encadrée",
        "Autonomie encadrée",
        module_id=ModuleId("AUTONOMIE"),
        class_ids=(COOKS,),
        trainer_ids=(LIBRARIAN,),
        room_id=LIBRARY,
        site_id=SITE,
        guidance="autonomous",
    )
    entry = Session(
        SessionId("ENTREE-SECURITE#1"),
        "onboarding",
        WEEKS[1],
        480,
        735,
        240,
        "Santé et sécurité",
        "Accueil",
        module_id=ModuleId("ENTREE-SECURITE"),
        trainer_ids=(COOK_TRAINER,),
        room_id=KITCHEN,
        site_id=SITE,
    )
    return [(study, (EXEMPTED,)), (entry, (ENTRANT,))]


def _fixed() -> list[tuple[Session, tuple[ApprenticeId, ...]]]:
    people = (BAKER_PEOPLE, (BAKER_6,), ())
    return [
        (
            Session(
                SessionId(f"EVT-{event.id}"),
                "fixed",
                event.day,
                event.start,
                event.end,
                event.end - event.start,
                event.label,
                event.public_label or event.label,
                class_ids=event.class_ids,
                trainer_ids=event.trainer_ids,
                site_id=SITE,
            ),
            who,
        )
        for event, who in zip(_events(), people, strict=True)
    ]


@pytest.fixture
def finished() -> Timetable:
    """A whole and valid timetable of the tiny centre, in the order of its CSV files."""
    placed = [*_courses(), *_barrette(), *_open_and_support(), *_personal(), *_fixed()]
    placed.sort(key=lambda pair: (pair[0].day, pair[0].start, pair[0].end, pair[0].id))
    attendance = [Attendance(s.id, who, who == REMOTE) for s, people in placed for who in people]
    groups = [
        Group(LITERACY, BARRETTE, PERIOD, ModuleId("LIT1"), (FRENCH_TRAINER,), ROOM_1, ROSTERS[LITERACY]),
        Group(NUMERACY, BARRETTE, PERIOD, ModuleId("NUM2"), (MATHS_TRAINER,), ROOM_2, ROSTERS[NUMERACY]),
        Group(ALONE, BARRETTE, PERIOD, ModuleId("AUTONOMIE"), (LIBRARIAN,), LIBRARY, ROSTERS[ALONE]),
    ]
    end = WEEKS[1] + timedelta(days=4)
    why = "aucun formateur disponible avant l'échéance"
    debts = (
        Debt(MINOR, "LIT1/P1", "LIT1", 140, 120, end, 1, "positionnement pédagogique", f"1 séance sur 3 : {why}"),
        Debt(BAKER_6, "NUM2/P1", "NUM2", 100, 100, end, 2, "positionnement pédagogique"),
        Debt(ENTRANT, "CONSOLIDATION/1", "CONSOLIDATION", 60, 0, end, 3, "programme", why),
    )
    return Timetable(
        sessions=tuple(session for session, _people in placed),
        attendance=tuple(sorted(attendance, key=lambda row: (row.session_id, row.apprentice_id))),
        groups=tuple(sorted(groups, key=lambda g: (g.period_id, g.id))),
        debts=debts,
        unplaced=(Unplaced(SessionId("C-MAT#2"), "course", 60, why, (CourseId("C-MAT"),), None, (COOKS,)),),
        summary={"status": "optimal", "hours_owed": 4.0, "objective": 12, "gap": None, "note": "= à relire"},
    )
