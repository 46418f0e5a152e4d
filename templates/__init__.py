"""What the product writes with: documents as .docx, letters as Markdown, and the register of documents.

>>> register()["order/pairs"].title
'Об утверждении наставнических пар (групп)'
>>> read_text("letters/measure_reminder.md.j2").startswith("Subject:")
True
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

REGISTER = "register.yaml"


class DocumentKind(BaseModel):
    """A document that the product can draw up: one entry of the register."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    template: str
    document: str
    needs: Mapping[str, str]

    def document_name(self, context: Mapping[str, object]) -> str:
        """The document's name in Drive; KeyError if the context lacks what the name is made of."""
        return self.document.format_map(context)


def read_bytes(path: str) -> bytes:
    """A file of this folder, as «orders/pairs.docx»; FileNotFoundError if there is none."""
    return files(__name__).joinpath(path).read_bytes()


def read_text(path: str) -> str:
    """A text file of this folder, in UTF-8; FileNotFoundError if there is none."""
    return read_bytes(path).decode("utf-8")


@cache
def register() -> Mapping[str, DocumentKind]:
    """The documents by their kinds; pydantic's ValidationError if the register is not well-formed."""
    import yaml

    entries = yaml.safe_load(read_text(REGISTER))
    return {key: DocumentKind.model_validate(entry) for key, entry in entries.items()}
