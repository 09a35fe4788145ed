"""What the keys, the list or the name around a value make of it."""

from __future__ import annotations

import re
from functools import cache

from modelguard import platforms
from modelguard.roles._calls import Verdict, reaches
from modelguard.roles._names import TABLE_NAME, is_model_name, labels_model, lists_models, snake, spoken
from modelguard.types import Context, Place, Role

_OF_A_MODEL = re.compile(r"[a-z][\w.]*-[\w.-]*\d[\w.-]*|[a-z]+\d[\w.-]*", re.IGNORECASE)
_ID_KEY = re.compile(r"^(?:id|name|value|key|slug|model|model_?name|model_?id|api_?model|api_?name|identifier)$")
_DETAIL = re.compile(
    r"pric(?:e|ing)|cost|context|window|max_?(?:input|output|tokens?)|token_?limit|display|label|title|description|"
    r"provider|vendor|capabilit|released|knowledge|supports?|available|group|tier",
)
_PRICE = re.compile(
    r"pric(?:e|ing)|cost|per_?(?:1k|1m|million|token)|knowledge|display|label|deprecat|model_properties"
)
_CALL_SETTING = re.compile(
    r"temperature|api_?key|messages|prompt|top_?p|base_?url|instructions|timeout|retries|system|stream"
)
_SAMPLING = frozenset("temperature topp top_p topk top_k frequency_penalty presence_penalty".split())
"""Settings of a request that no table of models has."""
_OFFERED = re.compile(
    r"(?:^|_)(?:options|choices|enum|one_?of|any_?of|allowed(?:_?values)?|permitted|supported|available|suggestions)(?:$|_)"
)
_EXAMPLES = frozenset({"example", "examples", "openapi_examples", "openapiExamples"})
_SCHEMA_CALL = re.compile(r"(?:^|[._])(?:Body|Query|Form|Path|Header|Field|ConfigDict|openapi|describe\w*|Api\w+)$")
_RECORD = re.compile(r"(?:request|trace|session|span|run|langfuse|log)_(?:metadata|tags|labels)")
_MEASURED = re.compile(
    r"pass_rate|pass_num|accuracy|(?:^|_)(?:scores?|elo|rank)(?:$|_)|win_rate|percent_cases|seconds_per|test_cases|(?:^|_)f1(?:$|_)|"
    r"num_(?:correct|malformed)|error_outputs"
)
_DEFAULT_LIST = re.compile(r"(?:^|_)default_(?:[a-z]+_){0,2}models?$")
_DEFAULTS = 3
"""So many default models are all asked; more of them are what there is by default."""
_ROWS = 5
"""So many keys beside a list are those of a table of lists."""
_FEW = 2
"""So many models named with a provider are chosen; more of them are what the provider offers."""
_MATCHES = frozenset({"match", "matches"})
_CHAIN_NAME = re.compile(r"fallback|candidates?|priorit|prefer(?:red|ence)|chain|backups?|rotation|pool", re.IGNORECASE)
_CHOSEN_NAME = re.compile(r"(?:default|fallback|selected|chosen|current|active|primary|initial)_?\w*(?:model|llm)")
_ADDRESSES = frozenset({"modelurl", "model_url", "modeluri", "model_uri", "storageuri", "storage_uri"})
_SHOWN_AS = frozenset({"id", "value", "key", "slug"})
_LABELS = ("label", "title", "display")
"""Rows of a choice: what each of them is, and what people read."""
_SHOWN_BESIDE = {
    "name": frozenset({"id", "modelid", "model_id", "value", "slug"}),
    "model_name": frozenset({"modelid", "model_id", "hostedid"}),
}
"""Names that are shown to people where one of these keys, which are sent to an API, stands beside."""


def item(context: Context) -> Verdict | None:
    """What a list makes of its member."""
    if _permits(context):
        return Role.DECLARES, f"permitted in '{context.name}'"
    if names_chain(context):
        return Role.SELECTS, "a member of a chain of models"
    if reached := reaches(context):
        return reached
    if context.items <= _DEFAULTS and _DEFAULT_LIST.search(snake(context.name or "")):
        return Role.SELECTS, f"a member of '{context.name}'"
    if context.place is Place.CONFIG_ITEM and _OFFERED.search(snake(context.name or "")):
        return Role.DECLARES, f"offered in '{context.name}'"
    if context.deployed and not (context.items > _FEW and lists_models(context.name)):
        return Role.SELECTS, f"a member of a list that is deployed ({context.deployed})"
    if context.place is Place.CONFIG_ITEM and context.hint and (context.items <= _FEW or _serves(context.name)):
        return Role.SELECTS, "named with its provider"
    if _is_only_one(context):
        return Role.SELECTS, "the only model of a list"
    if spoken(context.name):
        return Role.MENTIONS, f"a member of '{context.name}'"
    return Role.DECLARES, "a member of a list"


def _is_only_one(context: Context) -> bool:
    """Whether the list holds one model, and is not one of the many lists of a table: ``{"chatml": [HERE], ...}``."""
    if context.place is not Place.ITEM or context.items != 1 or context.call or lists_models(context.name):
        return False
    return len(context.siblings) < _ROWS or is_model_name(context.name)


def names_chain(context: Context) -> bool:
    """Whether a name around a list says that its models are asked one after the other."""
    return any(_CHAIN_NAME.search(name) for name in (*context.path, context.name or ""))


def value(context: Context) -> Verdict:
    """What a key, and the keys beside and above it, make of its value."""
    words = snake(context.name or "")
    table = any(TABLE_NAME.search(snake(part)) for part in context.path)
    return (
        _said_outright(context, words)
        or _put_to_use(context, words)
        or _of_a_row(context, words, table)
        or _by_its_key(context, words, table)
    )


def _said_outright(context: Context, words: str) -> Verdict | None:
    """What holds whatever stands beside."""
    if _permits(context):
        return Role.DECLARES, f"permitted in '{context.name}'"
    if _is_example(context):
        return Role.MENTIONS, "the example of a schema"
    if "headers" in context.path and not _MATCHES.isdisjoint(context.path):
        return Role.COMPARES, f"matched with the header '{context.name}'"
    if context.path[-1:] == ("where",):
        return Role.COMPARES, f"looked for by '{context.name}'"
    if _labels(context):
        return Role.DECLARES, f"'{context.name}' of '{context.path[-1]}', which goes along with a request"
    if is_result(context):
        return Role.DECLARES, "a row of results"
    if reached := reaches(context):
        return reached
    if spoken(context.name):
        return Role.MENTIONS, f"the value of '{context.name}'"
    if words == "name" and not _ADDRESSES.isdisjoint(context.siblings):
        return Role.DECLARES, f"'{context.name}' beside the address of the model"
    return None


def _labels(context: Context) -> bool:
    """Whether code tells a log of the value in a record that goes along with a request: ``metadata={...}``."""
    around = snake(context.path[-1]) if context.path else ""
    told = _RECORD.fullmatch(around) is not None or (around == "metadata" and not context.used_at)
    return context.place is Place.MAPPING_VALUE and told and not _calls(context)


def is_result(context: Context) -> bool:
    """Whether the keys beside are what was measured of a model: ``pass_rate``, ``seconds_per_case``."""
    return sum(bool(_MEASURED.search(key)) for key in context.siblings) > 1


def _put_to_use(context: Context, words: str) -> Verdict | None:
    """Where a value is deployed, chosen or sent, and the key that is shown to people beside it."""
    name = context.name or ""
    if context.deployed:
        return Role.SELECTS, f"'{name}' is deployed ({context.deployed})"
    if _CHAIN_NAME.search(name):
        return Role.SELECTS, f"'{name}' is a way back"
    if context.hint and (context.path[-1:] == ("providers",) or _serves(name)):
        return Role.SELECTS, "named with its provider"
    if "deployment" in "".join(context.path[-1:]).lower() and words == "name":
        return Role.SELECTS, "the name of a deployment"
    if not _SHOWN_BESIDE.get(words, frozenset()).isdisjoint(context.siblings) and not _calls(context):
        return Role.DECLARES, f"'{name}' beside the id"
    if _ID_KEY.match(words) and _is_chosen(context):
        return Role.SELECTS, f"'{name}' of '{context.path[-1]}'"
    if words in ("name", "id") and _is_sampled(context):
        return Role.SELECTS, f"'{name}' beside the settings of a request"
    return None


def _of_a_row(context: Context, words: str, table: bool) -> Verdict | None:
    """A value in a row that describes a model."""
    name = context.name or ""
    if words.endswith("model") and not _calls(context) and _is_described(context):
        return Role.DECLARES, f"'{name}' of a row in a table"
    if (_ID_KEY.match(words) or words.startswith("deployment")) and _is_row(context, words, table):
        return Role.DECLARES, f"'{name}' of a row in a table"
    if labels_model(name) or (" " in name and context.items > _FEW):
        return Role.DECLARES, "the id behind a label"
    return None


def _by_its_key(context: Context, words: str, table: bool) -> Verdict:
    """What the key alone says, or else the names above it."""
    name = context.name or ""
    if is_model_name(name):
        if table and context.items > 3 and not words.endswith(("model", "model_name", "model_id", "modelid")):
            return Role.DECLARES, f"'{name}' in a table"
        return Role.SELECTS, f"the value of '{name}'"
    if words in _providers() and _keyed_by_provider(context):
        entry = any(_OF_A_MODEL.fullmatch(part) for part in context.path[-1:])
        return (Role.DECLARES if entry else Role.SELECTS), f"the model for '{name}'"
    if table or context.items > 2:
        return Role.DECLARES, "a value in a table"
    if any(is_model_name(part) for part in context.path):
        return Role.SELECTS, f"the value of '{name}' under '{context.path[-1]}'"
    return Role.DECLARES, f"the value of '{name}'"


def assignment(context: Context) -> Verdict | None:
    """What a name, and what becomes of it, make of the value assigned to it."""
    if reached := reaches(context):
        return reached
    if spoken(context.name):
        return Role.MENTIONS, f"the value of '{context.name}'"
    if is_model_name(context.name) or is_model_name(context.annotation):
        return Role.SELECTS, f"the name '{context.name}' says model"
    if any(is_model_name(part) for part in context.path):
        return Role.SELECTS, f"'{context.name}' in '{context.path[-1]}'"
    if context.name and not lists_models(context.name):
        return Role.SELECTS, f"assigned to '{context.name}'"
    return Role.DECLARES, f"assigned to '{context.name}'"


def attribute(context: Context) -> Verdict | None:
    """What an attribute of a tag makes of its value."""
    if is_model_name(context.name):
        return Role.SELECTS, f"attribute '{context.name}'"
    if (context.name or "").lower() in ("value", "key", "id"):
        return Role.DECLARES, f"attribute '{context.name}'"
    return Role.MENTIONS, f"attribute '{context.name}'"


def _is_example(context: Context) -> bool:
    """Whether a description of an interface shows the value to people: ``Body(example={"model": HERE})``, OpenAPI."""
    if _EXAMPLES.isdisjoint(context.path):
        return False
    described = context.path[:1] in (("paths",), ("components",), ("definitions",))
    return (
        described
        or any("schema_extra" in part for part in context.path)
        or bool(_SCHEMA_CALL.search(context.call or ""))
    )


def _permits(context: Context) -> bool:
    """Whether the value stands in a policy, which says who may call a model."""
    return snake(context.name or "") in ("resource", "resources", "not_resource", "not_resources")


def _serves(name: str | None) -> bool:
    return (name or "") in ("providers", "provider", "targets")


@cache
def _providers() -> frozenset[str]:
    """What providers are called where one stands as a key."""
    return frozenset(hint for platform in platforms.load().values() for hint in platform.hints)


@cache
def _clients() -> frozenset[str]:
    return frozenset(client for platform in platforms.load().values() for client in platform.clients)


def names_client(context: Context) -> bool:
    """Whether the class around is called as a client of some platform: ``class Ollama(Model): id = HERE``."""
    return bool(context.path) and context.path[-1] in _clients()


def _keyed_by_provider(context: Context) -> bool:
    """Whether most keys beside are providers too: ``{"openai": "gpt-4o", "groq": "llama3-8b-8192"}``."""
    keys = {snake(key) for key in context.siblings}
    return len(keys - _providers()) <= len(keys) // 2


def _is_row(context: Context, words: str, table: bool) -> bool:
    """Whether the keys beside describe a model instead of calling it."""
    siblings = context.siblings
    if _calls(context):
        return False
    if words.startswith("deployment"):
        return any(_PRICE.search(key) for key in siblings)
    if words.startswith(("model", "api_model")):
        return any(_PRICE.search(key) for key in siblings) or (words != "model_name" and "modelname" in siblings)
    shown = context.items > 1 and words in _SHOWN_AS and any(key.startswith(_LABELS) for key in siblings)
    return table or shown or sum(bool(_DETAIL.search(key)) for key in siblings) >= 2


def _is_sampled(context: Context) -> bool:
    """Whether settings of a request stand beside, and no other key that says model."""
    return not _SAMPLING.isdisjoint(context.siblings) and not any(key.startswith("model") for key in context.siblings)


def _is_described(context: Context) -> bool:
    """Whether the keys beside tell people of a model: how much it reads, or nothing but what it is called."""
    keys = {_joined(key) for key in context.siblings}
    sized = "contextwindow" in keys or ("contextlength" in keys and context.hint is None)
    titled = len(keys) == 2 and not keys.isdisjoint(("title", "label"))
    return sized or (titled and context.call is None)


def _is_chosen(context: Context) -> bool:
    """Whether one model is described as the one that is used: ``const DEFAULT_MODEL = { id: HERE, provider: ... }``."""
    around = snake(context.path[-1]) if context.path else ""
    if context.place is Place.CONFIG_VALUE and context.hint and around.isalpha():  # models: {fast: {id, provider}}
        return context.path[-2:-1] == ("models",) and not any(_PRICE.search(key) for key in context.siblings)
    return bool(_CHOSEN_NAME.search(around)) and not around.endswith("s")


def _joined(key: str) -> str:
    return key.replace("_", "").replace("-", "")


def _calls(context: Context) -> bool:
    """Whether the keys beside are settings of a request."""
    return any(_CALL_SETTING.search(key) for key in context.siblings)
