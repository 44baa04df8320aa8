"""Addresses of our own pages as the outside sees them."""

from django.conf import settings


def absolute_url(path: str) -> str:
    """A path of ours with scheme and host, for mail and feeds: "/posts/3/" → "https://sns.example.co.jp/posts/3/"."""
    return f"{settings.PUBLIC_URL}{path}"
