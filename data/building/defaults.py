"""What stands in for missing sheets: catalogue of modules, scales, rules of need, targets of each programme.

Values come from ``domain.md`` 1.3, 4.2 and 4.4; every one can be replaced by a row of the workbook.
"""

from collections.abc import Mapping

from planner.domain import CONSOLIDATION, GUIDANCE, PERSONAL, Guidance, Module, ModuleId, NeedRule, ScaleBand

LITERACY, NUMERACY = "littératie", "numératie"
DEFAULT_SCALE = "niveaux 1-4"


def _consolidation(item: str, label: str, domain: str, subject: str, levels: set[int], size: int) -> Module:
    return Module(
        ModuleId(item), label, strand=CONSOLIDATION, subject=subject, domains=frozenset({domain}),
        levels=frozenset(levels), max_size=size,
    )  # fmt: skip


def _personal(item: str, label: str, ap_type: str) -> Module:
    return Module(ModuleId(item), label, strand=PERSONAL, ap_type=ap_type, max_size=15)


def _guidance(item: str, label: str) -> Module:
    return Module(ModuleId(item), label, theme="guidance", strand=GUIDANCE, max_size=18)


def _entry(item: str, label: str, public: str, theme: str, minutes: int, order: int) -> Module:
    return Module(
        ModuleId(item), label, public, theme=theme, max_size=30, minutes=minutes, whole_class=True, order=order
    )


MODULES: tuple[Module, ...] = (
    _consolidation("LIT1", "Littératie : les bases", LITERACY, "Français", {1}, 8),
    _consolidation("LIT2", "Littératie : renforcer", LITERACY, "Français", {2}, 12),
    _consolidation("LIT3", "Littératie : approfondir", LITERACY, "Français", {3, 4}, 15),
    _consolidation("NUM1", "Numératie : les bases", NUMERACY, "Mathématiques", {1}, 8),
    _consolidation("NUM2", "Numératie : renforcer", NUMERACY, "Mathématiques", {2}, 12),
    _consolidation("NUM3", "Numératie : approfondir", NUMERACY, "Mathématiques", {3, 4}, 15),
    _personal("AP-METHODE", "AP : méthode et performance", "méthode et performance"),
    _personal("AP-SAVOIR-ETRE", "AP : savoir-être", "savoir-être"),
    _personal("AP-PROJET", "AP : projet et choix", "projet et choix"),
    _personal("AP-MOBILITE", "AP : mobilité", "mobilité"),
    _personal("AP-CHEF-OEUVRE", "AP : lien avec le chef-d'œuvre", "chef-d'œuvre"),
    _personal("AP-COINTERVENTION", "AP : lien avec la co-intervention", "co-intervention"),
    _guidance("ORI-POURSUITE", "Orientation : poursuite d'études"),
    _guidance("ORI-INSERTION", "Orientation : insertion professionnelle"),
    _guidance("ORI-DECOUVERTE", "Orientation : découverte des parcours"),
    Module(ModuleId("EMPLOI"), "Recherche d'employeur", theme="employer_search", max_size=10),
    Module(
        ModuleId("ENTRETIEN"), "Entretien avec le référent", "Rendez-vous", theme="interview", min_size=1, max_size=1
    ),
    Module(ModuleId("SOCIO"), "Accompagnement socio-éducatif", "Rendez-vous", theme="social", min_size=1, max_size=1),
    Module(ModuleId("AIDES"), "Aides financières et matérielles", "Informations pratiques", theme="aid", max_size=30),
    Module(ModuleId("PERMIS"), "Aide au permis de conduire", "Informations pratiques", theme="licence", max_size=30),
    Module(ModuleId("SUITE"), "Suite après une interruption", theme="next_path", max_size=10),
    Module(ModuleId("SUIVI-DISTANCE"), "Suivi à distance", theme="follow_up", modality="remote_sync", max_size=12),
    _entry("ENTREE-SECURITE", "Entrée : santé et sécurité", "Santé et sécurité au travail", "safety", 240, 1),
    _entry("ENTREE-DROITS", "Entrée : droits et devoirs", "Droits et devoirs", "rights", 120, 2),
    _entry("ENTREE-PRO", "Entrée : posture professionnelle", "Posture professionnelle", "onboarding", 240, 3),
    _entry("ENTREE-OUTILS", "Entrée : livret et outils", "Livret et outils", "onboarding", 240, 4),
    Module(
        ModuleId("AUTONOMIE"), "Autonomie encadrée", "Autonomie encadrée", theme="study", guidance=Guidance.AUTONOMOUS,
        max_size=60, supervision=30,
    ),
)  # fmt: skip
"""The usual catalogue: three strands, employer search, follow-up, entry module, supervised autonomy."""


def _bands(scale: str, *bands: tuple[str, str]) -> tuple[ScaleBand, ...]:
    return tuple(ScaleBand(scale, low, high, level) for level, (low, high) in enumerate(bands, start=1))


SCALES: tuple[ScaleBand, ...] = (
    *_bands("note /20", ("0", "7.99"), ("8", "11.99"), ("12", "14.99"), ("15", "20")),
    *_bands(DEFAULT_SCALE, ("1", "1"), ("2", "2"), ("3", "3"), ("4", "4")),
    *_bands("ANLCI", ("1", "1"), ("2", "2"), ("3", "3"), ("4", "4")),
    ScaleBand("DEPP CAP", "non-maîtrise", "non-maîtrise", 1),
    ScaleBand("DEPP CAP", "élémentaire", "élémentaire", 1),
    ScaleBand("DEPP CAP", "élémentaire à consolider", "élémentaire à consolider", 2),
    ScaleBand("DEPP CAP", "fragile", "fragile", 3),
    ScaleBand("DEPP CAP", "satisfaisant", "satisfaisant", 4),
    *_bands("groupes de 2de", ("1", "1"), ("2", "2"), ("3", "3"), ("4", "4")),
    ScaleBand("CléA", "non acquis", "non acquis", 1),
    ScaleBand("CléA", "acquis", "acquis", 4),
)
"""Scales by name; numbers or words, from low to high."""


def _by_level(domain: str, module: str, level: int) -> NeedRule:
    return NeedRule(
        f"{module}-N{level}",
        module,
        domain,
        frozenset({level}),
        minutes_per_week=120 if level == 1 else 60,
        priority=level,
    )


STRAND_LEVELS = frozenset({"CAP", "bac pro"})


def _undecided(module: str) -> NeedRule:
    """Half of the guidance of a final year, while nothing is chosen."""
    return NeedRule(
        f"{module}-A-DECIDER", module, programme_levels=STRAND_LEVELS, choice="à décider", final=True,
        minutes_total=60, priority=2, recurrent=False, source="choix d'orientation",
    )  # fmt: skip


NO_CONTRACT = frozenset({"ENROLLED_NO_CONTRACT", "CONTRACT_BROKEN"})

NEED_RULES: tuple[NeedRule, ...] = (
    _by_level(LITERACY, "LIT1", 1),
    _by_level(LITERACY, "LIT2", 2),
    _by_level(NUMERACY, "NUM1", 1),
    _by_level(NUMERACY, "NUM2", 2),
    NeedRule(
        "EMPLOI", "EMPLOI", statuses=NO_CONTRACT, minutes_per_week=60, priority=1, source="situation",
    ),
    NeedRule("SUIVI-DISTANCE", "SUIVI-DISTANCE", remote=True, minutes_per_week=30, priority=2, source="situation"),
    NeedRule(
        "ORI-POURSUITE", "ORI-POURSUITE", programme_levels=STRAND_LEVELS, choice="poursuite", minutes_total=120,
        priority=2, recurrent=False, source="choix d'orientation",
    ),
    NeedRule(
        "ORI-INSERTION", "ORI-INSERTION", programme_levels=STRAND_LEVELS, choice="insertion", minutes_total=120,
        priority=2, recurrent=False, source="choix d'orientation",
    ),
    NeedRule(
        "ORI-DECOUVERTE", "ORI-DECOUVERTE", programme_levels=STRAND_LEVELS, choice="à décider", final=False,
        minutes_total=120, priority=2, recurrent=False, source="choix d'orientation",
    ),
    _undecided("ORI-POURSUITE"),
    _undecided("ORI-INSERTION"),
)  # fmt: skip
"""Who owes what when the workbook holds no rule."""

WEEKS_PER_YEAR: Mapping[str, int] = {"CAP": 13, "bac pro": 20}
SUPPORT_PER_WEEK: Mapping[str, int] = {"CAP": 150, "bac pro": 90}
"""Minutes of reinforced support per CFA week: barrette and open period together."""

SHARES: Mapping[str, tuple[tuple[float, float, float], ...]] = {
    "CAP": ((0.60, 0.30, 0.10), (0.35, 0.35, 0.30)),
    "bac pro": ((0.60, 0.25, 0.15), (0.40, 0.35, 0.25), (0.20, 0.35, 0.45)),
}
"""Consolidation, personal support, guidance: share of each by year of the cycle."""
ONE_YEAR = (0.45, 0.35, 0.20)


def strand_targets(level: str, years: int) -> dict[tuple[int, str], int]:
    """(year, strand) → minutes of that year for a CAP or bac pro; empty for the rest."""
    if level not in SHARES:
        return {}
    total = SUPPORT_PER_WEEK[level] * WEEKS_PER_YEAR[level]
    shares = (ONE_YEAR,) if years == 1 else SHARES[level][-years:] if level == "bac pro" else SHARES[level]
    return {
        (year, strand): round(total * share)
        for year in range(1, years + 1)
        for strand, share in zip((CONSOLIDATION, PERSONAL, GUIDANCE), shares[min(year, len(shares)) - 1], strict=True)
    }
