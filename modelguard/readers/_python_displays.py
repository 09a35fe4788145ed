"""Dict, list, tuple and set displays: what their members share, and the step outward past one."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass, field

from modelguard.readers import Wanted
from modelguard.readers._commands import option_of
from modelguard.readers._python_around import Around
from modelguard.readers._python_labels import first_text, hint_among, in_literal, label_of
from modelguard.readers._python_tree import Link
from modelguard.types import Place, record


@record
class Display:
    """Facts of a dict or sequence display: places of its values, how many values and keys are wanted."""

    places: dict[int, int]
    wanted: int
    wanted_keys: int = 0
    names: Sequence[str] = ()
    hint: str | None = None


@dataclass(slots=True)
class Displays:
    """The displays of one file."""

    wanted: Wanted
    _known: dict[int, Display] = field(default_factory=dict)
    _columns: dict[tuple[int, int], int] = field(default_factory=dict)
    _constants: dict[int, int] = field(default_factory=dict)

    def display(self, node: ast.Dict | ast.List | ast.Tuple | ast.Set) -> Display:
        """What the members of a dict or sequence display share; worked out once, tables are long."""
        known = self._known.get(id(node))
        if known is None:
            known = self._known[id(node)] = self._display(node)
        return known

    def _display(self, node: ast.Dict | ast.List | ast.Tuple | ast.Set) -> Display:
        if isinstance(node, ast.Dict):
            names = [k.value for k in node.keys[:100] if isinstance(k, ast.Constant) and isinstance(k.value, str)]
            places = {id(value): place for place, value in enumerate(node.values)}
            return Display(places, self._count(node.values), self._count(node.keys), names, hint_among(node))
        return Display({id(item): place for place, item in enumerate(node.elts)}, self._count(node.elts))

    def mapping(self, state: Around, here: Link, node: ast.Dict) -> bool:
        """Past a dict display: the key of a value, or that it is a key; True, the dict goes on."""
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
        elif state.place is Place.ITEM and not state.siblings:
            state.siblings = display.names
        state.hint = state.hint or display.hint
        if key is not None:  # what is spread out keeps its own keys
            state.keys.append(name)
        state.at(Place.MAPPING_VALUE, str(name) if name is not None else label_of(key))
        return True

    def sequence(self, state: Around, here: Link, parent: Link) -> bool:
        """Past a list, tuple or set display; False where unpacking gives the item its own target."""
        node, above = parent.node, parent.parent
        assert isinstance(node, ast.List | ast.Tuple | ast.Set)
        if above is not None and isinstance(above.node, ast.Assign) and here.parent is parent:
            target = above.node.targets[0]
            if isinstance(target, ast.Tuple | ast.List) and len(target.elts) == len(node.elts):
                element = target.elts[self.display(node).places[id(here.node)]]
                state.at(Place.ASSIGNMENT, label_of(element))
                state.binding = above.child(target, "targets").child(element, "elts")
                return False
        if above is None or not isinstance(above.node, ast.Compare):
            if state.place is None and (option := self._option(node, here)):
                state.at(Place.COMMAND, option)
            elif state.place is None:
                state.items = self.display(node).wanted
                state.place = Place.ITEM if not in_literal(parent) else None
            elif isinstance(here.node, ast.Tuple | ast.List) and not _goes_round(above):
                state.items = max(state.items, self._column(node, state.keys))
            state.keys.append(self.display(node).places[id(here.node)])
        return True

    def _option(self, words: ast.List | ast.Tuple | ast.Set, here: Link) -> str | None:
        """The option of a command line that the item gives a value to: ``["serve", "--model", HERE]``."""
        place = self.display(words).places[id(here.node)]
        before = words.elts[place - 1] if place else None
        told = isinstance(before, ast.Constant) and isinstance(before.value, str)
        return option_of(before.value) if told else None  # type: ignore[union-attr]

    def constants(self, module: ast.Module) -> int:
        """How many wanted strings the constants of a file hold."""
        if id(module) not in self._constants:
            values = [item.value for item in module.body if isinstance(item, ast.Assign)]
            self._constants[id(module)] = self._count([value for value in values if isinstance(value, ast.Constant)])
        return self._constants[id(module)]

    def _column(self, rows: ast.List | ast.Tuple | ast.Set, keys: Sequence[object]) -> int:
        """How many of ``rows`` hold a wanted string at the place ``keys``: ``[("GPT", "gpt-4o"), ("Claude", ...)]``."""
        if len(keys) != 1 or not isinstance(place := keys[0], int):
            return 0
        if (id(rows), place) not in self._columns:
            tuples = (row.elts for row in rows.elts if isinstance(row, ast.Tuple | ast.List))
            self._columns[id(rows), place] = self._count([row[place] for row in tuples if len(row) > place])
        return self._columns[id(rows), place]

    def _count(self, nodes: Sequence[ast.AST | None]) -> int:
        """How many of ``nodes`` are, or begin with, a wanted string; ``OPENAI_API_KEY`` names a variable."""
        texts = (first_text(node) for node in nodes[:5_000] if node is not None)
        return sum(1 for text in texts if text and not text.isupper() and self.wanted(text))


def _goes_round(above: Link | None) -> bool:
    """Whether a loop goes over the display: its variables take the values on."""
    return above is not None and isinstance(above.node, ast.For | ast.AsyncFor | ast.comprehension)
