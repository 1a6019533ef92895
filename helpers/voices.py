"""Whose words they are, and what they call things: one row a word, one row a name.

Every editorial word belongs to the narrator, a quoted speaker or a wire text set into the article;
all other words of a file (comments, page furniture ...) are `apart`.
"""

from helpers.tables import EDITORIAL, NOT_SPEECH
from helpers.tokens import spans, tokens

VOICES = ("narrator", "quoted", "wire", "apart")
# What closes a quotation that one of these opened: English, German, French, Danish, CJK.
CLOSING = {"“": "”", "„": "“”", "«": "»", "»": "«", "「": "」", '"': '"'}


def words(folder=None):
    """One row a token of every file: article, token, start, end, kind, label, voice, speaker ...

    A word inside several nested utterances belongs to the innermost speaker quoted directly, whose
    wording it is, or where all is retold to the innermost of all: `utterance`, `speaker` and `side`
    are that one's. `speech` is direct for a speaker's own words (in a mixed utterance those between
    its marks), indirect for words retold. `voice` is wire in a wire segment, whoever is quoted
    there. Columns: article, token, start, end (code points), kind, label, voice,
    speech, utterance, speaker, side.
    """
    import pandas as pd

    from helpers import corpus

    spoken = corpus.quotations(folder)
    spoken = _with_depth(spoken[~spoken["kind"].isin(NOT_SPEECH)].to_dict("records"))
    parts = {}
    for part in spoken:
        parts.setdefault(part["article"], []).append(part)
    rows = []
    for segment in corpus.segments(folder).itertuples():
        own = parts.get(segment.article, [])
        for token, start, end in spans(segment.text):
            start, end = start + segment.start, end + segment.start
            inner = _innermost(own, start) if segment.kind in EDITORIAL else None
            place = (segment.article, token, start, end, segment.kind, segment.label)
            rows.append((*place, _voice(segment.kind, inner), *_who(inner, start)))
    columns = ["article", "token", "start", "end", "kind", "label"]
    columns += ["voice", "speech", "utterance", "speaker", "side"]
    return pd.DataFrame(rows, columns=columns)


def _with_depth(parts):
    """The parts of utterances with `depth`: how many utterances relay each."""
    within = {part["utterance"]: part["within"] for part in parts}
    for part in parts:
        part["depth"], outer = 0, part["within"]
        while outer:
            part["depth"], outer = part["depth"] + 1, within.get(outer, "")
    return parts


def _innermost(parts, place):
    """The part of an utterance whose speaker worded a place, or None."""
    covering = [part for part in parts if part["start"] <= place < part["end"]]
    worded = [part for part in covering if _speech(part, place) == "direct"]
    return min(
        worded or covering,
        key=lambda part: (part["end"] - part["start"], -part["depth"]),
        default=None,
    )


def _voice(kind, inner):
    if kind not in EDITORIAL:
        return "apart"
    if kind == "wire":
        return "wire"
    return "quoted" if inner else "narrator"


def _who(inner, place):
    if not inner:
        return "", "", "", ""
    return _speech(inner, place), inner["utterance"], inner["speaker"], inner["side"]


def _speech(inner, place):
    """Direct or indirect; in a mixed utterance, by whether a quotation mark is open."""
    if inner["kind"] != "mixed":
        return "direct" if inner["kind"] == "direct" else "indirect"
    return "direct" if _open_mark(inner["quote"][: place - inner["start"]]) else "indirect"


def _open_mark(said):
    """The quotation mark that is still open at the end of some words, or nothing."""
    opened = ""
    for character in said:
        if opened and character in CLOSING[opened]:
            opened = ""
        elif not opened and character in CLOSING:
            opened = character
    return opened


def form_tokens(phrase):
    """A name as names.csv writes it, as the tokens by which it is found."""
    return tokens(phrase)


def places_of(phrase, text):
    """Where a phrase stands in the tokens of a text: the numbers of its first tokens."""
    wanted, places, at = form_tokens(phrase), [], -1
    for _ in range(text.count(wanted[0]) if wanted else 0):
        at = text.index(wanted[0], at + 1)
        if text[at : at + len(wanted)] == wanted:
            places.append(at)
    return places


def naming(folder=None):
    """One row a name in any file: article, referent, name, form, start, end and the voice columns.

    Names are found token by token, the longest form first; a form inside one of its exceptions
    does not count. Columns kind, voice, utterance, speaker and side are those of its first word.
    """
    import pandas as pd

    from helpers import corpus

    rules, rows = corpus.names(folder).to_dict("records"), []
    table = words(folder)
    for segment in corpus.segments(folder).itertuples():  # no name runs over into the next one
        inside = table["start"].between(segment.start, segment.end - 1)
        own = table[inside & (table["article"] == segment.article)]
        said = own.to_dict("records")
        for n, length, rule in _named(rules, own["token"].tolist()):
            row = {key: said[n][key] for key in VOICE_COLUMNS}
            row |= {"referent": rule["referent"], "name": rule["name"], "form": rule["form"]}
            row |= {"start": said[n]["start"], "end": said[n + length - 1]["end"]}
            rows.append(row)
    columns = ["article", "referent", "name", "form", "start", "end", *VOICE_COLUMNS[1:]]
    return pd.DataFrame(rows, columns=columns)


VOICE_COLUMNS = ("article", "kind", "voice", "speech", "utterance", "speaker", "side")


def _named(rules, text):
    """(first token, number of tokens, rule) for each name, longest first, none overlapping."""
    hits, taken = [], set()
    for rule in sorted(rules, key=lambda rule: (-len(form_tokens(rule["form"])), rule["form"])):
        length = len(form_tokens(rule["form"]))
        barred = {
            place
            for phrase in rule["except"]
            for first in places_of(phrase, text)
            for place in range(first, first + len(form_tokens(phrase)))
        }
        for n in places_of(rule["form"], text):
            places = set(range(n, n + length))
            if not places & (taken | barred):
                taken |= places
                hits.append((n, length, rule))
    return sorted(hits, key=lambda hit: hit[0])
