"""Printing a page with a real browser, where one is found."""

import shutil
import subprocess
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def print_page(page: Path, pdf: Path) -> None:
    """Print a page to a PDF, with a profile of its own beside it."""
    browser = next(path for name in BROWSERS if (path := shutil.which(name)))
    command = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    command += [f"--user-data-dir={pdf.parent / 'profile'}", f"--print-to-pdf={pdf}", page.as_uri()]
    subprocess.run(command, capture_output=True, check=True, timeout=120)
