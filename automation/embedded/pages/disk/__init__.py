"""«Диск»: folders, search, the trash, and what people do with files."""

from automation.embedded.pages.disk import deeds, file, folders, moving, sharing, trash, uploading

SERVED_BY = (deeds, file, folders, moving, sharing, trash, uploading)  # importing them has registered their pages
