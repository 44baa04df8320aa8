import pytest

from sns.links.models import TrackbackHost
from tests.links.outside import Outside, serve


@pytest.fixture
def outside():
    """A blog on this machine that nobody has listed."""
    blog = Outside()
    server = serve(blog)
    yield blog
    server.shutdown()
    server.server_close()


@pytest.fixture
def listed(db, outside):
    """The same, listed; being on loopback it must be allowed to stand inside."""
    TrackbackHost.objects.create(host=outside.host, name="大津の日誌", is_internal=True)
    return outside
