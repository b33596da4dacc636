"""Looks at what a training would use: the environment's imports, the model's files, GPUs, memory, disk. Changes nothing.

    python3 -I preflight.py CONFIG.json

CONFIG.json: {format: 1, python: path of the environment's Python, model: folder, disk: folder that the run is written to}
Event lines out: {type: "looked", environment: {modules, cuda, gpus, problem}, model: {bytes, parameters, config} or
 {problem: code, detail}, gpu: {…}, memory: {…}, disk: {…}}, {type: "done"}.
Exit codes: 0 done · 2 config · 5 kit changed.
"""
import concurrent.futures
import json
import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from doctor import disk, environment, memory  # noqa: E402
from looptool_kit import weights  # noqa: E402
from looptool_kit.gpus import gpu_facts  # noqa: E402
from looptool_kit.failure import Failed  # noqa: E402
from looptool_kit.job import DONE, Printed, field, run_script  # noqa: E402

ADAPTER = "adapter_config.json"


def model(folder):
    """What a model's folder holds, or what is wrong with it. An adapter is looked at with the model that it belongs to."""
    try:
        if not os.path.isfile(os.path.join(folder, ADAPTER)):
            return weights.look_at(folder)
        weights.read_header(os.path.join(folder, "adapter_model.safetensors"))
        with open(os.path.join(folder, ADAPTER), encoding="utf8") as file:
            return weights.look_at(json.load(file)["base_model_name_or_path"])
    except Failed as failed:
        return {"problem": failed.code, "values": failed.values, "detail": failed.detail}
    except (OSError, ValueError, KeyError, TypeError) as error:
        return {"problem": "model.damaged", "values": {"model": folder}, "detail": f"{ADAPTER}: {error}"[:500]}


def main(config):
    place = lambda name: os.path.abspath(os.path.expanduser(field(config, name, str)))  # noqa: E731
    python, folder, room = place("python"), place("model"), place("disk")
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        imports = pool.submit(environment, python)
        looked = {"model": model(folder), "gpu": gpu_facts(), "memory": memory(), "disk": disk(room)}
        looked["environment"] = imports.result()
    events = Printed()
    events.say("looked", **looked)
    events.say("done")
    return DONE


if __name__ == "__main__":
    run_script(main, __doc__)
