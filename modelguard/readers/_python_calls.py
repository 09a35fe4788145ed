"""The step outward through a call: which argument the expression is, and which parameter takes it."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from modelguard.readers._python_around import Around
from modelguard.readers._python_clients import Clients
from modelguard.readers._python_labels import (
    dotted_name,
    hint_among,
    index_of,
    is_sdk,
    label_of,
    last_name,
    option_name,
    parameter_taking,
    target_label,
)
from modelguard.readers._python_parts import default_argument
from modelguard.readers._python_tree import Link
from modelguard.types import Place, record

_COMPARING = frozenset(
    "startswith endswith removeprefix removesuffix replace split rsplit partition rpartition find rfind index count "
    "__contains__ fullmatch match search sub findall finditer fnmatch fnmatchcase issubset intersection".split()
)
_LOOKING_UP = frozenset("get pop setdefault getattr __getitem__".split())
_FIELDS = frozenset("Field field attrib ib Param Body Query Form mapped_column Column Depends".split())
_CONFIG_FIELDS = frozenset("CharField TextField StringField Str String Unicode StringProperty EnumProperty".split())
_OPTIONS = frozenset("add_argument option argument Option Argument add_option text_input selectbox".split())
_MESSAGES = frozenset(
    "print info debug warning warn error exception critical log echo secho write_line rprint input skip fail".split()
)
ENUMS = ("Enum", "StrEnum", "TextChoices", "Choices")
_PASSING = frozenset({"str", "cast", "SecretStr"})
"""Callees that hand their argument on as it is."""

_FIRST_ARGUMENT = {
    "init_chat_model": "model",
    "GenerativeModel": "model_name",
    "SentenceTransformer": "model_name",
    "encoding_for_model": "model_name",
    "get_model": "model",
    "Agent": "model",
    "LM": "model",
    "LLM": "model",
    "from_pretrained": "pretrained_model_name_or_path",
    "infer_model": "model",
    "language_model": "model",
}


@record
class Calls:
    """Steps through the calls of one file."""

    clients: Clients

    def keyword(self, state: Around, parent: Link) -> bool:
        """The value is a keyword argument."""
        call, name = parent.parent, parent.node.arg  # type: ignore[attr-defined]
        if call is None or not isinstance(call.node, ast.Call):
            return False
        node, last = call.node, last_name(call.node.func)
        keywords = [keyword.arg for keyword in node.keywords[:40] if keyword.arg]
        if name in ("default", "default_factory") and (last in _FIELDS or last in _CONFIG_FIELDS):
            state.at(Place.DEFAULT)
            return True
        if name == "default" and default_argument(node) is not None:
            return self._environment(state, node, call)
        if last in _OPTIONS and name in ("default", "value"):
            return self._option(state, call)
        if last in ENUMS or (last in _MESSAGES and name not in ("model",)):
            state.at(Place.TEXT)
        state.at(Place.ARGUMENT, name)
        if not state.siblings:
            state.siblings = keywords
        return self._called(state, call, keyword=name)

    def _called(self, state: Around, call: Link, *, keyword: str | None = None, place: int = -1) -> bool:
        """The value is given to ``call``: note it, and go on into a function of this file."""
        if state.call is None:
            state.call = call
            state.called = dotted_name(call.node.func)  # type: ignore[attr-defined]
        state.binding = state.binding or self._parameter(call, keyword, place)
        if state.binding is not None and state.name is None and isinstance(state.binding.node, ast.arg):
            state.name = state.binding.node.arg
        last = last_name(call.node.func)  # type: ignore[attr-defined]
        if last in ENUMS or last == "field" or (last in _FIELDS and state.place is Place.DEFAULT):
            return True
        if last == "dict":
            state.call = state.called = None
            state.place = Place.MAPPING_VALUE
            state.hint = state.hint or hint_among(call.node)
            if keyword is not None:  # what is spread out keeps its own keys
                state.keys.append(keyword)
            return True
        self._outer_names(state, call)
        return False

    def _outer_names(self, state: Around, call: Link) -> None:
        """The variable or field that holds what ``call`` returns, as an outer name."""
        holder = call.parent
        if state.name is not None and state.place is not Place.ITEM:
            return
        if holder is not None and isinstance(holder.node, ast.Assign | ast.AnnAssign | ast.keyword):
            label = target_label(holder.node)
            if label:
                state.names.append(label)

    def _parameter(self, call: Link, keyword: str | None, place: int) -> Link | None:
        """The parameter of a function or class of this file that takes the argument."""
        func = call.node.func  # type: ignore[attr-defined]
        link = call.child(func, "func")
        stores: Sequence[Link] = ()
        method = isinstance(func, ast.Attribute)
        if isinstance(func, ast.Name):
            stores = self.clients.scopes.definitions(func.id, link)
        elif method and isinstance(func.value, ast.Name) and func.value.id in ("self", "cls"):
            stores = self.clients.own_members(link)
        for store in stores[:4]:
            function = store
            if isinstance(store.node, ast.ClassDef):
                found = [node for node in store.node.body if getattr(node, "name", "") == "__init__"]
                if not found:
                    return self._field_of(store, keyword)
                function, method = store.child(found[0], "body"), True
            if isinstance(function.node, ast.FunctionDef | ast.AsyncFunctionDef):
                return parameter_taking(function, keyword, place + int(method) if place >= 0 else place)
        return None

    def _field_of(self, owner: Link, keyword: str | None) -> Link | None:
        for node in owner.node.body:  # type: ignore[attr-defined]
            if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.target.id == keyword:
                return owner.child(node, "body").child(node.target, "target")
        return None

    def positional(self, state: Around, here: Link, call: Link) -> bool:
        """The value is a positional argument of ``call``, or what is called."""
        node = call.node
        assert isinstance(node, ast.Call)
        if here.field == "func":
            return True
        last, place = last_name(node.func), index_of(node.args, here.node)
        if last in _PASSING:
            return True
        if here.node is default_argument(node):
            return self._environment(state, node, call)
        if last in _COMPARING and state.place in (None, Place.ITEM):
            state.place = None
            return self._compared(state, node)
        if last in _LOOKING_UP and isinstance(node.func, ast.Attribute | ast.Name):
            return self._looked_up(state, node, place)
        if last in ("Option", "Argument") and place > 0:
            return False
        if last in ("Option", "Argument") or (last in _FIELDS and place == 0):
            state.at(Place.OPTION_DEFAULT if last in ("Option", "Argument") else Place.DEFAULT)
            return True
        return self._argument(state, call, place)

    def _compared(self, state: Around, node: ast.Call) -> bool:
        """A call that compares: ``name.startswith(HERE)``, ``re.match(HERE, name)``."""
        side = node.func.value if isinstance(node.func, ast.Attribute) else node
        if label_of(side) in ("re", "fnmatch", "regex") or isinstance(node.func, ast.Name):
            side = node.args[1] if len(node.args) > 1 else side
        state.at(Place.COMPARISON, label_of(side))
        state.called = dotted_name(node.func)
        return False

    def _argument(self, state: Around, call: Link, place: int) -> bool:
        """A positional argument with no meaning of its own but the callee's."""
        node = call.node
        assert isinstance(node, ast.Call)
        last = last_name(node.func)
        if (last in _MESSAGES or last.endswith(("Error", "Exception", "Warning"))) and state.place is None:
            state.at(Place.TEXT)
        state.at(Place.ARGUMENT)
        if not state.siblings:
            state.siblings = [keyword.arg for keyword in node.keywords[:40] if keyword.arg]
        name = state.name
        if last == "setattr" and place == 2 and isinstance(node.args[1], ast.Constant):
            state.at(Place.ARGUMENT, str(node.args[1].value))
        goes_on = self._called(state, call, place=place)
        if name is None and state.name is None and place == 0:
            state.name = _FIRST_ARGUMENT.get(last) or ("model" if last[:1].isupper() and is_sdk(last) else None)
        return goes_on

    def _environment(self, state: Around, node: ast.Call, call: Link) -> bool:
        """The default of an environment variable."""
        variable = node.args[0] if node.args else None
        name = variable.value if isinstance(variable, ast.Constant) and isinstance(variable.value, str) else None
        state.at(Place.ENV_DEFAULT, name)
        state.environment = name
        state.called = state.called or dotted_name(node.func)
        return True

    def _looked_up(self, state: Around, node: ast.Call, place: int) -> bool:
        by_name = isinstance(node.func, ast.Name)
        base = node.args[0] if by_name else node.func.value  # type: ignore[attr-defined]
        key = 1 if by_name else 0
        if place == key:
            state.at(Place.SUBSCRIPT, label_of(base))
            return False
        name = node.args[key] if len(node.args) > key else None
        text = name.value if isinstance(name, ast.Constant) and isinstance(name.value, str) else None
        state.at(Place.DEFAULT, text)
        state.called = state.called or dotted_name(node.func)
        return True

    def _option(self, state: Around, call: Link) -> bool:
        node = call.node
        assert isinstance(node, ast.Call)
        state.at(Place.OPTION_DEFAULT, option_name(node))
        state.called = dotted_name(node.func)
        state.siblings = [keyword.arg for keyword in node.keywords[:40] if keyword.arg]
        state.binding = self._option_parameter(call, state.name)
        return state.name is None

    def _option_parameter(self, call: Link, name: str | None) -> Link | None:
        """The parameter that a click option on a function becomes."""
        if call.field == "decorator_list" and call.parent is not None and name is not None:
            return parameter_taking(call.parent, name, -1)
        return None

    def method(self, state: Around, parent: Link) -> bool:
        """``"x".method(...)``: a folded method is passed by before; any other changes the value."""
        call, method = parent.parent.node if parent.parent else None, getattr(parent.node, "attr", "")
        if isinstance(call, ast.Call) and method in _COMPARING:
            state.at(Place.COMPARISON, label_of(call.args[0]) if call.args else None)
        return False
