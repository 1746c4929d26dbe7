"""Cards to share: everything is said on them, nothing sticks out, and they are the same bytes every time."""

import io
import itertools
import random
import re
import struct
import xml.etree.ElementTree as ET

import nbformat
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from matplotlib.image import imread
from matplotlib.path import Path
from matplotlib.transforms import Bbox

from paylib import claims, disputes
from paylib.disputes import Source
from paylib.figures.finding import Finding
from paylib.findings import key_figures
from paylib.report import brief, cards
from paylib.report.brief import telling
from paylib.report.cards import shapes
from paylib.report.run import build as building
from paylib.report.site import Site
from tests.conftest import cases

SHOWS = """
from paylib.findings import Finding, key_figures
pay = Finding("pay", 14643.0, "gbp_year", "m", ("C_tes_200401",))
key_figures(("starting pay <b>of a youth worker</b>", pay), ("the offer", Finding("{second}", 3.0, "pct", "m")))
"""

PLAIN = cards.KeyCard("trial-pay", "£14,643", "starting pay of a youth worker", "A trial", "Source: TES.")
LONGEST = " ".join(["Beschäftigungsbedingungen of everybody who works there"] * 12)


def notebook_of(shown) -> nbformat.NotebookNode:
    output = nbformat.v4.new_output("execute_result", data=shown._repr_mimebundle_(), execution_count=1)
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("", outputs=[output])])


def pixels(card: cards.Card) -> np.ndarray:
    """A card's colours, by row and column, 0 to 255."""
    picture = imread(io.BytesIO(cards.files(card)[".png"]))
    return np.rint(picture[..., :3] * 255).astype(int)


def test_a_key_finding_becomes_a_card_with_its_source_and_the_title():
    pay = Finding("pay", 14643.0, "gbp_year", "m", ("C_tes_200401", "own"))
    gap = Finding("gap to/../x", 3462.0, "gbp_year", "m", tuple(f"own{number}" for number in range(5)))
    own = {name: Source(publisher=f"Paper {name}", title="t") for name in ("own", *gap.sources)}
    first, second = cards.of(
        notebook_of(key_figures(("starting pay.", pay), ("gap", gap))), "slug", "A title", own
    )
    assert first == ("slug-pay", "£14,643", "starting pay", "A title", "Source: Paper own; TES.", "slug.html")
    assert second.name == "slug-gap-to-x"
    assert second.source == "Source: Paper own0; Paper own1; Paper own2; and 2 more, listed on the page."


def test_the_alt_text_says_all_that_the_card_says():
    assert PLAIN.alt == (
        "£14,643: starting pay of a youth worker. From the page “A trial” by paylib. Source: TES."
    )
    assert cards.files(PLAIN)[".txt"].decode() == PLAIN.alt + "\n"


def test_a_card_is_1200_by_630_the_same_bytes_every_time_and_knows_no_date():
    made = cards.files(PLAIN)
    assert made == cards.files(PLAIN)
    png = made[".png"]
    assert struct.unpack(">II", png[16:24]) == (1200, 630)
    assert not [kind for kind in (b"tIME", b"tEXt", b"iTXt", b"zTXt") if kind in png]
    assert b"20" not in png[:8] and len(png) < 250_000


def test_the_svg_is_outlines_with_the_alt_text_as_its_title():
    hostile = PLAIN._replace(words="</title><script>x</script> $\\frac{1}{0}$ & {0}")
    root = ET.fromstring(cards.files(hostile)[".svg"])
    assert (root.get("width"), root.get("height"), root.get("role")) == ("1200", "630", "img")
    assert {each.tag.rpartition("}")[2] for each in root.iter()} == {
        *("svg", "title", "rect", "path"),
        *("defs", "g", "use"),
    }
    assert root[0].text == hostile.alt and root[0].get("id") == root.get("aria-labelledby")


def test_a_card_weighs_little_and_each_letter_of_it_is_written_once():
    """“A trial” in the head and in the foot are of two weights: one outline a letter and weight."""
    made = cards.files(PLAIN)
    assert max(len(made[kind]) for kind in (".png", "-square.png", ".svg", "-square.svg")) < 45_000
    root = ET.fromstring(made[".svg"])
    space = "{http://www.w3.org/2000/svg}"
    outlines = [each.get("d") for each in root.find(f"{space}defs")]
    used = [each.get("href")[1:] for each in root.iter(f"{space}use")]
    assert len(set(outlines)) == len(outlines) == len(set(used)) and len(used) >= len(outlines) * 2


def test_a_letter_of_the_svg_lies_where_the_picture_has_it():
    """An l is a bar: of 100 units a size, 9.4 from its left end, as wide as 9 and 76 high; drawn at 200, doubled."""
    drawn = shapes.line("l", 10, 300, 200, "#000000")
    root = ET.fromstring(cards._svg([drawn], cards.SIZES[""], "alt"))
    group = next(each for each in root.iter() if each.tag.endswith("}g"))
    left, base, scale = map(float, re.findall(r"[\d.]+", group.get("transform")))
    steps = next(each for each in root.iter() if each.get("id") == "a").get("d")
    x, y = map(int, re.match(r"m(-?\d+) ?(-?\d+)", steps).groups())
    box = drawn.path.get_extents()
    assert (left, base) == (10, 300) and left + x * scale == pytest.approx(box.x0, abs=1)
    assert base + y * scale == pytest.approx(box.y0, abs=1)


def test_the_cards_of_the_pages_weigh_less_than_seven_megabytes(reports):
    assert sum(path.stat().st_size for path in (reports / "cards").iterdir()) < 7_000_000


def test_colours_are_those_of_the_pages():
    style = (building.Path(building.__file__).parents[1] / "template" / "style.css").read_text(
        encoding="utf-8"
    )
    for name, colour in (
        ("paper", shapes.PAPER),
        ("ink", shapes.INK),
        ("accent", shapes.ACCENT),
        ("quiet", shapes.QUIET),
    ):
        assert f"--{name}: {colour};" in style
    seen = {tuple(colour) for colour in pixels(PLAIN).reshape(-1, 3)[::7]}
    for colour in (shapes.PAPER, shapes.INK, shapes.ACCENT):
        assert tuple(bytes.fromhex(colour[1:])) in seen


def box(path: Path) -> Bbox:
    """Round all points that steer its curves, so never smaller than what is drawn; found in a tenth of the time."""
    drawn = path.vertices if path.codes is None else path.vertices[path.codes != Path.CLOSEPOLY]
    return Path(drawn).get_extents()


def assert_nothing_sticks_out(card: cards.Card) -> None:
    for size in filter(card.fits, cards.SIZES.values()):
        drawn = list(cards.layout(card, size))
        boxes = [box(shape.path) for shape in drawn if len(shape.path.vertices)]
        band, *rest = boxes
        assert band.y1 < min(each.y0 for each in rest)
        for each in rest:
            assert each.x0 >= size.margin - 12 and each.x1 <= size.width - size.margin + 2, card
            assert each.y1 <= size.height - 20, card
        body = [box(shape.path) for shape in card.body(size) if len(shape.path.vertices)]
        assert all(each.y0 >= 88 and each.y1 <= size.below + 12 for each in body), card


TEXTS = ["", "x", LONGEST, "W" * 900, "日本語" * 90, "\u202e" * 3, "$1 costs $2", "£513 million"]
ON_CARDS = list(itertools.product(["figure", "words", "title", "source"], TEXTS))


@pytest.mark.slow
@pytest.mark.parametrize(("part", "text"), random.Random(1).sample(ON_CARDS, cases(len(ON_CARDS), 12)))
def test_nothing_sticks_out(part, text):
    card = PLAIN._replace(**{part: text})
    assert_nothing_sticks_out(card)
    size = cards.SIZES[""]
    margin = pixels(card)[20:, size.width - size.margin + 3 :]
    assert (margin == list(bytes.fromhex(shapes.PAPER[1:]))).all()


def test_nothing_sticks_out_when_everything_is_long():
    assert_nothing_sticks_out(cards.KeyCard("n", "£1,234,567,890 million", LONGEST, LONGEST, LONGEST))


@settings(max_examples=cases(250, 8), suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=300), st.text(max_size=60), st.text(max_size=200))
def test_no_text_at_all_sticks_out_or_fails(words, figure, title):
    assert_nothing_sticks_out(PLAIN._replace(words=words, figure=figure, title=title))


def test_long_words_are_cut_on_the_card_and_whole_in_the_alt_text():
    size, lines = shapes.fit(LONGEST, (40, 22), False, 120, 1032)
    assert size == 22 and lines[-1].endswith("…") and len(" ".join(lines)) < len(LONGEST)
    assert LONGEST in PLAIN._replace(words=LONGEST).alt
    assert shapes.fit("Short", (40, 22), False, 120, 1032) == (40, ["Short"])


def test_cards_are_made_with_the_page_and_made_again_when_one_is_gone(quick, folder_of):
    root = folder_of(SHOWS.replace("{second}", "offer"))
    out, shared = root / "out", root / "out" / "cards"
    building.build([], out)
    endings = (".png", ".svg", "-square.png", "-square.svg", ".txt")
    names = {f"trial-{finding}{ending}" for finding in ("pay", "offer") for ending in endings}
    assert {path.name for path in shared.iterdir()} == names
    before = {path.name: path.read_bytes() for path in shared.iterdir()}
    assert "Source: TES." in (shared / "trial-pay.txt").read_text(encoding="utf-8")
    index = (out / "index.html").read_text(encoding="utf-8")
    assert 'href="cards/trial-pay.png"' in index and "&lt;b&gt;of a youth worker" in index
    assert not building.build([], out).made

    (shared / "trial-pay.png").unlink()
    (shared / "trial-stranger.png").write_bytes(b"not ours")
    folder_of(SHOWS.replace("{second}", "claim"))
    assert len(building.build([], out).made) == 1
    assert (shared / "trial-pay.png").read_bytes() == before["trial-pay.png"]
    left = {path.name for path in shared.iterdir()}
    assert "trial-claim.svg" in left and "trial-offer.svg" not in left and "trial-stranger.png" in left


def test_a_card_that_was_edited_is_made_again(quick, folder_of):
    root = folder_of(SHOWS.replace("{second}", "offer"))
    building.build([], root / "out")
    card = root / "out" / "cards" / "trial-offer.txt"
    before = card.read_bytes()
    card.write_text("edited")
    assert len(building.build([], root / "out").made) == 1 and card.read_bytes() == before


@pytest.fixture(scope="module", params=["civil_service_2004", "social_care_2025"])
def of_a_brief(request):
    dispute = disputes.load(request.param)
    judged = claims.judged(dispute)
    made = brief.cards_of(dispute, judged, request.param, dispute.sources, Site(url="https://example.org/"))
    return dispute, judged, made


def test_a_brief_has_a_card_for_each_leading_claim_and_each_chart_and_none_of_a_count(of_a_brief):
    dispute, judged, made = of_a_brief
    front = telling.leading(judged)
    of_claims = [each for each in made if isinstance(each, cards.ClaimCard)]
    assert [each.quote for each in of_claims] == [telling.stated_as(each) for each in front]
    for card, each in zip(of_claims, front, strict=True):
        assert card.verdict.lower() == each.verdict and card.sentence.startswith(
            telling.sentence(dispute, each).text[:20]
        )
        assert card.who in card.alt and card.verdict in card.alt and card.source.startswith("Source: ")
        assert card.address.startswith("https://example.org/")
    charts_ = [each.name.removeprefix(f"{dispute.slug}-") for each in made if each not in of_claims]
    assert {"chart", "verdicts"} <= set(charts_) <= {"chart", "verdicts", "erosion"}
    assert not [each for each in made if isinstance(each, cards.KeyCard)]


def test_nothing_sticks_out_of_the_cards_of_a_brief(of_a_brief):
    for card in of_a_brief[2]:
        assert_nothing_sticks_out(card)


OF_CLAIMS = list(
    itertools.product(["quote", "sentence", "who", "title", "source", "address"], TEXTS[:1] + TEXTS[2:6])
)


@pytest.mark.slow
@pytest.mark.parametrize(("part", "text"), random.Random(2).sample(OF_CLAIMS, cases(len(OF_CLAIMS), 12)))
def test_nothing_sticks_out_of_the_card_of_a_claim(part, text):
    card = cards.ClaimCard(
        "n", "A claim", "A union", "Correct", "", "Figures agree.", "A title", "Source: TES.", "a.html"
    )
    assert_nothing_sticks_out(card._replace(**{part: text}))


def test_a_count_has_no_card():
    many = Finding("many", 10, "count", "m", ())
    assert not cards.of(
        notebook_of(key_figures(("of all claims", many), ("and", many))), "slug", "A title", {}
    )


def test_the_marks_of_a_card_are_those_of_the_picture():
    """A circle, the half of one, a square and two words: drawn where the picture has them, twice as large."""
    svg = (
        '<circle cx="10" cy="10" r="6" class="full u"/><path d="M10 4a6 6 0 0 1 0 12z" class="full"/>'
        '<rect x="1" y="2" width="3" height="3" class="full e"/><text x="5" y="9">two words</text>'
    )
    circle, half, square, halo, words = shapes.marks(svg, 100, 50, 2)
    assert circle.path.get_extents().bounds == pytest.approx((108, 58, 24, 24), abs=0.1)
    assert half.path.get_extents().bounds == pytest.approx((120, 58, 12, 24), abs=0.1)
    assert square.path.get_extents().bounds == pytest.approx((102, 54, 6, 6))
    assert (circle.colour, square.colour, words.colour) == ("#801650", "#12436d", shapes.INK)
    assert halo.stroke and not words.stroke
