"""What a file is, in a picture and a word or two."""

from __future__ import annotations

from dataclasses import dataclass

from automation.embedded.drive.kinds import CSV, DOCUMENT, DOCX, FOLDER, FORM, PDF, PLAIN, SPREADSHEET, XLSX


@dataclass(frozen=True)
class Kind:
    """A kind of file: its icon, and what people call it."""

    icon: str
    name: str


_KINDS = {
    FOLDER: Kind("folder", "Папка"),
    SPREADSHEET: Kind("spreadsheet", "Таблица"),
    DOCUMENT: Kind("document", "Документ"),
    FORM: Kind("form", "Форма"),
    DOCX: Kind("word", "Файл Word"),
    "application/msword": Kind("word", "Файл Word"),
    XLSX: Kind("excel", "Файл Excel"),
    "application/vnd.ms-excel": Kind("excel", "Файл Excel"),
    CSV: Kind("excel", "Файл CSV"),
    PDF: Kind("pdf", "Файл PDF"),
    PLAIN: Kind("text", "Текст"),
    "application/zip": Kind("archive", "Архив"),
    "application/x-7z-compressed": Kind("archive", "Архив"),
    "application/vnd.rar": Kind("archive", "Архив"),
}
_FAMILIES = {
    "image": Kind("image", "Изображение"),
    "video": Kind("film", "Видео"),
    "audio": Kind("sound", "Звук"),
    "text": Kind("text", "Текст"),
}
_OTHER = Kind("file", "Файл")


def kind_of(mime_type: str) -> Kind:
    """The kind that people see for ``mime_type``."""
    return _KINDS.get(mime_type) or _FAMILIES.get(mime_type.partition("/")[0], _OTHER)
