"""Files nobody trusts: read where they are plain, refused with the reason otherwise."""

import io
import zipfile

import pytest
from openpyxl import Workbook

from progress.exchange.columns import Mapping
from progress.exchange.limits import Limits
from progress.exchange.problems import Unreadable
from progress.exchange.reading import File, read
from progress.exchange.xlsx_file import number_text

HEADER = "objective,key_result,target\n"


def table(content, name="okrs.csv", **options):
    if isinstance(content, str):
        content = content.encode()
    return read([File(name, content, **options)]).okrs


def refusal(content, limits=None, **options):
    with pytest.raises(Unreadable) as refused:
        read([File("okrs.csv", content, **options)], limits=limits or Limits())
    assert str(refused.value)  # a sentence
    return refused.value.code


def workbook(*rows, title="okrs"):
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def rezipped(content, change):
    """The same workbook with its parts changed: `change(name, bytes)` gives bytes."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for part in source.infolist():
            archive.writestr(part.filename, change(part.filename, source.read(part)))
    return target.getvalue()


def with_sheet(replaced, by):
    def change(name, content):
        is_sheet = name.startswith("xl/worksheets/")
        return content.replace(replaced, by) if is_sheet else content

    return rezipped(workbook(["objective", "target"], ["Grow", 5]), change)


def with_part(name, content):
    target = io.BytesIO(workbook(["objective"], ["Grow"]))
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return target.getvalue()


# CSV


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_separators_line_ends_and_the_mark_of_utf8_are_found(separator, ends):
    lines = ["objective,key_result", "增长,Ten more", ""]
    text = "\ufeff" + ends.join(lines).replace(",", separator)
    [row] = table(text).rows
    assert (row.number, row["objective"], row["key_result"]) == (2, "增长", "Ten more")


@pytest.mark.parametrize("encoding", ["gb18030", "big5hkscs"])
def test_chinese_encodings_are_read_when_chosen(encoding):
    text = "目标,关键结果\n增长,更多客户\n"
    text = text if encoding == "gb18030" else "目標,關鍵結果\n增長,更多客戶\n"
    [row] = table(text.encode(encoding), encoding=encoding).rows
    assert row["key_result"] in {"更多客户", "更多客戶"}


def test_gbk_is_named_rather_than_read_as_something_else():
    assert refusal(f"{HEADER}增长更多的客户,中文,5\n".encode("gbk")) == "looks_like"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(b"", "empty_file", id="empty"),
        pytest.param(f"{HEADER}a,b,1\n".encode("utf-16"), "is_utf16", id="UTF-16"),
        pytest.param(
            f"{HEADER}caf\u00e9 ol\u00e9,b,1\n".encode("latin-1"),
            "not_encoded",
            id="Latin-1",
        ),
        pytest.param(b"\x89PNG\r\n\x1a\n\x00\x01", "not_text", id="an image"),
        pytest.param(b"a\x00b", "not_text", id="binary"),
        pytest.param(b"\xd0\xcf\x11\xe0" + bytes(99), "old_workbook", id="encrypted"),
        pytest.param(b"PK\x03\x04" + bytes(99), "broken_workbook", id="a broken zip"),
        pytest.param(f'{HEADER}"a,b,1\n'.encode(), "bad_csv", id="an open quote"),
        pytest.param(b"a," * 20_000, "too_many_columns", id="20 000 columns"),
        pytest.param(b"x" * 20_000_001, "too_big", id="a line of 20 MB"),
        pytest.param(b"x" * 300_000, "cell_too_long", id="one endless cell"),
        pytest.param(
            HEADER.encode() + b"a,b,1\n" * 100_000, "too_many_rows", id="100 000 rows"
        ),
    ],
)
def test_what_cannot_be_a_table_is_refused_with_the_reason(content, code):
    assert refusal(content) == code


# Headers


@pytest.mark.parametrize(
    ("header", "names"),
    [
        ("目标,关键结果,目标值,权重", ["objective", "key_result", "target", "weight"]),
        ("目標,關鍵結果,目標值,權重", ["objective", "key_result", "target", "weight"]),
        ("Objective,Key Result, TARGET ", ["objective", "key_result", "target"]),
    ],
)
def test_columns_are_known_by_their_chinese_names_too(header, names):
    header = table(header + "\n").header
    assert (list(header.places), header.is_understood) == (names, True)


def test_unknown_doubled_and_missing_columns_are_named():
    header = table("key_result,colour,target,Target\n").header
    assert header.unknown == ("colour",)
    assert header.doubled == ("target",)
    assert header.missing == ("objective",)


def test_columns_are_what_somebody_says_they_are():
    mapping = Mapping({"Ziel": "objective", "Farbe": ""})
    file = File("okrs.csv", b"Ziel,Farbe\nGrow,red\n")
    okrs = read([file], mapping).okrs
    assert okrs.header.is_understood
    assert okrs.rows[0]["objective"] == "Grow"


def test_a_file_of_check_ins_is_known_by_its_columns():
    tables = read([File("x.csv", b"key_result_id,measured_on,value\nk,2026-01-05,1\n")])
    assert (tables.okrs, tables.check_ins.kind) == (None, "check_ins")


# Workbooks


def test_a_workbook_named_csv_is_read_as_a_workbook():
    [row] = table(workbook(["objective", "target"], ["Grow", 99.95])).rows
    assert (row["objective"], row["target"], row["target"].kind) == (
        "Grow",
        "99.95",
        "number",
    )


@pytest.mark.parametrize(
    ("value", "percentage", "text"),
    [
        (0.1 + 0.2, False, "0.3"),
        (99999999999.9999, False, "99999999999.9999"),
        (1e20, False, "100000000000000000000"),
        (0.125, True, "12.5%"),
        (7, False, "7"),
    ],
)
def test_numbers_are_what_the_spreadsheet_shows(value, percentage, text):
    assert number_text(value, percentage) == text


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(
            with_part("xl/media/x.xml", bytes(300_000_000)), "bomb", id="a zip bomb"
        ),
        pytest.param(
            with_part("../../evil.xml", b"x"), "broken_workbook", id="zip slip"
        ),
        pytest.param(with_part("xl/vbaProject.bin", b"x"), "macros", id="macros"),
        pytest.param(
            with_part("xl/x.xml", b'<!DOCTYPE x [<!ENTITY e "x">]><x>&e;</x>'),
            "foreign_xml",
            id="entities",
        ),
        pytest.param(
            with_sheet(b"<v>5</v>", b"<f>2+3</f>"), "uncomputed", id="formula"
        ),
        pytest.param(
            with_sheet(b'r="B2"', b'r="XFD1048576"'),
            "too_many_columns",
            id="a far cell",
        ),
        pytest.param(
            with_sheet(b"</sheetData>", b""), "broken_workbook", id="torn XML"
        ),
    ],
)
def test_a_workbook_that_is_not_plain_is_refused(content, code):
    assert refusal(content) == code


def test_twenty_thousand_parts_are_not_opened():
    target = io.BytesIO(workbook(["objective"], ["Grow"]))
    with zipfile.ZipFile(target, "a") as archive:
        for number in range(20_000):
            archive.writestr(f"xl/{number}.xml", b"")
    assert refusal(target.getvalue()) == "bomb"


def test_a_formula_is_what_it_was_computed_to():
    content = with_sheet(b"<v>5</v>", b"<f>2+3</f><v>5</v>")
    assert table(content).rows[0]["target"] == "5"


def test_an_error_of_the_spreadsheet_is_never_a_value():
    content = with_sheet(b"<v>5</v>", b"<v>#N/A</v>")
    content = rezipped(
        content,
        lambda name, part: (
            part.replace(b'r="B2" t="n"', b'r="B2" t="e"')
            if name.startswith("xl/worksheets/")
            else part
        ),
    )
    assert table(content).rows[0]["target"].kind == "error"
