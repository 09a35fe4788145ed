"""What a model id does where it stands: selects, declares, compares, mentions or test.

Readers state syntax (:class:`~modelguard.types.Context`); this module alone judges it, the same way for
every language, and says why. ``None`` means: no use of a model at all.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from modelguard import platforms, rolewords
from modelguard.naming import named_after
from modelguard.types import Context, Literal, ModelRef, Place, Role, UsedAt

Verdict = tuple[Role, str]

_TEST_PATH = re.compile(
    r"(?:^|/)(?:(?:[\w-]+-)?tests|test|__tests__|testing|spec|specs|e2e|_*fixtures?_*|testdata|test_data|__mocks__|mocks?|__snapshots__)/"
    r"|(?:^|/)(?:test_[^/]*|conftest)\.pyi?$|_tests?\.(?:py|go|rb|rs|exs?)$|[._-](?:test|spec|stor(?:y|ie))s?\.[cm]?[jt]sx?$"
    r"|^(?!(?:.*/)?src/main/).*(?:Tests?|IT|Spec)\.(?:java|kt|cs|scala|swift)$|(?:^|/)test-[^/]*\.(?:py|ts|js|sh)$"
    r"|(?:^|/)[\w.-]*(?:[._-]|[a-z])Tests?/",
)
_MODEL_NAME = re.compile(
    r"(?:^|[^a-z])(?:models?|llms?|engine|deployment|embeddings?|embedders?|rerankers?|rerank|gpt|claude|gemini|"
    r"mistral|completion|vlm|summari[sz]er|judge)(?:$|[^a-z])|model|llm",
)
_NOT_MODEL_NAME = re.compile(
    r"(?:^|[^a-z])(?:title|label|description|desc|help|text|content|prompt|message|msg|placeholder|doc|docs|"
    r"comment|summary|href|src|url|uri|link|path|file|filename|dir|folder|class|classname|style|icon|logo|image|"
    r"tags?|keywords?|package|dependencies|devdependencies|repo|repository|uses|alt|caption|log|error|warning|"
    r"note|notes|about|author|license|homepage|slug|anchor|section|heading|subtitle|tooltip|hint|markdown|"
    r"question|answer|query|example|display|displayname|cached_result_name|pretty|human|agent|usage|run|script)(?:$|[^a-z])",
)
_TABLE_NAME = re.compile(
    r"(?:^|[^a-z])(?:models|prices?|pricing|costs?|limits?|windows?|context|contexts|tokens?|registry|catalog|"
    r"catalogue|supported|available|allowed|known|valid|options|choices|list|all|map|mapping|aliases|table|"
    r"capabilit\w*|info|metadata|specs?|definitions?|providers?|enum|encodings?|sizes?|lengths?|rates?|ratios?)"
    r"(?:$|[^a-z])",
)
_SPELLS_OUT = frozenset("fmt as_str to_str as_ref to_string toString ToString String rawValue description".split())
_OF_A_MODEL = re.compile(r"[a-z][\w.]*-[\w.-]*\d[\w.-]*|[a-z]+\d[\w.-]*", re.IGNORECASE)
_ENUM_LIKE = 4
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
_RECORD_PATH = re.compile(
    r"(?:^|/)(?:[\w-]*results?|outputs?|logs?|runs|traces|recordings|transcripts|benchmark[\w-]*)/.*\.(?:jsonl?|csv|ya?ml)$"
)
_OFFERED = re.compile(
    r"(?:^|_)(?:options|choices|enum|one_?of|any_?of|allowed(?:_?values)?|permitted|supported|available|suggestions)(?:$|_)"
)
_FEW = 2
"""So many models named with a provider are chosen; more of them are what the provider offers."""
_CHAIN_NAME = re.compile(r"fallback|candidates?|priorit|chain|backups?|rotation|pool", re.IGNORECASE)
_SPOKEN = re.compile(
    r"(?:^|[._])(?:print|log|logger|debug|info|warn|warning|error|exception|critical|fatal|echo|puts|printf|"
    r"println|sprintf|errorf|format|assert\w*|raise|throw|describe|it|skip|skipif|xfail|reason|panic|"
    r"console|write|writeln|getlogger|translate|t|gettext|hash|hash_?code)$",
    re.IGNORECASE,
)
_TELEMETRY = re.compile(
    r"(?:^|[._])(?:posthog|mixpanel|amplitude|segment|analytics|telemetry|statsd|sentry_sdk|sentry|logger|logging|log|"
    r"metrics|tracer|span)\.\w+$|(?:^|[._])(?:capture|track|set_attributes?|set_tags?|add_event|log_event)$",
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
_TOKENIZER_CALL = re.compile(
    r"encoding_for_model|get_encoding|encodingformodel|tiktoken|count_?\w*tokens?|num_tokens|token_?count\w*$|tokenizer",
    re.I,
)
_COMPARING_CALL = re.compile(
    r"(?:^|[._])(?:startswith|endswith|includes|contains|has_?prefix|has_?suffix|equals(?:ignorecase)?|indexof|"
    r"isin|starts_with|ends_with|match|test|has)$",
    re.IGNORECASE,
)
_DECLARING_CALL = re.compile(
    r"(?:register|add_model|define|choice|literal|enum|option)s?\w*$|(?:model|embedder|common)_?ref$|"
    r"(?:^|[._])(?:serde|strum|serialname|serializedname|jsonproperty|jsonproperty\w+|enummember|jsonstringenummembername)$",
    re.IGNORECASE,
)
_KIND_NAME = re.compile(
    r"(?:^|_)(?:family|families|vendor|provider|kind|type|category|special(?:ty|ity)|brand|backend|mode|format|voice|"
    r"parser|tokenizer|task|usecase|feature|capability|role|arch|architecture|trace)$"
)
_CHOSEN_NAME = re.compile(r"(?:default|fallback|selected|chosen|current|active|primary|initial)_?\w*(?:model|llm)")
_SHOWN_BESIDE = {
    "name": frozenset({"id", "modelid", "model_id", "value", "slug"}),
    "model_name": frozenset({"modelid", "model_id", "hostedid"}),
}
"""Names that are shown to people where one of these keys, which are sent to an API, stands beside."""

PROSE = {
    Place.COMMENT: "a comment",
    Place.DOCSTRING: "a docstring",
    Place.PROSE: "prose",
    Place.OUTPUT: "notebook output",
}
_COMPARE = {Place.COMPARISON: "compared with a value", Place.SUBSCRIPT: "looked up in a table"}
_DECLARE = {
    Place.MAPPING_KEY: "the key of a table",
    Place.CONFIG_KEY: "the key of a table",
    Place.TYPE: "part of a type",
    Place.ENUM_MEMBER: "a member of an enum",
}


@cache
def _providers() -> frozenset[str]:
    """What providers are called where one stands as a key."""
    return frozenset(hint for platform in platforms.load().values() for hint in platform.hints)


@lru_cache(maxsize=1024)
def is_test(path: str) -> bool:
    """Whether a path is a test's by the conventions of its language."""
    return bool(_TEST_PATH.search(path))


def says_model(context: Context) -> bool:
    """Whether the surroundings alone say that a value is a model."""
    return _says_model(context)


def decide(literal: Literal, ref: ModelRef, path: str) -> Verdict | None:
    """The role of ``ref`` at ``literal`` in the file ``path``, and the reason in a few words."""
    verdict = _decide(literal, ref)
    if verdict is None or verdict[0] is Role.MENTIONS:
        return None if ref.opaque else verdict
    if _is_reported(literal.context):
        return Role.MENTIONS, "reported to telemetry or a log"
    asked = literal.context.place is Place.CONFIG_ITEM and literal.context.name == "models"
    if _RECORD_PATH.search(path) and not asked:
        return Role.MENTIONS, "recorded results"
    if is_test(path):
        return Role.TEST, f"{verdict[1]}, in a test"
    return verdict


def _is_reported(context: Context) -> bool:
    """Whether a value is only given to telemetry and logs. One with a name of its own may go elsewhere too."""
    if context.call is None and context.place is not Place.MAPPING_VALUE:
        return False
    if any(used.name and _model_name(used.name) for used in context.used_at):
        return False
    calls = [used.call or "" for used in context.used_at] or [context.call or ""]
    reported = [call for call in calls if _TELEMETRY.search(call)]
    return bool(reported) and not any(_MODEL_CALL.search(call) for call in calls if call not in reported)


def _decide(literal: Literal, ref: ModelRef) -> Verdict | None:
    context = literal.context
    if context.place in PROSE:
        return (Role.MENTIONS, PROSE[context.place]) if ref.known or ref.shaped else None
    if context.place is Place.TEXT:
        return Role.MENTIONS, "part of a longer text"
    vague = ref.word or not (ref.known or ref.shaped or (ref.opaque and not ref.prefix))
    if vague and rolewords.names_kind(_words(context.name or "")):
        return None
    if ref.platform is None and rolewords.names_own_model(_words(context.name or "")):
        return Role.MENTIONS, f"'{context.name}' is what a model of one's own is called"
    if vague and not (_says_model(context) or (ref.by_client and context.place is Place.ARGUMENT)):
        return None
    if context.place in _COMPARE:
        return Role.COMPARES, _COMPARE[context.place]
    handed_on = (used.client or (used.name is not None and _as_model(used)) for used in context.used_at)
    if context.place is Place.ENUM_MEMBER and any(handed_on) and (reached := _reaches(context)):
        return reached
    if _is_listed(context, literal.value):
        return Role.DECLARES, f"a constant of '{context.path[-1]}' named after it"
    if context.place in _DECLARE:
        return (Role.DECLARES, _DECLARE[context.place]) if not vague else None
    many = context.place is Place.ASSIGNMENT and context.items >= _ENUM_LIKE
    if (
        many
        and all(is_test(used.path) for used in context.used_at)
        and named_after(context.name or "", ref.id or ref.text)
    ):
        return Role.DECLARES, "one of many constants that are named after models"
    return _by_place(context)


def _is_listed(context: Context, value: str) -> bool:
    """Whether a value is one of the constants of a class that only gives names to models."""
    if context.used_at or context.place not in (Place.ASSIGNMENT, Place.DEFAULT) or not context.path:
        return False
    return len(context.siblings) > 3 and rolewords.named_after(context.name or "", value)


def _by_place(context: Context) -> Verdict | None:
    place, words = context.place, _words(context.name or "")
    if rolewords.names_other_thing(words):
        return Role.MENTIONS, f"'{context.name}' is what something else is called"
    if place is not Place.RETURN and rolewords.narrows(words):
        return Role.COMPARES, f"'{context.name}' narrows models down"
    if place is Place.ARGUMENT:
        return _argument(context)
    if place in (Place.ITEM, Place.CONFIG_ITEM):
        return _item(context)
    if place in (Place.MAPPING_VALUE, Place.CONFIG_VALUE):
        return _value(context)
    if place is Place.ASSIGNMENT:
        return _assignment(context)
    if place is Place.ATTRIBUTE:
        return _attribute(context)
    if place is Place.RETURN and (found := _returned(context)):
        return found
    if place is Place.OTHER:
        return Role.DECLARES, "nothing says what it is for"
    if place is Place.RETURN and context.name in _SPELLS_OUT:
        return Role.DECLARES, f"spelled out by '{context.name}'"
    if _spoken_name(context.name):
        return Role.MENTIONS, f"the value of '{context.name}'"
    return Role.SELECTS, f"{place.value} of '{context.name}'" if context.name else place.value


def _returned(context: Context) -> Verdict | None:
    """A function that says what kind of model a model is, or how to count its tokens, calls none."""
    name = context.name or ""
    if _TOKENIZER_CALL.search(name):
        return Role.DECLARES, f"chooses a tokenizer in '{name}'"
    return (Role.DECLARES, f"a kind of models, by '{name}'") if _KIND_NAME.search(_words(name)) else None


def _says_model(context: Context) -> bool:
    """Whether the surroundings say that the value is a model."""
    if _KIND_NAME.search(_words(context.name or "")):
        return False
    argument = context.place is Place.ARGUMENT
    around = ((context.call or "").rpartition(".")[2],) if argument else context.path[-1:]
    told = any(word in part.lower() for part in around for word in ("model", "llm", "embedder", "reranker"))
    return told or _model_name(context.name) or _model_name(context.annotation)


def _model_name(name: str | None) -> bool:
    return bool(name and _MODEL_NAME.search(_words(name)))


def _spoken_name(name: str | None) -> bool:
    words = _words(name) if name else ""
    return bool(_NOT_MODEL_NAME.search(words) and not _MODEL_NAME.search(words)) or rolewords.names_locale(words)


def _words(name: str) -> str:
    """``defaultModelID`` -> ``default_model_id``."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def _argument(context: Context) -> Verdict | None:
    call = context.call or ""
    last = re.split(r"[.:]", call)[-1]
    tokenizes = _TOKENIZER_CALL.search(call) and not rolewords.asks_api_for_tokens(call)
    if _COMPARING_CALL.search(call):
        return Role.COMPARES, f"compared by {last}()"
    if _model_name(context.name) and not _SPOKEN.search(call):
        if tokenizes:
            return Role.DECLARES, f"chooses a tokenizer in {last}()"
        return (
            Role.SELECTS,
            f"argument '{context.name}' of {last}()" if call else f"argument '{context.name}'",
        )
    if _SPOKEN.search(call) or _spoken_name(context.name):
        return Role.MENTIONS, f"said by {last}()"
    if tokenizes:
        return Role.DECLARES, f"chooses a tokenizer in {last}()"
    if _NO_MODEL_CALL.search(call):
        return Role.MENTIONS, f"text given to {last}()"
    if context.items >= _ENUM_LIKE and last[:1].isupper():
        return Role.DECLARES, f"one of many rows of {last}()"
    built = last[:1].isupper() and "Option" in last  # new ChatOptions("gpt-4o") asks for it
    if _DECLARING_CALL.search(call) and call != "define" and not built:
        return Role.DECLARES, f"declared by {last}()"
    return Role.SELECTS, f"argument of {last}()" if call else "argument of a call"


def _as_model(used: UsedAt) -> bool:
    """Whether a value is handed on as a model there, and not only told."""
    if _SPOKEN.search(used.call or ""):
        return False
    if used.name is None or _model_name(used.name):
        return True
    return used.name.endswith("()") and bool(used.client or _MODEL_CALL.search(used.name))


def _reaches(context: Context) -> Verdict | None:
    """The first place that a followed value is handed on to as a model."""
    used = next((at for at in context.used_at if _as_model(at)), None)
    if used is None:
        return None
    if used.call is None and used.name:
        return Role.SELECTS, f"given to '{used.name}' in line {used.line}"
    several = context.place in (Place.ITEM, Place.MAPPING_VALUE)
    tokenized = all(_TOKENIZER_CALL.search(at.call or "") for at in context.used_at)
    if tokenized and (several or not _model_name(context.name)):
        return Role.DECLARES, f"chooses a tokenizer in {used.call}"
    if context.items > 1 and rolewords.only_offered(at.call for at in context.used_at):
        return Role.DECLARES, f"offered by {used.call}"
    return Role.SELECTS, f"reaches {used.call or 'a call'} in line {used.line}"


def _item(context: Context) -> Verdict | None:
    if _permits(context):
        return Role.DECLARES, f"permitted in '{context.name}'"
    names = [*context.path, context.name or ""]
    if any(_CHAIN_NAME.search(name) for name in names):
        return Role.SELECTS, "a member of a chain of models"
    if reached := _reaches(context):
        return reached
    if context.place is Place.CONFIG_ITEM and _OFFERED.search(_words(context.name or "")):
        return Role.DECLARES, f"offered in '{context.name}'"
    if context.deployed and not (context.items > _FEW and _lists_models(context.name)):
        return Role.SELECTS, f"a member of a list that is deployed ({context.deployed})"
    if context.place is Place.CONFIG_ITEM and context.hint and (context.items <= _FEW or _serves(context.name)):
        return Role.SELECTS, "named with its provider"
    if context.place is Place.ITEM and context.items == 1 and not context.call and not _lists_models(context.name):
        return Role.SELECTS, "the only model of a list"
    if _spoken_name(context.name):
        return Role.MENTIONS, f"a member of '{context.name}'"
    return Role.DECLARES, "a member of a list"


def _permits(context: Context) -> bool:
    """Whether the value stands in a policy, which says who may call a model."""
    return _words(context.name or "") in ("resource", "resources", "not_resource", "not_resources")


def _serves(name: str | None) -> bool:
    return (name or "") in ("providers", "provider", "targets")


def _lists_models(name: str | None) -> bool:
    """Whether a name says that its list is a choice or a registry, or is a type's (``Annotated``)."""
    return not name or name == "Annotated" or _spoken_name(name) or bool(_TABLE_NAME.search(_words(name)))


def _value(context: Context) -> Verdict | None:
    name, words = context.name or "", _words(context.name or "")
    table = any(_TABLE_NAME.search(_words(part)) for part in context.path)
    if _permits(context):
        return Role.DECLARES, f"permitted in '{name}'"
    if reached := _reaches(context):
        return reached
    if _spoken_name(name):
        return Role.MENTIONS, f"the value of '{name}'"
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
    if words.endswith("model") and not _calls(context) and "contextwindow" in map(_joined, context.siblings):
        return Role.DECLARES, f"'{name}' of a row in a table"
    if _ID_KEY.match(words) and _is_row(context, words, table):
        return Role.DECLARES, f"'{name}' of a row in a table"
    if rolewords.labels_model(name) or (" " in name and context.items > _FEW):
        return Role.DECLARES, "the id behind a label"
    if _model_name(name):
        if table and context.items > 3 and not words.endswith(("model", "model_name", "model_id", "modelid")):
            return Role.DECLARES, f"'{name}' in a table"
        return Role.SELECTS, f"the value of '{name}'"
    if words in _providers() and _keyed_by_provider(context):
        entry = any(_OF_A_MODEL.fullmatch(part) for part in context.path[-1:])
        return (Role.DECLARES if entry else Role.SELECTS), f"the model for '{name}'"
    if table or context.items > 2:
        return Role.DECLARES, "a value in a table"
    if any(_model_name(part) for part in context.path):
        return Role.SELECTS, f"the value of '{name}' under '{context.path[-1]}'"
    return Role.DECLARES, f"the value of '{name}'"


def _keyed_by_provider(context: Context) -> bool:
    """Whether most keys beside are providers too: ``{"openai": "gpt-4o", "groq": "llama3-8b-8192"}``."""
    keys = {_words(key) for key in context.siblings}
    return len(keys - _providers()) <= len(keys) // 2


def _is_row(context: Context, words: str, table: bool) -> bool:
    """Whether the keys beside describe a model instead of calling it."""
    siblings = context.siblings
    if _calls(context):
        return False
    if words.startswith(("model", "api_model")):
        return any(_PRICE.search(key) for key in siblings) or (words != "model_name" and "modelname" in siblings)
    return table or sum(bool(_DETAIL.search(key)) for key in siblings) >= 2


def _is_chosen(context: Context) -> bool:
    """Whether one model is described as the one that is used: ``const DEFAULT_MODEL = { id: HERE, provider: ... }``."""
    around = _words(context.path[-1]) if context.path else ""
    if context.place is Place.CONFIG_VALUE and context.hint and around.isalpha():  # models: {fast: {id, provider}}
        return context.path[-2:-1] == ("models",) and not any(_PRICE.search(key) for key in context.siblings)
    return bool(_CHOSEN_NAME.search(around)) and not around.endswith("s")


def _joined(key: str) -> str:
    return key.replace("_", "").replace("-", "")


def _calls(context: Context) -> bool:
    """Whether the keys beside are settings of a request."""
    return any(_CALL_SETTING.search(key) for key in context.siblings)


def _assignment(context: Context) -> Verdict | None:
    if reached := _reaches(context):
        return reached
    if _spoken_name(context.name):
        return Role.MENTIONS, f"the value of '{context.name}'"
    if _model_name(context.name) or _model_name(context.annotation):
        return Role.SELECTS, f"the name '{context.name}' says model"
    if any(_model_name(part) for part in context.path):
        return Role.SELECTS, f"'{context.name}' in '{context.path[-1]}'"
    if context.name and not _lists_models(context.name):
        return Role.SELECTS, f"assigned to '{context.name}'"
    return Role.DECLARES, f"assigned to '{context.name}'"


def _attribute(context: Context) -> Verdict | None:
    if _model_name(context.name):
        return Role.SELECTS, f"attribute '{context.name}'"
    if (context.name or "").lower() in ("value", "key", "id"):
        return Role.DECLARES, f"attribute '{context.name}'"
    return Role.MENTIONS, f"attribute '{context.name}'"
