"""What a step of a training drew and earned: the reward function that TRL calls, and the metrics of its answers."""
import math
import time

from reward import compute_score

from .policy import prompt_text


def _mean(values):
    return sum(values) / len(values)


def rollout_metrics(rollouts):
    """What a step's answers say, under the names every trainer's metrics are mapped to."""
    scores = [one["score"] for one in rollouts]
    middle = _mean(scores)
    groups, kinds = {}, {}
    for one in rollouts:
        groups.setdefault(one["group"], []).append(one["score"])
        kinds.setdefault(one["kind"], []).append(one["score"])
    return {
        "reward/mean": middle,
        "reward/std": math.sqrt(_mean([(score - middle) ** 2 for score in scores])),
        "reward/min": min(scores),
        "reward/max": max(scores),
        **{f"reward/{kind}": _mean(of) for kind, of in sorted(kinds.items()) if kind},
        "response/length": _mean([one["tokens"] for one in rollouts]),
        "response/clipShare": _mean([one["finish"] == "length" for one in rollouts]),
        "groups/dead": _mean([max(of) - min(of) < 1e-9 for of in groups.values()]),
        "tokens": sum(one["tokens"] for one in rollouts),
    }


class Answers:
    """The reward function; keeps what a step drew and earned."""

    __name__ = "reward"

    def __init__(self, job, tokenizer, ends):
        self.job, self.tokenizer, self.ends = job, tokenizer, set(ends)
        self.drawn, self.places, self.seconds = [], [], 0.0

    def __call__(self, prompts, completions, completion_ids, place, **_):
        began = time.perf_counter()
        self.drawn, self.places = [], list(place)
        for prompt, said, ids, at in zip(prompts, completions, completion_ids, place):
            row = self.job.train[at]
            text = said if isinstance(said, str) else said[-1].get("content") or ""
            strict = compute_score(None, text, row["ground_truth"], row)["score"]
            parts, score = {"match": strict}, strict
            if self.job.match == "partial":
                told = compute_score(None, text, row["ground_truth"], row, match="partial")
                score, parts = told["score"], {**parts, **{k: v for k, v in told.items() if type(v) is float and k != "score"}}
            self.drawn.append({
                "sample_id": row["sample_id"], "kind": row["kind"],
                "input": prompt_text(self.tokenizer, prompt, self.job.template), "output": text,
                "gts": row["ground_truth"] or "", "score": score, "parts": parts, "tokens": len(ids),
                "finish": "stop" if ids and ids[-1] in self.ends else "length",
            })
        self.seconds += time.perf_counter() - began
        return [one["score"] for one in self.drawn]

    def rollouts(self, step, advantages):
        size = self.job.group
        return [
            {"step": step, "group": i // size, "index": i % size, **one, "advantage": advantage}
            for i, (one, advantage) in enumerate(zip(self.drawn, advantages))
        ]
