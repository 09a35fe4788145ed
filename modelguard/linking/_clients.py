"""Clients made in another file: ``from app.llm import client`` is served here as it was made there.

Where they are made no id need stand, so that the file is read here, when a call asks for it. Only what
surely is a client of a platform counts: a name that leads nowhere says nothing, as before.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from modelguard import languages
from modelguard.linking._defined import makers, may_tell
from modelguard.linking._modules import SCRIPTS
from modelguard.linking._offers import SUFFIXES, stems
from modelguard.scanning import FileFacts
from modelguard.spelling import Speller
from modelguard.text import SourceFile
from modelguard.types import Client, Context, Literal, Role, Use
from modelguard.uses import judged_again

_STEPS = 4
_DEEPEST = 8
_PYTHON = (".py", "/__init__.py")
_SCRIPTS = tuple(suffix for suffix in SUFFIXES if suffix not in _PYTHON)


def served(files: tuple[FileFacts, ...], root: Path, speller: Speller) -> tuple[FileFacts, ...]:
    """The same files, where the calls on clients of other files are known to be served by them."""
    clients = _Clients(root, speller)
    return tuple(
        replace(facts, uses=tuple(clients.told(use) for use in facts.uses))
        if any(map(clients.may_tell, facts.uses))
        else facts
        for facts in files
    )


class _Clients:
    """Follows names to the files that make clients of them."""

    def __init__(self, root: Path, speller: Speller) -> None:
        self._root = root
        self._speller = speller
        self._makers = makers(speller.sites.clients)
        self._files: dict[str, _File | None] = {}
        self._known: dict[tuple[str, str], Client | None] = {}

    def may_tell(self, use: Use) -> bool:
        """Whether a use selects a model through a client that nobody knows yet."""
        if use.role is not Role.SELECTS or use.dynamic or use.context.base_url:
            return False
        clients = (use.context.client, *(used.client for used in use.context.used_at))
        return any(client and self._is_foreign(client) for client in clients)

    def told(self, use: Use) -> Use:
        """The use, judged once more where its client is found."""
        if not self.may_tell(use):
            return use
        context = self._around(use.context, use.location.path)
        if context == use.context:
            return use
        ref = self._speller.resolve(use.ref.text, context) or use.ref
        return judged_again(use, Literal(use.ref.text, use.span, context, use.exact), ref, self._speller)

    def _around(self, context: Context, path: str) -> Context:
        own = self._of(path, context.client)
        if own is not None:
            context = replace(context, client=own.name, base_url=own.base_url, hint=context.hint or own.hint)
        found = [(used, self._of(used.path, used.client)) for used in context.used_at]
        first = next((client for _, client in found if client), None)
        if first is None:
            return context
        calls = tuple(replace(used, client=client.name) if client else used for used, client in found)
        return replace(context, used_at=calls, base_url=first.base_url, hint=context.hint or first.hint)

    def _is_foreign(self, client: str) -> bool:
        return self._speller.sites.by_client(client) is None

    def _of(self, path: str, client: str | None) -> Client | None:
        """The client of a platform that ``client``, as written in the file ``path``, is made as elsewhere."""
        if not client or not self._is_foreign(client):
            return None
        key = (path.rpartition("/")[0], client)
        if key not in self._known:
            self._known[key] = self._followed(path, client, _STEPS)
        return self._known[key]

    def _followed(self, path: str, client: str, steps: int) -> Client | None:
        for file, name in self._places(path, client):
            held = self._file(file)
            told = held.tells(name, self._makers) if held else ()
            found = [made for one in told if (made := self._made(file, one, steps))]
            if found:
                return self._agreed(found)
        return None

    def _made(self, file: str, found: Client, steps: int) -> Client | None:
        """The client of a platform that one in ``file`` is, maybe by way of further files."""
        if found.name is None or not self._is_foreign(found.name):
            return found
        beyond = self._followed(file, found.name, steps - 1) if steps else None
        return beyond and replace(beyond, base_url=found.base_url or beyond.base_url)

    def _agreed(self, found: list[Client]) -> Client | None:
        """The one that stands for all: those whose platform only shows at run time leave it to the others."""
        by_platform: dict[str, Client] = {}
        for one in found:
            if platform := self._speller.sites.platform_of(
                Context(client=one.name, base_url=one.base_url, hint=one.hint)
            ):
                by_platform.setdefault(platform.platform, one)
        return next(iter(by_platform.values()), found[0]) if len(by_platform) < 2 else None

    def _places(self, path: str, client: str) -> Iterator[tuple[str, str]]:
        """Files, and names in them, that ``client`` may begin with: ``llm`` of ``app`` in ``app.llm.create``.

        What a script imports as a whole is called as the script likes: of ``./llm.llm.get`` it may be ``get``.
        """
        ends = [place for place, letter in enumerate(client) if letter == "."]
        for end in reversed(ends[-_DEEPEST:]):
            if file := self._module(path, client[:end]):
                yield from ((file, name) for name in client[end + 1 :].split(".")[: 1 + file.endswith(SCRIPTS)])

    def _module(self, path: str, module: str) -> str | None:
        if not module.strip("./"):
            return None
        suffixes = _SCRIPTS if path.endswith(SCRIPTS) else _PYTHON
        paths = (stem + suffix for stem in stems(path, module) for suffix in suffixes)
        return next((found for found in paths if found != path and os.path.isfile(self._root / found)), None)

    def _file(self, path: str) -> _File | None:
        if path not in self._files:
            self._files[path] = _File.of(self._root, path)
        return self._files[path]


class _File:
    """A file that may make clients; it is parsed for the first name that it may say something of."""

    def __init__(self, source: SourceFile, served: Callable[[SourceFile], Callable[[str], tuple[Client, ...]]]) -> None:
        self._source = source
        self._served = served

    @classmethod
    def of(cls, root: Path, path: str) -> _File | None:
        """The file, None where it is in no language that says who serves, too large, or cannot be read."""
        reader = languages.reader_for(path)
        if reader is None or reader.served is None:
            return None
        try:
            small = (root / path).stat().st_size <= reader.limit
            return cls(SourceFile.read(root, path), reader.served) if small else None
        except OSError:
            return None

    @cached_property
    def _tells(self) -> Callable[[str], tuple[Client, ...]]:
        return self._served(self._source)

    def tells(self, name: str, makers: frozenset[str]) -> tuple[Client, ...]:
        """Who may serve the calls on ``name``."""
        return self._tells(name) if may_tell(self._source.text, name, makers) else ()
