"""The words by which a plain sentence on pay is read: whose pay, what is said, of which time.

Every pattern is a regular expression that Python and a browser read alike; the first that fits counts. They are
tried on a sentence in small letters.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Who:
    """Whose pay a word stands for.

    Parameters
    ----------
    name : str
        As the answer calls them.
    words : str
        A pattern for them.
    pays : tuple of str
        Keys of their pay (`paylib.claims.asking.pays`), from the lowest to the highest.
    lowest, highest : tuple of str
        Those that "new" or "lowest paid" and "experienced" or "top" stand for; the first and the last unless said.
    """

    name: str
    words: str
    pays: tuple[str, ...] = ()
    lowest: tuple[str, ...] = ()
    highest: tuple[str, ...] = ()


_NHS = "nhs_afc|England|||"
_TEACHERS = "teachers|England|outside London||"
_DOCTORS = "resident_doctors|England||2016|"
_NJC = "njc|England, Wales and Northern Ireland||"

WHO = (
    Who("resident doctors", r"resident doctors?|junior doctors?|trainee doctors?", (
        f"{_DOCTORS}FY1|single", f"{_DOCTORS}FY2|single", f"{_DOCTORS}CT1-2/ST1-2|single",
        f"{_DOCTORS}CT3+/ST3-5|single", f"{_DOCTORS}ST6-8|single", "resident_doctors#0")),
    Who("consultants", r"consultants?", (
        "consultants#0", "consultants#1")),
    Who("specialty doctors", r"specialty doctors?|sas doctors?", ("specialty_doctors#0",)),
    Who("salaried GPs", r"salaried gps?|\bgps?\b", ("salaried_gps#0",)),
    Who("nurses", r"nurses?\b|nursing staff|midwives|midwife", (
        f"{_NHS}band 5|entry", f"{_NHS}band 5|top", f"{_NHS}band 6|top")),
    Who("paramedics", r"paramedics?", (f"{_NHS}band 6|entry", f"{_NHS}band 6|top")),
    Who("ambulance staff", r"ambulance (?:workers?|staff|crews?)", (
        f"{_NHS}band 3|top", f"{_NHS}band 5|entry", f"{_NHS}band 6|top")),
    Who("healthcare assistants", r"health ?care assistants?|porters?|hospital cleaners?", (
        f"{_NHS}band 2|entry", f"{_NHS}band 2|top", f"{_NHS}band 3|top")),
    Who("NHS staff", r"nhs (?:staff|workers?|pay)|health workers?|agenda for change", (
        f"{_NHS}band 2|top", f"{_NHS}band 3|top", f"{_NHS}band 5|entry", f"{_NHS}band 5|top", f"{_NHS}band 6|top",
        f"{_NHS}band 7|top")),
    Who("teachers", r"teachers?\b|teaching profession|teaching staff in schools", (
        f"{_TEACHERS}main|M1", f"{_TEACHERS}main|M6", f"{_TEACHERS}upper|U3"),
        highest=(f"{_TEACHERS}main|M6", f"{_TEACHERS}upper|U3")),
    Who("university staff", r"lecturers?|academics?\b|university (?:staff|workers?|pay)|universities|higher education", (
        "university|United Kingdom||||30", "university|United Kingdom||||43")),
    Who("police constables", r"police(?: officers?| constables?)?\b|constables?", (
        "police|England and Wales||pre-2013|constable|0", "police|England and Wales||2013|constable|1",
        "police|England and Wales||pre-2013|constable|top"),
        lowest=("police|England and Wales||pre-2013|constable|0", "police|England and Wales||2013|constable|1")),
    Who("firefighters", r"fire ?fighters?|fire (?:crews?|service)", ("firefighters#0",)),
    Who("prison officers", r"prison officers?", ("prison_officers#0", "prison_officers#1")),
    Who("council workers", r"council (?:workers?|staff)|local government (?:workers?|staff)|teaching assistants?|refuse (?:workers?|collectors?)|bin (?:workers?|men)|school support staff|njc", (
        f"{_NJC}old||11", f"{_NJC}new||5", f"{_NJC}new||22", f"{_NJC}old||29", f"{_NJC}old||49")),
    Who("youth workers", r"youth (?:and community )?workers?", ("jnc_youth#0", "jnc_youth#1")),
    Who("staff of HM Revenue and Customs", r"hmrc|revenue and customs|tax (?:office )?(?:workers?|staff)", ("hmrc#0",)),
    Who("public-sector workers", r"public[- ]sector(?: workers?| pay| staff)?|public (?:servants?|workers?|pay)|state workers?", (
        "public_excluding_financial_services total", "public_excluding_financial_services regular",
        "public total", "public regular")),
    Who("private-sector workers", r"private[- ](?:sector|pay|workers?)(?: workers?| pay| staff)?", (
        "private total", "private regular")),
    Who("workers on average", r"average (?:earnings|pay|wages?|worker)|real wages|workers?'? (?:pay|wages)|wages|earnings|workers", (
        "whole_economy total", "whole_economy regular")),
)  # fmt: skip
"""Whose pay there are words for; the first that fits counts."""

ELSEWHERE = r"\bdoctors?|(?:public and private|private and public)\b|head ?teachers?|supply teachers?|(?:dental|veterinary|nursery|practice) nurses?|(?:further education|college) (?:lecturers?|teachers?|staff)|police staff|pcsos?\b|soldiers?|armed forces|train drivers?|rail(?:way)? (?:workers?|staff)|\bmps?\b|members of parliament|civil servants?|care workers?|postal workers?|social workers?|border force|dock workers?|bus drivers?"
"""Words for people whose pay by year the record does not have, or that are several groups."""

TOGETHER = r"^'?s?'?(?:,| and| or| as well as|, and) (?:the |our )?$"
"""What stands between two groups of which one thing is said."""

OCCUPATIONS = (
    (r"senior care workers?", "Senior care workers"),
    (r"care workers?|carers?", "Care workers and home carers"),
    (r"social workers?", "Social workers"),
    (r"youth workers?", "Youth and community workers"),
    (r"probation officers?", "Probation officers"),
    (r"prison officers?", "Prison service officers (below principal officer)"),
    (r"secondary (?:school )?teachers?", "Secondary education teaching professionals"),
)
"""Occupations whose median earnings the record has, as the survey of hours and earnings calls them."""

NEW = r"newly[- ]qualified|\bnew\b|starting|start(?:s|ed)? on|entry|lowest[- ]paid|first[- ]year|bottom"
EXPERIENCED = r"experienced|top of|senior|highest[- ]paid|longest[- ]serving"

HEDGES = (
    (r"at least|no less than|no fewer than", "at_least"),
    (r"at most|no more than", "at_most"),
    (r"more than|over|in excess of", "more_than"),
    (r"up to|as much as", "up_to"),
    (r"less than|fewer than|under", "fewer_than"),
    (r"almost|nearly|close to", "almost"),
    (r"about|around|roughly|some|approximately", "about"),
)
"""Words before a figure, and what they leave open (`paylib.figures.hedges`)."""

SHARES = (
    (r"(?:a|one) tenth", 10.0),
    (r"(?:a|one) fifth|one in five", 20.0),
    (r"(?:a|one) quarter", 25.0),
    (r"(?:a|one) third", 100 / 3),
    (r"(?:a |by )half", 50.0),
)
"""Shares in words, per cent."""

INDICES = (
    (r"\bcpih\b", "cpih"),
    (r"\bcpi\b|consumer prices", "cpi"),
    (r"\brpix\b", "rpix"),
    (r"\brpi\b|retail prices", "rpi"),
)
"""Words for the index that a claim names."""

_PRICES = r"(?:the (?:rate|rise) of |the rise in )?(?:inflation|prices|the cost of living|cpih?\b|rpix?\b)"
_NEGATION = r"(?:\bnot|n't|\bnever)"

SAYS = (
    ("demand", r"\bdemand(?:s|ed|ing)?\b|\bask(?:s|ed|ing)? for\b|\bwants?\b"),
    ("cost", r"\bcosts?\b(?! of living)|\bpay bill\b|\bpaybill\b"),
    ("rise_to_restore", r"restor\w+|\bneed(?:s|ed)?\b|\brequir\w+|\bwould take\b|bring\b.*\bback\b|\bcatch up\b|\bmake up\b|\bundo\b"),
    ("pounds", r"worse off|poorer|out of pocket|\blos(?:t|s|e|ing) (?:out on )?(?:[a-z]+ ){0,3}£"),
    ("below", rf"(?:{_NEGATION}|fail\w* to) (?:\w+ )?(?:kept|keep(?:s|ing)?) (?:up|pace) with {_PRICES}"),
    ("no_less_than", rf"{_NEGATION} (?:\w+ )?(?:below|behind|under|less than|lower than|fall(?:en)? (?:below|behind))[- ]{_PRICES}|(?:kept|keep(?:s|ing)?) (?:up|pace) with {_PRICES}"),
    ("no_more_than", rf"(?:{_NEGATION}|fail\w* to) (?:\w+ )?(?:above|ahead of|more than|higher than|faster than|beat(?:en)?)[- ]{_PRICES}"),
    ("above", rf"(?:above|ahead of|faster than|more than|higher than|better than|beat(?:s|en)?|outpac\w+)[- ]{_PRICES}|inflation-(?:beating|busting)|real[- ](?:terms? )?(?:pay )?(?:rise|increase)"),
    ("equal", rf"(?:in line with|match(?:es|ed|ing)?|level with) {_PRICES}"),
    ("below", rf"(?:below|behind|less than|lower than|under|slower than|slowly than|lag\w*|fall\w* behind)[- ](?:behind )?{_PRICES}|real[- ]terms? (?:pay )?cut|pay cut"),
    ("fall", r"\bf[ae]ll(?:en|s|ing)?\b|\blos(?:t|s|e|ing)\b|\bcut(?:s|ting)?\b|\bdown\b|\bdropp?\w*|\berod\w+|\berosion\b|\blower\b|\bdeclin\w+|\bslash\w+|whittled|\bworth\b.*\bless\b|\bless in real\b"),
    ("rise", r"\brise[ns]?\b|\brisen\b|\brose\b|\bgot\b|\bget(?:s|ting)?\b|\bhad\b|\bincreas\w+|\bup\b|\baward\w*|\bgrew\b|\bgrown\b|\bgrow(?:s|ing)?\b|\bhigher\b(?! education)|\bgiven\b|\breceiv\w+|\buplift\b|\bgain\w*"),
)  # fmt: skip
"""What is said, by name; the first pattern that fits counts."""

OF_PRICES = rf"{_PRICES}$"
"""How what is said ends where it sets pay beside prices."""

SO_MUCH_BEFORE = r"(?:%|per ?cent)(?: ?(?:percentage )?points?)? ?$"
SO_MUCH_AFTER = r"^ by [a-z ]*\d"
"""What stands before or after that where a figure says by how much."""

_NOT = rf"{_NEGATION}\b(?! (?:only|just|counting|including|allowing))|\bfail\w* to\b|\bno (?:longer|pay|real|rise|increase|cut|fall|faster|better|higher|larger|bigger)\b|\bneither\b|\bhardly\b|\bbarely\b"
_YEARLY = r"(?:%|per ?cent)(?: on average)? (?:a|per|each|every) year\b|\baverag(?:ed|ing)\b|\baverage (?:annual |yearly |pay )*(?:rises|increases|awards|cuts)\b|\bannual (?:pay )?(?:rises|increases|awards|cuts)\b|\bannually\b"

UNREAD = (("not", _NOT), ("yearly", _YEARLY), ("offer", r"\boffer\w*"))
"""Words that turn what is said into what is not, into figures of each year, or into an offer, by name."""

UP = r"\brise[ns]?\b|\brose\b|\bincreas\w+|\bup\b|\bgrew\b|\bgrown\b"
"""What rose: said with a fall and two figures, it is not one claim."""

PARTS = r"\b(?:but|and|then)\b|[,;]"
"""What parts of a sentence are divided by."""

LESS = r"\b(?:less|slowly|slower|smaller|lower)(?: [a-z']+){0,3} than\b"
"""What stands before "than" where one pay rose or fell by less than another."""

BY_SO_MUCH = (
    r"(?:%|per ?cent)(?: ?(?:percentage )?points?)? (?:more|less|faster|slower|higher|lower|better|worse)\b"
)
"""Where a figure says by how much more than another."""

REAL = r"in real terms|real[- ]terms|\breal\b|after inflation|adjust\w+ for inflation|against (?:rpi|cpi|cpih|inflation)"
POINT = r"\b(?:scp|(?:spinal column|spine|scale|pay) point|(?:at|on|of) point) (\d+)\b"
"""A pay point by its number."""

THAN = r"\bthan\b|\bwhile\b|\bwhereas\b|\bcompared (?:with|to)\b"
LEVEL = r"\bpaid\b|\bearn(?:s|ed|ing)?\b|\bsalary\b|\bsalaries\b|\bmedian\b|\bwent from\b|\bon £|\bpay (?:is|was)\b"

EVENTS = (
    (r"since the (?:great )?recession(?: began)?|since the (?:financial |banking )?crash|since the financial crisis", "2008"),
    (r"since austerity(?: began)?|since the coalition", "2010"),
    (r"since the pandemic|since covid", "2020"),
)  # fmt: skip
"""Times that have a name, and the year that they stand for."""

FUTURE = r"\b(?:will|are to|is to) (?:get|have|receive|be given|rise)\b"
"""What has not come yet when it is said: the award of that year."""

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)

NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty")  # fmt: skip

WITHOUT_UNIT = (
    r"\bby (?:about |around |over |nearly |almost |some |up to |at least |more than |less than )?"
    r"£? ?\d[\d.,]*(?= *(?:$|[,;!?]|\. |since |in real |after |over ))"
)
"""By how much, in figures that are neither per cent nor a sum that was read: what is meant is asked."""
