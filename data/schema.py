"""Every sheet of the workbook, declared once: reader, template, messages and reference page derive from it."""

from collections.abc import Mapping

from data.columns import KINDS, Column, Sheet, fold
from data.sheets_balances import BALANCES
from data.sheets_cases import CASE_SHEETS, TECHNICAL_SHEETS
from data.sheets_done import DONE_SHEETS
from data.sheets_fixed import FIXED_SHEETS
from data.sheets_limits import LIMITS
from data.sheets_links import LINKS
from data.sheets_needs import NEED_SHEETS
from data.sheets_offer import OFFER_SHEETS
from data.sheets_paths import PATH_SHEETS
from data.sheets_required import REQUIRED
from data.sheets_rolls import ROLL_SHEETS
from data.sheets_time import TIME_SHEETS
from data.sheets_visits import VISITS

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
