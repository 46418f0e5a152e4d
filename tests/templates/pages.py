"""Documents as paper: the pages that LibreOffice makes of them."""

import subprocess
from pathlib import Path

from tests.machine import needs


def pages_of(document: bytes, folder: Path) -> list[str]:
    """The text of each page of a .docx as LibreOffice lays it out; leaves `document.pdf` in the folder."""
    needs("libreoffice", "libreoffice-writer-nogui")
    needs("pdftotext", "poppler-utils")
    (folder / "document.docx").write_bytes(document)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    convert = ["libreoffice", profile, "--headless", "--convert-to", "pdf", "document.docx"]
    subprocess.run(convert, cwd=folder, check=True, capture_output=True, timeout=120)
    read = subprocess.run(["pdftotext", "-layout", "document.pdf", "-"], cwd=folder, check=True, capture_output=True)
    return read.stdout.decode().split("\f")[:-1]


def lie_down(folder: Path) -> list[bool]:
    """Whether each page of `document.pdf` is wider than it is high."""
    needs("pdfinfo", "poppler-utils")
    told = subprocess.run(["pdfinfo", "-l", "-1", "document.pdf"], cwd=folder, check=True, capture_output=True)
    lines = [line.split() for line in told.stdout.decode().splitlines() if line.startswith("Page ") and "size:" in line]
    return [float(words[3]) > float(words[5]) for words in lines]
