"""The two ways a verification ends without a proof."""


class Refuted(Exception):
    """What was presented is malformed, damaged or contradicts itself."""

    def __init__(self, step: str, detail: str):
        super().__init__(f"{step}: {detail}")
        self.step = step
        self.detail = detail


class Undecided(Exception):
    """Nothing is known to be wrong, and the configured keys prove nothing either."""

    def __init__(self, step: str, detail: str):
        super().__init__(f"{step}: {detail}")
        self.step = step
        self.detail = detail


class BadKey(Exception):
    """A verifier key given by the user is not one: his mistake, not the log's."""
