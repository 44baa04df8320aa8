"""The product's settings with one page more: the bare logged-in view that everything is measured against."""

from sns.settings import *  # noqa: F403

ROOT_URLCONF = "tests.benchmarks.urls"
