"""What a model id does where it stands: selects, declares, compares, mentions or test.

Readers state syntax (:class:`~modelguard.types.Context`); this package alone judges it, the same way for
every language, and says why. ``None`` means: no use of a model at all.
"""

from __future__ import annotations

from modelguard.naming import named_after
from modelguard.roles._calls import (
    ENUM_LIKE,
    Verdict,
    argument,
    default,
    handed_as_model,
    is_printed,
    is_reported,
    reaches,
    returned,
)
from modelguard.roles._names import (
    KIND_NAME,
    called_as,
    describes,
    is_model_name,
    names_kind,
    names_other_thing,
    names_own_model,
    narrows,
    respells,
    snake,
    spoken,
)
from modelguard.roles._offered import is_named_after, is_offered
from modelguard.roles._paths import in_test, is_form, is_record, is_test
from modelguard.roles._values import assignment, attribute, is_result, item, names_client, value
from modelguard.types import Context, Literal, ModelRef, Place, Role

__all__ = ["PROSE", "Verdict", "decide", "in_test", "is_named_after", "is_offered", "is_test", "says_model"]

PROSE = {
    Place.COMMENT: "a comment",
    Place.DOCSTRING: "a docstring",
    Place.PROSE: "prose",
    Place.OUTPUT: "notebook output",
}
_COMPARE = {Place.COMPARISON: "compared with a value", Place.SUBSCRIPT: "looked up in a table"}
_REGISTRIES = ("model_name", "model_names", "model_id", "model_ids", "models")
_DECLARE = {
    Place.MAPPING_KEY: "the key of a table",
    Place.CONFIG_KEY: "the key of a table",
    Place.TYPE: "part of a type",
    Place.ENUM_MEMBER: "a member of an enum",
}
_SPELLS_OUT = frozenset("fmt as_str to_str as_ref to_string toString ToString String rawValue description".split())


def decide(literal: Literal, ref: ModelRef, path: str) -> Verdict | None:
    """The role of ``ref`` at ``literal`` in the file ``path``, and the reason in a few words."""
    verdict = _decide(literal, ref)
    if verdict is None or verdict[0] is Role.MENTIONS:
        return None if ref.opaque else verdict
    if is_printed(literal.context):
        return Role.MENTIONS, "part of a text that is printed"
    if is_reported(literal.context):
        return Role.MENTIONS, "reported to telemetry or a log"
    asked = literal.context.place is Place.CONFIG_ITEM and literal.context.name == "models"
    if is_record(path) and not asked:
        return Role.MENTIONS, "recorded results"
    if is_form(path):
        return Role.MENTIONS, "an example in a form"
    if in_test(path, literal.context.path):
        return Role.TEST, f"{verdict[1]}, in a test"
    return verdict


def _decide(literal: Literal, ref: ModelRef) -> Verdict | None:
    context = literal.context
    if context.place in PROSE:
        return (Role.MENTIONS, PROSE[context.place]) if ref.known or ref.shaped else None
    if context.place is Place.TEXT:
        return Role.MENTIONS, "part of a longer text"
    vague = ref.word or not (ref.known or ref.shaped or (ref.opaque and not ref.prefix))
    if vague and names_kind(snake(context.name or "")):
        return None
    if ref.platform is None and names_own_model(snake(context.name or "")):
        return Role.MENTIONS, f"'{context.name}' is what a model of one's own is called"
    if vague and not (says_model(context) or (ref.by_client and context.place is Place.ARGUMENT)):
        return None
    if context.place in _COMPARE:
        return Role.COMPARES, _COMPARE[context.place]
    handed_on = (used.client or (used.name is not None and handed_as_model(used)) for used in context.used_at)
    if context.place is Place.ENUM_MEMBER and any(handed_on) and (reached := reaches(context)):
        return reached
    if _is_listed(context, literal.value):
        return Role.DECLARES, f"a constant of '{context.path[-1]}' named after it"
    if context.place in _DECLARE:
        return (Role.DECLARES, _DECLARE[context.place]) if not vague else None
    if ref.prefix.endswith("://"):
        return Role.SELECTS, "the address of a model"
    if _is_respelled(context, literal.value):
        return Role.DECLARES, "another spelling of its key"
    registry = context.path and snake(context.path[-1]).endswith(_REGISTRIES)
    many = context.place is Place.ASSIGNMENT and context.items >= (2 if registry else ENUM_LIKE)
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
    return len(context.siblings) > 3 and called_as(context.name or "", value)


def _is_respelled(context: Context, value: str) -> bool:
    """Whether a key is the model's own id, written as somebody else writes it: ``{"gpt-4o": "openai/gpt-4o"}``.

    The key may be that of a row too: ``{"gpt-4o": {"model": "openai/gpt-4o"}}``.
    """
    if context.used_at or context.place is not Place.MAPPING_VALUE:
        return False
    return respells(context.name or "", value) or (not context.call and respells("".join(context.path[-1:]), value))


def _by_place(context: Context) -> Verdict | None:
    place, words = context.place, snake(context.name or "")
    if names_other_thing(words):
        return Role.MENTIONS, f"'{context.name}' is what something else is called"
    if place is not Place.RETURN and narrows(words):
        return Role.COMPARES, f"'{context.name}' narrows models down"
    if place is Place.COMMAND and context.path and describes(snake(context.path[-1])):
        return Role.MENTIONS, f"a command in '{context.path[-1]}'"
    if place is Place.COMMAND and is_result(context):
        return Role.DECLARES, "a row of results"
    if place is Place.ARGUMENT:
        return argument(context)
    if place in (Place.ITEM, Place.CONFIG_ITEM):
        return item(context)
    if place in (Place.MAPPING_VALUE, Place.CONFIG_VALUE):
        return value(context)
    if place is Place.ASSIGNMENT:
        return assignment(context)
    if place is Place.ATTRIBUTE:
        return attribute(context)
    if place is Place.RETURN and (found := returned(context)):
        return found
    if place is Place.DEFAULT and (found := default(context)):
        return found
    if place is Place.OTHER:
        return Role.DECLARES, "nothing says what it is for"
    if place is Place.RETURN and context.name in _SPELLS_OUT:
        return Role.DECLARES, f"spelled out by '{context.name}'"
    if spoken(context.name):
        return Role.MENTIONS, f"the value of '{context.name}'"
    return Role.SELECTS, f"{place.value} of '{context.name}'" if context.name else place.value


def says_model(context: Context) -> bool:
    """Whether the surroundings say that the value is a model."""
    if KIND_NAME.search(snake(context.name or "")):
        return False
    argument = context.place is Place.ARGUMENT
    around = ((context.call or "").rpartition(".")[2],) if argument else context.path[-1:]
    if context.place is Place.DEFAULT and context.name == "id" and names_client(context):
        return True
    told = any(word in part.lower() for part in around for word in ("model", "llm", "embedder", "reranker"))
    return told or is_model_name(context.name) or is_model_name(context.annotation)
