"""Which files a run looks at: git's own answer in a work tree, a walk with ``.gitignore`` outside one."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator, MutableMapping, Sequence
from fnmatch import translate
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from modelguard.errors import UsageError
from modelguard.types import record
from modelguard.worktree import Listed, Listing

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

EXCLUDED_FOLDERS = frozenset({
    ".git", ".hg", ".svn", ".venv", "venv", "node_modules", "__pycache__", ".tox", ".nox", ".mypy_cache",
    ".ruff_cache", ".pytest_cache", ".hypothesis", ".idea", ".next", ".nuxt", ".terraform", "bower_components",
    "site-packages", "vendor", "dist", ".modelguard_cache",
    "cassettes", "__snapshots__",
})  # fmt: skip
_LOCKS = frozenset({
    "package-lock.json", "npm-shrinkwrap.json", "pnpm-lock.yaml", "pnpm-lock.yml", "bun.lockb", "go.sum",
    "packages.lock.json", ".terraform.lock.hcl",
})  # fmt: skip
_LICENSED = re.compile(r"((?:.*/)?third[-_]party/(?:[^/]+/)?)(?:LICEN[CS]E|COPYING|METADATA|BUILD)[^/]*\Z")
_GENERATED = (
    ".min.js", ".min.css", ".min.mjs", ".bundle.js", ".map", "_pb2.py", "_pb2.pyi", "_pb2_grpc.py", ".pb.go", ".g.cs",
    ".snap", ".ambr", ".lock", ".lock.json",
)  # fmt: skip


@record
class Found:
    """One file to look at. ``path`` is relative to the root with forward slashes; ``named`` says the
    user gave it by name; ``problem`` is why it cannot be read at all (a dangling link); ``closed`` that
    it is a folder nobody may enter, so that it may hold anything; ``oid`` is git's hash of the content,
    where the index vouches that the file is unchanged."""

    path: str
    named: bool = False
    problem: str | None = None
    oid: str | None = None
    closed: bool = False


def discover(
    paths: Sequence[Path],
    *,
    root: Path,
    exclude: Sequence[str] | None = None,
    extend: Sequence[str] = (),
    begun: MutableMapping[Path, Listing] | None = None,
    trust: bool = True,
) -> Iterator[Found]:
    """The files under ``paths``, each once, in order. Raises UsageError where a path does not exist.

    ``begun`` holds what git was asked earlier (:func:`modelguard.worktree.begin`); it is taken out, so that
    a second run asks anew. ``trust`` asks for the hashes that git's index vouches for.
    """
    patterns = _patterns((*(exclude or ()), *extend))
    seen: set[str] = set()
    for given in paths or [root]:
        listing = begun.pop(given, None) if begun else None
        for found in _under(given, root, exclude is None, listing, trust):
            if found.path not in seen and not (patterns and patterns.search(found.path)):
                seen.add(found.path)
                yield found


def relative(path: Path, root: Path) -> str:
    """``path`` relative to ``root`` with forward slashes; an outside path stays as given."""
    try:
        return Path(os.path.abspath(path)).relative_to(os.path.abspath(root)).as_posix()
    except ValueError:
        return Path(os.path.abspath(path)).as_posix()


def _under(given: Path, root: Path, defaults: bool, listing: Listing | None, trust: bool) -> Iterator[Found]:
    try:
        mode = given.lstat().st_mode
    except OSError as error:
        raise UsageError(f"{given}: there is no such file or folder") from error
    inside = stat.S_ISLNK(mode) and given.is_dir() and given.resolve().is_relative_to(root.resolve())
    if inside or stat.S_ISDIR(mode):
        yield from _folder(given, root, defaults, listing or Listing.begin(given, compare=trust), trust)
    elif stat.S_ISLNK(mode):
        yield from _link(given, root, named=True)
    elif stat.S_ISREG(mode):
        name = relative(given, root)
        if not (defaults and skipped(name)):
            yield Found(name, named=True)


def _link(path: Path, root: Path, *, named: bool = False) -> Iterator[Found]:
    """A link is followed to a file inside the tree and nowhere else."""
    name = relative(path, root)
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError):
        yield Found(name, named, "it is a link that leads nowhere")
        return
    if not named:
        return  # a file of the tree is read where it stands, and nothing else is read at all
    if not target.is_relative_to(root.resolve()):
        yield Found(name, named, "it is a link that leads out of the tree")
    elif target.is_file():
        yield Found(name, named)


def _folder(folder: Path, root: Path, defaults: bool, listing: Listing, trust: bool) -> Iterator[Found]:
    closed: list[str] = []
    listed = listing.answer(closed, trust=trust)
    below = relative(folder, root)
    below = "" if below == "." else below.rstrip("/") + "/"
    rows = [Listed(name) for name in _walk(folder, closed)] if listed is None else listed
    others = _others(below + row.path for row in rows) if defaults else ()
    for name, oid, regular in rows:
        shown = below + name
        if defaults and (skipped(shown) or (others and shown.startswith(others))):
            continue
        if regular:
            yield Found(shown, oid=oid)
            continue
        path = folder / name
        try:
            mode = path.lstat().st_mode
        except (FileNotFoundError, NotADirectoryError):
            continue  # listed by git, deleted in the work tree
        except OSError as error:
            yield Found(shown, problem=f"it cannot be read: {error.strerror}", closed=True)
            continue
        if stat.S_ISLNK(mode):
            yield from _link(path, root)
        elif stat.S_ISREG(mode):
            yield Found(shown)
    for name in closed:
        shown = relative(folder / name, root)
        if not (defaults and skipped(shown + "/")):
            yield Found(shown, problem="it is a folder that cannot be entered", closed=True)


def _others(paths: Iterable[str]) -> tuple[str, ...]:
    """The folders of ``third_party`` that come with a licence of their own: somebody else's code.

    A project's own code for other makers' products stands under that name too.
    """
    return tuple({match[1] for path in paths if "third" in path and (match := _LICENSED.match(path))})


def skipped(path: str) -> bool:
    """Whether a path is vendored, generated, minified or a lock file."""
    folder, _, name = path.rpartition("/")
    if name in _LOCKS or name.endswith(_GENERATED) or name.startswith(".modelguard-"):
        return True
    return _excluded(folder)


@lru_cache(maxsize=4096)
def _excluded(folder: str) -> bool:
    outside = folder.startswith("/")  # only what lies inside the root is judged by its folders
    return not outside and not EXCLUDED_FOLDERS.isdisjoint(folder.split("/"))


def _walk(folder: Path, closed: list[str]) -> Iterator[str]:
    """Every file below ``folder`` but what its ``.gitignore`` files leave out.

    Folders that cannot be entered are added to ``closed``.
    """
    stack: list[tuple[str, tuple[tuple[str, GitIgnoreSpec], ...]]] = [("", ())]
    while stack:
        prefix, specs = stack.pop()
        here = folder / prefix
        try:
            with os.scandir(here) as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
        except OSError:
            if here.is_dir():  # it may also have gone since it was listed
                closed.append(prefix.rstrip("/"))
            continue
        specs = (*specs, *_ignore_file(here, prefix))
        below = []
        for entry in entries:
            name = prefix + entry.name
            folder_like = entry.is_dir(follow_symlinks=False)
            if _ignored(specs, name, folder_like):
                continue
            if folder_like:
                if entry.name not in EXCLUDED_FOLDERS:
                    below.append((name + "/", specs))
            else:
                yield name
        stack.extend(reversed(below))


def _ignore_file(here: Path, prefix: str) -> Iterable[tuple[str, GitIgnoreSpec]]:
    file = here / ".gitignore"
    if not os.path.isfile(file):  # where the folder may not be entered, too
        return ()
    try:
        lines = file.read_text("utf-8", "replace").splitlines()
    except OSError:
        return ()
    return ((prefix, _ignore_spec(lines)),)


def _ignore_spec(lines: Sequence[str]) -> GitIgnoreSpec:
    """The patterns of a ``.gitignore``; a line that is none is passed over, as git does."""
    from pathspec import GitIgnoreSpec

    try:
        return GitIgnoreSpec.from_lines(lines)
    except (ValueError, re.error):
        return GitIgnoreSpec.from_lines([line for line in lines if _is_pattern(line)])


def _is_pattern(line: str) -> bool:
    from pathspec import GitIgnoreSpec

    try:
        GitIgnoreSpec.from_lines([line])
    except (ValueError, re.error):
        return False
    return True


def _ignored(specs: Sequence[tuple[str, GitIgnoreSpec]], name: str, folder: bool) -> bool:
    """The innermost ``.gitignore`` that says anything decides, as in git."""
    shown = name + "/" if folder else name
    for prefix, spec in reversed(specs):
        said = spec.check_file(shown[len(prefix) :]).include
        if said is not None:
            return said
    return False


@lru_cache(maxsize=16)
def _patterns(patterns: tuple[str, ...]) -> re.Pattern[str] | None:
    """Git-like patterns: a bare name matches at any depth, a folder everything below it."""
    if not patterns:
        return None
    forms = []
    for pattern in patterns:
        body = translate(pattern.strip("/"))
        body = body.removesuffix(r"\Z").removesuffix(r"\z")
        anchor = "^" if "/" in pattern.strip("/") else "(?:^|/)"
        forms.append(f"{anchor}{body}(?:/|$)")
    return re.compile("|".join(forms))
