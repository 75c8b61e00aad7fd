"""How cells look: one shared style a name, colours by kind."""

from collections.abc import Callable
from typing import Any

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from planner.domain import Kind

FONT = "Calibri"
INK, MUTED, RULE = "1F2933", "5B6673", "C9D0D8"
COLOURS = {
    Kind.COURSE: ("F2F5F9", "4A6283"),
    Kind.BARRETTE: ("DDF0EC", "0F6B5C"),
    Kind.OPEN: ("FBF1D3", "7A5600"),
    Kind.SUPPORT: ("E9E4F6", "5B3F99"),
    Kind.STUDY: ("EDEDED", "555555"),
    Kind.ONBOARDING: ("E4F1D9", "3B651B"),
    Kind.VISIT: ("F6E7DC", "84461C"),
    Kind.FIXED: ("FAE1E5", "9C2439"),
    "mixed": ("F2F5F9", "4A6283"),
}
"""Fill and strong colour by kind; the kind also stands in words in each cell."""

Draw = Callable[[Any], None]


def _side(colour: str = RULE, style: Any = "thin") -> Side:
    return Side(style=style, color=colour)


def _style(
    size: int = 10,
    bold: bool = False,
    colour: str = INK,
    fill: str = "",
    pattern: Any = "solid",
    align: Alignment | None = None,
    border: Border | None = None,
    number: str = "General",
    underline: bool = False,
    italic: bool = False,
) -> Draw:
    def draw(cell: Any) -> None:
        cell.font = Font(FONT, size, bold, italic, color=colour, underline="single" if underline else None)
        if fill:
            cell.fill = PatternFill(pattern, fgColor=fill, bgColor="FFFFFF")
        cell.alignment = align or Alignment(vertical="center")
        if border:
            cell.border = border
        cell.number_format = number

    return draw


def _block(kind: str) -> Draw:
    fill, strong = COLOURS[kind]
    edge = Border(_side(strong, "thick"), _side("FFFFFF"), _side("FFFFFF"), _side("FFFFFF"))
    return _style(9, fill=fill, align=Alignment("left", "top", wrap_text=True, indent=1), border=edge)


_WRAP = Alignment(vertical="top", wrap_text=True)
_MIDDLE = Alignment("center", "center", wrap_text=True)
_LINE = Border(bottom=_side())
_GRID = Border(_side(), _side(), _side(), _side())

STYLES: dict[str, Draw] = {
    "text": _style(align=_WRAP, border=_LINE),
    "count": _style(align=Alignment("center", "top"), border=_LINE),
    "share": _style(align=Alignment(vertical="top"), border=_LINE, number="0.0%"),
    "figures": _style(align=Alignment(vertical="top"), border=_LINE, number="0.0"),
    "hours": _style(align=Alignment(vertical="top"), border=_LINE, number='0.0#" h"'),
    "time": _style(align=Alignment("left", "top"), border=_LINE, number='h" h "mm'),
    "date": _style(align=Alignment("left", "top"), border=_LINE, number="dd/mm/yyyy"),
    "title": _style(16, bold=True),
    "badge": _style(10, bold=True, colour="9C2439"),
    "subtitle": _style(10, colour=MUTED),
    "head": _style(10, bold=True, colour="FFFFFF", fill="33485F", align=Alignment("left", "center", wrap_text=True)),
    "link": _style(10, colour="1B5FA8", underline=True),
    "figure": _style(11, bold=True, align=Alignment("left", "center"), number="#,##0"),
    "figure:hours": _style(11, bold=True, align=Alignment("left", "center"), number='#,##0.0#" h"'),
    "label": _style(11, colour=MUTED),
    "section": _style(12, bold=True, border=Border(bottom=_side("33485F", "medium"))),
    "week": _style(12, bold=True, align=Alignment(vertical="bottom")),
    "day": _style(10, bold=True, fill="E4E9EF", align=_MIDDLE, border=_GRID),
    "clock": _style(8, colour=MUTED, align=Alignment("center", "top", wrap_text=True), border=Border(top=_side())),
    "empty": _style(9, border=Border(_side(), _side(), _side("E3E7EC"), _side("E3E7EC"))),
    "pause": _style(8, italic=True, colour=MUTED, fill="F6F6F3", align=_MIDDLE, border=Border(_side(), _side())),
    "away": _style(9, italic=True, colour=MUTED, fill="D5DAE0", pattern="lightUp", align=_MIDDLE, border=_GRID),
} | {f"block:{kind}": _block(kind) for kind in COLOURS}
"""How cells look, by name."""

RUNS = {
    f"{part}:{kind}": f'<rFont val="{FONT}"/>{"<b/>" if bold else ""}<color rgb="FF{colour}"/><sz val="{size}"/>'
    for kind, (_fill, strong) in COLOURS.items()
    for part, size, bold, colour in (("tag", 8, True, strong), ("title", 10, True, INK), ("line", 9, False, INK))
}
"""How the parts of a cell's text look, by part and kind, as XML."""
