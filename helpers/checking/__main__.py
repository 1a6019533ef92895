"""`python -m helpers.checking [FOLDER]`: every problem of a corpus, each with its mend."""

from pathlib import Path

from helpers.checking import checked, console, shapes


def main(arguments):
    """Print every problem of the corpus folder given, or the project's; 1 when there is one."""
    if "--help" in arguments:
        print(__doc__)
        return 0
    folder = Path(arguments[0]) if arguments else shapes.PROJECT
    tables, problems = checked(folder)
    for problem in problems:
        print(problem)
    count = f"{len(problems)} problem{'s' * (len(problems) != 1)}"
    print(count if problems else f"{folder}: everything holds")
    for article in [] if problems else tables["articles"]:
        for name in ("quotations", "mentions"):
            rows = tables[name]
            if rows and not any(row["article"] == article["article"] for row in rows):
                print(f"{article['article']}: no {name} yet; that may be right, or unfinished")
    return 1 if problems else 0


if __name__ == "__main__":
    console.run(main)
