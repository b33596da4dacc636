"""What stands in the jobs folder of this machine, whoever started it; removes what nobody works on.

    python3 -I work.py CONFIG.json

CONFIG.json: {format: 1, action: list | remove, root?: folder, id?: a job's id}
Events: work {id, kind, title, state, code, rebooted, word, step, steps, bytes, at, from} · room {free} · freed {bytes} ·
 done · failed {code, detail}
`word` is the type of the last event that a work told; `from` says who started it, by the from.json in its folder.
Exit codes: 0 done · 2 config · 4 failed · 5 kit changed.
"""
import contextlib
import datetime
import json
import os
import re
import shutil
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from detach import stands, take_lock  # noqa: E402
from looptool_kit.environment import folder_bytes  # noqa: E402
from looptool_kit.failure import Failed, Unusable  # noqa: E402
from looptool_kit.job import carry_out, field, run_script  # noqa: E402

NAME = re.compile(r"\w[\w.-]{0,199}", re.ASCII)
MOST, TAIL = 1 << 20, 64 << 10
# Files that a work goes on writing.
WRITTEN = ("events.jsonl", "metrics.jsonl", "log", "rc", "pid")


def read_object(path):
    """A small JSON file as a dict; an empty one where it cannot be read."""
    with contextlib.suppress(OSError, ValueError), open(path, encoding="utf8") as file:
        told = json.loads(file.read(MOST))
        return told if isinstance(told, dict) else {}
    return {}


def last_lines(path):
    """The last whole lines of a file as dicts, the latest first."""
    with contextlib.suppress(OSError), open(path, "rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - TAIL))
        for raw in reversed(file.read(TAIL).split(b"\n")):
            with contextlib.suppress(ValueError):
                line = json.loads(raw)
                if isinstance(line, dict):
                    yield line


def whole(value):
    return value if type(value) is int and value >= 0 else None


def text(value, most):
    return value[:most] if isinstance(value, str) else ""


def last_written(folder):
    times = [os.path.getmtime(folder)]
    for name in WRITTEN:
        with contextlib.suppress(OSError):
            times.append(os.path.getmtime(os.path.join(folder, name)))
    return datetime.datetime.fromtimestamp(max(times), datetime.timezone.utc).isoformat(timespec="seconds").replace("+00:00", "Z")


def describe(folder):
    run, config, owner = (read_object(os.path.join(folder, name)) for name in ("run.json", "config.json", "from.json"))
    standing = stands(folder)
    trains = "steps" in run or "steps" in config
    title = text(owner.get("title") or run.get("title") or config.get("name") or config.get("lock"), 1000)
    metrics = next((line for line in last_lines(os.path.join(folder, "metrics.jsonl"))), {})
    word = next((line.get("type") for line in last_lines(os.path.join(folder, "events.jsonl"))), None)
    return {
        "id": os.path.basename(folder), "kind": "training" if trains else "setUp" if "action" in config else "other", "title": title,
        "state": standing["state"], "code": standing["code"], "rebooted": standing["rebooted"], "word": text(word, 100) or None,
        "step": whole(metrics.get("step")), "steps": whole(run.get("steps", config.get("steps"))),
        "bytes": folder_bytes(folder), "at": last_written(folder),
        "from": {"computer": text(owner.get("computer"), 300), "project": text(owner.get("project"), 300)} if owner else None,
    }


def listing(config, root, events):
    for name in sorted(os.listdir(root)) if os.path.isdir(root) else []:
        folder = os.path.join(root, name)
        # It may go while it is looked at.
        with contextlib.suppress(FileNotFoundError):
            if NAME.fullmatch(name) and os.path.isdir(folder) and not os.path.islink(folder):
                events.say("work", **describe(folder))
    place = root if os.path.isdir(root) else os.path.expanduser("~")
    events.say("room", folder=place, free=shutil.disk_usage(place).free)


def removal(config, root, events):
    name = field(config, "id", str)
    if not NAME.fullmatch(name):
        raise Unusable(f"{name!r} is no job's id")
    folder = os.path.join(root, name)
    if not os.path.isdir(folder) or os.path.islink(folder):
        return events.say("freed", bytes=0)
    lock = take_lock(folder)
    if not lock:
        raise Failed("work.running", folder)
    # Held while the folder goes: nobody starts an attempt in it meanwhile.
    with lock:
        freed = folder_bytes(folder)
        shutil.rmtree(folder)
    events.say("freed", bytes=freed)


ACTIONS = {"list": listing, "remove": removal}


def main(config):
    action = field(config, "action", str, check=ACTIONS.__contains__)
    root = os.path.abspath(os.path.expanduser(field(config, "root", str, "~/.looptool/jobs")))
    return carry_out(ACTIONS[action], config, root)


if __name__ == "__main__":
    run_script(main, __doc__)
