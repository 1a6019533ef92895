"""Registers the mark of the slow tests that need Chromium: leave them out with -m "not browser"."""


def pytest_configure(config):
    config.addinivalue_line("markers", "browser: needs Chromium, and takes minutes")
