"""The marks as open data for other tools: W3C Web Annotations."""

import json

from helpers import reading


def web_annotations(c):
    """The JSON-LD text of all marks of a Corpus as one page of annotations.

    Each is anchored twice, by its words with 32 characters before and after and by code points,
    and named as the corpus is in its datapackage.json, else as its folder.
    Source: Web Annotation Data Model, W3C Recommendation 23 February 2017.
    """
    path = c.folder / "datapackage.json"
    declared = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    urn = f"urn:{declared.get('name') or c.folder.resolve().name}"
    page = {"@context": "http://www.w3.org/ns/anno.jsonld", "type": "AnnotationPage"}
    items = [_annotation(mark, c, urn) for mark in reading.marks(c).itertuples()]
    page |= {"id": f"{urn}:annotations", "startIndex": 0, "items": items}
    return json.dumps(page, ensure_ascii=False, indent=1) + "\n"


def _annotation(mark, c, urn):
    text, start, end = c.articles["text"][mark.article], int(mark.start), int(mark.end)
    exact = {"type": "TextQuoteSelector", "exact": text[start:end]}
    exact |= {"prefix": text[max(0, start - 32) : start], "suffix": text[end : end + 32]}
    place = {"type": "TextPositionSelector", "start": start, "end": end}
    tag = {"type": "TextualBody", "purpose": "classifying", "value": f"{mark.layer}: {mark.look}"}
    words = {"type": "TextualBody", "purpose": "describing", "format": "text/plain"}
    source = f"{c.folder.resolve().name}/articles/{mark.article}.txt"
    return {
        "id": f"{urn}:{mark.id}",
        "type": "Annotation",
        "motivation": "classifying",
        "body": [tag, words | {"value": "".join(map(str, mark.label)), "language": "en"}],
        "target": {"source": source, "selector": [exact, place]},
    }
