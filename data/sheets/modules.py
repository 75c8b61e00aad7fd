"""The optional sheet of the catalogue of support."""

from data.sheets.columns import Column, Sheet
from planner.domain import Guidance, Module

STRAND_NAMES = {
    "consolidation": "CONSOLIDATION",
    "accompagnement personnalisé": "PERSONAL",
    "orientation": "GUIDANCE",
    "AP": "PERSONAL",
    "consolidation des acquis": "CONSOLIDATION",
    "accompagnement à l'orientation": "GUIDANCE",
}
THEMES = {
    "accompagnement": "support",
    "orientation": "guidance",
    "entrée en entreprise": "onboarding",
    "sécurité": "safety",
    "droits et devoirs": "rights",
    "recherche d'employeur": "employer_search",
    "suivi à distance": "follow_up",
    "permanence": "permanence",
    "entretien": "interview",
    "socio-éducatif": "social",
    "aides": "aid",
    "permis": "licence",
    "suite après interruption": "next_path",
    "autonomie": "study",
}
AP_TYPES = {
    name: name
    for name in (
        "méthode et performance",
        "savoir-être",
        "projet et choix",
        "mobilité",
        "chef-d'œuvre",
        "co-intervention",
    )
}
MODULE_MODALITY = {
    "présentiel": "on_site",
    "distance": "remote_sync",
    "distance différée": "remote_async",
    "hybride": "blended",
}
GUIDANCE_NAMES = {"dirigé": Guidance.LED, "semi-dirigé": Guidance.SEMI_LED, "autonomie": Guidance.AUTONOMOUS}

MODULES = Sheet(
    "modules",
    "Modules",
    "un module d'accompagnement ; une ligne au code déjà au catalogue le remplace",
    (
        Column("id", "module", "code", "cell", "Code du module", "LIT1", ("code",), field="id"),
        Column(
            "label",
            "libellé",
            "text",
            note="Libellé interne",
            example="Littératie : les bases",
            synonyms=("intitulé", "nom"),
            field="label",
        ),
        Column(
            "public",
            "libellé public",
            "text",
            note="Libellé neutre ; vide : « Accompagnement – Atelier <couleur> »",
            shown=True,
            field="public_label",
        ),
        Column(
            "theme", "thème", "choice", note="[accompagnement]", example="accompagnement", choices=THEMES, field="theme"
        ),
        Column(
            "strand",
            "volet",
            "choice",
            note="Volet de l'accompagnement renforcé",
            example="consolidation",
            synonyms=("composante", "axe"),
            choices=STRAND_NAMES,
            field="strand",
        ),
        Column(
            "ap_type",
            "type d'AP",
            "choice",
            note="Pour l'accompagnement personnalisé : le cours servi, dont le formateur anime de préférence",
            choices=AP_TYPES,
            field="ap_type",
        ),
        Column(
            "subject",
            "matière liée",
            "text",
            note="Matière servie",
            example="Français",
            synonyms=("matière",),
            field="subject",
        ),
        Column(
            "domains",
            "domaines",
            "list",
            note="Domaines servis",
            example="littératie",
            synonyms=("domaine",),
            field="domains",
        ),
        Column(
            "levels",
            "niveaux",
            "ints",
            note="Niveaux servis, de 1 (urgent) à 4 ; vide : tous",
            example="1",
            field="levels",
        ),
        Column(
            "modality",
            "modalité",
            "choice",
            note="[présentiel]",
            example="présentiel",
            choices=MODULE_MODALITY,
            field="modality",
        ),
        Column(
            "guidance", "guidage", "choice", note="[dirigé]", example="dirigé", choices=GUIDANCE_NAMES, field="guidance"
        ),
        Column(
            "supervision",
            "encadrement",
            "int",
            note="Un adulte pour combien d'apprenants",
            low=0,
            high=400,
            field="supervision",
        ),
        Column(
            "min_size",
            "effectif minimal",
            "int",
            note="Vide : 3 pour ouvrir un groupe",
            example=1,
            low=1,
            high=100,
            field="min_size",
        ),
        Column("max_size", "effectif maximal", "int", note="[12]", example=8, low=1, high=400, field="max_size"),
        Column("mix_classes", "classes mêlées", "bool", note="[oui]", example="oui", field="mix_classes"),
        Column("mix_levels", "niveaux mêlés", "bool", note="[oui]", example="oui", field="mix_levels"),
        Column(
            "minutes",
            "durée",
            "length",
            note="Durée d'une séance, ou du module d'entrée [1 h]",
            example="1 h",
            low=15,
            high=6000,
            field="minutes",
        ),
        Column(
            "trainers",
            "formateurs",
            "refs",
            note="Qui l'anime ; vide : qui en a la compétence",
            synonyms=("formateur",),
            sheets=("trainers",),
            field="trainer_ids",
        ),
        Column("room_types", "type de salle", "list", note="Types de salle possibles", synonyms=("lieu", "salle")),
        Column("whole_class", "classe entière", "bool", note="[non]", example="non", field="whole_class"),
        Column("order", "ordre", "int", note="Ordre dans le module d'entrée", low=0, high=99, field="order"),
        Column(
            "deadline",
            "échéance",
            "date",
            note="Dernier jour où il sert (Parcoursup, Affelnet…) : ses heures sont données avant",
            example="15/01/2027",
            synonyms=("date limite", "avant le"),
            field="deadline",
        ),
        Column("active", "actif", "bool", note="`non` retire le module du catalogue", example="oui"),
    ),
    default="un catalogue : trois volets, recherche d'employeur, entrée en entreprise, droits et devoirs",
    group="Accompagnement",
    of=Module,
)
