"""Make the pages: run what has changed, keep what has not, write each file whole or not at all."""

from __future__ import annotations

import hashlib
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from paylib import datapackage
from paylib.errors import PaylibError
from paylib.report.run import notebooks
from paylib.report.run.notebooks import PART, write
from paylib.report.site import TOOLS, Site, Stop

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from paylib import disputes
    from paylib.report.cards import Card
    from paylib.report.run.kernel import Processes

RECORD = ".pages.json"
"""What was made from what: beside the pages, so that what has not changed is not made again."""

BESIDE = "data"
"""What the tables and the docs are called together: they are of all pages and of none."""

WITH_ALL = frozenset({"data.html", "docs/index.html"})
"""Their pages, which are made once all others are."""


@dataclass(frozen=True)
class Page:
    """A page that stands in the folder of the reports."""

    slug: str
    title: str
    description: str
    made_from: str
    files: dict[str, str] = field(default_factory=dict)
    """Its own file and those of its cards, within the folder, each with its SHA-256."""
    cards: dict[str, str] = field(default_factory=dict)
    """The name of each card to share, and what it says."""
    question: str = ""
    """That a dispute's page answers."""
    verdicts: dict[str, str] = field(default_factory=dict)
    """The picture of its claims, by ``alt`` and ``src``."""
    origin: str = ""
    """Which file of one's own it is of: a hash of where that lies; empty where it is of none."""

    @property
    def file(self) -> str:
        """Its name within the folder."""
        return f"{self.slug}.html"


class Built(NamedTuple):
    """What became of the pages asked for."""

    made: list[Page]
    kept: list[Page]
    failed: list[str]


def build(
    names: list[str],
    out: Path,
    progress: notebooks.Progress = lambda slug, cell, cells: None,
    jobs: int | None = None,
    url: str = "",
) -> Built:
    """Run notebooks and write one self-contained page each, an index, methods and, of all pages, data.

    Parameters
    ----------
    names : list of str
        Slugs of notebooks, disputes or `TOOLS`, or paths of dispute files; everything if empty.
    out : pathlib.Path
        The folder to write to; made if it is not there.
    progress : callable, optional
        Told the slug, the cell about to run and how many there are.
    jobs : int, optional
        How many notebooks run at once; as many as there are processors, up to four, unless said.
    url : str, optional
        The address at which the folder will stand: for the sitemap, previews and reviews of claims.

    Returns
    -------
    Built
        The pages made, those kept because nothing they are made from has changed, and a sentence
        for each that failed: the page that stood before is kept. One that fails stops no other.

    Raises
    ------
    ReportError
        If one page is asked for, and there is no such notebook or dispute.
    DisputeError
        If one page is asked for, and its dispute file does not hold together.
    """
    out.mkdir(parents=True, exist_ok=True)
    _sweep(out)
    tools = [slug for slug in TOOLS if not names or slug in names]
    of_notebooks = [name for name in names if name not in TOOLS]
    wanted, refused = notebooks.jobs_apart(of_notebooks) if of_notebooks or not names else ([], [])
    pages, around = _recorded(out)
    wanted, taken = _without_those_of_others(wanted, pages, out)
    site = _site(wanted, tools, pages, out, whole=not names, url=url)
    everything = _common()
    keys = {job.slug: _made_from(job, everything, site) for job in wanted}
    keys |= {slug: _sha256(f"{everything}{site.key(f'{slug}.html')}".encode()) for slug in tools}
    current = [pages[slug] for slug, key in keys.items() if _is_current(pages.get(slug), key, out)]
    stale = [slug for slug in keys if slug not in {page.slug for page in current}]
    beside = Page(
        BESIDE, "", "", _sha256(f"{everything}{site.key('index.html')}".encode()), around.get(BESIDE, {})
    )
    unsettled = around.get("key") != beside.made_from or not _stands(beside.files, out)
    tasks: dict[str, Task] = {}
    if unsettled and site.files & WITH_ALL:
        tasks[BESIDE] = partial(_elsewhere, BESIDE, _beside, beside, site)
    tasks |= {
        slug: partial(_elsewhere, slug, _tool, slug, keys[slug], site) for slug in tools if slug in stale
    }
    tasks |= {
        job.slug: partial(_of_notebook, job, keys[job.slug], site, progress)
        for job in reversed(wanted)  # later notebooks take longer
        if job.slug in stale
    }
    results = _make_all(tasks, out, jobs)
    made = [results[slug] for slug in stale if isinstance(results[slug], Page)]
    _remove_left_over([pages[page.slug] for page in made if page.slug in pages], made, out)
    pages |= {page.slug: page for page in made}
    beside = results.get(BESIDE, beside)
    if made or unsettled or not _stands(around["files"], out):
        _write_around(out, pages, beside, site, around)
    failed = [each for each in results.values() if isinstance(each, str)]
    return Built(made, current, [*refused, *taken, *failed])


def _without_those_of_others(
    wanted: list[notebooks.Job], pages: dict[str, Page], out: Path
) -> tuple[list[notebooks.Job], list[str]]:
    """The pages that take the place of none that another file has, and why the others are not made."""
    taken = {
        job.slug
        for job in wanted
        if job.slug in pages
        and pages[job.slug].origin not in ("", _origin(job))
        and _stands(pages[job.slug].files, out)
    }
    return [job for job in wanted if job.slug not in taken], [
        f"{out / slug}.html is the page of another file of that name: give one of the two another name, or say another "
        "folder with --out."
        for slug in sorted(taken)
    ]


def _origin(job: notebooks.Job) -> str:
    return _sha256(job.dispute.encode()) if job.of_own_file else ""


def _site(
    wanted: list[notebooks.Job], tools: list[str], pages: dict[str, Page], out: Path, *, whole: bool, url: str
) -> Site:
    """The pages that stand once all that is asked for is made."""
    ours = notebooks.jobs([])
    there = (
        {job.slug for job in wanted}
        | set(tools)
        | {slug for slug, page in pages.items() if (out / page.file).exists()}
    )
    stops = [Stop(f"{job.slug}.html", notebooks.title(job)) for job in ours if job.slug in there]
    files = {"index.html", "methods.html", *(f"{slug}.html" for slug in there)}
    also = WITH_ALL if whole else {each for each in WITH_ALL if (out / each).exists()}
    return Site(tuple(stops), frozenset(files | also), url)


Result = TypeVar("Result")

Files = dict[str, bytes]
"""What files hold, by their names within the folder."""

Task = Callable[["Processes"], tuple[Page, Files] | str]
"""Makes a page, which is not written yet; or says why it cannot be made."""


def _make_all(tasks: dict[str, Task], out: Path, jobs: int | None) -> dict[str, Page | str]:
    """What became of each page: written, or why not. Those that take longest begin."""
    if not tasks:
        return {}
    from paylib.report.run import kernel

    pool = ThreadPoolExecutor(jobs or min(4, os.cpu_count() or 1))
    with kernel.warm(many=len(tasks) > 1) as processes:
        try:
            running = {
                slug: pool.submit(_tried, slug, _put, task, processes, out) for slug, task in tasks.items()
            }
            return {slug: each.result() for slug, each in running.items()}
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _tried(slug: str, make: Callable[..., Result], *arguments: object) -> Result | str:
    """What a function gives for a page; or why the page could not be made, whatever it was: the others are."""
    try:
        return make(*arguments)
    except PaylibError as error:
        return str(error)
    except Exception as error:
        return f"The page {slug} could not be made: {type(error).__name__}: {error}."


def _put(task: Task, processes: Processes, out: Path) -> Page | str:
    """Make a page and write its files."""
    made = task(processes)
    if isinstance(made, str):
        return made
    page, files = made
    for name, content in files.items():
        (out / name).parent.mkdir(exist_ok=True)
        write(out / name, content)
    return replace(page, files={name: _sha256(content) for name, content in files.items()})


def _elsewhere(slug: str, make: Callable[..., tuple[Page, Files]], *arguments) -> tuple[Page, Files] | str:
    """A page made in a process of its own, where there is one; or why it could not be made."""
    *given, processes = arguments
    return processes.call(_tried, slug, make, *given)


def _of_notebook(
    job: notebooks.Job, key: str, site: Site, progress: notebooks.Progress, processes: Processes
) -> tuple[Page, Files] | str:
    import nbclient  # noqa: F401 here, for two threads that import at once may wait for each other for ever

    from paylib.report.run import kernel

    alone = processes.call is kernel.here
    with ThreadPoolExecutor(1) as beside:
        # What is not of the notebook is made while the notebook runs, where a page is made in this process.
        around = beside.submit(_meanwhile, job, site) if alone else None
        notebook = notebooks.execute(job.slug, job.path, progress, job.dispute, processes.start)
        return _elsewhere(job.slug, _drawn, job, notebook, key, site, around and around.result(), processes)


class _Around(NamedTuple):
    """What a page has that is not of its notebook: of a dispute, its brief and what that shows."""

    dispute: disputes.Dispute | None
    own: dict[str, disputes.Source]
    title: str
    description: str
    shared: list[Card]
    picture: dict[str, str]
    files: Files


def _meanwhile(job: notebooks.Job, site: Site) -> _Around:
    """What a page has that is not of its notebook; and what draws it, imported."""
    from paylib.report.run import kernel

    around = _around_of(job, site)
    for name in kernel.BY_PAGES:
        import_module(name)
    return around


def _around_of(job: notebooks.Job, site: Site) -> _Around:
    dispute = dispute_of(job)
    own = own_sources(dispute)
    if dispute is None:
        return _Around(dispute, own, "", "", [], {}, {})
    title, description, shared, picture, briefly = _brief(dispute, job.slug, own, site)
    files = {f"{job.slug}.html": briefly(preview=_preview(shared)).encode()} | _files_of(shared)
    return _Around(dispute, own, title, description, shared, picture, files)


def _files_of(shared: list[Card]) -> Files:
    from paylib.report import cards

    return {
        f"cards/{card.name}{ending}": content
        for card in shared
        for ending, content in cards.files(card).items()
    }


def _drawn(
    job: notebooks.Job, notebook: NotebookNode, key: str, site: Site, around: _Around | None
) -> tuple[Page, Files]:
    """The page of a notebook that was run, and for a dispute its brief; with their cards."""
    from paylib.report import cards, page

    around = around or _around_of(job, site)
    dispute, own, own_file = around.dispute, around.own, f"{job.slug}.html"
    if job.dispute:
        page.entitle(notebook, dispute)
    title, description = page.title_of(notebook), page.description_of(notebook)
    render = partial(
        page.render, notebook, own=own, slug=job.slug, site=site, title=title, description=description
    )
    if dispute is None:
        shared = cards.of(notebook, job.slug, title, own)
        files = {own_file: render(preview=_preview(shared)).encode()} | _files_of(shared)
    else:
        title, description, shared = around.title, around.description, around.shared
        evidence = render(brief=own_file, preview=_preview(shared)).encode()
        files = around.files | {f"{job.slug}-evidence.html": evidence}
    drawn = Page(
        job.slug,
        title,
        description,
        key,
        cards={_shown(card): card.words_of_it for card in shared},
        question=dispute.question if dispute else "",
        verdicts=around.picture,
        origin=_origin(job),
    )
    return drawn, files


def dispute_of(job: notebooks.Job) -> disputes.Dispute | None:
    """The dispute that a page is of, if it is of one."""
    from paylib import disputes

    if job.dispute:
        return disputes.load(job.dispute)
    return disputes.load(job.slug) if job.slug in disputes.available() else None


def _tool(slug: str, key: str, site: Site) -> tuple[Page, Files]:
    """A page that is no notebook's."""
    room = import_module(f"paylib.report.{TOOLS[slug]}")
    return Page(slug, room.TITLE, room.ABOUT, key), {room.FILE: room.render(site).encode()}


def _beside(page: Page, site: Site) -> tuple[Page, Files]:
    """The tables and the docs, where they are among the pages of a site."""
    from paylib.report import docs
    from paylib.report.site import data

    files: Files = {}
    if data.FILE in site.files:
        files |= {data.FILE: data.render(site).encode(), **dict(data.files())}
    if docs.FILE in site.files:
        files |= {name: text.encode() for name, text in docs.files(site).items()}
    return page, files


def _preview(shared: list[Card]) -> str:
    """The picture for previews of a page: its first wide card."""
    return next((f"cards/{_shown(card)}.png" for card in shared), "")


def _shown(card: Card) -> str:
    """The name of the file of a card that is shown: wide, where it can be read so."""
    from paylib.report import cards

    return card.name + next(ending for ending, size in cards.SIZES.items() if card.fits(size))


def _brief(
    dispute: disputes.Dispute, slug: str, own: dict[str, disputes.Source], site: Site
) -> tuple[str, str, list[Card], dict[str, str], Callable[..., str]]:
    """The title of a dispute's pages, its answer, its cards, the picture of its claims, and what renders its brief."""
    from paylib import claims
    from paylib.report import brief

    judged = claims.judged(dispute)
    told = " ".join(each.text for each in brief.answer(dispute, judged))
    drawn = brief.pictures.verdicts(dispute, judged)
    picture = {"alt": f"{dispute.title}. {drawn.alt}", "src": drawn.uri()} if drawn else {}
    shared = brief.cards_of(dispute, judged, slug, own, site)
    return dispute.title, told, shared, picture, partial(brief.render, dispute, slug, own, site)


def _remove_left_over(before: list[Page], made: list[Page], out: Path) -> None:
    """Cards that pages made earlier had and no longer have."""
    had, have = ({name for page in pages for name in page.files} for pages in (before, made))
    for name in had - have:
        if Path(name).parent == Path("cards"):
            (out / name).unlink(missing_ok=True)


def own_sources(dispute: disputes.Dispute | None) -> dict[str, disputes.Source]:
    """Sources that dispute files describe themselves: of those that come with paylib, and of one's own."""
    from paylib import disputes

    told = [disputes.load(slug) for slug in disputes.available()] + ([dispute] if dispute is not None else [])
    return {name: source for each in told for name, source in each.sources.items()}


def _write_around(out: Path, pages: dict[str, Page], beside: Page | str, site: Site, before: dict) -> None:
    """What leads to the pages that stand in the folder, unless all that it is made from is as it was before; and the
    record of what they were made from."""
    from paylib.report.site import index, methods

    order = [job.slug for job in notebooks.jobs([])]
    standing = [each for each in pages.values() if (out / each.file).exists()]
    standing.sort(key=lambda each: (order.index(each.slug) if each.slug in order else len(order), each.slug))
    key, more = (beside.made_from, beside.files) if isinstance(beside, Page) else ("", {})
    around = {"key": key, "shown": _told_of(standing), "files": before.get("files", {}), BESIDE: more}
    if (
        not key
        or any(around[each] != before.get(each) for each in around)
        or not _stands(around["files"], out)
    ):
        files = {
            index.FILE: index.render(standing, site).encode(),
            methods.FILE: methods.render(site).encode(),
        }
        if site.url:
            files["sitemap.xml"] = site.sitemap(_pages_of(standing, [*files, *more])).encode()
        for name, content in files.items():
            write(out / name, content)
        around["files"] = {name: _sha256(each) for name, each in files.items()}
    record = {"around": around, "pages": [asdict(each) for each in standing]}
    write(out / RECORD, json.dumps(record, ensure_ascii=False, indent=1) + "\n")


def _told_of(standing: list[Page]) -> str:
    """A hash of all that is told of the pages to those who come to them: not what they hold."""
    told = [asdict(each) | {"made_from": "", "files": sorted(each.files)} for each in standing]
    return _sha256(json.dumps(told).encode())


def _pages_of(standing: list[Page], files: list[str]) -> list[str]:
    names = [*files, *(name for each in standing for name in each.files)]
    return [name for name in names if name.endswith(".html")]


def _recorded(out: Path) -> tuple[dict[str, Page], dict]:
    """The pages that an earlier run recorded, and what stood around them; none if the record cannot be read."""
    try:
        record = json.loads((out / RECORD).read_bytes())
        return {each["slug"]: Page(**each) for each in record["pages"]}, record["around"]
    except (OSError, ValueError, TypeError, KeyError):
        return {}, {}


def _is_current(page: Page | None, made_from: str, out: Path) -> bool:
    """Whether a page is the one that would be made again: same ingredients, files untouched since."""
    return page is not None and page.made_from == made_from and _stands(page.files, out)


def _stands(files: dict[str, str], out: Path) -> bool:
    """Whether files are there and have the hashes given."""
    try:
        return all(_sha256((out / name).read_bytes()) == held for name, held in files.items())
    except OSError:
        return False


def _made_from(job: notebooks.Job, everything: str, site: Site) -> str:
    """A hash of all that a page is made from."""
    around = site.key(f"{job.slug}.html")
    parts = [everything.encode(), job.path.read_bytes(), (job.dispute or "").encode(), around.encode()]
    if job.of_own_file:
        parts += [path.read_bytes() for path in _own_files(Path(job.dispute))]
    return _sha256(b"".join(_sha256(part).encode() for part in parts))


def _own_files(dispute: Path) -> Iterator[Path]:
    """A dispute file, and the history of pay that it names, if there is one."""
    yield dispute
    from paylib.disputes import mending

    text, _ = mending.decoded(dispute.read_bytes(), dispute)
    history = mending.read(text, [])[0].get("pay_history")
    if history and (dispute.parent / history).is_file():
        yield dispute.parent / history


def _common() -> str:
    """A hash of what every page is made from: the code, the figures, Python and the libraries."""
    digest = hashlib.sha256(sys.version.encode())
    for path in _ingredients():
        digest.update(str(path).encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    digest.update("\n".join(_installed()).encode())
    return digest.hexdigest()


def _installed() -> list[str]:
    """The names and versions of all installed packages: what their folders of metadata are called."""
    return sorted(path.name for folder in sys.path for path in Path(folder).glob("*.*-info"))


def _ingredients() -> Iterator[Path]:
    """The files of the code and of the figures, and the lock."""
    package, data = Path(__file__).parents[2], datapackage.root()
    yield from package.parent.glob("requirements.lock")
    for folder, apart in (
        (package, ("__pycache__", "data", "notebooks")),
        (data, (".refresh", ".refresh.tmp")),
    ):
        for path in sorted(folder.rglob("*")):
            if (
                path.is_file()
                and path.suffix != ".lock"
                and not set(path.relative_to(folder).parts[:-1]) & set(apart)
            ):
                yield path


def _sweep(out: Path) -> None:
    """Remove what a run that was killed had not finished writing; nothing takes a minute to write."""
    for path in [*out.glob(f".*{PART}"), *out.glob(f"cards/.*{PART}")]:
        with suppress(FileNotFoundError):
            if time.time() - path.stat().st_mtime > 60:
                path.unlink()


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
