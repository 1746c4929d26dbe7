"""Files that are no tables: each is told, with its table's name, by whatever reads it, and none is read as another one."""

import pandas as pd
import pytest

from paylib import datapackage
from paylib.datapackage import adding, contracts, hashes, vintages
from paylib.datapackage.loading import LONGEST_CELL
from paylib.errors import DataError

RATES = "prices/prices_rates.csv"


def _line(change):
    """A change of one line in the middle."""

    def changed(content: bytes) -> bytes:
        lines = content.split(b"\n")
        lines[9] = change(lines[9])
        return b"\n".join(lines)

    return changed


MALFORMED = {
    "a cell too many": _line(lambda line: line + b",x"),
    "a cell too few": _line(lambda line: line.rpartition(b",")[0]),
    "a NUL in a cell": _line(lambda line: line[:2] + b"\0" + line[2:]),
    "NULs at the end, as a full disk leaves": lambda content: content + b"\0" * 512,
    "a quotation mark that is never closed": lambda content: content.rstrip(b"\n") + b'"',
    "a quotation mark before the last cell": lambda content: content.rstrip(b"\n")[:-3] + b'"abc',
    "a mark of a merge": _line(lambda line: b"<<<<<<< HEAD\n" + line),
    "a line of spaces": _line(lambda line: b"   \n" + line),
    "a header twice in the line": lambda content: content.replace(b"series,month", b"series,series", 1),
    "a header once more": _line(lambda line: b"series,month,rate_pct,usage_warnings,source\n" + line),
    "a cell without end": _line(lambda line: b"x" * (LONGEST_CELL + 1) + line),
    "bytes that are no UTF-8": _line(lambda line: b"\xa3" + line),
    "a header that is no UTF-8": lambda content: b"\xff" + content,
    "UTF-16": lambda content: content.decode().encode("utf-16"),
    "nothing": lambda content: b"",
    "one empty line": lambda content: b"\n",
    "a web page": lambda content: b"<html><body>Sorry</body></html>\n",
    "a pointer of git": lambda content: b"version https://git-lfs.github.com/spec/v1\nsize 1\n",
    "broken off": lambda content: content[: content.rindex(b",") - 4],
}


@pytest.mark.parametrize("malform", MALFORMED.values(), ids=MALFORMED)
def test_what_is_no_table_is_told_whoever_reads_it(malform, package, tmp_path):
    path = package / RATES
    content = path.read_bytes()
    path.write_bytes(malform(content))
    before = (package / datapackage.DESCRIPTOR).read_bytes()
    for read in (
        lambda: datapackage.load("prices_rates"),
        hashes.seal,
        hashes.changes,
        lambda: datapackage.package().parse("prices_rates", path.read_bytes()),
    ):
        with pytest.raises(DataError, match="prices_rates"):
            read()
    assert (package / datapackage.DESCRIPTOR).read_bytes() == before
    told = [each for each in contracts.verify() if each.startswith("Table prices_rates")]
    assert len(told) > 1  # not the file described, and why it is none
    path.write_bytes(content)
    folder = tmp_path / "add"
    folder.mkdir()
    (folder / "prices_rates.csv").write_bytes(malform(content))
    with pytest.raises(DataError, match="prices_rates"):
        adding.add(folder)


SAVED = {
    "with a mark before the first line": lambda content: b"\xef\xbb\xbf" + content,
    "with the line ends of Windows": lambda content: content.replace(b"\n", b"\r\n"),
    "with those of an old Mac": lambda content: content.replace(b"\n", b"\r"),
    "with empty lines": lambda content: b"\n" + content.replace(b"\n", b"\n\n"),
    "without the last line end": lambda content: content.rstrip(b"\n"),
    "with a quoted header": lambda content: b'"' + content.replace(b",", b'",', 1),
}


@pytest.mark.parametrize("save", SAVED.values(), ids=SAVED)
@pytest.mark.parametrize("path", [RATES, "sources.csv"])
def test_what_an_editor_saves_in_its_own_way_is_the_same_table(save, path, package):
    name = path.rpartition("/")[2].removesuffix(".csv")
    before = datapackage.load(name)
    content = (package / path).read_bytes()
    (package / path).write_bytes(save(content))
    hashes.seal()
    assert contracts.verify() == []
    pd.testing.assert_frame_equal(datapackage.load(name), before)
    assert vintages.rows_of(save(content)) == vintages.rows_of(content)


@pytest.mark.parametrize(
    "cell", ["nan", "1_000", " 5.3", "5.3 ", "+5", "5.", "0x10", "５.3", "1,5", "Infinity"]
)
def test_a_figure_is_written_in_plain_digits(cell, package):
    path = package / RATES
    content = path.read_text(encoding="utf-8").replace("cpi,1989-04,5.3", f'cpi,1989-04,"{cell}"', 1)
    path.write_text(content, encoding="utf-8")
    with pytest.raises(DataError, match=r"row 4 \(line 5\), column rate_pct: .* is not of type number"):
        hashes.seal()


@pytest.mark.parametrize("cell", ["now", "NaT", "1989-4", "１９８９-04", "1989-04-01", "1989-13"])
def test_a_month_is_written_as_a_year_and_a_month(cell, package):
    path = package / RATES
    content = path.read_text(encoding="utf-8").replace("cpi,1989-04,5.3", f"cpi,{cell},5.3", 1)
    path.write_text(content, encoding="utf-8")
    with pytest.raises(DataError, match=r"row 4 \(line 5\), column month: .* is not of type yearmonth"):
        hashes.seal()


def test_whole_numbers_and_days_are_written_plainly_too():
    package = datapackage.package()
    content = package.content("tax_ni").decode()
    day = package.load("tax_ni")["from_date"].iloc[0].strftime("%Y-%m-%d")
    with pytest.raises(DataError, match="'today' is not of type date"):
        package.parse("tax_ni", content.replace(day, "today", 1).encode())
    content = package.content("nmw").decode()
    with pytest.raises(DataError, match="'0x16' is not of type integer"):
        package.parse("nmw", content.replace(",22,", ",0x16,", 1).encode())


def test_an_unknown_licence_of_a_source_is_named(package):
    path = package / "sources.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("OGL-UK-3.0", "OGL-UK-3", 1), encoding="utf-8")
    with pytest.raises(
        DataError, match=r"Table sources .* the licence of .* is 'OGL-UK-3', which is not one of"
    ):
        hashes.seal()


def test_an_edition_that_is_no_gzip_file_is_named_when_it_is_sealed(package_copy):
    path = next((package_copy / "vintages" / "awe_monthly").glob("*.gz"))
    path.write_bytes(path.read_bytes()[:200])
    with pytest.raises(DataError, match=f"Table awe_monthly: the edition .*{path.name} cannot be read"):
        hashes.seal()
