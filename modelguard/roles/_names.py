"""What names say: a model, a table of models, another thing, a filter, a label, a language."""

from __future__ import annotations

import re

_OTHER_THING = re.compile(
    r"(?:^|_)(?:(?:job|task|service|bucket|dataset|run|project|experiment|table|collection|queue|topic|cluster|session|"
    r"ls_model|container|folder|directory|display|user|file|index|role|stack|app|workflow|pipeline|trace|span)_?(?:name|key|slug)"
    r"|service_?id|llm_config|config_name|(?:s3|gcs|key|path|object)_?prefix|display_?(?:name|label)|output_?(?:dir|path|name)|"
    r"image_?tag|suffix)$|imagetag$"
)
_OWN_MODEL = re.compile(
    r"(?:^|_)(?:custom|imported|import|new|tuned|fine_?tuned|finetune|ft|merged|trained|provisioned|distilled|output)_"
    r"(?:\w+_)?model(?:_?(?:name|nm|id))?$"
)
_NARROWS = re.compile(
    r"(?:model|llm)\w*_(?:filter|pattern|regex|prefix|prefixes|keywords?|markers?|substrings?|family|families)$|(?:^|_)(?:prefix(?:es)?|patterns?)$"
)
_DESCRIBES = re.compile(r"descri|markdown|help|readme|tooltip|usage|^examples?$|^long$|^short$")
_KIND = re.compile(
    r"(?:^|_)(?:types?|kinds?|famil(?:y|ies)|category|class|format|modality|mode|provider|vendor|backend)$"
)
_LABEL = re.compile(
    r"(?:\w+ )?(?:gpt|claude|gemini|llama|mi[sx]tral|titan|nova|rerank|jamba|command|qwen|deepseek)[ .-].*\d.*", re.I
)
_LOCALE = re.compile(
    r"(?:en|zh|ja|ko|fr|de|es|pt|ru|it|tr|vi|id|ar|hi|pl|uk)_(?:us|gb|cn|tw|hk|hans|hant|jp|kr|[a-z]{2})$"
)
_MODEL_NAME = re.compile(
    r"(?:^|[^a-z])(?:models?|llms?|engine|deployment|embeddings?|embedders?|rerankers?|rerank|gpt|claude|gemini|"
    r"mistral|completion|vlm|summari[sz]er|judge|hf_repo)(?:$|[^a-z])|model|llm|deploymentname",
)
_NOT_MODEL_NAME = re.compile(
    r"(?:^|[^a-z])(?:title|label|description|desc|help|text|content|prompt|message|msg|placeholder|doc|docs|"
    r"comment|summary|href|src|url|uri|link|path|file|filename|dir|folder|class|classname|style|icon|logo|image|"
    r"tags?|keywords?|package|dependencies|devdependencies|repo|repository|uses|alt|caption|log|error|warning|"
    r"note|notes|about|author|license|homepage|slug|anchor|section|heading|subtitle|tooltip|hint|markdown|"
    r"question|answer|query|example|display|displayname|cached_result_name|pretty|human|agent|usage|run|script)(?:$|[^a-z])",
)
TABLE_NAME = re.compile(
    r"(?:^|[^a-z])(?:models|prices?|pricing|costs?|limits?|windows?|context|contexts|tokens?|registry|catalog|"
    r"catalogue|supported|unsupported|exclud\w+|exclusions?|denied|blocked|deprecated|obsolete|hidden|available|allowed|known|valid|options|choices|list|all|map|mapping|aliases|table|"
    r"capabilit\w*|info|metadata|specs?|definitions?|providers?|enum|encodings?|sizes?|lengths?|rates?|ratios?|model_(?:ids|keys|names))"
    r"(?:$|[^a-z])",
)
KIND_NAME = re.compile(
    r"(?:^|_)(?:family|families|vendor|provider|kind|type|category|special(?:ty|ity)|brand|backend|mode|format|voice|"
    r"parser|tokenizer|task|usecase|feature|capability|role|arch|architecture|trace)$"
)


def snake(name: str) -> str:
    """``defaultModelID`` -> ``default_model_id``."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def is_model_name(name: str | None) -> bool:
    """Whether a name says that its value is a model: ``chatModel``, ``LLM_ENGINE``."""
    return bool(name and _MODEL_NAME.search(snake(name)))


def spoken(name: str | None) -> bool:
    """Whether a name says that its value is read by people or leads somewhere: ``description``, ``log_file``."""
    words = snake(name) if name else ""
    return bool(_NOT_MODEL_NAME.search(words) and not _MODEL_NAME.search(words)) or names_locale(words)


def lists_models(name: str | None) -> bool:
    """Whether a name says that its list is a choice or a registry, or is a type's (``Annotated``)."""
    return not name or name == "Annotated" or spoken(name) or bool(TABLE_NAME.search(snake(name)))


def names_other_thing(words: str) -> bool:
    """Whether a name in snake case says that its value is what something else is called: ``job_name``."""
    return _OTHER_THING.search(words) is not None


def called_as(name: str, value: str) -> bool:
    """Whether a constant is called what its value says: ``GPT_4O = "gpt-4o-2024-11-20"``."""
    plain = _plain(name)
    return len(plain) > 1 and _plain(value).startswith(plain)


def respells(name: str, value: str) -> bool:
    """Whether a key is itself an id and begins or ends the value: ``gemini-2.0`` of ``gemini/gemini-2.0``."""
    plain, whole = _plain(name), _plain(value)
    is_id = len(plain) > 3 and ("-" in name or any(char.isdigit() for char in name))
    return is_id and (whole.startswith(plain) or whole.endswith(plain))


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def names_own_model(words: str) -> bool:
    """Whether a name says that its value is what a team calls a model it makes: ``tuned_model_name``."""
    return _OWN_MODEL.search(words) is not None


def narrows(words: str) -> bool:
    """Whether a name says that its value picks models out of a list: ``model_filter``."""
    return _NARROWS.search(words.replace("-", "_")) is not None


def names_kind(words: str) -> bool:
    """Whether a name says that its value is a kind of model, which a word such as ``rerank`` is: ``model_type``."""
    return _KIND.search(words) is not None


def describes(words: str) -> bool:
    """Whether a name says that its value explains something to people: ``long_description``."""
    return _DESCRIBES.search(words) is not None


def labels_model(name: str) -> bool:
    """Whether a key is what a model is called, so that its value is the id behind it: ``Claude 3 Haiku``."""
    return _LABEL.fullmatch(name) is not None


def names_locale(words: str) -> bool:
    """Whether a name is that of a language people read: ``en_us``."""
    return _LOCALE.fullmatch(words) is not None
