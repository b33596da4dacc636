"""One answer against its label, scored as the app scores it (core/tool-call/score*.ts)."""
import traceback
import unicodedata

from .calls import argument_keys, read_answer
from .line import Unfit, read_line
from .pairs import best_pairs, overlap
from .release import score_release
from .schema import call_problems

MODES = ("strict", "release", "partial", "schema")
# From farthest to nearest; the same list as core/tool-call/why.ts.
WHY = """reward.error line.invalid label.none label.broken label.nothingRead tools.none answer.empty answer.tagNotClosed
answer.tagNotOpened answer.notJson answer.notACall answer.noName answer.badArguments call.unknownTool
call.badArguments tool.badSchema argument.missing argument.undeclared argument.type argument.enum argument.schema
calls.unwanted calls.missing calls.count calls.differ calls.names arguments.names arguments.values
missing.notAsked prefix.part schema.noCalls schema.valid release.nothingRead text.right same""".split()
PARTS = {
    "strict": (),
    "release": ("match", "length"),
    "partial": ("format", "names", "argumentNames", "values", "correctness"),
    "schema": ("calls", "valid"),
}


def _loose(text):
    return unicodedata.normalize("NFKC", text).lower()


def _holds(text, wording):
    at = text.find(wording) if wording else -1
    while at >= 0:
        before = text[at - 1:at] if at else ""
        if not (wording[0].isascii() and wording[0].isalnum() and before.isascii() and before.isalnum()):
            return True
        at = text.find(wording, at + 1)
    return False


def _mentions_all(text, missing):
    said = _loose(text) if missing else ""
    return all(any(_holds(said, _loose(wording)) for wording in wordings) for wordings in missing)


def _read_label(label):
    """("text" | "calls", …), or None when it cannot be read; a label that says nothing asks for words."""
    if type(label) is str:
        label = read_answer(label)
        if label == ("wrong", "empty"):
            return "text", ""
    return None if label[0] == "wrong" or label == ("calls", []) else label


def _compare(label, answer, request):
    if answer[0] == "wrong":
        return "answer." + answer[1]
    if label[0] == "text":
        if answer[0] == "calls":
            return "calls.unwanted"
        return "text.right" if _mentions_all(answer[1], request["missing"]) else "missing.notAsked"
    if answer[0] == "text":
        return "calls.missing"
    if len(label[1]) != len(answer[1]):
        return "calls.count"
    facts = [
        [(name, sorted(argument_keys((name, arguments), request["tools"]).items())) for name, arguments in calls]
        for calls in (label[1], answer[1])
    ]
    for code, view in (
        ("calls.names", lambda call: call[0]),
        ("arguments.names", lambda call: (call[0], [name for name, _ in call[1]])),
        ("arguments.values", lambda call: call),
    ):
        wanted, said = (sorted(map(view, calls)) for calls in facts)
        if wanted != said:
            return code
    return "same"


def _strict(label, answer, request):
    why = "label.broken" if label is None else _compare(label, answer, request)
    return 1.0 if why in ("same", "text.right") else 0.0, {}, why


def _gain(label, said):
    if label[0] != said[0]:
        return 0, 0
    equal = sum(1 for name, key in label[1].items() if said[1].get(name) == key)
    return overlap(list(label[1]), list(said[1])), equal


def _call_parts(label, said, tools):
    label, said = ([(call[0], argument_keys(call, tools)) for call in calls] for calls in (label, said))
    names = overlap([name for name, _ in label], [name for name, _ in said])
    gains = [[_gain(one, other) for other in said] for one in label]
    pairs = best_pairs([[a + b for a, b in row] for row in gains])
    argument_names, values = 0, 0
    for row, column in zip(gains, pairs):
        got = (0, 0) if column is None else row[column]
        argument_names += got[0]
        values += got[1]
    total = sum(len(arguments) for _, arguments in label)
    return {
        "format": 1,
        "names": names,
        "argumentNames": argument_names / len(label),
        "values": values / total if total else argument_names / len(label),
        "correctness": (names + argument_names + values) / (1 + len(label) + total),
    }


def _partial(label, answer, request):
    if label is None:
        why, parts, total = "label.broken", {}, (0, 0)
    else:
        why = _compare(label, answer, request)
        if label[0] == "text":
            parts = {"format": int(answer[0] == "text"), "correctness": int(why == "text.right")}
        elif answer[0] == "calls":
            parts = _call_parts(label[1], answer[1], request["tools"])
        else:
            parts = dict.fromkeys(PARTS["partial"], 0)
        total = parts["format"], parts["correctness"]
    value = total[0] + 6 * total[1]
    return value - 3 if request["options"].get("toolrlRange") else value / 7, parts, why


def _schema(answer, tools):
    if answer[0] != "calls":
        return (0.0, {}, "answer." + answer[1]) if answer[0] == "wrong" else (1.0, {}, "schema.noCalls")
    calls = answer[1]
    if tools is None:
        return 0.0, {"calls": len(calls), "valid": 0}, "tools.none"
    problems = [call_problems(tools, call) for call in calls]
    why = min((code for found in problems for code in found), key=WHY.index, default="schema.valid")
    return float(why == "schema.valid"), {"calls": len(calls), "valid": problems.count([])}, why


def worst(mode, options):
    return options.get("minimum", 0) if mode == "release" else -3 if options.get("toolrlRange") else 0


def score(request):
    """(score, parts, why); of several accepted answers the best match counts."""
    mode = request["mode"]
    if mode == "release":
        scored = score_release(request)
    else:
        answer = read_answer(request["prediction"])
        if mode == "schema":
            return _schema(answer, request["tools"])
        one = _strict if mode == "strict" else _partial
        scored = [one(_read_label(label), answer, request) for label in request["accepted"]]
    return max(scored, key=lambda s: (s[0], WHY.index(s[2])), default=(worst(mode, request["options"]), {}, "label.none"))


def score_line(line, mode):
    """As `score`, for a decoded line. Never raises: a training must not end for one row."""
    try:
        return score(read_line(line, mode))
    except (Unfit, ValueError):
        return 0, {}, "line.invalid"
    except Exception:
        traceback.print_exc()
        return 0, {}, "reward.error"
