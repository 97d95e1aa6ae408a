"""Commands about stress: what reaches the limits, how likely that is, and what brings it back."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from exposure.commands import (
    DATA,
    DONE,
    NAME,
    SET,
    Command,
    FaultsError,
    NotUnderstoodError,
    Option,
    book_of,
    folder_of,
    known,
    print_json,
    settings_of,
)

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from exposure.book import Book
    from exposure.stress.market import Market
    from exposure.stress.risk import Risk

_RATIOS = ("disclosed", "grossed")
_SIDES = range(2, 1002)


def goal(args: argparse.Namespace) -> int:
    """Print the value of each lever that takes a ratio to a limit."""
    from exposure import stress_terminal
    from exposure.stress.goal import goal_levers
    from exposure.stress.goal import goals as seek

    book = book_of(args)
    _, values = settings_of(book, args)
    levers = tuple(args.lever or goal_levers(book))
    for name in levers:
        known("lever with a goal", name, goal_levers(book))
    sought = [(line.limit, line.ratio) for line in book.lines if line.shown]
    if args.ltv is not None:
        sought = [(_fraction("--ltv", args.ltv), args.ratio or _RATIOS[0])]
    elif args.ratio is not None:
        raise NotUnderstoodError("--ratio says which LTV --ltv is about; write both")
    with _answered():
        if args.json:
            found = [answer for one in sought for answer in seek(book, values, levers, *one)]
            print_json([one.as_json() for one in found])
        else:
            print(stress_terminal.goals(book, values, levers, sought))
    return DONE


def two_way(args: argparse.Namespace) -> int:
    """Print both ratios over two levers, and on demand the chance of being above a line there."""
    from exposure import stress_terminal
    from exposure.stress.breach import breach_map
    from exposure.stress.maps import two_way as mapped

    book = book_of(args)
    _, values = settings_of(book, args)
    x, y = _axes(book, args)
    if args.size not in _SIDES:
        words = f"a side has from {_SIDES[0]} to {_SIDES[-1]} points"
        raise NotUnderstoodError(f"--size {args.size}: {words}")
    with _answered():
        found = mapped(
            book, values, x, y, size=args.size, x_range=args.x_range, y_range=args.y_range
        )
        chances = None
        if args.chance is not None:
            known("line", args.chance, [line.name for line in book.lines])
            line = next(line for line in book.lines if line.name == args.chance)
            market = _market(book, args)
            axes = found.x, found.y
            chances = breach_map(book, values, market, line, levers=(x, y), axes=axes)
    if args.json:
        told = found.as_json()
        print_json(told if chances is None else told | {"chance": chances.as_json()})
    else:
        print(stress_terminal.two_way(book, found, chances))
    return DONE


def tornado(args: argparse.Namespace) -> int:
    """Print which lever moves a ratio most, and which fact is most worth checking."""
    from exposure import stress_terminal
    from exposure.stress.tornado import tornado as ranked

    book = book_of(args)
    _, values = settings_of(book, args)
    with _answered():
        found = ranked(book, values, _risk(book, args), args.ratio or _RATIOS[0])
    if args.json:
        print_json(found.as_json())
    else:
        print(stress_terminal.tornado(book, found))
    return DONE


def breach(args: argparse.Namespace) -> int:
    """Print how likely each line is crossed, and what that would cost."""
    from exposure import stress_terminal
    from exposure.stress.breach import breach as likely

    book = book_of(args)
    _, values = settings_of(book, args)
    with _answered():
        found = likely(book, values, _market(book, args))
    if args.json:
        print_json(found.as_json())
    else:
        print(stress_terminal.breach(book, found))
    return DONE


def maturities(args: argparse.Namespace) -> int:
    """Print what falls due against cash, what must be sold to repay, and when lenders call."""
    from exposure import stress_terminal
    from exposure.stress.repayment import maturities as due

    book = book_of(args)
    _, values = settings_of(book, args)
    risk = _risk(book, args)
    if args.repay is not None and not 0 <= args.repay < float("inf"):
        raise NotUnderstoodError(f"--repay {args.repay:g}: is not an amount of USD billion")
    with _answered():
        found = due(book, values, risk, _assumed(risk, args), args.repay)
    if args.json:
        print_json(found.as_json())
    else:
        print(stress_terminal.maturities(found))
    return DONE


def compare(args: argparse.Namespace) -> int:
    """Print the baseline and two scenarios side by side, and which lever makes the difference."""
    from exposure import stress_terminal
    from exposure.compare import side_by_side

    book = book_of(args)
    with _answered():
        found = side_by_side(book, _scenario(book, args.a), _scenario(book, args.b))
    if args.json:
        print_json(found.as_json())
    else:
        print(stress_terminal.compare(book, found))
    return DONE


@contextmanager
def _answered() -> Iterator[None]:
    """Say in one line why a question has no answer."""
    from exposure.balance import BalanceError

    try:
        yield
    except BalanceError as error:
        raise NotUnderstoodError(f"there is no answer: {error}") from error


def _fraction(option: str, percent: float) -> float:
    if not 1 <= percent < 100:  # noqa: PLR2004
        raise NotUnderstoodError(
            f"{option} {percent:g}: is not from 1 to below 100; write percent, as in {option} 25"
        )
    return percent / 100


def _axes(book: Book, args: argparse.Namespace) -> tuple[str, str]:
    """Return the levers of a map: those asked for, and the usual ones for what is left."""
    from exposure import stress_words

    for name in filter(None, (args.x, args.y)):
        known("lever with a range", name, [*stress_words.axis_options(book)])
    first, second = stress_words.axes(book)
    x = args.x or (second if args.y == first else first)
    return x, args.y or (first if x == second else second)


def _risk(book: Book, args: argparse.Namespace) -> Risk:
    from exposure.stress import risk

    found, faults = risk.load(folder_of(args), book)
    if found is None:
        raise FaultsError(faults)
    return found


def _market(book: Book, args: argparse.Namespace) -> Market:
    from exposure.stress.market import market

    risk = _risk(book, args)
    return market(risk, book, _assumed(risk, args))


def _assumed(risk: Risk, args: argparse.Namespace) -> dict[str, float]:
    """Return the assumptions that are changed on the command line."""
    found = {}
    for item in args.assume:
        name, equals, text = item.partition("=")
        if not equals:
            raise NotUnderstoodError(f"{item!r} assumes nothing; write NAME=VALUE")
        known("assumption", name, [*risk.assumptions()])
        try:
            found[name] = float(text)
        except ValueError:
            raise NotUnderstoodError(f"{name} = {text}: is not a number") from None
    return found


def _scenario(book: Book, text: str) -> dict[str, float]:
    """Return the scenario of a name or of a link; a link that is wrong in part is not taken."""
    from exposure.link import pasted

    if "=" in text:
        values, notices = pasted(book, text)
        if notices:
            raise NotUnderstoodError("; ".join(map(str, notices)))
        return values
    known("scenario", text, [preset.name for preset in book.presets])
    return next(dict(preset.set) for preset in book.presets if preset.name == text)


_RATIO = Option(
    "--ratio",
    {"choices": _RATIOS, "help": "which LTV: disclosed (the usual), or grossed"},
)
_ASSUME = Option(
    "--assume",
    {
        "metavar": "NAME=VALUE",
        "nargs": "+",
        "action": "extend",
        "default": [],
        "help": "change an assumption of risk.yaml, as in horizon_months=6 or volatility.COMPANY=50",
    },
)
_GOAL = (
    Option("--ltv", {"metavar": "PERCENT", "type": float, "help": "the LTV to reach, as in 25"}),
    _RATIO,
    Option(
        "--lever",
        {"metavar": "LEVER", "nargs": "+", "action": "extend", "help": "only these levers"},
    ),
)
_ENDS = {"metavar": ("LOW", "HIGH"), "nargs": 2, "type": float}
_MAP = (
    Option("--x", {"metavar": "LEVER", "help": "the lever across"}),
    Option("--y", {"metavar": "LEVER", "help": "the lever upwards"}),
    Option("--x-range", {**_ENDS, "help": "instead of the whole range of the lever"}),
    Option("--y-range", {**_ENDS, "help": "instead of the whole range of the lever"}),
    Option("--size", {"metavar": "N", "type": int, "default": 121, "help": "points a side"}),
    Option("--chance", {"metavar": "LINE", "help": "also the chance of being above this line"}),
    _ASSUME,
)
_MATURITIES = (
    Option("--repay", {"metavar": "USD_BN", "type": float, "help": "what to raise by selling"}),
    _ASSUME,
)
_COMPARE = (
    Option("a", {"metavar": "A", "help": "a scenario of scenarios.yaml, or a link to one"}),
    Option("b", {"metavar": "B", "help": "the same"}),
)
_SCENARIO = (NAME, SET, DATA)

COMMANDS = (
    Command("goal", "which value of a lever takes LTV to a limit", goal, (*_GOAL, *_SCENARIO)),
    Command("map", "both ratios over two levers", two_way, (*_MAP, *_SCENARIO)),
    Command("tornado", "which lever and which fact matter most", tornado, (_RATIO, *_SCENARIO)),
    Command("breach", "how likely each line is crossed", breach, (_ASSUME, *_SCENARIO)),
    Command("maturities", "what falls due, against cash", maturities, (*_MATURITIES, *_SCENARIO)),
    Command("compare", "two scenarios and the baseline", compare, (*_COMPARE, DATA)),
)
