"""Tool calls as text and as data, read and compared exactly as the app does (core/tool-call). Standard library only.

Numbers are kept as they were written (`Num`), so that 1, 1.0 and 1e0 are equal and 20-digit integers keep every
digit. Nothing here raises on hostile text but ValueError, where it says so.
"""
import json
import re
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal

MOST_DEPTH = 512
# What JavaScript trims; Python's own set differs (it lacks the byte order mark and has separators beside it).
SPACE = "\t\n\v\f\r \u00a0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u2028\u2029\u202f\u205f\u3000\ufeff"
THINK_OPEN, THINK_CLOSE = "<think>", "</think>"
CALL_OPEN, CALL_CLOSE = "<tool_call>", "</tool_call>"

NUMBER = re.compile(r"(-?)([0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?")
NEXT_TAG = re.compile("<think>|<tool_call>")
STRING_OR_CLOSE = re.compile(r'"(?:[^"\\]+|\\.)*(?:"|\\?\Z)|</tool_call>', re.S)
JSON_TOKEN = re.compile(r'"(?:[^"\\]+|\\.)*"?|[\[{\]}]|[^\s"\[{\]},:]+', re.S)


class Num(str):
    """A JSON number as it was written."""

    __slots__ = ()


def _too_deep(text):
    if text.count("[") + text.count("{") <= MOST_DEPTH:
        return False
    level = 0
    for token in JSON_TOKEN.finditer(text):
        first = text[token.start()]
        if first in "]}":
            level -= 1
        elif level > MOST_DEPTH:
            return True
        elif first in "[{":
            level += 1
    return False


def _no_constant(word):
    raise ValueError(word)


def read_json(text, constants=False):
    """One JSON value with `Num` for numbers; `constants` also takes NaN and Infinity. Raises ValueError."""
    if _too_deep(text):
        raise ValueError("nested too deep")
    try:
        return json.loads(text, parse_int=Num, parse_float=Num, parse_constant=Num if constants else _no_constant)
    except RecursionError:
        raise ValueError("nested too deep") from None


def _exponent(written, shift):
    if len(written) < 1000:
        return str(int(written) + shift)
    exact = Context(prec=len(written) + 30, Emax=MAX_EMAX, Emin=MIN_EMIN)
    return format(exact.add(Decimal(written), Decimal(shift)), "f")


def decimal_key(text):
    """A text that two numbers share exactly when they are equal as decimals."""
    found = NUMBER.fullmatch(text)
    if not found:
        return text
    fraction = found[3] or ""
    digits = (found[2] + fraction).lstrip("0")
    significant = digits.rstrip("0")
    if not significant:
        return "0"
    return found[1] + significant + "E" + _exponent(found[4] or "0", len(digits) - len(significant) - len(fraction))


def value_key(value):
    """A text that two values share exactly when they are equal. Loops keep it at one frame a level."""
    kind = type(value)
    if kind is Num:
        return decimal_key(value)
    if kind is list:
        items = []
        for item in value:
            items.append(value_key(item))
        return "[" + ",".join(items) + "]"
    if kind is dict:
        items = []
        for name in sorted(value):
            items.append(json.dumps(name) + ":" + value_key(value[name]))
        return "{" + ",".join(items) + "}"
    return json.dumps(value)


def _after_space(text, at):
    while at < len(text) and text[at] in SPACE:
        at += 1
    return at


def without_thinking(text):
    """What is said: all before a lone </think> and every <think> block before the first call tag are taken out."""
    at, said = 0, ""
    close, opening = text.find(THINK_CLOSE), text.find(THINK_OPEN)
    if close >= 0 and (opening < 0 or close < opening):
        at = _after_space(text, close + len(THINK_CLOSE))
    parts = []
    while True:
        tag = NEXT_TAG.search(text, at)
        if tag is None or tag.group() != THINK_OPEN:
            break
        parts.append(text[at:tag.start()])
        said = said or parts[-1]
        end = text.find(THINK_CLOSE, tag.start())
        at = len(text) if end < 0 else end + len(THINK_CLOSE)
        if said == "":
            at = _after_space(text, at)
    return "".join(parts) + text[at:]


class Wrong(Exception):
    """Why a text is neither words nor calls; the reason is the first argument."""


def read_arguments(raw, given=True):
    """Arguments as a dict: an object, or a text that holds one; absent means none. None when it is something else."""
    if not given:
        return {}
    if type(raw) is str:
        try:
            raw = read_json(raw)
        except ValueError:
            return None
    return raw if type(raw) is dict else None


def _read_call(value):
    if type(value) is not dict:
        raise Wrong("notACall")
    name = value.get("name")
    if type(name) is not str or name == "":
        raise Wrong("noName")
    arguments = read_arguments(value.get("arguments"), "arguments" in value)
    if arguments is None:
        raise Wrong("badArguments")
    return name, arguments


def _read_body(body):
    try:
        value = read_json(body)
    except ValueError:
        raise Wrong("notJson") from None
    if type(value) is not list:
        return [_read_call(value)]
    if not value:
        raise Wrong("notACall")
    return [_read_call(item) for item in value]


def _closing_tag(text, start):
    for found in STRING_OR_CLOSE.finditer(text, start):
        if found.group() == CALL_CLOSE:
            return found.start()
    return -1


def _read_calls(text, first):
    calls, at = [], first
    while at >= 0:
        body = at + len(CALL_OPEN)
        end = _closing_tag(text, body)
        if end < 0:
            raise Wrong("tagNotClosed" if text.find(CALL_CLOSE, body) < 0 else "notJson")
        calls.extend(_read_body(text[body:end]))
        at = end + len(CALL_CLOSE)
        following, stray = text.find(CALL_OPEN, at), text.find(CALL_CLOSE, at)
        if stray >= 0 and (following < 0 or stray < following):
            raise Wrong("tagNotOpened")
        at = following
    return calls


def read_answer(raw):
    """("text", words), ("calls", [(name, arguments)…]) or ("wrong", reason)."""
    text = without_thinking(raw).strip(SPACE)
    if text == "":
        return "wrong", "empty"
    first, close = text.find(CALL_OPEN), text.find(CALL_CLOSE)
    if close >= 0 and (first < 0 or close < first):
        return "wrong", "tagNotOpened"
    if first < 0:
        return "text", text
    try:
        return "calls", _read_calls(text, first)
    except Wrong as wrong:
        return "wrong", wrong.args[0]


def defaults_of(parameters):
    """Keys of the defaults of a schema's optional arguments, by name."""
    properties = parameters.get("properties") if type(parameters) is dict else None
    if type(properties) is not dict:
        return {}
    required = parameters.get("required")
    required = required if type(required) is list else []
    return {
        name: value_key(schema["default"])
        for name, schema in properties.items()
        if type(schema) is dict and "default" in schema and name not in required
    }


def argument_keys(call, tools):
    """Arguments by name as keys; an optional one that says its default is left out."""
    name, arguments = call
    defaults = defaults_of(tools.get(name)) if tools else {}
    keys = {name: value_key(value) for name, value in arguments.items()}
    return {name: key for name, key in keys.items() if defaults.get(name) != key}
