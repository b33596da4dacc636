"""Lines that are scored, decoded as the app decodes them (core/tool-call/score-line.ts)."""
from .calls import Num, read_arguments, read_json


class Unfit(Exception):
    """Something in a line is not what it must be."""


def _fit(value, kind):
    if type(value) is not kind:
        raise Unfit
    return value


def _list(value):
    """A list, or a JSON text of one; None when it is absent."""
    if value is None:
        return None
    return _fit(read_json(value) if type(value) is str else value, list)


def _tool(value):
    inner = _fit(value, dict).get("function")
    tool = inner if type(inner) is dict else value
    parameters = tool.get("parameters")
    if type(parameters) is str:
        parameters = read_json(parameters)
    return _fit(tool.get("name"), str), {} if parameters is None else parameters


def _call(value):
    arguments = read_arguments(_fit(value, dict).get("arguments"), "arguments" in value)
    return _fit(value.get("name"), str), _fit(arguments, dict)


def _missing(value):
    if value is None:
        return None
    return [
        [_fit(_fit(one, dict).get("name"), str)] + [_fit(wording, str) for wording in _list(one.get("wordings")) or []]
        for one in _list(value)
    ]


def _accepted(value):
    """(answer, missing): a text as it was written, or ("calls", …), or ("text", …)."""
    if type(value) is str:
        return value, None
    calls = _list(_fit(value, dict).get("calls"))
    if calls is not None:
        return ("calls", [_call(call) for call in calls]), None
    return ("text", _fit(value.get("text"), str)), _missing(value.get("missing"))


def _options(value):
    given = {} if value is None else _fit(value, dict)
    flags = ("halfText", "orderedPrefix", "lengthBonus", "toolrlRange")
    options = {name: True for name in flags if given.get(name) is True}
    if "minimum" in given:
        minimum = given["minimum"]
        if type(minimum) not in (Num, int, float) or float(minimum) not in (0, -1, -3):
            raise Unfit
        options["minimum"] = int(float(minimum))
    return options


def read_line(line, mode):
    """A decoded line as a request. Raises Unfit or ValueError."""
    label, others = _fit(line, dict).get("label"), _list(line.get("accepted"))
    if label is None and others is None and mode != "schema":
        raise Unfit
    accepted = [_accepted(one) for one in ([] if label is None else [label]) + (others or [])]
    tools, kind, missing = _list(line.get("tools")), line.get("kind"), _missing(line.get("missing"))
    if missing is None:
        missing = next((one for _, one in accepted if one is not None), [])
    return {
        "mode": mode,
        "accepted": [answer for answer, _ in accepted],
        "prediction": _fit(line.get("prediction"), str),
        "tools": None if tools is None else dict(_tool(tool) for tool in tools),
        "missing": missing if kind is None or _fit(kind, str) == "missingParameter" else [],
        "options": _options(line.get("options")),
    }
