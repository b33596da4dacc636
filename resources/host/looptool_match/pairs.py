"""Overlaps and the best pairing, computed step by step as core/tool-call/assign.ts does, so that sums come out equal."""
from collections import Counter


def overlap(a, b):
    """Shared ÷ all, each as often as it stands; 1 for nothing against nothing."""
    shared = sum((Counter(a) & Counter(b)).values())
    everything = len(a) + len(b) - shared
    return shared / everything if everything else 1


MOST_FOR_BEST = 64


def _in_turn(gains):
    taken, pairs = set(), []
    for row in gains:
        free = [column for column in range(len(row)) if column not in taken]
        best = max(free, key=row.__getitem__, default=None)
        taken.add(best)
        pairs.append(best)
    return pairs


def best_pairs(gains):
    """For each row of gains its column (or None), each column at most once, for the largest sum (Hungarian method)."""
    rows, width = len(gains), len(gains[0]) if gains else 0
    columns = max(rows, width)
    if columns > MOST_FOR_BEST:
        return _in_turn(gains)
    row_of = [0] * (columns + 1)
    row_potential, column_potential = [0.0] * (rows + 1), [0.0] * (columns + 1)

    def nearest(column, least, origin, used):
        row, best = row_of[column], 0
        for j in range(1, columns + 1):
            if used[j]:
                continue
            cost = -gains[row - 1][j - 1] if j <= width else 0
            reduced = cost - row_potential[row] - column_potential[j]
            if reduced < least[j]:
                least[j], origin[j] = reduced, column
            if best == 0 or least[j] < least[best]:
                best = j
        return best

    for row in range(1, rows + 1):
        row_of[0], column = row, 0
        least, origin, used = [float("inf")] * (columns + 1), [0] * (columns + 1), [False] * (columns + 1)
        while column == 0 or row_of[column] != 0:
            used[column] = True
            following = nearest(column, least, origin, used)
            delta = least[following]
            for j in range(columns + 1):
                if used[j]:
                    row_potential[row_of[j]] += delta
                    column_potential[j] -= delta
                else:
                    least[j] -= delta
            column = following
        while column != 0:
            row_of[column] = row_of[origin[column]]
            column = origin[column]
    pairs = [None] * rows
    for column in range(1, width + 1):
        if row_of[column]:
            pairs[row_of[column] - 1] = column - 1
    return pairs
