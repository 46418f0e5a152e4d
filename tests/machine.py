"""What a test needs of the machine beyond Python."""

from __future__ import annotations

import os
import shutil

import pytest


def needs(command: str, package: str) -> str:
    """The path of a program. Without it the test is skipped; in continuous integration, where nothing is, it fails."""
    path = shutil.which(command)
    if path is None:
        reason = f"no «{command}» on this machine: install Debian's package {package} to run this test"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return path
