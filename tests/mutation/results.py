"""What became of each mutant, kept between runs; and the report."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from mutation import known
from mutation.mutants import Mutant
from mutation.trial import Verdict
from support.tap import TESTS

ROOT = TESTS.parent
FOLDER = ROOT / ".mutation"


def of_this_schema() -> Path:
    """The file for the schema as it stands: a change of it makes other mutants."""
    digest = hashlib.sha256()
    for path in sorted([*ROOT.glob("sql/**/*"), *ROOT.glob("migrations/*.sql")]):
        if path.is_file():
            digest.update(path.read_bytes())
    return FOLDER / f"{digest.hexdigest()[:12]}.jsonl"


@dataclass(frozen=True)
class Results:
    path: Path

    def add(self, verdict: Verdict) -> None:
        self.path.parent.mkdir(exist_ok=True)
        with self.path.open("a") as file:
            print(json.dumps(asdict(verdict)), file=file)

    def read(self) -> dict[str, Verdict]:
        """The last that was heard of each mutant."""
        if not self.path.exists():
            return {}
        verdicts = (Verdict(**json.loads(line)) for line in self.path.read_text().splitlines())
        return {verdict.mutant: verdict for verdict in verdicts}


def report(mutants: Iterable[Mutant], verdicts: dict[str, Verdict]) -> str:
    """The score of each kind of mutant that was tried, then what survives."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    survivors = []
    equivalent = known.equivalent()
    for mutant in mutants:
        if verdict := verdicts.get(mutant.name):
            outcome = "equivalent" if mutant.name in equivalent else verdict.outcome
            counts[mutant.kind][outcome] += 1
            if outcome == "survived":
                survivors.append(f"  {mutant.name}")
    columns = ("caught", "survived", "equivalent", "invalid")
    lines = [f"{'':28}" + "".join(f"{column:>12}" for column in columns)]
    whole: Counter[str] = Counter()
    for kind, count in sorted(counts.items()):
        whole += count
        lines.append(f"{kind:28}" + "".join(f"{count[column]:12}" for column in columns))
    lines.append(f"{'all':28}" + "".join(f"{whole[column]:12}" for column in columns))
    tried = whole["caught"] + whole["survived"]
    if tried:
        lines.append(f"Score: {whole['caught']} of {tried} caught, {whole['caught'] / tried:.1%}.")
    if survivors:
        lines += ["Survived:", *survivors]
    return "\n".join(lines)
