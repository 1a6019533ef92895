"""What guards the tables: their shapes, the places of their words, rules across them."""

from pathlib import Path

from helpers.checking import places, rules, shapes
from helpers.checking.files import Problem


def checked(folder, instead=None):
    """All tables of a corpus as lists of row dicts, and every Problem: (tables, problems).

    `instead` gives the text of tables that is to be checked in place of their files, before it is
    written: {"quotations.csv": text}.
    """
    folder = Path(folder)
    if not folder.is_dir():
        mend = "name the folder that holds articles/"
        return {}, [Problem(str(folder), 0, "is no folder", mend)]
    declared, problems = shapes.declared(folder)
    if problems:
        return {}, problems
    tables, whole, problems = shapes.tables(folder, declared, instead or {})
    kinds = declared["segments"].fields["kind"].enum
    problems += places.problems(tables, whole, kinds, folder)
    problems += rules.problems(tables, whole)
    return tables, problems


def columns(name, folder):
    """The columns of a table, in their order."""
    return list(shapes.declared(Path(folder))[0][name].fields)
