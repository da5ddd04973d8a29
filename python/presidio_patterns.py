"""What the text around names and places looks like: expressions, none of which takes more than linear time."""

from __future__ import annotations

import re

from presidio_words import COUNTRIES, LIKELY, PARTICLES, POSSIBLE, STATE_NAMES, STATES, TITLES

NAME_WORD = r"[^\W\d_](?:[^\W\d_]|['’\-](?=[^\W\d_]))*"
# One to four words of a name, with initials and particles between.
NAMES = rf"(?:{NAME_WORD}\.?(?:[ \t]+|(?=\s|$|[^\w\s])))" + r"{1,5}"
TITLE = "|".join(sorted((re.escape(title) for title in TITLES), key=len, reverse=True))
KIN = (
    "wife|husband|son|daughter|brother|sister|mother|father|mom|mum|dad|girlfriend|boyfriend|partner|fiance|fiancee|"
    "fiancé|fiancée|friend|boss|manager|landlord|landlady|colleague|coworker|neighbor|neighbour|roommate|cousin|uncle|"
    "aunt|nephew|niece|grandmother|grandfather|grandma|grandpa|doctor|dentist|lawyer|attorney|teacher|therapist|"
    "supervisor|assistant|client|kid|child|baby|ex"
)
PERSON_KEYS = (
    r"(?:full[ _-]?|first[ _-]?|last[ _-]?|given[ _-]?|family[ _-]?|sur|middle[ _-]?|fore|user[ _-]?|display[ _-]?|contact[ _-]?|"
    r"customer[ _-]?|patient[ _-]?|employee[ _-]?|client[ _-]?|applicant[ _-]?|account[ _-]?holder[ _-]?)?names?|customer|"
    r"patient|author|assignee|assigned[ _-]?(?:to|by)|attendees?|participants?|owner|contact|emergency contact|employee|"
    r"candidate|applicant|reporter|reported[ _-]?by|requester|requested[ _-]?by|client|manager|spouse|from|to|cc|bcc|"
    r"signed[ _-]?by|approved[ _-]?by|created[ _-]?by|prepared[ _-]?by|reviewed[ _-]?by|reviewer|recipient|sender|"
    r"passenger|guest|tenant|beneficiary|cardholder|insured|claimant|plaintiff|defendant|witness|physician|"
    r"attending|provider|caller|speaker|host|attn|attention|ship to|bill to|deliver to|next of kin|agent|nurse"
)
PLACE_KEYS = (
    r"(?:home[ _-]?|birth[ _-]?|billing[ _-]?|shipping[ _-]?|customer[ _-]?|office[ _-]?|current[ _-]?|ship[ _-]?|town/)?"
    r"(?:city|town|country|state|province|location|region|hometown|birthplace|place[ _-]?of[ _-]?birth|destination|origin|"
    r"office|venue|branch|headquarters|hq|territory|based in|place)"
)
VALUE = r"(?:[\"'`]?[ \t]*(?:[:=]|\bin\b[ \t]*\()[ \t]*[\"'`\[(]{0,2}[ \t]*|>[ \t]*)"

PERSON_COLUMN = re.compile(rf"(?:{PERSON_KEYS})")
PLACE_COLUMN = re.compile(rf"(?:{PLACE_KEYS}|address|street)")
# Each gives words of which those in front that can be a name are one. The number is how little like a name they may be.
PERSON_RULES: tuple[tuple[re.Pattern[str], float], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE | re.MULTILINE), floor)
    for pattern, floor in (
        (rf"\b(?:{TITLE})\b\.?[ \t]+(?P<name>{NAMES})", POSSIBLE),
        (rf"\b(?:my|his|her|your) (?:full |first |last )?name(?: is|['’]s)[ \t]+(?P<name>{NAMES})", -1),
        (rf"\b(?:the name(?: is|['’]s)|named|call me|signed,)[ \t]+(?P<name>{NAMES})", POSSIBLE),
        (rf"\b(?:i am|i['’]?m|this is|it['’]?s|speaking with|spoke (?:to|with))[ \t]+(?P<name>{NAMES})", LIKELY),
        (
            rf"^[ \t>]{{0,8}}(?:hi|hey|hello|dear|greetings|good (?:morning|afternoon|evening))[ \t]+(?P<name>{NAMES})(?=[,!.:\n]|$)",
            POSSIBLE,
        ),
        (
            rf"\b(?:thanks|thank you|thx|cheers|regards|best|hi|hey|hello|sorry|welcome),?[ \t]+(?P<name>{NAMES})(?=[,!.?\n]|$)",
            LIKELY,
        ),
        (rf"\b(?:my|his|her|their|our|your)[ \t]+(?:\w+[ \t]+)?(?:{KIN}),?[ \t]+(?P<name>{NAMES})", 0),
        (rf"(?<![\w-])[\"'`]?(?:{PERSON_KEYS}){VALUE}(?P<name>{NAMES})", 0),
        (rf"(?<![\w.@])@(?P<name>{NAME_WORD})\b(?![@.\w/])", LIKELY),
    )
)
LAST_FIRST = re.compile(
    r"(?:^|(?<=[;(\"]))[ \t]*(?:\d{1,3}[.)][ \t]*|[-*•][ \t]*)?(?P<last>[^\W\d_a-z][\w'’-]+),[ \t]+(?P<first>[^\W\d_a-z][\w'’-]+)"
    r"(?=[ \t]*(?:$|[(;\"|]|[A-Z]\.|,[ \t]*(?:and\b|\d|[^\W\d_a-z][\w'’-]+,)))",
    re.MULTILINE,
)
SLASHED = re.compile(r"(?<![\w/.-])(?P<last>[^\W\d_a-z][\w'’-]+)/(?P<first>[^\W\d_a-z][\w'’-]+)(?![\w/])")
SPEAKER = re.compile(
    r"^[ \t]*(?:\[[\d:. apmAPM-]{4,20}\][ \t]*<?(?P<stamped>[^\W\d_a-z]\w+(?:[ \t][^\W\d_a-z]\w+)?)>?[ \t]*:|"
    r"(?P<timed>[^\W\d_a-z]\w+(?:[ \t][^\W\d_a-z]\w+)?)[ \t]+(?:\d{1,2}:\d\d|\[\d{1,2}:\d\d)|"
    r"(?P<plain>[^\W\d_a-z]\w+(?:[ \t][^\W\d_a-z]\w+)?):(?=[ \t]))",
    re.MULTILINE,
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

US_SUFFIX = (
    "street|st|avenue|ave|road|rd|lane|ln|drive|dr|court|ct|boulevard|blvd|place|pl|way|terrace|ter|circle|cir|parkway|"
    "pkwy|highway|hwy|square|sq|trail|trl|close|crescent|gardens|grove|mews|row|walk|hill|alley|plaza|loop|run|path"
)
CAPITAL = r"(?-i:[^\W\d_a-z])[^\W\d_]*\.?"
STREETS = tuple(
    re.compile(pattern, flags)
    for pattern, flags in (
        (
            rf"(?<![\w.,-])\d{{1,6}}[a-zA-Z]?[ \t]+(?:[nsew]{{1,2}}\.?[ \t]+)?(?:\d{{1,3}}(?:st|nd|rd|th)[ \t]+|(?:[^\W\d_][\w'’.-]*[ \t]+){{1,4}}?)"
            rf"(?:{US_SUFFIX})\b\.?(?:[ \t]+[nsew]{{1,2}}\b)?(?:,?[ \t]+(?:apt|apartment|suite|ste|unit|floor|fl|#)\.?[ \t]*#?[\w-]+)?",
            re.IGNORECASE,
        ),
        (
            r"(?<![\w-])[^\W\d_][\w-]{0,60}(?:straße|strasse|str\.|gasse|weg|platz|allee|ufer|damm|ring|straat|laan|gracht|plein|gatan|vägen|gade|vej|gata|veien)"
            r"[ \t]+\d{1,4}[a-z]?\b",
            re.IGNORECASE,
        ),
        (
            r"(?<![\w.,-])\d{1,4}(?:[ \t]?(?:bis|ter))?,?[ \t]+(?:rue|avenue|boulevard|bd|place|chemin|allée|quai|impasse|cours|route)[ \t]+"
            r"[^\n,;.\"]{2,40}?(?=[\n,;.\"]|[ \t]+(?:in|and|is|was|at)\b|$)",
            re.IGNORECASE,
        ),
        (
            rf"\b(?:calle|avenida|avda\.?|av\.|paseo|plaza|carrera|via|viale|corso|piazza|largo|rua|travessa|praça|ul\.|ulica|al\.|aleja|os\.)[ \t]+"
            rf"(?:(?:de|del|da|do|das|dos|di|la|las|los|el)[ \t]+)*(?:{CAPITAL}[ \t]+){{1,4}}\d{{1,4}}\b",
            re.IGNORECASE,
        ),
        (
            rf"(?<![\w.,-])\d{{1,4}}[ \t]+(?:{CAPITAL}[ \t]+){{1,3}}(?:marg|nagar|salai|caddesi|cad\.|sokak|sok\.|bulvarı)\b",
            re.IGNORECASE,
        ),
        (rf"(?<![\w.,-])\d{{1,4}}[ \t]+{CAPITAL}-(?:dori|cho|machi)\b", re.IGNORECASE),
    )
)
CITY_AND_STATE = re.compile(
    rf"(?<!\w)(?P<city>{CAPITAL}(?:[ \t-]+{CAPITAL}){{0,2}}),[ \t]*"
    rf"(?P<state>{STATES}|{STATE_NAMES}|{COUNTRIES})\b(?![^\s,.;:)\]\"'|?!-])"
)
ADDRESS_TAIL = re.compile(
    rf"[ \t]*[,\n]?[ \t]*(?P<city>{NAME_WORD}\.?(?:[ \t]{{1,3}}{NAME_WORD}\.?){{0,2}}?),?[ \t]{{1,3}}(?P<state>{STATES})\b(?=[ \t]*(?:\d{{5}}|[,.\n?!]|$))",
    re.IGNORECASE,
)
AMBIGUOUS_PLACES = (
    "Georgia|Virginia|Washington|Jordan|Chad|Montana|Israel|Turkey|Wales|China|Jamaica|Kenya|Dakota|Carolina"
)
STATE_OR_COUNTRY = re.compile(
    rf"(?<![\w.@/-])(?!(?:{AMBIGUOUS_PLACES})\b)(?:{STATE_NAMES}|{COUNTRIES})(?![\w@-])(?![ \t]+(?:[A-Z]\w+|said|says|will|has|told)\b)"
)
STATE_VALUE = re.compile(rf"(?i:\b(?:state|st|province)[\"']?[ \t]*[:=>][ \t]*[\"']?)(?P<state>{STATES})\b")
DATELINE = re.compile(
    rf"^[ \t]*(?P<city>{CAPITAL}(?:[ \t]{CAPITAL}){{0,2}}),[ \t]+(?:January|February|March|April|May|June|July|August|September|"
    r"October|November|December|[A-Z][a-z]{2}\.?)[ \t]+\d",
    re.MULTILINE,
)
# "…, 80331 Munich", "…\nMunich".
ADDRESS_CITY = re.compile(
    rf"[ \t]*[,\n][ \t]*(?:(?:[A-Z]{{1,2}}-)?\d{{4,6}}[ \t]+)?(?P<city>{CAPITAL}(?:[ \t-]{CAPITAL}){{0,2}})(?![\w@:])"
)
LOWER_CITY_AND_STATE = re.compile(rf"(?<=[ \t,])(?P<state>(?:{STATES})(?=[ \t]+\d{{5}}\b))", re.IGNORECASE)
PLACE_VALUE = re.compile(rf"(?<![\w-])[\"'`]?(?:{PLACE_KEYS}){VALUE}(?P<name>{NAMES})", re.IGNORECASE | re.MULTILINE)
SURE_PLACE = re.compile(r"city|town|country|birth", re.IGNORECASE)
# Of the prefixes of places those that no person's name begins with.
SURE_PREFIXES = frozenset("new san santa los las fort baton palo".split())
CODE_MARKS = re.compile(r"[\d_(){}\[\]<>=;$\\@#/|`%*+^~\"]")
# The rest of "TKT-4711".
IDENTIFIER = re.compile(r"[-_#]?\d")
HEADING = re.compile(r"^\s*(?:#{1,6}\s|\d+(?:\.\d+)*[.)]?\s+[A-Z]|[-*]\s+\*\*|={2,}|\*\*)")
SPLIT = re.compile(r"[\n\t|;]+|,\s+|\s+-\s+")


# What stands in front of a place, and behind one.
GOING = (
    r"fl(?:y|ying|ew|ights?)|driv(?:e|es|ing)|drove|train|bus|trip|travel\w*|mov(?:e|es|ed|ing)|relocat\w+|ship(?:s|ped|ping)?|"
    r"head(?:ed|ing)|log(?:s|ged|in|ging)?|call(?:s|ed|ing)?|writ(?:es|ing)|hail(?:s|ing)?|based|liv(?:e|es|ed)|go|goes|going|went|com(?:e|es|ing)|came|born|grew|living|return(?:s|ed|ing)?|commut\w+|deliver\w*"
)
PLACE_BEFORE = re.compile(
    rf"(?:(?<!\w)(?:in|near|throughout|outside|around|visit|visits|visited|visiting|downtown|"
    rf"(?:outskirts|city|town|north|south|east|west|suburbs?|mayor|streets|cent(?:er|re)|capital|people|port|bay|university)[ \t]of|"
    rf"neighbou?ring|greater|visits?[ \t]to|between)[ \t]+(?:the[ \t]+)?|"
    rf"\b(?:{GOING})\b[^.\n]{{0,30}}\b(?:from|to|for|via)[ \t]+(?:the[ \t]+)?|"
    rf"\bfrom[ \t]+[\w .]{{2,30}}[ \t]to[ \t]+)$",
    re.IGNORECASE,
)
WORKPLACES = (
    "office|offices|airport|area|branch|region|plant|warehouse|campus|headquarters|hq|metro|county|suburbs|store|clinic|"
    "site|division|location|hub|depot|facility|harbor|harbour|station|university|marathon"
)
SITES = f"team|rollout|{WORKPLACES}"
PLACE_AFTER = re.compile(rf"[ \t]{{1,3}}(?:{WORKPLACES})\b|,[ \t]*(?:{STATES})\b", re.IGNORECASE)
SITE = re.compile(rf"\b(?:the|our|your|their|my|a|an)[ \t]+(?P<name>(?:{CAPITAL}[ \t]+){{1,3}}?)(?i:{SITES})\b")
IN_PLACE = re.compile(rf"(?<!\w)(?:[Ii]n|[Nn]ear)[ \t]+(?P<name>{CAPITAL}(?:(?:[ \t]+|-){CAPITAL}){{0,3}})(?!['’\w(-])")
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


KINSHIP = frozenset(KIN.split("|"))
MID_SENTENCE = re.compile(r"(?:[a-z,;:\"“(\]&*]|\d[.)])[ \t]+[\"“(*_]?$|[\"“(]$")

CAPITAL_WORD = CAPITAL.removesuffix(r"\.?")
CAPITALS = re.compile(rf"(?<![\w.@/-]){CAPITAL_WORD}(?:(?:[ \t]|-){CAPITAL})*(?![\w@/-])")
NEXT_OF_LIST = re.compile(
    rf"[ \t]*(?P<mark>,|;|&|,?[ \t]and|,?[ \t]or)[ \t]+(?P<name>{CAPITAL_WORD}(?:(?:[ \t]|-){CAPITAL_WORD}){{0,2}})(?![\w(@])"
)
# What stands in front of a person, whatever the name means otherwise.
CALLED = re.compile(
    rf"(?:\b(?:{TITLE})\.?|\b(?:hi|hey|hello|dear|thanks|ask|tell|told|by|and|with|{KIN}),?)[ \t]+$", re.IGNORECASE
)
# What titles and headings leave in lower case.
SMALL = frozenset("a an the of for and or to in on with by from at as is your our vs per".split())
AFTER = re.compile(rf"(?:[ \t]|-|[ \t](?:{'|'.join(sorted(map(re.escape, PARTICLES)))})[ \t])(?P<word>{NAME_WORD}\.?)")
BEFORE = re.compile(rf"(?P<word>{NAME_WORD})(?:[ \t]|-)$")
