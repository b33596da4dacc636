"""Compares what the small policy's engine computed with PyTorch, in the folder that check.ts prepared."""
import json
import sys
from pathlib import Path

import torch
import transformers
from safetensors.torch import load_file
from transformers import AutoModelForCausalLM

torch.set_num_threads(1)
folder = Path(sys.argv[1])
case = json.loads((folder / "case.json").read_text())
model = AutoModelForCausalLM.from_pretrained(folder / "model", dtype=torch.float32)
# Else PyTorch would leave the padding token's embedding without a gradient; here it is a token like any other.
model.get_input_embeddings().padding_idx = None
print(f"torch {torch.__version__}, transformers {transformers.__version__}, {model.num_parameters():,} parameters")
failed = []


def check(name, value, bar):
    print(f"{name}: {value:.2e} (at most {bar:.0e})")
    if not value <= bar:
        failed.append(name)


def logprobs(tokens):
    """Of each token but the first, given those before it."""
    ids = torch.tensor([tokens])
    logits = model(ids).logits[0, :-1]
    return torch.log_softmax(logits, -1).gather(-1, ids[0, 1:, None])[:, 0], logits


# Greedy answers: each token must be PyTorch's likeliest, and as likely.
apart, same = 0.0, 0
with torch.no_grad():
    for prompt, answer in zip(case["prompts"], case["greedy"]):
        found, logits = logprobs(prompt + answer["tokens"])
        count = len(answer["tokens"])
        same += logits[-count:].argmax(-1).tolist() == answer["tokens"]
        apart = max(apart, (found[-count:] - torch.tensor(answer["logprobs"])).abs().max().item())
print(f"greedy answers equal to PyTorch's: {same} of {len(case['greedy'])}")
if same < len(case["greedy"]):
    failed.append("greedy answers")
check("log-probabilities, largest difference", apart, 1e-4)


def compare(name, loss):
    model.zero_grad()
    loss.backward()
    ours = load_file(folder / f"{name}.safetensors")
    worst = ("", 0.0)
    for tensor, parameter in model.named_parameters():
        theirs = parameter.grad
        error = ((ours[tensor] - theirs).norm() / theirs.norm()).item()
        if error > worst[1]:
            worst = (tensor, error)
    whole = torch.cat([p.grad.flatten() for _, p in model.named_parameters()])
    mine = torch.cat([ours[n].flatten() for n, _ in model.named_parameters()])
    check(f"{name} gradient, whole, relative", ((mine - whole).norm() / whole.norm()).item(), 1e-4)
    check(f"{name} gradient, worst tensor {worst[0]}, relative", worst[1], 1e-3)


loss = torch.zeros(())
for one in case["sequences"]:
    found, _ = logprobs(one["tokens"])
    loss = loss - (torch.tensor(one["slopes"])[1:] * found).sum()
compare("supervised", loss)

low, high, weight = (case["settings"][key] for key in ("clipLow", "clipHigh", "klWeight"))
loss, clipped, tokens = torch.zeros(()), 0, 0
for group in case["groups"]:
    for one in group["completions"]:
        found = logprobs(group["prompt"] + one["tokens"])[0][-len(one["tokens"]):]
        ratio = (found - torch.tensor(one["oldLogprobs"])).exp()
        plain, bounded = ratio * one["advantage"], ratio.clamp(1 - low, 1 + high) * one["advantage"]
        away = torch.tensor(one["refLogprobs"]) - found
        loss = loss + one["scale"] * (-torch.minimum(plain, bounded) + weight * (away.exp() - away - 1)).sum()
        clipped += (bounded < plain).sum().item()
        tokens += len(one["tokens"])
print(f"clipped tokens: {clipped} of {tokens}")
compare("clipped", loss)
if failed:
    sys.exit(f"too far apart: {', '.join(failed)}")
