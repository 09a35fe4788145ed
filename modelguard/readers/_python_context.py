"""From an expression outward: the syntactic place it stands in, and what takes its value on."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass, field

from modelguard.readers import Wanted
from modelguard.readers._python_clients import Clients
from modelguard.readers._python_fold import default_argument
from modelguard.readers._python_labels import (
    dotted_name,
    first_text,
    hint_among,
    in_literal,
    index_of,
    is_sdk,
    label_of,
    last_name,
    option_name,
    parameter_taking,
    target_label,
)
from modelguard.readers._python_scope import enclosing
from modelguard.readers._python_tree import Link
from modelguard.readers._python_values import parameter_of_default
from modelguard.types import Context, Place

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
_ENUMS = ("Enum", "StrEnum", "TextChoices", "Choices")
OPAQUE = frozenset(
    "azure_deployment deployment_name deployment_id deployment azure_deployment_name openai_deployment "
    "azure_openai_deployment chat_deployment embedding_deployment azure_deployment_id".split()
)
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


@dataclass(slots=True)
class Around:
    """What stands around an expression; becomes a :class:`Context`."""

    place: Place | None = None
    name: str | None = None
    names: list[str] = field(default_factory=list)  # outer names, innermost first
    call: Link | None = None
    called: str | None = None
    hint: str | None = None
    siblings: Sequence[str] = ()
    items: int = 0
    annotation: str | None = None
    binding: Link | None = None
    keys: list[object] = field(default_factory=list)  # keys of the containers up to ``binding``
    returned: Link | None = None
    environment: str | None = None

    def at(self, place: Place, name: str | None = None) -> None:
        """State a place or name; the innermost one stays."""
        if self.place is None:
            self.place = place
        if name is not None:
            if self.name is None:
                self.name = name
            else:
                self.names.append(name)


@dataclass(frozen=True, slots=True)
class Display:
    """Facts of a dict or sequence display: places of its values, how many values and keys are wanted."""

    places: dict[int, int]
    wanted: int
    wanted_keys: int = 0
    names: Sequence[str] = ()
    hint: str | None = None


@dataclass(slots=True)
class Walker:
    """Walks outward from the expressions of one file."""

    wanted: Wanted
    clients: Clients
    _displays: dict[int, Display] = field(default_factory=dict)

    def display(self, node: ast.Dict | ast.List | ast.Tuple | ast.Set) -> Display:
        """What the members of a dict or sequence display share; worked out once, tables are long."""
        known = self._displays.get(id(node))
        if known is None:
            known = self._displays[id(node)] = self._display(node)
        return known

    def _display(self, node: ast.Dict | ast.List | ast.Tuple | ast.Set) -> Display:
        if isinstance(node, ast.Dict):
            names = [k.value for k in node.keys[:100] if isinstance(k, ast.Constant) and isinstance(k.value, str)]
            places = {id(value): place for place, value in enumerate(node.values)}
            return Display(places, self._count(node.values), self._count(node.keys), names, hint_among(node))
        return Display({id(item): place for place, item in enumerate(node.elts)}, self._count(node.elts))

    def around(self, link: Link) -> Around:
        """What stands around the expression at ``link``."""
        state, here = Around(), link
        while here.parent is not None and self._step(state, here, here.parent):
            here = here.parent
        return state

    def context(self, state: Around, link: Link) -> Context:
        """The finished context of a literal at ``link``."""
        client = self.clients.of_call(state.call) if state.call is not None else None
        names = [*scope_names(link), *reversed(state.names)]
        name = state.name
        return Context(
            place=state.place or Place.OTHER,
            name=name,
            path=tuple(names),
            call=state.called,
            client=client.name if client else None,
            base_url=client.base_url if client else None,
            hint=state.hint or (client.hint if client else None),
            siblings=tuple(dict.fromkeys(sibling.lower() for sibling in state.siblings))[:30],
            items=state.items,
            opaque=(name or "").lower() in OPAQUE or (state.environment or "").lower().endswith("deployment"),
            annotation=state.annotation,
        )

    def _step(self, state: Around, here: Link, parent: Link) -> bool:
        """Take one step outward; False where the value goes no further."""
        match parent.node:
            case ast.keyword():
                return self._keyword(state, parent)
            case ast.Call():
                return self._positional(state, here, parent)
            case ast.Dict():
                return self._mapping(state, here, parent.node)
            case ast.List() | ast.Tuple() | ast.Set():
                return self._sequence(state, here, parent)
            case ast.Compare():
                return self._compare(state, here, parent.node)
            case ast.Subscript():
                return self._subscript(state, here, parent)
            case ast.Assign() | ast.AnnAssign() | ast.AugAssign() | ast.NamedExpr():
                return self._assign(state, here, parent)
            case ast.arguments():
                return self._default(state, here, parent)
            case ast.Return() | ast.Lambda() | ast.Yield():
                return self._returned(state, parent)
            case ast.For() | ast.AsyncFor() | ast.comprehension():
                return self._looped(state, here, parent)
            case ast.MatchValue():
                return self._case(state, parent)
            case ast.Expr():
                state.at(Place.DOCSTRING if isinstance(here.node, ast.Constant | ast.JoinedStr) else Place.OTHER)
                return False
            case ast.Raise() | ast.Assert():
                state.at(Place.TEXT)
                return False
            case ast.arg():
                state.at(Place.TYPE, parent.node.arg)
                return False
            case ast.Attribute():
                return self._method(state, parent)
            case ast.IfExp():
                return here.field != "test"
            case ast.stmt() | ast.ExceptHandler() | ast.match_case():
                return False
            case _:
                return True

    def _keyword(self, state: Around, parent: Link) -> bool:
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
        if last in _ENUMS or (last in _MESSAGES and name not in ("model",)):
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
        if last in _ENUMS or last == "field":
            return True
        if last in ("dict", "SecretStr", "str", "cast") or (last in _FIELDS and state.place is Place.DEFAULT):
            if last == "dict":
                state.call = state.called = None
                state.place = Place.MAPPING_VALUE
                state.hint = state.hint or hint_among(call.node)
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

    def _positional(self, state: Around, here: Link, call: Link) -> bool:
        node = call.node
        assert isinstance(node, ast.Call)
        if here.field == "func":
            return True
        last, place = last_name(node.func), index_of(node.args, here.node)
        if here.node is default_argument(node):
            return self._environment(state, node, call)
        if last in _COMPARING and state.place is None:
            side = node.func.value if isinstance(node.func, ast.Attribute) else node
            if label_of(side) in ("re", "fnmatch", "regex") or isinstance(node.func, ast.Name):
                side = node.args[1] if len(node.args) > 1 else side
            state.at(Place.COMPARISON, label_of(side))
            state.called = dotted_name(node.func)
            return False
        if last in _LOOKING_UP and isinstance(node.func, ast.Attribute | ast.Name):
            return self._looked_up(state, node, place)
        if last in _OPTIONS and place > 0 and last in ("Option", "Argument"):
            return False
        if last in ("Option", "Argument") or (last in _FIELDS and place == 0):
            state.at(Place.OPTION_DEFAULT if last in ("Option", "Argument") else Place.DEFAULT)
            return True
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

    def _mapping(self, state: Around, here: Link, node: ast.Dict) -> bool:
        if here.field == "keys":
            if state.place is None:
                state.items = self.display(node).wanted_keys
            state.at(Place.MAPPING_KEY)
            return True
        display = self.display(node)
        key = node.keys[display.places[id(here.node)]]
        name = key.value if isinstance(key, ast.Constant) else None
        if state.place is None:
            state.items = display.wanted
            state.siblings = display.names
        state.hint = state.hint or display.hint
        state.keys.append(name)
        state.at(Place.MAPPING_VALUE, str(name) if name is not None else label_of(key))
        return True

    def _sequence(self, state: Around, here: Link, parent: Link) -> bool:
        node, above = parent.node, parent.parent
        assert isinstance(node, ast.List | ast.Tuple | ast.Set)
        if above is not None and isinstance(above.node, ast.Assign) and here.parent is parent:
            target = above.node.targets[0]
            place = self.display(node).places[id(here.node)]
            if isinstance(target, ast.Tuple | ast.List) and len(target.elts) == len(node.elts):
                element = target.elts[place]
                state.at(Place.ASSIGNMENT, label_of(element))
                state.binding = above.child(target, "targets").child(element, "elts")
                return False
        if above is None or not isinstance(above.node, ast.Compare):
            if state.place is None:
                state.items = self.display(node).wanted
                state.place = Place.ITEM if not in_literal(parent) else None
            state.keys.append(self.display(node).places[id(here.node)])
        return True

    def _count(self, nodes: Sequence[ast.AST | None]) -> int:
        """How many of ``nodes`` are, or begin with, a wanted string."""
        return sum(1 for node in nodes[:5_000] if node is not None and self.wanted(first_text(node)))

    def _compare(self, state: Around, here: Link, node: ast.Compare) -> bool:
        other = node.comparators[0] if here.field == "left" else node.left
        if state.place in (None, Place.ITEM):
            state.place = None
        state.at(Place.COMPARISON, label_of(other))
        return False

    def _subscript(self, state: Around, here: Link, parent: Link) -> bool:
        node = parent.node
        assert isinstance(node, ast.Subscript)
        if here.field == "value":
            return False
        if last_name(node.value) in ("Literal", "LiteralString"):
            state.place = Place.TYPE
            outer = parent.parent
            inner = here.node
            state.items = self.display(inner).wanted if isinstance(inner, ast.Tuple) else 1
            while outer is not None and isinstance(outer.node, ast.Subscript | ast.BinOp | ast.Tuple | ast.List):
                outer = outer.parent
            if outer is not None:
                self._typed(state, outer)
            return False
        state.at(Place.SUBSCRIPT, label_of(node.value))
        return False

    def _typed(self, state: Around, outer: Link) -> None:
        match outer.node:
            case ast.Assign() | ast.AnnAssign():
                state.name = target_label(outer.node)
            case ast.arg(arg=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                state.name = name
            case _:
                pass

    def _assign(self, state: Around, here: Link, parent: Link) -> bool:
        node = parent.node
        if here.field == "annotation":
            state.at(Place.TYPE, target_label(node))
            return False
        if here.field in ("targets", "target"):
            state.at(Place.SUBSCRIPT)
            return False
        target: ast.expr = node.targets[0] if isinstance(node, ast.Assign) else node.target  # type: ignore[attr-defined]
        place = Place.ASSIGNMENT
        owner = parent.parent
        if owner is not None and isinstance(owner.node, ast.ClassDef):
            if any(last_name(base) in _ENUMS or last_name(base).endswith("Enum") for base in owner.node.bases):
                place = Place.ENUM_MEMBER
            elif isinstance(node, ast.AnnAssign):
                place = Place.DEFAULT
            if not state.siblings:
                state.siblings = [label for item in owner.node.body[:40] if (label := target_label(item))]
        if isinstance(target, ast.Subscript) and isinstance(target.slice, ast.Constant):
            state.at(place, str(target.slice.value))
            state.at(place, label_of(target.value))
            place = Place.MAPPING_VALUE
        else:
            state.at(place, label_of(target))
        if isinstance(node, ast.AnnAssign):
            state.annotation = ast.unparse(node.annotation)[:200]
        if state.call is None or state.binding is None:
            field_name = "targets" if isinstance(node, ast.Assign) else "target"
            state.binding = parent.child(target, field_name)
        return isinstance(node, ast.NamedExpr) and state.call is None

    def _default(self, state: Around, here: Link, parent: Link) -> bool:
        parameter = parameter_of_default(here)
        if parameter is None:
            return False
        state.at(Place.DEFAULT, parameter.arg)
        if parameter.annotation is not None:
            state.annotation = ast.unparse(parameter.annotation)[:200]
        arguments = parent.node
        assert isinstance(arguments, ast.arguments)
        if not state.siblings:
            state.siblings = [arg.arg for arg in (*arguments.args, *arguments.kwonlyargs)]
        state.binding = parent.child(parameter, "args")
        return False

    def _looped(self, state: Around, here: Link, parent: Link) -> bool:
        """An item of the display a loop goes over: the loop variable takes it on."""
        target = parent.node.target  # type: ignore[attr-defined]
        state.at(Place.ITEM if state.items else Place.OTHER, label_of(target))
        if here.field == "iter" and len(state.keys) == 1 and isinstance(target, ast.Name):
            state.keys.clear()
            state.binding = parent.child(target, "target")
        return False

    def _returned(self, state: Around, parent: Link) -> bool:
        function = enclosing(parent, (ast.FunctionDef, ast.AsyncFunctionDef))
        if isinstance(parent.node, ast.Lambda):
            holder = parent.parent.node if parent.parent else None
            made = isinstance(holder, ast.keyword) and holder.arg == "default_factory"
            state.at(Place.DEFAULT if made else Place.RETURN)
            return made or state.place is Place.DEFAULT
        state.at(Place.RETURN, function.node.name if function else None)  # type: ignore[attr-defined]
        if isinstance(parent.node, ast.Return):
            state.returned = function
        return False

    def _case(self, state: Around, parent: Link) -> bool:
        match_link = enclosing(parent, ast.Match)
        state.at(Place.COMPARISON, label_of(match_link.node.subject) if match_link else None)  # type: ignore[attr-defined]
        return False

    def _method(self, state: Around, parent: Link) -> bool:
        """``"x".method(...)``: a folded method is passed by before; any other changes the value."""
        call, method = parent.parent.node if parent.parent else None, getattr(parent.node, "attr", "")
        if isinstance(call, ast.Call) and method in _COMPARING:
            state.at(Place.COMPARISON, label_of(call.args[0]) if call.args else None)
        return False


def scope_names(link: Link) -> list[str]:
    """Names of the classes and functions around ``link``, outermost first."""
    kinds = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    names = [here.node.name for here in link.up() if here is not link and isinstance(here.node, kinds)]
    return names[::-1]
