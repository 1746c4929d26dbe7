"""One page that cannot be made stops no other, and none takes the place of another."""

from dataclasses import replace

import pytest

from paylib import disputes
from paylib.errors import DisputeError, FigureError, ReportError
from paylib.report import sections
from paylib.report.run import build as building
from paylib.report.run import notebooks
from tests.disputes.test_files import TEMPLATE


@pytest.fixture
def made(monkeypatch):
    """Pages without their notebooks, which take long; the page `broken` fails as no code of ours means to."""

    def page(job, key, site, progress, processes):
        if job.slug == "broken":
            raise IndexError("list index out of range")
        content = f"<title>{job.slug}</title>".encode()
        return building.Page(job.slug, job.slug, "", key, origin=building._origin(job)), {
            f"{job.slug}.html": content
        }

    monkeypatch.setattr(building, "_of_notebook", page)
    monkeypatch.setattr(building, "_made_from", lambda job, everything, site: str(job.dispute))


@pytest.fixture
def own(tmp_path):
    """A function that writes a dispute file of a name, in a folder."""

    def write(name: str, folder: str = "a", text: str = TEMPLATE) -> str:
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / f"{name}.toml").write_text(text, encoding="utf-8")
        return str(tmp_path / folder / f"{name}.toml")

    return write


def test_a_page_that_fails_stops_no_other(made, own, tmp_path):
    wrong = own("wrong", text=TEMPLATE.replace("title =", "titel =", 1))
    named = own(
        "named", text=TEMPLATE + '\n[sources.ons_chaw_csv_2026_08]\npublisher = "The union"\ntitle = "Ours"\n'
    )
    built = building.build([own("broken"), wrong, named, own("good")], tmp_path / "out")
    assert [page.slug for page in built.made] == ["good"] and len(built.failed) == 3
    told = " ".join(built.failed)
    assert "titel" in told and "paylib has a source of this name" in told
    assert "The page broken could not be made: IndexError: list index out of range." in told
    assert "good.html" in (tmp_path / "out" / "index.html").read_text(encoding="utf-8")


def test_where_not_one_of_several_can_be_made_each_is_told_and_there_is_an_index(own, tmp_path):
    wrong = own("wrong", text=TEMPLATE.replace("title =", "titel =", 1))
    built = building.build([wrong, "nothing"], tmp_path / "out")
    assert not built.made and len(built.failed) == 2
    assert "titel" in built.failed[0] and "nothing" in built.failed[1]
    assert (tmp_path / "out" / "index.html").is_file()


def test_where_the_only_one_cannot_be_made_the_error_is_raised(own, tmp_path):
    with pytest.raises(DisputeError, match="titel"):
        building.build([own("wrong", text=TEMPLATE.replace("title =", "titel =", 1))], tmp_path / "out")


@pytest.mark.parametrize(
    "name",
    [
        "index",
        "youth_work_2004",
        "start_here",
        "Methods",
        "mine-evidence",
        "check-a-claim",
        "Compare-Offers",
        "your-dispute",
    ],
)
def test_a_file_named_like_a_page_of_paylib_is_refused(own, name):
    with pytest.raises(ReportError, match="give the file another name"):
        notebooks.jobs_apart([own(name)])


def test_two_files_of_one_name_never_make_one_page(made, own, tmp_path):
    first, second, out = own("mine"), own("mine", "b"), tmp_path / "out"
    built = building.build([first, second], out)
    assert len(built.made) == 1 and "would both be mine.html" in built.failed[0]
    built = building.build([second], out)  # in another run
    assert not built.made and "mine.html is the page of another file of that name" in built.failed[0]
    assert len(building.build([first], out).kept) == 1


def test_a_part_that_cannot_be_worked_out_costs_itself_only(monkeypatch):
    def refuse(dispute):
        raise FigureError("members is 0.")

    assert (
        sections.apart(refuse)("youth_work_2004").text == "This part could not be worked out. members is 0."
    )


def test_a_history_of_pay_is_shown_in_real_terms(own, tmp_path):
    """£23,457 of September 2010 in the prices of September 2023, by CPI and RPI."""
    path = own("mine", text=TEMPLATE.replace("# pay_history", "pay_history"))
    (tmp_path / "a" / "pay.csv").write_text("date,annual_gbp\n2010-09,23457\n2015-09,24891\n2023-09,30000\n")
    shown = sections.own_history(disputes.load(path)).html
    index = {month: sections.prices.index("cpi")[month] for month in ("2010-09", "2023-09")}
    assert "23,457" in shown and "24,891" in shown
    assert f"{23457 * index['2023-09'] / index['2010-09']:,.0f}" in shown


def test_figures_elsewhere_mean_the_same_to_every_command(monkeypatch, package_copy):
    monkeypatch.chdir(package_copy.parent)
    monkeypatch.setenv("PAYLIB_DATA", package_copy.name)
    assert notebooks.environment(None)["PAYLIB_DATA"] == str(package_copy.resolve())


def test_the_index_is_written_again_where_what_it_tells_changes_and_only_there(monkeypatch, tmp_path):
    """A word in a notebook changes its page, of which the index says no word; a title, a card or newer figures are told."""
    out = tmp_path / "out"
    rendered = []
    from paylib.report.site import index, methods

    monkeypatch.setattr(
        index, "render", lambda pages, site: rendered.append(len(pages)) or f"{len(rendered)}"
    )
    monkeypatch.setattr(methods, "render", lambda site: "methods")
    out.mkdir()
    (out / "a.html").write_text("a page", encoding="utf-8")
    page = building.Page("a", "A", "About", "made of one", {"a.html": "hash of one"})
    beside = building.Page(building.BESIDE, "", "", "figures of May")

    def write(page, beside=beside):
        building._write_around(out, {"a": page}, beside, building.Site(), building._recorded(out)[1])
        return len(rendered)

    changed = replace(page, made_from="made of another", files={"a.html": "hash of another"})
    assert write(page) == 1 and write(changed) == 1
    assert building._recorded(out)[0]["a"] == changed
    assert write(replace(changed, title="B")) == 2
    assert write(replace(changed, title="B", files=changed.files | {"cards/a-wide.png": "hash"})) == 3
    assert write(replace(changed, title="B"), replace(beside, made_from="figures of June")) == 4
    (out / "index.html").write_text("edited by hand", encoding="utf-8")
    assert write(replace(changed, title="B"), replace(beside, made_from="figures of June")) == 5
    assert write(replace(changed, title="B"), "the tables could not be made") == 6
    assert write(replace(changed, title="B"), "the tables could not be made") == 7
