"""A corpus of two articles about a cat, small enough to know by heart, and ways to break it."""
# ruff: noqa: E501 - a row of a table is one line

import csv
import hashlib
import io

# The articles that the project began with; facts of them are facts whatever is added.
FIVE = ("al-jazeera", "informed-comment", "mcclatchy", "one-world", "us-patriot")

ARTICLES = {
    "morning": (
        "Cat sits on mat\n\n"
        "The cat sits on the mat. “The mat is mine,” the cat said on Tuesday. “I saw it first.”\n\n"
        "The dog said that the cat had “stolen” the mat, bought in May 2015. "
        "“The fox told me that the cat eats fish,” the dog added.\n\n"
        "Share this page"
    ),
    "evening": (
        "Fox denies all\n\n"
        "The fox met the cat on Tuesday. Three days earlier, the dog had barked.\n\n"
        "The fox denied that the dog had said “the cat eats fish”.\n\n"
        "The owl says that the fox thinks the moon is cheese.\n\n"
        "Tawny News: “The moon is made of rock,” the owl said.\n\n"
        "1. What a cat!\n"
        "Comments are closed."
    ),
}

TABLES = {
    "articles.csv": """\
article,outlet,title,byline,genre,country,published,published_earliest,published_latest,\
published_basis,published_evidence,published_reasoning,url,sha256,note
evening,Evening Owl,Fox denies all,,news report,,2016-06-09,,,inferred,on Tuesday,,,{evening},
morning,Morning Cat,Cat sits on mat,Tom,news report,,2016-06-08,2016-06-08,2016-06-08,inferred,,,,{morning},
""",
    "segments.csv": """\
article,starts,kind,label,note
morning,Cat sits,title,,
morning,The cat sits,body,,
morning,Share this,furniture,,
evening,Fox,title,,
evening,The fox met,body,,
evening,Tawny News,wire,,
evening,1. What,comment,1,
evening,Comments,furniture,,
""",
    "sides.csv": """\
side,meaning
analyst,whoever explains
media,whoever reports
UN,whoever unites
unnamed,whoever it was
""",
    "quotations.csv": """\
article,utterance,quote,before,kind,speaker,side,cue,within,translated,inserted,reader,note
morning,m1,"The mat is mine,",,direct,cat,analyst,the cat said,,,,A,
morning,m1,I saw it first.,,direct,cat,analyst,the cat said,,,,A,
morning,m2,"the cat had “stolen” the mat",,mixed,dog,media,The dog said,,,,A,
morning,m3,"The fox told me that the cat eats fish,",,direct,dog,media,the dog added,,,,A,
morning,m4,the cat eats fish,,indirect,fox,UN,told me,m3,,,A,
evening,e1,the dog had said “the cat eats fish”,,indirect,fox,UN,The fox denied,,,,A,
evening,e2,the cat eats fish,,direct,dog,media,had said,e1,,,A,
evening,e3,the fox thinks the moon is cheese,,indirect,owl,unnamed,The owl says,,,,A,
evening,e4,the moon is cheese,,indirect,fox,UN,thinks,e3,,,A,
evening,e5,"The moon is made of rock,",,direct,owl,unnamed,the owl said,,,,A,
""",
    "names.csv": """\
referent,name,form,except,note
cat,cat,cat,What a cat,
fox,fox,fox,,
fox,the fox,the fox,,
""",
    "questions.csv": """\
question,asks,answers,opposed,entails,unlike,note
fish,Does the cat eat fish?,yes | no,yes x no,,,
moon,What is the moon made of?,cheese | rock,cheese x rock,,,
""",
    "positions.csv": """\
position,question,article,stance,answer,by,about,quote,before,origin,reader,note
p-1,fish,morning,attributes,yes,fox,2016-06,the cat eats fish,,the fox,A,
p-2,fish,evening,leaves open,,narrator,2016-06,the cat eats fish,,the dog,A,
p-3,moon,morning,silent,,,,,,,A,
p-4,moon,evening,attributes,cheese,fox,2016-06,the moon is cheese,,the fox,A,
p-5,moon,evening,attributes,rock,owl,2016-06,The moon is made of rock,,the owl,A,
""",
    "events.csv": """\
event,what,kind,date,basis,source,differs,reader,note
purchase,The mat is bought,deal,2015-05,inferred,the articles: morning,,A,
bark,The dog barks,other,2016-06-04,relative,the articles: evening,,A,
claim,The cat claims the mat,statement,2016-06-07,relative,the articles: morning,,A,
theft,The cat takes the mat,other,../2016-06-08,inferred,the articles: morning,,A,
meeting,The fox meets the cat,talks,2016-06-06,external,the diary of the fox,The diary says Monday.,A,
supper,The cat eats fish,other,unknown,unknown,,,A,
""",
    "mentions.csv": """\
mention,article,quote,before,expression,anchor,date,precision,basis,status,event,reader,note
m-1,morning,the cat said on Tuesday,,Tuesday,publication,2016-06-07,day,relative,happened,claim,A,
m-2,morning,the cat had “stolen” the mat,,,none,../2016-06-08,open,inferred,claimed,theft,A,By publication.
m-3,morning,bought in May 2015,,in May 2015,absolute,2015-05,month,stated,happened,purchase,A,
m-4,morning,the cat eats fish,,,none,unknown,unknown,unknown,claimed,supper,A,
e-1,evening,The fox met the cat on Tuesday,,Tuesday,publication,2016-06-07,day,relative,happened,meeting,A,
e-2,evening,the dog had barked,,Three days earlier,e-1,2016-06-04,day,relative,happened,bark,A,
e-3,evening,the cat eats fish,,,none,unknown,unknown,unknown,denied,supper,A,
""",
}


def write(folder):
    """The corpus written into a folder, which is returned."""
    (folder / "articles").mkdir()
    for article, text in ARTICLES.items():
        (folder / f"articles/{article}.txt").write_bytes(text.encode())
    sums = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in ARTICLES.items()}
    for file, table in TABLES.items():
        table = table.format(**sums) if file == "articles.csv" else table
        (folder / file).write_bytes(table.encode())
    return folder


def change(folder, file, old, new):
    """Replace the only place of some words (or bytes) in a file of the corpus."""
    data = (folder / file).read_bytes()
    old, new = (each.encode() if isinstance(each, str) else each for each in (old, new))
    assert data.count(old) == 1, f"{old!r} stands {data.count(old)} times in {file}"
    (folder / file).write_bytes(data.replace(old, new))


def append(folder, file, row):
    """Add a row at the end of a table."""
    with (folder / file).open("a", encoding="utf-8") as table:
        table.write(row)


def seal(folder):
    """Enter the checksum of every article as it now is, as for a text changed on purpose."""
    rows = list(csv.reader(io.StringIO((folder / "articles.csv").read_text("utf-8"))))
    for row in rows[1:]:
        data = (folder / f"articles/{row[0]}.txt").read_bytes()
        row[13] = hashlib.sha256(data).hexdigest()
    with (folder / "articles.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
