"""``--format rss``: a feed (RSS 2.0) with one item a retirement."""

from __future__ import annotations

from datetime import date
from email.utils import format_datetime
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from modelguard.reports import Options
from modelguard.reports._escape import xml_text
from modelguard.watch import Retirement, Watch
from modelguard.watch.outputs import WatchOutput, _words

_HOME = "https://pypi.org/project/modelguard-lint/"


def render(watch: Watch, options: Options) -> str:
    """The feed. An item's guid changes with the day it names, so that a move is news again."""
    feed = Element("rss", version="2.0")
    channel = SubElement(feed, "channel")
    _add(channel, "title", "Model retirements")
    _add(channel, "link", _HOME)
    _add(channel, "description", _words.verdict(watch))
    _add(channel, "language", "en")
    for item in watch.retirements:
        _item(channel, item, watch)
    indent(feed)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(feed, encoding="unicode") + "\n"


def _item(channel: Element, item: Retirement, watch: Watch) -> None:
    model = item.model
    node = SubElement(channel, "item")
    _add(node, "title", _words.headline(item, watch.as_of))
    _add(node, "link", _words.link(item.source) or _HOME)
    uses = "; ".join(_words.place(at) for at in item.places) or "not used here"
    _add(node, "description", f"{_words.day(item)}. Uses: {uses}")
    guid = _add(node, "guid", f"modelguard:{model.platform}:{model.id}:{model.retires or 'no-day'}")
    guid.set("isPermaLink", "false")
    if announced := model.deprecated or item.seen:
        _add(node, "pubDate", _stamp(announced))


def _add(parent: Element, name: str, text: str) -> Element:
    node = SubElement(parent, name)
    node.text = xml_text(text)
    return node


def _stamp(day: date) -> str:
    from datetime import UTC, datetime, time

    return format_datetime(datetime.combine(day, time(), UTC))


OUTPUT = WatchOutput("rss", render, "a feed with one item a retirement")
