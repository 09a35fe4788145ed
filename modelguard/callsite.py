"""Who serves a call: the platform that a client, its base URL or a sibling names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from modelguard.platforms import Platform
from modelguard.types import Context, Place

_API_CALL = re.compile(
    r"\.(?:create|stream|parse|converse\w*|invoke\w*|generate\w*|complete\w*|embed\w*)$", re.IGNORECASE
)


class CallSites:
    """Finds the platform of a place in code or configuration among ``platforms``."""

    def __init__(self, platforms: Mapping[str, Platform]) -> None:
        self.platforms = platforms
        self.clients = {client: item for item in platforms.values() for client in item.clients}
        self.by_client = lru_cache(maxsize=20_000)(self._by_client)
        self._hints = {hint: item for item in platforms.values() for hint in item.hints}

    def platform_of(self, context: Context) -> Platform | None:
        """The platform that client, base URL or a sibling names, or None where none does.

        A constant that reaches clients of several platforms belongs to none of them. OpenAI's client
        speaks to every host that speaks its protocol: at another address it says nothing.
        """
        if context.base_url and (found := self.by_host(context.base_url)):
            return found
        if (said := self._hinted(context.hint)) and not (context.base_url and said.platform == "openai"):
            return said
        clients = [context.client, *(used.client for used in context.used_at)]
        named = {found.platform: found for client in clients if client and (found := self.by_client(client))}
        unsure = context.client is None and any(
            _API_CALL.search(used.call or "") and not (used.client and self.by_client(used.client))
            for used in context.used_at
        )
        if len(named) > 1 or unsure or (context.base_url and "openai" in named):
            return None
        return next(iter(named.values())) if named else None

    def by_keys(self, context: Context) -> Platform | None:
        """The platform that the nearest key around a value of a configuration is named after."""
        if context.place is not Place.CONFIG_VALUE:
            return None
        keys = (part.lower() for part in reversed(context.path[-4:]))
        return next((self._hints[key] for key in keys if key in self._hints), None)

    def _hinted(self, hint: str | None) -> Platform | None:
        """The platform that a sibling names: ``groq``, ``model_provider: azure_openai`` or a provider's class."""
        if not hint:
            return None
        said = hint.rpartition(": ")[2]
        return self._hints.get(said.lower()) or (self.by_client(said) if "." in said else None)

    def _by_client(self, client: str) -> Platform | None:
        """The platform of an SDK class or factory by its dotted name, longest suffix first."""
        if client in self.clients:
            return self.clients[client]
        parts = client.split(".")
        suffixes = (".".join(parts[start:]) for start in range(1, len(parts)))
        modules = (".".join(parts[:end]) for end in range(len(parts) - 1, 0, -1))
        return next((self.clients[name] for name in (*suffixes, *modules) if name in self.clients), None)

    def by_host(self, url: str) -> Platform | None:
        """The platform that serves ``url``."""
        authority = re.sub(r"^[a-z]+://", "", url).split("/", 1)[0].rsplit("@", 1)[-1].lower()
        host = authority.split(":", 1)[0]
        for platform in self.platforms.values():
            if any(authority == h or host == h or host.endswith(("." + h, "-" + h)) for h in platform.hosts):
                return platform
        return None


def names_deployment(platform: Platform, context: Context) -> bool:
    """Whether a client whose ``model`` is a deployment's name is given one."""
    asks = (context.name or "").lower().replace("_", "") in ("model", "modelname", "modelid", "engine")
    return platform.deployments and context.client is not None and asks and not context.deployed
