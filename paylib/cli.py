"""The `paylib` command. Errors are told in a paragraph, with exit code 2, never as a traceback."""

import atexit
import codecs
import gc
import os
import re
import shutil
import sys
import warnings
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Annotated, TextIO

import typer

from paylib.errors import ChoiceError, FigureError, PaylibError, RefreshError
from paylib.figures.plain import ends_in, fitting, plain

app = typer.Typer(
    help="Pay rises, inflation and workload in UK public-sector pay disputes.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
data_app = typer.Typer(help="The tables of figures.", no_args_is_help=True)
app.add_typer(data_app, name="data")


class _Stream:
    """Where words go: a terminal, which breaks long lines itself, or a file; no text of a stranger acts on it."""

    def __init__(self, name: str) -> None:
        self.name = name

    @property
    def file(self) -> TextIO:
        return getattr(sys, self.name)

    @property
    def is_terminal(self) -> bool:
        return self.file.isatty()

    @property
    def width(self) -> int:
        return shutil.get_terminal_size().columns

    @property
    def only_ascii(self) -> bool:
        return not (self.file.encoding or "utf-8").lower().startswith("utf")

    def print(self, told: str) -> None:
        print(plain(told), file=self.file)

    def console(self):
        """For a grid or a bar, which takes rich, and so longer to begin."""
        from rich.console import Console

        return Console(file=self.file, highlight=False, width=self.width if self.is_terminal else None)


out, err = _Stream("stdout"), _Stream("stderr")


@app.command()
def real(
    amount: Annotated[str, typer.Argument(help="Pounds, such as 14643.")],
    start: Annotated[str, typer.Argument(help="When: 2003-09, 2003 or 2003/04.")],
    to: Annotated[str, typer.Argument(help="In the prices of: 2026-05, 2025 or 2025/26.")],
    by: Annotated[str | None, typer.Option(help="The deflator: cpi, cpih, rpi, rpix or rpi_long.")] = None,
) -> None:
    """Put an amount of money into the prices of another time."""
    from paylib import datapackage, prices
    from paylib.figures import periods
    from paylib.figures.rounding import MINUS, printed

    if by is None:
        listed = "\n".join(f"  --by {name:<9} {row.about}" for name, row in prices.deflators().iterrows())
        raise ChoiceError(f"Say which deflator to use; the answer depends on it:\n{listed}")
    money = _amount(amount)
    result = prices.uprate(money, start, to=to, by=by)
    begin, end = periods.parse(start), periods.parse(to)
    ratio = prices.uprate(1, start, to=to, by=by)
    attrs = prices.index(by).attrs
    level = prices.level(by, begin), prices.level(by, end)
    out.print(
        f"{printed(money, 'gbp', 2)} in {periods.words(begin)} is {printed(result, 'gbp', 2)} in the prices of "
        f"{periods.words(end)}, by {attrs['title']}."
    )
    change = printed((ratio - 1) * 100, "pct").removeprefix(MINUS)
    out.print(
        "Prices did not change."
        if change == "0.0%"
        else f"Prices {'rose' if ratio > 1 else 'fell'} by {change}."
    )
    out.print(
        f"Index ({attrs['base']}): {level[0]:.3f} in {periods.words(begin)}, {level[1]:.3f} in {periods.words(end)}."
    )
    sentences = datapackage.load("usage_warnings").set_index("code")["sentence"]
    for code in prices.warnings(by, begin, end):
        out.print(f"Note: {sentences[code]}")
    sources = datapackage.sources().loc[list(prices.provenance(by, begin, end))]
    for name, row in sources.iterrows():
        out.print(f"Source: {row.publisher}, {row.title} ({row.released}) [{name}]")


_AMOUNT = re.compile(r"([-−]?)£?(nan|inf|\d*|\d{1,3}(?:,\d{3})+)(\.\d+)?(?<=\w)", re.ASCII)


_TWO_WAYS = re.compile(r"^[-−]?£?[1-9]\d{0,2}\.\d{3}$", re.ASCII)
"""Thousands where they are set apart by points, and pounds with three decimals here."""


def _amount(text: str) -> float:
    """An amount as it is written here: commas only between thousands, a point before pence."""
    if (found := _AMOUNT.fullmatch(text.strip())) and not _TWO_WAYS.search(text.strip()):
        return float(f"{found[1] and '-'}{found[2].replace(',', '')}{found[3] or ''}")
    raise FigureError(
        f"{text!r} is not an amount of money. Write pounds as a number, such as 14643 or 14,643.50: a comma stands "
        "only between thousands, and a point before pence."
    )


@app.command()
def latest(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")] = False,
) -> None:
    """The newest growth of earnings, CPI, CPIH and RPI, as released, and what changed since the month before.

    Example: paylib latest
    """
    import math

    from paylib import prices
    from paylib.figures import periods
    from paylib.figures.rounding import printed

    found = prices.latest()
    if as_json:
        _print_frame(found.reset_index(), as_json=True)
        return
    for name, row in found.iterrows():
        month_before = periods.words(row["month"] - 1)
        if math.isnan(row["before_pct"]):
            since = f"{month_before} is not there"
        else:
            change = printed(row["change_pct_points"], "pct_points").removeprefix("+")
            moved = "no change" if change == printed(0.0, "pct_points") else f"a change of {change}"
            since = f"{printed(row['before_pct'], 'pct')} in {month_before}, {moved}"
        out.print(
            f"{name}: {printed(row['rate_pct'], 'pct')} in {periods.words(row['month'])}; {since}. "
            f"Released {row['released']}."
        )


@app.command(context_settings={"ignore_unknown_options": True})
def whose(
    figure: Annotated[str, typer.Argument(help="The published figure: -15 (per cent), or 27400 with --of.")],
    about: Annotated[
        tuple[str, str],
        typer.Option(help="Since and until when, as it was said: 2010 2015, 2010/11 2018/19."),
    ],
    group: Annotated[
        str | None, typer.Option(help="A bargaining group such as njc, or earnings such as public.")
    ] = None,
    point: Annotated[str | None, typer.Option(help="A pay point of the group's scale.")] = None,
    awards: Annotated[str | None, typer.Option(help="Awards instead, one a year: 0.4,0.3,1,1,2.")] = None,
    pay: Annotated[str | None, typer.Option(help="Two salaries instead: 65738,77379.")] = None,
    of: Annotated[
        str | None, typer.Option(help="A sum that the figure is said to be worth at the later time.")
    ] = None,
    by: Annotated[str | None, typer.Option(help="Deflators, such as cpi,rpi; all unless said.")] = None,
    decimals: Annotated[
        int | None, typer.Option(min=-12, max=6, help="Decimals printed; -2 for whole hundreds.")
    ] = None,
    around: Annotated[int, typer.Option(help="Years that either end may have been moved.")] = 0,
    where: Annotated[
        list[str] | None,
        typer.Option(help="What tells the ranges of a scale apart: 'area=outside London', band=5."),
    ] = None,
    show_rows: Annotated[int, typer.Option("--rows", min=0, help="How many readings to print.")] = 3,
) -> None:
    """Which choices give a published figure on pay? And how many of how many do.

    Examples: paylib whose -15 --awards 0.4,0.3,1,1,2 --about 2010 2015

    paylib whose -23 --group teachers --point U3 --where 'area=outside London' --about 2010 2022
    """
    import inspect

    from paylib.claims import whose as search

    salaries = None if pay is None else tuple(_amounts(pay))
    if salaries is not None and len(salaries) != 2:
        raise FigureError(f"--pay takes two salaries, such as 65738,77379; {len(salaries)} were given.")
    ranges = _pairs(where or [])
    if taken := [name for name in ranges if name in inspect.signature(search).parameters]:
        raise ChoiceError(
            f"--where takes what tells the ranges of a scale apart, such as 'area=outside London'; {taken[0]!r} has "
            "an option of its own: see `paylib whose --help`."
        )
    found = search(
        _amount(figure.strip().rstrip("%")),
        about=about,
        group=group,
        point=int(point) if point is not None and point.isdigit() else point,
        awards_pct=None if awards is None else _amounts(awards),
        pay=salaries,
        of_gbp=None if of is None else _amount(of),
        by=None if by is None else by.split(","),
        decimals=decimals,
        years_around=around,
        **ranges,
    )
    out.print(found.text)
    if show_rows > 3:
        _print_frame(found.exact.head(show_rows).round(2), as_json=False)


@app.command()
def ask(
    sentence: Annotated[str, typer.Argument(help="What is said of pay, in quotes.")],
    said: Annotated[
        str | None, typer.Option(help="When it was said, such as 2022-12: what came later was not meant.")
    ] = None,
    who: Annotated[str | None, typer.Option(help="Whose pay, if it was not read, such as nurses.")] = None,
    since: Annotated[str | None, typer.Option(help="Since when: 2010, 2010/11 or 2010-04.")] = None,
    until: Annotated[str | None, typer.Option(help="Until when.")] = None,
    by: Annotated[str | None, typer.Option(help="The index that is meant: cpi, rpi or cpih.")] = None,
    pay: Annotated[
        str | None, typer.Option(help="Two salaries of one's own, first and last: 21588,28000.")
    ] = None,
    paybill: Annotated[str | None, typer.Option(help="Of a cost: the pay bill of a year, in pounds.")] = None,
    budgeted: Annotated[float | None, typer.Option(help="Of a cost: the rise budgeted already, %.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")] = False,
) -> None:
    """Is it true? A sentence on pay, checked: by which readings it is, and on what that turns.

    Example: paylib ask "Nurses' pay has fallen by 20% since 2010"
    """
    from paylib import claims

    told = claims.ask(
        sentence,
        said,
        who=who,
        since=since,
        until=until,
        by=by,
        own=None if pay is None else tuple(_amounts(pay)),
        paybill_gbp=None if paybill is None else _amount(paybill),
        budgeted_pct=budgeted,
    )
    if as_json:
        _print_json(told.record())
        raise typer.Exit(2 if told.asks else 0)
    out.print(
        "Read as: " + "; ".join(f"{name.lower()}: {each}" for name, each in told.question.fields().items()),
    )
    out.print(told.text)
    if told.asks:
        out.print("Say it in other words, or with --who, --since, --until, --by or --pay.")
        raise typer.Exit(2)
    if len(told.readings):
        out.print("")
        _print_frame(told.table().round(2), as_json=False)
    for line in told.more():
        out.print(line)


def _pairs(texts: list[str]) -> dict[str, str]:
    if wrong := [each for each in texts if not all(each.partition("="))]:
        raise ChoiceError(f"--where takes name=value, such as 'area=outside London'; {wrong[0]!r} is none.")
    return dict(each.split("=", 1) for each in texts)


def _amounts(text: str) -> list[float]:
    return [_amount(each.replace("−", "-").rstrip("%")) for each in text.split(",")]


@app.command()
def check(
    name: Annotated[
        str | None,
        typer.Argument(
            help="A dispute that comes with paylib, the path of your own .toml file, or a text to read: "
            ".txt, .md or .html."
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")] = False,
    kinds: Annotated[
        bool, typer.Option("--kinds", help="List the kinds of check there are, with their keys.")
    ] = False,
    known_by: Annotated[
        str | None,
        typer.Option(
            help="Use each series in its newest edition by a date, such as 2026-04: what was known then."
        ),
    ] = None,
) -> None:
    """Check every claim of a dispute: is it true, by whose figures, and on what does that turn?"""
    from paylib import checks, claims, disputes
    from paylib.datapackage import as_of

    if kinds:
        out.print("\n\n".join(map(checks.help_of, checks.KINDS)))
        return
    if name is None:
        raise ChoiceError(
            f"Say which dispute: {', '.join(disputes.available())}, or the path of your own .toml file. "
            "`paylib check --kinds` lists the kinds of check."
        )
    if ends_in(name, *_TEXTS) or (Path(name).suffix and not ends_in(name, ".toml") and Path(name).is_file()):
        with as_of.known_by(known_by):
            _objected(name, as_json)
        return
    dispute = disputes.load(name)
    disputes.pay_history(dispute)  # an error, where it names one that cannot be read
    if not dispute.claims:
        raise FigureError(f"{name} is a valid dispute file, but it has no claims to check.")
    with as_of.known_by(known_by):
        checked = claims.check(dispute)
    if as_json:
        print(checked.reset_index().to_json(orient="records", force_ascii=out.only_ascii))
        _end_where_one_does_not_fit(checked)
        return
    out.print(f"{dispute.title}: {len(checked)} claim{'' if len(checked) == 1 else 's'}")
    if out.is_terminal and out.width >= _WIDE_ENOUGH:
        _print_verdicts(checked)
    else:
        for row in checked.itertuples():
            out.print(f"\n{row.reasons}\n  {row.who}: {row.summary} ({row.stated})")
    for question in claims.questions(dispute):
        err.print(f"Note: {question}")
    for each in _asked_of(dispute):
        err.print(f"Note: A regulator might ask. {each}")
    _end_where_one_does_not_fit(checked)


def _end_where_one_does_not_fit(checked) -> None:
    """Say which claims do not fit their checks, and end with a status that says so; the others are checked all the same."""
    misfits = [each for each in checked["error"] if each]
    for each in misfits:
        err.print(f"Error: {each}")
    if misfits:
        raise typer.Exit(1)


def _print_verdicts(checked) -> None:
    from rich.markup import escape
    from rich.table import Table

    grid = Table("Verdict", "Who", "Says", show_lines=True, expand=True)
    for row in checked.itertuples():
        grid.add_row(
            *(escape(plain(each)) for each in (row.sentence, row.who, f"{row.summary} ({row.stated})"))
        )
    out.console().print(grid)


def _asked_of(dispute) -> list:
    """What a regulator might ask of a dispute's words and, where a claim says from when it counts, of that."""
    from paylib.report import objections

    asked = objections.of_dispute(dispute)
    if any(claim.reading and claim.reading.since for claim in dispute.claims):
        from paylib.report import since

        asked += since.one_sided(dispute)
    return asked


_TEXTS = (".txt", ".md", ".html")
"""How names of texts end that `paylib check` reads."""


def _objected(name: str, as_json: bool) -> None:
    """Print what a regulator might ask of a text, with the public cases."""
    from paylib.report import objections

    text = _text_of(name)
    if ends_in(name, ".html"):
        found = objections.of_page(text)
    else:
        found = list(objections.objections(re.split(r"\n\s*\n", text)))
    if as_json:
        _print_json(
            [
                {"asked": str(each), "case": each.rule.case, "url": each.rule.url, "passage": each.passage}
                for each in found
            ]
        )
        return
    for each in found:
        out.print(f"{each}\n  {each.rule.case} {each.rule.url}\n")
    if not found:
        out.print("Nothing here that these rules ask about. That does not make it true.")


def _text_of(name: str) -> str:
    """A text in whatever characters the program that wrote it saves; a note where they are not UTF-8."""
    from paylib.figures import saved

    try:
        content = Path(name).read_bytes()
    except OSError as error:
        raise FigureError(f"{name} cannot be read: {error.strerror}.") from None
    text, notes = saved.decoded(content, name)
    for note in notes:
        err.print(f"Note: {name}: {note}")
    return text.replace("\r\n", "\n").replace("\r", "\n")


@app.command()
def new(
    name: Annotated[
        str, typer.Argument(help="A short name, such as my-dispute; the file is called after it.")
    ],
    group: Annotated[
        str | None,
        typer.Option(help="A bargaining group, such as nhs_afc: its pay is put in from the record."),
    ] = None,
    like: Annotated[
        str | None,
        typer.Option(
            help="A dispute in whose shape to begin: its sides and kinds of claim, none of its facts."
        ),
    ] = None,
) -> None:
    """Write a commented file for a dispute of your own, to fill in.

    Example: paylib new my-dispute --group nhs_afc --like school_teachers_2023
    """
    from paylib import disputes

    stem = name[: -len(".toml")] if ends_in(name, ".toml") else name
    if not re.split(r"[/\\]", stem)[-1].strip(". "):
        raise ChoiceError(f"{name!r} is no name for a file; give one such as my-dispute.")
    text = disputes.start(group, like)
    path = Path(name if name != stem else f"{name}.toml")
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise FigureError(f"{path} is there already; choose another name, or delete it first.") from None
    except OSError as error:
        raise FigureError(f"{path} cannot be written: {error.strerror}.") from None
    shown = (
        f"./{path}" if str(path).startswith("-") else str(path)
    )  # which a command would take for an option
    quoted = f'"{shown}"' if " " in shown else shown
    out.print(f"Wrote {path}. Fill it in, then: paylib check {quoted}")


@app.command()
def report(
    names: Annotated[
        list[str] | None, typer.Argument(help="Reports to make, such as youth_work_2004; all if none.")
    ] = None,
    folder: Annotated[Path, typer.Option("--out", help="Folder to write to.")] = Path("reports"),
    jobs: Annotated[int | None, typer.Option(min=1, help="Notebooks to run at once.")] = None,
    url: Annotated[
        str,
        typer.Option("--site", help="The address at which the folder will stand, for sitemap and previews."),
    ] = "",
    show_it: Annotated[bool, typer.Option("--open", help="Open the index in a browser when done.")] = False,
) -> None:
    """Run the notebooks on the figures and write HTML pages that anyone can open.

    One that cannot be made stops no other. The exit status is 0, or one more than the number of those that failed.
    """
    from paylib.report.run.build import build

    try:
        with _progress() as told:
            built = build(names or [], folder, told, jobs, url)
    except KeyboardInterrupt:
        err.print("paylib: Stopped. Every page is either the one that stood before or a new one.")
        os._exit(130)  # without waiting for the notebooks at work
    for page in built.made:
        out.print(f"Wrote {folder / page.file}: {page.title}")
    if built.kept:
        out.print(
            f"Kept {len(built.kept)} that nothing has changed for: {', '.join(page.slug for page in built.kept)}."
        )
    for failure in built.failed:
        err.print(f"paylib: {failure} Any page that stood before is kept.")
    if built.failed:
        asked = len(built.made) + len(built.kept) + len(built.failed)
        err.print(f"paylib: {len(built.failed)} of {asked} pages could not be made.")
    index = (folder / "index.html").resolve()
    out.print(f"Open {index} in a browser.")
    if show_it:
        typer.launch(index.as_uri())
    raise typer.Exit(min(1 + len(built.failed), 100) if built.failed else 0)


@app.command()
def export(
    name: Annotated[
        str, typer.Argument(help="A page, such as youth_work_2004, or the path of your own .toml file.")
    ],
    to: Annotated[Path, typer.Option(help="Folder to write to; made if it is not there.")],
) -> None:
    """Write a page's findings, tables and charts as CSV, Parquet, SVG and PNG, with a script for R.

    Example: paylib export youth_work_2004 --to youth_work
    """
    from paylib.report.run.export import export

    files = export(name, to)
    out.print(f"Wrote {len(files)} files to {to}; {to / 'read.R'} reads them in R.")


@app.command()
def claim(
    name: Annotated[
        str | None, typer.Argument(help="A claim that comes with paylib, or the path of your own .toml file.")
    ] = None,
    to: Annotated[Path, typer.Option(help="Folder to write to.")] = Path("claims"),
    side: Annotated[
        str, typer.Option("--for", help="Whose paper: union, employers or review-body.")
    ] = "union",
    keep: Annotated[
        bool, typer.Option("--keep", help="Carry over your own text from the document that is there.")
    ] = False,
    whole: Annotated[
        bool, typer.Option("--kit", help="A leaflet, a letter, a briefing, charts and cards too.")
    ] = False,
) -> None:
    """Write a pay claim, an offer or evidence: a Word document, the same as HTML, and its figures as a workbook.

    Example: paylib claim njc_2026 --to out --for employers
    """
    from paylib.report import claim as kit

    if name is None:
        raise ChoiceError(
            f"Say which claim: {', '.join(kit.available())}, or the path of your own .toml file."
        )
    made = kit.make(name, to, side, keep=keep, kit=whole)
    for path in made.files:
        out.print(f"Wrote {path}")


@app.command()
def changes(
    name: Annotated[
        str, typer.Argument(help="A claim that comes with paylib, or the path of your own .toml file.")
    ],
    since: Annotated[
        str,
        typer.Option(
            help="A date, such as 2026-09: what was known by then; or the folder of a data package."
        ),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")] = False,
) -> None:
    """Which figures of a claim have moved with newer data, and what either side can say now and could not then.

    Example: paylib changes njc_2026 --since 2026-07
    """
    from paylib.report.claim.changes import changes as moved

    found = moved(name, since)
    if as_json:
        _print_frame(found.figures, as_json=True)
        return
    if found.figures.empty:
        out.print(f"No figure of {name} has moved since {since}.")
        return
    _print_frame(found.figures, as_json=False)
    for title, said in (("Can be said now", found.gained), ("Can be said no more", found.lost)):
        for words in said:
            out.print(f"{title}: {words}")


@app.command()
def notebooks(
    names: Annotated[list[str] | None, typer.Argument(help="Notebooks to run; all if none.")] = None,
) -> None:
    """Run the notebooks again and store their outputs in place."""
    from paylib.report.run.notebooks import store

    with _progress() as told:
        paths = store(names or [], told)
    for path in paths:
        out.print(f"Stored {path}")


class _progress:
    """A progress bar in a terminal; a line a notebook elsewhere."""

    def __init__(self, what: str = "cells") -> None:
        from rich.progress import BarColumn, Progress, TextColumn

        self.what = what
        self.bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn(f"{{task.completed}}/{{task.total}} {what}"),
            console=err.console(),
        )
        self.tasks: dict[str, int] = {}

    def __enter__(self):
        if err.is_terminal:
            self.bar.start()
        return self

    def __call__(self, slug: str, cell: int, cells: int) -> None:
        if slug not in self.tasks:
            self.tasks[slug] = self.bar.add_task(slug, total=cells)
            if not err.is_terminal:
                err.print(f"Running {slug} ({cells} {self.what}) ...")
        self.bar.update(self.tasks[slug], completed=cell)

    def __exit__(self, *_) -> None:
        if err.is_terminal:
            self.bar.stop()


Json = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]


@data_app.command("list")
def data_list(as_json: Json = False) -> None:
    """The tables there are."""
    from paylib import datapackage

    _print_frame(
        datapackage.catalogue()[["title", "rows", "first", "last", "vintage"]].reset_index(), as_json
    )


@data_app.command()
def show(
    table: Annotated[str, typer.Argument(help="A table's name, from `paylib data list`.")],
    rows: Annotated[int, typer.Option(min=0, help="How many rows to print; 0 for all.")] = 20,
    where: Annotated[
        list[str] | None,
        typer.Option(help="Only rows with a value, such as grade='band 5'; any number of times."),
    ] = None,
    group: Annotated[
        str | None, typer.Option(help="Only rows of a bargaining group, such as nhs_afc.")
    ] = None,
    date: Annotated[
        str | None, typer.Option(help="Only rows of a date; of pay_points, those in force then.")
    ] = None,
    vintage: Annotated[
        str | None, typer.Option(help="The series in the edition of a release, such as 2026-09.")
    ] = None,
    hours: Annotated[
        float | None, typer.Option(help="With --group: actual pay for so many hours a week, part time.")
    ] = None,
    weeks: Annotated[
        float | None,
        typer.Option(help="With --group: actual pay for so many paid weeks a year, in term time."),
    ] = None,
    as_json: Json = False,
) -> None:
    """A table: what it is, and its rows."""
    from paylib import datapackage

    frame = _narrowed(datapackage.load(table, vintage), where or [], group, date)
    if hours is not None or weeks is not None:
        if group is None or "annual_gbp" not in frame:
            raise ChoiceError(
                "--hours and --weeks work out actual pay from points of a group: paylib data show pay_points --group njc "
                "--date 2025-04 --hours 20."
            )
        from paylib.awards.scales import with_actual_pay

        known = frame.attrs
        frame = with_actual_pay(frame, group, hours, weeks).round({"actual_gbp": 2})
        frame.attrs = known
    if not as_json:
        out.print(f"{frame.attrs['title']}. {frame.attrs['description']}")
        out.print(f"Unit: {frame.attrs['unit']}. Licence: {frame.attrs['licence']}.")
    _print_frame(frame.head(rows) if rows else frame, as_json)
    if not as_json and rows and len(frame) > rows:
        out.print(f"{rows} of {len(frame)} rows; --rows 0 prints all.")


def _narrowed(frame, where: list[str], group: str | None, date: str | None):
    """The rows of a table that are asked for, without columns that are empty in all of them."""
    from paylib import datapackage
    from paylib.awards import scale_tables
    from paylib.awards.groups import described
    from paylib.errors import CoverageError

    if wrong := [each for each in where if "=" not in each]:
        raise ChoiceError(f"--where {wrong[0]!r} is no column and value: write, say, --where grade='band 5'.")
    asked = [] if group is None else [("bargaining_group", described(group).name)]
    asked += [each.partition("=")[::2] for each in where]
    in_force = date is not None and frame.attrs["name"] == "pay_points"
    if date is not None and not in_force:
        asked.append((_time_of(frame), date))
    found = frame
    for name, value in asked:
        before = found
        for spelt in _spellings(value):
            found = datapackage.rows_where(before, {name: spelt})
            if not found.empty:
                break
        else:
            there = ", ".join(map(str, before[name].dropna().unique()[:20]))
            raise CoverageError(
                f"Table {frame.attrs['name']} has no rows with {name} {value}; there is: {there}."
            )
    found = scale_tables.in_force(found, date) if in_force else found
    return found.dropna(axis="columns", how="all") if asked or in_force else found


def _spellings(value: str) -> list[str]:
    """A value as it is written, and as tables have it: April 2025 is 2025-04, £32,061 is 32061.0."""
    from paylib.figures import periods

    found = [value]
    for spell in (lambda: periods.label(periods.parse(value)), lambda: str(_amount(value))):
        with suppress(PaylibError):
            found.append(spell())
    return found


def _time_of(frame) -> str:
    """The column of a table that says when."""
    for name in ("effective_month", "month", "period", "date", "tax_year"):
        if name in frame:
            return name
    raise ChoiceError(f"Table {frame.attrs['name']} has no dates; its columns: {', '.join(frame)}.")


_WIDE_ENOUGH = 60
"""Characters in a line, for three columns of words side by side."""


def _print_json(found: object) -> None:
    """JSON, which any program reads: without other characters where the output has none."""
    import json

    print(json.dumps(found, ensure_ascii=out.only_ascii, default=str))


def _print_frame(frame, as_json: bool) -> None:
    """A frame as JSON records, as a table in a terminal, or plain with tabs between where piped."""
    text = frame.astype(object).where(frame.notna(), None)
    if as_json:
        _print_json(text.to_dict("records"))
        return
    cells = [["" if value is None else str(value) for value in row] for row in text.itertuples(index=False)]
    if out.is_terminal:
        _print_cells(list(frame.columns), cells)
    else:
        print(plain("\n".join("\t".join(row) for row in [list(frame.columns), *cells])))


def _print_cells(columns: list[str], cells: list[list[str]]) -> None:
    """Rows side by side where the terminal is wide enough to cut no figure; else a line a cell."""
    from rich.markup import escape
    from rich.table import Table

    wide = [max(map(len, column)) for column in zip(columns, *cells, strict=True)]
    if sum(min(width, _WRAPPED) + 2 for width in wide) > out.width:
        longest = max(map(len, columns))
        told = [
            "\n".join(f"{name:<{longest}}  {cell}" for name, cell in zip(columns, row, strict=True) if cell)
            for row in cells
        ]
        out.print("\n\n".join(told))
        return
    grid = Table(box=None, pad_edge=False)
    for name, width in zip(columns, wide, strict=True):
        grid.add_column(name, min_width=min(width, _WRAPPED), no_wrap=width <= _WRAPPED, overflow="fold")
    for row in cells:
        grid.add_row(*(escape(plain(cell)) for cell in row))
    out.console().print(grid)


_WRAPPED = 24
"""Cells with more characters are texts, which may take several lines."""


@data_app.command()
def verify(as_json: Json = False) -> None:
    """Check every table against its descriptor: hashes, types, keys, values, series, sources."""
    from paylib import datapackage
    from paylib.datapackage import contracts

    problems = contracts.verify()
    if as_json:
        _print_json({"problems": problems})
    else:
        for problem in problems:
            err.print(problem)
        tables = [each for each in datapackage.package().resources.values() if "view" not in each]
        if not problems:
            rows = sum(each["rows"] for each in tables)
            out.print(f"{len(tables)} tables, {rows:,} rows: all as they should be.")
    raise typer.Exit(2 if problems else 0)


@data_app.command()
def refresh(
    tables: Annotated[
        list[str] | None, typer.Argument(help="Tables to bring up to date; all that can be if none.")
    ] = None,
    accept_revisions: Annotated[
        bool, typer.Option(help="Take revisions of price indices too, and link an index on another base.")
    ] = False,
) -> None:
    """Bring the publishers' series up to date, table by table; each is changed only if all of it is sound."""
    from paylib.datapackage.refresh import refresh as bring_up_to_date

    try:
        with _progress("series") as told:
            changes = bring_up_to_date(tables or None, accept_revisions=accept_revisions, progress=told)
    except RefreshError as error:
        _print_changes(error.changes)
        raise
    _print_changes(changes)
    out.print(f"{len(changes)} figures changed." if changes else "The publisher has nothing newer.")


def _print_changes(changes: Sequence) -> None:
    for change in changes:
        was = "new" if change.old is None else f"was {change.old}"
        out.print(f"{change.table} {change.series} {change.period}: {change.new} ({was})")


@data_app.command()
def compare(
    old: Annotated[str, typer.Argument(help="A date, such as 2026-04, or the folder of a data package.")],
    new: Annotated[str, typer.Argument(help="The same, for the figures to compare it with.")],
    names: Annotated[list[str] | None, typer.Option("--in", help="Notebooks to run; all if none.")] = None,
    as_json: Json = False,
) -> None:
    """Which findings of the pages differ between two editions of the figures. Runs the notebooks twice."""
    from paylib.report.run.compare import compare as compared

    with _progress() as told:
        found = compared(old, new, names, told)
    if as_json or len(found):
        _print_frame(found, as_json)
    else:
        out.print("No finding differs.")


@data_app.command("add")
def data_add(
    folder: Annotated[
        Path,
        typer.Argument(help="Has CSV files named after tables, such as pay_points.csv, with their columns."),
    ],
) -> None:
    """Take rows of your own into the tables: a group of workers, its points, its awards."""
    from paylib.datapackage import adding

    added = adding.add(folder)
    for table, rows in added.rows.items():
        out.print(f"{table}: {rows:,} {'row' if rows == 1 else 'rows'} added.")
    if added.left_out:
        out.print(
            f"sources: left out {', '.join(added.left_out)}, since no row of any table cites it; the table of sources "
            "holds no others. A dispute file describes its own under [sources.NAME].",
        )


@data_app.command()
def seal(
    yes: Annotated[bool, typer.Option("--yes", help="Seal without asking.")] = False,
    shorter: Annotated[
        bool,
        typer.Option(
            "--shorter",
            help="Series may end earlier, and tables have fewer rows, than they did: what is gone is meant to be.",
        ),
    ] = False,
) -> None:
    """After an edit in data/: say what changed, ask, and bring the descriptor's hashes, counts and coverage up to date."""
    from paylib import datapackage
    from paylib.datapackage import hashes
    from paylib.datapackage.replacing import alone

    with alone(datapackage.root()):
        changed = hashes.changes()
        for each in changed:
            out.print(each)
        if changed and not yes and not _agreed("Put the seal under this?"):
            out.print("Nothing was sealed.")
            raise typer.Exit(1)
        hashes.seal(shorter=shorter)
    out.print("Sealed." if changed else "Nothing had changed.")


def _agreed(question: str) -> bool:
    """Whether who sits at the terminal says yes."""
    if not _at_a_terminal():
        raise ChoiceError(
            f"{question} There is no terminal to ask at: look at what changed, then say so with --yes."
        )
    return typer.confirm(question)


def _at_a_terminal() -> bool:
    return sys.stdin.isatty()


def main() -> None:
    """Run the command; an error on purpose is told in a paragraph, a warning in a note."""
    gc.set_threshold(1_000_000)  # a command is over soon: what it leaves is seldom looked for
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # to look for them takes longer than a file
    atexit.register(gc.freeze)  # nor at its end, which takes a fifth of the time of a short one
    codecs.register_error("paylib", fitting)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="paylib")  # whatever the terminal's characters are
    warnings.showwarning = lambda message, *_: err.print(f"Note: {message}")
    try:
        app()
    except PaylibError as error:
        _stop(f"{error}")
    except OSError as error:  # a folder that is read-only or full, or a file where a folder should be
        _stop(f"{error.filename or 'The output'} cannot be written or read: {error.strerror}.")


def _stop(message: str) -> None:
    err.print(f"paylib: {message}")
    sys.exit(2)
