"""The family of workloads: as a trace, and what is known of it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Instance:
    """`clients` clients with `rounds` rounds each; client i's round j writes if i + j is even, else it reads."""

    clients: int
    rounds: int

    def __str__(self):
        return f"({self.clients},{self.rounds})"

    def writes(self, client, round_):
        return (client + round_) % 2 == 0

    def reads_of(self, client):
        return sum(not self.writes(client, round_) for round_ in range(self.rounds))

    def last_read(self):
        """The observable of client 0's last read."""
        return f"c0.read{self.reads_of(0)}"

    def trace(self, system="afs2"):
        lines = [f"system {system}", "values writer", "file a = 0"]
        for client in range(self.clients):
            rounds = (
                f"open a, {'write' if self.writes(client, round_) else 'read'}, close"
                for round_ in range(self.rounds)
            )
            lines.append(f"client c{client}: " + ", ".join(rounds))
        return "\n".join(lines) + "\n"


# (clients, rounds): states, transitions, with every read kept. Five independent model checkers agree on them.
KNOWN = {
    (2, 1): (20, 26),
    (2, 2): (99, 152),
    (2, 3): (353, 567),
    (3, 1): (140, 243),
    (3, 2): (2_927, 6_356),
    (4, 1): (1_072, 2_280),
    (5, 1): (11_184, 29_640),
    (3, 3): (30_938, 69_728),
    (4, 2): (101_400, 274_138),
    (6, 1): (114_624, 349_680),
    (3, 4): (344_779, 778_140),
    (4, 3): (5_424_212, 15_175_958),
    (5, 2): (5_786_812, 19_177_975),
    (3, 6): (40_614_390, 91_230_346),
    (4, 4): (278_997_382, 786_285_244),
}

# States that SPIN stores when reads and writes are reduced, with every read kept, and with reads sliced away.
KNOWN_REDUCED = {(3, 2): 1_843, (4, 2): 48_264, (5, 2): 1_855_888}
KNOWN_SLICED_REDUCED = {(4, 3): 152_896, (5, 2): 377_426, (3, 6): 79_009, (4, 4): 706_586}

# The same family message by message: what makes the model of AFS that of asynchronous.pml, and its counts, on which
# three model checkers agree.
ASYNCHRONOUS = (
    "afs2 granularity=message store=at-once acknowledge=ignored grant=unchecked promises=kept channels=shared"
)
KNOWN_ASYNCHRONOUS = {
    (2, 2): (341, 635),
    (3, 2): (40_108, 122_829),
    (3, 3): (776_521, 2_478_018),
    (4, 2): (9_412_260, 39_740_314),
}
