"""Every sheet of the workbook, declared once: reader, template, messages and reference page derive from it."""

from collections.abc import Mapping

from data.sheets.balances import BALANCES
from data.sheets.cases import CASE_SHEETS, TECHNICAL_SHEETS
from data.sheets.columns import KINDS, Column, Sheet, fold
from data.sheets.done import DONE_SHEETS
from data.sheets.fixed import FIXED_SHEETS
from data.sheets.limits import LIMITS
from data.sheets.links import LINKS
from data.sheets.needs import NEED_SHEETS
from data.sheets.offer import OFFER_SHEETS
from data.sheets.paths import PATH_SHEETS
from data.sheets.required import REQUIRED
from data.sheets.rolls import ROLL_SHEETS
from data.sheets.time import TIME_SHEETS
from data.sheets.visits import VISITS

SHEETS: tuple[Sheet, ...] = (
    *REQUIRED,
    *TIME_SHEETS,
    *OFFER_SHEETS,
    *NEED_SHEETS,
    *CASE_SHEETS,
    *PATH_SHEETS,
    LINKS,
    LIMITS,
    *FIXED_SHEETS,
    *DONE_SHEETS,
    *ROLL_SHEETS,
    BALANCES,
    VISITS,
    *TECHNICAL_SHEETS,
)
"""In the order of the template: required first."""

BY_ID: Mapping[str, Sheet] = {sheet.id: sheet for sheet in SHEETS}
BY_NAME: Mapping[str, Sheet] = {fold(name): sheet for sheet in SHEETS for name in (*sheet.synonyms, sheet.name)}

__all__ = ["BY_ID", "BY_NAME", "KINDS", "SHEETS", "Column", "Sheet", "fold"]
