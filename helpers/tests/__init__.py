"""Every test of the workbook; `python -m pytest` in the project's folder runs them."""
