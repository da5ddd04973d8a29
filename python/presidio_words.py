"""What is known of single words: lists, and how much a word is like a name or a place by its vector in the model."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

# Seeds: what is like these, and not like the common ones, is like a name or a place. A few dozen are enough, since the
# vectors of a model have names of all languages together.
GIVEN = """john mary james linda robert susan david karen michael lisa peter anna maria jose carlos ahmed fatima mohammed
priya raj wei hiroshi yuki ivan olga sven ingrid pierre marie giulia marco hans greta jan katarzyna mehmet ayse joao ana
kofi amina liam emma noah olivia tyler ashley brandon jessica"""
FAMILY = """smith johnson williams brown jones garcia miller davis rodriguez martinez hernandez lopez anderson taylor
thomas moore lee nguyen patel singh kumar khan ali chen wang kim tanaka suzuki ivanov petrov muller schmidt schneider
fischer dubois lefebvre rossi bianchi kowalski nowak jansen andersson hansen silva santos oliveira murphy kelly cohen"""
PLACES = """london paris berlin madrid rome tokyo chicago boston houston seattle texas california florida germany france
spain italy japan china india brazil mexico canada warsaw prague vienna moscow istanbul cairo lagos nairobi sydney
melbourne dublin amsterdam stockholm oslo copenhagen munich hamburg milan barcelona toronto denver atlanta ohio virginia
poland turkey"""
COMMON = """the and of you please order account invoice password meeting tomorrow could would does table house car phone
email message customer service team office work great thanks hello help need want make check send call number time week
month year day problem error code file server data test update product price delivery address question answer good new
red blue water food dinner lunch pizza ticket claim doctor nurse teacher manager lawyer son daughter wife husband hotel
airport flight train book movie music game computer laptop screen button click open close start stop run walk talk said
told asked moved paid waiting reminder keeps his their next last available practice quick"""

# Words that are no part of a name where nothing says that they are: of grammar, of chats, of forms.
FUNCTION = frozenset(
    """around across along among behind beside besides beyond onto past per toward towards upon within near a about above after again against all also am an and any are aren't as ask asked asking at back be because been
    before being below between both but by call called calling came can can't cannot come coming could couldn't cu cya
    did didn't do does doesn't doing don't done dont down during each email even ever every everyone few for forgot
    from further gave get gets getting give go goes going gonna got gotta had has hasn't have haven't having he he's
    hello help her here hers herself hey hi him himself his how hows i i'd i'll i'm i've if im in into is isn't it
    it's its itself just keep keeps know later let lets like lol lost made mail make makes many me mail message might
    mine more most must my myself need needs never new next no nobody nope nor not now of off oh ok okay on once one
    only or other our ours ourselves out over own pay paid phone please pls plz put quick really right said same saw
    say says see seen send sent she she's should shouldn't since so some somebody someone soon sorry still such sure
    take tell text than thank thanks that that's the their theirs them themselves then there there's these they
    they're think this those through thx till to today told tomorrow tonight too told try two under until up update ur
    us use used using very via wait waiting want wanted wants was wasn't we we're we've well went were weren't what
    what's whats when where which while who who's whom whose why will with without won't wont would wouldn't yeah yes
    yesterday yet you you'd you'll you're you've your yours yourself anyone anything everything nothing something
    folks guys team all there sir madam madame dude man bro buddy customer user friend colleague support sales billing
    admin service agent assistant system manager maam ladies gentlemen both ready happy glad afraid looking trying
    available currently hes shes theyre youre ive ill thats whats hows idk idc tbh ya yep yup nah nope guy ppl max min
    tmrw tmr abt wtf omg btw asap fyi imo lmk thru cuz bc cos coz def prob prolly obv bp loc appt adress writting
    callback lmao rofl ty np yo sup gm gn wanna anyway also maybe date time item total subject note warning error info
    result results summary status address fax zip code best regards sincerely dear landlord tenant respondent
    petitioner plaintiff defendant hiring applicant candidate patient passenger director president chief head engineer
    developer analyst consultant accountant secretary receptionist meter starter flour""".split()
)
# Given names that mean something else too: with a capital in mid-sentence they are names.
AMBIGUOUS = frozenset(
    """alexa amber angel angela april art ash august aurora autumn basil berry beau bill blake brandy brook brooke buck
    carol carter chance charity chase cherry christian chuck clay cliff colt cooper coral crystal cruz daisy dale
    dallas dawn dean destiny diamond dixie drew dusty earl ebony eden ernest essence eve faith fern flora forest fox
    frank gale gene genesis georgia ginger glen grace grant guy harmony harry hazel heath heather heaven hope hunter
    iris ivy jack jade jasmine jay jenkins jewel joy june kelly ken king lance lane laurel leo lily lincoln love lucky
    magnolia mark marsh mason may melody mercedes mercy merry miles misty montana myrtle nova olive opal parker pat
    patience pearl penny pepper piper poppy porter precious prince princess promise randy ray reed rich river rob
    robin rock rocky rod rose rosemary ruby rusty sage sandy savannah scarlet sharon shelby shell sherry sienna sierra
    skip sky skye sonny star stella stone storm sue summer sunny tad tanner terry trinity ty tyler van vern victor
    victoria violet virginia wade warren wayne will willow woody""".split()
)
CALENDAR = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april june july august september
    october november december mon tue tues wed thu thur thurs fri sat sun jan feb mar apr jun jul aug sep sept oct nov
    dec christmas easter halloween thanksgiving""".split()
)
# Of these calendar words some are names too; as such they count where more than the word says so.
NAMES_TOO = frozenset("april june august jan may".split())
# Products, technologies and companies that models take for people or places.
PRODUCTS = frozenset(
    """airflow android angular ansible anthropic apache apollo app azure bash bedrock bert bootstrap cassandra chatgpt
    chrome claude clickhouse cobol codex copilot cortana cuda cypress dall dart datadog debian delphi django docker
    dynamo elastic elasticsearch elixir erlang excel facebook fastapi figma firebase flask flink flutter gatsby gemini
    git github gitlab go golang google gpt gradle grafana graphql groovy hadoop haskell helm heroku hibernate hive
    html http https iceberg instagram ios ipad iphone istio java javascript jax jest jira json jupyter kafka keras
    kibana kotlin kubernetes lambda langchain laravel latex linkedin linkerd linux llama llamaindex lombok looker lua
    macos mailchimp mariadb markdown matlab maven memcached mercurial mistral mongo mongodb mysql neo4j netflix next
    nginx node nodejs notion numpy nuxt okta ollama openai openapi opera oracle outlook pandas paypal perl perplexity
    php pinecone playwright plaid postgres postgresql postman powerpoint prisma prometheus puppet pycharm python
    pytorch rabbitmq rails react redis redshift rest rust safari sagemaker salesforce scala selenium sentry shopify
    siri slack snowflake solr spark spotify spring sqlite square stripe svelte swift tableau tailwind telegram
    tensorflow terraform tesla thrift tiktok toml tomcat traefik trello twilio typescript ubuntu unix vault vercel vim
    vite vue webpack whatsapp windows word wordpress xcode xml yaml youtube zapier zendesk zoom zookeeper lorem ipsum
    null true false undefined nan int str bool void""".split()
)
TITLES = frozenset(
    """mr mrs ms miss mx dr doctor prof professor judge sir dame madam lord lady herr frau monsieur madame mademoiselle
    señor señora sr sra don doña senhor senhora signor signora nurse officer detective sergeant captain lieutenant
    colonel general senator congressman congresswoman governor mayor president chancellor rabbi father reverend rev
    pastor imam sheikh attorney aunt auntie uncle grandma grandpa""".split()
)
# Between the parts of a name.
PARTICLES = frozenset(
    "van von der den de del della di da dos das du la le el al bin ibn ben ter ten zu af av st st. y e".split()
)
SUFFIXES = frozenset("jr jr. sr sr. ii iii iv phd md esq".split())
STATES = (
    "AL|AK|AZ|AR|CA|CO|CT|DE|FL|GA|HI|IA|ID|IL|IN|KS|KY|LA|MA|MD|ME|MI|MN|MO|MS|MT|NC|ND|NE|NH|NJ|NM|NV|NY|OH|OK|OR|PA|"
    "RI|SC|SD|TN|TX|UT|VA|VT|WA|WI|WV|WY|DC"
)
STATE_NAMES = (
    "Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia|Hawaii|Idaho|Illinois|"
    "Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|Mississippi|Missouri|Montana|"
    "Nebraska|Nevada|New Hampshire|New Jersey|New Mexico|New York|North Carolina|North Dakota|Ohio|Oklahoma|Oregon|"
    "Pennsylvania|Rhode Island|South Carolina|South Dakota|Tennessee|Texas|Utah|Vermont|Virginia|Washington|West Virginia|"
    "Wisconsin|Wyoming|D\\.C\\."
)
COUNTRIES = (
    "Argentina|Australia|Austria|Bangladesh|Belgium|Bolivia|Brazil|Bulgaria|Canada|Chile|China|Colombia|Costa Rica|Croatia|"
    "Cuba|Cyprus|Czech Republic|Czechia|Denmark|Dominican Republic|Ecuador|Egypt|England|Estonia|Ethiopia|Finland|France|"
    "Germany|Ghana|Greece|Guatemala|Hungary|Iceland|India|Indonesia|Iran|Iraq|Ireland|Israel|Italy|Jamaica|Japan|Jordan|"
    "Kazakhstan|Kenya|Kuwait|Latvia|Lebanon|Lithuania|Luxembourg|Malaysia|Malta|Mexico|Morocco|Nepal|Netherlands|New Zealand|"
    "Nigeria|Norway|Pakistan|Panama|Peru|Philippines|Poland|Portugal|Qatar|Romania|Russia|Saudi Arabia|Scotland|Serbia|"
    "Singapore|Slovakia|Slovenia|South Africa|South Korea|Spain|Sri Lanka|Sweden|Switzerland|Taiwan|Tanzania|Thailand|"
    "Tunisia|Turkey|Uganda|Ukraine|United Arab Emirates|United Kingdom|United States|Uruguay|USA|U\\.S\\.|UK|Venezuela|Vietnam|"
    "Wales|Zambia|Zimbabwe"
)


CAMEL = re.compile(r"[a-z][A-Z]")
# A word is like a name or a place from here on.
LIKELY = 0.1
# What may follow a given name as a family name: anything but the commonest words.
POSSIBLE = -0.3
# In front of a name these make it a place's, and behind one.
PLACE_PREFIXES = frozenset(
    "new san santa los las fort st saint el baton palo little port mount north south east west rio são sao cape".split()
)
PLACE_SUFFIXES = frozenset(
    "city vista beach springs falls lake rock rouge creek hills park valley heights worth grove harbor harbour".split()
)


class Likeness:
    """How much a word is like a name or a place: below 0 for common words, 0.1 and more for what is clearly one.

    None for a word that the model has no vector of, and for all where it has no vectors.
    """

    def __init__(self, vocabulary: Any) -> None:
        import numpy

        vectors = vocabulary.vectors
        self._strings = vocabulary.strings
        self._rows: dict[int, int] = {}
        if not vectors.shape or vectors.shape[0] == 0 or vectors.shape[1] == 0 or not len(vectors.key2row):
            return
        self._rows = vectors.key2row
        lengths = numpy.linalg.norm(vectors.data, axis=1, keepdims=True)
        unit = vectors.data / numpy.maximum(lengths, 1e-9)

        def likeness(words: str) -> Any:
            rows = [row for word in words.split() if (row := self._rows.get(self._strings[word])) is not None]
            mean = unit[rows].mean(axis=0)
            return unit @ (mean / numpy.linalg.norm(mean))

        common = likeness(COMMON)
        self._names = (numpy.maximum(likeness(GIVEN), likeness(FAMILY)) - common).tolist()
        self._places = (likeness(PLACES) - common).tolist()

    @property
    def is_known(self) -> bool:
        return bool(self._rows)

    def name(self, word: str) -> float | None:
        row = self._row(word)
        return None if row is None else self._names[row]

    def place(self, word: str) -> float | None:
        row = self._row(word)
        return None if row is None else self._places[row]

    def _row(self, word: str) -> int | None:
        if not self._rows:
            return None
        row = self._rows.get(self._strings[word])
        return self._rows.get(self._strings[word.lower()]) if row is None else row


class Judge:
    """What a single word can be."""

    def __init__(self, likeness: Likeness, allowed: Iterable[str] = ()) -> None:
        self.likeness = likeness
        self.is_known = likeness.is_known
        # What a deployment knows to be nobody's name.
        self.allowed = frozenset(word.casefold() for word in allowed)

    def name(self, word: str) -> float:
        """How much a word is like a name; one that is not known might be one."""
        value = self.likeness.name(word)
        if value is None:
            return LIKELY if word[:1].isupper() else 0.0
        return max(value, LIKELY) if word[:1].isupper() and word.lower() in AMBIGUOUS else value

    def place(self, word: str) -> float:
        value = self.likeness.place(word)
        return 0.0 if value is None else value

    def can_be_name(self, word: str, floor: float, is_first: bool = True) -> bool:
        bare = word.rstrip(".").removesuffix("'s").removesuffix("’s")
        low = bare.lower()
        if low in FUNCTION or (is_first and low in PRODUCTS) or low in self.allowed or CAMEL.search(bare):
            return False
        if low in CALENDAR and not (low in NAMES_TOO and bare[:1].isupper()):
            return False
        if len(bare) == 1:
            return bare.isupper()
        return self.name(bare) >= floor

    def can_be_place(self, word: str) -> bool:
        low = word.lower()
        if low in FUNCTION or low in PRODUCTS or low in CALENDAR or low in TITLES or low in self.allowed:
            return False
        if CAMEL.search(word) or (word.isupper() and len(word) > 1):
            return False
        return low in PLACE_PREFIXES or low in PLACE_SUFFIXES or self.place(word) > -0.1
