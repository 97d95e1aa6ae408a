"""The texts of the articles, where they are installed, and whether the ledger quotes them rightly.

The articles are other people's writing and not part of the program. A reader who has them names
their folder in ``EXPOSURE_SEED_TEXTS`` or puts them into ``texts/`` beside the cards. Paragraphs
are counted from 1 over the lines that are not empty. Space of any kind and length counts as one.
"""

import hashlib
import os
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from exposure.document import Fault
from exposure.ledger import Figure, Ledger, SourceCard

__all__ = ["occurrences", "paragraphs", "passage", "texts_folder", "verify"]

_VARIABLE = "EXPOSURE_SEED_TEXTS"


def texts_folder(seeds: Path) -> Path | None:
    """Return the folder of the texts; ``None`` where they are not installed.

    Parameters
    ----------
    seeds
        The folder of the cards; its ``texts/`` is used unless ``EXPOSURE_SEED_TEXTS`` is set.

    Examples
    --------
    >>> texts_folder(Path("no-such-folder")) is None or _VARIABLE in os.environ
    True
    """
    folder = Path(named) if (named := os.environ.get(_VARIABLE)) else seeds / "texts"
    return folder if folder.is_dir() else None


def paragraphs(folder: Path, card: SourceCard) -> tuple[str, ...]:
    """Return the paragraphs of a text.

    Raises
    ------
    OSError, UnicodeError
        If the text cannot be read.

    Examples
    --------
    >>> from exposure.ledger import load
    >>> seeds = Path("tests/small/seeds")
    >>> ledger, _ = load(Path("tests/small/data"), seeds)
    >>> paragraphs(seeds / "texts", ledger.sources["wire-2030-03"])[0]
    'Alder bets $10 billion on Birch'
    """
    return _split((folder / card.text_file).read_bytes())


def passage(folder: Path | None, card: SourceCard, paragraph: int) -> str | None:
    """Return a paragraph of a text; ``None`` where it is not installed or cannot be read.

    Examples
    --------
    >>> from exposure.ledger import load
    >>> ledger, _ = load(Path("tests/small/data"), Path("tests/small/seeds"))
    >>> passage(None, ledger.sources["wire-2030-03"], 1) is None
    True
    """
    try:
        found = paragraphs(folder, card) if folder else ()
    except (OSError, UnicodeError):
        return None
    return found[paragraph - 1] if 0 < paragraph <= len(found) else None


def occurrences(printed: str, text: str) -> list[tuple[int, int]]:
    """Return where some printed words stand in a text, as offsets.

    A number is found only whole: "11%" does not stand in "111%", nor "$2.5" in "$2.58".

    Examples
    --------
    >>> occurrences("$10 billion", "first $10  billion, later $110 billion")
    [(6, 18)]
    """
    words = printed.split()
    if not words:
        return []
    first, last = words[0][0], words[-1][-1]
    before = r"(?<![\d.,])" if first.isdigit() else r"(?<!\w)" if first.isalpha() else ""
    after = r"(?!\d|[.,]\d)" if last.isdigit() else r"(?!\w)" if last.isalpha() else ""
    pattern = before + r"\s+".join(map(re.escape, words)) + after
    return [found.span() for found in re.finditer(pattern, text)]


def verify(ledger: Ledger, folder: Path) -> tuple[Fault, ...]:
    """Return what in the ledger does not agree with the texts.

    Every card must have its text, with its SHA-256 sum and number of paragraphs, and every
    figure's printed words must stand in its paragraph: as often as figures quote them there.

    Parameters
    ----------
    ledger
        The ledger to verify; its corrections are not looked at, only what was printed.
    folder
        The folder of the texts.

    Returns
    -------
    tuple of Fault
        By file and line; empty when everything stands where the ledger says.

    Examples
    --------
    >>> from exposure.ledger import load
    >>> seeds = Path("tests/small/seeds")
    >>> ledger, _ = load(Path("tests/small/data"), seeds)
    >>> verify(ledger, seeds / "texts")
    ()
    """
    texts: dict[str, tuple[str, ...]] = {}
    faults: list[Fault] = []
    for source, card in ledger.sources.items():
        try:
            content = (folder / card.text_file).read_bytes()
            texts[source] = _split(content)
        except (OSError, UnicodeError):
            message = f"the text {card.text_file} is not in the folder of the texts, or not UTF-8"
            faults.append(card.fault("file", f"{message}; install it or mend the card"))
            continue
        faults.extend(_against_card(card, content, len(texts[source])))
    faults.extend(_misquoted(ledger, texts))
    return tuple(sorted(faults))


def _split(content: bytes) -> tuple[str, ...]:
    lines = content.decode("utf-8-sig").splitlines()
    return tuple(line.strip() for line in lines if line.strip())


def _against_card(card: SourceCard, content: bytes, count: int) -> Iterator[Fault]:
    if hashlib.sha256(content).hexdigest() != card.sha256:
        message = f"{card.text_file} is another text than the card describes; its sum differs"
        yield card.fault("sha256", message)
    if count != card.paragraphs:
        message = f"{card.text_file} has {count} paragraphs, not {card.paragraphs}; mend the card"
        yield card.fault("paragraphs", message)


def _misquoted(ledger: Ledger, texts: dict[str, tuple[str, ...]]) -> Iterator[Fault]:
    quoted: Counter[tuple[str, int, str]] = Counter()
    for figure in ledger.figures:
        found = texts.get(figure.source)
        if found is None:
            continue
        where = f"paragraph {figure.paragraph} of {figure.source}"
        key = _key(figure)
        quoted[key] += 1
        text = found[figure.paragraph - 1] if figure.paragraph <= len(found) else ""
        times = len(occurrences(figure.printed, text))
        if not times:
            yield figure.fault(
                "printed", f"{figure.printed!r} is not in {where}; {_elsewhere(figure, found)}"
            )
        elif quoted[key] == times + 1:
            message = f"{figure.printed!r} stands {times}x in {where}, and more figures quote it"
            yield figure.fault("printed", f"{message}; quote more words or remove one figure")


def _elsewhere(figure: Figure, found: tuple[str, ...]) -> str:
    """Return where the words do stand, for the reader who miscounted."""
    numbers = [str(n) for n, text in enumerate(found, 1) if occurrences(figure.printed, text)]
    return f"it is in {', '.join(numbers)}" if numbers else "quote it exactly as printed"


def _key(figure: Figure) -> tuple[str, int, str]:
    return figure.source, figure.paragraph, " ".join(figure.printed.split())
