#!/usr/bin/env python3
"""Breaks the code in small ways, one at a time, and checks that the tests notice each of them.

    make mutants                            all of mutants.toml
    Tests/mutants/mutants.py --list         what there is, without running anything
    Tests/mutants/mutants.py tree-01 sql    one mutant, and all whose id begins with sql
    Tests/mutants/mutants.py --from signer-03 --to signer-09
    Tests/mutants/mutants.py --resume       leave out what was caught since the code last changed

The work is done in a copy of the tree, which stays for the next time: its first build takes some
minutes. Each mutant is built and its tests are run; they have to fail. A mutant that does not
compile was not caught by a test, and one whose text is no longer there, once, proves nothing.

Verdicts: caught (by which test), SURVIVED, STALE, BROKEN (does not compile, or ran no test).
Exit status: 0 all caught, 1 some were not, 2 the tests fail without any mutant or the copy cannot be
built, 64 usage.
"""

import argparse
import hashlib
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import tomllib

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
DEFINITIONS = pathlib.Path(__file__).resolve().parent / "mutants.toml"
MEMBERS = {"id", "file", "search", "replace", "breaks", "tests"}
# How long one mutant's build and its tests may take, in seconds. A test that hangs has noticed.
BUILD_SECONDS = 900
TEST_SECONDS = 240


class CannotRun(Exception):
    """Nothing can be said about the mutants."""


class Mutant:
    """One change and the tests that ought to fail for it."""

    def __init__(self, definition):
        if set(definition) != MEMBERS:
            raise CannotRun(f"{definition.get('id', '?')}: its members are not {sorted(MEMBERS)}")
        self.id, self.file = definition["id"], definition["file"]
        self.search, self.replace = definition["search"], definition["replace"]
        self.breaks, self.tests = definition["breaks"], definition["tests"]
        if self.search == self.replace:
            raise CannotRun(f"{self.id} changes nothing")

    def place(self):
        """Why the change cannot be made; None if it can."""
        path = ROOT / self.file
        if not path.is_file():
            return f"there is no {self.file}"
        count = path.read_text().count(self.search)
        return None if count == 1 else f"its text is {count} times in {self.file}"

    def digest(self):
        parts = [self.file, self.search, self.replace, self.tests]
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def load():
    with open(DEFINITIONS, "rb") as file:
        mutants = [Mutant(definition) for definition in tomllib.load(file)["mutant"]]
    ids = [mutant.id for mutant in mutants]
    twice = {name for name in ids if ids.count(name) > 1}
    if twice:
        raise CannotRun(f"several mutants are called {' '.join(sorted(twice))}")
    return mutants


def choose(mutants, options):
    ids = [mutant.id for mutant in mutants]
    for name in [options.first, options.last]:
        if name and name not in ids:
            raise CannotRun(f"there is no mutant {name}")
    start = ids.index(options.first) if options.first else 0
    end = ids.index(options.last) + 1 if options.last else len(ids)
    chosen = mutants[start:end]
    if options.ids:
        for name in options.ids:
            if not any(mutant.id.startswith(name) for mutant in chosen):
                raise CannotRun(f"no mutant's id begins with {name}")
        chosen = [m for m in chosen if any(m.id.startswith(name) for name in options.ids)]
    return chosen


class Copy:
    """A copy of the working tree with a build of its own."""

    # Only a folder with this file in it is one where files are removed.
    MARK = ".concordat-mutants"

    def __init__(self, folder, jobs):
        self.folder, self.jobs = folder, jobs
        if folder == ROOT or ROOT in folder.parents or folder in ROOT.parents:
            raise CannotRun(f"the copy at {folder} would lie in the tree or around it")
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / self.MARK).is_file():
            if any(folder.iterdir()):
                raise CannotRun(f"{folder} has files in it and is no copy made here")
            (folder / self.MARK).touch()

    def sync(self):
        """Brings the copy up to date, and touches only what differs; gives the state's digest."""
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT,
            capture_output=True, check=True).stdout.split(b"\0")
        names = {os.fsdecode(name) for name in listed if name and (ROOT / os.fsdecode(name)).exists()}
        state = hashlib.sha256()
        for name in sorted(names):
            source, target = ROOT / name, self.folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if source.is_symlink():
                link = os.readlink(source)
                if not target.is_symlink() or os.readlink(target) != link:
                    target.unlink(missing_ok=True)
                    target.symlink_to(link)
                content = link.encode()
            elif source.is_file():
                content = source.read_bytes()
                if not target.is_file() or target.read_bytes() != content:
                    target.write_bytes(content)
                shutil.copymode(source, target)
            else:
                continue
            # What the tests say depends on code and data; documents may change.
            if name.startswith(("Sources/", "Tests/", "Fuzz/", "Migrations/", "Package.")) and (
                    not name.startswith("Tests/mutants/")):
                state.update(name.encode() + b"\0" + hashlib.sha256(content).digest())
        self.remove_others(names)
        # Which versions of packages: not under version control, but the same ones as here.
        resolved = ROOT / "Package.resolved"
        if resolved.is_file():
            target = self.folder / "Package.resolved"
            if not target.is_file() or target.read_bytes() != resolved.read_bytes():
                shutil.copyfile(resolved, target)
        return state.hexdigest()

    def remove_others(self, names):
        """Removes what the tree does not have any more; leaves what builds have made."""
        kept = names | {self.MARK, "Package.resolved"}
        for folder, folders, files in os.walk(self.folder):
            folder = pathlib.Path(folder)
            if folder == self.folder:
                folders[:] = [name for name in folders if not name.startswith(".build")]
            links = [name for name in folders if (folder / name).is_symlink()]
            for name in files + links:
                path = (folder / name).relative_to(self.folder)
                if str(path) not in kept and not path.parts[0].startswith(".build"):
                    (folder / name).unlink()

    def run(self, command, seconds):
        """Runs a command; gives its status and what it printed. None is the time limit's status."""
        with tempfile.TemporaryFile() as output:
            process = subprocess.Popen(
                command, cwd=self.folder, stdout=output, stderr=output, start_new_session=True)
            try:
                status = process.wait(timeout=seconds)
            except subprocess.TimeoutExpired:
                status = None
            except BaseException:
                self.end(process)
                raise
            if status is None:
                self.end(process)
            output.seek(0)
            return status, output.read().decode(errors="replace")

    @staticmethod
    def end(process):
        """Ends a command and what it has started."""
        for number, seconds in [(signal.SIGTERM, 5), (signal.SIGKILL, 5)]:
            try:
                os.killpg(process.pid, number)
                process.wait(timeout=seconds)
            except (ProcessLookupError, subprocess.TimeoutExpired):
                continue

    def build(self):
        return self.run(
            ["swift", "build", "--build-tests", "--jobs", str(self.jobs)], BUILD_SECONDS)

    def test(self, pattern, seconds):
        return self.run(
            ["swift", "test", "--skip-build", "--disable-xctest", "--filter", pattern], seconds)


def test_count(output):
    """How many tests a run had; 0 if it did not get to its end."""
    found = re.findall(r"Test run with (\d+) tests? .*(?:passed|failed) after", output)
    return int(found[-1]) if found else 0


def failed_tests(output):
    """The names of the tests that failed, in their order."""
    # Not the last line, which is about all of them: "Test run with 12 tests …".
    names = re.findall(r"✘ Test (?!run with )\"?([^\"\n]+?)\"? (?:with \d+ test cases? )?failed after", output)
    return list(dict.fromkeys(names))


def unfinished_tests(output):
    """The tests that had begun and did not end: one of them ended the process."""
    begun = re.findall(r"◇ Test (?!run started|case passing)\"?([^\"\n]+?)\"? started\.", output)
    ended = re.findall(r"[✔✘] Test \"?([^\"\n]+?)\"? (?:with \d+ test cases? )?(?:passed|failed) after", output)
    return [name for name in dict.fromkeys(begun) if name not in ended]


def judge(copy, mutant):
    """Makes the change in the copy, builds, tests, and takes the change back."""
    path = copy.folder / mutant.file
    original = path.read_text()
    path.write_text(original.replace(mutant.search, mutant.replace))
    try:
        start = time.monotonic()
        status, output = copy.build()
        build_seconds = time.monotonic() - start
        if status != 0:
            errors = [line for line in output.splitlines() if "error:" in line]
            why = errors[0].split("error:", 1)[1].strip() if errors else "the build did not end"
            return "BROKEN", f"does not compile: {why}", build_seconds, 0.0
        start = time.monotonic()
        status, output = copy.test(mutant.tests, TEST_SECONDS)
        test_seconds = time.monotonic() - start
    finally:
        path.write_text(original)
    if status is None:
        by = unfinished_tests(output)
        return "caught", f"time limit: {', '.join(by[:3]) or 'no test began'}", build_seconds, test_seconds
    if status != 0:
        failed = failed_tests(output)
        if failed:
            more = f" and {len(failed) - 3} more" if len(failed) > 3 else ""
            return "caught", ", ".join(failed[:3]) + more, build_seconds, test_seconds
        by = unfinished_tests(output)
        if by and re.search(r"signal|Fatal error|Crash", output):
            return "caught", f"crash in {', '.join(by[:3])}", build_seconds, test_seconds
        return "BROKEN", f"the tests did not run: {output.strip()[-200:]}", build_seconds, test_seconds
    if test_count(output) == 0:
        return "BROKEN", f"no test is called like {mutant.tests}", build_seconds, test_seconds
    return "SURVIVED", mutant.breaks, build_seconds, test_seconds


def check_without_mutants(copy, mutants):
    """Builds the copy as it is: all tests that are to fail have to pass now."""
    print("building the copy as it is …", flush=True)
    status, output = copy.build()
    if status != 0:
        errors = [line for line in output.splitlines() if "error:" in line]
        raise CannotRun("the copy cannot be built:\n" + "\n".join(errors[:20] or [output[-2000:]]))
    pattern = "|".join(f"({tests})" for tests in dict.fromkeys(m.tests for m in mutants))
    start = time.monotonic()
    status, output = copy.test(pattern, 1200)
    if status != 0 or test_count(output) == 0:
        raise CannotRun(
            "the tests fail without any mutant: " + (", ".join(failed_tests(output)) or output[-2000:]))
    print(f"{test_count(output)} tests pass without a mutant, in {time.monotonic() - start:.0f} s",
          flush=True)


def report(number, total, mutant, verdict, by, seconds):
    mark = {"caught": "ok  "}.get(verdict, "FAIL")
    print(f"[{number:>2}/{total}] {mark} {mutant.id:<12} {verdict:<9} {seconds:>5.0f} s  {by}",
          flush=True)


def run(mutants, options):
    copy = Copy(options.copy.resolve(), options.jobs)
    state = copy.sync()
    ledger = copy.folder / ".build-mutants.json"
    known = json.loads(ledger.read_text()) if ledger.is_file() else {}
    results = {}
    pending = []
    for mutant in mutants:
        stale = mutant.place()
        earlier = known.get(mutant.id)
        if stale:
            results[mutant.id] = ("STALE", stale, 0.0)
        elif options.resume and earlier and earlier["verdict"] == "caught" and (
                earlier["state"], earlier["mutant"]) == (state, mutant.digest()):
            results[mutant.id] = ("caught", f"{earlier['by']} (before)", 0.0)
        else:
            pending.append(mutant)
    total = len(mutants)
    for number, mutant in enumerate(mutants, 1):
        if mutant.id in results:
            report(number, total, mutant, *results[mutant.id])
    if pending and not options.no_baseline:
        check_without_mutants(copy, pending)
    for number, mutant in enumerate(mutants, 1):
        if mutant.id in results:
            continue
        verdict, by, build_seconds, test_seconds = judge(copy, mutant)
        results[mutant.id] = (verdict, by, build_seconds + test_seconds)
        report(number, total, mutant, *results[mutant.id])
        known[mutant.id] = {
            "verdict": verdict, "by": by, "state": state, "mutant": mutant.digest(),
            "build_seconds": round(build_seconds, 1), "test_seconds": round(test_seconds, 1),
        }
        ledger.write_text(json.dumps(known, indent=1))
    return summarise(mutants, results, options)


def summarise(mutants, results, options):
    verdicts = [results[mutant.id][0] for mutant in mutants]
    if options.json:
        rows = [{"id": m.id, "file": m.file, "breaks": m.breaks, "verdict": results[m.id][0],
                 "by": results[m.id][1], "seconds": round(results[m.id][2], 1)} for m in mutants]
        options.json.write_text(json.dumps(rows, indent=1) + "\n")
    for mutant in mutants:
        verdict, by, _ = results[mutant.id]
        if verdict != "caught":
            print(f"{verdict}: {mutant.id} in {mutant.file}\n    {mutant.breaks}\n    {by}")
    caught = verdicts.count("caught")
    print(f"{len(verdicts)} mutants, {caught} caught, {verdicts.count('SURVIVED')} survived, "
          f"{verdicts.count('STALE')} stale, {verdicts.count('BROKEN')} broken")
    return 0 if caught == len(verdicts) else 1


def default_copy():
    base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return pathlib.Path(os.environ.get("MUTANTS_COPY") or f"{base}/concordat-mutants")


def main():
    parser = argparse.ArgumentParser(
        prog="Tests/mutants/mutants.py", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ids", nargs="*", metavar="ID", help="only those whose id begins so")
    parser.add_argument("--from", dest="first", metavar="ID", help="begin with this one")
    parser.add_argument("--to", dest="last", metavar="ID", help="end with this one")
    parser.add_argument("--list", action="store_true", help="print the mutants, and which are stale")
    parser.add_argument("--resume", action="store_true",
                        help="leave out those that were caught in the same code")
    parser.add_argument("--no-baseline", action="store_true",
                        help="do not check first that the tests pass without a mutant")
    parser.add_argument("--copy", type=pathlib.Path, default=default_copy(), metavar="DIR",
                        help="where the copy of the tree is kept (MUTANTS_COPY, else %(default)s)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="of the build")
    parser.add_argument("--json", type=pathlib.Path, metavar="FILE", help="write the table as JSON")
    options = parser.parse_args()
    mutants = choose(load(), options)
    if options.list:
        stale = {mutant.id: mutant.place() for mutant in mutants}
        for mutant in mutants:
            print(f"{mutant.id:<12} {mutant.file}: {mutant.breaks}"
                  + (f"  STALE: {stale[mutant.id]}" if stale[mutant.id] else ""))
        print(f"{len(mutants)} mutants, {sum(why is not None for why in stale.values())} stale")
        return 1 if any(stale.values()) else 0
    return run(mutants, options)


if __name__ == "__main__":
    # Whoever ends this ends the build or the tests that are under way, too.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    try:
        sys.exit(main())
    except CannotRun as error:
        print(f"Tests/mutants/mutants.py: {error}", file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
    except SystemExit as error:
        # argparse says 2 for a wrong command line.
        sys.exit(64 if error.code == 2 else error.code)
