"""Five GRPO steps of TRL on the CPU with the reward that hosts use; the trained model is saved.

    grpo.py FOLDER ROWS.jsonl OUT      prints one JSON object
"""
import json
import os
import sys

import torch
from datasets import Dataset
from transformers import AutoModelForCausalLM, AutoTokenizer
from trl import GRPOConfig, GRPOTrainer

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../resources/host"))
sys.dont_write_bytecode = True
from reward import make_reward  # noqa: E402

STEPS = 5


def main(folder, rows, out):
    torch.manual_seed(1)
    tokenizer = AutoTokenizer.from_pretrained(folder)
    tokenizer.padding_side = "left"
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32)
    before = {name: values.detach().clone() for name, values in model.named_parameters()}
    settings = GRPOConfig(
        output_dir=os.path.join(out, "run"),
        use_cpu=True,
        max_steps=STEPS,
        per_device_train_batch_size=32,
        num_generations=8,
        max_completion_length=96,
        learning_rate=2e-4,
        warmup_steps=0,
        temperature=1.0,
        beta=0.0,
        logging_steps=1,
        save_strategy="no",
        report_to=[],
        seed=1,
        bf16=False,
        disable_tqdm=True,
    )
    trainer = GRPOTrainer(
        model=model,
        reward_funcs=[make_reward("strict")],
        args=settings,
        train_dataset=Dataset.from_json(rows),
        processing_class=tokenizer,
    )
    trainer.train()
    steps = [line for line in trainer.state.log_history if "reward" in line]
    moved = max(float((values.detach() - before[name]).abs().max()) for name, values in model.named_parameters())
    trainer.save_model(os.path.join(out, "trained"))
    wanted = ("reward", "reward_std", "entropy", "grad_norm", "completions/mean_length", "frac_reward_zero_std")
    told = [{name: round(float(line[name]), 4) for name in wanted if name in line} for line in steps]
    print(json.dumps({"steps": told, "moved": moved}))


main(*sys.argv[1:])
