"""The OpenAPI document: what a plan's query and body may hold, and how errors are answered."""

from collections.abc import Callable
from functools import partial
from typing import Any

from fastapi import FastAPI
from pydantic import BaseModel

from app.answers import DRAWS, FEWEST_DRAWS, MOST_DRAWS
from app.api.response_headers import say_headers
from app.api.saved_shapes import NewScenarioBody, ScenarioBody
from app.api.shapes import CandidateBody, CandidatesBody, PlanBody, ProblemAnswer
from app.catalog import presets
from app.inputs import FIELDS, LONGEST_SOURCE, InputField

Schema = dict[str, Any]

# Numbers as people type them; what this lets through may still be out of bounds.
NUMBER_TEXT = (
    r"^\s*[+\u2212-]?\s*[$€£¥]?\s*[\d,_'\u2019\u00a0\u202f .]+(e[+-]?\d{1,3})?"
    r"\s*([kKmM]|[bB][nN]?)?\s*%?\s*[$€£]?\s*$"
)
MOST_SEED = 999_999_999
TEXTS: dict[str, Schema] = {
    "finance.currency": {"type": "string", "pattern": r"^\s*[A-Za-z]{3}\s*$"},
    "finance.start_month": {
        "type": "string",
        "pattern": r"^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])$",
        "example": "2026-12",
    },
}
JSON = "application/json"
REFERENCED = "#/components/schemas/{model}"
TEXT: Schema = {"schema": {"type": "string"}}
FILE: Schema = {"schema": {"type": "string", "format": "binary"}}
REFERENCE: Schema = {"type": "string", "maxLength": 200}


class Later(dict[str, Any]):
    """A part of the document that is made when somebody asks for the document.

    For `openapi_extra` of what needs presets and prices, which a start does not wait for.
    """

    def __init__(self, make: Callable[[], Schema]) -> None:
        super().__init__()
        self.make = make

    def __bool__(self) -> bool:
        """Never be taken for empty."""
        return True

    def items(self) -> Any:
        """Return what FastAPI adds to the description of a route."""
        self.update(self.make())  # it also looks up what it finds here
        return super().items()


def query_parameters() -> list[Schema]:
    """Return the query dialect as OpenAPI parameters: `preset`, and every input."""
    return [{"$ref": f"#/components/parameters/{item['name']}"} for item in plan_parameters()]


def plan_parameters() -> list[Schema]:
    """Return what `query_parameters` refers to, once for all addresses."""
    inputs = [parameter(field.name, spoken(field), query_value(field)) for field in FIELDS.values()]
    ranges = parameter(
        "ranges.workload.requests_per_month",
        "Low and high of an uncertain input, and likewise for any numeric input; `none` takes a "
        "preset's range away.",
        {"type": "string"},
    )
    simulation = [
        parameter("draws", "Draws of the simulation.", draws()),
        parameter("seed", "Seed of the simulation.", seed()),
    ]
    sources = parameter(
        "sources.workload.requests_per_month",
        "Where a value of your own comes from, in your words, and likewise for any input.",
        {"type": "string", "maxLength": LONGEST_SOURCE},
    )
    usual = {"type": "string", "enum": list(presets()), "default": "customer-support"}
    preset = parameter("preset", "The use case whose values fill whatever is not given.", usual)
    return [
        preset,
        *inputs,
        ranges | {"example": "30000..90000"},
        sources | {"example": "help desk, October 2026"},
        *simulation,
    ]


def layout_parameters(*names: str) -> list[Schema]:
    """Return how a CSV feed may be written, or only these of it, as OpenAPI parameters."""
    choices = {
        "sep": ([",", ";", "tab"], "What stands between two cells"),
        "decimal": ([".", ","], "The decimal sign of numbers"),
        "bom": (["1", "0"], "Whether the file begins with a byte order mark, which Excel needs"),
        "layout": (["long", "wide", "rows"], "`wide` has a column per month; only for months"),
        "lines": (
            ["costs", "all"],
            "`all` has requests, right answers and savings beside the costs; only for months",
        ),
    }
    return [
        parameter(name, f"{words}.", {"type": "string", "enum": values, "default": values[0]})
        for name, (values, words) in choices.items()
        if name in (names or choices)
    ]


def parameter(name: str, description: str, schema: Schema) -> Schema:
    """Return an optional parameter of a query."""
    return {"name": name, "in": "query", "description": description, "schema": schema}


def spoken(field: InputField) -> str:
    """Return an input's help with its unit and bounds."""
    facts = [
        f"Unit: {field.unit}." if field.unit else "",
        f"Bounds: {field.bounds}." if field.bounds else "",
    ]
    return " ".join([field.help, *filter(None, facts)])


def query_value(field: InputField) -> Schema:
    """Return what an input may be in a query, where everything is a text."""
    if field.kind == "yes_no":
        return {"type": "boolean"}
    if field.is_number:
        texts = rf"{NUMBER_TEXT}|^\s*$" if field.optional else NUMBER_TEXT
        return {"anyOf": [bounded(field), {"type": "string", "pattern": texts}]}
    return text_value(field)


def body_value(field: InputField) -> Schema:
    """Return what an input may be in a JSON body: a number, or a text as in a query."""
    if field.kind == "yes_no" or not field.is_number:
        options = [query_value(field)]
    else:
        options = [*query_value(field)["anyOf"]]
    if field.optional:
        options = [*options, {"type": "null"}]
    described: Schema = {"description": spoken(field)}
    return described | (options[0] if len(options) == 1 else {"anyOf": options})


def bounded(field: InputField) -> Schema:
    """Return the numbers that an input may be."""
    bounds = {
        "minimum": field.minimum,
        "exclusiveMinimum": field.above,
        "maximum": field.maximum,
    }
    kind = "integer" if field.kind == "whole" else "number"
    return {"type": kind} | {name: bound for name, bound in bounds.items() if bound is not None}


def text_value(field: InputField) -> Schema:
    """Return the texts that an input may be."""
    if field.choices:
        return {"type": "string", "enum": list(field.choices)}
    return TEXTS.get(field.name, REFERENCE)


def draws() -> Schema:
    """Return what the number of draws may be."""
    powers = range(FEWEST_DRAWS.bit_length() - 1, MOST_DRAWS.bit_length())
    return {"type": "integer", "enum": [2**power for power in powers], "default": DRAWS}


def seed() -> Schema:
    """Return what the seed may be."""
    return {"type": "integer", "minimum": 0, "maximum": MOST_SEED, "default": 1}


def plan_inputs() -> Schema:
    """Return the schema of a body's inputs, by group."""
    groups: dict[str, Schema] = {}
    for field in FIELDS.values():
        groups.setdefault(field.group, {})[field.field] = body_value(field)
    return closed({group: closed(fields) for group, fields in groups.items()})


def plan_ranges() -> Schema:
    """Return the schema of a body's ranges, by the whole names of inputs."""
    end = {"anyOf": [{"type": "number"}, {"type": "string", "pattern": NUMBER_TEXT}]}
    ends = closed({"low": end, "high": end}) | {"required": ["low", "high"]}
    pair = {"type": "array", "items": end, "minItems": 2, "maxItems": 2}
    value = {"anyOf": [ends, pair, {"type": "string"}, {"type": "null"}]}
    names = [field.name for field in FIELDS.values() if field.is_number]
    return closed(dict.fromkeys(names, value)) | {"maxProperties": 40}


def plan_sources() -> Schema:
    """Return the schema of a body's sources, by the whole names of inputs."""
    text = {"type": ["string", "null"], "maxLength": LONGEST_SOURCE}
    return closed(dict.fromkeys(FIELDS, text))


def closed(properties: Schema) -> Schema:
    """Return an object that has no other members."""
    return {"type": "object", "properties": properties, "additionalProperties": False}


IN_BODIES: dict[str, Schema] = {
    "inputs": {"$ref": "#/components/schemas/PlanInputs"},
    "ranges": {"$ref": "#/components/schemas/PlanRanges"},
    "sources": {"$ref": "#/components/schemas/PlanSources"},
}


def plan_body(model: type[BaseModel]) -> Schema:
    """Return the schema of a body that holds a plan, beside whatever else the model says."""
    schema = body_of(model)
    plan = {"preset": {"type": "string", "enum": list(presets())}, "draws": draws(), "seed": seed()}
    for name, value in (IN_BODIES | plan).items():
        words = schema["properties"][name].get("description")
        schema["properties"][name] = value | ({"description": words} if words else {})
    return schema


COMPONENTS: dict[str, Callable[[], Schema]] = {
    "PlanInputs": plan_inputs,
    "PlanRanges": plan_ranges,
    "PlanSources": plan_sources,
    "CandidateBody": CandidateBody.model_json_schema,
} | {
    body.__name__: partial(plan_body, body)
    for body in (PlanBody, CandidatesBody, ScenarioBody, NewScenarioBody)
}


def problem(description: str) -> Schema:
    """Return the description of an error's answer.

    FastAPI would build a validator for each error of each route, and every start would wait.
    """
    schema = {"$ref": REFERENCED.format(model="ProblemAnswer")}
    return {"description": description, "content": {JSON: {"schema": schema}}}


def problem_answer() -> dict[str, Schema]:
    """Return the schema of an error's answer and those it refers to, by name."""
    schema = ProblemAnswer.model_json_schema(mode="serialization", ref_template=REFERENCED)
    within: dict[str, Schema] = schema.pop("$defs")
    return within | {"ProblemAnswer": schema}


def describe_body(model: type[BaseModel], example: Schema) -> Schema:
    """Return the OpenAPI description of a JSON body that the route reads itself."""
    return json_body(body_of(model), example)


def body_of(model: type[BaseModel]) -> Schema:
    """Return the schema of a body."""
    schema = model.model_json_schema(ref_template=REFERENCED)
    schema.pop("$defs", None)  # an answer has them among the document's components
    return schema


def json_body(schema: Schema, example: Schema) -> Schema:
    """Return the OpenAPI description of a JSON body of some schema."""
    content = {"schema": schema, "example": example}
    return {"requestBody": {"required": True, "content": {JSON: content}}}


def describe_plan(model: type[BaseModel], example: Schema) -> Schema:
    """Return the description of a body that holds a plan: one of COMPONENTS, by its name."""
    return json_body({"$ref": REFERENCED.format(model=model.__name__)}, example)


def describe(app: FastAPI) -> None:
    """Let the app's document say that errors are problems, and what a plan may hold."""
    made = app.openapi

    def document() -> Schema:
        if app.openapi_schema is None:
            schema = made()
            components = {name: component() for name, component in COMPONENTS.items()}
            schema["components"]["schemas"] |= components | problem_answer()
            schema["components"]["parameters"] = {item["name"]: item for item in plan_parameters()}
            for operations in schema["paths"].values():
                for operation in operations.values():
                    say_media_types(operation["responses"])
                    say_headers(operation["responses"])
        return made()

    app.openapi = document  # type: ignore[method-assign]


def say_media_types(responses: dict[str, Schema]) -> None:
    """Name the media types that answers really have: FastAPI adds JSON to all."""
    for status, response in responses.items():
        content = response.get("content", {})
        if int(status) >= 400 and JSON in content:
            content["application/problem+json"] = content.pop(JSON)
        elif len(content) > 1:
            content.pop(JSON, None)
