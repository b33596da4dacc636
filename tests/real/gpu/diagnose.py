"""Trains as train_trl.py does, with a remedy named first; where a gradient is no number, computes it again from the same
answers in every way there is and says which give numbers.

    diagnose.py KIT REMEDY OUT.json CONFIG.json      REMEDY: none | noCudnn | math | noTriton | noOutDtype | share=F
"""
import contextlib
import json
import os
import runpy
import sys

kit, remedy, out, config = sys.argv[1:]
sys.dont_write_bytecode = True
sys.path.insert(0, kit)
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "0")
os.environ.setdefault("PYTORCH_CUDA_ALLOC_CONF", "expandable_segments:True")
import torch  # noqa: E402
import trl.kernels.chunked_logprob as chunked  # noqa: E402
import trl.trainer.utils as utils  # noqa: E402
from torch.nn.attention import SDPBackend, sdpa_kernel  # noqa: E402

from looptool_kit import grpo  # noqa: E402


@contextlib.contextmanager
def changed(*changes):
    before = [(module, name, getattr(module, name)) for module, name, _ in changes]
    for module, name, value in changes:
        setattr(module, name, value)
    try:
        yield
    finally:
        for module, name, value in before:
            setattr(module, name, value)


NO_TRITON = [(chunked, "_use_triton", lambda device: False), (utils, "_use_triton", lambda device: False)]
NO_OUT_DTYPE = [(chunked, "_MM_OUT_DTYPE", False)]
WAYS = {
    "as it was": contextlib.nullcontext,
    "again": contextlib.nullcontext,
    "attention: math": lambda: sdpa_kernel([SDPBackend.MATH]),
    "attention: efficient": lambda: sdpa_kernel([SDPBackend.EFFICIENT_ATTENTION]),
    "attention: cudnn": lambda: sdpa_kernel([SDPBackend.CUDNN_ATTENTION]),
    "attention: not cudnn": lambda: sdpa_kernel([SDPBackend.FLASH_ATTENTION, SDPBackend.EFFICIENT_ATTENTION, SDPBackend.MATH]),
    "head: no triton": lambda: changed(*NO_TRITON),
    "head: no out_dtype": lambda: changed(*NO_OUT_DTYPE),
}


def bad_gradients(model):
    return [name for name, one in model.named_parameters() if one.grad is not None and not bool(torch.isfinite(one.grad).all())]


def first_bad_module(trainer, model, batch):
    """Modules whose gradient comes in as numbers and goes out as none."""
    found, hooks = [], []
    sound = lambda values: all(bool(torch.isfinite(one).all()) for one in values if torch.is_tensor(one))  # noqa: E731

    def hook(name):
        return lambda _, given, came: found.append(name) if sound(came) and not sound(given) else None

    for name, module in model.named_modules():
        hooks.append(module.register_full_backward_hook(hook(name)))
    with contextlib.suppress(Exception):
        trainer._compute_loss(model, batch).backward()
    for one in hooks:
        one.remove()
    return found[:20]


def look(trainer, model, batch):
    told = {"step": trainer.state.global_step + 1, "bad": bad_gradients(model)[:60], "ways": {}}
    told["shapes"] = {name: list(one.shape) for name, one in batch.items() if torch.is_tensor(one)}
    told["lengths"] = batch["completion_mask"].sum(1).tolist()
    told["promptLengths"] = batch["prompt_mask"].sum(1).tolist()
    for name, way in WAYS.items():
        model.zero_grad(set_to_none=True)
        try:
            with way():
                loss = trainer._compute_loss(model, batch)
                loss.backward()
            bad = bad_gradients(model)
            norm = sum(float(one.grad.float().norm()) ** 2 for one in model.parameters() if one.grad is not None) ** 0.5
            told["ways"][name] = {"loss": float(loss), "bad": len(bad), "norm": norm}
        except Exception as error:  # noqa: BLE001 a kernel that is not there
            told["ways"][name] = {"error": str(error)[:300]}
    model.zero_grad(set_to_none=True)
    told["modules"] = first_bad_module(trainer, model, batch)
    torch.save({"batch": {k: v.cpu() for k, v in batch.items() if torch.is_tensor(v)}, "weights": {k: v.half().cpu() for k, v in model.state_dict().items()}}, out + ".pt")
    with open(out, "w", encoding="utf8") as file:
        json.dump(told, file)
    print("DIAGNOSIS", json.dumps(told)[:3000], flush=True)


def training_step(self, model, inputs, items=None):
    told = super(grpo.Grpo, self).training_step(model, inputs, items)
    if remedy == "none" and (bad_gradients(model) or self._step == int(os.environ.get("DIAGNOSE_AT", "-1"))):
        look(self, model, self._buffered_inputs[(self._step - 1) % self.args.steps_per_generation])
        os._exit(42)
    return told


grpo.Grpo.training_step = training_step
if remedy == "noCudnn":
    torch.backends.cuda.enable_cudnn_sdp(False)
if remedy == "math":
    for switch in (torch.backends.cuda.enable_cudnn_sdp, torch.backends.cuda.enable_flash_sdp, torch.backends.cuda.enable_mem_efficient_sdp):
        switch(False)
if remedy == "noTriton":
    changed(*NO_TRITON).__enter__()
if remedy == "noOutDtype":
    changed(*NO_OUT_DTYPE).__enter__()
if remedy.startswith("share="):
    torch.cuda.set_per_process_memory_fraction(float(remedy[6:]))
sys.argv = [os.path.join(kit, "train_trl.py"), config]
runpy.run_path(sys.argv[0], run_name="__main__")
