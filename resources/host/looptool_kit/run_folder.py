"""The files of a run, as every trainer writes them: run.json, events.jsonl, metrics.jsonl, rollouts/<step>.jsonl and
checkpoints/step-<N>/ with complete.json last. Lines are only added; of a step that stands twice the last line counts."""
import contextlib
import fcntl
import json
import math
import os
import re
import shutil

from .failure import Failed
from .job import now, sync_folder, write_whole

COMPLETE = "complete.json"
STEP = re.compile(r"step-(\d+)")


def lock_run(folder):
    """Takes the run for this process; the system drops the lock with its holder, so none is locked for good."""
    file = open(os.path.join(folder, "run.lock"), "ab")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        raise Failed("training.running") from None
    return file


def _finite(value):
    if value is None or isinstance(value, bool):
        return None
    value = float(value)
    return value if math.isfinite(value) else None


def metric_line(step, values):
    """Values that are no finite numbers stand as null."""
    return {"step": step, "at": now(), "data": {name: _finite(value) for name, value in values.items()}}


def write_rollouts(folder, step, rollouts):
    os.makedirs(os.path.join(folder, "rollouts"), exist_ok=True)
    lines = "".join(json.dumps(one, ensure_ascii=True) + "\n" for one in rollouts)
    write_whole(os.path.join(folder, "rollouts", f"{step}.jsonl"), lines)


def checkpoint_path(folder, step):
    return os.path.join(folder, "checkpoints", f"step-{step}")


def complete_steps(folder):
    """Steps of the complete checkpoints, latest first. A folder without its last file does not exist."""
    try:
        names = os.listdir(os.path.join(folder, "checkpoints"))
    except FileNotFoundError:
        return []
    steps = [int(found[1]) for found in map(STEP.fullmatch, names) if found]
    return sorted((n for n in steps if os.path.isfile(os.path.join(checkpoint_path(folder, n), COMPLETE))), reverse=True)


def _sync_files(folder):
    for name in os.listdir(folder):
        path = os.path.join(folder, name)
        if os.path.isfile(path):
            with open(path, "rb") as file:
                os.fsync(file.fileno())
    sync_folder(folder)


def adopt_checkpoint(folder, step, written, facts):
    """Makes what a trainer has written into the checkpoint of a step: files on disk, in place, complete.json last."""
    target = checkpoint_path(folder, step)
    os.makedirs(os.path.dirname(target), exist_ok=True)
    _sync_files(written)
    if os.path.isdir(target):
        # Of an attempt that was killed between the move and the last file.
        shutil.rmtree(target)
    os.rename(written, target)
    sizes = {name: os.path.getsize(os.path.join(target, name)) for name in sorted(os.listdir(target))}
    write_whole(os.path.join(target, COMPLETE), json.dumps({"format": 1, "step": step, **facts, "sizes": sizes}) + "\n")
    sync_folder(os.path.dirname(target))


def set_aside(folder, step, mark):
    """Takes a checkpoint that cannot be read out of the way, so that nobody is offered it again."""
    path = checkpoint_path(folder, step)
    os.rename(path, f"{path}.damaged-{mark}")


def is_whole(folder, step):
    """Whether the files of a checkpoint are as long as when it was completed."""
    path = checkpoint_path(folder, step)
    try:
        with open(os.path.join(path, COMPLETE), encoding="utf8") as file:
            sizes = json.load(file)["sizes"]
        return all(os.path.getsize(os.path.join(path, name)) == size for name, size in sizes.items())
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def named_steps(folder):
    """Steps that the file `keep` names, one a line: somebody needs them."""
    try:
        with open(os.path.join(folder, "keep"), encoding="utf8", errors="replace") as file:
            return {int(line) for line in file if line.strip().isdecimal()}
    except OSError:
        return set()


def held_out_rates(folder):
    """Share of held-out samples answered right, by step."""
    rates = {}
    with contextlib.suppress(OSError), open(os.path.join(folder, "events.jsonl"), encoding="utf8", errors="replace") as file:
        for line in file:
            with contextlib.suppress(ValueError, KeyError, TypeError, ZeroDivisionError):
                event = json.loads(line)
                if event["type"] == "validation":
                    rates[event["step"]] = event["right"] / event["total"]
    return rates


def kept_steps(steps, keep_last, keep_every, rates=None, named=()):
    """Steps of `steps` that stay: the first, the last few, every k-th (0: none), the best on held-out samples (the first of
    equals), and all that are named."""
    latest = sorted(steps, reverse=True)[: max(1, keep_last)]
    measured = sorted((n for n in steps if n in (rates or {})), key=lambda n: (-rates[n], n))
    kept = {*sorted(steps)[:1], *latest, *measured[:1]}
    return {n for n in steps if n in kept or n in named or (keep_every > 0 and n % keep_every == 0)}


def prune(folder, keep_last, keep_every):
    """Removes checkpoints by the rule; complete.json first, so that none is ever half there. Returns their steps."""
    steps, gone = complete_steps(folder), []
    kept = kept_steps(steps, keep_last, keep_every, held_out_rates(folder))
    for step in steps:
        # Read each time: it may be named while others are being removed.
        if step in kept or step in named_steps(folder):
            continue
        gone.append(step)
        path = checkpoint_path(folder, step)
        os.remove(os.path.join(path, COMPLETE))
        shutil.rmtree(path)
    return gone
