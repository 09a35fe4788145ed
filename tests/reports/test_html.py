"""The HTML report: self-contained, safe with hostile names, and usable; in a real browser where there is one."""

from __future__ import annotations

import contextlib
import dataclasses
import http.server
import json
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from html.parser import HTMLParser
from pathlib import Path

import pytest

from modelguard.html import render
from modelguard.html._timeline import bars, months
from modelguard.types import Context, DateKind, Finding, Location, Model, ModelRef, Report, Role, Severity, Span, Use

from .sample import CLEAN, NOTHING, REPORT

MARKUP = '<script>alert(1)</script><img src=x onerror="alert(2)">{{ 7*7 }}'
TODAY = REPORT.as_of


def use_of(name: str, days: int | None, *, kind: DateKind = DateKind.EXACT, entry: str | None = None) -> Use:
    model = Model("openai", name, retires=TODAY + timedelta(days) if days is not None else None, date_kind=kind)
    place = Location(f"src/{name}/{'a' * 80}.py", 3, 5, 3, 9)
    return Use(
        place,
        Span(0, 1),
        ModelRef(name, name, "openai", known=True),
        Role.SELECTS,
        "r",
        Context(),
        model,
        entry=entry,
    )


HOSTILE = dataclasses.replace(
    REPORT,
    uses=(*REPORT.uses, use_of(MARKUP, 30, entry=MARKUP), use_of("m-60", 60), use_of("m-500", 500)),
    findings=(
        *REPORT.findings,
        Finding(
            "MG301",
            "missing-fallback",
            Severity.WARNING,
            MARKUP,
            Location(MARKUP),
            entry=MARKUP,
            owner=MARKUP,
        ),
    ),
    notes=(MARKUP,),
    errors=(MARKUP,),
    root=MARKUP,
)


class Page(HTMLParser):
    """Elements and attributes of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))


def test_the_same_report_gives_the_same_bytes() -> None:
    assert render(REPORT) == render(dataclasses.replace(REPORT, uses=REPORT.uses[::-1]))


@pytest.mark.parametrize("report", [REPORT, CLEAN, NOTHING, HOSTILE])
def test_nothing_is_loaded_and_only_our_own_script_may_run(report: Report) -> None:
    page = Page(render(report))
    tags = [tag for tag, _ in page.elements]
    assert (tags.count("script"), tags.count("style")) == (1, 1)
    assert not {"img", "iframe", "object", "form", "base"} & set(tags)
    for tag, attributes in page.elements:
        assert not [name for name in attributes if name.startswith("on") or name in ("src", "style")]
        if tag == "a":
            assert (attributes["href"] or "").startswith(("#", "https://"))
        if tag == "link":
            assert attributes["href"] == "data:,"
    policy = next(a["content"] for t, a in page.elements if a.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_names_are_text_and_hidden_characters_are_shown() -> None:
    page = render(HOSTILE)
    assert "&lt;script&gt;alert(1)" in page
    assert "{{ 7*7 }}" in page
    assert {char for char in page if not char.isprintable()} <= {"\n"}


def test_ids_of_elements_are_unique_and_labels_point_at_them() -> None:
    elements = Page(render(HOSTILE)).elements
    ids = [attributes["id"] for _, attributes in elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    pointed = [a["aria-labelledby"] for _, a in elements if "aria-labelledby" in a]
    assert set(pointed) <= set(ids)


def test_the_timeline_puts_the_first_to_go_on_top_and_the_day_where_it_is() -> None:
    late, soon, never = use_of("late", 365), use_of("soon", 73), use_of("never", None)
    floor = use_of("floor", 100, kind=DateKind.NOT_BEFORE)
    found = bars(dataclasses.replace(CLEAN, uses=(late, soon, never, floor)))
    assert [(bar.id, bar.at, bar.beyond) for bar in found] == [
        ("soon", 20.0, False),
        ("floor", 27.4, False),
        ("late", 100.0, False),
        ("never", 100.0, True),
    ]
    assert [bar.urgency for bar in found] == ["soon", "none", "later", "none"]
    assert found[1].when == "not before 2027-03-01 (in 100 days)"


def test_a_model_that_the_catalog_does_not_have_gets_no_bar_and_no_promise() -> None:
    unknown = dataclasses.replace(use_of("m", 10), model=None)
    report = dataclasses.replace(CLEAN, uses=(unknown,))
    assert [bar.when for bar in bars(report)] == ["not in the catalog"]
    assert "<rect" not in render(report)


def test_the_axis_has_twelve_months_from_any_day() -> None:
    for start in (date(2026, 11, 21), date(2027, 1, 31), date(2028, 2, 29), date(2026, 12, 1)):
        ticks = list(months(start))
        assert len(ticks) == 12
        assert all(0 < tick.at <= 100 for tick in ticks)


def test_an_entry_that_no_rule_looked_at_is_not_called_ready() -> None:
    report = dataclasses.replace(CLEAN, uses=(use_of("m", 10, entry="chat"),))
    assert "not checked" in render(report)
    assert '<span class="state passed">' not in render(report)


def test_a_cell_counts_each_level() -> None:
    levels = (Severity.ERROR, Severity.WARNING, Severity.WARNING)
    found = tuple(Finding("MG301", "n", level, "m", Location("models.yaml"), entry="chat") for level in levels)
    assert ">1 error, 2 warnings<" in render(dataclasses.replace(CLEAN, findings=found))


def test_the_command_writes_a_page_that_knows_which_rules_looked(tmp_path: Path) -> None:
    manifest = "version: 1\nmodels:\n  chat: {model: anthropic/claude-sonnet-4-5-20250929, owner: t}\n"
    (tmp_path / "models.yaml").write_text(manifest)
    arguments = [sys.executable, "-m", "modelguard", "report", "-o", "out/page.html", "--exit-zero"]
    done = subprocess.run(arguments, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "out" / "page.html").read_text(encoding="utf-8")
    assert '<span class="state passed">no findings</span>' in page
    assert "The report is in" in done.stderr


def test_what_could_not_be_verified_is_said() -> None:
    assert "the cache of the catalog is damaged" in render(REPORT)
    assert "put together while the program runs" in render(REPORT)
    assert "no file was checked" in render(NOTHING)
    assert "Everything that was looked at could be judged" in render(CLEAN)


# In the browser: a page around the report drives it and writes what it saw into its own text.

DRIVER = """<!doctype html><meta charset=utf-8><link rel=icon href="data:,"><iframe src="report.html"></iframe>
<pre id=out></pre><script>
const frame = document.querySelector("iframe");
frame.style.cssText = "border:0;height:800px;width:" + (new URLSearchParams(location.search).get("w") || 1280) + "px";
frame.onload = () => {
  const page = frame.contentDocument, root = page.documentElement;
  const rows = (id) => [...page.getElementById(id).tBodies[0].rows].filter((row) => !row.hidden);
  const seen = {scroll: root.scrollWidth, client: root.clientWidth};
  const button = page.querySelector("#timeline-table th button");
  button.focus(); button.click();
  seen.up = rows("timeline-table").map((row) => row.cells[0].textContent);
  button.click();
  seen.down = rows("timeline-table").map((row) => row.cells[0].textContent);
  seen.sorted = button.closest("th").getAttribute("aria-sort");
  const box = page.querySelector("[data-filters=findings-table]");
  const select = box.querySelector("select");
  select.value = "note"; select.dispatchEvent(new Event("input", {bubbles: true}));
  seen.notes = rows("findings-table").length;
  select.value = ""; box.querySelector("input").value = "SRC/app.py mg103";
  box.querySelector("input").dispatchEvent(new Event("input", {bubbles: true}));
  seen.found = rows("findings-table").length;
  seen.status = box.querySelector("[role=status]").textContent;
  seen.focusable = page.activeElement === button;
  document.getElementById("out").textContent = JSON.stringify(seen);
};
</script>"""
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --enable-logging=stderr --virtual-time-budget=5000"
)
CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here")


@contextlib.contextmanager
def served(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """``folder`` on loopback; the second value fills with the paths that are asked for."""
    asked: list[str] = []

    class Handler(http.server.SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            asked.append(self.path)

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()


def browse(folder: Path, width: int) -> tuple[dict[str, object], str, list[str]]:
    """What the driver saw at ``width`` pixels, the browser's log, and what it asked the server for."""
    (folder / "report.html").write_text(render(HOSTILE), encoding="utf-8")
    (folder / "driver.html").write_text(DRIVER, encoding="utf-8")
    with served(folder) as (base, asked):
        command = [str(CHROMIUM), *FLAGS.split(), f"--user-data-dir={folder / 'profile'}", "--dump-dom"]
        done = subprocess.run(
            [*command, f"{base}/driver.html?w={width}"], capture_output=True, text=True, timeout=90, check=False
        )
    found = re.search(r'<pre id="out">(.*?)</pre>', done.stdout, re.DOTALL)
    assert found, done.stderr
    text = found.group(1).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return json.loads(text), done.stderr, asked


@needs_browser
@pytest.mark.parametrize("width", [360, 768, 1280])
def test_in_a_browser_it_sorts_filters_fits_and_asks_for_nothing(tmp_path: Path, width: int) -> None:
    seen, log, asked = browse(tmp_path, width)
    assert seen["scroll"] == seen["client"]
    assert seen["up"] == list(reversed(seen["down"]))  # type: ignore[call-overload]
    assert seen["sorted"] == "descending"
    assert seen["notes"] == 2
    assert (seen["found"], seen["status"]) == (1, "1 of 12 shown")
    assert seen["focusable"]
    assert "CONSOLE" not in log
    assert {path.split("?")[0] for path in asked} == {"/driver.html", "/report.html"}
