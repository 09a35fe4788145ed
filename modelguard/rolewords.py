"""What names and callees say beyond "model": another thing's name, a filter, a choice that is offered."""

from __future__ import annotations

import re
from collections.abc import Iterable

_OTHER_THING = re.compile(
    r"(?:^|_)(?:(?:job|task|service|bucket|dataset|run|project|experiment|table|collection|queue|topic|cluster|session|"
    r"container|folder|directory|display|user|file|index|role|stack|app|workflow|pipeline|trace|span)_?(?:name|key|slug)"
    r"|service_?id|(?:s3|gcs|key|path|object)_?prefix|display_?(?:name|label)|output_?(?:dir|path|name)|suffix)$"
)
_OWN_MODEL = re.compile(
    r"(?:^|_)(?:custom|imported|import|new|tuned|fine_?tuned|finetune|ft|merged|trained|provisioned|distilled|output)_"
    r"(?:\w+_)?model(?:_?(?:name|nm|id))?$"
)
_NARROWS = re.compile(
    r"(?:model|llm)\w*_(?:filter|pattern|regex|prefix|prefixes|keywords?|markers?|substrings?|family|families)$|(?:^|_)prefix(?:es)?$"
)
_KIND = re.compile(
    r"(?:^|_)(?:types?|kinds?|famil(?:y|ies)|category|class|format|modality|mode|provider|vendor|backend)$"
)
_LABEL = re.compile(
    r"(?:\w+ )?(?:gpt|claude|gemini|llama|mi[sx]tral|titan|nova|rerank|jamba|command|qwen|deepseek)[ .-].*\d.*", re.I
)
_LOCALE = re.compile(
    r"(?:en|zh|ja|ko|fr|de|es|pt|ru|it|tr|vi|id|ar|hi|pl|uk)_(?:us|gb|cn|tw|hk|hans|hant|jp|kr|[a-z]{2})$"
)
_OFFERS = re.compile(
    r"(?:^|[._])(?:select_?box|multi_?select|radio|select_slider|dropdown|combo_?box|checkbox_?group|"
    r"option_?menu|segmented_control|pills)$",
    re.IGNORECASE,
)
_API_TOKENS = re.compile(r"(?:messages|models|_model|client)\.(?:a?count_?tokens|countTokens)$")


def names_other_thing(words: str) -> bool:
    """Whether a name in snake case says that its value is what something else is called: ``job_name``."""
    return _OTHER_THING.search(words) is not None


def named_after(name: str, value: str) -> bool:
    """Whether a constant is called what its value says: ``GPT_4O = "gpt-4o-2024-11-20"``."""
    plain = re.sub(r"[^a-z0-9]", "", name.lower())
    return len(plain) > 1 and re.sub(r"[^a-z0-9]", "", value.lower()).startswith(plain)


def names_own_model(words: str) -> bool:
    """Whether a name says that its value is what a team calls a model it makes: ``tuned_model_name``."""
    return _OWN_MODEL.search(words) is not None


def narrows(words: str) -> bool:
    """Whether a name says that its value picks models out of a list: ``model_filter``."""
    return _NARROWS.search(words) is not None


def names_kind(words: str) -> bool:
    """Whether a name says that its value is a kind of model, which a word such as ``rerank`` is: ``model_type``."""
    return _KIND.search(words) is not None


def labels_model(name: str) -> bool:
    """Whether a key is what a model is called, so that its value is the id behind it: ``Claude 3 Haiku``."""
    return _LABEL.fullmatch(name) is not None


def names_locale(words: str) -> bool:
    """Whether a name is that of a language people read: ``en_us``."""
    return _LOCALE.fullmatch(words) is not None


def only_offered(calls: Iterable[str | None]) -> bool:
    """Whether all of ``calls`` only let a person choose: a drop-down, a radio group."""
    calls = tuple(calls)
    return bool(calls) and all(call and _OFFERS.search(call) for call in calls)


def asks_api_for_tokens(call: str) -> bool:
    """Whether a call lets the provider count tokens with the model itself."""
    return _API_TOKENS.search(call) is not None
