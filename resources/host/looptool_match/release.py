"""The match of the LoopTool release, as core/tool-call/score-release.ts has it."""
import json
import math

from .calls import CALL_CLOSE, CALL_OPEN, THINK_CLOSE, THINK_OPEN, Num, read_json

FULL_LENGTH = 512
MOST_DIGITS = 4300


def _number_key(text):
    """Integers exactly, others as doubles, both kinds with each other by value."""
    if text.lstrip("-").isdigit():
        if len(text.lstrip("-")) > MOST_DIGITS:
            raise ValueError("too many digits")
        return str(int(text))
    value = float(text)
    return str(int(value)) if math.isfinite(value) and value.is_integer() else repr(value)


def _set_key(items):
    return "{" + ",".join(sorted(set(items))) + "}"


def _key(value, ordered):
    kind = type(value)
    if kind is bool:
        return "1" if value else "0"
    if kind is Num:
        return _number_key(value)
    items = []
    if kind is list:
        for item in value:
            items.append(_key(item, ordered))
        return "[" + ",".join(items) + "]" if ordered else _set_key(items)
    if kind is dict:
        for name, item in value.items():
            items.append("=" + json.dumps(name) + ":" + _key(item, ordered))
        return _set_key(items)
    return json.dumps(value)


def _body_key(body, ordered):
    try:
        return _key(read_json(body, constants=True), ordered)
    except (ValueError, RecursionError):
        return json.dumps(body)


def _call_keys(text, ordered):
    keys, opening, closing = [], CALL_OPEN + "\n", "\n" + CALL_CLOSE
    at = text.find(opening)
    while at >= 0:
        end = text.find(closing, at + len(opening))
        if end < 0:
            break
        keys.append(_body_key(text[at + len(opening):end], ordered))
        at = text.find(opening, end + len(closing))
    return keys


def _prefix(label, said, low):
    if not label:
        return low, "label.nothingRead"
    score, right = low, 0
    while right < min(len(label), len(said)) and label[right] == said[right]:
        score += 1 / len(label)
        right += 1
    return score, "same" if right == len(label) else "prefix.part" if right else "calls.differ"


def _calls(label, answer, low, high, ordered):
    opens, closes = CALL_OPEN in answer, CALL_CLOSE in answer
    if not (opens and closes):
        return low, "answer.tagNotClosed" if opens else "answer.tagNotOpened" if closes else "calls.missing"
    wanted, said = _call_keys(label, ordered), _call_keys(answer, ordered)
    if ordered:
        return _prefix(wanted, said, low)
    if len(wanted) != len(said):
        return low, "calls.count"
    if set(wanted) != set(said):
        return low, "calls.differ"
    return high, "same" if wanted else "release.nothingRead"


def _text(answer, low, high, half):
    right = CALL_OPEN not in answer and CALL_CLOSE not in answer
    score = high if right else low
    return score / 2 if half else score, "text.right" if right else "calls.unwanted"


def _bonus(answer):
    if THINK_OPEN not in answer or THINK_CLOSE not in answer:
        return 0
    thought = answer.rsplit(THINK_OPEN, 1)[-1].split(THINK_CLOSE, 1)[0]
    return min(1, len(thought.split()) / FULL_LENGTH)


def _label_text(label):
    if type(label) is str:
        return label
    if label[0] == "text":
        return label[1]
    # Only its values are read again, so how numbers are spelt in it does not matter.
    bodies = ['{"name":%s,"arguments":%s}' % (json.dumps(name), _print(arguments)) for name, arguments in label[1]]
    return "\n".join("<tool_call>\n%s\n</tool_call>" % body for body in bodies)


def _print(value):
    kind = type(value)
    if kind is Num:
        return str(value)
    items = []
    if kind is list:
        for item in value:
            items.append(_print(item))
        return "[" + ",".join(items) + "]"
    if kind is dict:
        for name, item in value.items():
            items.append(json.dumps(name) + ":" + _print(item))
        return "{" + ",".join(items) + "}"
    return json.dumps(value)


def score_release(request):
    """(score, parts, why) for each accepted answer."""
    options = request["options"]
    answer = request["prediction"].rsplit("<|im_start|>assistant", 1)[-1].split("<|im_end|>", 1)[0]
    low = options.get("minimum", 0)
    high = 3 if low == -3 else 1
    bonus = _bonus(answer) if options.get("lengthBonus") else None
    scored = []
    for label in map(_label_text, request["accepted"]):
        if CALL_OPEN in label:
            match, why = _calls(label, answer, low, high, options.get("orderedPrefix"))
        else:
            match, why = _text(answer, low, high, options.get("halfText"))
        scored.append((match, {}, why) if bonus is None else (match + bonus, {"match": match, "length": bonus}, why))
    return scored
