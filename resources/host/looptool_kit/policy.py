"""A policy in memory: loading it, and its greedy answers."""
import json
import os
import shutil

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

from reward import compute_score

from .failure import Failed
from .job import write_whole

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


def save_whole(model, tokenizer, folder, facts):
    """A model as a folder of its own, complete.json last."""
    shutil.rmtree(folder, ignore_errors=True)
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    write_whole(os.path.join(folder, "complete.json"), json.dumps({"format": 1, **facts}) + "\n")


def merge(folder, dtype):
    """The model of an adapter's checkpoint as a folder of its own beside the adapter, whole or not at all: what a server or
    the next round starts from. Returns the folder."""
    whole = os.path.join(folder, "merged")
    if not os.path.isfile(os.path.join(whole, "complete.json")):
        save_whole(load_merged(folder, dtype), load_tokenizer(folder), whole, {"from": folder})
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
