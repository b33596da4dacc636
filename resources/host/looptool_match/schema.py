"""Whether a call obeys its tool's JSON Schema, told as the app tells it (core/tool-call/schema.ts).

Numbers are compared as doubles, `format` is a note, a pattern that could hang or that Python cannot read is no rule.
Not checked here: unevaluatedProperties, unevaluatedItems and references other than into the schema itself.
"""
import math
import re
from urllib.parse import unquote

from .calls import Num

SAFE_INTEGER = 9007199254740991
BACK_REFERENCE = re.compile(r"\\[1-9]|\\k<")
REPEATED = re.compile(r"[*+]|\{[0-9]*,|\{[0-9]{2,}")
PATTERN_PART = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|\$|\(\?<(?![=!])|.", re.S)


class BadSchema(Exception):
    """The schema cannot be used."""


def plain(value):
    """The value with doubles for numbers, as the app's validator sees it."""
    if type(value) is Num:
        return float(value)
    if type(value) is list:
        return [plain(item) for item in value]
    if type(value) is dict:
        return {name: plain(item) for name, item in value.items()}
    return value


TYPES = {type(None): "null", bool: "boolean", float: "number", str: "string", list: "array", dict: "object"}


def same(a, b):
    if type(a) is not type(b):
        return False
    if type(a) is list:
        return len(a) == len(b) and all(map(same, a, b))
    if type(a) is dict:
        return a.keys() == b.keys() and all(same(a[name], b[name]) for name in a)
    return a == b


def _is_safe(pattern):
    """No quantifier stands on a group that holds another quantifier or an alternative, and no back reference."""
    if len(pattern) > 500 or BACK_REFERENCE.search(pattern):
        return False
    bare = re.sub(r"\[[^\]]*\]", "x", re.sub(r"\\.", "x", pattern))
    groups, risky, i = [], False, 0
    while i < len(bare):
        if bare[i] == "(":
            groups.append(risky)
            risky = False
            i += bare[i + 1:i + 2] == "?"
        elif bare[i] == ")":
            if risky and REPEATED.match(bare, i + 1):
                return False
            risky = (groups.pop() if groups else False) or risky
        elif bare[i] in "|*+{":
            risky = True
        i += 1
    return True


def _search(pattern, text):
    """Whether JavaScript's pattern is found; undecidable patterns are no rule."""
    if not _is_safe(pattern):
        return True
    swap = {"$": r"\Z", "(?<": "(?P<"}
    try:
        return re.search("".join(swap.get(part, part) for part in PATTERN_PART.findall(pattern)), text, re.A) is not None
    except (re.error, OverflowError):
        return True


def _inexact(value):
    if type(value) is list:
        return any(map(_inexact, value))
    return type(value) is float and abs(value) > SAFE_INTEGER


class Check:
    """One schema, checked as a whole. A problem is a code, or None where it is not told but counts in branches."""

    def __init__(self, schema):
        self.root = schema
        try:
            self.problems(schema, {}, 0)
        except Exception as error:  # a schema is any JSON: whatever it breaks, it cannot be used
            raise BadSchema(repr(error)) from None

    def resolve(self, ref):
        at = self.root
        if not ref.startswith("#"):
            raise BadSchema(ref)
        for part in ref[1:].split("/")[1:]:
            part = unquote(part).replace("~1", "/").replace("~0", "~")
            at = at[int(part)] if type(at) is list else at[part]
        return at

    def problems(self, schema, value, depth):
        if schema is False:
            told = depth > 1 or (depth == 1 and not (type(self.root) is dict and "properties" in self.root))
            return ["argument.undeclared" if told else None]
        schema, found = {} if schema is True else schema, []
        if "$ref" in schema:
            found += self.problems(self.resolve(schema["$ref"]), value, depth)
        found += self._plainly(schema, value) + self._branches(schema, value, depth)
        kind = TYPES[type(value)]
        if kind == "object":
            found += self._object(schema, value, depth)
        elif kind == "array":
            found += self._array(schema, value, depth)
        elif kind in ("number", "string"):
            found += (_number if kind == "number" else _string)(schema, value)
        return found

    def _plainly(self, schema, value):
        found = []
        if "type" in schema:
            wanted = schema["type"] if type(schema["type"]) is list else [schema["type"]]
            whole = type(value) is float and (math.isinf(value) or value.is_integer())
            if TYPES[type(value)] not in wanted and not (whole and "integer" in wanted):
                found.append("argument.type")
        if "const" in schema and not same(value, schema["const"]):
            found.append("argument.enum")
        if "enum" in schema and not any(same(value, one) for one in schema["enum"]):
            found.append("argument.enum")
        return found

    def _branches(self, schema, value, depth):
        def fits(part):
            return not self.problems(part, value, depth)

        found = []
        if "not" in schema and fits(schema["not"]):
            found.append("argument.schema")
        if "anyOf" in schema and not any([fits(part) for part in schema["anyOf"]]):
            found.append("argument.schema")
        for part in schema.get("allOf", []):
            found += self.problems(part, value, depth)
        if "oneOf" in schema and sum([fits(part) for part in schema["oneOf"]]) != 1:
            found.append("argument.schema")
        if "if" in schema:
            branch = schema.get("then" if fits(schema["if"]) else "else", True)
            found += self.problems(branch, value, depth)
        return found

    def _object(self, schema, value, depth):
        found = ["argument.missing" for name in schema.get("required", []) if name not in value]
        if not schema.get("minProperties", 0) <= len(value) <= schema.get("maxProperties", math.inf):
            found.append("argument.schema")
        for name in value if "propertyNames" in schema else ():
            found += self.problems(schema["propertyNames"], name, depth)
        for key in ("dependentRequired", "dependentSchemas", "dependencies"):
            for name, needs in schema.get(key, {}).items():
                if name in value and type(needs) is list:
                    found += ["argument.schema" for other in needs if other not in value]
                elif name in value:
                    found += self.problems(needs, value, depth)
        right, wrong = set(), set()
        rules = [(name, part) for name, part in schema.get("properties", {}).items() if name in value]
        for pattern, part in schema.get("patternProperties", {}).items():
            rules += [(name, part) for name in value if _is_safe(pattern) and _search(pattern, name)]
        for name, part in rules:
            problems = self.problems(part, value[name], depth + 1)
            (wrong if problems else right).add(name)
            found += problems
        extra = schema.get("additionalProperties", True)
        for name in value:
            if name not in right and not (extra is False and name in wrong):
                found += self.problems(extra, value[name], depth + 1)
        return found

    def _array(self, schema, value, depth):
        found = []
        if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", math.inf):
            found.append("argument.schema")
        parts = list(schema.get("prefixItems", []))
        items = schema.get("items", True)
        if type(items) is list:
            parts, items = parts + items[len(parts):], schema.get("additionalItems", True)
        for i, item in enumerate(value):
            found += self.problems(parts[i] if i < len(parts) else items, item, depth + 1)
        if "contains" in schema:
            held = sum([not self.problems(schema["contains"], item, depth + 1) for item in value])
            least = schema.get("minContains", 0 if "maxContains" in schema and value else 1)
            if not least <= held <= schema.get("maxContains", math.inf):
                found.append("argument.schema")
        if schema.get("uniqueItems") is True:
            if any(same(a, b) for i, a in enumerate(value) for b in value[:i]):
                found.append(None if _inexact(value) else "argument.schema")
        return found


def _number(schema, value):
    step = schema.get("multipleOf")
    rest = math.fmod(value, step) if step and not math.isinf(value) else 0
    broken = (
        not schema.get("minimum", -math.inf) <= value <= schema.get("maximum", math.inf),
        "exclusiveMinimum" in schema and value <= schema["exclusiveMinimum"],
        "exclusiveMaximum" in schema and value >= schema["exclusiveMaximum"],
        bool(step) and abs(rest) >= 1.1920929e-7 and abs(step - rest) >= 1.1920929e-7,
    )
    return ["argument.schema" if not _inexact(value) else None for one in broken if one]


def _string(schema, value):
    broken = (
        not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", math.inf),
        "pattern" in schema and not _search(schema["pattern"], value),
    )
    return ["argument.schema" for one in broken if one]


def _declares(schema, name):
    if type(schema) is not dict:
        return schema is True
    patterns = schema.get("patternProperties") or {}
    if name in (schema.get("properties") or {}) or any(_search(pattern, name) for pattern in patterns):
        return True
    if schema.get("additionalProperties") is True or type(schema.get("additionalProperties")) is dict:
        return True
    parts = [schema.get(key) for key in ("allOf", "anyOf", "oneOf", "then", "else")]
    return any(
        any(_declares(one, name) for one in part) if type(part) is list else type(part) is dict and _declares(part, name)
        for part in parts
    )


def call_problems(tools, call):
    """Codes of the rules that a call breaks, e.g. argument.missing. `tools`: schema by name."""
    name, arguments = call
    if name not in tools:
        return ["call.unknownTool"]
    try:
        schema = plain(tools[name])
        check = Check(schema)
    except (BadSchema, RecursionError):
        return ["tool.badSchema"]
    found = []
    if type(schema) is dict and "properties" in schema:
        found = ["argument.undeclared" for argument in arguments if not _declares(schema, argument)]
    try:
        return found + [code for code in check.problems(schema, plain(arguments), 0) if code]
    except Exception:  # as in Check: a rule deep in the schema that no value reached before
        return found + ["argument.schema"]
