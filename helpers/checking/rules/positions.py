"""Questions and positions: answers of the vocabulary, with words, and what follows from them."""

import re

from helpers.checking.rules.rows import grouped, no_date, own, spellings

OPEN = "leaves open"
WORDLESS = ("silent", "could not know yet")
ENTAILS = re.compile("(.*?) > (.*?) = (.*)")


def vocabulary(tables):
    """Rules of a question about answers that no question has."""
    known = {(row["question"], answer) for row in tables["questions"] for answer in row["answers"]}
    for row in tables["questions"]:
        for rule in row["entails"]:
            found = ENTAILS.fullmatch(rule)
            if not found or not {(row["question"], found[1]), (found[2], found[3])} <= known:
                words = f"entails {rule!r} names an answer that is in no vocabulary"
                yield row, words, "write `answer > question = answer`"
        for pair in row["opposed"]:
            if len(set(pair.split(" x ")) & set(row["answers"])) != 2:
                words = f"opposed pair {pair!r} is not two of the question's answers"
                yield row, words, "write `one x other`"


def answers(tables):
    """Rows that do not say what their stance needs; questions that an article is not asked."""
    known = {row["question"]: row for row in tables["questions"]}
    for row in tables["positions"]:
        if row["question"] not in known:
            continue  # reported as unknown
        if row["stance"] not in WORDLESS:
            yield from _answer(row, known[row["question"]])
        elif row["quote"] or row["answer"] or row["by"]:
            mend = "empty answer, by and quote, or change the stance"
            yield row, f"{row['stance']!r} has words", mend
    for cell in grouped(tables["positions"], "reader", "question", "article").values():
        for row in cell:
            if row["stance"] in WORDLESS and len(cell) > 1:
                words = f"{row['article']} is {row['stance']!r} on {row['question']!r} beside row "
                other = next(each for each in cell if each is not row)
                yield row, f"{words}{other['row']}", "remove one of the two rows"
    asked = grouped(own(tables["positions"]), "question", "article")
    for question in known:
        for article in [row["article"] for row in tables["articles"]]:
            if (question, article) not in asked:
                words = f"no row says what {article} answers to {question!r}"
                yield None, words, "add one; `silent` is an answer"


def _answer(row, question):
    for column in ("quote", "by", "about", "origin", *["answer"] * (row["stance"] != OPEN)):
        if not row[column]:
            yield row, f"{row['stance']!r} has no {column}", f"fill in {column}"
    if row["stance"] == OPEN and row["answer"]:
        yield row, "'leaves open' has an answer", "empty answer, or change the stance"
    if row["answer"] and row["answer"] not in question["answers"]:
        mend = f"use: {', '.join(question['answers'])}; or add it to `answers` in questions.csv"
        yield row, f"answer {row['answer']!r} is not in the vocabulary", mend
    if row["stance"] == "attributes" and row["by"] == "narrator":
        yield row, "attributes an answer to the narrator", "name the speaker, or use `asserts`"
    if wrong := no_date(row["about"] or "unknown"):
        yield row, f"about: {wrong}", "give the time the answer is about"


def consequences(tables):
    """Answers that entail one to another question, and words that cannot answer two."""
    questions, positions = grouped(tables["questions"], "question"), own(tables["positions"])
    given = {(r["question"], r["article"], r["by"], r["answer"]) for r in positions}
    words = {(r["question"], r["article"], r["quote"]) for r in positions if r["quote"]}
    for row in positions:
        for question in questions.get((row["question"],), ()):
            for rule in filter(None, map(ENTAILS.fullmatch, question["entails"])):
                answer, other, entailed = rule.groups()
                wanted = other, row["article"], row["by"], entailed
                if row["answer"] == answer and wanted not in given:
                    said = f"who answers {answer!r} here has answered {entailed!r} to {other!r}"
                    yield row, said, "add that row, or mend this one"
            for other in question["unlike"]:
                if (other, row["article"], row["quote"]) in words:
                    said = f"the same words answer {row['question']!r} and {other!r}"
                    yield row, said, "remove one of the two rows"


def speakers(tables):
    """Speakers written otherwise than in quotations."""
    return spellings("by", own(tables["positions"]), known=own(tables["quotations"]))
