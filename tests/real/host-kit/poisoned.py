"""Trains as train_trl.py does, but some steps' gradients are spoilt behind their computation.

    poisoned.py KIT STEPS CONFIG.json      STEPS: those to spoil, with commas between
"""
import os
import runpy
import sys

kit, steps, config = sys.argv[1:]
sys.dont_write_bytecode = True
sys.path.insert(0, kit)
from looptool_kit import grpo  # noqa: E402

SPOILT = {int(step) for step in steps.split(",")}


def training_step(self, model, inputs, items=None):
    told = super(grpo.Grpo, self).training_step(model, inputs, items)
    if self.state.global_step + 1 in SPOILT:
        next(one for one in model.parameters() if one.grad is not None).grad.fill_(float("nan"))
    return told


grpo.Grpo.training_step = training_step
sys.argv = [os.path.join(kit, "train_trl.py"), config]
runpy.run_path(sys.argv[0], run_name="__main__")
