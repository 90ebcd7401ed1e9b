"""A small random generator, so that the samples do not depend on Python's version.

SplitMix64 (Steele, Lea and Flood, 2014), one independent stream per purpose.
"""

MASK = (1 << 64) - 1


class Rng:
    """A stream of numbers that depends on `seed` and `purpose` only."""

    def __init__(self, seed, purpose):
        state = seed & MASK
        for byte in purpose.encode():
            state = ((state ^ byte) * 0x100000001B3) & MASK
        self.state = state

    def bits(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        return z ^ (z >> 31)

    def below(self, n):
        """An integer in [0, n)."""
        return (self.bits() >> 11) % n

    def between(self, low, high):
        """An integer in [low, high]."""
        return low + self.below(high - low + 1)

    def chance(self, percent):
        return self.below(100) < percent

    def pick(self, items):
        return items[self.below(len(items))]

    def shuffled(self, items):
        out = list(items)
        for i in range(len(out) - 1, 0, -1):
            j = self.below(i + 1)
            out[i], out[j] = out[j], out[i]
        return out

    def fill(self, pattern):
        """Replaces each # by a digit."""
        return "".join(str(self.below(10)) if c == "#" else c for c in pattern)
