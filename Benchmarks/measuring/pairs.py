"""Runs of two sides in turns, and which of them count."""


class Plan:
    """How much is measured."""

    def __init__(self, folder, runs, attempts, seconds):
        self.folder = folder
        self.runs = runs  # undisturbed pairs wanted of each kind
        self.attempts = attempts  # times as many are tried at most
        self.seconds = seconds  # of load by wrk


def is_usable(pair):
    return not any(run.disturbance for run in pair)


def usable_pairs(pairs, count):
    """The pairs that nothing disturbed, or the `count` least disturbed ones if there are too few."""
    by_rank = sorted(pairs, key=lambda pair: (not is_usable(pair), max(run.others for run in pair)))
    undisturbed = [pair for pair in pairs if is_usable(pair)]
    return undisturbed if len(undisturbed) >= count else by_rank[:count]


def gather(plan, make_pairs):
    """Pairs of each kind until enough of each are undisturbed, or enough were tried.

    `make_pairs` has a function a kind, which makes its pair; its argument says in which order.
    """
    found = {kind: [] for kind in make_pairs}
    for attempt in range(plan.runs * plan.attempts):
        lacking = [kind for kind in found if sum(map(is_usable, found[kind])) < plan.runs]
        for kind in lacking:
            found[kind].append(make_pairs[kind](attempt % 2 == 1))
    return {kind: usable_pairs(pairs, plan.runs) for kind, pairs in found.items()}


def flushes(pairs):
    return [flush for pair in pairs for run in pair for flush in run.flush]


def others(pairs):
    return [run.others for pair in pairs for run in pair]


def rate(run):
    """Entries, requests or hashes a second."""
    result = run.result
    return result.get("entries", result.get("requests")) / result["seconds"]


def pair_of(name, own, beside):
    """A function for `gather`: measures both sides in the order it is told, and shows them."""
    def measure(is_reversed):
        first, second = (beside, own) if is_reversed else (own, beside)
        runs = first(), second()
        run, against = reversed(runs) if is_reversed else runs
        show(name, run, against)
        return run, against
    return measure


def show(name, run, against):
    """Two lines of progress for a pair."""
    def side(run):
        latency = f"p50 {run.result['p50']:6.1f} ms, " if "p50" in run.result else ""
        return (f"{rate(run):12,.0f}/s {latency}flush {run.flush[0]:5.0f} {run.flush[1]:5.0f} us, "
                f"others {run.others:.2f} cores")

    print(f"   {name:<34} {side(run)}\n   {'against':<34} {side(against)}", flush=True)
