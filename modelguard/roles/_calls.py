"""What a call does with the value it is given: ask a model, compare, count tokens, tell people."""

from __future__ import annotations

import re
from collections.abc import Iterable

from modelguard.roles._names import KIND_NAME, is_model_name, snake, spoken
from modelguard.types import Context, Place, Role, UsedAt

Verdict = tuple[Role, str]
"""A role, and the reason in a few words."""
ENUM_LIKE = 4
"""So many models beside each other are a registry."""
_SPOKEN = re.compile(
    r"(?:^|[._])(?:print|log|logger|debug|info|warn|warning|error|exception|critical|fatal|echo|puts|printf|"
    r"println|sprintf|errorf|format|assert\w*|raise|throw|describe|it|skip|skipif|xfail|reason|panic|"
    r"console|write|writeln|getlogger|translate|t|gettext|hash|hash_?code)$|(?:Exception|Error)$",
    re.IGNORECASE,
)
_PRINTS = re.compile(r"(?:^|[._])(?:e?print(?:ln|f)?|fprint(?:ln|f)?|puts|write_?line|console\.log)$", re.IGNORECASE)
_TELEMETRY = re.compile(
    r"(?:^|[._])(?:posthog|mixpanel|amplitude|segment|analytics|telemetry|statsd|sentry_sdk|sentry|logger|logging|log|"
    r"metrics|tracer|span)\.\w+$|(?:^|[._])(?:capture|track|set_?attributes?|set_?tags?|add_?event|log_?event)$",
    re.IGNORECASE,
)
_MODEL_CALL = re.compile(
    r"create|complet|chat|generat|invoke|embed|message|llm|model|predict|agent|respon", re.IGNORECASE
)
_NO_MODEL_CALL = re.compile(
    r"(?:^|[._])(?:import|require|from|import_module|open|read|readfile|readtext|join|joinpath|path|resolve|exists|"
    r"startswith|endswith|replace|sub|match|search|split|strip|compile|findall|regexp?|url|fetch|goto|link|"
    r"getenv|environ\.get|get_env|setenv|pip|install|add_command|route|redirect|sleep)$",
    re.IGNORECASE,
)
TOKENIZER_CALL = re.compile(
    r"encoding_for_model|get_encoding|encodingformodel|tiktoken|count_?\w*tokens?|num_tokens|token_?count\w*$|tokenizer",
    re.I,
)
_PRICES = re.compile(r"(?:^|_)(?:costs?|prices?|pricing)(?:_(?:of|for|per|in)\w*)?$")
_PRICED = re.compile(r"(?:^|_)(?:costs?|prices?|pricing)(?:_|$)")
_COUNTS = re.compile(r"(?:count|num)_\w*tokens?$|tokens?_(?:count|limit|usage)\w*$")
_ASKS = re.compile(
    r"^(?:is|has|can|supports?|allows?|accepts?|needs?|requires?)_\w|"
    r"^(?:get|fetch|load|find|look_?up|read|resolve|infer|guess|detect)_(?:\w+_)?(?:info|metadata|limits?|windows?|length|"
    r"templates?|capabilit(?:y|ies)|specs?|labels?|provider|vendor|family|encoding|tokenizer|features?|icon|logo)"
    r"(?:_(?:for|of)(?:_\w+)?)?$"
)
"""Functions that tell something of a model and ask it nothing."""
_ASKED = re.compile(
    r"model|llm|chat|complet|generat|embed|rerank|provider|engine|deployment|config|settings|options|params|variant|"
    r"candidate|fallback|target|route|judge|assistant|bot|client|openai|anthropic|claude|gemini|gpt|mistral|cohere|groq"
)
_RUN_NAMES = frozenset({"name", "title", "tags"})
_RUNS = re.compile(r"(?:^|_)(?:evaluate|eval|experiment|benchmark|span|trace|start_run|observation|generation)(?:_|$)")
_ROW_KEYS = frozenset({"api_name", "slug", "identifier", "key", "id"})
_PRICED = re.compile(r"(?:^|_)(?:cost|pric(?:e|ing))|context_?(?:window|length)")
_COMPARING_CALL = re.compile(
    r"(?:^|[._])(?:startswith|endswith|includes|contains|has_?prefix|has_?suffix|equals(?:ignorecase)?|indexof|"
    r"isin|starts_with|ends_with|match|test|has|where|or_?where|where_?not|rewhere|find_by!?|exists\?|filter_by|"
    r"objects\.(?:filter|exclude|get))$",
    re.IGNORECASE,
)
_DECLARING_CALL = re.compile(
    r"(?:register|add_model|define|choice|literal|enum|option)s?\w*$|(?:model|embedder|common)_?ref$|"
    r"(?:^|[._])(?:serde|strum|serialname|serializedname|jsonproperty|jsonproperty\w+|enummember|jsonstringenummembername)$",
    re.IGNORECASE,
)
_OFFERS = re.compile(
    r"(?:^|[._])(?:select_?box|multi_?select|radio|select_slider|dropdown|combo_?box|checkbox_?group|"
    r"option_?menu|segmented_control|pills)$",
    re.IGNORECASE,
)
_API_TOKENS = re.compile(r"(?:messages|models|_model|client)\.(?:a?count_?tokens|countTokens)$")


def is_printed(context: Context) -> bool:
    """Whether a value stands in a text or a record that is only shown to people."""
    return context.place in (Place.MAPPING_VALUE, Place.COMMAND) and bool(_PRINTS.search(context.call or ""))


def is_reported(context: Context) -> bool:
    """Whether a value is only given to telemetry and logs. One with a name of its own may go elsewhere too."""
    if context.call is None and context.place is not Place.MAPPING_VALUE:
        return False
    if any(used.name and is_model_name(used.name) for used in context.used_at):
        return False
    calls = [used.call or "" for used in context.used_at] or [context.call or ""]
    reported = [call for call in calls if _TELEMETRY.search(call)]
    return bool(reported) and not any(_MODEL_CALL.search(call) for call in calls if call not in reported)


def argument(context: Context) -> Verdict | None:
    """What the call makes of its argument; None where it is nobody's model."""
    call = context.call or ""
    last = re.split(r"[.:]", call)[-1]
    tokenizes = TOKENIZER_CALL.search(call) and not asks_api_for_tokens(call)
    if _COMPARING_CALL.search(call):
        return Role.COMPARES, f"compared by {last}()"
    if _ASKS.search(snake(last)):
        return Role.DECLARES, f"asked about by {last}()"
    if _PRICES.search(snake(last)):
        return Role.DECLARES, f"priced by {last}()"
    if is_model_name(context.name) and not _SPOKEN.search(call):
        if tokenizes:
            return Role.DECLARES, f"chooses a tokenizer in {last}()"
        return (
            Role.SELECTS,
            f"argument '{context.name}' of {last}()" if call else f"argument '{context.name}'",
        )
    if _SPOKEN.search(call) or spoken(context.name):
        return Role.MENTIONS, f"said by {last}()"
    if snake(context.name or "") in _ROW_KEYS and any(_PRICED.search(key) for key in context.siblings):
        return Role.DECLARES, f"'{context.name}' of a row in a table"
    if context.name == "name" and last[:1].isupper() and not _names_what_is_asked(context, last):
        return Role.DECLARES, f"what a {last} is called"
    if context.name in _RUN_NAMES and _RUNS.search(snake(last)):
        return Role.MENTIONS, f"what a run of {last}() is called"
    if tokenizes:
        return Role.DECLARES, f"chooses a tokenizer in {last}()"
    if "dataset" in last.lower():
        return Role.MENTIONS, f"data given to {last}()"
    if _NO_MODEL_CALL.search(call):
        return Role.MENTIONS, f"text given to {last}()"
    if context.items >= ENUM_LIKE and (last[:1].isupper() or call in ("of", "new")):
        return Role.DECLARES, f"one of many rows of {last}()"
    built = last[:1].isupper() and "Option" in last  # new ChatOptions("gpt-4o") asks for it
    if _DECLARING_CALL.search(call) and call != "define" and not built:
        return Role.DECLARES, f"declared by {last}()"
    return Role.SELECTS, f"argument of {last}()" if call else "argument of a call"


def _names_what_is_asked(context: Context, built: str) -> bool:
    """Whether the ``name`` of the object that is built may be what an API is asked for, by its class and settings."""
    if any(key in context.siblings for key in ("model", "model_name", "model_id")):
        return False
    return _ASKED.search(snake(built)) is not None or "temperature" in context.siblings


def default(context: Context) -> Verdict | None:
    """A function that only counts tokens or money for the model of a parameter calls none."""
    function, calls = context.path[-1] if context.path else "", [used.call or "" for used in context.used_at]
    if function[:1].isupper() or function == "__init__":  # a field, which anybody may read
        return None
    if any(asks_api_for_tokens(call) or not TOKENIZER_CALL.search(call) for call in calls):
        return None
    if calls or _COUNTS.search(snake(function)):
        return Role.DECLARES, f"chooses a tokenizer in '{function}'"
    return (Role.DECLARES, f"priced by '{function}'") if _PRICES.search(snake(function)) else None


def returned(context: Context) -> Verdict | None:
    """A function that says what kind of model a model is, or how to count its tokens, calls none."""
    name = context.name or ""
    if TOKENIZER_CALL.search(name):
        return Role.DECLARES, f"chooses a tokenizer in '{name}'"
    if _PRICED.search(snake(name)):
        return Role.DECLARES, f"priced by '{name}'"
    return (Role.DECLARES, f"a kind of models, by '{name}'") if KIND_NAME.search(snake(name)) else None


def handed_as_model(used: UsedAt) -> bool:
    """Whether a value is handed on as a model there, and not only told."""
    if _SPOKEN.search(used.call or ""):
        return False
    if used.name is None or is_model_name(used.name):
        return True
    return used.name.endswith("()") and bool(used.client or _MODEL_CALL.search(used.name))


def reaches(context: Context) -> Verdict | None:
    """The first place that a followed value is handed on to as a model."""
    used = next((at for at in context.used_at if handed_as_model(at)), None)
    if used is None:
        return None
    if used.call is None and used.name:
        return Role.SELECTS, f"given to '{used.name}' in line {used.line}"
    several = context.place in (Place.ITEM, Place.MAPPING_VALUE)
    tokenized = all(TOKENIZER_CALL.search(at.call or "") for at in context.used_at)
    if tokenized and (several or not is_model_name(context.name)):
        return Role.DECLARES, f"chooses a tokenizer in {used.call}"
    if context.items > 1 and only_offered(at.call for at in context.used_at):
        return Role.DECLARES, f"offered by {used.call}"
    return Role.SELECTS, f"reaches {used.call or 'a call'} in line {used.line}"


def only_offered(calls: Iterable[str | None]) -> bool:
    """Whether all of ``calls`` only let a person choose: a drop-down, a radio group."""
    calls = tuple(calls)
    return bool(calls) and all(call and _OFFERS.search(call) for call in calls)


def asks_api_for_tokens(call: str) -> bool:
    """Whether a call lets the provider count tokens with the model itself."""
    return _API_TOKENS.search(call) is not None
