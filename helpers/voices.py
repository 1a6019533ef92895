"""Whose words they are, and what they call things: one row a word, one row a name.

Every editorial word belongs to the writer (`narrator`), to a speaker quoted or retold, or to a wire
text set into the article; all other words of a file (comments, page furniture ...) are `apart`.
"""

from helpers import corpus
from helpers.words import spans, tokens

SPOKEN = ("direct", "translated")  # a speaker's own words, in the speaker's language or in ours
CLOSING = {"“": "”", '"': '"', "„": "“", "«": "»"}
COLUMNS = ("voice", "speech", "utterance", "speaker", "side")


def words(segments, quotations):
    """One row a token of every file: article, token, start, end, kind, label, voice, speech ...

    A word inside nested utterances belongs to the innermost speaker quoted directly, whose wording
    it is, or where all is retold to the innermost of all: `utterance`, `speaker` and `side` are
    that one's. `speech` is `direct` for a speaker's own words (in a mixed utterance those between
    its marks), `translated` where these were spoken in another language, `indirect` for words
    retold; what an editor inserted into a quotation is the narrator's. `voice` is wire in a wire
    segment, whoever is quoted there. `start` and `end` count code points of the file.
    `segments` and `quotations` are frames of helpers.corpus.
    """
    import pandas as pd

    parts, rows = _speech_by_article(quotations), []
    for segment in segments.itertuples():
        editorial = segment.kind in corpus.EDITORIAL
        own = parts.get(segment.article, []) if editorial else []
        for token, start, end in spans(segment.text):
            start, end = start + segment.start, end + segment.start
            place = (segment.article, token, start, end, segment.kind, segment.label)
            rows.append((*place, *_whose(own, start, segment.kind, editorial)))
    columns = ["article", "token", "start", "end", "kind", "label", *COLUMNS]
    return pd.DataFrame(rows, columns=columns)


def _speech_by_article(quotations):
    """The parts of speech of each article, each with `depth`: how many utterances relay it."""
    within = dict(zip(quotations["utterance"], quotations["within"], strict=True))
    parts = {}
    for part in quotations[~quotations["kind"].isin(corpus.NOT_SPEECH)].to_dict("records"):
        part["depth"], outer = 0, part["within"]
        while outer:
            part["depth"], outer = part["depth"] + 1, within.get(outer, "")
        parts.setdefault(part["article"], []).append(part)
    return parts


def _whose(parts, place, kind, editorial):
    """(voice, speech, utterance, speaker, side) of the word at a place."""
    if not editorial:
        return "apart", "", "", "", ""
    covering = [part for part in parts if part["start"] <= place < part["end"]]
    worded = [part for part in covering if _speech(part, place) in SPOKEN]
    inner = min(worded or covering, key=_narrowest, default=None)
    if inner is None or _is_inserted(inner, place):
        return "wire" if kind == "wire" else "narrator", "", "", "", ""
    who = inner["utterance"], inner["speaker"], inner["side"]
    return "wire" if kind == "wire" else "quoted", _speech(inner, place), *who


def _narrowest(part):
    return part["end"] - part["start"], -part["depth"]


def _speech(part, place):
    """How a part of an utterance gives the word at a place; in a mixed one by its open marks."""
    said = part["quote"][: place - part["start"]]
    if part["kind"] == "direct" or (part["kind"] == "mixed" and _open_mark(said)):
        return "translated" if part["translated"] else "direct"
    return "indirect"


def _open_mark(said):
    """The quotation mark that is still open at the end of some words, or nothing."""
    opened = ""
    for character in said:
        if opened and character == CLOSING[opened]:
            opened = ""
        elif not opened and character in CLOSING:
            opened = character
    return opened


def _is_inserted(part, place):
    """Whether an editor's insertion into a quotation covers a place."""
    found = ((part["quote"].find(words), len(words)) for words in part["inserted"])
    return any(at <= place - part["start"] < at + length for at, length in found)


def wording(words):
    """Whose wording each word or name is: a Series of `quoted`, `agency`, `caption`, `the writer`.

    One rule: a speaker's own words are those between quotation marks, translated or not; what is
    retold is in the words of the writer who retells it, or of the caption, or of the agency.
    `words` is a frame of `words` or of `naming`, without what is `apart`.
    """
    own = words["voice"].where(words["voice"] == "wire", "the writer")
    own = own.mask(words["kind"] == "caption", "caption").replace("wire", "agency")
    return own.mask(words["speech"].isin(SPOKEN) & (words["voice"] != "wire"), "quoted")


def naming(words, segments, names):
    """One row a name in any file: article, referent, name, form, start, end and the voice columns.

    Names are found token by token, the longest form first; a form inside one of its exceptions
    does not count, and a form of several referents counts for each. Columns kind, voice, speech,
    utterance, speaker and side are those of its first word. `words` is the frame of that name,
    `segments` and `names` are those of helpers.corpus.
    """
    import pandas as pd

    forms = {}
    for rule in names.to_dict("records"):
        forms.setdefault(tuple(tokens(rule["form"])), []).append(rule)
    rows = []
    for segment in segments.itertuples():  # no name runs over into the next one
        inside = words["start"].between(segment.start, segment.end - 1)
        said = words[inside & (words["article"] == segment.article)].to_dict("records")
        for n, form in _named(forms, [word["token"] for word in said]):
            place = said[n] | {"end": said[n + len(form) - 1]["end"]}
            rows += [place | {key: rule[key] for key in RULE} for rule in forms[form]]
    columns = ["article", *RULE, "start", "end", "kind", *COLUMNS]
    return pd.DataFrame(rows, columns=columns)


RULE = ("referent", "name", "form")


def _named(forms, text):
    """(first token, form) of each name in a list of tokens, the longest first, none overlapping."""
    hits, taken = [], set()
    for form in sorted(forms, key=lambda form: (-len(form), form)):
        barred = {
            place
            for rule in forms[form]
            for phrase in rule["except"]
            for first in places_of(tokens(phrase), text)
            for place in range(first, first + len(tokens(phrase)))
        }
        for n in places_of(form, text):
            places = set(range(n, n + len(form)))
            if not places & (taken | barred):
                taken |= places
                hits.append((n, form))
    return sorted(hits)


def places_of(wanted, text):
    """Where a sequence of tokens stands in a list of tokens: the numbers of its first tokens."""
    wanted = list(wanted)
    ends = range(len(text) - len(wanted) + 1)
    return [n for n in ends if text[n] == wanted[0] and text[n : n + len(wanted)] == wanted]
