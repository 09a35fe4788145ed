"""What never leaves a file: keys, tokens, and the user and query of an address.

A use keeps what its rules and reports need. Whatever else its reader knew of the surroundings is cut to
that here, before anything is kept in a cache or handed to a report.
"""

from __future__ import annotations

import re
from dataclasses import replace

from modelguard.types import Context, Use

_KEY = re.compile(
    r"(?<![A-Za-z0-9])(?:"
    r"sk-(?:[a-z]+[\d-]*-)*[A-Za-z0-9_-]{12,}"
    r"|(?:gsk|xai|pplx|csk|fw|hf|r8|tgp_v1|ghp|gho|ghu|ghs|ghr|glpat|npm|pypi)[-_][A-Za-z0-9_]{20,}"
    r"|github_pat_\w{20,}|xox[a-z]-[A-Za-z0-9-]{12,}|(?:AKIA|ASIA)[A-Z0-9]{12,}|AIza[A-Za-z0-9_-]{20,}"
    r"|eyJ[A-Za-z0-9_-]{16,}[\w.-]*|(?:sig|key|token|secret|password)=[^&\s]{4,})"
)
"""The shapes of keys that providers document; no model id has one of them."""
_HOST = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*:)?//(?:[^/?#\s]*@)?(?P<host>[^/?#\s@]*)")
HIDDEN = "***"
_LONGEST = 200
_FILE = re.compile(r"\.(?:jsonl?|csv|tsv|txt|md|ya?ml|toml|html?|py|ipynb|png|jpe?g|svg|pdf|log|pkl|parquet|npy)\Z")
_PART = re.compile(r"[\d/:.@-]|^\{\}$")


def holds_key(text: str) -> bool:
    """Whether something in ``text`` has the shape of a key or token."""
    return _KEY.search(text) is not None


def hidden(text: str) -> str:
    """``text`` with :data:`HIDDEN` for every key."""
    return _KEY.sub(HIDDEN, text)


def is_template(text: str) -> bool:
    """Whether the known parts of a computed value can be parts of an id, and not a prompt or a request.

    An id has a digit, a dash, a folder: ``{}ModelName`` is the name of a field.
    """
    whole = len(text) <= _LONGEST and _PART.search(text) is not None and not any(char.isspace() for char in text)
    return whole and _FILE.search(text) is None


def without_secrets(use: Use) -> Use:
    """``use`` as it may be kept and shown."""
    context = surroundings(use.context)
    return use if context is use.context else replace(use, context=context)


def surroundings(context: Context) -> Context:
    """``context`` with addresses cut to their host and keys hidden."""
    texts = (context.name, context.call, context.client, context.hint, context.annotation, context.environment)
    names = (*context.path, *context.siblings)
    if context.base_url is None and not holds_key("\n".join([*filter(None, texts), *names])):
        return context
    name, call, client, hint, annotation, environment = (hidden(text) if text else text for text in texts)
    return replace(
        context,
        name=name,
        call=call,
        client=client,
        hint=hint,
        annotation=annotation,
        environment=environment,
        base_url=_host(context.base_url) if context.base_url else None,
        path=tuple(map(hidden, context.path)),
        siblings=tuple(map(hidden, context.siblings)),
    )


def _host(url: str) -> str | None:
    """Scheme and host of an address, which is all that names a platform."""
    match = _HOST.match(url)
    if match:
        return f"{match['scheme'] or ''}//{match['host']}"
    return None if "@" in url else hidden(url.split("?", 1)[0].split("/", 1)[0]) or None
