"""How well drafts are checked: ``python -m benchmarks.score`` prints the table.

Clean drafts must raise nothing; a planted error must be found where it stands, with its kind and,
where the ledger or the text decides it, the right value. No draft that is reported was used to tune
the rules. Those of the first table are worded by banks that the rules have seen, each draft by one of
them, and have a seed of their own; those of the second are worded by the last bank.
"""

from __future__ import annotations

import argparse
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from benchmarks.score import bank as banks
from benchmarks.score import news
from benchmarks.score.drafts import Sample, clean, planted
from benchmarks.score.misplaced import misplaced
from benchmarks.score.planted import PLANT, RULES
from benchmarks.score.writer import Writer
from exposure.draft import Finding, check
from exposure.ledger import Ledger, load

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).parents[2]
_STORIES, _MISPLACED = 500, 500
_TUNING, _REPORTED, _UNSEEN = 11, 52163, 60221  # seeds


@dataclass
class Score:
    """Counts of one kind of draft."""

    drafts: int = 0
    found: int = 0
    typed: int = 0
    valued: int = 0
    with_value: int = 0
    false: int = 0
    examples: list[str] = field(default_factory=list)


def score(ledger: Ledger, samples: list[Sample]) -> dict[str, Score]:
    """Return the counts by kind of error; clean drafts under the empty kind."""
    found: dict[str, Score] = {}
    for sample in samples:
        row = found.setdefault(sample.kind, Score())
        row.drafts += 1
        problems = check(sample.text, ledger, sample.day).problems
        hits = [f for f in problems if any(f.start < b and a < f.end for a, b in sample.spans)]
        stray = [f for f in problems if f not in hits]
        row.false += bool(stray)
        row.examples += [f"FALSE {_shown(f)} in: {_around(sample, f.start)}" for f in stray]
        if not sample.kind:
            continue
        row.found += bool(hits)
        right = [f for f in hits if f.rule in RULES[sample.kind]]
        row.typed += bool(right)
        if sample.right is not None:
            row.with_value += 1
            valued = any(_same(f.right_value, sample.right) for f in right)
            row.valued += valued
            if right and not valued:
                row.examples.append(
                    f"VALUE {_shown(right[0])} wanted {sample.right}: {_around(sample, sample.spans[0][0])}"
                )
        if not right:
            what = "; ".join(_shown(f) for f in hits) or "nothing"
            row.examples.append(f"MISSED ({what}): {_around(sample, sample.spans[0][0])}")
    return found


def samples(
    ledger: Ledger, seed: int, wordings: Sequence[banks.Bank], counts: tuple[int, int]
) -> Iterator[Sample]:
    """Yield clean drafts, then drafts with one error, all kinds in turn; each in one of the wordings."""
    writers = [Writer(ledger, seed + place, bank) for place, bank in enumerate(wordings)]
    draw = Random(seed)  # noqa: S311 - drafts, not secrets
    for _ in range(counts[0]):
        yield clean(draw.choice(writers))
    for index in range(counts[1]):
        yield planted(draw.choice(writers), list(PLANT)[index % len(PLANT)])


def table(scores: dict[str, Score]) -> str:
    """Return the scores as a table."""
    lines = [
        "| planted | drafts | found | right type | right value | false alarms |",
        "|---|---|---|---|---|---|",
    ]
    total = Score()
    for kind, row in scores.items():
        if not kind:
            continue
        value = f"{row.valued}/{row.with_value}" if row.with_value else "-"
        lines.append(
            f"| {kind} | {row.drafts} | {row.found / row.drafts:.0%} | {row.typed / row.drafts:.0%} | {value} | {row.false} |"
        )
        for name in ("drafts", "found", "typed", "valued", "with_value", "false"):
            setattr(total, name, getattr(total, name) + getattr(row, name))
    if total.drafts:
        lines.append(
            f"| all planted | {total.drafts} | {total.found / total.drafts:.1%} | {total.typed / total.drafts:.1%} | {total.valued}/{total.with_value} | {total.false} |"
        )
    clean = scores.get("", Score())
    lines.append(f"| clean drafts | {clean.drafts} | - | - | - | {clean.false} |")
    return "\n".join(lines)


def main() -> None:
    """Print the table for the reported drafts, or for those the rules are tuned on."""
    parser = argparse.ArgumentParser(description=__doc__)
    known = banks.numbers()
    parser.add_argument("--tuning", action="store_true", help="the drafts that rules are tuned on")
    parser.add_argument("--bank", type=int, choices=known, help="the drafts of this one alone")
    parser.add_argument("--clean", type=int, default=300)
    parser.add_argument("--planted", type=int, default=325)
    parser.add_argument("--examples", type=int, default=0, help="show this many failures of a kind")
    given = parser.parse_args()
    ledger, faults = load(ROOT / "data", ROOT / "seeds")
    if ledger is None:
        raise SystemExit("\n".join(map(str, faults)))
    seed = _TUNING if given.tuning else _REPORTED
    number = given.bank or known[0 if given.tuning else -1]
    *seen, bank = (banks.read(banks.FOLDER / f"{one}.yaml") for one in (*known[:-1], number))
    counts = given.clean, given.planted
    if not (given.bank or given.tuning):
        print("Drafts that no rule has seen, in wordings that the rules have seen\n")
        print(table(score(ledger, list(samples(ledger, _UNSEEN, seen, counts)))))
    scores = score(ledger, list(samples(ledger, seed, [bank], counts)))
    print(f"\nDrafts in the wording of bank {number}\n")
    print(table(scores))
    verdicts = misplaced(Writer(ledger, seed, bank), _MISPLACED)
    said = ", ".join(f"{verdict} {count / _MISPLACED:.1%}" for verdict, count in verdicts.items())
    print(f"\nThe number of another figure in a right sentence ({_MISPLACED}): {said}\n")
    print(news.table(news.drawn(seed, _STORIES)))
    for path in sorted(news.WRITTEN.glob("*.yaml"))[-1:]:
        print()
        print(news.table(news.written(path)))
    for kind, row in scores.items():
        for example in row.examples[: given.examples]:
            print(f"{kind or 'clean'}: {example}")
    reasons = Counter(
        e.split()[1] for r in scores.values() for e in r.examples if e.startswith("FALSE")
    )
    if given.examples:
        print(reasons)


def _shown(finding: Finding) -> str:
    return f"{finding.rule} on {finding.printed!r} ({finding.message[:90]})"


def _around(sample: Sample, place: int) -> str:
    start = max(0, sample.text.rfind("\n", 0, place))
    return f"[{sample.day}] " + sample.text[start : place + 160].replace("\n", " ")


def _same(value: object, right: object) -> bool:
    if isinstance(right, str) or isinstance(value, str):
        return str(value)[:7] == str(right)[:7]
    if value is None:
        return False
    ends = zip(_pair(value), _pair(right), strict=True)
    return all(abs(a - b) <= 0.006 * max(abs(b), 1e-9) for a, b in ends)


def _pair(value: object) -> tuple[float, float]:
    if isinstance(value, (tuple, list)):
        return float(value[0]), float(value[1])
    return float(str(value)), float(str(value))


if __name__ == "__main__":
    main()
