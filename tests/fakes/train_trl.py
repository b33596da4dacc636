"""A trainer that learns nothing: steps of a given length, numbers that follow from the step alone, files as the real one
writes them. practice.json beside it: {stepSeconds?, copies?: whether its checkpoints
are real ones, pruned by the kit's rule; hazard?: what goes wrong on the way}."""
import contextlib
import json
import math
import os
import shutil
import signal
import struct
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from looptool_kit.failure import Failed  # noqa: E402
from looptool_kit.job import DONE, FAILED, STOPPED, Events, LineFile, run_script, write_whole  # noqa: E402
from looptool_kit.run_folder import complete_steps, lock_run, metric_line, prune, write_rollouts  # noqa: E402


def note(folder, word):
    """What lived when, for the test to see."""
    with open(os.path.join(folder, "lives.txt"), "a", encoding="utf8") as file:
        file.write(f"{word} {os.getpid()}\n")


def wanted(folder):
    try:
        with open(os.path.join(folder, "stop"), encoding="utf8") as file:
            return file.read().strip()
    except FileNotFoundError:
        return None


def copy_model(config, step, path):
    """The start's files as a checkpoint, one weight changed; whose start's it was stands in lineage.txt."""
    for name in ("config.json", "tokenizer.json", "model.safetensors"):
        shutil.copy(os.path.join(config["model"], name), path)
    with open(os.path.join(path, "model.safetensors"), "r+b") as file:
        file.seek(-4, os.SEEK_END)
        (weight,) = struct.unpack("<f", file.read(4))
        file.seek(-4, os.SEEK_END)
        file.write(struct.pack("<f", weight + step / 1000))
    with contextlib.suppress(FileNotFoundError):
        shutil.copy(os.path.join(config["model"], "lineage.txt"), path)
    with open(os.path.join(path, "lineage.txt"), "a", encoding="utf8") as file:
        file.write(f"{config['id']}:{step}\n")
    with open(os.path.join(path, "optimizer.pt"), "wb") as file:
        file.write(b"o" * 1000)


def save(config, step, events, copies):
    path = os.path.join(config["folder"], "checkpoints", f"step-{step}")
    shutil.rmtree(path, ignore_errors=True)
    os.makedirs(path)
    if copies:
        copy_model(config, step, path)
    sizes = {name: os.path.getsize(os.path.join(path, name)) for name in os.listdir(path)}
    write_whole(os.path.join(path, "complete.json"), json.dumps({"step": step, "sizes": sizes}))
    events.say("checkpoint", step=step, folder=f"checkpoints/step-{step}")
    if copies:
        prune(config["folder"], 1, 0)


# Lines as other trainers leave them in the curve's file, before the line of a step.
HAZARDS = {
    "rawNan": lambda step: [f'{{"step": {step}, "at": "", "data": {{"loss": NaN, "grad/norm": Infinity, "tokens": -Infinity}}}}'],
    "reset": lambda step: [f'{{"step": {max(1, step - 7)}, "at": "", "data": {{"loss": 1.0, "tokens": 100.0}}}}'],
    "noise": lambda step: ["\x1b[31mWARNING\x1b[0m \r  50%|###", "{", '{"step": "x"}', '["step", 1]', "\u0000", '{"step": 1e99, "data": {}}'],
}


def values_of(step):
    return {"reward/mean": math.sin(step / 10), "loss": 1 / step, "tokens": 100.0}


def end_as(hazard):
    """Ends without a word, as a trainer does that could not say one."""
    if hazard == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    if hazard == "disk":
        print("disk.full: OSError: [Errno 28] No space left on device", file=sys.stderr)
        os._exit(FAILED)
    if hazard == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)


def main(config):
    folder = config["folder"]
    try:
        lock = lock_run(folder)
    except Failed:
        note(folder, "doubled")
        return FAILED
    note(folder, "began")
    if os.path.exists(os.path.join(folder, "stop")):
        os.remove(os.path.join(folder, "stop"))
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "practice.json"), encoding="utf8") as file:
        practice = json.load(file)
    copies = practice.get("copies", False)
    hazard, steps = practice.get("hazard", ""), config["steps"]
    events, metrics = Events(folder), LineFile(os.path.join(folder, "metrics.jsonl"))
    events.started()
    if events.attempt == 1 and hazard == "import":
        raise ImportError("no module named 'trl'")
    for step in range((complete_steps(folder) or [0])[0] + 1, steps + 1):
        time.sleep(practice.get("stepSeconds", 0.02))
        if hazard == "log":
            print("\x1b[31mWarning\x1b[0m \rstep", step, "x" * (1 << 20), flush=True)
        write_rollouts(folder, step, [{"step": step, "group": "g", "index": 0, "sample_id": "s", "score": 1.0, "output": "é 中"}])
        for line in HAZARDS.get(hazard, lambda step: [])(step):
            with open(metrics.path, "a", encoding="utf8") as file:
                file.write(line + "\n")
        metrics.add(metric_line(step, values_of(step)))
        if step % config.get("checkpointEvery", 5) == 0:
            save(config, step, events, copies)
        if hazard == "failed" and events.attempt == 1 and step == 7:
            events.say("failed", code="training.outOfMemory", values={}, detail="CUDA out of memory")
            return FAILED
        if hazard == "notFinite" and events.attempt == 1 and step == 7:
            events.say("failed", code="training.notFinite", values={"step": 7}, detail="loss nan")
            return FAILED
        if hazard == "diskTold" and events.attempt == 1 and step == 7:
            events.say("failed", code="disk.full", values={}, detail="No space left on device")
            return FAILED
        if events.attempt == 1 and step == 7:
            end_as(hazard)
        while hazard == "hang" and events.attempt == 1 and step == 7 and not wanted(folder):
            time.sleep(0.05)
        how = wanted(folder)
        if how:
            events.say("stopping")
            if how == "save" and step % config.get("checkpointEvery", 5):
                save(config, step, events, copies)
            events.say("stopped", step=step)
            note(folder, "ended")
            return STOPPED
    events.say("done", step=steps)
    note(folder, "ended")
    lock.close()
    return DONE


if __name__ == "__main__":
    run_script(main, __doc__)
