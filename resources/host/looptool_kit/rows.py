"""Rows of a training and the order in which its steps take them: functions of the rows and the seed alone.

A row is {part: "train" | "heldOut", sample_id, kind, prompt: [{role, content}…] or text, ground_truth, accepted, tools,
rate?}; `accepted` and `tools` are JSON texts, as reward.py reads them. `rate` is the share of right answers of the
start, where a probe knows."""
import hashlib
import json
import random

from .failure import Failed

COLUMNS = ("sample_id", "kind", "prompt", "ground_truth", "accepted", "tools")


def seed_of(*parts):
    """A seed of 63 bits from a seed and what it is for."""
    return int.from_bytes(hashlib.sha256(json.dumps(parts).encode()).digest()[:8], "big") >> 1


def _is_prompt(value):
    return isinstance(value, str) or (
        isinstance(value, list)
        and len(value) > 0
        and all(isinstance(one, dict) and isinstance(one.get("role"), str) and isinstance(one.get("content"), str) for one in value)
    )


def read_rows(path):
    """(rows to train on, held-out rows). Raises Failed run.damaged, naming the line."""
    parts = {"train": [], "heldOut": []}
    try:
        with open(path, encoding="utf8") as file:
            for number, line in enumerate(file, 1):
                if not line.strip():
                    continue
                row = json.loads(line)
                if row.get("part") not in parts or not _is_prompt(row.get("prompt")) or not row.get("sample_id"):
                    raise ValueError(f"line {number} is no row")
                one = {name: row.get(name) for name in COLUMNS}
                parts[row["part"]].append({**one, "kind": str(row.get("kind") or ""), "rate": row.get("rate")})
    except (OSError, ValueError, AttributeError) as error:
        raise Failed("run.damaged", f"{path}: {error}", file="rows.jsonl") from None
    return parts["train"], parts["heldOut"]


def _shuffled(members, *parts):
    members = list(members)
    random.Random(seed_of(*parts)).shuffle(members)
    return members


class Plan:
    """Which rows a step trains on. Case types take turns by how often they stand in the set (or evenly); of each, every
    row comes once before any comes twice."""

    def __init__(self, kinds, size, seed, mix="natural"):
        if not kinds:
            raise Failed("training.noPrompts")
        self.size, self.seed = size, seed
        self.names = sorted(set(kinds))
        self.members = {name: [i for i, kind in enumerate(kinds) if kind == name] for name in self.names}
        weight = {"natural": len, "even": lambda rows: 1, "soft": lambda rows: len(rows) ** 0.5}[mix]
        self.weights = [weight(self.members[name]) for name in self.names]
        self.turns, self.had, self.orders = [], [0] * len(self.names), {}

    def _turn(self, number):
        total = sum(self.weights)
        while len(self.turns) <= number:
            due = len(self.turns) + 1
            behind = [weight * due / total - had for weight, had in zip(self.weights, self.had)]
            kind = behind.index(max(behind))
            self.turns.append((kind, self.had[kind]))
            self.had[kind] += 1
        return self.turns[number]

    def rows(self, step):
        """Places in the training set of a step, from 1."""
        places = []
        for slot in range((step - 1) * self.size, step * self.size):
            kind, place = self._turn(slot)
            name = self.names[kind]
            epoch, at = divmod(place, len(self.members[name]))
            if (name, epoch) not in self.orders:
                self.orders[name, epoch] = _shuffled(self.members[name], self.seed, name, epoch)
            places.append(self.orders[name, epoch][at])
        return places


class StepOrder:
    """Places of rows as TRL's data loader takes them: a step's prompts, each as often as it is answered, again for every
    micro-batch and every update that shares the answers."""

    def __init__(self, plan, job):
        self.plan, self.job = plan, job

    def __iter__(self):
        repeat = self.job.accumulate * self.job.updates
        for draw in range(1, self.draws() + 1):
            chunk = [place for place in self.plan.rows(draw) for _ in range(self.job.group)]
            for _ in range(repeat):
                yield from chunk

    def draws(self):
        return -(-self.job.steps // self.job.updates)

    def __len__(self):
        return self.draws() * self.job.prompts * self.job.group * self.job.accumulate * self.job.updates
