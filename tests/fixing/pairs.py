"""Golden pairs: a file, and what ``check --fix`` makes of it. ``<ID>`` stands for the id that is fixed.

A file whose name starts with ``no-`` holds what must not be edited.
"""

from __future__ import annotations

ALIAS, PINNED = b"gpt-4o", b"gpt-4o-2024-08-06"
CALL = b"from openai import OpenAI\nOpenAI().responses.create(model=%s, input=x)\n"

PYTHON = {
    "double.py": CALL % b'"<ID>"',
    "single.py": CALL % b"'<ID>'",
    "triple.py": CALL % b'"""<ID>"""',
    "triple_single.py": CALL % b"'''<ID>'''",
    "raw.py": CALL % b'r"<ID>"',
    "unicode_prefix.py": CALL % b"u'<ID>'",
    "upper_prefix.py": CALL % b"R'<ID>'",
    "byte_string.py": b"MODEL = b'<ID>'\n",
    "constant.py": b"MODEL = '<ID>'  # keep me\n",
    "no_newline.py": b"MODEL = '<ID>'",
    "crlf.py": b"import os\r\nMODEL = '<ID>'\r\n\r\n\r\n# end\r\n",
    "mixed_ends.py": b"import os\nMODEL = '<ID>'\r\n# end\n",
    "bom.py": b"\xef\xbb\xbfMODEL = '<ID>'\n",
    "latin1.py": b"# -*- coding: latin-1 -*-\nname = 'caf\xe9'\nMODEL = '<ID>'  # \xe9\n",
    "cp1252.py": b"# vim: set fileencoding=cp1252 :\nname = '\x80'; MODEL = '<ID>'\n",
    "wide.py": "名 = '日本語'; MODEL = '<ID>'  # 🎉\n".encode(),
    "tabs.py": b"def f():\n\tif x:\n\t\tmodel = '<ID>'\n\t\treturn model\n",
    "formfeed.py": b"\x0cMODEL = '<ID>'\n\x0c\n",
    "semicolon.py": b"a = 1; MODEL = '<ID>'; b = 2\n",
    "else_line.py": b"if x: model = 'a'\nelse: model = '<ID>'\n",
    "default.py": b"def ask(question, *, model: str = '<ID>', n=1):\n    return 1\n",
    "decorated.py": b"import click\n@click.option('--model', default='<ID>')\ndef f(model): pass\n",
    "klass.py": b"class Settings:\n    model: str = '<ID>'\n    other = 1\n",
    "env.py": b"import os\nMODEL = os.getenv('CHAT_MODEL', '<ID>')\n",
    "prefixed.py": b"from litellm import completion\ncompletion(model='openai/<ID>', messages=[])\n",
    "twice.py": b"CHAT_MODEL = '<ID>'\nTITLE_MODEL = '<ID>'\n",
    "backslash.py": b"MODEL = \\\n    '<ID>'\n",
    "parens.py": b"MODEL = (\n    # why\n    '<ID>'\n)\n",
    "match_line.py": b"match x:\n    case 1: model = '<ID>'\n",
    "async_def.py": b"async def f(client):\n    return await client.responses.create(model='<ID>', input='x')\n",
    "walrus.py": b"if (model := '<ID>'):\n    pass\n",
    "stub.pyi": b"class A:\n    model: str = '<ID>'\n",
}

OTHERS = {
    "a.ts": b"const client = new OpenAI();\nclient.responses.create({ model: '<ID>', input });\n",
    "b.ts": b'const MODEL = "<ID>"; // why\n',
    "c.ts": b"const model = `<ID>`;\n",
    "a.tsx": b"export const C = () => <Chat model=\"<ID>\" title='x' />;\n",
    "a.js": b"const model = '<ID>'\r\nmodule.exports = { model }\r\n",
    "a.mjs": b"export const CHAT_MODEL = '<ID>'",
    "a.vue": b"<script>\nexport const model = '<ID>'\n</script>\n<template><p>hi</p></template>\n",
    "a.go": b'package main\n\nconst Model = "<ID>"\n',
    "raw.go": b"package main\n\nconst Model = `<ID>`\n",
    "A.java": b'class A {\n  static final String MODEL = "<ID>";\n}\n',
    "a.kt": b'const val MODEL = "<ID>"\n',
    "A.cs": b'class A { const string Model = "<ID>"; }\n',
    "verbatim.cs": b'class A { const string Model = @"<ID>"; }\n',
    "a.rb": b"MODEL = '<ID>'\n",
    "double.rb": b'MODEL = "<ID>"\n',
    "a.php": b"<?php\n$model = '<ID>';\n",
    "a.rs": b'const MODEL: &str = "<ID>";\n',
    "raw.rs": b'const MODEL: &str = r"<ID>";\n',
    "a.swift": b'let model = "<ID>"\n',
    "a.sh": b"#!/bin/sh\nexport OPENAI_MODEL=<ID>\n",
    "quoted.sh": b"OPENAI_MODEL='<ID>'\n",
    "a.yaml": b"# why\nmodel: <ID>   # keep\nother: 'x'\n",
    "single.yaml": b"model: '<ID>'\r\nother: 1\r\n",
    "double.yaml": b'llm: {model: "<ID>", temperature: 0}\n',
    "alone_anchor.yaml": b"chat:\n  model: &m <ID>\n",
    "a.json": b'{"model": "<ID>", "n": 1e5}',
    "twice.json": b'{"model": "<ID>", "x": 1, "x": 2}\n',
    "a.toml": b'[llm]\nmodel = "<ID>" # keep\n',
    "single.toml": b"[llm]\nmodel = '<ID>'\n",
    ".env": b"# why\nOPENAI_MODEL=<ID>\nEMPTY=\n",
    "quoted.env": b'OPENAI_MODEL="<ID>"\r\n',
    "Dockerfile": b"FROM python:3.13\nENV OPENAI_MODEL=<ID>\nCMD x\n",
    "main.tf": b'variable "model" {\n  default = "<ID>" # keep\n}\n',
    "locals.tf": b'locals {\n  chat_model = "<ID>"\n}\n',
    "a.jsonc": b'{\n  // why\n  "model": "<ID>",\n}\n',
    "utf16.yaml": "\ufeffmodel: <ID>  # é\n".encode("utf-16-le"),
    "compose.yaml": b"services:\n  web:\n    environment:\n      - CHAT_MODEL=<ID>\n      OTHER: x\n".replace(
        b"      OTHER: x\n", b""
    ),
    "k8s.yaml": b"apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata:\n  CHAT_MODEL: '<ID>'\n",
    "embedded.yaml": b'kind: ConfigMap\napiVersion: v1\nmetadata: {name: x}\ndata:\n  c.json: |\n    {"model": "<ID>"}\n',
    "one_string.ipynb": b'{"cells":[{"cell_type":"code","source":"model = \'<ID>\'\\nx = 1","outputs":[],"metadata":{}}],"metadata":{},"nbformat":4,"nbformat_minor":5}\r\n',
    "a.xml": b'<chat model="<ID>"/>\n',
    "a.ini": b"[llm]\nmodel = <ID>\n",
    "a.properties": b"spring.ai.openai.chat.options.model=<ID>\n",
    "a.ipynb": (
        b'{"cells": [{"cell_type": "code", "source": ["import openai\\n", "model = \\"<ID>\\"\\n", "x = \\"\\u00e9\\""], '
        b'"outputs": [], "metadata": {}}],\n "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'
    ),
}

REFUSED = {
    "shared.yaml": b"a:\n  model: &m gpt-4o\nb:\n  model: *m\n",
    "merged.yaml": b"base: &base\n  model: gpt-4o\nb:\n  <<: *base\n",
}

UNTOUCHED = {
    "implicit.py": b"MODEL = 'gpt-' '4o'\n",
    "plus.py": b"MODEL = 'gpt-' + '4o'\n",
    "percent.py": b"MODEL = 'gpt-%s' % '4o'\n",
    "format.py": b"MODEL = 'gpt-{}'.format('4o')\n",
    "fstring.py": b"x = '4o'\nMODEL = f'gpt-{x}'\n",
    "escaped.py": b"MODEL = 'gpt\\x2d4o'\n",
    "comment.py": b"# MODEL = 'gpt-4o'\nx = 1\n",
    "docstring.py": b'"""Uses gpt-4o."""\n',
    "template.ts": b"const v = '4o'; const model = `gpt-${v}`;\n",
    "escaped.json": b'{"model": "gpt\\u002d4o"}',
    "broken.py": b"def f(:\n    MODEL = 'gpt-4o'\n",
    "suppressed.py": b"MODEL = 'gpt-4o'  # modelguard: ignore[MG102] because we follow it on purpose\n",
    "undecodable.py": b"MODEL = 'gpt-4o'  # \xff\n",
}
