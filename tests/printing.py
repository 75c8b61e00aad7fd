"""Printing a page with a real browser, where one is found."""

import shutil
import subprocess
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def print_page(page: Path, pdf: Path, address: str = "") -> None:
    """Print a page, or what ``#address`` shows of it, to a PDF; the browser keeps its profile beside that."""
    browser = next(path for name in BROWSERS if (path := shutil.which(name)))
    command = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    command += [f"--user-data-dir={pdf.parent / 'profile'}", "--virtual-time-budget=3000", f"--print-to-pdf={pdf}"]
    subprocess.run([*command, page.as_uri() + address], capture_output=True, check=True, timeout=120)
