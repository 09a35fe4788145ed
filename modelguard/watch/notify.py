"""Tell people through apprise (chat, mail, webhook): an extra, ``pip install 'modelguard-lint[notify]'``.

The address of a notification holds a token more often than not, so no message ever repeats it.
"""

from __future__ import annotations

import importlib
import logging
from collections.abc import Sequence
from typing import Any

from modelguard.errors import UsageError
from modelguard.watch import Watch
from modelguard.watch.outputs import _words

_LONGEST = 3_500  # chat services cut at about 4,000 characters


def prepare(urls: Sequence[str]) -> Any:
    """The receivers. Raises UsageError where apprise is missing or an address is none that it knows."""
    try:
        apprise: Any = importlib.import_module("apprise")
    except ImportError:
        raise UsageError("--notify needs apprise: pip install 'modelguard-lint[notify]'") from None
    logger = logging.getLogger("apprise")  # its log lines hold addresses
    logger.addHandler(logging.NullHandler())
    logger.propagate = False
    receivers = apprise.Apprise()
    for number, url in enumerate(urls, 1):
        if not receivers.add(url):
            scheme = url.partition("://")[0] if "://" in url else "none"
            shown = scheme if scheme.isalnum() and len(scheme) < 20 else "?"
            raise UsageError(f"--notify: address {number} (scheme {shown}) is none that apprise knows")
    return receivers


def worth_telling(watch: Watch) -> bool:
    """Whether there is anything to say: a quiet run stays quiet."""
    return bool(watch.retirements or watch.errors or any(change.used for change in watch.changes))


def send(receivers: Any, watch: Watch) -> bool:
    """Tell everybody; False where somebody could not be told. Never raises."""
    title = f"Models that retire: {len(watch.retirements)}"
    if watch.errors:
        title += ", and not all could be verified"
    try:
        return bool(receivers.notify(title=title, body=message(watch), body_format="text"))
    except Exception:  # whatever a receiver does, the run goes on
        return False


def message(watch: Watch) -> str:
    """The text of a notification, nearest day first."""
    lines = [f"Could not verify: {_words.short(error)}" for error in watch.errors]
    for item in watch.retirements:
        lines.append(f"{_words.headline(item, watch.as_of)} ({_words.left(item)})")
        lines += [f"  {_words.place(at)} {_words.whose(at)}".rstrip() for at in item.places[:5]]
        if len(item.places) > 5:
            lines.append(f"  and {len(item.places) - 5} more uses")
    lines += [_words.short(change.message) for change in watch.changes if change.used]
    text = "\n".join(lines)
    return text if len(text) <= _LONGEST else text[:_LONGEST].rsplit("\n", 1)[0] + "\n..."
