"""Builds SPIN verifiers of the families."""

import os
import re
import subprocess

MODELS = os.path.dirname(os.path.abspath(__file__))


def build(directory, instance, *, model="family.pml", sliced=False, macros=(), flags=("-DSAFETY",)):
    """Makes the verifier `pan` in a new directory below `directory`; returns that directory.

    `sliced` lets SPIN drop variables that are never read: sound for the assertion, but the reads are lost. `flags`
    are for the compiler.
    """
    name = "-".join([model, "pan", str(instance.clients), str(instance.rounds), "sliced" if sliced else "exact"])
    name += "".join(macros + flags).replace("=", "")
    work = os.path.join(directory, name)
    os.makedirs(work)
    defines = [f"-DCLIENTS={instance.clients}", f"-DROUNDS={instance.rounds}"] + [f"-D{macro}" for macro in macros]
    quiet = {"cwd": work, "check": True, "stdout": subprocess.DEVNULL}
    subprocess.run(["spin", *([] if sliced else ["-o2"]), *defines, "-a", os.path.join(MODELS, model)], **quiet)
    subprocess.run(["gcc", "-O3", "-w", *flags, "-o", "pan", "pan.c"], **quiet)
    return work


def counts_of(output):
    """(states, transitions, errors) of a verifier's report."""

    def number(pattern):
        found = re.search(pattern, output)
        if found is None:
            raise ValueError(f"not a SPIN report:\n{output[-2000:]}")
        return int(float(found.group(1)))

    # SPIN counts the initial state as a transition.
    return (
        number(r"([\d.e+]+) states, stored"),
        number(r"([\d.e+]+) transitions") - 1,
        number(r"errors: (\d+)"),
    )


def judge_exact(known):
    """Demands a complete run that finds `known`, (states, transitions); None: any."""

    def judge(output):
        states, transitions, errors = counts_of(output)
        if errors != 0 or "max search depth too small" in output or "out of memory" in output.lower():
            raise ValueError(f"SPIN did not complete:\n{output[-2000:]}")
        if known is not None and (states, transitions) != known:
            raise ValueError(f"SPIN found {states} states, {transitions} transitions, not {known}")

    return judge


def judge_states(known):
    """The same of the number of states alone."""

    def judge(output):
        states, _, _ = counts_of(output)
        judge_exact(None)(output)
        if known is not None and states != known:
            raise ValueError(f"SPIN found {states} states, not {known}")

    return judge
