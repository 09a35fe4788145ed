"""The cache holds whole pages or none, whatever happens to the processes that write it."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from modelguard.pagecache import Entry, PageCache

DAY = date(2026, 11, 21)
ROUNDS = int(os.environ.get("MODELGUARD_KILL_ROUNDS", "6"))
WRITER = """
import sys
from datetime import date, timedelta
from pathlib import Path
from modelguard.pagecache import Entry, PageCache, replace_file
cache, seed, rounds = PageCache(Path(sys.argv[1])), int(sys.argv[2]), int(sys.argv[3])
for n in range(rounds):
    body = (b"%08d" % (seed * 100_000 + n)) * (5_000 + n * 997 % 40_000)
    entry = Entry("openai/page", "https://example.com", body, date(2026, 11, 1), date(2026, 11, 1), rows=({"id": body[:8].decode()},))
    assert cache.put(entry)
    cache.confirm(entry, date(2026, 11, 1) + timedelta(days=n % 20 + 1))
    replace_file(Path(sys.argv[1]) / "overlay.json", b"{}" * 10_000)
    if n == 0:
        print("writing", flush=True)
"""


def entry(body: bytes = b"body", **more: object) -> Entry:
    return Entry("openai/page", "https://example.com/p", body, DAY, DAY, **more)  # type: ignore[arg-type]


def writer(folder: Path, seed: int, rounds: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, str(folder), str(seed), str(rounds)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def assert_whole(folder: Path) -> None:
    found = PageCache(folder).get("openai/page")
    assert found is not None
    assert found.body == found.body[:8] * (len(found.body) // 8)
    assert found.rows == ({"id": found.body[:8].decode()},)
    assert (folder / "overlay.json").read_bytes() in (b"{}" * 10_000,)


def test_a_page_comes_back_as_it_was_put(tmp_path: Path) -> None:
    put = entry(b"\x00\xff\n\nbytes", etag='"e"', modified="Sat", reader="r", rows=({"id": "a", "retires": DAY},))
    assert PageCache(tmp_path).put(put)
    found = PageCache(tmp_path).get("openai/page")
    assert found is not None
    assert (found.body, found.etag, found.fetched, found.seen) == (put.body, put.etag, DAY, DAY)
    assert found.rows == ({"id": "a", "retires": "2026-11-21"},)


def test_a_confirmation_moves_the_day_and_nothing_else(tmp_path: Path) -> None:
    cache = PageCache(tmp_path)
    cache.put(entry())
    cache.confirm(entry(), date(2026, 11, 25))
    found = cache.get("openai/page")
    assert found is not None
    assert (found.fetched, found.seen) == (DAY, date(2026, 11, 25))


def test_a_confirmation_of_an_older_page_says_nothing_of_a_newer_one(tmp_path: Path) -> None:
    cache = PageCache(tmp_path)
    cache.put(entry())
    cache.confirm(entry(), date(2026, 11, 25))
    cache.put(entry(b"new"))
    found = cache.get("openai/page")
    assert found is not None
    assert found.seen == DAY


@pytest.mark.parametrize("damage", ["cut", "flip", "empty", "text", "swap"])
def test_a_damaged_file_counts_as_absent(tmp_path: Path, damage: str) -> None:
    cache = PageCache(tmp_path)
    cache.put(entry(b"x" * 1000))
    path = next((tmp_path / "pages").glob("*.page"))
    data = path.read_bytes()
    damaged = {
        "cut": data[:-10],
        "flip": data[:-1] + b"y",
        "empty": b"",
        "text": b"not a page",
        "swap": data.replace(b"openai/page", b"openai/pagf"),
    }
    path.write_bytes(damaged[damage])
    assert cache.get("openai/page") is None


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    assert not PageCache(blocked).put(entry())
    assert PageCache(blocked).get("openai/page") is None


def test_what_killed_writers_left_is_swept_when_it_is_old(tmp_path: Path) -> None:
    cache = PageCache(tmp_path)
    cache.put(entry())
    old, new = tmp_path / "pages/.new-old", tmp_path / "pages/.new-new"
    old.write_text("")
    new.write_text("")
    os.utime(old, (time.time() - 7200,) * 2)
    cache.sweep()
    assert (old.exists(), new.exists()) == (False, True)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no SIGKILL here")
def test_a_writer_killed_at_any_moment_leaves_a_whole_page(tmp_path: Path) -> None:
    for round_ in range(ROUNDS):
        process = writer(tmp_path, round_, 1_000_000)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(random.random() * 0.05)
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        assert_whole(tmp_path)


def test_sixteen_writers_at_once_do_no_damage(tmp_path: Path) -> None:
    processes = [writer(tmp_path, seed, 25) for seed in range(16)]
    while any(process.poll() is None for process in processes):
        if (tmp_path / "overlay.json").exists():
            assert_whole(tmp_path)
    assert [process.returncode for process in processes] == [0] * 16
    for process in processes:
        assert process.stdout is not None
        process.stdout.close()
    assert_whole(tmp_path)
    assert not list((tmp_path / "pages").glob(".new-*"))
