"""What every kind of check has: its own keys, a line of help, an example, and a way to try a claim."""

from __future__ import annotations

from abc import abstractmethod
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from paylib.checks.choice import Choice
from paylib.checks.evidence import Given
from paylib.checks.stated import Stated
from paylib.figures import periods
from paylib.figures.fields import MOST_OF_A_KIND, PartialDate, Record, Slug, Span, Text


def _each_once(named: tuple) -> tuple:
    """What is named twice is no second figure."""
    return tuple(dict.fromkeys(named))


Names = Annotated[tuple[Slug, ...], Field(max_length=MOST_OF_A_KIND), AfterValidator(_each_once)]

InOrder = Annotated[tuple[Slug, ...], Field(max_length=MOST_OF_A_KIND)]
"""Figures of which each has its place, so that one may stand at two: the awards of a chain, a figure and all the others."""

Pairs = Annotated[
    tuple[tuple[Slug, Slug], ...], Field(min_length=1, max_length=MOST_OF_A_KIND), AfterValidator(_each_once)
]


def _not_doubtful(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    periods.refuse_doubtful(*(end for span in spans for end in span))
    return spans


Added = Annotated[
    tuple[Span, ...],
    Field(max_length=MOST_OF_A_KIND, description="further pairs of periods: shown, and they decide nothing"),
    AfterValidator(_not_doubtful),
]

Indices = Annotated[
    tuple[Slug, ...], Field(description="price indices to show beside the standard ones; they decide nothing")
]

LeftOut = Annotated[
    dict[Slug, Text], Field(description="a standard index that you would leave out, and why; it still counts")
]

Dates = Annotated[tuple[PartialDate, ...], Field(min_length=1, max_length=MOST_OF_A_KIND)]

COMPARISONS = {
    "below": ("less than", "lower than", "fewer than", "under", "behind", "before", "fell", "cut"),
    "above": ("more than", "higher than", "over", "ahead of", "after", "rose"),
    "equal": ("in line with", "level with", "the same as", "unchanged"),
    "no_more_than": ("at most", "not above", "did not rise"),
    "no_less_than": (
        "at least",
        "not below",
        "keeps up with",
        "kept up with",
        "keeps pace with",
        "did not fall",
    ),
}
"""What a claim says of one thing beside another, and other words for the same."""

_COMPARED = {word: name for name, words in COMPARISONS.items() for word in (name.replace("_", " "), *words)}


def comparison(said: object) -> object:
    """What a claim says of one thing beside another, of the words for it; anything else as it is.

    Examples
    --------
    >>> comparison("keeps up with"), comparison("in line with"), comparison("no more than"), comparison("better")
    ('no_less_than', 'equal', 'no_more_than', 'better')
    """
    plain = " ".join(said.lower().replace("_", " ").split()) if isinstance(said, str) else said
    return _COMPARED.get(plain, said) if isinstance(plain, str) else said


Comparison = Annotated[Literal[tuple(COMPARISONS)], BeforeValidator(comparison)]
"""One of `COMPARISONS`, or a word for it."""


class Check(Record):
    """How a claim is checked. A kind of check is a class of its own; ``Check(kind="gap", …)`` makes one of it."""

    EXAMPLE: ClassVar[str] = ""
    """As it stands in a dispute file, with a note that says where."""

    OF_VALUE: ClassVar[bool] = True
    """Whether what it works out is set against the claim's value; else the value is of something else, such as years."""

    SINGLE: ClassVar[tuple[str, ...]] = ()
    """The keys that name one figure each."""

    EITHER: ClassVar[dict[str, str]] = {}
    """The keys of which it takes just one, with what each holds."""

    TOGETHER: ClassVar[bool] = False
    """Whether its figures are readings of one thing (an offer), which decide together whosever they are."""

    kind: str
    needs: Annotated[Text | None, Field(description="what somebody would have to publish to settle it")] = (
        None
    )
    note: Annotated[Text | None, Field(description="what a reader should know beside the verdict")] = None

    def __new__(cls, *args, **keys):
        kinds = {each.model_fields["kind"].default: each for each in Check.__subclasses__()}
        return super().__new__(kinds.get(keys.get("kind"), cls) if cls is Check else cls)

    @model_validator(mode="after")
    def _just_one(self) -> Check:
        if self.EITHER and sum(bool(getattr(self, name)) for name in self.EITHER) != 1:
            told = (f"{name} ({what})" if what else name for name, what in self.EITHER.items())
            raise ValueError(f"it takes either {' or '.join(told)}")
        return self

    @property
    def figures_named(self) -> tuple[str, ...]:
        """The ids of the figures that the check uses."""
        paired = (name for pair in getattr(self, "pairs", ()) for name in pair)
        single = (name for key in self.SINGLE if (name := getattr(self, key)) is not None)
        return tuple(dict.fromkeys([*getattr(self, "figures", ()), *paired, *single]))

    @property
    def ballots_named(self) -> tuple[str, ...]:
        """The ids of the ballots that the check uses."""
        return getattr(self, "ballots", ())

    @property
    def offer_named(self) -> str | None:
        """The id of the offer that the claim is about."""
        return getattr(self, "offer", None)

    @abstractmethod
    def tried(self, stated: Stated, given: Given) -> list[Choice]:
        """Try a claim in every way.

        Parameters
        ----------
        stated : Stated
            The claim, without its party.
        given : Given
            What the dispute gives under the names that the check uses.

        Returns
        -------
        list of Choice

        Raises
        ------
        PaylibError
            If the claim or a figure does not fit the check.
        """
