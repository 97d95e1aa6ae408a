"""Reading YAML: what is data, what is a fault, and that nothing costs more than it should."""

import json
import time
import tracemalloc
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from exposure.document import MOST_FAULTS, at
from exposure.strict_yaml import Limits, parse, read


def faults_of(content: bytes) -> list[str]:
    return [str(fault) for fault in parse(content, "file.yaml")[1]]


@pytest.mark.parametrize(
    ("written", "data"),
    [
        ("30", 30),
        ("-3", -3),
        ("0", 0),
        ("0.5", 0.5),
        ("-12.50", -12.5),
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("2025-12", "2025-12"),
        ("2025-12-26", "2025-12-26"),
        ("on", "on"),
        ("NO", "NO"),
        ("yes", "yes"),
        ("True", "True"),
        ("'012'", "012"),
        ('"30e9"', "30e9"),
        ("about 10%", "about 10%"),
        ("...", "..."),
        ("10 to 12", "10 to 12"),
        ("12/2025", "12/2025"),
        ("\uff13\uff10", "\uff13\uff10"),  # digits, but of another width
        ("nan", "nan"),
    ],
)
def test_a_scalar_is_what_json_would_have_or_else_text(written: str, data: object) -> None:
    document, faults = parse(f"key: {written}\n".encode(), "file.yaml")
    assert faults == ()
    assert document is not None
    assert document.data == {"key": data}
    assert type(at(document.data, ("key",))) is type(data)


@pytest.mark.parametrize(
    "written",
    [
        *(
            "30e9",
            "1e3",
            "8.1e11",
            "1E+2",
            "012",
            "-012",
            "00",
            "1:30",
            "190:20:30",
            "1_000",
            "1,000",
        ),
        *(".nan", ".NaN", ".inf", "-.INF", "0x1F", "0o17", "0b1", "+5", ".5", "-.5", "5.", "1__0"),
        "12345678901234567890",
    ],
)
def test_what_only_some_readers_take_for_a_number_is_a_fault_that_shows_it(written: str) -> None:
    (fault,) = faults_of(f"first: 1\nkey: {written}\n".encode())
    assert fault.startswith("file.yaml:2: key: ")
    assert written[:10] in fault


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        (b"", 1, "empty"),
        (b"# nothing yet\n", 2, "empty"),
        (b"a: 1\na: 2\n", 2, "line 1"),
        (b"a: 1\nb: {c: 1, c: 2}\n", 2, "line 2"),
        (b"a: &name 1\n", 1, "anchors"),
        (b"a: 1\nb: *a\n", 2, "aliases"),
        (b"a: 1\n*a : 2\n", 2, "alias"),
        (b"a: !!python/object:os.system 1\n", 1, "tags"),
        (b"a: ! text\n", 1, "tags"),
        (b"a:\n  <<: {b: 1}\n", 2, "merge keys"),
        (b"? [a, b]\n: 1\n", 1, "a key must be plain text"),
        (b"? {a: b}\n: 1\n", 1, "a key must be plain text"),
        (b"a: 1\n---\nb: 2\n", 2, "second document"),
        (b"%YAML 1.1\n---\na: 1\n", 1, "directives"),
        (b"a:\n\tb: 1\n", 2, "a tab"),
        (b"a:\n  - b\n \t- c\n", 3, "a tab"),
        (b"a: 1\nb: c: d\n", 2, "quotes"),
        (b"a: 1\nb: 'open\nc: 2\n", 2, "close"),
        (b"a: 1\n  b: 2\n", 2, "cannot be read"),
        (b"a: [1, 2\nb: 3\n", 2, "cannot be read"),
        (b"\xff\xfea\x00:\x00", 1, "UTF-16"),
        ("a: 1\n".encode("utf-32"), 1, "UTF-32"),
        (b"a: 1\nb: \xe9\n", 2, "UTF-8"),
        (b"a: 1\nb: x\x00y\n", 2, "U+0000"),
        ("a: 1\nb: x\u2028y\n".encode(), 2, "U+2028"),
        (b'a: 1\nb: "x\\0y"\n', 2, "U+0000"),
    ],
)
def test_what_is_left_out_of_yaml_is_refused_at_its_line(
    content: bytes, line: int, words: str
) -> None:
    first, *_ = faults_of(content)
    assert first.startswith(f"file.yaml:{line}: ")
    assert words in first


def test_read_exactly_a_number_keeps_the_digits_that_are_written() -> None:
    document, faults = parse(b"{a: 1.50, b: 2, c: 0.12345678901234567890}", "file.yaml", exact=True)
    assert faults == ()
    assert document is not None
    assert [str(at(document.data, (key,))) for key in "abc"] == [
        "1.50",
        "2",
        "0.12345678901234567890",
    ]


def test_a_byte_order_mark_is_no_part_of_the_first_key() -> None:
    document, faults = parse(b"\xef\xbb\xbfa: 1\n", "file.yaml")
    assert faults == ()
    assert document is not None
    assert document.data == {"a": 1}


def test_windows_line_ends_count_as_one_line_each() -> None:
    assert faults_of(b"a: 1\r\nb: 2\r\nb: 3\r\n")[0].startswith("file.yaml:3: b: ")


def test_tabs_that_do_not_indent_are_left_alone() -> None:
    assert faults_of(b"a: 1\t# a remark\nb:\t2\nc: 'x\ty'\n") == []


def test_every_fault_is_reported_not_only_the_first() -> None:
    content = b"a: 012\nb: &x 1\nb: 2\nc: [1, .nan]\n"
    assert [fault.split(": ")[0] for fault in faults_of(content)] == [
        "file.yaml:1",
        "file.yaml:2",
        "file.yaml:3",
        "file.yaml:4",
    ]


def test_a_fault_names_a_record_by_its_id_wherever_it_stands() -> None:
    content = b"figures:\n  - id: first\n    value: 1\n  - value: 012\n    id: second\n"
    assert faults_of(content)[0].startswith("file.yaml:4: second.value: ")


def test_every_key_and_item_knows_its_line() -> None:
    document, _ = parse(b"a: 1\nb:\n  - c\n  - d: 2\n    e: {f: 3}\n", "file.yaml")
    assert document is not None
    places = {("a",): 1, ("b",): 2, ("b", 0): 3, ("b", 1, "d"): 4, ("b", 1, "e", "f"): 5}
    assert {place: document.line(place) for place in places} == places


def test_a_repeated_key_keeps_the_lines_of_the_first() -> None:
    document, _ = parse(b"a:\n  b: 1\na:\n  b: 2\n", "file.yaml")
    assert document is not None
    assert document.line(("a", "b")) == 2
    assert document.data == {"a": {"b": 1}}


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        (Limits(size=10), "larger"),
        (Limits(depth=2), "more than 2 levels"),
        (Limits(nodes=5), "more than 5 keys and values"),
    ],
)
def test_each_limit_is_named_when_it_is_passed(limits: Limits, words: str) -> None:
    document, (fault,) = parse(b"a: {b: {c: 1}, d: 2}\n", "file.yaml", limits)
    assert document is None
    assert words in fault.message


def test_what_just_fits_the_limits_is_read() -> None:
    content = b"a: {b: {c: 1}, d: 2}\n"
    assert parse(content, "file.yaml", Limits(size=len(content), depth=3, nodes=9))[1] == ()


@pytest.mark.parametrize(
    ("name", "words"), [("missing.yaml", "does not exist"), ("", "folder"), ("a\0b", "cannot")]
)
def test_a_file_that_cannot_be_opened_is_a_fault(tmp_path: Path, name: str, words: str) -> None:
    document, (fault,) = read(tmp_path / name)
    assert document is None
    assert words in fault.message


def test_a_device_without_end_is_read_no_further_than_the_limit() -> None:
    assert "larger" in read(Path("/dev/zero"))[1][0].message


HOSTILE = {
    "nested lists": b"[" * 20_000,
    "nested lists on lines": b"[\n" * 20_000,
    "nested mappings": b'{"a":' * 20_000,
    "nested dashes": b"- " * 20_000,
    "nested questions": b"? " * 20_000,
    "indented": b"".join(b" " * i + b"a:\n" for i in range(700)),
    "many items": b"[" + b"0," * 100_000 + b"]",
    "many lines": b"- 1\n" * 60_000,
    "many keys": b"".join(b"k%d: 1\n" % i for i in range(9_000)),
    "the same key": b"k: 1\n" * 9_000,
    "doubtful numbers": b"- 012\n" * 19_000,
    "aliases": b"a: &a 1\nb: [" + b"*a," * 19_000 + b"]",
    "anchors": b"".join(b"- &a%d 1\n" % i for i in range(15_000)),
    "one long number": b"a: " + b"9" * 200_000,
    "one long doubtful number": b"a: " + b"1_" * 100_000 + b"x",
    "one long text": b"a: '" + b"x" * 200_000 + b"'",
    "one long key": b"k" * 200_000 + b": 1",
    "comments": b"#\n" * 120_000,
    "tabs": b"\t\ta: 1\n" * 30_000,
    "blank tabs": b"\t" * 200_000,
    "blanks before tabs": b" " * 100_000 + b"\t" * 100_000 + b"a",
    "escapes": b'a: "' + b"\\x41" * 50_000 + b'"',
    "a file that is too large": b"a: 1\n" * 200_000,
}


# A time is a figure of a quiet machine, so it is not asked for on every run.
@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_no_file_takes_more_than_200_ms_of_the_processor(name: str) -> None:
    assert min(seconds_for(HOSTILE[name]) for _ in range(3)) < 0.2


@pytest.mark.parametrize("name", HOSTILE)
def test_no_file_takes_more_than_50_mb(name: str) -> None:
    tracemalloc.start()
    _, faults = parse(HOSTILE[name], "file.yaml")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 50_000_000
    assert len(faults) <= MOST_FAULTS + 1


def seconds_for(content: bytes) -> float:
    start = time.process_time()
    parse(content, "file.yaml")
    return time.process_time() - start


@given(st.binary(max_size=2_000))
def test_no_bytes_make_it_raise(content: bytes) -> None:
    document, faults = parse(content, "file.yaml")
    assert document is not None or faults


@given(st.text(st.sampled_from("ab01.:-_ \n\t'\"[]{},#&*!|>%@?<~e\\"), max_size=300))
def test_no_marks_of_yaml_make_it_raise(text: str) -> None:
    document, faults = parse(text.encode(), "file.yaml")
    assert document is not None or faults


VISIBLE = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cn", "Co", "Cf")),
    max_size=20,
)
DATA = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**14), 10**14)
    | st.decimals(-(10**6), 10**6, places=3).map(float)
    | VISIBLE,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(VISIBLE, inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(VISIBLE, DATA, min_size=1, max_size=4))
def test_json_without_exponents_is_read_as_json_reads_it(data: dict[str, object]) -> None:
    document, faults = parse(json.dumps(data, ensure_ascii=False).encode(), "file.yaml")
    assert faults == ()
    assert document is not None
    assert document.data == data


@given(st.dictionaries(VISIBLE, DATA, min_size=1, max_size=4))
def test_where_it_accepts_a_file_the_common_reader_sees_the_same(data: dict[str, object]) -> None:
    content = yaml.safe_dump(data, allow_unicode=True).encode()
    document, faults = parse(content, "file.yaml")
    assert document is not None or faults
    if document is not None and not faults:
        assert document.data == data


@pytest.mark.parametrize("name", ["data/deals.yaml", "data/public.yaml", "seeds/wire-2030-03.yaml"])
def test_without_libyaml_the_same_stands_on_the_same_lines(
    name: str, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = root / "tests/small" / name
    quick, _ = read(path)
    monkeypatch.setattr("exposure.strict_yaml._LOADER", yaml.SafeLoader)
    slow, faults = read(path)
    assert faults == ()
    assert quick is not None
    assert slow is not None
    assert (slow.data, slow.lines) == (quick.data, quick.lines)


@given(st.text(st.sampled_from("ab01.:-_ \n\t'\"[]{},#&*!|>%@?<~e\\"), max_size=100))
def test_without_libyaml_nothing_raises_either(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("exposure.strict_yaml._LOADER", yaml.SafeLoader)
        document, faults = parse(text.encode(), "file.yaml")
    assert document is not None or faults
