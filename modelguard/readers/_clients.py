"""Which SDK class serves a call, and at which address: imports, constructors and factories of one file."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from modelguard.readers._bodies import returned
from modelguard.readers._code import Code
from modelguard.types import Client

_ADDS = re.compile(r"(?:Add|With)[A-Z]\w*(?:ChatCompletion|Embedding|TextGeneration|TextTo|AudioTo|ChatClient)\w*")
"""Methods that put a provider's service into a builder, which says nothing of the provider itself."""
_BASES = frozenset(
    """baseurl baseuri base_url apibase api_base uribase hostname basepath endpoint azureendpoint apihost host url
    azureopenaiendpoint""".split()
)
_BUILT_IN = frozenset(
    "JSON Object Array Map List Set Math String Promise Error Arrays Collections Optional Dictionary".split()
)
_REQUESTS = frozenset("fetch $fetch ofetch fetcheventsource axios got ky post postasync request".split())
_ENCODERS = ("JSON.stringify", "json_encode", "JSON.generate", "JSON.dump")
_STEPS = 3


@dataclass(slots=True)
class Clients:
    """Finds the client behind a callee."""

    code: Code
    _imports: dict[str, tuple[str, str]] | None = None
    _known: dict[str, Client] = field(default_factory=dict)
    _made_by: dict[str, list[Client]] = field(default_factory=dict)

    @property
    def imports(self) -> dict[str, tuple[str, str]]:
        """Local name to (module, name in that module)."""
        if self._imports is None:
            self._imports = {}
            for pattern in self.code.language.imports:
                for match in re.finditer(pattern, self.code.tokens.text):
                    self._add(match)
        return self._imports

    def _add(self, match: re.Match[str]) -> None:
        assert self._imports is not None
        groups = match.groupdict()
        module = groups["module"]
        if names := groups.get("names"):
            for name in names.split(","):
                words = re.split(r"\s+as\s+|\s*:\s*", name.strip().removeprefix("type "))
                if words[0]:
                    self._imports[words[-1].strip()] = (module, words[0].strip())
        if alias := groups.get("alias"):
            self._imports[alias] = (module, "")
        elif name := groups.get("name"):
            self._imports[name] = (module, name)
        elif not groups.get("names"):
            last = re.split(r"[./\\:]", module)[-1]
            for local in {last, last.removeprefix("go-"), last.removesuffix("-go")}:
                self._imports.setdefault(local, (module, ""))

    def of_call(self, opener: int) -> Client:
        """The client of the call whose arguments stand in ``opener``."""
        client = self._serving(opener)
        if client.base_url is None and (url := self._requested(opener)):
            return Client(client.name, url)
        return client

    def _requested(self, opener: int) -> str | None:
        """The address that a plain HTTP request with these arguments goes to: ``fetch(HERE, {body})``."""
        tokens = self.code.tokens
        for _ in range(_STEPS if self.code.callee(opener) in _ENCODERS else 0):
            opener = tokens.opener[opener]
            if opener < 0 or tokens.word(opener) == "(":
                break
        if opener < 0 or self.code.callee(opener).rpartition(".")[2].lower() not in _REQUESTS:
            return None
        first = opener + 1
        for index in (first, *self._values(first)):
            if (text := tokens.strings.get(index)) and "://" in text.value and text.value[:2] != "{}":
                return text.value[:300]
        return None

    def _values(self, index: int) -> list[int]:
        """The first tokens of what the variable at ``index`` is given in this file."""
        tokens = self.code.tokens
        if tokens.kinds[index] != "i" or tokens.word(index + 1) not in (",", ")"):
            return []
        return [at for found in tokens.named(tokens.words[index])[:20] if (at := self._assigned(found)) >= 0]

    def _serving(self, opener: int) -> Client:
        callee = self.code.callee(opener)
        if not callee:
            return Client()
        root, _, rest = callee.partition(".")
        if rest and _ADDS.fullmatch(rest.rpartition(".")[2]):
            return Client(callee, self._address(opener))
        if root in self.imports:
            module, name = self.imports[root]
            full = ".".join(part for part in (module, name or rest.partition(".")[0]) if part)
            return Client(full, self._address(opener) or self._along(opener))
        if root in ("this", "self", "@"):
            root, _, rest = rest.partition(".")
        if client := self._variable(root.lstrip("@$")):
            return client
        last = callee.rpartition(".")[2]
        if root in _BUILT_IN:
            return Client()
        if rest and (client := self._from_factory(root)):
            return client
        if root[:1].isupper():
            address = self._address(opener) or self._along(opener)
            return Client(callee if last[:1].isupper() else root, address)
        factory = "." not in callee and callee.startswith(("create", "New", "init"))
        return Client(callee, self._address(opener)) if factory else Client()

    def _variable(self, name: str, steps: int = _STEPS) -> Client | None:
        """The client a variable was made with, through at most three names."""
        if name in self._known:
            return self._known[name] if self._known[name].name else None
        self._known[name] = Client()
        tokens = self.code.tokens
        for index in tokens.named(name)[:50] + tokens.named(f"${name}")[:50] + tokens.named(f"#{name}")[:20]:
            position = self._assigned(index)
            if position >= 0 and (client := self._made(position, steps)):
                self._known[name] = client
                return client
        return None

    def served(self, name: str) -> tuple[Client, ...]:
        """Who may serve the calls on ``name`` of this file: a client, or those that a function returns."""
        one = self._variable(name) or self._default(name)
        found = [one] if one else self._returned(name)
        return tuple(client for client in found if client.name)

    def _default(self, name: str) -> Client | None:
        """What a file exports as its default, which others call as they like: a ``name`` that never stands here."""
        tokens = self.code.tokens
        if tokens.named(name):
            return None
        exported = (at + 1 for at in tokens.named("default") if tokens.word(at - 1) == "export")
        return next((self._valued(at, _STEPS) for at in exported), None)

    def _valued(self, position: int, steps: int) -> Client | None:
        """The client that the expression at ``position`` is: a call that makes one, or a variable that holds one."""
        tokens = self.code.tokens
        alone = tokens.word(position + 1) in (";", "}", ")", "") or tokens.fresh[min(position + 1, len(tokens) - 1)]
        if tokens.kinds[position] == "i" and alone:
            return self._variable(tokens.words[position], steps - 1) if steps else None
        return self._made(position, steps)

    def _returned(self, name: str, steps: int = _STEPS) -> list[Client]:
        """The clients that the function ``name`` of this file returns."""
        if name in self._made_by or not steps:
            return self._made_by.get(name, [])
        self._made_by[name] = []  # a circle ends here
        for index in self.code.tokens.named(name)[:20]:
            values = returned(self.code, index, self._assigned(index))
            if found := [client for at in values if (client := self._valued(at, steps - 1))]:
                self._made_by[name] = found
                break
        return self._made_by[name]

    def _from_factory(self, name: str, steps: int = _STEPS) -> Client | None:
        """The one client that the function ``name`` of this file returns."""
        found = self._returned(name, steps)
        return found[0] if len({client.name for client in found}) == 1 else None

    def _assigned(self, index: int) -> int:
        """The first token of the value given to the name at ``index``; -1 if it is given none here."""
        tokens = self.code.tokens
        position = index + 1
        if tokens.word(position) == ":" and tokens.word(tokens.opener[index]) != "{":
            while position < min(index + 12, len(tokens)) and tokens.word(position) != "=":
                position += 1
        elif tokens.word(position) == ",":  # Go: client, err := ...
            position += 2
        if tokens.word(position) in ("=", ":=", "||=", "??="):
            return position + 1
        if tokens.word(position) == ":" and tokens.word(tokens.opener[index]) == "{":
            return position + 1
        return -1

    def _made(self, position: int, steps: int) -> Client | None:
        """The client made by the call that starts at ``position``."""
        tokens, end = self.code.tokens, min(position + 40, len(self.code.tokens))
        root = position
        while tokens.word(root) in ("await", "new", "&", "(", "try", "require"):
            root += 1
        while (position < end and tokens.word(position) != "(") or tokens.word(position + 1) == "await":
            if (
                position >= end
                or tokens.word(position) in (";", "{", ",", "}")
                or (tokens.fresh[position] and position > root)
            ):
                return None
            position += 1
        if position >= end:
            return None
        callee = self.code.callee(position)
        name, _, rest = callee.partition(".")
        module, imported = self.imports.get(name, ("", name))
        if not module and steps and rest and (client := self._variable(name, steps - 1)):
            return client
        if not module and not rest and (client := self._from_factory(name, steps)):
            return client
        if not callee:
            return None
        full = ".".join(part for part in (module, imported, rest) if part)
        full = full.removesuffix(".new").removesuffix(".builder") + self._variant(position)
        return Client(full, self._address(position))

    def _variant(self, opener: int) -> str:
        """What the arguments say of the service: ``:vertexai`` for ``{ vertexai: true }``."""
        tokens = self.code.tokens
        for index in range(opener + 1, min(tokens.closer.get(opener, opener), opener + 60)):
            word = tokens.word(index).lower()
            if word == "backendvertexai" or (word == "vertexai" and tokens.word(index + 2) == "true"):
                return ":vertexai"
        return ""

    def _address(self, opener: int) -> str | None:
        """The literal address among the arguments in ``opener``; ``{}`` where it only shows at run time."""
        closer = self.code.tokens.closer.get(opener, opener)
        return self._between(opener + 1, min(closer, opener + 120))

    def _along(self, opener: int) -> str | None:
        """The address given in the same chain of calls, or beside an option: ``.baseUrl(HERE).model(x)``."""
        tokens = self.code.tokens
        outer = tokens.opener[opener]
        if tokens.word(outer) == "(" and self.code.callee(opener).rpartition(".")[2][:4].lower() == "with":
            return self._between(outer + 1, min(tokens.closer.get(outer, outer), outer + 200))
        first, last = self.code.chain_start(opener), tokens.after(opener)
        while 0 <= last < opener + 200 and tokens.word(last) in (".", "?.", "->"):
            last = tokens.after(last + 2) if tokens.word(last + 2) == "(" else tokens.after(last + 1)
        return self._between(first, last if last >= 0 else len(tokens)) if tokens.word(first + 1) else None

    def _between(self, first: int, last: int) -> str | None:
        tokens = self.code.tokens
        unknown = None
        for index in range(first, last):
            text = tokens.strings.get(index)
            if text and "://" in text.value and not text.value.startswith("{}"):
                if self._key(index).lower().replace("with", "").replace("_", "") in _BASES:
                    return text.value[:300]
            elif tokens.word(index).lower() in _BASES and tokens.word(index + 1) in (":", "=", ",", "}"):
                unknown = "{}"
        return unknown

    def _key(self, index: int) -> str:
        """The name that the value at ``index`` is given to, also through ``new Uri(HERE)``."""
        word = self.code.tokens.word
        if word(index - 1) == "(" and word(index - 2) in ("Uri", "URI", "URL"):
            index -= 3 if word(index - 3) == "new" else 2
        return word(index - 2)
