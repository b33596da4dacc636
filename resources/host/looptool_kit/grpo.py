"""TRL's GRPO trainer as the kit drives it: the order of rows and the randomness of a step follow from the seed and the
step's number alone, and what a step measured is on disk before its checkpoint.

Shao et al. 2024 (arXiv 2402.03300) GRPO, Liu et al. 2025 (2503.20783) Dr. GRPO, Yu et al. 2025 (2503.14476) DAPO,
Zheng et al. 2025 (2507.18071) GSPO: as TRL implements them, chosen by its own flags."""
import functools
import math
import os
import random
import time

import numpy
import torch
from datasets import Dataset
from transformers import PrinterCallback, TrainerCallback
from trl import GRPOConfig, GRPOTrainer

from . import policy
from .answers import Answers, rollout_metrics
from .job import Failed
from .rows import Plan, StepOrder, seed_of
from .run_folder import adopt_checkpoint, metric_line, prune, write_rollouts

# TRL's names for what it measures of an update, and ours.
TOLD = {
    "loss": "loss", "grad_norm": "grad/norm", "learning_rate": "lr", "entropy": "entropy", "kl": "kl",
    "clip_ratio/region_mean": "clip/share", "step_time": "time/step",
}
# Steps in a row whose gradient may be no number, before the training is given up.
MOST_SKIPPED = 3


def all_finite(tensors):
    # What is no number shows in the least or the greatest: read once, a tenth of the time that looking at each takes.
    ends = [torch.stack(torch.aminmax(one)).float() for one in tensors if one.numel()]
    return not ends or bool(torch.isfinite(torch.stack(ends)).all())


def peak_memory():
    """Most bytes that tensors took on the GPU since the last asking; None without one."""
    if not torch.cuda.is_initialized():
        return None
    peak = torch.cuda.max_memory_allocated()
    torch.cuda.reset_peak_memory_stats()
    return peak


class Grpo(GRPOTrainer):
    """The trainer with our order of rows, our rising rate, and a clock on its rollouts."""

    def __init__(self, job, answers, **given):
        self.job, self.answers, self.rollout_seconds, self.rollout_memory = job, answers, 0.0, None
        self.order = StepOrder(Plan([row["kind"] for row in job.train], job.prompts, job.seed, job.mix), job)
        super().__init__(reward_funcs=[answers], **given)

    def _get_train_sampler(self, dataset=None):
        return self.order

    def _generate(self, prompts):
        began = time.perf_counter()
        drawn = super()._generate(prompts)
        self.rollout_seconds += time.perf_counter() - began
        self.rollout_memory = peak_memory()
        return drawn

    def _generate_single_turn(self, prompt_ids, images, fields, num_generations, *more, **named):
        """As TRL does it, but no more answers at once than the keys and values of are to stand in memory."""
        most = self.job.rollout_batch
        if not most or len(prompt_ids) <= most or not self.model.training:
            return super()._generate_single_turn(prompt_ids, images, fields, num_generations, *more, **named)
        drawn = []
        for at in range(0, len(prompt_ids), most):
            drawn += super()._generate_single_turn(prompt_ids[at : at + most], images, fields, num_generations, *more, **named)[0]
        return drawn, None

    def create_scheduler(self, num_training_steps, optimizer=None):
        """Rises in a straight line over the warm-up, from above 0, then stays."""
        if self.lr_scheduler is None:
            rise = self.args.warmup_steps
            self.lr_scheduler = torch.optim.lr_scheduler.LambdaLR(
                optimizer or self.optimizer, lambda done: min(1.0, (done + 1) / (rise + 1))
            )
        return self.lr_scheduler


def counted(callback):
    """A callback whose CPU time is added up: what following a training costs it."""
    @functools.wraps(callback)
    def inside(self, *given, **named):
        began = time.process_time()
        try:
            return callback(self, *given, **named)
        finally:
            self.cost += time.process_time() - began

    return inside


class Watch(TrainerCallback):
    """Writes the run folder while TRL trains."""

    def __init__(self, job, events, metrics, stop_wanted):
        self.job, self.events, self.metrics, self.stop_wanted = job, events, metrics, stop_wanted
        self.trainer, self.stopped, self.skipped, self.saved = None, None, 0, 0
        # CPU seconds of all threads: inside the callbacks, and when they were last told.
        self.cost, self.since = 0.0, time.process_time()

    def _due(self, step, every):
        return every > 0 and (step % every == 0 or step == self.job.steps)

    def validate(self, step):
        """Greedy answers on the held-out rows, as metrics; told as an event by `tell`."""
        rows = self.job.held_out
        if not rows:
            return None
        trainer, began = self.trainer, time.process_time()
        model = trainer.accelerator.unwrap_model(trainer.model)
        with trainer.accelerator.autocast():
            right = policy.right_answers(model, trainer.processing_class, rows, self.job.most_tokens, self.job.template)
        # The model's own work, and asked for: it counts neither as a callback's nor as a step's.
        spent = time.process_time() - began
        self.cost, self.since = self.cost - spent, self.since + spent
        return {"step": step, "right": right, "total": len(rows)}

    def on_train_begin(self, args, state, control, **_):
        if state.global_step == 0 and self.job.validate_every > 0 and (told := self.validate(0)):
            self.metrics.add(metric_line(0, held_out(told)))
            self.events.say("validation", **told)

    @counted
    def on_step_begin(self, args, state, control, **_):
        # The randomness of a step is its own: a resumed run draws what an undisturbed one draws.
        self.job.at = state.global_step + 1
        seed = seed_of(self.job.seed, "step", self.job.at)
        torch.manual_seed(seed)
        random.seed(seed)
        numpy.random.seed(seed % (1 << 32))
        self.trainer.rollout_seconds = self.trainer.answers.seconds = 0.0
        self.trainer.answers.drawn = []
        peak_memory()

    @counted
    def on_pre_optimizer_step(self, args, state, control, **_):
        """A gradient that is no number changes no weight: now and then a GPU's kernels give one for sound answers."""
        weights = [one for one in self.trainer.model.parameters() if one.grad is not None]
        is_sound = all_finite([one.grad for one in weights])
        self.skipped = 0 if is_sound else self.skipped + 1
        for one in [] if is_sound else weights:
            one.grad = None

    @counted
    def on_step_end(self, args, state, control, **_):
        step, wanted = state.global_step, self.stop_wanted()
        # Between updates that share their answers nothing can be resumed exactly.
        at_rest = step % self.job.updates == 0
        if wanted and at_rest and step < self.job.steps:
            self.stopped = wanted
            control.should_training_stop = True
        every = self.job.checkpoint_every
        is_due = self.stopped == "save" or step // every > self.saved // every
        control.should_save = step == self.job.steps or (at_rest and is_due)

    @counted
    def on_log(self, args, state, control, logs=None, **_):
        if not logs or "train_runtime" in logs or any(name.startswith("eval_") for name in logs):
            return
        step, answers = state.global_step, self.trainer.answers
        measured = {ours: logs[name] for name, ours in TOLD.items() if name in logs}
        if answers.drawn:
            self._check_order(step)
            advantages = list(self.trainer._logs["advantages"])[-len(answers.drawn):]
            rollouts = answers.rollouts(step, advantages)
            write_rollouts(self.job.folder, step, rollouts)
            measured.update(rollout_metrics(rollouts))
            measured.update({"time/rollout": self.trainer.rollout_seconds, "time/reward": answers.seconds})
        spent = measured.get("time/rollout", 0) + measured.get("time/reward", 0)
        if "time/step" in measured:
            measured["time/update"] = measured["time/step"] - spent
        if update_memory := peak_memory():
            measured.update({"memory/rollout": self.trainer.rollout_memory, "memory/update": update_memory})
            measured["memory/reserved"] = torch.cuda.memory_reserved()
        if self.skipped:
            # The answers of the step stand as they are; its gradient does not.
            measured.pop("grad/norm", None)
            measured["update/skipped"] = 1
        is_sound = self.skipped < MOST_SKIPPED and math.isfinite(measured.get("loss") or 0)
        if is_sound and control.should_save:
            # An update can spoil the weights behind a sound loss; such a checkpoint must never be kept.
            is_sound = all_finite([one for one in self.trainer.model.parameters() if one.requires_grad])
        # This word's own cost is told with the next step's.
        measured.update({"time/cpu": time.process_time() - self.since, "time/callbacks": self.cost})
        self.since, self.cost = time.process_time(), 0.0
        told = self.validate(step) if is_sound and self._due(step, self.job.validate_every) else None
        self.metrics.add(metric_line(step, {**measured, **(held_out(told) if told else {})}))
        if told:
            self.events.say("validation", **told)
        # What the trainer keeps of its own would only grow.
        del state.log_history[:-1]
        if not is_sound:
            raise Failed("training.notFinite", f"step {step}: loss {logs.get('loss')}, gradient {logs.get('grad_norm')}", step=step)

    def _check_order(self, step):
        wanted = [at for at in self.trainer.order.plan.rows(-(-step // self.job.updates)) for _ in range(self.job.group)]
        if self.trainer.answers.places != wanted:
            raise Failed("kit.unexpected", f"step {step}: TRL took other rows than planned")

    @counted
    def on_save(self, args, state, control, **_):
        step = state.global_step
        written = os.path.join(args.output_dir, f"checkpoint-{step}")
        facts = {"run": self.job.id, "method": self.job.method}
        adopt_checkpoint(self.job.folder, step, written, facts)
        self.saved = step
        self.events.say("checkpoint", step=step, folder=f"checkpoints/step-{step}")
        prune(self.job.folder, self.job.keep_last, self.job.keep_every)


def held_out(told):
    return {"heldOut/accuracy": told["right"] / told["total"], "heldOut/count": told["total"]}


def make_trainer(job, start, watch):
    """The trainer on the start's weights."""
    # cuDNN's attention gives gradients that are no numbers for sound answers (torch 2.11 on an H200: bfloat16, padded on the
    # left to 192 tokens), where every other kernel gives the same sound ones.
    torch.backends.cuda.enable_cudnn_sdp(False)
    tokenizer = policy.load_tokenizer(start)
    model = policy.load_model(start, policy.dtype_of(job.method, job.device))
    answers = Answers(job, tokenizer, policy.end_ids(model, tokenizer))
    half = job.half and job.device == "cuda" and torch.cuda.is_bf16_supported()
    args = GRPOConfig(
        output_dir=os.path.join(job.folder, "trl"), max_steps=job.steps, seed=job.seed, use_cpu=job.device == "cpu",
        bf16=half, logging_steps=1, logging_nan_inf_filter=False, save_strategy="no", report_to=[], disable_tqdm=True,
        shuffle_dataset=False, chat_template_kwargs=job.template or None, **job.flags,
    )
    lora = None
    if job.method == "lora":
        from peft import LoraConfig

        lora = LoraConfig(task_type="CAUSAL_LM", **job.lora)
    rows = Dataset.from_list([{"prompt": row["prompt"], "place": i} for i, row in enumerate(job.train)])
    trainer = Grpo(
        job, answers, model=model, args=args, train_dataset=rows, processing_class=tokenizer, peft_config=lora,
        callbacks=[watch],
    )
    # What it would print stands in metrics.jsonl.
    trainer.remove_callback(PrinterCallback)
    watch.trainer = trainer
    return trainer
