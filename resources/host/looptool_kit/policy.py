"""A policy in memory: loading it, its greedy answers, and a supervised warm start where it knows next to nothing."""
import json
import os
import random
import shutil
import time

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

from reward import compute_score

from .job import Failed, write_whole
from .rows import seed_of

ADAPTER = "adapter_config.json"
# Answers drawn together; more would only need more memory.
TOGETHER = 64


def pick_device(wanted):
    """"cpu" or "cuda". Raises Failed training.gpuMissing where a GPU is asked for and none can be used."""
    if wanted == "cpu":
        return "cpu"
    if torch.cuda.is_available():
        return "cuda"
    if wanted == "cuda":
        raise Failed("training.gpuMissing", f"torch {torch.__version__} finds no GPU it can use")
    return "cpu"


def dtype_of(method, device):
    """Weights that are trained are kept in 32 bits; those that stay as they are, in 16 where the device computes so."""
    return torch.bfloat16 if method == "lora" and device == "cuda" and torch.cuda.is_bf16_supported() else torch.float32


def load_tokenizer(folder):
    tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True, padding_side="left")
    if tokenizer.pad_token_id is None:
        tokenizer.pad_token = tokenizer.eos_token
    return tokenizer


def load_model(folder, dtype):
    """Raises Failed model.damaged."""
    try:
        return AutoModelForCausalLM.from_pretrained(folder, dtype=dtype, local_files_only=True)
    except torch.OutOfMemoryError:
        raise
    except Exception as error:  # noqa: BLE001 the library raises whatever the files make it raise
        raise Failed("model.damaged", f"{folder}: {type(error).__name__}: {error}"[:1000], model=folder) from None


def load_merged(folder, dtype):
    """The model of an adapter's folder, with the adapter added to its weights."""
    from peft import PeftModel

    with open(os.path.join(folder, ADAPTER), encoding="utf8") as file:
        base = json.load(file)["base_model_name_or_path"]
    return PeftModel.from_pretrained(load_model(base, dtype), folder, local_files_only=True).merge_and_unload()


def merge(folder, dtype):
    """The model of an adapter's checkpoint as a folder of its own beside the adapter, whole or not at all: what a server or
    the next round starts from. Returns the folder."""
    whole = os.path.join(folder, "merged")
    if not os.path.isfile(os.path.join(whole, "complete.json")):
        save_start(load_merged(folder, dtype), load_tokenizer(folder), whole, {"from": folder})
    return whole


def prompt_text(tokenizer, prompt, template):
    if isinstance(prompt, str):
        return prompt
    return tokenizer.apply_chat_template(prompt, tokenize=False, add_generation_prompt=True, **template)


def prompt_ids(tokenizer, prompt, template):
    return tokenizer(prompt_text(tokenizer, prompt, template), add_special_tokens=isinstance(prompt, str))["input_ids"]


def end_ids(model, tokenizer):
    told = getattr(model.generation_config, "eos_token_id", None)
    ends = told if isinstance(told, list) else [] if told is None else [told]
    return sorted({*ends, tokenizer.eos_token_id} - {None})


@torch.no_grad()
def greedy_answers(model, tokenizer, prompts, most, template):
    """Texts. Draws nothing, so that it may be asked between any two steps."""
    was_training = model.training
    model.eval()
    texts, ends = [], end_ids(model, tokenizer)
    for at in range(0, len(prompts), TOGETHER):
        ids = [prompt_ids(tokenizer, prompt, template) for prompt in prompts[at : at + TOGETHER]]
        batch = tokenizer.pad({"input_ids": ids}, padding=True, return_tensors="pt").to(model.device)
        told = model.generate(
            input_ids=batch["input_ids"], attention_mask=batch["attention_mask"], max_new_tokens=most, do_sample=False,
            temperature=None, top_p=None, top_k=None, pad_token_id=tokenizer.pad_token_id, eos_token_id=ends,
        )
        texts += tokenizer.batch_decode(told[:, batch["input_ids"].shape[1] :], skip_special_tokens=True)
    model.train(was_training)
    return texts


def right_answers(model, tokenizer, rows, most, template):
    """How many rows are answered right by the strict match."""
    texts = greedy_answers(model, tokenizer, [row["prompt"] for row in rows], most, template)
    return sum(compute_score(None, text, row["ground_truth"], row)["score"] == 1 for text, row in zip(texts, rows))


def _answer_batch(tokenizer, rows, template, device):
    """Prompt and label as one text; the loss looks at the label only."""
    ids, labels = [], []
    for row in rows:
        prompt = prompt_ids(tokenizer, row["prompt"], template)
        answer = tokenizer(row["ground_truth"], add_special_tokens=False)["input_ids"] + [tokenizer.eos_token_id]
        ids.append(prompt + answer)
        labels.append([-100] * len(prompt) + answer)
    longest = max(map(len, ids))
    width = lambda lists, filler: torch.tensor([one + [filler] * (longest - len(one)) for one in lists], device=device)  # noqa: E731
    return {
        "input_ids": width(ids, tokenizer.pad_token_id),
        "attention_mask": width([[1] * len(one) for one in ids], 0),
        "labels": width(labels, -100),
    }


def supervise(model, tokenizer, rows, settings, seed, template):
    """Plain supervised steps on the labels with AdamW; model is changed in place. Returns the last loss."""
    draw = random.Random(seed_of(seed, "warm start"))
    weights = [one for one in model.parameters() if one.requires_grad]
    optimizer = torch.optim.AdamW(weights, lr=settings["learningRate"], weight_decay=0.0)
    model.train()
    loss = float("nan")
    for _ in range(settings["steps"]):
        batch = _answer_batch(tokenizer, draw.sample(rows, min(settings["rows"], len(rows))), template, model.device)
        loss = model(**batch).loss
        loss.backward()
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
    return float(loss)


def save_start(model, tokenizer, folder, facts):
    """The start as a folder of its own, complete.json last."""
    shutil.rmtree(folder, ignore_errors=True)
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    write_whole(os.path.join(folder, "complete.json"), json.dumps({"format": 1, **facts}) + "\n")


def prepare_start(job, events):
    """The folder that training starts from: the model itself, or one made of it here, once: an adapter is added to its
    weights; a start that gets next to nothing right is taught on labels first, since all its groups would be dead."""
    made, model_folder = os.path.join(job.folder, "start"), job.model
    if os.path.isfile(os.path.join(made, "complete.json")):
        return made
    warm, is_adapter = job.warm_start, os.path.isfile(os.path.join(model_folder, ADAPTER))
    if not is_adapter and warm is None:
        return model_folder
    tokenizer = load_tokenizer(model_folder)
    dtype = dtype_of(job.method, job.device)
    model = (load_merged(model_folder, dtype) if is_adapter else load_model(model_folder, dtype)).to(job.device)
    facts = {"from": model_folder}
    if warm is not None:
        asked = job.train[: warm["ask"]]
        count = lambda: right_answers(model, tokenizer, asked, job.most_tokens, job.template)  # noqa: E731
        before = count()
        if before > warm["below"] * len(asked):
            events.say("warmStart", steps=0, before=before, after=before, total=len(asked))
        else:
            began = time.monotonic()
            torch.manual_seed(seed_of(job.seed, "warm start"))
            if job.method == "lora":
                from peft import LoraConfig, get_peft_model

                adapted = get_peft_model(model, LoraConfig(task_type="CAUSAL_LM", **job.lora))
                supervise(adapted, tokenizer, job.train, warm, job.seed, job.template)
                model = adapted.merge_and_unload()
            else:
                supervise(model, tokenizer, job.train, warm, job.seed, job.template)
            facts["warmStart"] = {**warm, "seconds": round(time.monotonic() - began, 3)}
            events.say("warmStart", steps=warm["steps"], before=before, after=count(), total=len(asked))
    if not is_adapter and "warmStart" not in facts:
        return model_folder
    save_start(model, tokenizer, made, facts)
    return made
