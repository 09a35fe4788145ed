"""Which SDK class or factory serves a call, and the base URL it was given.

Names are resolved through imports, assignments, ``with``, annotations, ``self.client`` and small
factories of the same file. What is not found stays unknown.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from modelguard.readers._python_fold import Folder
from modelguard.readers._python_names import MODULES, alias_name, annotated, qualified
from modelguard.readers._python_scope import Scopes
from modelguard.readers._python_told import told
from modelguard.readers._python_tree import Link
from modelguard.readers._python_values import attribute_stores, bound_value, returned_values
from modelguard.types import Client

BASE_URLS = frozenset(
    "base_url api_base openai_api_base anthropic_api_url azure_endpoint endpoint endpoint_url api_endpoint host "
    "server_url api_url inference_server_url groq_api_base".split()
)
PROVIDERS = frozenset(
    "provider model_provider custom_llm_provider llm_provider api_type vendor embedding_provider provider_name "
    "llm_backend provider_id model_type".split()
)
_WRAPPERS = ("from_", "patch", "wrap", "instrument", "observe", "apatch", "with_", "copy", "bind")
_MAX_DEPTH = 8
_MAX_RETURNS = 8


NOBODY = Client()

_REQUESTS = frozenset(("post", "request", "stream", "aconnect_sse", "urlopen", "Request"))

UNKNOWN_URL = "{}"
"""A base URL is given, and what it is only shows at run time."""


def _agreed(clients: Sequence[Client]) -> Client:
    """The one client that all of ``clients`` are; where several can answer, none is named."""
    named = [client for client in clients if client.name]
    sure = [client for client in named if UNKNOWN_URL not in (client.base_url or "")] or named
    return sure[0] if len({client.name for client in sure}) == 1 else NOBODY


@dataclass(slots=True)
class Clients:
    """Resolves the clients of one file."""

    scopes: Scopes
    folder: Folder
    _served: dict[int, Client] = field(default_factory=dict)
    _built: dict[int, Client] = field(default_factory=dict)
    _told: dict[str, tuple[str | None, str | None]] = field(default_factory=dict)

    def of_call(self, call: Link) -> Client:
        """The client that serves the call at ``call``."""
        known = self._served.get(id(call.node))
        if known is None:
            known = self._of_call(call)
            self._served[id(call.node)] = known
        return known

    def _of_call(self, call: Link) -> Client:
        node = call.node
        assert isinstance(node, ast.Call)
        root = call.child(node.func, "func")
        if getattr(node.func, "attr", getattr(node.func, "id", "")) == "partial" and node.args:
            return self.of_value(call.child(node.args[0], "args"))  # what is called later
        while isinstance(root.node, ast.Attribute) and not self._is_own(root):
            root = root.child(root.node.value, "value")
        given = self._given(call)
        if given.base_url is None and (url := self._requested(call)):
            given = replace(given, base_url=url)
        served = NOBODY
        if self._imported(root) or root.parent is call or getattr(root.node, "id", "") in MODULES:
            served = self.built(call)
        if served.name is None:
            served = self.of_value(root)
        if isinstance(root.node, ast.Name) and (served.name or "").startswith("openai."):
            address, hint = self._told_to(root.node.id)
            served = replace(served, base_url=served.base_url or address, hint=served.hint or hint)
        return Client(served.name, given.base_url or served.base_url, given.hint or served.hint)

    def _told_to(self, module: str) -> tuple[str | None, str | None]:
        """The address and the hint that this file sets on ``module``; looked for once, as they hold for all calls."""
        if module not in self._told:
            self._told[module] = told(self.scopes, self.folder, module, unknown=UNKNOWN_URL)
        return self._told[module]

    def _requested(self, call: Link) -> str | None:
        """The address that a plain HTTP request goes to: ``requests.post(HERE, json={...})``."""
        node = call.node
        assert isinstance(node, ast.Call)
        if _last(node.func) == "dumps":
            outer = call.parent
            while outer is not None and isinstance(outer.node, ast.keyword | ast.Attribute):
                outer = outer.parent
            if outer is None or not isinstance(outer.node, ast.Call):
                return None
            call, node = outer, outer.node
        if _last(node.func) not in _REQUESTS:
            return None
        given = [call.child(argument, "args") for argument in node.args[:2]]
        if (url := _keyword(node, "url")) is not None:
            given.append(call.child(url, "keywords"))
        known = (value.text for argument in given for value in self.folder.values(argument))
        return next((text for text in known if text.startswith(("https://", "http://"))), None)

    def _is_own(self, link: Link) -> bool:
        node = link.node
        return isinstance(node, ast.Attribute) and bool(attribute_stores(self.scopes, link))

    def own_members(self, link: Link) -> list[Link]:
        """The places that bind the attribute at ``link`` in its own class."""
        return attribute_stores(self.scopes, link)

    def _imported(self, link: Link) -> bool:
        if not isinstance(link.node, ast.Name):
            return False
        return any(isinstance(store.node, ast.alias) for store in self.scopes.definitions(link.node.id, link))

    def of_value(self, link: Link, depth: int = 0) -> Client:
        """The client that the expression at ``link`` holds."""
        if depth > _MAX_DEPTH:
            return NOBODY
        match link.node:
            case ast.Await(value=value) | ast.NamedExpr(value=value):
                return self.of_value(link.child(value, "value"), depth + 1)
            case ast.Call():
                return self.built(link, depth + 1)
            case ast.Name(id=name):
                stores: Sequence[Link] = self.scopes.definitions(name, link)
            case ast.Attribute(value=base):
                stores = attribute_stores(self.scopes, link)
                if not stores:  # a method taken off its client: ``create = client.messages.create``
                    return self.of_value(link.child(base, "value"), depth + 1)
            case ast.BoolOp(values=values):
                found = [self.of_value(link.child(value, "values"), depth + 1) for value in values]
                return next((client for client in found if client.name), NOBODY)
            case ast.IfExp(body=body, orelse=orelse):
                branches = (("body", body), ("orelse", orelse))
                return _agreed([self.of_value(link.child(branch, name), depth + 1) for name, branch in branches])
            case _:
                return NOBODY
        return _agreed([self._bound(store, depth) for store in stores])

    def _bound(self, store: Link, depth: int) -> Client:
        holder = store.parent.node if store.parent else None
        annotation = getattr(store.node, "annotation", None)
        if isinstance(holder, ast.AnnAssign):
            annotation = holder.annotation
        if isinstance(store.node, ast.alias):
            return Client(alias_name(store))
        value = bound_value(store)
        client = self.of_value(value, depth + 1) if value is not None else NOBODY
        if client.name is None and annotation is not None:
            return Client(annotated(self.scopes, store, annotation))
        return client

    def built(self, call: Link, depth: int = 0) -> Client:
        """The client that the call at ``call`` makes."""
        known = self._built.get(id(call.node))
        if known is None:
            self._built[id(call.node)] = NOBODY  # a circle ends here
            known = self._built[id(call.node)] = self._build(call, depth)
        return known

    def _build(self, call: Link, depth: int) -> Client:
        node = call.node
        assert isinstance(node, ast.Call)
        given = self._given(call)
        func = call.child(node.func, "func")
        last = _last(node.func)
        if last.startswith(_WRAPPERS):
            inner = self._wrapped(call, node, depth)
            if inner.name:
                return Client(inner.name, given.base_url or inner.base_url, given.hint or inner.hint)
        made = self._from_factory(func, depth)
        name = made.name or qualified(self.scopes, func)
        if name is None and isinstance(node.func, ast.Attribute):
            made = self.of_value(func.child(node.func.value, "value"), depth + 1)
            name = made.name
        name = name and name + self._variant(call, node, last)
        return Client(name, given.base_url or made.base_url, given.hint or made.hint)

    def _wrapped(self, call: Link, node: ast.Call, depth: int) -> Client:
        for argument in node.args[:1]:
            client = self.of_value(call.child(argument, "args"), depth + 1)
            if client.name:
                return client
        if isinstance(node.func, ast.Attribute):
            return self.of_value(call.child(node.func, "func").child(node.func.value, "value"), depth + 1)
        return NOBODY

    def _from_factory(self, func: Link, depth: int) -> Client:
        """The client a function of the same file returns."""
        return _agreed(self.returned(func, depth))

    def returned(self, func: Link, depth: int = 0) -> list[Client]:
        """The clients a function of the same file returns."""
        stores: Sequence[Link] = ()
        if isinstance(func.node, ast.Name):
            stores = self.scopes.definitions(func.node.id, func)
        elif isinstance(func.node, ast.Attribute):
            stores = attribute_stores(self.scopes, func)
        for store in stores:
            if isinstance(store.node, ast.FunctionDef | ast.AsyncFunctionDef) and depth < _MAX_DEPTH:
                values = returned_values(store.node, store)[:_MAX_RETURNS]
                found = [self.of_value(value, depth + 1) for value in values]
                if named := [client for client in found if client.name]:
                    return named
        return []

    def _variant(self, call: Link, node: ast.Call, last: str) -> str:
        """What the arguments say of the service: ``:bedrock-runtime``, ``:vertexai``."""
        if last in ("client", "resource", "create_client"):
            service = node.args[0] if node.args else _keyword(node, "service_name")
            text = self.folder.text(call.child(service, "args")) if service is not None else None
            return f":{text}" if text else ""
        vertex = _keyword(node, "vertexai") or _keyword(node, "use_vertexai")
        return ":vertexai" if isinstance(vertex, ast.Constant) and vertex.value is True else ""

    def _given(self, call: Link) -> Client:
        """Base URL and platform hint among the keywords of a call."""
        node = call.node
        assert isinstance(node, ast.Call)
        found = NOBODY
        for keyword in node.keywords:
            value = call.child(keyword, "keywords").child(keyword.value, "value")
            if keyword.arg in BASE_URLS and found.base_url is None:
                known = (v.text for v in self.folder.values(value) if v.known or "://" in v.text)
                found = replace(found, base_url=next(known, UNKNOWN_URL))
            elif keyword.arg is None and found.base_url is None:
                found = replace(found, base_url=UNKNOWN_URL)  # ``**options`` may hold one
            elif keyword.arg in PROVIDERS:
                found = self._hinted(found, keyword.arg or "", value)
            elif keyword.arg == "client" and found.base_url is None:
                inner = self.of_value(value)
                found = replace(found, base_url=inner.base_url, hint=found.hint or inner.name)
        return found

    def _hinted(self, found: Client, key: str, value: Link) -> Client:
        text = self.folder.text(value)
        if text is None:
            inner = self.of_value(value)
            text = inner.name
            found = replace(found, base_url=found.base_url or inner.base_url)
        return replace(found, hint=f"{key}: {text}") if text and len(text) < 100 else found


def _last(func: ast.expr) -> str:
    return func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")


def _keyword(node: ast.Call, name: str) -> ast.expr | None:
    return next((keyword.value for keyword in node.keywords if keyword.arg == name), None)
