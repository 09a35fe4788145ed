"""From an expression outward: the syntactic place it stands in, and what takes its value on."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from modelguard.readers import Wanted
from modelguard.readers._python_around import Around
from modelguard.readers._python_calls import ENUMS, Calls
from modelguard.readers._python_clients import Clients
from modelguard.readers._python_displays import Displays
from modelguard.readers._python_labels import label_of, last_name, target_label
from modelguard.readers._python_scope import enclosing
from modelguard.readers._python_tree import Link
from modelguard.readers._python_unpack import looped
from modelguard.readers._python_values import parameter_of_default
from modelguard.types import Context, Place

OPAQUE = frozenset(
    "azure_deployment deployment_name deployment_id deployment azure_deployment_name openai_deployment "
    "azure_openai_deployment chat_deployment embedding_deployment azure_deployment_id".split()
)


@dataclass(slots=True)
class Walker:
    """Walks outward from the expressions of one file."""

    wanted: Wanted
    clients: Clients
    _calls: Calls = field(init=False)
    _displays: Displays = field(init=False)

    def __post_init__(self) -> None:
        self._calls = Calls(self.clients)
        self._displays = Displays(self.wanted)

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
                return self._calls.keyword(state, parent)
            case ast.Call():
                return self._calls.positional(state, here, parent)
            case ast.Attribute():
                return self._calls.method(state, parent)
            case ast.Dict():
                return self._displays.mapping(state, here, parent.node)
            case ast.List() | ast.Tuple() | ast.Set():
                return self._displays.sequence(state, here, parent)
            case ast.Compare():
                return self._compare(state, here, parent.node)
            case ast.Subscript():
                return self._subscript(state, here, parent)
            case ast.Assign() | ast.AnnAssign() | ast.AugAssign() | ast.NamedExpr():
                return self._assign(state, here, parent)
            case ast.arguments():
                return self._default(state, here, parent)
            case ast.IfExp():
                return here.field != "test"
            case _:
                return self._leave(state, here, parent)

    def _leave(self, state: Around, here: Link, parent: Link) -> bool:
        """Step out to what mostly ends the way: a statement, a function's result, a loop."""
        match parent.node:
            case ast.Return() | ast.Lambda() | ast.Yield():
                return self._returned(state, parent)
            case ast.For() | ast.AsyncFor() | ast.comprehension():
                return self._looped(state, here, parent)
            case ast.MatchValue():
                return self._case(state, parent)
            case ast.Expr():
                state.at(Place.DOCSTRING if isinstance(here.node, ast.Constant | ast.JoinedStr) else Place.OTHER)
            case ast.Raise() | ast.Assert():
                state.at(Place.TEXT)
            case ast.arg(arg=name):
                state.at(Place.TYPE, name)
            case ast.stmt() | ast.ExceptHandler() | ast.match_case():
                pass
            case _:
                return True
        return False

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
            state.items = self._displays.display(inner).wanted if isinstance(inner, ast.Tuple) else 1
            while outer is not None and isinstance(outer.node, ast.Subscript | ast.BinOp | ast.Tuple | ast.List):
                outer = outer.parent
            if outer is not None:
                self._typed(state, outer)
            return False
        if state.place is Place.ITEM and isinstance(here.node, ast.Tuple):  # one of the keys: SCORES["gpt-4o", 3]
            state.place = None
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
        place = self._assigned_place(state, parent)
        if isinstance(target, ast.Subscript) and isinstance(target.slice, ast.Constant):
            state.at(place, str(target.slice.value))
            state.at(place, label_of(target.value))
            state.binding = state.binding or self._container(parent, target)
            state.keys.append(target.slice.value)
        else:
            state.at(place, label_of(target))
        if isinstance(node, ast.AnnAssign):
            state.annotation = ast.unparse(node.annotation)[:200]
        module = parent.parent.node if parent.parent else None
        if state.place is Place.ASSIGNMENT and state.call is None and isinstance(module, ast.Module):
            state.items = state.items or self._displays.constants(module)
        if not isinstance(target, ast.Subscript) and (state.call is None or state.binding is None):
            field_name = "targets" if isinstance(node, ast.Assign) else "target"
            state.binding = parent.child(target, field_name)
        return isinstance(node, ast.NamedExpr) and state.call is None

    def _container(self, assignment: Link, target: ast.Subscript) -> Link | None:
        """What binds the container that ``target`` puts a value into."""
        if not isinstance(target.value, ast.Name):
            return None
        base = assignment.child(target, "targets").child(target.value, "value")
        return next(iter(self.clients.scopes.definitions(target.value.id, base)), None)

    def _assigned_place(self, state: Around, assignment: Link) -> Place:
        """What kind of assignment it is; one in a class body has the other members as siblings."""
        owner = assignment.parent
        if owner is None or not isinstance(owner.node, ast.ClassDef):
            return Place.ASSIGNMENT
        if not state.siblings:
            state.siblings = [label for item in owner.node.body[:40] if (label := target_label(item))]
        if any(last_name(base) in ENUMS or last_name(base).endswith("Enum") for base in owner.node.bases):
            return Place.ENUM_MEMBER
        return Place.DEFAULT if isinstance(assignment.node, ast.AnnAssign) else Place.ASSIGNMENT

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
        name = looped(parent, state.keys) if here.field == "iter" else None
        state.at(Place.ITEM if state.items else Place.OTHER, label_of(name[0].node if name else target))
        if name is not None:
            state.binding, state.keys = name
            state.member = True
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


def scope_names(link: Link) -> list[str]:
    """Names of the classes and functions around ``link``, outermost first."""
    kinds = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    names = [here.node.name for here in link.up() if here is not link and isinstance(here.node, kinds)]
    return names[::-1]
