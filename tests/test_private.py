"""Files that are their owner's alone, under whatever umask, and whatever lay in their place."""

from __future__ import annotations

import os
import resource
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from automation import private


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@contextmanager
def umask(mask: int) -> Iterator[None]:
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077])
def test_what_is_made_is_its_owner_s_alone(tmp_path: Path, mask: int) -> None:
    with umask(mask):
        private.make_folder(tmp_path / "above" / "new")
        private.make_file(tmp_path / "empty")
        private.write(tmp_path / "token.json", "first")
    assert mode(tmp_path / "above" / "new") == 0o700
    assert mode(tmp_path / "empty") == mode(tmp_path / "token.json") == 0o600


def test_a_file_that_others_could_read_is_closed_to_them_when_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "token.json"
    path.write_text("old")
    path.chmod(0o644)
    private.write(path, "новый")
    assert (path.read_text(encoding="utf-8"), mode(path)) == ("новый", 0o600)


def test_two_who_write_at_once_are_not_in_each_other_s_way(tmp_path: Path) -> None:
    path = tmp_path / "token"
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda number: private.write(path, str(number) * 9_999), range(8)))
    assert len(set(path.read_text())) == 1
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_in_place_of_the_file_is_not_followed(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_text("mine")
    path = tmp_path / "token.json"
    path.symlink_to(other)
    private.write(path, "secret")
    assert other.read_text() == "mine"
    assert path.read_text() == "secret"


def test_a_file_that_could_not_be_written_is_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "nastavnik.toml"
    path.write_text("whole")
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, usual[1]))
    try:
        with pytest.raises(OSError, match="too large"):
            private.write(path, "half of it, and no more")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)
    assert (path.read_text(), list(tmp_path.iterdir())) == ("whole", [path])


def test_the_longest_name_is_no_obstacle(tmp_path: Path) -> None:
    private.write(tmp_path / ("ж" * 127), b"content")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"content"]


def test_a_file_is_closed_to_others_and_stays_the_owner_s(tmp_path: Path) -> None:
    path = tmp_path / "old"
    path.write_text("text")
    path.chmod(0o754)
    assert private.is_open(path)
    private.close(path)
    assert mode(path) == 0o700
    private.close(tmp_path / "missing")


def test_a_folder_that_all_share_stays_shared_and_a_link_is_not_followed(tmp_path: Path) -> None:
    shared = tmp_path / "tmp"
    shared.mkdir()
    shared.chmod(0o1777)
    private.close(shared)
    assert mode(shared) == 0o1777
    target = tmp_path / "target"
    target.write_text("somebody's")
    target.chmod(0o644)
    (tmp_path / "link").symlink_to(target)
    private.close(tmp_path / "link")
    assert mode(target) == 0o644


def test_what_is_open_is_found_however_deep_it_lies(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    private.make_folder(folder)
    private.make_folder(folder / "files")
    for name in ("closed", "files/open"):
        private.write(folder / name, "")
    assert list(private.open_in(folder)) == []
    (folder / "files" / "open").chmod(0o640)
    folder.chmod(0o711)
    assert list(private.open_in(folder)) == [folder, folder / "files" / "open"]
