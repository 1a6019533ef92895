"""The door to the edition: `python -m helpers.publish` runs every notebook and writes the pages."""

import sys

from helpers.edition.publish import main

if __name__ == "__main__":
    sys.exit(main())
