"""Any spelling of a model id -> (platform, id).

A prefix names the platform; without one the client at the call site does; without either the id's
own provider. The grammar is data (``rules/platforms``); what an id means beyond it is the catalog's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from modelguard.callsite import CallSites, names_deployment
from modelguard.catalog import Catalog
from modelguard.gate import Gate
from modelguard.naming import plain_name
from modelguard.platforms import Platform
from modelguard.prefilter import any_of
from modelguard.types import Context, Model, ModelRef, Pinning

LONGEST = 256
_PLAUSIBLE = re.compile(r"[A-Za-z0-9@~][\w./:@~-]*")
_FILE = re.compile(
    r".*\.(?:py|pyi|ts|tsx|js|jsx|mjs|cjs|json|jsonl|ya?ml|toml|md|mdx|txt|csv|tsv|html?|css|png|jpe?g|svg|gif|"
    r"ipynb|sh|go|rs|java|kt|rb|php|sql|log|env|ini|cfg|conf|zip|gz|pdf|lock|example|test|spec|tf|bicep|"
    r"llamafile|onnx|com|org|io|ai|dev|net)"
)
_ROUTED = re.compile(r"[a-z][\w-]{1,24}[/:](?P<id>[a-z][\w.-]*\d[\w.-]*)")
_ROUTERS = ("litellm/", "litellm_proxy/", "any-llm/", "gateway/")
_HOSTS = frozenset(
    {"groq", "together", "fireworks", "cerebras", "perplexity", "openrouter", "vercel", "ollama", "open_weights"}
)
"""Platforms that serve other makers' models: there ``vendor/name`` is the id itself."""


class Speller:
    """Resolves spellings against platforms, a catalog and the project's own names.

    ``ids`` are regular expressions of own model ids, ``deployments`` maps opaque names to spellings,
    ``only`` limits the platforms that are looked at.
    """

    def __init__(
        self,
        catalog: Catalog,
        platforms: Mapping[str, Platform],
        *,
        ids: Sequence[str] = (),
        deployments: Mapping[str, str] | None = None,
        only: Sequence[str] = (),
    ) -> None:
        self.catalog = catalog
        self.platforms = {name: item for name, item in platforms.items() if not only or name in only}
        self.deployments = dict(deployments or {})
        self._own = [re.compile(pattern) for pattern in ids]
        self._prefixes = sorted(
            ((prefix, item) for item in self.platforms.values() for prefix in item.prefixes),
            key=lambda pair: -len(pair[0]),
        )
        self._first_prefix = {prefix[0] for prefix, _ in self._prefixes}
        self.sites = CallSites(self.platforms)
        self.stems = any_of(stem for item in self.platforms.values() for stem in item.stems)
        self._words = {word for item in self.platforms.values() for word in item.words}
        self._bare = lru_cache(maxsize=20_000)(self._resolve_bare)
        self._named = lru_cache(maxsize=20_000)(self._by_client)
        self.gate = Gate(self)

    def resolve(self, text: str, context: Context | None = None) -> ModelRef | None:
        """What ``text`` as a whole means as a model id, or None where it is none."""
        if text in self.deployments:
            return self._deployment(text)
        if len(text) > LONGEST or not _PLAUSIBLE.fullmatch(text):
            return None
        if any(pattern.fullmatch(text) for pattern in self._own):
            return ModelRef(text, text, None, shaped=True)
        platform = self.sites.platform_of(context) if context else None
        opaque = context is not None and (
            context.opaque or (platform is not None and names_deployment(platform, context))
        )
        named = platform is not None and context is not None and self.sites.by_client(context.client or "") is platform
        ref = (self._named if named else self._bare)(text, platform.platform if platform else None, opaque)
        if ref is None or ref.platform is None or not (ref.served or named):
            other = self._without_client(text, context, platform)
            return replace(other, by_client=named) if other else ref
        return ref

    def _without_client(self, text: str, context: Context | None, said: Platform | None) -> ModelRef | None:
        """What no client speaks of: the keys around it may name who serves it. What only a sibling names as the
        platform of somebody else's model is an address that speaks that platform's protocol."""
        if context is None or context.client or context.opaque:
            return None
        if said is not None:
            return None if context.base_url else self._bare(text, None, False)
        home = self.sites.by_keys(context)
        return self._bare(text, home.platform, False) if home else None

    def model_of(self, ref: ModelRef) -> Model | None:
        """The catalog's row of what a spelling means."""
        return self.catalog.find(ref.platform, ref.id) if ref.platform and ref.id else None

    def served(self, name: str, platform: Platform, *, opaque: bool) -> ModelRef | None:
        """What ``name`` means where ``platform`` surely serves it; ``opaque``: as the name of a deployment."""
        return self._bare(name, platform.platform, opaque)

    def _deployment(self, name: str) -> ModelRef | None:
        target = self._bare(self.deployments[name], None, False)
        return replace(target, text=name) if target else ModelRef(name, None, "azure", opaque=True)

    def _by_client(self, text: str, platform: str | None, opaque: bool) -> ModelRef | None:
        ref = self._resolve_bare(text, platform, opaque)
        return replace(ref, by_client=True) if ref else None

    def _resolve_bare(self, text: str, platform: str | None, opaque: bool) -> ModelRef | None:
        at = self.platforms.get(platform) if platform else None
        if opaque and at is None:
            at = self.platforms.get("azure")
        if at and self._own_id(at, text):
            return self._ref(text, text, at)
        if text.startswith(_ROUTERS):  # a router before another router's prefix names no platform
            router, _, rest = text.partition("/")
            inner = self._resolve_bare(rest, platform, opaque) if rest else None
            return replace(inner, text=text, prefix=f"{router}/{inner.prefix}") if inner else None
        return (
            self._prefixed(text, at)
            or (self._at(text, text, at) if at else None)
            or self._home(text, at)
            or (ModelRef(text, None, at.platform, opaque=True) if opaque and at else None)
            or self._routed(text)
        )

    def _routed(self, text: str) -> ModelRef | None:
        """``gateway/gpt-4o``: a router that nobody knows before an id of the catalog, which may be a folder's name as
        well. It counts as an ordinary word does, where the context says model; who serves it is not said."""
        match = _ROUTED.fullmatch(text)
        home = self._home(match["id"], None) if match else None
        if match is None or home is None or not home.known:
            return None
        return replace(home, text=text, platform=None, prefix=text[: match.start("id")], known=False, word=True)

    def _known(self, platform: Platform, id: str) -> bool:
        """Whether the catalog has the id, written as it is: ``GPT-4o`` is a label, not an id."""
        model = self.catalog.find(platform.platform, id)
        if model is None:
            return False
        mixed = not platform.closed and not model.id.islower()
        return mixed or model.id == id or id.islower() or id in model.aliases

    def _own_id(self, at: Platform, text: str) -> bool:
        """Whether ``text`` as it stands is an id of a platform whose ids may hold a slash."""
        return self._known(at, text) or (at.gateway and "/" in text)

    def _prefixed(self, text: str, at: Platform | None) -> ModelRef | None:
        """``prefix/rest``: the platform is named; a vendor's folder name is not a prefix."""
        if text[0] not in self._first_prefix:
            return None
        if at and at.platform in _HOSTS and not text.startswith(at.prefixes) and self._shaped_anywhere(text):
            return replace(self._ref(text, text, at), shaped=True)
        for prefix, platform in self._prefixes:
            if text.startswith(prefix) and len(text) > len(prefix):
                rest = text[len(prefix) :]
                if platform is not at and prefix == f"{platform.vendor}/" and platform.gives_away(rest):
                    return self._home(text, None)
                if found := self._after_prefix(text, prefix, rest, platform):
                    return found
        return None

    def _after_prefix(self, text: str, prefix: str, rest: str, platform: Platform) -> ModelRef | None:
        if platform.gateway:
            return self._ref(text, rest, platform, prefix=prefix)
        if found := self._at(text, rest, platform, prefix=prefix):
            return found if found.shaped or found.opaque else self._through_gateway(text) or found
        if platform.deployments and "/" not in rest and not _FILE.fullmatch(rest):
            return ModelRef(text, None, platform.platform, prefix=prefix, opaque=True)
        home = None if platform.anonymous or _FILE.fullmatch(rest) else self._home(rest, None)
        if home is None or (platform.closed and home.platform is not None):
            return None
        if platform.closed:  # another maker's weights behind this one's protocol: who serves them is not said
            return replace(home, text=text, prefix=prefix)
        ref = self._ref(text, rest, platform, prefix=prefix)
        return replace(ref, shaped=True) if home.shaped or home.known else ref

    def _through_gateway(self, text: str) -> ModelRef | None:
        """``anthropic/claude-sonnet-4.5``: the vendor does not write it so, a gateway does."""
        gateways = (item for item in self.platforms.values() if item.gateway and item.shaped(text))
        return next((self._ref(text, text, item) for item in gateways), None)

    def _at(self, text: str, rest: str, platform: Platform, *, prefix: str = "") -> ModelRef | None:
        """``rest`` on a given platform, wrappers taken off; None where it is not served there."""
        region, fine_tune, id = None, False, rest
        for _ in range(3):
            if not (match := _unwrap(platform, id)):
                break
            if match.groupdict().get("opaque"):
                return ModelRef(text, None, platform.platform, prefix=prefix, opaque=True)
            region = match.groupdict().get("region") or match.groupdict().get("arn_region") or region
            fine_tune = fine_tune or id.startswith("ft:") or ":ft-" in id
            id = match["id"]
        wrapped = id != rest and not fine_tune and (self._shaped_anywhere(id) or "publishers/" in rest)
        if not (
            wrapped or self._known(platform, id) or platform.shaped(id) or platform.loosely(id) or id in platform.words
        ):
            return None
        ref = self._ref(text, id, platform, prefix=prefix, region=region)
        return replace(ref, fine_tune=fine_tune, shaped=ref.shaped or wrapped)

    def _shaped_anywhere(self, id: str) -> bool:
        return any(item.shaped(id) for item in self.platforms.values())

    def _home(self, text: str, at: Platform | None) -> ModelRef | None:
        """No prefix, and the client's platform does not know it: the id's own provider."""
        loose = None
        for platform in self.platforms.values():
            ref = self._at(text, text, platform)
            if ref is None or (_FILE.fullmatch(text) and not ref.known):
                continue
            if platform.anonymous:
                ref = replace(ref, platform=None, known=False)
            elif not platform.shaped(ref.id or text) and not self._names_alone(platform, text) and not ref.opaque:
                continue
            if ref.shaped or ref.known or ref.opaque:
                return self._elsewhere(ref, at, platform)
            loose = loose or (ref, platform)
        return self._elsewhere(loose[0], at, loose[1]) if loose else None

    def _names_alone(self, platform: Platform, text: str) -> bool:
        """Whether a bare name in the platform's catalog can be nobody else's. A host of open weights
        shares its names with every other host: only its own way of spelling tells it apart."""
        if platform.platform == "azure":
            return not any(item.anonymous and item.shaped(text) for item in self.platforms.values())
        return platform.closed or platform.platform in ("bedrock", "vertex")

    def _elsewhere(self, ref: ModelRef, at: Platform | None, home: Platform) -> ModelRef:
        """Given to the client of ``at``: served there unless both sell their own models only."""
        if at is None or ref.opaque or at.platform == ref.platform or (home.anonymous and at.closed):
            return ref
        wrong = at.closed and (home.closed or home.platform == "bedrock") and (ref.known or ref.shaped)
        if at.deployments:
            return ModelRef(ref.text, None, at.platform, opaque=True)
        return replace(
            ref,
            platform=at.platform,
            known=self.catalog.find(at.platform, ref.id or "") is not None,
            served=not wrong,
        )

    def _ref(self, text: str, id: str, platform: Platform, *, prefix: str = "", region: str | None = None) -> ModelRef:
        known = self._known(platform, id)
        named = bool(prefix) and (id in platform.words or prefix.endswith("://"))
        return ModelRef(
            text,
            id,
            platform.platform,
            prefix=prefix,
            region=region,
            known=known,
            shaped=known or named or platform.shaped(id) or platform.gateway,
            word=not prefix and id in self._words,
        )

    def pinning(self, ref: ModelRef) -> Pinning | None:
        """What the provider promises about the id: the catalog's word, else the grammar's."""
        if ref.id is None or ref.platform is None:
            return None
        model = self.catalog.find(ref.platform, ref.id)
        if model and model.pinning:
            return model.pinning
        platform = self.platforms.get(ref.platform)
        if platform is None:
            return None
        if platform.is_pinned(ref.id):
            return Pinning.PINNED
        return Pinning.ALIAS if platform.is_alias(ref.id) else None

    def preview(self, ref: ModelRef) -> bool:
        """Whether the id is a preview or experimental one."""
        if ref.id is None or ref.platform is None:
            return False
        model = self.catalog.find(ref.platform, ref.id)
        if model:
            return model.preview
        platform = self.platforms.get(ref.platform)
        return bool(platform and platform.is_preview(ref.id))

    def name(self, ref: ModelRef) -> str:
        """A name of the model that is the same on every platform, through aliases and spellings."""
        id = ref.id or ref.text
        if ref.platform and ref.id:
            model = self.catalog.find(ref.platform, ref.id)
            if model and model.resolves_to:
                id = model.resolves_to
            elif model:
                id = model.id
        return plain_name(id)

    def respell(self, like: ModelRef, new_id: str) -> str | None:
        """``new_id`` written the way ``like.text`` is written; None where that cannot be sure."""
        if like.id is None or like.fine_tune or like.text.count(like.id) != 1:
            return None
        return like.text.replace(like.id, new_id)


def _unwrap(platform: Platform, text: str) -> re.Match[str] | None:
    return next((match for pattern in platform.wrapper_patterns if (match := pattern.match(text))), None)
