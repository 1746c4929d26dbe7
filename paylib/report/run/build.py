"""Make the pages: run what has changed, keep what has not, write each file whole or not at all."""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext, suppress
from dataclasses import asdict, dataclass, field
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from paylib import datapackage
from paylib.errors import PaylibError
from paylib.report.run import notebooks
from paylib.report.site import Site, Stop

if TYPE_CHECKING:
    from paylib import disputes
    from paylib.report.cards import Card
    from paylib.report.run.kernel import Start

RECORD = ".pages.json"
"""What was made from what: beside the pages, so that what has not changed is not made again."""

TOOLS = {"check-a-claim": "checker", "compare-offers": "comparer", "your-dispute": "form"}
"""Pages that are no notebook's, by slug, and the room below `paylib.report` that makes each."""

PART = ".part"
"""How the name of a file ends that is being written."""


@dataclass(frozen=True)
class Page:
    """A page that stands in the folder of the reports."""

    slug: str
    title: str
    description: str
    made_from: str
    files: dict[str, str]
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
        If not one page can be made: there is no such notebook or dispute.
    DisputeError
        If not one page can be made: a dispute file does not hold together.
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
    current = [pages[job.slug] for job in wanted if _is_current(pages.get(job.slug), keys[job.slug], out)]
    to_make = [job for job in wanted if job.slug not in {page.slug for page in current}]
    results = _make_all(to_make, partial(_made, out=out, keys=keys, progress=progress, site=site), jobs)
    made = [result for result in results if isinstance(result, Page)]
    for slug in tools:
        made_from = _sha256(f"{everything}{site.key(f'{slug}.html')}".encode())
        if _is_current(pages.get(slug), made_from, out):
            current.append(pages[slug])
        else:
            made.append(_tool(slug, out, made_from, site))
    _remove_left_over([pages[page.slug] for page in made if page.slug in pages], made, out)
    pages |= {page.slug: page for page in made}
    if made or around.get("key") != site.key("index.html") or not _stands(around["files"], out):
        _write_around(out, pages, site)
    return Built(made, current, [*refused, *taken, *(each for each in results if isinstance(each, str))])


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
    own = job.dispute and job.dispute.endswith(".toml")
    return _sha256(job.dispute.encode()) if own else ""


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
    with_all = {"data.html", "docs/index.html"}
    also = with_all if whole else {each for each in with_all if (out / each).exists()}
    return Site(tuple(stops), frozenset(files | also), url)


def _make_all(
    to_make: list[notebooks.Job], make: Callable[..., Page | str], jobs: int | None
) -> list[Page | str]:
    """What became of each page, in the order asked for; run from the last, as later notebooks take longer."""
    if not to_make:
        return []
    from paylib.report.run import kernel

    pool = ThreadPoolExecutor(jobs or min(4, os.cpu_count() or 1))
    # One notebook imports what it needs itself; several have it imported for them once.
    with kernel.warm() if len(to_make) > 1 else nullcontext(kernel.cold) as start:
        try:
            running = {job.slug: pool.submit(make, job, start=start) for job in reversed(to_make)}
            return [running[job.slug].result() for job in to_make]
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _made(
    job: notebooks.Job,
    start: Start,
    out: Path,
    keys: dict[str, str],
    progress: notebooks.Progress,
    site: Site,
) -> Page | str:
    """A page, written; or why it could not be, whatever it was: the others are made all the same."""
    try:
        return _written(job, start, out, keys, progress, site)
    except PaylibError as error:
        return str(error)
    except Exception as error:
        return f"The page {job.slug} could not be made: {type(error).__name__}: {error}."


def _written(
    job: notebooks.Job,
    start: Start,
    out: Path,
    keys: dict[str, str],
    progress: notebooks.Progress,
    site: Site,
) -> Page:
    notebook = notebooks.execute(job.slug, job.path, progress, job.dispute, start)
    from paylib.report import cards, page  # these take seconds to import, while the next notebook runs

    dispute = dispute_of(job)
    if job.dispute:
        page.entitle(notebook, dispute)
    title, description = page.title_of(notebook), page.description_of(notebook)
    own, own_file = own_sources(dispute), f"{job.slug}.html"
    render = partial(page.render, notebook, own=own, slug=job.slug, site=site)
    if dispute is None:
        shared, picture = cards.of(notebook, job.slug, title, own), {}
        preview = _preview(shared)
        files = {own_file: render(title=title, description=description, preview=preview)}
    else:
        evidence = partial(render, title=title, description=description, brief=own_file)
        title, description, shared, picture, briefly = _brief(dispute, job.slug, own, site)
        preview = _preview(shared)
        files = {
            own_file: briefly(preview=preview),
            f"{job.slug}-evidence.html": evidence(preview=preview),
        }
    files = {name: text.encode() for name, text in files.items()} | {
        f"cards/{card.name}{ending}": content
        for card in shared
        for ending, content in cards.files(card).items()
    }
    for name, content in files.items():
        (out / name).parent.mkdir(exist_ok=True)
        write(out / name, content)
    return Page(
        job.slug,
        title,
        description,
        keys[job.slug],
        {name: _sha256(content) for name, content in files.items()},
        {_shown(card): card.words_of_it for card in shared},
        dispute.question if dispute else "",
        picture,
        _origin(job),
    )


def dispute_of(job: notebooks.Job) -> disputes.Dispute | None:
    """The dispute that a page is of, if it is of one."""
    from paylib import disputes

    if job.dispute:
        return disputes.load(job.dispute)
    return disputes.load(job.slug) if job.slug in disputes.available() else None


def _tool(slug: str, out: Path, made_from: str, site: Site) -> Page:
    """A page that is no notebook's, written."""
    room = import_module(f"paylib.report.{TOOLS[slug]}")
    content = room.render(site).encode()
    write(out / room.FILE, content)
    return Page(slug, room.TITLE, room.ABOUT, made_from, {room.FILE: _sha256(content)})


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


def _write_around(out: Path, pages: dict[str, Page], site: Site) -> None:
    """What leads to the pages that stand in the folder, and the record of what they were made from."""
    from paylib.report import docs
    from paylib.report.site import data, index, methods

    order = [job.slug for job in notebooks.jobs([])]
    standing = [each for each in pages.values() if (out / each.file).exists()]
    standing.sort(key=lambda each: (order.index(each.slug) if each.slug in order else len(order), each.slug))
    files = {
        index.FILE: index.render(standing, site).encode(),
        methods.FILE: methods.render(site).encode(),
    }
    if data.FILE in site.files:
        files |= {data.FILE: data.render(site).encode(), **dict(data.files())}
    if docs.FILE in site.files:
        files |= {name: text.encode() for name, text in docs.files(site).items()}
    if site.url:
        files["sitemap.xml"] = site.sitemap(_pages_of(standing, files)).encode()
    for name, content in files.items():
        (out / name).parent.mkdir(exist_ok=True)
        write(out / name, content)
    around = {"key": site.key(index.FILE), "files": {name: _sha256(each) for name, each in files.items()}}
    record = {"around": around, "pages": [asdict(each) for each in standing]}
    write(out / RECORD, json.dumps(record, ensure_ascii=False, indent=1) + "\n")


def _pages_of(standing: list[Page], files: dict[str, bytes]) -> list[str]:
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
    if job.dispute and job.dispute.endswith(".toml"):
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


def store(slugs: list[str], progress: notebooks.Progress = lambda slug, cell, cells: None) -> list[Path]:
    """Run notebooks and keep their outputs in the notebooks' own files.

    Parameters
    ----------
    slugs : list of str
        The notebooks; all of them if empty.
    progress : callable, optional
        As in `build`.

    Returns
    -------
    list of pathlib.Path
        The files written.

    Raises
    ------
    ReportError
        If there is no such notebook, or one fails; notebooks before it are stored.
    """
    import nbformat

    from paylib.report.run import kernel

    paths = notebooks.find(slugs)
    with kernel.warm() if len(paths) > 1 else nullcontext(kernel.cold) as start:
        for slug, path in paths.items():
            write(path, nbformat.writes(notebooks.execute(slug, path, progress, start=start)) + "\n")
    return list(paths.values())


def _sweep(out: Path) -> None:
    """Remove what a run that was killed had not finished writing; nothing takes a minute to write."""
    for path in [*out.glob(f".*{PART}"), *out.glob(f"cards/.*{PART}")]:
        with suppress(FileNotFoundError):
            if time.time() - path.stat().st_mtime > 60:
                path.unlink()


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def write(path: Path, content: str | bytes) -> None:
    """Write a file whole or not at all; text as UTF-8."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=PART)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
