"""transformers beside our engine: ids, chat template, log-probabilities, greedy answers; and the GGUF file read back.

    read.py FOLDER CASES.json OUT.gguf      prints one JSON object
"""
import json
import os
import sys

import gguf
import numpy as np
import torch
from safetensors.numpy import load_file
from transformers import AutoModelForCausalLM, AutoTokenizer

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../resources/host"))
sys.dont_write_bytecode = True
from to_gguf import convert  # noqa: E402


def ids_differ(tokenizer, texts):
    return [case["text"] for case in texts if tokenizer.encode(case["text"], add_special_tokens=False) != case["ids"]]


def chats_differ(tokenizer, chats):
    told = [
        tokenizer.apply_chat_template(case["messages"], tokenize=False, add_generation_prompt=True) for case in chats
    ]
    return [text for text, case in zip(told, chats) if text != case["text"]]


@torch.no_grad()
def largest_difference(model, scored):
    """Between log-probabilities of every token of the answers."""
    worst = 0.0
    for case in scored:
        prompt, answer = case["prompt"], case["answer"]
        logits = model(torch.tensor([prompt + answer])).logits[0, len(prompt) - 1 : -1]
        told = torch.log_softmax(logits.double(), -1)[torch.arange(len(answer)), answer]
        worst = max(worst, float((told - torch.tensor(case["logprobs"], dtype=torch.float64)).abs().max()))
    return worst


@torch.no_grad()
def greedy_differ(model, scored, longest):
    differ = []
    for case in scored:
        ids = torch.tensor([case["prompt"]])
        told = model.generate(ids, attention_mask=torch.ones_like(ids), max_new_tokens=longest, do_sample=False)
        if told[0, len(case["prompt"]) :].tolist() != case["answer"]:
            differ.append(case["prompt"])
    return len(differ)


def gguf_differ(folder, out):
    convert(folder, out)
    reader = gguf.GGUFReader(out)
    wanted = load_file(os.path.join(folder, "model.safetensors"))
    held = {tensor.name: np.array(tensor.data) for tensor in reader.tensors}
    with open(os.path.join(folder, "config.json"), encoding="utf8") as file:
        names = gguf.get_tensor_name_map(gguf.MODEL_ARCH.QWEN3, json.load(file)["num_hidden_layers"])
    differ = []
    for name, values in wanted.items():
        found = held.pop(names.get_name(name, try_suffixes=(".weight",)), None)
        if found is None or found.shape != values.shape or np.abs(found - values.astype(found.dtype)).max() > 0:
            differ.append(name)
    return {"tensors": len(reader.tensors), "differ": differ + list(held), "bytes": os.path.getsize(out)}


def main(folder, cases_file, out):
    with open(cases_file, encoding="utf8") as file:
        cases = json.load(file)
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()
    print(
        json.dumps(
            {
                "class": type(model).__name__,
                "parameters": sum(p.numel() for p in model.parameters()),
                "texts": len(cases["texts"]),
                "idsDiffer": ids_differ(tokenizer, cases["texts"])[:3],
                "chats": len(cases["chats"]),
                "chatsDiffer": chats_differ(tokenizer, cases["chats"])[:1],
                "answers": len(cases["scored"]),
                "tokens": sum(len(case["answer"]) for case in cases["scored"]),
                "largestDifference": largest_difference(model, cases["scored"]),
                "greedyDiffer": greedy_differ(model, cases["scored"], cases["longest"]),
                "gguf": gguf_differ(folder, out),
            }
        )
    )


main(*sys.argv[1:])
