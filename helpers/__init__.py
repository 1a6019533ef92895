"""What a notebook can ask, and what a row of the answer is.

c = corpus.load()                            the corpus, read and checked once
c.by("B")                                    the same as another reader marked it
c.articles                                   an article, in order of publication; its text
c.quotations                                 a stretch of what somebody is said to say
c.positions                                  an answer by one voice to one question
c.events                                     an event, with its best date
timeline.told(c)                             a telling of an event, and who tells it
timeline.tellings(told)                      an event in one article, at its surest
voices.words(c.segments, c.quotations)       a word, where it stands, and whose it is
voices.naming(words, c.segments, c.names)    a name used, in which form, by whom
answers.contradictions(c.positions, c.questions)   a pair of answers that exclude each other
doubts.readings(c, positions=c.positions)    the tables under each combination of doubts
concordance.concordance(word, c.segments)    a place of a word, in its context
terms.runs(words, naming, c.stopwords)       an article in one way of counting, its ten words
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - a person may type another Python than is meant
    sys.exit("This needs Python 3.11 or later: use .venv/bin/python, from the project's folder.")
