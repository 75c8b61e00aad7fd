"""Words of what is handed out: neutral, stable, French, safe as file names."""

from dataclasses import replace
from datetime import date
from urllib.parse import unquote

import pytest

from outputs.labels import (
    class_label,
    filename,
    french_date,
    period_public_label,
    private,
    public_name,
    strands_label,
)
from planner.domain import (
    MODALITIES,
    STRANDS,
    STRANDS_GIVEN,
    ClassId,
    FixedEvent,
    Kind,
    ModuleId,
    Problem,
    Timetable,
    name_order,
)
from planner.labels import NEUTRAL_WORDS, event_label, neutral_label, neutral_words


def test_neutral_words_are_many_and_say_nothing_private() -> None:
    """Whatever is named and whatever the salt: all the words, in an order of its own."""
    labels = [neutral_label("Accompagnement", word) for word in neutral_words("sel", "B-P1-LIT1-1")]
    assert all(label.startswith("Accompagnement – Atelier ") and not private(label) for label in labels)
    assert len(set(labels)) == len(labels) == len(set(NEUTRAL_WORDS)) >= 16


@pytest.mark.parametrize(
    "text",
    [
        "Suivi RQTH", "élève dyslexique", "Tiers-temps", "Groupe de niveau 1", "Remédiation maths", "Les faibles",
        "Soutien", "Littératie – bases", "Rupture de contrat", "Recherche d’un employeur",
        "Techniques de recherche d'emploi",
        "Entretien psychologue", "Assistante sociale", "remise à niveau", "En difficulté", "3 heures dues", "score 12",
        "Reme\u0301diation", "NIVEAU\u00a02", "CAP-SANS-CONTRAT", "groupe_RQTH", "recherche/employeur", "Niveau-1",
    ],
)  # fmt: skip
def test_private_words(text: str) -> None:
    """Health, level, need and contract are recognised whatever their case, accents, spaces and apostrophe."""
    assert private(text)


@pytest.mark.parametrize(
    "text",
    [
        "Accompagnement – Atelier bleu", "Temps d'accompagnement", "Soutien au parcours", "Visite du marché", "Accueil",
        "Atelier projet", "Autonomie encadrée", "Rendez-vous", "Conseil de classe", "Méthodes de travail", "Physique",
        "Module de préparation à l'entrée en entreprise", "Insertion professionnelle", "Salle polyvalente",
        "CAP-CUI-1", "PAUL-PASCAL", "Arc-en-ciel",
    ],
)  # fmt: skip
def test_ordinary_words_are_not_private(text: str) -> None:
    """What every centre writes on its doors stays."""
    assert not private(text)


@pytest.mark.parametrize(
    ("label", "written", "said"),
    [
        ("Sortie avec Hugo sous bracelet", "", "Sortie"),
        ("Réunion sur le harcèlement de Léa Martin – Mairie", "", "Réunion"),
        ("Examen", "", "Examen"), ("ccf de cuisine", "", "CCF"), ("Hugo chez le juge", "", "Événement"),
        ("Point handicap", "", "Rendez-vous"),
        ("Sortie avec Hugo sous bracelet", "Sortie au marché de Rungis", "Sortie au marché de Rungis"),
    ],
)  # fmt: skip
def test_event_is_called_by_a_known_word_unless_somebody_wrote_what_anyone_may_read(
    label: str, written: str, said: str
) -> None:
    """Never the free text of an event, which may name somebody; what is written for all is said as it is."""
    event = FixedEvent("e", label, date(2026, 9, 7), 480, 540, written, class_ids=(ClassId("c"),))
    assert event_label(event) == said


def test_public_name_falls_back_on_the_id() -> None:
    """A room named after a need is called by its id, and by nothing where the id says it too."""
    assert public_name("Salle 1", "S1") == "Salle 1"
    assert public_name("Salle de remédiation", "S1") == "S1"
    assert public_name("Salle de remédiation", "Remédiation") == ""


def test_class_label_of_a_barrette_that_is_both(centre: Problem, finished: Timetable) -> None:
    """Courses carried and support stand side by side."""
    both = [s for s in finished.sessions if s.kind == "barrette"]
    label = class_label(centre, finished, [*both, finished.sessions[0]])
    assert label == "Cuisine (en groupes) · Accompagnement renforcé : consolidation, AP, orientation"


def test_class_label_names_the_strands_that_are_given(centre: Problem, finished: Timetable) -> None:
    """Those of the groups of the period, in one order; one alone is not named, since it would tell a need."""
    both = [s for s in finished.sessions if s.kind == "barrette"]
    first, *others = (g for g in finished.groups if g.period_id == both[0].period_id)
    alone = replace(finished, summary={**finished.summary, STRANDS_GIVEN: True})
    guided = replace(alone, groups=(replace(first, module_id=ModuleId("AP-PROJET")), *others))
    assert class_label(centre, guided, both) == "Accompagnement renforcé : consolidation, AP"
    assert class_label(centre, alone, both) == "Accompagnement renforcé"
    # A timetable of before goes on as it was: its calendars keep every byte.
    assert class_label(centre, finished, both) == strands_label(STRANDS)
    assert strands_label(STRANDS) == "Accompagnement renforcé : consolidation, AP, orientation"


@pytest.mark.parametrize("identifier", ["A01", "N° 4/é", "..", ".cache", "CON", "aux.1", "a%b", "élève:3", "com1"])
def test_filename_is_safe_and_comes_back(identifier: str) -> None:
    """Any id gives a name of plain letters that decodes to it, and that no system reserves."""
    name = filename(identifier)
    assert unquote(name) == identifier
    assert name.isascii()
    assert not set(name) & set('/\\:*?"<>| ')
    assert not name.startswith(".")
    assert name.split(".")[0].lower() not in {"con", "aux", "com1"}


def test_french_names_cover_the_contract() -> None:
    """Every kind, strand and modality has a French name."""
    from outputs.labels import GUIDANCE_NAMES, KIND_NAMES, MODALITY_NAMES, STRAND_NAMES

    assert set(KIND_NAMES) == set(Kind)
    assert set(STRAND_NAMES) == set(STRANDS)
    assert set(MODALITY_NAMES) == set(MODALITIES)
    assert set(GUIDANCE_NAMES) == {"led", "semi_led", "autonomous"}


def test_french_dates(centre: Problem) -> None:
    """The first of the month is « 1er »; a period shows its dates."""
    assert french_date(date(2026, 9, 1)) == "mardi 1er septembre 2026"
    assert french_date(date(2026, 9, 7), year=False) == "lundi 7 septembre"
    assert period_public_label(centre, centre.periods[0].id) == "Période 1 (du 19 octobre au 30 octobre 2026)"


def test_names_stand_in_french_order() -> None:
    """Accents and case count only between names that are else the same."""
    assert sorted(["Zoé", "étienne", "Eve", "Étienne", "Eric"], key=name_order) == [
        "Eric",
        "Étienne",
        "étienne",
        "Eve",
        "Zoé",
    ]
