"""Adds the adapter of a LoRA checkpoint to its model's weights: CHECKPOINT/merged/ is a whole model for a server.

    python3 -I merge.py CONFIG.json

CONFIG.json: {format: 1, checkpoint: folder with adapter_config.json, half?: 16-bit weights (usual: true)}
Events: model {folder} · done · failed {code, detail}
Exit codes: 0 done · 2 config · 4 failed · 5 kit changed.
"""
import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from looptool_kit.failure import Unusable  # noqa: E402
from looptool_kit.job import DONE, FAILED, Printed, field, run_script, told_failure  # noqa: E402


def main(config):
    folder = os.path.abspath(field(config, "checkpoint", str))
    half = field(config, "half", bool, True)
    if not os.path.isfile(os.path.join(folder, "adapter_config.json")):
        raise Unusable(f"{folder!r} holds no adapter_config.json")
    events = Printed()
    try:
        os.environ["HF_HUB_OFFLINE"] = "1"
        import torch

        from looptool_kit import policy

        events.say("model", folder=policy.merge(folder, torch.bfloat16 if half else torch.float32))
        events.say("done")
        return DONE
    except Exception as error:  # noqa: BLE001 whatever the model's files make the library raise is told
        failed = told_failure(error)
        events.say("failed", code=failed.code, values=failed.values, detail=failed.detail)
        return FAILED


if __name__ == "__main__":
    run_script(main, __doc__)
