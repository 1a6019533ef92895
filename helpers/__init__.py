"""The workbook's small module: corpus, tokens, figures, pages. Importing it costs nothing."""
