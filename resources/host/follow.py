"""Says how a job stands, by its files and its process; or ends it.

    python3 -I follow.py CONFIG.json

CONFIG.json: {format: 1, folder: the job's, action?: status | stop | end, how?: save | now, grace?: seconds,
 read?: {file: byte offset}, most?: bytes of each file, gpu?: true}
status  one event {type: "status", process, rc, sizes, chunks, checkpoints, last, gpu, disk}; `chunks` holds what stands
        behind each offset, whole lines only, as base64
stop    writes the file `stop`, which the trainer looks for after each step (how: with or without a checkpoint)
end     asks the job's process group to end (SIGTERM), and ends it after `grace` seconds; status follows
Exit codes: 0 done · 2 config · 5 kit changed.
"""
import base64
import contextlib
import json
import os
import shutil
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from looptool_kit import process  # noqa: E402
from looptool_kit.gpus import gpu_use  # noqa: E402
from looptool_kit.job import DONE, Printed, Unusable, field, run_script, write_whole  # noqa: E402
from looptool_kit.run_folder import complete_steps  # noqa: E402
from looptool_kit.weights import is_plain_path  # noqa: E402

FILES = ("events.jsonl", "metrics.jsonl", "log", "run.json")
MOST = 1 << 18


def size_of(folder, name):
    try:
        return os.path.getsize(os.path.join(folder, name))
    except OSError:
        return None


def chunk(folder, name, offset, most):
    """Whole lines behind an offset. A file that has become shorter is told by its size alone."""
    size = size_of(folder, name)
    if size is None or offset > size:
        return {"from": offset, "size": size, "data": ""}
    with open(os.path.join(folder, name), "rb") as file:
        file.seek(offset)
        data = file.read(most)
    whole = data.rfind(b"\n") + 1
    # A line longer than a chunk comes in pieces, or it would never come.
    data = data[:whole] if whole or len(data) < most else data
    return {"from": offset, "size": size, "data": base64.b64encode(data).decode("ascii")}


def last_event(folder):
    """The last whole line of events.jsonl that can be read."""
    with contextlib.suppress(OSError), open(os.path.join(folder, "events.jsonl"), "rb") as file:
        file.seek(max(0, file.seek(0, os.SEEK_END) - 65536))
        for line in reversed(file.read().split(b"\n")[:-1]):
            with contextlib.suppress(ValueError):
                return json.loads(line)
    return None


def exit_code(folder):
    """What the file `rc` says; None while there is none."""
    with contextlib.suppress(OSError, ValueError), open(os.path.join(folder, "rc"), encoding="ascii") as file:
        return int(file.read(20))
    return None


def rollout_steps(folder):
    with contextlib.suppress(OSError):
        names = os.listdir(os.path.join(folder, "rollouts"))
        return sorted(int(name[:-6]) for name in names if name.endswith(".jsonl") and name[:-6].isdigit())
    return []


def status(config, folder):
    offsets, most = field(config, "read", dict, {}), field(config, "most", int, MOST, lambda value: 0 < value <= 1 << 24)
    if not all(is_plain_path(name) and type(offset) is int and offset >= 0 for name, offset in offsets.items()):
        raise Unusable("`read` names files of the job's folder, each with a byte offset")
    rollouts = rollout_steps(folder)
    return {
        "process": process.standing(folder),
        "rc": exit_code(folder),
        "sizes": {name: size_of(folder, name) for name in FILES},
        "chunks": {name: chunk(folder, name, offset, most) for name, offset in offsets.items()},
        "checkpoints": complete_steps(folder),
        "rollouts": {"count": len(rollouts), "last": rollouts[-1] if rollouts else None},
        "last": last_event(folder),
        "gpu": gpu_use() if field(config, "gpu", bool, True) else [],
        "disk": shutil.disk_usage(folder).free,
    }


def main(config):
    folder = os.path.abspath(os.path.expanduser(field(config, "folder", str)))
    if not os.path.isdir(folder):
        raise Unusable(f"{folder!r} is no folder")
    action = field(config, "action", str, "status", ("status", "stop", "end").__contains__)
    events = Printed()
    if action == "stop":
        write_whole(os.path.join(folder, "stop"), field(config, "how", str, "save", ("save", "now").__contains__) + "\n")
        events.say("stopping")
    if action == "end":
        events.say("ended", how=process.end_group(folder, field(config, "grace", float, 20.0)))
    events.say("status", **status(config, folder))
    events.say("done")
    return DONE


if __name__ == "__main__":
    run_script(main, __doc__)
