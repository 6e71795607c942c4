"""What every test shares: see tests/support/."""

pytest_plugins = ["tests.support.selection", "tests.support.second_tries", "tests.support.fixtures"]
