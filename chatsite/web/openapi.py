"""The OpenAPI 3.1 document, made of the endpoints themselves: paths, forms and answers cannot drift from the code."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from types import NoneType, UnionType
from typing import Any, Literal, NotRequired, Union, get_args, get_origin, get_type_hints, is_typeddict

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, URLResolver, get_resolver
from django.views.decorators.http import require_safe

from chatsite.web.api import Action, Answer, Endpoint
from chatsite.web.forms import (
    ChoicesField,
    IdsField,
    MomentField,
    NestedField,
    NumbersByIdField,
    StrictForm,
    UuidsField,
)
from chatsite.web.tokens import SAFE_METHODS, scopes_of

Schema = dict[str, Any]

PATH_PARAMETER = re.compile(r"<(\w+):(\w+)>")
PARAMETER_SCHEMAS: dict[str, Schema] = {
    "number": {"type": "integer", "minimum": 0, "maximum": 10**18 - 1},
    "slug": {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$"},
    "str": {"type": "string", "minLength": 1},
    "path": {"type": "string", "minLength": 1},
    "uuid": {"type": "string", "format": "uuid"},
}
SCALARS: dict[Any, Schema] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    NoneType: {"type": "null"},
    dict: {"type": "object"},
    object: {},
}
ERROR: Schema = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "message"],
            "properties": {
                "code": {"type": "string", "pattern": "^[a-z_]+$"},
                "message": {"type": "string"},
                "fields": {
                    "type": "object",
                    "additionalProperties": {"type": "array", "items": {"type": "string"}},
                },
                "retry_after_s": {"type": "number"},
            },
        }
    },
}


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one endpoint; ``path`` as OpenAPI writes it."""

    method: str
    path: str
    action: Action
    parameters: Sequence[Schema]

    @property
    def name(self) -> str:
        """Return its own name, such as ``post_rooms_room_id_join``."""
        return "_".join([self.method.lower(), *re.findall(r"\w+", self.path)])

    @property
    def summary(self) -> str:
        """Return one line for people: the first of what the action says of itself, or its name in words."""
        said = (self.action.run.__doc__ or "").strip().partition("\n")[0].partition(";")[0].rstrip(".")
        return said or self.action.run.__name__.strip("_").replace("_", " ").capitalize()


def operations() -> list[Operation]:
    """Return every operation that the site's paths lead to."""
    return list(_operations(get_resolver().url_patterns, "/"))


def _operations(patterns: Sequence[URLPattern | URLResolver], prefix: str) -> Iterator[Operation]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _operations(pattern.url_patterns, route)
        elif isinstance(pattern.callback, Endpoint):
            path = PATH_PARAMETER.sub(r"{\2}", route)
            parameters = [
                {"name": name, "in": "path", "required": True, "schema": PARAMETER_SCHEMAS[kind]}
                for kind, name in PATH_PARAMETER.findall(route)
            ]
            for method, action in pattern.callback.actions.items():
                yield Operation(method, path, action, parameters)


def document() -> Schema:
    """Return the whole document."""
    shapes = _Shapes()
    paths: dict[str, Schema] = {}
    for operation in operations():
        paths.setdefault(operation.path, {})[operation.method.lower()] = _described(operation, shapes)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Chatsite",
            "version": "1",
            "description": "Sessions are cookies; an unsafe request carries the cookie csrftoken as X-CSRFToken. "
            "Programs send an access token instead, where an operation lists it, and no CSRF token then.",
        },
        "paths": paths,
        "components": {
            "schemas": {"Error": ERROR, **shapes.found},
            "securitySchemes": {
                "session": {"type": "apiKey", "in": "cookie", "name": "sessionid"},
                "token": {"type": "http", "scheme": "bearer"},
            },
        },
    }


def _described(operation: Operation, shapes: "_Shapes") -> Schema:
    action = operation.action
    described: Schema = {
        "operationId": operation.name,
        "summary": operation.summary,
        "tags": [operation.path.split("/")[1]],
        "parameters": [*operation.parameters, *_query_parameters(operation)],
        "responses": _responses(action, shapes),
        "security": _security(operation),
    }
    if operation.method not in SAFE_METHODS and action.form.base_fields:
        kind = "multipart/form-data" if action.multipart else "application/json"
        schema = form_schema(action.form)
        described["requestBody"] = {"required": bool(schema.get("required")), "content": {kind: {"schema": schema}}}
    return described


def _security(operation: Operation) -> list[Schema]:
    """Return who may call: anyone, a session, or a token, of which the scopes are named that each suffice."""
    action = operation.action
    if action.is_open:
        return []
    scopes = scopes_of(operation.method, helps_writing=action.helps_writing) if action.tokens else ()
    return [{"session": []}, *({"token": [scope]} for scope in scopes)]


def _query_parameters(operation: Operation) -> list[Schema]:
    if operation.method not in SAFE_METHODS:
        return []
    return [
        {"name": name, "in": "query", "required": is_required(field), "schema": field_schema(field)}
        for name, field in operation.action.form.base_fields.items()
    ]


def _responses(action: Action, shapes: "_Shapes") -> Schema:
    refused = {"description": "Refused", "content": {"application/json": {"schema": _ref("Error")}}}
    responses: Schema = {"4XX": refused, "503": {**refused, "description": "Busy or restarting; try again"}}
    if action.answer is None:
        return {str(int(HTTPStatus.NO_CONTENT)): {"description": "Done"}, **responses}
    content = {"application/json": {"schema": shapes.schema(action.answer)}}
    for status in (action.status, *action.other_statuses):
        responses[str(int(status))] = {"description": HTTPStatus(status).phrase, "content": content}
    return responses


def form_schema(form: type[StrictForm]) -> Schema:
    """Return the schema of what ``form`` accepts."""
    schema: Schema = {
        "type": "object",
        "properties": {name: field_schema(field) for name, field in form.base_fields.items()},
        "additionalProperties": False,
    }
    required = [name for name, field in form.base_fields.items() if is_required(field)]
    return schema | ({"required": required} if required else {})


def is_required(field: forms.Field) -> bool:
    """Tell whether a field must be given: one with a default need not be."""
    return field.required and field.initial is None


def field_schema(field: forms.Field) -> Schema:
    """Return the schema of one field."""
    schema = _type_of(field)
    if isinstance(field, forms.CharField) and field.max_length:
        schema |= {"maxLength": field.max_length} | ({"minLength": 1} if field.required else {})
    if isinstance(field, IdsField | UuidsField):
        schema |= {"maxItems": field.max_count}
    if isinstance(field, forms.IntegerField):
        bounds = {"minimum": field.min_value, "maximum": field.max_value, "default": field.initial}
        schema |= {name: value for name, value in bounds.items() if value is not None}
    return schema


def _type_of(field: forms.Field) -> Schema:
    if isinstance(field, forms.ChoiceField):
        choices: Iterable[tuple[str, Any]] = field.widget.choices
        return {"type": "string", "enum": [value for value, _ in choices if value]}
    if isinstance(field, ChoicesField):
        return {"type": "array", "items": {"type": "string", "enum": list(field.choices)}, "uniqueItems": True}
    if isinstance(field, NestedField):
        return form_schema(field.form)
    kinds: list[tuple[type[forms.Field], Schema]] = [
        (forms.JSONField, {}),
        (forms.FileField, {"type": "string", "contentMediaType": "application/octet-stream"}),
        (forms.BooleanField, {"type": "boolean"}),
        (forms.FloatField, {"type": "number"}),
        (forms.IntegerField, {"type": "integer"}),
        (forms.UUIDField, {"type": "string", "format": "uuid"}),
        (forms.EmailField, {"type": "string", "format": "email"}),
        (NumbersByIdField, {"type": "object", "additionalProperties": {"type": "integer"}}),
        (IdsField, {"type": "array", "items": {"type": "integer"}}),
        (UuidsField, {"type": "array", "items": {"type": "string", "format": "uuid"}}),
        (MomentField, {"type": "string", "format": "date-time"}),
    ]
    return next((dict(schema) for kind, schema in kinds if isinstance(field, kind)), {"type": "string"})


class _Shapes:
    """The schemas of typed dictionaries, each written once and referred to."""

    def __init__(self) -> None:
        self.found: dict[str, Schema] = {}

    def schema(self, kind: Any) -> Schema:
        """Return the schema of a type annotation."""
        if kind in SCALARS:
            return SCALARS[kind]
        if is_typeddict(kind):
            return self._object(kind)
        origin, arguments = get_origin(kind), get_args(kind)
        if origin is Literal:
            return {"enum": list(arguments)}
        if origin is list:
            return {"type": "array", "items": self.schema(arguments[0])}
        if origin is dict:
            return {"type": "object", "additionalProperties": self.schema(arguments[1])}
        if origin in {Union, UnionType}:
            return {"anyOf": [self.schema(argument) for argument in arguments]}
        raise TypeError(f"no schema for {kind!r}")

    def _object(self, kind: Any) -> Schema:
        name = kind.__name__.removesuffix("Payload")
        if name not in self.found:
            self.found[name] = {}  # a shape may contain itself
            hints = get_type_hints(kind, include_extras=True)
            self.found[name] = {
                "type": "object",
                "description": (kind.__doc__ or "").partition("\n")[0],
                "properties": {field: self.schema(_plain(hint)) for field, hint in hints.items()},
                "required": sorted(field for field, hint in hints.items() if get_origin(hint) is not NotRequired),
                "additionalProperties": False,
            }
        return _ref(name)


def _plain(hint: Any) -> Any:
    return get_args(hint)[0] if get_origin(hint) is NotRequired else hint


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _show(request: HttpRequest, data: dict[str, Any]) -> Answer:
    """Return this document."""
    return document()


@require_safe
@login_required
def docs(request: HttpRequest) -> HttpResponseBase:
    """Show the document to people."""
    whole = document()
    groups: dict[str, list[Schema]] = {}
    for path, methods in whole["paths"].items():
        for method, operation in methods.items():
            groups.setdefault(operation["tags"][0], []).append(_for_people(method, path, operation))
    shapes = {name: _pretty(schema) for name, schema in whole["components"]["schemas"].items()}
    return render(request, "api_docs.html", {"groups": groups, "shapes": shapes})


def _for_people(method: str, path: str, operation: Schema) -> Schema:
    body = next(iter(operation.get("requestBody", {}).get("content", {}).items()), None)
    return {
        "id": operation["operationId"],
        "method": method.upper(),
        "path": path,
        "summary": operation["summary"],
        "anonymous": not operation["security"],
        "parameters": [{**parameter, "type": _pretty(parameter["schema"])} for parameter in operation["parameters"]],
        "body_type": body and body[0],
        "body": body and _pretty(body[1]["schema"]),
        "answers": [(status, _answer_of(response)) for status, response in operation["responses"].items()],
    }


def _answer_of(response: Schema) -> str:
    schema = response.get("content", {}).get("application/json", {}).get("schema", {})
    return str(schema.get("$ref", "")).rpartition("/")[2] or str(response["description"])


def _pretty(schema: Schema) -> str:
    return json.dumps(schema, indent=2, ensure_ascii=False)


show_schema = Endpoint(GET=Action(_show, answer=dict, compressed=True))
