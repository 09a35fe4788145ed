"""What makes a class a record of values: nothing but fields, told apart by them, never changed once made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar, dataclass_transform, overload

_T = TypeVar("_T")


@overload
def record(kind: type[_T], /) -> type[_T]: ...
@overload
def record(*, order: bool) -> Callable[[type[_T]], type[_T]]: ...


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(kind: type[_T] | None = None, /, *, order: bool = False) -> type[_T] | Callable[[type[_T]], type[_T]]:
    """A dataclass with slots and a hash, which the type checker holds to be frozen.

    Frozen at run time, one would cost half as much again to declare and four times as much to make, which
    was a twelfth of the time on a file of 20,000 calls.
    """
    declare = dataclass(slots=True, unsafe_hash=True, order=order)
    return declare(kind) if kind is not None else declare
