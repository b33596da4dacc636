"""Trains one run with TRL's GRPO, speaking through the run's folder only; the same config again goes on where it ended.

    python3 -I train_trl.py CONFIG.json

CONFIG.json: {format: 1, folder?, id, title?, dataset?, round?, start?: {checkpoint}, model: folder, rows: file,
 steps, seed, device: auto|cpu|cuda, gpu?: index, half?: bool, threads?, trl: {TRL's own flags}, lora?: {r, lora_alpha, lora_dropout, target_modules},
 reward: {match: strict|partial}, mix: natural|soft|even, template?: {arguments of the chat template},
 rolloutBatch?: answers drawn at once, checkpointEvery, validateEvery, validateOn, keepLast, keepEvery, maxPromptTokens?, leaveOutLong?,
 warmStart?: {below, ask, steps, rows, learningRate}, settings?: {what run.json shall say}}
The folder (default: the config's) receives run.json, events.jsonl, metrics.jsonl, rollouts/<step>.jsonl and
checkpoints/step-<N>/ (complete.json last; with LoRA the last one also holds merged/, the whole model). A file `stop` in it ends the run after the step in hand, with a checkpoint; one
that says `now` ends it without. SIGTERM is as the file. Of the checkpoints stay the first, the last keepLast, every keepEvery-th,
the best on held-out samples, and those whose steps a file `keep` names, one a line.
Exit codes: 0 done · 2 config · 3 stopped · 4 failed (the last event says why) · 5 kit changed.
"""
import contextlib
import json
import os
import shutil
import signal
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from looptool_kit.gpus import gpu_use, visible_devices  # noqa: E402
from looptool_kit.failure import Failed, Unusable  # noqa: E402
from looptool_kit.job import DONE, FAILED, STOPPED, Events, LineFile, field, run_script, told_failure, write_whole  # noqa: E402
from looptool_kit.rows import read_rows  # noqa: E402
from looptool_kit.run_folder import complete_steps, checkpoint_path, is_whole, lock_run, set_aside  # noqa: E402

# Flags of TRL's GRPOConfig that a config may set; what the kit itself decides is not among them.
FLAGS = frozenset("""learning_rate warmup_steps per_device_train_batch_size gradient_accumulation_steps num_generations
num_iterations max_completion_length temperature top_p top_k min_p beta epsilon epsilon_high delta loss_type
importance_sampling_level scale_rewards mask_truncated_completions max_grad_norm weight_decay adam_beta1 adam_beta2
adam_epsilon optim gradient_checkpointing tf32 use_vllm vllm_mode vllm_gpu_memory_utilization
vllm_max_model_length""".split())
LORA = frozenset("r lora_alpha lora_dropout target_modules use_rslora".split())
WARM = {"below": 0.02, "ask": 64, "steps": 50, "rows": 16, "learningRate": 1e-4}


class Job:
    """A config, checked and read once; the trainer's settings in our words."""

    def __init__(self, config):
        positive = lambda value: value > 0  # noqa: E731
        self.folder, self.id = field(config, "folder", str), field(config, "id", str)
        self.model, self.rows = (os.path.abspath(field(config, name, str)) for name in ("model", "rows"))
        self.steps, self.seed = field(config, "steps", int, check=positive), field(config, "seed", int, 1)
        self.wanted_device = field(config, "device", str, "auto", ("auto", "cpu", "cuda").__contains__)
        self.threads, self.gpu = field(config, "threads", int, 0), field(config, "gpu", int, None)
        self.flags, lora = dict(field(config, "trl", dict)), field(config, "lora", dict, None)
        foreign = sorted({*self.flags} - FLAGS | {*(lora or {})} - LORA)
        if foreign:
            raise Unusable(f"not among the flags that may be set: {', '.join(foreign)}")
        self.method, self.lora = ("full", {}) if lora is None else ("lora", {"target_modules": "all-linear", **lora})
        self.match = field(field(config, "reward", dict, {}), "match", str, "strict", ("strict", "partial").__contains__)
        self.mix = field(config, "mix", str, "natural", ("natural", "soft", "even").__contains__)
        self.template = field(config, "template", dict, {})
        # 16-bit arithmetic where the GPU has it.
        self.half = field(config, "half", bool, True)
        self.rollout_batch = field(config, "rolloutBatch", int, 0)
        self.checkpoint_every = field(config, "checkpointEvery", int, 10, positive)
        self.validate_every, self.validate_on = field(config, "validateEvery", int, 10), field(config, "validateOn", int, 100)
        self.keep_last, self.keep_every = field(config, "keepLast", int, 3, positive), field(config, "keepEvery", int, 0)
        self.longest, self.leave_out = field(config, "maxPromptTokens", int, 0), field(config, "leaveOutLong", bool, False)
        warm = field(config, "warmStart", dict, None)
        self.warm_start = None if warm is None else {**WARM, **{name: warm[name] for name in WARM if name in warm}}
        self._read_batch()
        self.about = {name: config[name] for name in ("title", "dataset", "round", "start") if config.get(name) is not None}
        self.about["settings"] = field(config, "settings", dict, None) or {
            name: config[name] for name in ("trl", "lora", "reward", "mix", "seed", "device") if name in config
        }
        # Known once it trains: the device, the rows, the step in hand.
        self.device, self.train, self.held_out, self.at = "cpu", [], [], 0

    def _read_batch(self):
        whole = lambda name, usual: field(self.flags, name, int, usual, lambda value: value > 0)  # noqa: E731
        micro, self.accumulate = whole("per_device_train_batch_size", 8), whole("gradient_accumulation_steps", 1)
        self.group, self.updates = whole("num_generations", 8), whole("num_iterations", 1)
        self.most_tokens = whole("max_completion_length", 256)
        answers = micro * self.accumulate
        if answers % self.group:
            raise Unusable(f"a step draws {micro} × {self.accumulate} = {answers} answers, which {self.group} a prompt do not divide")
        self.prompts = answers // self.group

    def run_json(self):
        start = self.about.get("start") or {"checkpoint": "base"}
        run = {"format": 1, "id": self.id, "trainer": "trl", "title": self.about.get("title", self.id),
               "dataset": self.about.get("dataset", ""), "start": start, "steps": self.steps, "settings": self.about["settings"]}
        return {**run, "round": self.about["round"]} if "round" in self.about else run


class Stop:
    """What is wanted of the run: None, "save" or "now"."""

    def __init__(self, folder):
        self.path, self.asked = os.path.join(folder, "stop"), False
        signal.signal(signal.SIGTERM, self._hear)

    def _hear(self, *_):
        self.asked = True

    def __call__(self):
        with contextlib.suppress(OSError), open(self.path, encoding="utf8", errors="replace") as file:
            return "now" if file.read(16).strip() == "now" else "save"
        return "save" if self.asked else None

    def clear(self):
        """A stop that was asked for before this attempt is of the one before."""
        with contextlib.suppress(FileNotFoundError):
            os.remove(self.path)


def without_long(job, tokenizer, template):
    """Rows whose prompt fits. A longer one is never cut: it is named, and left out only where the config says so. Returns how
    many are left out."""
    from looptool_kit.policy import prompt_ids

    if not job.longest:
        return 0
    long = []
    for name in ("train", "held_out"):
        rows = getattr(job, name)
        counts = [len(prompt_ids(tokenizer, row["prompt"], template)) for row in rows]
        long += [{"sample_id": row["sample_id"], "tokens": n} for row, n in zip(rows, counts) if n > job.longest]
        setattr(job, name, [row for row, n in zip(rows, counts) if n <= job.longest])
    if long:
        write_whole(os.path.join(job.folder, "too-long.jsonl"), "".join(json.dumps(one) + "\n" for one in long))
        if not job.leave_out:
            raise Failed("training.promptsTooLong", "too-long.jsonl names them", count=len(long), limit=job.longest)
    return len(long)


def latest_checkpoint(job, events):
    """Step and folder of the latest complete checkpoint; one that is not whole is set aside, never used."""
    for step in complete_steps(job.folder):
        if is_whole(job.folder, step):
            return step, checkpoint_path(job.folder, step)
        set_aside(job.folder, step, events.attempt)
    return 0, None


def train(job, events, stop):
    """Trains until the last step or a stop. Returns the exit code."""
    told = os.environ.get("CUDA_VISIBLE_DEVICES")
    seen = visible_devices(job.wanted_device, job.gpu, told, gpu_use())
    # Numbered as nvidia-smi numbers them, not by speed.
    os.environ.update({"CUDA_VISIBLE_DEVICES": seen, "CUDA_DEVICE_ORDER": "PCI_BUS_ID"})
    # Keys and values grow with every token that is drawn; without this, memory breaks into pieces that nothing fits.
    os.environ.setdefault("PYTORCH_CUDA_ALLOC_CONF", "expandable_segments:True")
    os.environ.update({"HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false", "TRL_EXPERIMENTAL_SILENCE": "1"})
    if not os.path.isfile(os.path.join(job.model, "config.json")):
        raise Failed("training.modelGone", job.model, model=job.model)
    import torch

    from looptool_kit import grpo, policy, start

    if job.threads:
        torch.set_num_threads(job.threads)
    job.device = policy.pick_device(job.wanted_device)
    job.train, held_out = read_rows(job.rows)
    job.held_out = held_out[: job.validate_on] if job.validate_every else []
    left_out = without_long(job, policy.load_tokenizer(job.model), job.template)
    if not job.train:
        raise Failed("training.noPrompts", mastered=0, hopeless=0, tooLong=left_out)
    from_step, checkpoint = latest_checkpoint(job, events)
    if from_step < job.steps:
        watch = grpo.Watch(job, events, LineFile(os.path.join(job.folder, "metrics.jsonl")), stop)
        watch.saved = from_step
        began_from = start.prepare_start(job, events, stop)
        if began_from is None:
            return stopped_at(events, 0)
        trainer = grpo.make_trainer(job, began_from, watch)
        trainer.train(resume_from_checkpoint=checkpoint)
        if watch.stopped:
            return stopped_at(events, trainer.state.global_step)
    if job.method == "lora":
        policy.merge(checkpoint_path(job.folder, job.steps), policy.dtype_of(job.method, job.device))
    events.say("done", step=job.steps)
    return DONE


def stopped_at(events, step):
    events.say("stopping")
    events.say("stopped", step=step)
    return STOPPED


def drop_halves(folder):
    """What was being written when an attempt ended; it is no checkpoint and only takes room."""
    shutil.rmtree(os.path.join(folder, "trl"), ignore_errors=True)


def as_failure(error, step):
    """What torch and its kin raise, as what it means."""
    text = str(error)
    if type(error).__name__ == "OutOfMemoryError" or "out of memory" in text.lower() or "can't allocate memory" in text:
        return Failed("training.outOfMemory", text[:1000])
    if isinstance(error, ImportError):
        return Failed("env.unfit", text[:1000])
    if "probability tensor contains either" in text or "device-side assert" in text:
        return Failed("training.notFinite", text[:1000], step=step)
    return told_failure(error)


def main(config):
    job = Job(config)
    os.makedirs(job.folder, exist_ok=True)
    lock = lock_run(job.folder)
    stop = Stop(job.folder)
    stop.clear()
    path = os.path.join(job.folder, "run.json")
    if not os.path.exists(path):
        write_whole(path, json.dumps(job.run_json(), indent=2, ensure_ascii=False) + "\n")
    events = Events(job.folder)
    try:
        events.started()
        drop_halves(job.folder)
        return train(job, events, stop)
    except Exception as error:  # noqa: BLE001 whatever ends a training is told
        failed = as_failure(error, job.at)
        drop_halves(job.folder)
        if failed.code == "kit.unexpected":
            import traceback

            traceback.print_exc()
        # The disk that failed may not take this word either; the exit code says it too.
        with contextlib.suppress(OSError):
            events.say("failed", code=failed.code, values=failed.values, detail=failed.detail)
        print(failed, file=sys.stderr)
        return FAILED
    finally:
        lock.close()


if __name__ == "__main__":
    run_script(main, __doc__)
