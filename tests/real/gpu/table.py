"""What the runs of gpu.sh measured, as a table and as one JSON file.

    table.py WORK OUT
"""
import json
import os
import sys

GIB = 1 << 30


def lines(path):
    try:
        with open(path, encoding="utf8") as file:
            return [json.loads(line) for line in file if line.strip().startswith("{")]
    except OSError:
        return []


def curve(folder):
    """Points by step; the last of a step that stands twice."""
    return {one["step"]: one["data"] for one in lines(os.path.join(folder, "metrics.jsonl"))}


def middle(values):
    values = sorted(value for value in values if value is not None)
    return values[len(values) // 2] if values else None


def summary(work, name):
    folder = os.path.join(work, name)
    points = {step: data for step, data in curve(folder).items() if step > 0}
    # The first step also builds kernels and caches.
    usual = [data for step, data in points.items() if step > 1]
    of = lambda key: middle([data.get(key) for data in usual])  # noqa: E731
    most = lambda key: max([data.get(key) or 0 for data in points.values()], default=0)  # noqa: E731
    events = lines(os.path.join(folder, "events.jsonl"))
    with open(os.path.join(folder, "config.json"), encoding="utf8") as file:
        config = json.load(file)
    tokens, rollout = of("tokens"), of("time/rollout")
    return {
        "run": name, "steps": len(points), "end": events[-1]["type"] if events else "nothing",
        "failed": [event for event in events if event["type"] == "failed"],
        "attempts": sum(event["type"] == "started" for event in events),
        "heldOut": [[event["step"], event["right"], event["total"]] for event in events if event["type"] == "validation"],
        "seconds": {key: of(f"time/{key}") for key in ("step", "rollout", "reward", "update")},
        "answerTokens": tokens, "answerTokensPerSecond": tokens / rollout if tokens and rollout else None,
        "length": of("response/length"),
        "peakBytes": {key: most(f"memory/{key}") for key in ("rollout", "update", "reserved")},
        "trl": config["trl"], "lora": config.get("lora"),
        "curve": [[step, data.get("reward/mean"), data.get("loss"), data.get("grad/norm"), data.get("heldOut/accuracy")] for step, data in sorted(points.items())],
    }


def same_steps(one, other):
    """Steps of two runs whose rewards, losses and gradients are equal to the last bit, and how many both have."""
    keys = ("reward/mean", "loss", "grad/norm", "entropy", "tokens")
    both = sorted(one.keys() & other.keys())
    return [step for step in both if all(one[step].get(key) == other[step].get(key) for key in keys)], both


def main(work, out):
    names = sorted(name for name in os.listdir(work) if os.path.isfile(os.path.join(work, name, "run.json")))
    told = [summary(work, name) for name in names]
    equal, both = same_steps(curve(os.path.join(work, "small")), curve(os.path.join(work, "small-killed")))
    facts = {"runs": told, "killedAndWhole": {"sameToTheBit": equal, "stepsOfBoth": both}}
    facts["models"] = lines(os.path.join(work, "models.jsonl"))
    facts["kills"] = lines(os.path.join(work, "kills.jsonl"))
    with open(os.path.join(out, "results.json"), "w", encoding="utf8") as file:
        json.dump(facts, file)
    print(f"{'run':18}{'end':9}{'steps':>6}{'step s':>8}{'roll s':>8}{'upd s':>8}{'tok/s':>9}{'roll GiB':>10}{'upd GiB':>9}{'held GiB':>10}")
    for one in told:
        seconds, peak = one["seconds"], one["peakBytes"]
        cells = [seconds["step"], seconds["rollout"], seconds["update"]]
        row = "".join(f"{'-' if cell is None else format(cell, '.2f'):>8}" for cell in cells)
        rate = one["answerTokensPerSecond"]
        row += f"{'-' if rate is None else format(rate, '.0f'):>9}"
        row += "".join(f"{peak[key] / GIB:>{width}.2f}" for key, width in (("rollout", 10), ("update", 9), ("reserved", 10)))
        print(f"{one['run']:18}{one['end']:9}{one['steps']:>6}{row}")
    for one in told:
        if one["heldOut"]:
            print(f"{one['run']}: held-out", ", ".join(f"step {step}: {right}/{total}" for step, right, total in one["heldOut"]))
        for event in one["failed"]:
            print(f"{one['run']}: failed: {event['code']} {event['detail'][:300]}")
    print(f"killed and resumed against undisturbed: {len(equal)} of {len(both)} steps equal to the last bit: {both}")


main(*sys.argv[1:])
