"""The board reached from elsewhere: at which address it listens, what it is called, who speaks for whom.

Without it the board answers this machine alone. With it there is always a password. Whether a browser came by https is
believed only of the web server that is named (``proxy``), which alone is then answered.
"""

from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

from planner.answer import USAGE, Refused
from planner.listener import Listener
from planner.serve.door import SHORTEST_PASSWORD, Password
from planner.serve.listening import in_address

EVERYWHERE = ("0.0.0.0", "::", "")


@dataclass(frozen=True)
class Outside:
    """``host``: address to listen at; ``name``: what the board is called in a browser, by default that address."""

    host: str
    password: Password
    name: str = ""
    proxy: str = ""

    def hosts(self, port: int) -> frozenset[str]:
        """What the header Host may be."""
        return (
            frozenset({self.name, f"{self.name}:{port}"})
            if self.name
            else frozenset({f"{in_address(self.host)}:{port}"})
        )

    def address(self, port: int) -> str:
        """Where the board is opened."""
        if self.proxy:
            return f"https://{self.name or f'{in_address(self.host)}:{port}'}"
        return f"http://{self.name or in_address(self.host)}:{port}"

    def tell(self, folder: Path, port: int, listener: Listener) -> None:
        """Say where it is, and what is not safe about it."""
        listener.say(f"Le tableau de « {folder} » est ouvert, avec mot de passe. Ctrl-C pour le fermer.")
        listener.say(f"Adresse : {self.address(port)}/")
        if self.proxy:
            listener.say(f"Le serveur web qui est devant ({self.proxy}) parle à {in_address(self.host)}:{port}.")
        else:
            listener.warn(
                "Sans https, le mot de passe et les noms passent en clair sur le réseau : mettez un serveur web devant "
                "et nommez-le avec --proxy (guide, « Ouvrir le tableau à d’autres ordinateurs »)."
            )


def outside_of(host: str, password: str, name: str = "", proxy: str = "") -> Outside:
    """How a board is reached from elsewhere, as typed; raises Refused where that is not safe or not clear."""
    if len(password) < SHORTEST_PASSWORD:
        raise Refused(USAGE, f"Le mot de passe est trop court : {SHORTEST_PASSWORD} caractères au moins.")
    if host in EVERYWHERE and not name:
        raise Refused(USAGE, "--host à toutes les adresses demande --name : le nom sous lequel on ouvrira le tableau.")
    if any(mark in name for mark in "/:@# "):
        raise Refused(USAGE, f"« {name} » n’est pas un nom de serveur : écrivez-le comme tableau.mon-cfa.fr.")
    if proxy:
        try:
            proxy = str(ip_address(proxy))
        except ValueError:
            raise Refused(
                USAGE, f"--proxy « {proxy} » : écrivez l’adresse IP du serveur web, 127.0.0.1 par exemple."
            ) from None
    return Outside(host, Password(password), name.lower(), proxy)
