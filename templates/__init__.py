"""What the product writes with: documents as .docx, letters as Markdown.

>>> read_text("letters/measure_reminder.md.j2").startswith("Subject:")
True
"""

from importlib.resources import files


def read_bytes(path: str) -> bytes:
    """A file of this folder, as «orders/pairs.docx»; FileNotFoundError if there is none."""
    return files(__name__).joinpath(path).read_bytes()


def read_text(path: str) -> str:
    """A text file of this folder, in UTF-8; FileNotFoundError if there is none."""
    return read_bytes(path).decode("utf-8")
