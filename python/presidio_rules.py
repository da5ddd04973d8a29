"""What surrounds a name, and what a model makes of it: rules that find, mend and drop."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from presidio_casing import LIKELY, PLACE_PREFIXES, PLACE_SUFFIXES, POSSIBLE, WORD, is_code
from presidio_words import CALENDAR, COUNTRIES, FUNCTION, NAMES_TOO, PARTICLES, PRODUCTS, STATE_NAMES, STATES, SUFFIXES, TITLES, Likeness

# Start, end, entity.
Found = tuple[int, int, str]

NAME_WORD = r"[^\W\d_](?:[^\W\d_]|['’\-](?=[^\W\d_]))*"
# One to four words of a name, with initials and particles between.
NAMES = rf"(?:{NAME_WORD}\.?(?:[ \t]+|(?=\s|$|[^\w\s])))" + r"{1,5}"
_TITLES = "|".join(sorted((re.escape(title) for title in TITLES), key=len, reverse=True))
_KIN = (
    "wife|husband|son|daughter|brother|sister|mother|father|mom|mum|dad|girlfriend|boyfriend|partner|fiance|fiancee|"
    "fiancé|fiancée|friend|boss|manager|landlord|landlady|colleague|coworker|neighbor|neighbour|roommate|cousin|uncle|"
    "aunt|nephew|niece|grandmother|grandfather|grandma|grandpa|doctor|dentist|lawyer|attorney|teacher|therapist|"
    "supervisor|assistant|client|kid|child|baby|ex"
)
_KEYS = (
    r"(?:full[ _-]?|first[ _-]?|last[ _-]?|given[ _-]?|family[ _-]?|sur|middle[ _-]?|fore|user[ _-]?|display[ _-]?|contact[ _-]?|"
    r"customer[ _-]?|patient[ _-]?|employee[ _-]?|client[ _-]?|applicant[ _-]?|account[ _-]?holder[ _-]?)?names?|customer|"
    r"patient|author|assignee|assigned[ _-]?(?:to|by)|attendees?|participants?|owner|contact|emergency contact|employee|"
    r"candidate|applicant|reporter|reported[ _-]?by|requester|requested[ _-]?by|client|manager|spouse|from|to|cc|bcc|"
    r"signed[ _-]?by|approved[ _-]?by|created[ _-]?by|prepared[ _-]?by|reviewed[ _-]?by|reviewer|recipient|sender|"
    r"passenger|guest|tenant|beneficiary|cardholder|insured|claimant|plaintiff|defendant|witness|physician|"
    r"attending|provider|caller|speaker|host|attn|attention|ship to|bill to|deliver to|next of kin|agent|nurse"
)
_PLACE_KEYS = (
    r"(?:home[ _-]?|birth[ _-]?|billing[ _-]?|shipping[ _-]?|customer[ _-]?|office[ _-]?|current[ _-]?|ship[ _-]?|town/)?"
    r"(?:city|town|country|state|province|location|region|hometown|birthplace|place[ _-]?of[ _-]?birth|destination|origin|"
    r"office|venue|branch|headquarters|hq|territory|based in|place)"
)
_VALUE = r"(?:[\"'`]?[ \t]*(?:[:=]|\bin\b[ \t]*\()[ \t]*[\"'`\[(]{0,2}[ \t]*|>[ \t]*)"

PERSON_COLUMN = re.compile(rf"(?:{_KEYS})")
PLACE_COLUMN = re.compile(rf"(?:{_PLACE_KEYS}|address|street)")
# Each gives words of which those in front that can be a name are one. The number is how little like a name they may be.
PERSON_RULES: tuple[tuple[re.Pattern[str], float], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE | re.MULTILINE), floor)
    for pattern, floor in (
        (rf"\b(?:{_TITLES})\b\.?[ \t]+(?P<name>{NAMES})", POSSIBLE),
        (rf"\b(?:my|his|her|your) (?:full |first |last )?name(?: is|['’]s)[ \t]+(?P<name>{NAMES})", -1),
        (rf"\b(?:the name(?: is|['’]s)|named|call me|signed,)[ \t]+(?P<name>{NAMES})", POSSIBLE),
        (rf"\b(?:i am|i['’]?m|this is|it['’]?s|speaking with|spoke (?:to|with))[ \t]+(?P<name>{NAMES})", LIKELY),
        (rf"^[ \t>]{{0,8}}(?:hi|hey|hello|dear|greetings|good (?:morning|afternoon|evening))[ \t]+(?P<name>{NAMES})(?=[,!.:\n]|$)", POSSIBLE),
        (rf"\b(?:thanks|thank you|thx|cheers|regards|best|hi|hey|hello|sorry|welcome),?[ \t]+(?P<name>{NAMES})(?=[,!.?\n]|$)", LIKELY),
        (rf"\b(?:my|his|her|their|our|your)[ \t]+(?:\w+[ \t]+)?(?:{_KIN}),?[ \t]+(?P<name>{NAMES})", 0),
        (rf"(?<![\w-])[\"'`]?(?:{_KEYS}){_VALUE}(?P<name>{NAMES})", 0),
        (rf"(?<![\w.@])@(?P<name>{NAME_WORD})\b(?![@.\w/])", LIKELY),
    )
)
LAST_FIRST = re.compile(
    r"(?:^|(?<=[;(\"]))[ \t]*(?:\d{1,3}[.)][ \t]*|[-*•][ \t]*)?(?P<last>[^\W\d_a-z][\w'’-]+),[ \t]+(?P<first>[^\W\d_a-z][\w'’-]+)"
    r"(?=[ \t]*(?:$|[(;\"|]|[A-Z]\.|,[ \t]*(?:and\b|\d|[^\W\d_a-z][\w'’-]+,)))", re.MULTILINE
)
SLASHED = re.compile(r"(?<![\w/.-])(?P<last>[^\W\d_a-z][\w'’-]+)/(?P<first>[^\W\d_a-z][\w'’-]+)(?![\w/])")
SPEAKER = re.compile(
    r"^[ \t]*(?:\[[\d:. apmAPM-]{4,20}\][ \t]*<?(?P<stamped>[^\W\d_a-z]\w+(?:[ \t][^\W\d_a-z]\w+)?)>?[ \t]*:|"
    r"(?P<timed>[^\W\d_a-z]\w+(?:[ \t][^\W\d_a-z]\w+)?)[ \t]+(?:\d{1,2}:\d\d|\[\d{1,2}:\d\d)|"
    r"(?P<plain>[^\W\d_a-z]\w+(?:[ \t][^\W\d_a-z]\w+)?):(?=[ \t]))", re.MULTILINE
)
TODO = re.compile(r"\b(?:TODO|FIXME|XXX|HACK|NOTE)\((?P<name>[^\W\d_]+)\)")
CLOSING = re.compile(
    r"^[ \t>]{0,8}(?:(?:kind|best|warm|many|with best|with kind|yours?)[ \t]{1,3})?(?:(?:regards|wishes|thanks|cheers|sincerely|best|"
    r"truly|faithfully|yours|respectfully|cordially|love|xoxo|thank you))[ \t]{0,3}[,!.]?[ \t]{0,8}\n{1,2}[ \t>–—-]{0,8}(?P<line>[^\n]{2,60})",
    re.IGNORECASE | re.MULTILINE,
)
# "Jane Doe <jane@example.com>": what stands in front.
ANGLED_ADDRESS = re.compile(r"<[^<>\s@]{1,64}@[^<>\s@]{1,255}>")
BEFORE_ADDRESS = re.compile(r"(?P<name>(?:[^\W\d_a-z][\w'’.-]*[ \t]+){1,4})\"?[ \t]*$")
EMAIL = re.compile(r"(?<![\w.+-])([\w.+-]{2,64})@[\w-]+(?:\.[\w-]+)+")
ROLES = frozenset(
    """info support admin sales contact hello help team office mail service billing noreply reply press jobs careers hr
    it security abuse postmaster webmaster newsletter news marketing test user customer orders order accounts example
    root dev ops data""".split()
)

_US_SUFFIX = (
    "street|st|avenue|ave|road|rd|lane|ln|drive|dr|court|ct|boulevard|blvd|place|pl|way|terrace|ter|circle|cir|parkway|"
    "pkwy|highway|hwy|square|sq|trail|trl|close|crescent|gardens|grove|mews|row|walk|hill|alley|plaza|loop|run|path"
)
_CAPITAL = r"(?-i:[^\W\d_a-z])[^\W\d_]*\.?"
STREETS = tuple(
    re.compile(pattern, flags)
    for pattern, flags in (
        (rf"(?<![\w.,-])\d{{1,6}}[a-zA-Z]?[ \t]+(?:[nsew]{{1,2}}\.?[ \t]+)?(?:\d{{1,3}}(?:st|nd|rd|th)[ \t]+|(?:[^\W\d_][\w'’.-]*[ \t]+){{1,4}}?)"
         rf"(?:{_US_SUFFIX})\b\.?(?:[ \t]+[nsew]{{1,2}}\b)?(?:,?[ \t]+(?:apt|apartment|suite|ste|unit|floor|fl|#)\.?[ \t]*#?[\w-]+)?", re.IGNORECASE),
        (r"(?<!\w)[^\W\d_][\w-]*(?:straße|strasse|str\.|gasse|weg|platz|allee|ufer|damm|ring|straat|laan|gracht|plein|gatan|vägen|gade|vej|gata|veien)"
         r"[ \t]+\d{1,4}[a-z]?\b", re.IGNORECASE),
        (r"(?<![\w.,-])\d{1,4}(?:[ \t]?(?:bis|ter))?,?[ \t]+(?:rue|avenue|boulevard|bd|place|chemin|allée|quai|impasse|cours|route)[ \t]+"
         r"[^\n,;.\"]{2,40}?(?=[\n,;.\"]|[ \t]+(?:in|and|is|was|at)\b|$)", re.IGNORECASE),
        (rf"\b(?:calle|avenida|avda\.?|av\.|paseo|plaza|carrera|via|viale|corso|piazza|largo|rua|travessa|praça|ul\.|ulica|al\.|aleja|os\.)[ \t]+"
         rf"(?:(?:de|del|da|do|das|dos|di|la|las|los|el)[ \t]+)*(?:{_CAPITAL}[ \t]+){{1,4}}\d{{1,4}}\b", re.IGNORECASE),
        (rf"(?<![\w.,-])\d{{1,4}}[ \t]+(?:{_CAPITAL}[ \t]+){{1,3}}(?:marg|nagar|salai|caddesi|cad\.|sokak|sok\.|bulvarı)\b", re.IGNORECASE),
        (rf"(?<![\w.,-])\d{{1,4}}[ \t]+{_CAPITAL}-(?:dori|cho|machi)\b", re.IGNORECASE),
    )
)
CITY_AND_STATE = re.compile(
    rf"(?<!\w)(?P<city>{_CAPITAL}(?:[ \t-]+{_CAPITAL}){{0,2}}),[ \t]*"
    rf"(?P<state>{STATES}|{STATE_NAMES}|{COUNTRIES})\b(?![^\s,.;:)\]\"'|?!-])"
)
ADDRESS_TAIL = re.compile(
    rf"[ \t]*[,\n]?[ \t]*(?P<city>(?:{NAME_WORD}\.?[ \t]*){{1,3}}?),?[ \t]+(?P<state>{STATES})\b(?=[ \t]*(?:\d{{5}}|[,.\n?!]|$))",
    re.IGNORECASE,
)
_AMBIGUOUS = "Georgia|Virginia|Washington|Jordan|Chad|Montana|Israel|Turkey|Wales|China|Jamaica|Kenya|Dakota|Carolina"
STATE_OR_COUNTRY = re.compile(
    rf"(?<![\w.@/-])(?!(?:{_AMBIGUOUS})\b)(?:{STATE_NAMES}|{COUNTRIES})(?![\w@-])(?![ \t]+(?:[A-Z]\w+|said|says|will|has|told)\b)"
)
STATE_VALUE = re.compile(rf"(?i:\b(?:state|st|province)[\"']?[ \t]*[:=>][ \t]*[\"']?)(?P<state>{STATES})\b")
DATELINE = re.compile(
    rf"^[ \t]*(?P<city>{_CAPITAL}(?:[ \t]{_CAPITAL}){{0,2}}),[ \t]+(?:January|February|March|April|May|June|July|August|September|"
    r"October|November|December|[A-Z][a-z]{2}\.?)[ \t]+\d",
    re.MULTILINE,
)
# "…, 80331 Munich", "…\nMunich".
ADDRESS_CITY = re.compile(rf"[ \t]*[,\n][ \t]*(?:(?:[A-Z]{{1,2}}-)?\d{{4,6}}[ \t]+)?(?P<city>{_CAPITAL}(?:[ \t-]{_CAPITAL}){{0,2}})(?![\w@:])")
LOWER_CITY_AND_STATE = re.compile(rf"(?<=[ \t,])(?P<state>(?:{STATES})(?=[ \t]+\d{{5}}\b))", re.IGNORECASE)
PLACE_VALUE = re.compile(rf"(?<![\w-])[\"'`]?(?:{_PLACE_KEYS}){_VALUE}(?P<name>{NAMES})", re.IGNORECASE | re.MULTILINE)
SURE_PLACE = re.compile(r"city|town|country|birth", re.IGNORECASE)
# Of the prefixes of places those that no person's name begins with.
SURE_PREFIXES = frozenset("new san santa los las fort baton palo".split())
CODE_MARKS = re.compile(r"[\d_(){}\[\]<>=;$\\@#/|`%*+^~\"]")
# The rest of "TKT-4711".
IDENTIFIER = re.compile(r"[-_#]?\d")
CAMEL = re.compile(r"[a-z][A-Z]")
HEADING = re.compile(r"^\s*(?:#{1,6}\s|\d+(?:\.\d+)*[.)]?\s+[A-Z]|[-*]\s+\*\*|={2,}|\*\*)")
SPLIT = re.compile(r"[\n\t|;]+|,\s+|\s+-\s+")


# What stands in front of a place, and behind one.
_GOING = (
    r"fl(?:y|ying|ew|ights?)|driv(?:e|es|ing)|drove|train|bus|trip|travel\w*|mov(?:e|es|ed|ing)|relocat\w+|ship(?:s|ped|ping)?|"
    r"head(?:ed|ing)|log(?:s|ged|in|ging)?|call(?:s|ed|ing)?|writ(?:es|ing)|hail(?:s|ing)?|based|liv(?:e|es|ed)|go|goes|going|went|com(?:e|es|ing)|came|born|grew|living|return(?:s|ed|ing)?|commut\w+|deliver\w*"
)
PLACE_BEFORE = re.compile(
    rf"(?:(?<!\w)(?:in|near|throughout|outside|around|visit|visits|visited|visiting|downtown|"
    rf"(?:outskirts|city|town|north|south|east|west|suburbs?|mayor|streets|cent(?:er|re)|capital|people|port|bay|university)[ \t]of|"
    rf"neighbou?ring|greater|visits?[ \t]to|between)[ \t]+(?:the[ \t]+)?|"
    rf"\b(?:{_GOING})\b[^.\n]{{0,30}}\b(?:from|to|for|via)[ \t]+(?:the[ \t]+)?|"
    rf"\bfrom[ \t]+[\w .]{{2,30}}[ \t]to[ \t]+)$",
    re.IGNORECASE,
)
_SITES = (
    "team|rollout|office|offices|airport|area|branch|region|plant|warehouse|campus|headquarters|hq|metro|county|suburbs|store|clinic|"
    "site|division|location|hub|depot|facility|harbor|harbour|station|university|marathon"
)
PLACE_AFTER = re.compile(rf"[ \t]+(?:{_SITES.removeprefix('team|rollout|')})\b|,[ \t]*(?:{STATES})\b", re.IGNORECASE)
SITE = re.compile(rf"\b(?:the|our|your|their|my|a|an)[ \t]+(?P<name>(?:{_CAPITAL}[ \t]+){{1,3}}?)(?i:{_SITES})\b")
IN_PLACE = re.compile(rf"(?<!\w)(?:[Ii]n|[Nn]ear)[ \t]+(?P<name>{_CAPITAL}(?:[ \t]+{_CAPITAL}){{0,2}})(?!['’\w(])")
PERSON_AFTER = re.compile(
    r"[ \t]+(?:will|has|had|said|says|asked|asks|wrote|writes|called|calls|told|thinks|wants|wanted|needs|likes|loves|lives|"
    r"lived|works|worked|joined|joins|signed|approved|agreed|confirmed|mentioned|replied|lost|got|can|could|should|would|"
    r"does|did|doesn['’]t|didn['’]t|isn['’]t|won['’]t|is going|and i|and I)\b|['’]s[ \t]+(?:wife|husband|son|daughter|mother|father|"
    r"brother|sister|email|e-mail|phone|number|account|laptop|manager|boss|name|order|request|birthday|salary|password)\b"
)
COMPANY = re.compile(
    r"\b(?:ltd|inc|llc|corp|gmbh|ag|plc|co|company|group|bank|insurance|university|hospital|foundation|institute|"
    r"logistics|systems|software|media|foods|energy|labs|technologies|solutions|partners|holdings|team|department|"
    r"support|center|centre|plan|suite|edition|cloud|api|sdk|app|store|service|services|operations|marketing|finance|accounting|desk|office|management|administration|engineering|prevention|relations)\.?$",
    re.IGNORECASE,
)


class Rules:
    def __init__(self, likeness: Likeness, allowed: Iterable[str] = ()) -> None:
        self.likeness = likeness
        self.allowed = frozenset(word.casefold() for word in allowed)

    # MARK: of single words

    def _name(self, word: str) -> float:
        """How much a word is like a name; one that is not known might be one."""
        value = self.likeness.name(word)
        return (LIKELY if word[:1].isupper() else 0.0) if value is None else value

    def _place(self, word: str) -> float:
        value = self.likeness.place(word)
        return 0.0 if value is None else value

    def _can_be_name(self, word: str, floor: float, is_first: bool = True) -> bool:
        bare = word.rstrip(".").removesuffix("'s").removesuffix("’s")
        low = bare.lower()
        if low in FUNCTION or is_first and low in PRODUCTS or low in self.allowed or CAMEL.search(bare):
            return False
        if low in CALENDAR and not (low in NAMES_TOO and bare[:1].isupper()):
            return False
        if len(bare) == 1:
            return bare.isupper()
        return self._name(bare) >= floor

    def _can_be_place(self, word: str) -> bool:
        low = word.lower()
        if low in FUNCTION or low in PRODUCTS or low in CALENDAR or low in TITLES or low in self.allowed:
            return False
        if CAMEL.search(word) or word.isupper() and len(word) > 1:
            return False
        return low in PLACE_PREFIXES or low in PLACE_SUFFIXES or self._place(word) > -0.1

    # MARK: finding

    def names(self, view: str) -> Iterator[Found]:
        """Names that what stands around them tells, in a text with its casing repaired."""
        for rule, floor in PERSON_RULES:
            for match in rule.finditer(view):
                if span := self._leading(view, match.start("name"), match.end("name"), floor):
                    yield *span, "PERSON"
        for match in ANGLED_ADDRESS.finditer(view):
            if before := BEFORE_ADDRESS.search(view, max(0, match.start() - 80), match.start()):
                if span := self._leading(view, before.start("name"), before.end("name"), POSSIBLE):
                    yield *span, "PERSON"
        for rule in (LAST_FIRST, SLASHED):
            for match in rule.finditer(view):
                first, last = match["first"], match["last"]
                is_pair = self._can_be_name(first, LIKELY) and self._can_be_name(last, -0.7)
                is_pair = is_pair or self._can_be_name(last, 0.3) and self._can_be_name(first, -0.2)
                is_place = max(self._place(last) - self._name(last), self._place(first) - self._name(first)) > 0.15
                if is_pair and not is_place:
                    yield *match.span("last"), "PERSON"
                    yield *match.span("first"), "PERSON"
        for match in SPEAKER.finditer(view):
            kind = match.lastgroup or ""
            words = match[kind].split()
            if all(self._can_be_name(word, LIKELY if kind == "plain" else POSSIBLE) for word in words):
                yield *match.span(kind), "PERSON"
        for match in TODO.finditer(view):
            if self._can_be_name(match["name"], LIKELY):
                yield *match.span("name"), "PERSON"
        for match in CLOSING.finditer(view):
            line = match["line"].strip()
            words = WORD.findall(line)
            if 1 <= len(words) <= 4 and not re.search(r"[\d:@]", line) and not COMPANY.search(line):
                if span := self._leading(view, match.start("line"), match.end("line"), POSSIBLE):
                    yield *span, "PERSON"

    def _leading(self, text: str, start: int, end: int, floor: float) -> tuple[int, int] | None:
        """The part in front that can be a name."""
        first = last = None
        count = 0
        is_given = False
        for match in re.finditer(rf"{NAME_WORD}\.?", text[start:end]):
            word = match[0]
            low = word.lower()
            is_capital = word[0].isupper()
            if first is None:
                if low.rstrip(".") in TITLES:
                    continue
                # A script without capitals has them nowhere.
                if not (is_capital or word[0].isalpha() and word[0].upper() == word[0].lower()):
                    return None
                if not self._can_be_name(word, floor) or low in PARTICLES and not is_capital:
                    return None
                first, last = start + match.start(), start + match.end()
                is_given = self._name(word) > 0.3
            elif low in PARTICLES and not is_capital:
                continue
            elif low in SUFFIXES:
                last = start + match.end()
                break
            elif is_capital and (len(word.rstrip(".")) == 1 or self._can_be_name(word, -1 if is_given else POSSIBLE, False)):
                last = start + match.end()
                is_given = False
            else:
                break
            count += 1
            if word.endswith(".") and len(word) > 2:
                break
            if count == 4:
                break
        if first is None or last is None:
            return None
        while last > first and text[last - 1] in ".'’-":
            last -= 1
        return first, last

    def of_addresses(self, text: str, found: Iterable[Found]) -> Iterator[Found]:
        """Words that stand in an e-mail address or in a name elsewhere in the text."""
        parts: set[str] = set()
        for match in EMAIL.finditer(text):
            for part in re.split(r"[._+\-\d]+", match[1]):
                low = part.lower()
                if len(low) >= 3 and low not in ROLES and low not in FUNCTION and self._name(low) > POSSIBLE:
                    parts.add(low)
        for start, end, entity in found:
            if entity == "PERSON":
                for match in WORD.finditer(text, start, end):
                    low = match[0].lower().removesuffix("'s").removesuffix("’s")
                    if len(low) >= 3 and low not in FUNCTION and low not in PARTICLES and low not in PRODUCTS:
                        parts.add(low)
        parts -= self.allowed | CALENDAR
        if not parts:
            return
        addresses = [match.span() for match in EMAIL.finditer(text)]
        for match in WORD.finditer(text):
            low = match[0].lower().removesuffix("'s").removesuffix("’s")
            if low not in parts or any(start <= match.start() < end for start, end in addresses):
                continue
            if match[0][0].isupper() or self._name(low) > LIKELY:
                yield match.start(), match.start() + len(low), "PERSON"

    @staticmethod
    def outside_addresses(text: str, found: Iterable[Found]) -> list[Found]:
        """Without what lies in an e-mail address: that is found as a whole elsewhere."""
        addresses = [match.span() for match in EMAIL.finditer(text)]
        return [span for span in found if not any(start <= span[0] and span[1] <= end for start, end in addresses)]

    def consistent(self, view: str, found: list[Found]) -> list[Found]:
        """One word is one thing in a text: Victoria is no place where Victoria Lang is, and Austin no person in Austin."""
        names: set[str] = set()
        for start, end, entity in found:
            words = WORD.findall(view, start, end) if entity == "PERSON" else []
            if len(words) > 1:
                names.update(word.lower() for word in words)
        places = {view[start:end].lower() for start, end, entity in found if entity == "LOCATION"} - names
        found = [
            (*span[:2], "LOCATION") if span[2] == "PERSON" and view[span[0] : span[1]].lower() in places
            and not PERSON_AFTER.match(view, span[1]) else span
            for span in found
        ]
        return [
            span
            for span in found
            if span[2] != "LOCATION" or view[span[0] : span[1]].lower() not in names or self._is_in_place(view, *span[:2])
        ]

    def places(self, view: str) -> Iterator[Found]:
        for street in STREETS:
            for match in street.finditer(view):
                yield match.start(), match.end(), "LOCATION"
                if tail := ADDRESS_TAIL.match(view, match.end()):
                    yield tail.start("city"), tail.start("city") + len(tail["city"].rstrip()), "LOCATION"
                    yield tail.start("state"), tail.end("state"), "LOCATION"
                elif tail := ADDRESS_CITY.match(view, match.end()):
                    if all(self._can_be_place(word) for word in WORD.findall(tail["city"])):
                        yield tail.start("city"), tail.end("city"), "LOCATION"
        for match in CITY_AND_STATE.finditer(view):
            words = match["city"].split()
            start = match.start("city")
            # "Living in Fort Worth, TX": what is before the city belongs elsewhere.
            while words and (words[0].lower() in FUNCTION or self._place(words[0]) < -0.35 and len(words) > 1):
                start += len(words.pop(0)) + 1
            is_person = len(words) > 1 and words[0].lower() not in PLACE_PREFIXES and (
                self._name(words[0]) > max(0.3, self._place(words[0]) + LIKELY)
            )
            if words and not is_person:
                yield start, match.end("city"), "LOCATION"
            if words and not (is_person and match["state"].isupper()):
                yield match.start("state"), match.end("state"), "LOCATION"
        for match in STATE_OR_COUNTRY.finditer(view):
            yield match.start(), match.end(), "LOCATION"
        for match in STATE_VALUE.finditer(view):
            yield match.start("state"), match.end("state"), "LOCATION"
        for match in DATELINE.finditer(view):
            yield match.start("city"), match.end("city"), "LOCATION"
        for match in LOWER_CITY_AND_STATE.finditer(view):
            yield match.start("state"), match.end("state"), "LOCATION"
        for rule in (SITE, IN_PLACE):
            for match in rule.finditer(view):
                name = match["name"].rstrip()
                words = [word[0] for word in WORD.finditer(name)]
                if len(words[-1]) > 3:
                    name = name.rstrip(".")
                if all(self._can_be_place(word) for word in words):
                    yield match.start("name"), match.start("name") + len(name), "LOCATION"
        for match in PLACE_VALUE.finditer(view):
            line = view[match.start("name") : match.end("name")]
            words = [word[0] for word in WORD.finditer(line)]
            floor = -0.3 if SURE_PLACE.search(match[0][: match.start("name") - match.start()]) else 0
            if words and words[0][0].isupper() and max(self._place(word) for word in words) > floor:
                yield match.start("name"), match.start("name") + len(line.rstrip()), "LOCATION"

    def listed(self, view: str, found: list[Found]) -> Iterator[Found]:
        """What follows a name in a list of names."""
        for start, end, entity in found:
            while entity == "PERSON":
                match = NEXT_OF_LIST.match(view, end)
                if not match:
                    break
                words = [word[0] for word in WORD.finditer(match["name"])]
                if match["mark"] in (",", ";") and len(words) < 2 or COMPANY.search(match["name"]):
                    break
                if not all(self._can_be_name(word, -0.5) for word in words) or words[0].lower() in TITLES:
                    break
                if self._place(words[0]) > self._name(words[0]) + 0.2 and len(words) == 1:
                    break
                if self._is_title_case(self._line(view, start, end)):
                    break
                end = match.end("name")
                yield match.start("name"), end, "PERSON"

    # MARK: mending

    def mended(self, view: str, found: Iterable[tuple[int, int, str]]) -> Iterator[Found]:
        """What a model found, cut to what can be a name or a place, with what it mistook for something else."""
        for start, end, label in found:
            line = self._line(view, start, end)
            for first, last in self._pieces(view, start, end):
                span = self._mended(view, first, last, label, line)
                # Only what comes first is what the model meant.
                if span is not None and (first == start or max(map(self._name, view[first:last].split())) >= LIKELY):
                    yield span

    @staticmethod
    def _pieces(view: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        place = start
        for match in SPLIT.finditer(view, start, end):
            if place < match.start():
                yield place, match.start()
            place = match.end()
        if place < end:
            yield place, end

    def _mended(self, view: str, start: int, end: int, label: str, line: str) -> Found | None:
        words = list(re.finditer(rf"{NAME_WORD}\.?", view[start:end]))
        # "Hi Jane": what is no part of a name at the ends.
        while words and (words[0][0].lower().rstrip(".") in FUNCTION | TITLES and label != "LOCATION" or words[0][0].lower() == "the"):
            del words[0]
        while words and words[-1][0].lower() in FUNCTION and label == "PERSON":
            del words[-1]
        if not words:
            return None
        first, last = start + words[0].start(), start + words[-1].end()
        if CODE_MARKS.search(view[first:last]) or IDENTIFIER.match(view, last):
            return None
        texts = [word[0].removesuffix("'s").removesuffix("’s") for word in words]
        if last - first > 2 and view[last - 2 : last] in ("'s", "’s"):
            last -= 2
        while last > first and view[last - 1] in "-'’":
            last -= 1
        bare = [text.rstrip(".") for text in texts]
        lows = [text.lower() for text in bare]
        if all(low in PRODUCTS or low in CALENDAR or low in self.allowed for low in lows):
            return None
        if any(CAMEL.search(text) and not re.match(r"(?:Mc|Mac|De|Di|La|Le|O['’])[A-Z]", text) for text in bare):
            return None
        names = [self._name(text) for text in bare if len(text) > 1]
        places = [self._place(text) for text in bare if len(text) > 1]
        best_name, best_place = max(names, default=0.0), max(places, default=0.0)
        if self.likeness.is_known and all(word.islower() for word in bare):
            # With its casing repaired a name would have a capital.
            return None
        is_cased = any(character.islower() for character in line)
        shortest = 4 if label == "PERSON" else 6
        if len(bare) == 1 and bare[0].isupper() and is_cased and (len(bare[0]) < shortest or best_name < 0.3):
            return None
        if label not in ("PERSON", "LOCATION"):
            # Taken for a company or a work: two words that are both like names are a person.
            if len(bare) >= 2 and min(names, default=0) >= LIKELY and len(names) <= 3 and best_name >= best_place - 0.05:
                return first, last, "PERSON"
            if len(bare) == 1 and self.likeness.is_known and not is_code(line):
                if best_name > 0.3 and best_name > best_place:
                    return first, last, "PERSON"
                if best_place > 0.3 and best_place > best_name:
                    return first, last, "LOCATION"
            return None
        if is_code(line) and best_name < LIKELY and best_place < LIKELY:
            return None
        if len(lows) > 1 and label != "LOCATION" and (lows[0] in SURE_PREFIXES or lows[-1] in PLACE_SUFFIXES and best_place > 0):
            return first, last, "LOCATION"
        if COMPANY.search(view[first:last]) and (len(bare) > 1 or best_name < LIKELY):
            return None
        if self.likeness.is_known:
            if label == "PERSON":
                if len(bare) == 1 and best_name < -0.25 and not CALLED.search(view, max(0, first - 30), first):
                    return None
                if best_name < LIKELY and (HEADING.match(line) or self._is_title_case(line)):
                    return None
                if len(bare) > 1 and best_name < -0.1:
                    return None
                if len(bare) > 1 or PERSON_AFTER.match(view, last):
                    pass
                elif best_place > best_name + 0.15 and best_place > 0.25:
                    label = "LOCATION"
                elif self._is_in_place(view, first, last):
                    label = "LOCATION"
            elif best_place < -0.25 and best_name < LIKELY:
                return None
            elif not self._is_in_place(view, first, last) and (
                best_name > best_place + 0.15
                and best_name > 0.25
                or len(bare) == 1
                and best_name > 0
                and PERSON_AFTER.match(view, last)
            ):
                label = "PERSON"
        if label == "PERSON" and all(low in PARTICLES for low in lows):
            return None
        return first, last, label

    @staticmethod
    def _is_in_place(view: str, start: int, end: int) -> bool:
        return bool(PLACE_BEFORE.search(view, max(0, start - 60), start) or PLACE_AFTER.match(view, end))

    def unseen(self, view: str, taken: Iterable[tuple[int, int, str]]) -> Iterator[Found]:
        """Words with a capital that a model passed over though they are much like names or places."""
        if not self.likeness.is_known:
            return
        ranges = [(start, end) for start, end, _ in taken]
        for match in CAPITALS.finditer(view):
            start, end = match.span()
            if any(first < end and start < last for first, last in ranges) or COMPANY.search(match[0]):
                continue
            words = [word[0] for word in WORD.finditer(match[0])]
            if len(words) > 3 or IDENTIFIER.match(view, end) or words[0].lower() in TITLES:
                continue
            line = self._line(view, start, end)
            is_cased = any(character.islower() for character in line)
            if is_cased and any(word.isupper() and len(word) > 1 for word in words) or is_code(line):
                continue
            lows = [word.lower() for word in words]
            is_composed = len(lows) > 1 and (lows[0] in SURE_PREFIXES or lows[-1] in PLACE_SUFFIXES)
            if (is_composed or self._is_in_place(view, start, end)) and all(self._can_be_place(word) for word in words):
                yield start, end, "LOCATION"
                continue
            if HEADING.match(line) or self._is_title_case(line) or not all(self._can_be_name(word, POSSIBLE) for word in words):
                continue
            name, place = self._name(words[0]), self._place(words[0])
            if name > 0.35 and name > place + 0.1:
                yield start, end, "PERSON"
            elif len(words) > 1 and len(line) > end - start and not self._is_title_case(line):
                if min(self._name(word) for word in words) >= LIKELY or self._name(words[-1]) > 0.35:
                    yield start, end, "PERSON"

    @staticmethod
    def _line(text: str, start: int, end: int) -> str:
        stop = text.find("\n", end)
        return text[text.rfind("\n", 0, start) + 1 : len(text) if stop < 0 else stop]

    def tables(self, view: str) -> Iterator[Found]:
        """What stands in columns whose heading says that they have names or places."""
        lines = view.splitlines(keepends=True)
        place = 0
        columns: dict[int, str] = {}
        separator = ""
        for number, line in enumerate(lines):
            cells = line.split(separator) if columns else []
            if columns and len(cells) > max(columns):
                at = place
                for index, cell in enumerate(cells):
                    entity = columns.get(index)
                    value = cell.strip().strip("\"'")
                    start = at + cell.find(value) if value else at
                    if entity and value and not re.search(r"[\d@:=]|^-+$", value) and len(value) < 60:
                        words = WORD.findall(value)
                        if words and words[0].lower() not in FUNCTION and any(word[0].isupper() for word in words):
                            yield start, start + len(value), entity
                    at += len(cell) + len(separator)
            elif not columns and number + 1 < len(lines):
                for separator in ("|", "\t", ";", ","):
                    heads = [head.strip().strip("\"'").lower() for head in line.split(separator)]
                    if len(heads) < 2 or lines[number + 1].count(separator) < len(heads) - 1:
                        continue
                    if any(len(head) > 30 for head in heads):
                        continue
                    for index, head in enumerate(heads):
                        if PERSON_COLUMN.fullmatch(head):
                            columns[index] = "PERSON"
                        elif PLACE_COLUMN.fullmatch(head):
                            columns[index] = "LOCATION"
                    if columns:
                        break
            else:
                columns = {}
            place += len(line)

    @staticmethod
    def _is_title_case(line: str) -> bool:
        """Whether most words of a line have capitals, as in headings and labels."""
        words = [match[0] for match in WORD.finditer(line) if match[0].lower() not in FUNCTION]
        return len(words) >= 3 and sum(word[0].isupper() for word in words) * 4 >= len(words) * 3

    def extended(self, view: str, span: Found) -> Found:
        """A name with what stands beside it and belongs to it: further capitals, particles, suffixes."""
        start, end, entity = span
        if entity != "PERSON":
            return span
        # What has a capital behind a given name alone is the family name, whatever else it means.
        is_given = self._name(view[start:end]) > 0.3 and not self._is_title_case(self._line(view, start, end))
        while True:
            match = AFTER.match(view, end)
            if not match:
                break
            word = match["word"]
            low = word.lower().rstrip(".")
            if low in SUFFIXES:
                end = match.end("word")
                break
            floor = -1 if len(low) == 1 or is_given else 0.0
            if not word[0].isupper() or not self._can_be_name(word, floor, False):
                break
            if self._place(low) > self._name(low) + 0.15 and not is_given:
                break
            is_given = False
            end = match.end("word")
        while True:
            match = BEFORE.search(view, max(0, start - 40), start)
            if not match or match.end() != start:
                break
            word = match["word"]
            if not word[0].isupper() or word.lower() in TITLES or not self._can_be_name(word, LIKELY):
                break
            start = match.start("word")
        return start, end, entity


_CAPITAL_WORD = _CAPITAL.removesuffix(r"\.?")
CAPITALS = re.compile(rf"(?<![\w.@/-]){_CAPITAL_WORD}(?:(?:[ \t]|-){_CAPITAL})*(?![\w@/-])")
NEXT_OF_LIST = re.compile(
    rf"[ \t]*(?P<mark>,|;|&|,?[ \t]and|,?[ \t]or)[ \t]+(?P<name>{_CAPITAL_WORD}(?:(?:[ \t]|-){_CAPITAL_WORD}){{0,2}})(?![\w(@])"
)
# What stands in front of a person, whatever the name means otherwise.
CALLED = re.compile(rf"(?:\b(?:{_TITLES})\.?|\b(?:hi|hey|hello|dear|thanks|ask|tell|told|by|and|with|{_KIN}),?)[ \t]+$", re.IGNORECASE)
AFTER = re.compile(rf"(?:[ \t]|-|[ \t](?:{'|'.join(sorted(map(re.escape, PARTICLES)))})[ \t])(?P<word>{NAME_WORD}\.?)")
BEFORE = re.compile(rf"(?P<word>{NAME_WORD})(?:[ \t]|-)$")
