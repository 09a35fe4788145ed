"""Measure modelguard against ripgrep and its peers from the package index, on trees given as arguments.

    python benchmarks/run.py path/to/pydantic-ai path/to/home-assistant path/to/mem0

Every tool runs once a round, one after the other, so that a busy machine slows all of them alike; the
table shows medians. CPU is user and system time of the process and its children, memory the largest
process. A peer that cannot be installed, or fails, is left out with its reason.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

PEERS = ("llmshift", "llm-sunset", "airom")
FAMILIES = (
    "gpt", "claude", "gemini", "llama", "mistral", "mixtral", "codestral", "deepseek", "qwen", "grok", "command-r",
    "embed-", "davinci", "dall-e", "whisper", "o1-", "o3-", "o4-", "titan", "nova", "sonar", "gemma", "phi-", "bison",
)  # fmt: skip
REFERENCE = "airom"


@dataclass(frozen=True)
class Sample:
    """One run: seconds on the clock, seconds of CPU, megabytes of the largest process."""

    wall: float
    cpu: float
    memory: float


@dataclass
class Tool:
    """A command under measurement; ``before`` runs unmeasured before each round."""

    name: str
    command: list[str]
    good: tuple[int, ...] = (0, 1)
    before: Callable[[], None] | None = None
    samples: list[Sample] = field(default_factory=list)
    failed: str | None = None

    def middle(self, what: str) -> float:
        """The median of one number."""
        return float(statistics.median(getattr(sample, what) for sample in self.samples))


def measure(command: Sequence[str], folder: Path, environment: dict[str, str]) -> tuple[int, Sample, str]:
    """Run ``command`` in ``folder``: its exit code, what it took, and the end of what it complained of."""
    with tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=said)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        complaint = said.read().decode("utf-8", "replace").strip()[-200:]
    megabytes = usage.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
    return process.returncode, Sample(wall, usage.ru_utime + usage.ru_stime, megabytes), complaint


def rounds(tools: Sequence[Tool], folder: Path, number: int, environment: dict[str, str]) -> None:
    """Run every tool ``number`` times, interleaved."""
    for _ in range(number):
        for tool in tools:
            if tool.failed:
                continue
            if tool.before:
                tool.before()
            code, sample, complaint = measure(tool.command, folder, environment)
            if code in tool.good:
                tool.samples.append(sample)
            else:
                tool.failed = f"exit {code}: {complaint.splitlines()[-1] if complaint else 'it said nothing'}"


def install(venv: Path, peers: Sequence[str]) -> tuple[dict[str, Path], dict[str, str]]:
    """The peers' commands by name, and why the others are missing."""
    if not (venv / "bin").is_dir():
        subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
    found, missing = {}, {}
    for peer in peers:
        script = venv / "bin" / peer
        if not script.exists():
            done = subprocess.run(
                [str(venv / "bin" / "pip"), "install", "-q", peer], capture_output=True, text=True, check=False
            )
            if done.returncode:
                lines = done.stderr.strip().splitlines()
                missing[peer] = f"not obtainable: {lines[-1] if lines else 'pip failed'}"
                continue
        found[peer] = script
    return found, missing


def peer_commands(found: dict[str, Path]) -> Iterator[Tool]:
    """Each peer's scan of the current folder, offline, its report thrown away."""
    arguments = {
        "llmshift": ["scan", ".", "--format", "json", "--fail-on", "never"],
        "llm-sunset": ["scan", ".", "--offline", "--no-fail", "--format", "json"],
        "airom": ["scan", ".", "--offline", "--no-progress", "-q", "-o", "json"],
    }
    for name, script in found.items():
        yield Tool(name, [str(script), *arguments[name]])


def modelguard(*arguments: str) -> list[str]:
    """A modelguard command line of the interpreter that runs this script."""
    script = Path(sys.executable).with_name("modelguard")
    start = [str(script)] if script.exists() else [sys.executable, "-m", "modelguard"]
    return [*start, *arguments]


def of_tree(found: dict[str, Path]) -> list[Tool]:
    """What is measured on a whole tree."""
    words = [part for word in FAMILIES for part in ("-e", word)]
    tools = [
        Tool("modelguard, cold", modelguard("check", "-q", "--exit-zero", "--no-cache", ".")),
        Tool("modelguard, warm", modelguard("check", "-q", "--exit-zero", ".")),
    ]
    if shutil.which("rg"):
        tools.append(Tool("rg -c", ["rg", "-c", "-i", *words, "."]))
    return [*tools, *peer_commands(found)]


def changed_files(tree: Path) -> list[str]:
    """Five source files of different size, as a commit hook would name them."""
    done = subprocess.run(["git", "ls-files", "*.py"], cwd=tree, capture_output=True, text=True, check=False)
    files = [name for name in done.stdout.splitlines() if (tree / name).is_file()]
    files.sort(key=lambda name: ((tree / name).stat().st_size, name))
    return [files[len(files) * part // 6] for part in range(1, 6)] if len(files) >= 6 else files[:5]


def table(title: str, tools: Sequence[Tool], *, reference: str | None = REFERENCE) -> None:
    """Print one Markdown table."""
    base = next((tool.middle("wall") for tool in tools if tool.name == reference and tool.samples), None)
    print(f"\n### {title}\n")
    print(f"| tool | wall s | CPU s | peak MB |{f' wall, {reference} = 1 |' if base else ''}")
    print(f"|---|---:|---:|---:|{'---:|' if base else ''}")
    for tool in tools:
        if not tool.samples or tool.failed:
            print(f"| {tool.name} | {tool.failed} | | |{' |' if base else ''}")
            continue
        wall, cpu, memory = (tool.middle(what) for what in ("wall", "cpu", "memory"))
        ratio = f" {wall / base:.2f} |" if base else ""
        print(f"| {tool.name} | {wall:.2f} | {cpu:.2f} | {memory:.0f} |{ratio}")
    sys.stdout.flush()


def describe(tree: Path) -> str:
    """Name and size of a tree."""
    done = subprocess.run(["git", "ls-files", "-z"], cwd=tree, capture_output=True, check=False)
    names = [os.fsdecode(name) for name in done.stdout.split(b"\0") if name]
    files = [tree / name for name in names] if names else [file for file in tree.rglob("*") if file.is_file()]
    size = sum(file.stat().st_size for file in files if file.is_file())
    return f"{tree.name}: {len(files):,} files, {size / 1e6:.0f} MB"


def small(tree: Path, number: int, environment: dict[str, str], scratch: Path) -> None:
    """The start-up, one clean file, and five files of ``tree`` as a commit hook names them."""
    clean = scratch / "clean.py"
    clean.write_text('"""Adds."""\n\n\ndef add(a: int, b: int) -> int:\n    return a + b\n', "utf-8")
    hook = Tool("check on five files", modelguard("check", "-q", "--exit-zero", *changed_files(tree)))
    tools = [
        Tool("--version", modelguard("--version")),
        Tool("check on one clean file", modelguard("check", "-q", str(clean))),
        hook,
    ]
    rounds(tools, tree, 2 * number, environment)
    table(f"Small runs (five files of {tree.name})", tools, reference=None)


def linear(tree: Path, number: int, environment: dict[str, str], scratch: Path) -> None:
    """One, two and four copies of a tree."""
    tools = []
    for copies in (1, 2, 4):
        home = scratch / f"copies-{copies}"
        for copy in range(copies):
            shutil.copytree(tree, home / str(copy), symlinks=True, ignore=shutil.ignore_patterns(".git"))
        subprocess.run(["git", "init", "-q", str(home)], check=True)
        subprocess.run(["git", "-C", str(home), "add", "-A"], check=True, capture_output=True)
        command = modelguard("check", "-q", "--exit-zero", "--no-cache", str(home))
        tools.append(Tool(f"{copies} cop{'y' if copies == 1 else 'ies'}", command))
    rounds(tools, tree, number, environment)
    table(f"Copies of {tree.name}, cold", tools, reference="1 copy")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("trees", nargs="+", type=Path, help="checked-out repositories")
    parser.add_argument("--rounds", type=int, default=5, help="runs of each tool (default: 5)")
    parser.add_argument("--venv", type=Path, help="where the peers are installed (default: a scratch folder)")
    parser.add_argument("--linear", type=Path, help="a tree to measure in one, two and four copies")
    parser.add_argument("--peers", nargs="*", default=PEERS, choices=PEERS, help="which peers (default: all)")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        environment = {**os.environ, "MODELGUARD_CACHE_DIR": str(scratch / "cache")}
        found, missing = install(given.venv or scratch / "peers", given.peers)
        print(f"{date.today()}, {os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}")
        for peer, reason in missing.items():
            print(f"{peer}: {reason}")
        for tree in given.trees:
            tools = of_tree(found)
            measure(tools[1].command, tree, environment)  # the first run fills the cache
            rounds(tools, tree, given.rounds, environment)
            table(describe(tree), tools)
        small(given.trees[0], given.rounds, environment, scratch)
        if given.linear:
            linear(given.linear, given.rounds, environment, scratch)


if __name__ == "__main__":
    main()
