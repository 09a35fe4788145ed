"""Jupyter notebooks: physical line of the file and number of the cell.

All code cells are read as one module, so that a client made in one cell is known in the next; a cell
that is broken costs only itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from modelguard.readers import Reader, Wanted
from modelguard.text import SourceFile
from modelguard.types import Context, Literal, Place, Problem, Reading, Span, UsedAt

if TYPE_CHECKING:
    from modelguard.readers._notebook_cells import Cell, Mapped


def read(source: SourceFile, wanted: Wanted) -> Reading:
    """All that one notebook says of models. Never raises; what cannot be read is a ``Problem``."""
    from modelguard.readers._json_scan import scan
    from modelguard.readers._nodes import Mapping, Sequence
    from modelguard.readers._notebook_cells import cells

    result = scan(source.text)
    problems = [problem for problem in (source.problem, result.problem) if problem is not None]
    root = next(iter(result.roots), None)
    if not isinstance(root, Mapping) or not any(
        isinstance(root.get(name), Sequence) for name in ("cells", "worksheets")
    ):
        problems.append(Problem("it is no notebook: it has no list of cells", line=1))
        return Reading(problems=tuple(problems))
    notebook = _Notebook(source, wanted, list(cells(root, source.text)))
    reading = notebook.read(_language(root))
    return replace(reading, problems=(*problems, *reading.problems))


def _language(root: object) -> str:
    from modelguard.readers._nodes import Mapping, Scalar, dig

    if isinstance(root, Mapping):
        for names in (("language_info", "name"), ("kernelspec", "language")):
            found = dig(root, "metadata", *names)
            said = found.value.strip().lower() if isinstance(found, Scalar) else ""
            if said and said != "polyglot-notebook":
                return said
    return "python"


@dataclass(slots=True)
class _Notebook:
    source: SourceFile
    wanted: Wanted
    cells: Sequence[Cell]

    def read(self, language: str) -> Reading:
        """Code, prose and outputs, in the order of the file."""
        code = self._code(language)
        literals = [*code.literals, *self._prose(), *self._outputs()]
        literals.sort(key=lambda literal: literal.span)
        return replace(code, literals=tuple(literals))

    def _prose(self) -> list[Literal]:
        found = []
        for cell in self.cells:
            if cell.kind != "code" and cell.mapped.text and self.wanted(cell.mapped.text):
                span = cell.mapped.span(Span(0, len(cell.mapped.text)))
                found.extend(self._mentions(span, Place.PROSE, cell.number))
        return found

    def _outputs(self) -> list[Literal]:
        from modelguard.readers._notebook_cells import output_texts

        found = []
        for cell in self.cells:
            for scalar in output_texts(cell):
                if self.wanted(scalar.value):
                    found.extend(self._mentions(scalar.span, Place.OUTPUT, cell.number))
        return found

    def _mentions(self, span: Span, place: Place, cell: int) -> list[Literal]:
        """One literal a line of the file that holds a wanted word."""
        from modelguard.readers._notebook_cells import blanked

        found = []
        text, start = self.source.text, span.start
        while start < span.end:
            line, _ = self.source.position(start)
            starts = self.source.starts
            end = min(span.end, starts[line] if line < len(starts) else span.end)
            value = blanked(text, start, end)
            if self.wanted(value):
                exact = value == text[start:end]
                found.append(Literal(value, Span(start, end), Context(place), exact=exact, cell=cell))
            start = end
        return found

    def _code(self, language: str) -> Reading:
        from modelguard.readers._notebook_cells import reader_of

        found = reader_of(language)
        return self._code_by(*found) if found else self._code_as_python(language)

    def _code_by(self, reader: str, path: str) -> Reading:
        """All cells as one module of another language, but for those that a magic gives to a third."""
        from modelguard.readers._notebook_cells import foreign
        from modelguard.registry import part

        whole = _Whole(self.source)
        literals: list[Literal] = []
        for cell in self.cells:
            if cell.kind != "code" or not cell.mapped.text:
                continue
            if foreign(cell.mapped.text):
                literals.extend(whole.moved(item, cell) for item in self._foreign(cell.mapped.text))
            else:
                whole.add(cell, cell.mapped.text)
        if not self.wanted(whole.file(path).text):
            return Reading(tuple(literals))
        found = part("modelguard.readers", reader).READER.read(whole.module, self.wanted)
        reading = whole.reading(Reading(found.literals))
        return replace(reading, literals=(*literals, *reading.literals))

    def _code_as_python(self, language: str) -> Reading:
        from modelguard.readers._notebook_cells import is_python
        from modelguard.readers._python_file import read_file
        from modelguard.readers._python_shallow import shallow
        from modelguard.readers._python_tokens import hits

        python, surely = is_python(language), "python" in language
        whole = _Whole(self.source)
        literals: list[Literal] = []
        problems: list[Problem] = []
        for cell in self.cells:
            if cell.kind != "code" or not cell.mapped.text:
                continue
            text, problem = _python(cell) if python else (None, None)
            if text is not None:
                whole.add(cell, text)
                continue
            if problem is not None and surely:
                problems.append(self._problem(cell, problem))
            if problem is not None or not python:
                part = SourceFile(self.source.path, b"", cell.mapped.text, "utf-8")
                found = shallow(part, hits(part.text, self.wanted))
                literals.extend(whole.moved(item, cell) for item in found)
            elif self.wanted(cell.mapped.text):
                literals.extend(whole.moved(item, cell) for item in self._foreign(cell.mapped.text))
        reading = whole.reading(read_file(whole.file(), self.wanted))
        return replace(reading, literals=(*literals, *reading.literals), problems=(*problems, *reading.problems))

    def _foreign(self, text: str) -> list[Literal]:
        """The ids in a cell of another language, by the reader of that language."""
        from modelguard.readers._notebook_cells import foreign
        from modelguard.readers._python_shallow import shallow
        from modelguard.readers._python_tokens import hits
        from modelguard.registry import part

        found = foreign(text)
        if found is None:
            return []
        body = SourceFile(found.path, b"", text[found.start :], "utf-8")
        if found.reader is None:
            literals = shallow(body, hits(body.text, self.wanted))
        else:
            literals = part("modelguard.readers", found.reader).READER.read(body, self.wanted).literals
        move = found.start
        return [replace(item, span=Span(item.span.start + move, item.span.end + move)) for item in literals]

    def _problem(self, cell: Cell, problem: Problem) -> Problem:
        part = SourceFile(self.source.path, b"", cell.mapped.text, "utf-8")
        line, _ = self.source.position(cell.mapped.offset(part.offset(problem.line or 1, 1)))
        return replace(problem, line=line, cell=cell.number)


def _python(cell: Cell) -> tuple[str | None, Problem | None]:
    """The cell as Python text, or why it is not; neither for a cell of another language."""
    from modelguard.readers._notebook_cells import python_text
    from modelguard.readers._python_tree import parse

    text: str | None = cell.mapped.text
    first = parse(SourceFile("", b"", cell.mapped.text, "utf-8"))
    if not isinstance(first, Problem):
        return text, None
    text = python_text(cell.mapped.text)
    if text is None:
        return None, None
    second = parse(SourceFile("", b"", text, "utf-8"))
    return (None, first if text == cell.mapped.text else second) if isinstance(second, Problem) else (text, None)


class _Whole:
    """All good code cells as one module, and the way back to the notebook."""

    def __init__(self, source: SourceFile) -> None:
        self.source = source
        self.parts: list[tuple[int, Cell, str]] = []
        self.length = 0

    def add(self, cell: Cell, text: str) -> None:
        """Append one cell."""
        self.parts.append((self.length, cell, text))
        self.length += len(text) + 1

    def file(self, path: str | None = None) -> SourceFile:
        """The module, under a name of its own language where that is not Python."""
        self.module = SourceFile(
            path or self.source.path, b"", "".join(text + "\n" for _, _, text in self.parts), "utf-8"
        )
        return self.module

    def _place(self, offset: int) -> tuple[int, Cell, Mapped]:
        import bisect

        start, cell, _ = self.parts[bisect.bisect_right(self.parts, offset, key=lambda part: part[0]) - 1]
        return start, cell, cell.mapped

    def _span(self, span: Span) -> tuple[Span, int]:
        start, cell, mapped = self._place(span.start)
        return mapped.span(Span(span.start - start, span.end - start)), cell.number

    def moved(self, literal: Literal, cell: Cell) -> Literal:
        """A literal of one cell at its place in the notebook."""
        return self._literal(literal, cell.mapped.span(literal.span), cell.number)

    def _literal(self, literal: Literal, span: Span, cell: int) -> Literal:
        exact = literal.exact and self.source.text[span.start : span.end] == literal.value
        used = tuple(self._used(use) for use in literal.context.used_at)
        context = replace(literal.context, used_at=used) if used else literal.context
        return replace(literal, span=span, cell=cell, exact=exact, context=context)

    def _used(self, use: UsedAt) -> UsedAt:
        span, _ = self._span(Span(*[self.module.offset(use.line, 1)] * 2))
        return replace(use, path=self.source.path, line=self.source.position(span.start)[0])

    def reading(self, reading: Reading) -> Reading:
        """The reading of the module, moved to the notebook."""
        lookups = []
        for lookup in reading.lookups:
            span, cell = self._span(lookup.span)
            lookups.append(replace(lookup, span=span, cell=cell))
        return replace(
            reading,
            literals=tuple(self._literal(item, *self._span(item.span)) for item in reading.literals),
            references=tuple(replace(item, span=self._span(item.span)[0]) for item in reading.references),
            lookups=tuple(lookups),
            exports=(),
            problems=tuple(self._moved_problem(problem) for problem in reading.problems),
        )

    def _moved_problem(self, problem: Problem) -> Problem:
        if not self.parts:
            return problem
        offset = self.module.offset(problem.line or 1, 1)
        span, cell = self._span(Span(offset, offset))
        return replace(problem, line=self.source.position(span.start)[0], cell=cell)


READER = Reader(name="notebook", suffixes=(".ipynb",), read=read)
