"""The command line at a real terminal: help, colour, width, progress, Ctrl-C, ASCII, completion."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from fcntl import ioctl
from pathlib import Path
from termios import TIOCSWINSZ

import click
import pytest

from modelguard.cli import app

MODELGUARD = [sys.executable, "-m", "modelguard"]
DAY = ("--as-of", "2026-11-21")
PLAIN = {
    key: value
    for key, value in os.environ.items()
    if key not in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "CI", "LC_ALL", "LC_CTYPE", "PYTHONIOENCODING")
}


def _at_a_terminal() -> None:
    """As a shell starts it: Ctrl-C goes to the whole group (TIOCSCTTY) and is not ignored, as a job of CI may have it."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    ioctl(0, 0x540E, 0)


class Terminal:
    """A command under a pty; its output is what a person sees."""

    def __init__(self, *args: str, cwd: Path, columns: int = 100, **env: str) -> None:
        self.master, slave = pty.openpty()
        ioctl(slave, TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        self.process = subprocess.Popen(
            [*MODELGUARD, *args], cwd=cwd, stdin=slave, stdout=slave, stderr=slave,
            env={**PLAIN, "TERM": "xterm-256color", "LANG": "C.UTF-8", **env}, start_new_session=True,
            preexec_fn=_at_a_terminal,
        )  # fmt: skip
        os.close(slave)
        self.shown = b""

    def read(self, until: Callable[[bytes], bool] | None = None, seconds: float = 60) -> str:
        ends = time.monotonic() + seconds
        while time.monotonic() < ends and not (until and until(self.shown)):
            ready, _, _ = select.select([self.master], [], [], 0.2)
            try:
                if ready and not (data := os.read(self.master, 65536)):
                    break
                if ready:
                    self.shown += data
            except OSError:
                break
            if not ready and self.process.poll() is not None:
                break
        return self.shown.decode("utf-8", "replace").replace("\r\n", "\n")

    def code(self) -> int:
        code = self.process.wait(60)
        os.close(self.master)
        return code


def terminal(*args: str, cwd: Path, columns: int = 100, **env: str) -> tuple[str, int]:
    run = Terminal(*args, cwd=cwd, columns=columns, **env)
    text = run.read()
    return text, run.code()


def pipe(*args: str, cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*MODELGUARD, *args], cwd=cwd, env={**PLAIN, **env}, capture_output=True, text=True, check=False
    )


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    (tmp_path / "é.py").write_text('client.chat.completions.create(model="gpt-4-0613")\n')
    return tmp_path


def every_command() -> Iterator[tuple[list[str], click.Command]]:
    def walk(group: click.Group, path: list[str]) -> Iterator[tuple[list[str], click.Command]]:
        context = click.Context(group)
        for name in group.list_commands(context):
            command = group.get_command(context, name)
            assert command is not None
            yield [*path, name], command
            if isinstance(command, click.Group):
                yield from walk(command, [*path, name])

    yield from walk(app, [])


COMMANDS = list(every_command())


@pytest.mark.parametrize(("path", "command"), COMMANDS, ids=[" ".join(path) for path, _ in COMMANDS])
def test_every_command_has_examples_and_every_option_a_help(path: list[str], command: click.Command) -> None:
    help = command.get_help(click.Context(command, info_name=path[-1]))
    assert "Examples:" in help
    assert f"modelguard {' '.join(path)}" in help
    assert [param.name for param in command.params if isinstance(param, click.Option) and not param.help] == []


def test_alone_it_shows_its_help(repo: Path) -> None:
    done = pipe(cwd=repo)
    assert "Usage: modelguard" in done.stdout + done.stderr
    assert "deprecations" in done.stdout + done.stderr
    assert done.returncode == 2


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["chekc"], "did you mean 'check'"),
        (["catalog", "shwo"], "did you mean 'show'"),
        (["check", "--formt", "json"], "--format"),
        (["check", "--format", "jsno"], "did you mean 'json'"),
        (["inventory", "--format", "jsnol"], "did you mean 'jsonl'"),
        (["rule", "fallback-retires-fist"], "did you mean MG303"),
        (["check", "--select", "MG333"], "MG333"),
        (["catalog", "list", "--platform", "opneai"], "did you mean 'openai'"),
    ],
)
def test_a_slip_gets_the_nearest_name_offered(args: list[str], says: str, repo: Path) -> None:
    done = pipe(*args, cwd=repo)
    assert done.returncode == 2
    assert says in done.stderr


def test_colour_is_for_terminals_and_for_who_asks(repo: Path) -> None:
    assert "\x1b[" in terminal("check", *DAY, cwd=repo)[0]
    assert "\x1b[" not in terminal("check", *DAY, cwd=repo, NO_COLOR="1")[0]
    assert "\x1b[" not in terminal("check", *DAY, cwd=repo, TERM="dumb")[0]
    assert "\x1b[" not in pipe("check", *DAY, cwd=repo).stdout
    assert "\x1b[" in pipe("check", *DAY, cwd=repo, FORCE_COLOR="1").stdout
    assert "\x1b[" not in pipe("check", *DAY, cwd=repo, FORCE_COLOR="1", NO_COLOR="1").stdout


@pytest.mark.parametrize("columns", [60, 100])
@pytest.mark.parametrize(
    "args", [("check", *DAY), ("rule",), ("rule", "MG303"), ("rule", "MG104"), ("--help",), ("check", "--help")]
)
def test_lines_keep_to_the_width_where_words_allow_it(args: tuple[str, ...], columns: int, repo: Path) -> None:
    text, _ = terminal(*args, cwd=repo, columns=columns, NO_COLOR="1")
    wide = [line for line in text.split("\n") if len(line) > columns]
    examples = [line for line in wide if re.match(r" +modelguard ", line)]  # commands are never wrapped
    samples = [line for line in wide if line.startswith("    ")]  # nor is code, nor an address
    summary = [line for line in wide if "catalog of" in line or line.startswith("note: ")]
    assert set(wide) <= {*examples, *samples, *summary}


def test_a_table_of_models_wraps_at_a_terminal_and_is_one_line_a_row_in_a_pipe(repo: Path) -> None:
    narrow, _ = terminal("catalog", "list", "--platform", "bedrock", *DAY, cwd=repo, columns=70)
    assert max(map(len, narrow.split("\n"))) <= 70
    piped = pipe("catalog", "list", "--platform", "bedrock", *DAY, cwd=repo).stdout
    assert all(line.startswith("bedrock/") for line in piped.splitlines()[:-1])
    uses = pipe("inventory", *DAY, cwd=repo).stdout
    assert re.search(r"^  1:39 +gpt-4-0613 +openai +pinned +retired, 2026-10-23 +selects$", uses, re.MULTILINE)


def test_plain_ascii_where_the_terminal_can_do_no_more(repo: Path) -> None:
    assert "é.py" in terminal("check", *DAY, cwd=repo)[0]
    for env in ({"LANG": "C"}, {"LC_ALL": "C"}, {"LC_ALL": "POSIX"}, {"PYTHONIOENCODING": "ascii"}):
        text, code = terminal("check", *DAY, cwd=repo, **env)
        assert text.isascii(), env
        assert "MG103" in text
        assert code == 1
    for args in (["rule", "MG303"], ["inventory", *DAY], ["catalog", "list"], ["--help"]):
        done = pipe(*args, cwd=repo, PYTHONIOENCODING="ascii")
        assert "Error" not in done.stderr
        assert done.returncode == 0


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("large")
    lines = "\n".join(f'def f{n}(client):\n    return client.chat(model="gpt-4-0613", n={n})' for n in range(30))
    for number in range(300):
        (folder / f"m{number}.py").write_text(f"# {number}\n{lines}\n")
    return folder


def test_progress_is_shown_at_a_terminal_and_wiped(large: Path) -> None:
    args = ("check", "--no-cache", "-j", "1", "--statistics", *DAY)
    text, _ = terminal(*args, cwd=large)
    assert re.search(r"reading files [\d,]+/300", text)
    assert "\r\x1b[K" in text
    assert "reading files" not in terminal(*args, cwd=large, CI="true")[0]
    done = pipe(*args, cwd=large)
    assert "reading files" not in done.stdout + done.stderr


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_ends_it_quietly(jobs: str, large: Path) -> None:
    run = Terminal("check", "--no-cache", "-j", jobs, *DAY, cwd=large)
    run.read(lambda shown: b"reading files" in shown)
    began = time.monotonic()
    os.write(run.master, b"\x03")
    text = run.read(seconds=20)
    assert run.code() in (130, -signal.SIGINT)
    assert time.monotonic() - began < 10
    assert "Traceback" not in text
    assert "KeyboardInterrupt" not in text


def test_what_could_not_be_verified_is_said_once(repo: Path) -> None:
    late = (
        "import sys, datetime\n"
        "import modelguard.cli._common as common, modelguard.cli.check as check\n"
        "check.today = common.today = lambda: datetime.date(2028, 1, 1)\n"
        "sys.argv = ['modelguard', 'check']\n"
        "from modelguard.__main__ import main\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", late], cwd=repo, env=PLAIN, capture_output=True, text=True, check=False
    )
    assert done.returncode == 3
    assert (done.stdout + done.stderr).count("could not verify") == 1


def test_a_fault_of_ours_is_one_sentence_and_never_green(repo: Path) -> None:
    broken = (
        "import sys, modelguard.engine as engine\n"
        "def check(*args, **kwargs): raise KeyError('sk-secret')\n"
        "engine.check = check\n"
        "sys.argv = ['modelguard', 'check', '--exit-zero']\n"
        "from modelguard.__main__ import main\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", broken], cwd=repo, env=PLAIN, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith("modelguard: error: a fault of modelguard itself (KeyError in <string>:2)")
    assert "secret" not in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_its_script(shell: str, repo: Path) -> None:
    done = pipe("completion", shell, cwd=repo)
    assert done.returncode == 0
    assert "_MODELGUARD_COMPLETE" in done.stdout
    native = pipe(cwd=repo, _MODELGUARD_COMPLETE=f"{shell}_source")
    assert native.stdout.replace("python -m modelguard", "modelguard") or native.stderr


def test_bash_completes_commands_options_rules_formats_and_ids(repo: Path, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    script = tmp_path / "bin" / "modelguard"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m modelguard "$@"\n')
    script.chmod(0o755)

    def completed(*words: str) -> list[str]:
        line = " ".join(f"'{word}'" for word in words)
        program = (
            f"source <(modelguard completion bash)\nCOMP_WORDS=({line})\nCOMP_CWORD={len(words) - 1}\n"
            '_modelguard_completion modelguard\nprintf "%s\\n" "${COMPREPLY[@]}"'
        )
        env = {**PLAIN, "PATH": f"{script.parent}:{os.environ['PATH']}"}
        done = subprocess.run(["bash", "-c", program], cwd=repo, env=env, capture_output=True, text=True, check=True)
        return done.stdout.split()

    assert completed("modelguard", "dep") == ["deprecations"]
    assert completed("modelguard", "check", "--stat") == ["--statistics"]
    assert completed("modelguard", "rule", "mg30") == [f"MG30{n}" for n in range(1, 10)]
    assert completed("modelguard", "check", "--select", "MG101,MG90") == [f"MG101,MG90{n}" for n in range(1, 5)]
    assert completed("modelguard", "check", "--format", "js") == ["json", "jsonl"]
    assert "gpt-4o-2024-08-06" in completed("modelguard", "catalog", "show", "gpt-4o-2024")
