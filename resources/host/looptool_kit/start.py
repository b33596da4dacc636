"""The folder that a training starts from: the model itself, or one made of it, once. An adapter is added to its weights. A
start that gets next to nothing right is taught on labels first, since all its groups would be dead (a supervised warm start
before reinforcement, as in DeepSeek-R1, arXiv 2501.12948 §2.3)."""
import json
import math
import os
import random
import time

import torch

from . import policy
from .failure import Failed
from .job import write_whole
from .rows import seed_of

MADE, DECIDED = "start", "start.json"
# How often the supervised steps say how far they are.
WORDS = 20


def _row_loss(model, tokenizer, row, template):
    """Summed loss over the label's tokens. One row at a time: a large vocabulary's logits for many would not fit."""
    prompt = policy.prompt_ids(tokenizer, row["prompt"], template)
    answer = tokenizer(row["ground_truth"], add_special_tokens=False)["input_ids"] + [tokenizer.eos_token_id]
    ids = torch.tensor([prompt + answer], device=model.device)
    logits = model(input_ids=ids, logits_to_keep=len(answer) + 1).logits[0, :-1]
    return torch.nn.functional.cross_entropy(logits.float(), ids[0, -len(answer) :], reduction="sum"), len(answer)


def supervise(model, tokenizer, job, events, stop):
    """Plain supervised steps on the labels with AdamW; model is changed in place. Whether all were made: a stop that is
    asked for ends them, and nothing of them is kept."""
    warm = job.warm_start
    draw = random.Random(seed_of(job.seed, "warm start"))
    torch.manual_seed(seed_of(job.seed, "warm start"))
    weights = [one for one in model.parameters() if one.requires_grad]
    optimizer = torch.optim.AdamW(weights, lr=warm["learningRate"], weight_decay=0.0)
    half = job.half and job.device == "cuda" and torch.cuda.is_bf16_supported()
    every = max(1, warm["steps"] // WORDS)
    model.train()
    if job.flags.get("gradient_checkpointing"):
        model.gradient_checkpointing_enable(gradient_checkpointing_kwargs={"use_reentrant": False})
    for step in range(1, warm["steps"] + 1):
        if stop():
            return False
        rows, loss, tokens = draw.sample(job.train, min(warm["rows"], len(job.train))), 0.0, 0
        for row in rows:
            with torch.autocast(job.device, torch.bfloat16, enabled=half):
                summed, count = _row_loss(model, tokenizer, row, job.template)
            summed.backward()
            loss, tokens = loss + float(summed), tokens + count
        for one in weights:
            if one.grad is not None:
                one.grad /= tokens
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        if not math.isfinite(loss):
            raise Failed("training.notFinite", f"supervised step {step}: loss {loss}", step=0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        if step % every == 0 or step == warm["steps"]:
            events.say("warmStep", step=step, of=warm["steps"], loss=loss / tokens)
    if job.flags.get("gradient_checkpointing"):
        model.gradient_checkpointing_disable()
    return True


def _asked(job):
    """Rows of the training set that say what the start can do: drawn evenly, the same each time."""
    return random.Random(seed_of(job.seed, "warm start", "asked")).sample(job.train, min(job.warm_start["ask"], len(job.train)))


def _warmed(model, tokenizer, job, events, stop):
    """(model, facts): taught on labels if it needs it; facts are None where it does not, the model None after a stop."""
    warm, asked = job.warm_start, _asked(job)
    count = lambda of: policy.right_answers(of, tokenizer, asked, job.most_tokens, job.template)  # noqa: E731
    before, began = count(model), time.monotonic()
    told = {"before": before, "total": len(asked)}
    if before > warm["below"] * len(asked):
        events.say("warmStart", steps=0, **told)
        return model, None
    events.say("warmStart", steps=warm["steps"], **told)
    taught = model
    if job.method == "lora":
        from peft import LoraConfig, get_peft_model

        torch.manual_seed(seed_of(job.seed, "warm start", "adapter"))
        taught = get_peft_model(model, LoraConfig(task_type="CAUSAL_LM", **job.lora))
    if not supervise(taught, tokenizer, job, events, stop):
        return None, None
    if job.method == "lora":
        taught = taught.merge_and_unload()
    told["after"] = count(taught)
    events.say("warmStart", steps=warm["steps"], **told)
    return taught, {**warm, **told, "seconds": round(time.monotonic() - began, 3)}


def prepare_start(job, events, stop):
    """The folder; None where a stop was asked for before it was there. What was decided or made once is not asked again, so
    that a resumed run starts from the same weights."""
    made, decided = os.path.join(job.folder, MADE), os.path.join(job.folder, DECIDED)
    if os.path.isfile(os.path.join(made, "complete.json")):
        return made
    is_adapter = os.path.isfile(os.path.join(job.model, policy.ADAPTER))
    if not is_adapter and (job.warm_start is None or os.path.isfile(decided)):
        return job.model
    tokenizer, dtype = policy.load_tokenizer(job.model), policy.dtype_of(job.method, job.device)
    load = policy.load_merged if is_adapter else policy.load_model
    model, facts = load(job.model, dtype).to(job.device), None
    if job.warm_start is not None and not os.path.isfile(decided):
        model, facts = _warmed(model, tokenizer, job, events, stop)
        if model is None:
            return None
        if facts is None:
            write_whole(decided, json.dumps({"format": 1, "warmStart": 0}) + "\n")
    if not is_adapter and facts is None:
        return job.model
    policy.save_whole(model, tokenizer, made, {"from": job.model, **({} if facts is None else {"warmStart": facts})})
    return made
