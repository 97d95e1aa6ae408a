"""What a reader has set, over many runs of the pages: kept, undone, and nobody else's."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from exposure import choices, link, releases
from exposure.book import Book, load
from exposure.scenario import typed
from exposure.stamp import stamp
from tests.ledgers import BAD
from tests.test_book import group

ROOT = Path(__file__).parents[1]
FIRST = "2030-04-02-5ccb21"
PAGES = sorted(path.stem for path in (ROOT / "pages").glob("*.py"))


@pytest.fixture(scope="module")
def book() -> Book:
    found, faults = load(ROOT / "data")
    assert found is not None, faults
    return found


def opened(**query: str | list[str]) -> AppTest:
    """Return a new session on the home page, opened with the query of a link."""
    return _linked(AppTest.from_file(str(ROOT / "app.py"), default_timeout=60), query)


def bare(**query: str | list[str]) -> AppTest:
    """Return a new session of a page with nothing but a box for each lever, and the steps."""
    return _linked(AppTest.from_function(_bare, default_timeout=60), query)


def _linked(app: AppTest, query: dict[str, str | list[str]]) -> AppTest:
    for key, value in query.items():
        app.query_params[key] = value
    return ran(app)


def _bare() -> None:
    # Taken out of this file as text, so everything is imported here.
    import streamlit as st  # noqa: PLC0415

    from exposure.latest import latest  # noqa: PLC0415
    from exposure.ui import session  # noqa: PLC0415

    now, _ = latest().book()
    assert now is not None
    state = session.follow(now, "LTV")
    session.write(now, state, "LTV")

    def moved(name: str) -> None:
        session.take({name: st.session_state[f"box-{name}"]})

    for lever in now.levers.table:
        st.session_state[f"box-{lever.name}"] = state.values[lever.name]
        st.number_input(lever.label, key=f"box-{lever.name}", on_change=moved, args=(lever.name,))
    undone, redone = session.steps()
    st.button("Undo", key="undo", disabled=not undone, on_click=session.undo)
    st.button("Redo", key="redo", disabled=not redone, on_click=session.redo)
    st.button("Reset", key="all-reset", on_click=session.reset_all, args=(now.levers,))


def ran(app: AppTest, page: str | None = None) -> AppTest:
    if page is not None:
        app.switch_page("app.py" if page == "app" else f"pages/{page}.py")
    app.run()
    assert [error.value for error in app.exception] == []
    return app


def scenario(app: AppTest) -> dict[str, float]:
    found: dict[str, float] = app.session_state["scenario"]
    return found


def address(app: AppTest) -> dict[str, list[str]]:
    found = app.query_params
    return {key: [x] if isinstance(x, str) else list(x) for key, x in found.items()}


def press(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click()
    return ran(app)


def move(app: AppTest, name: str, value: float) -> AppTest:
    app.number_input(key=f"box-{name}").set_value(value)
    return ran(app)


PARTS = [
    *(
        ("Stress", {"part": part})
        for part in ("goal", "map", "tornado", "breach", "cash", "replay")
    ),
    *(
        ("Figures", {"desk_part": part})
        for part in ("all", "compared", "misprints", "replaced", "assumed", "signed")
    ),
    *((page, {}) for page in PAGES if page not in {"Stress", "Figures"}),
]


@pytest.mark.parametrize(("page", "part"), PARTS, ids=str)
def test_each_page_shows_what_its_address_says(book: Book, page: str, part: dict[str, str]) -> None:
    """No start of the table is one that the widget does not know: it would be set right in silence."""
    app = ran(opened(usd_jpy="140", **part), page)
    assert app.session_state["choices"] == part
    assert app.session_state["notices"] == []
    for choice in choices.of_page(page, {}):
        if choice.kind == "scenario" or choice.key not in address(app):
            continue
        if asked := app.session_state["asked"].get(choice.key):
            assert address(app)[choice.key] == choices.words(asked["value"])
            assert asked["value"] in dict(asked.get("options", {asked["value"]: ""}))
        else:
            drawn = app.session_state[choice.key]
            told = tuple(drawn) if isinstance(drawn, list) else drawn
            assert address(app)[choice.key] == choices.words(told)
    state, notices = link.read(book, address(app))
    assert notices == ()
    assert state.values == scenario(app)


def test_twenty_steps_are_undone_and_done_again(book: Book) -> None:
    app = bare()
    lever = book.focus_lever
    values = [lever.low + step * lever.step for step in range(1, 24)]
    for value in values:
        move(app, lever.name, value)
    for value in reversed(values[2:-1]):
        press(app, "undo")
        assert scenario(app)[lever.name] == value
    assert app.button(key="undo").disabled
    for value in values[3:]:
        press(app, "redo")
        assert scenario(app)[lever.name] == value
    assert app.button(key="redo").disabled


def test_a_step_after_an_undo_forgets_what_was_undone(book: Book) -> None:
    app = move(bare(), "usd_jpy", 140.0)
    press(app, "undo")
    move(app, "usd_jpy", 130.0)
    assert app.button(key="redo").disabled
    assert scenario(press(app, "undo"))["usd_jpy"] == book.levers.defaults["usd_jpy"]


def test_a_reset_cleans_the_address_and_can_be_undone() -> None:
    app = move(move(bare(), "sales_usd_bn", 5.0), "usd_jpy", 140.0)
    before = scenario(app), address(app)
    press(app, "all-reset")
    assert address(app) == {}
    press(app, "undo")
    assert (scenario(app), address(app)) == before


# ------------------------------------------------------------------------------- an older link


@pytest.fixture
def released(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Book:
    """Return the book of a group that was released when a stake was 30 %; it is 10 % now."""
    folder = group(tmp_path / "group")
    history = (BAD / "releases/nothing-wrong.yaml").read_text("utf-8")
    history = history.replace('"stake": {"value": 10,', '"stake": {"value": 30,')
    (folder / releases.FILE).write_text(history, "utf-8")
    labels = (folder / "scenarios.yaml").read_text("utf-8")
    (folder / "scenarios.yaml").write_text(labels.replace("label: Invented", "label: New"), "utf-8")
    shutil.copy(ROOT / "tests/small/data/risk.yaml", folder)
    monkeypatch.setenv("EXPOSURE_DATA", str(folder))
    found, faults = load(folder)
    assert found is not None, faults
    return found


def texts(app: AppTest) -> str:
    return " ".join(one.value for one in (*app.markdown, *app.caption)).replace("\\", "")


def test_an_older_link_shows_its_numbers_on_every_page_until_the_reader_wants_those_of_today(
    released: Book,
) -> None:
    app = opened(new_money="5", stamp=FIRST)
    for page in ("app", "LTV", "Concentration"):
        ran(app, page)
        assert "These are the numbers of 2 April 2030" in texts(app)
        assert "Birch Labs stake was 30 %, now 10 %" in texts(app).replace(
            "\N{NO-BREAK SPACE}", " "
        )
        assert address(app)["stamp"] == [FIRST]
    press(app, "other-numbers")
    for page in ("Concentration", "app", "LTV"):
        ran(app, page)
        assert "These are today's numbers" in texts(app)
        assert address(app)["stamp"] == [stamp(released)]
    press(app, "other-numbers")
    assert address(app)["stamp"] == [FIRST]


def test_a_reset_leaves_an_older_link_for_the_baseline_of_today(released: Book) -> None:
    app = bare(new_money="5", stamp=FIRST)
    press(app, "all-reset")
    assert address(app) == {}
    assert scenario(app) == released.levers.defaults
    press(app, "undo")
    assert address(app)["stamp"] == [FIRST]


# ------------------------------------------------------------------------------- other readers


@pytest.mark.slow
def test_two_sessions_taking_turns_over_five_hundred_steps_hold_their_own(book: Book) -> None:
    take_turns(book, 250)


def test_two_sessions_taking_turns_hold_their_own(book: Book) -> None:
    take_turns(book, 10)


def take_turns(book: Book, rounds: int) -> None:
    chance = random.Random(5)  # noqa: S311  (the same steps each time)
    readers = [(bare(), dict(book.levers.defaults)) for _ in range(2)]
    for _ in range(rounds):
        for app, expected in readers:
            lever = chance.choice([x for x in book.levers.table if x.unit != "switch"])
            steps = int((lever.high - lever.low) / lever.step)
            expected[lever.name] = typed(lever.low + chance.randrange(steps) * lever.step)
            move(app, lever.name, expected[lever.name])
            assert scenario(app) == expected
            query = address(app)
            told = {name: float(query[name][0]) for name in query if name in expected}
            assert told == (expected if expected != book.levers.defaults else {})
