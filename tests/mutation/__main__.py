"""Takes away one rule of the schema at a time, and tells which no test would miss."""

# ruff: noqa: T201 - a command speaks

from __future__ import annotations

import argparse
import hashlib
import sys

import psycopg
from mutation import known
from mutation.catalog import listed
from mutation.mutants import Mutant
from mutation.results import Results, of_this_schema, report
from mutation.trial import Stage, migrated, staged

SEED = 1


def drawn(mutants: list[Mutant], number: int | None, seed: int) -> list[Mutant]:
    """So many of them, or all, in the order of the seed.

    Each draws its own lot: one that comes or goes later leaves the others in their places.
    """

    def lot(mutant: Mutant) -> bytes:
        return hashlib.sha256(f"{seed} {mutant.name}".encode()).digest()

    return sorted(mutants, key=lot)[:number]


def chosen(mutants: list[Mutant], options: argparse.Namespace) -> list[Mutant]:
    matching = [
        mutant
        for mutant in mutants
        if (not options.only or options.only in mutant.kind)
        and (not options.object or options.object in f"{mutant.target}: {mutant.change}")
    ]
    return drawn(matching, options.sample, options.seed)


def run(stage: Stage, mutants: list[Mutant], results: Results, *, python: bool) -> None:
    """Tries each, and tells of each; what was caught before stays caught."""
    before = results.read()
    for number, mutant in enumerate(mutants, 1):
        verdict = before.get(mutant.name)
        if verdict and verdict.outcome != "survived":
            continue
        verdict = stage.trial(mutant, python=python)
        results.add(verdict)
        by = f"  [{verdict.by}]" if verdict.by else ""
        print(f"{number}/{len(mutants)} {verdict.outcome:8} {mutant.name}{by}", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(prog="tests/mutate", description=__doc__)
    parser.add_argument("--sample", type=int, metavar="N", help="only so many, drawn at random")
    parser.add_argument("--seed", type=int, default=SEED, help="of the draw")
    parser.add_argument("--only", metavar="CLASS", help="only such mutants: 'policy'")
    parser.add_argument("--object", metavar="NAME", help="only what is named so: 'lock_pair'")
    parser.add_argument("--sql-only", action="store_true", help="leave the tests in Python out")
    parser.add_argument("--list", action="store_true", help="show the mutants, and try none")
    options = parser.parse_args()
    with staged() as stage:
        with migrated(stage.cluster) as url, psycopg.connect(url) as conn:
            mutants = chosen(listed(conn), options)
        if not mutants:
            parser.error("No mutant is of that class and of that object.")
        if options.list:
            print("\n".join(mutant.name for mutant in mutants))
            return 0
        results = Results(of_this_schema())
        print(f"{len(mutants)} mutants; the tests are run once without any.", flush=True)
        try:
            run(stage, mutants, results, python=not options.sql_only)
        except KeyboardInterrupt:
            print("Stopped. The same command goes on from here.")
    verdicts = results.read()
    print(report(mutants, verdicts))
    names = {mutant.name for mutant in mutants}
    outcomes = {"caught": set[str](), "survived": set[str](), "invalid": set[str]()}
    for verdict in verdicts.values():
        if verdict.mutant in names:
            outcomes[verdict.outcome].add(verdict.mutant)
    wrong = known.wrong(outcomes["caught"], outcomes["survived"])
    print("\n".join(wrong), file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
