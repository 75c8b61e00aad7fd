"""Where a published calendar is found on the web, once ``DIR/public`` stands at the address of *Paramètres*."""

from typing import NamedTuple


class WebLink(NamedTuple):
    """A calendar to open, the same to subscribe to, and its page; all empty where the address is not known."""

    https: str = ""
    webcal: str = ""
    page: str = ""


def published_file(audience: str, secret: str) -> str:
    """A calendar under ``DIR/public``."""
    return f"ics/{audience}/{secret}.ics"


def web_link(public_address: str, audience: str, secret: str) -> WebLink:
    """The links of a calendar; ``public_address``: as in `planner.domain.Settings`."""
    if not public_address:
        return WebLink()
    https = f"{public_address}/{published_file(audience, secret)}"
    return WebLink(https, f"webcal://{https.removeprefix('https://')}", f"{https.removesuffix('.ics')}.html")
