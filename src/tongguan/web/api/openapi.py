"""The OpenAPI 3.1 document, made from the table of calls and the types that they read and answer with."""

import re
from collections.abc import Sequence
from http.client import responses
from importlib.metadata import version
from typing import Any

import msgspec

from tongguan.web.api.access import Call
from tongguan.web.api.answers import EVENT_STREAM, JSON, NDJSON, PROBLEM, Problem

_EVERYWHERE = (401, 403, 429, 503)
"""Problems that any call with a token may answer with."""
_BINARY = {"type": "string", "format": "binary"}


def document(calls: Sequence[Call]) -> dict[str, Any]:
    """The document as JSON values."""
    types = [Problem, *(kind for call in calls for kind in (call.body, *call.answers.values()) if kind)]
    unique = list(dict.fromkeys(types))
    schemas, components = msgspec.json.schema_components(unique, ref_template="#/components/schemas/{name}")
    schema_of = dict(zip(unique, schemas, strict=True))
    paths: dict[str, dict[str, Any]] = {}
    for call in calls:
        paths.setdefault(call.path, {})[call.method.lower()] = _operation(call, schema_of)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "tongguan 通关",
            "version": version("tongguan"),
            "description": "Machine interface of a customs office. Every time has its offset; every amount is text.",
        },
        "servers": [{"url": "/api/v1"}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _operation(call: Call, schema_of: dict[Any, dict[str, Any]]) -> dict[str, Any]:
    made: dict[str, Any] = {
        "operationId": re.sub(r"\W+", "_", f"{call.method.lower()}{call.path}").strip("_"),
        "summary": call.says,
        "x-actors": list(call.who) or ["anybody" if call.open else "any token"],
        "x-scope": "" if call.open else call.needs,
        "responses": {
            str(status): _answer(status, call, schema_of) for status in _statuses(call)
        },
    }  # fmt: skip
    parameters = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in re.findall(r"{(\w+)}", call.path)
    ] + [
        {"name": each.name, "in": "query", "description": each.says, "schema": {"type": each.kind}}
        for each in call.query
    ]
    if parameters:
        made["parameters"] = parameters
    if call.open:
        made["security"] = []
    if call.body is not None:
        content = {kind: {"schema": schema_of[call.body] if kind == JSON else _BINARY} for kind in call.kinds}
        made["requestBody"] = {"required": True, "content": content}
    return made


def _statuses(call: Call) -> list[int]:
    everywhere = () if call.open else _EVERYWHERE
    lines = (200,) if NDJSON in call.kinds else ()
    return sorted({*call.answers, *lines, *call.also, *everywhere})


def _answer(status: int, call: Call, schema_of: dict[Any, dict[str, Any]]) -> dict[str, Any]:
    if status >= 400:
        content = {PROBLEM: {"schema": schema_of[Problem]}}
    else:
        kinds = (
            {call.answer_kind: _BINARY if call.answer_kind == NDJSON else schema_of[call.answers[status]]}
            if status in call.answers
            else {}
        )
        if status == 200 and NDJSON in call.kinds:
            kinds[NDJSON] = _BINARY
        if call.path == "/events":
            kinds[EVENT_STREAM] = _BINARY
        content = {kind: {"schema": schema} for kind, schema in kinds.items()}
    return {"description": responses[status], "content": content}
