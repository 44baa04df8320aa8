"""Reading a WordPress export of 200 MB: memory must not grow with the file."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

SMALL = Path(__file__).parents[1] / "blogs" / "archives" / "wordpress.xml"
SIZE = 200 * 1024 * 1024
PARAGRAPH = '<p>会議の議題と <b>議事録</b> について書きます。<a href="https://a.example/">前回</a></p>\n'
READ = """
import json, resource, sys, time, django
django.setup()
from blogs.importers.records import ImportedEntry
from blogs.importers.wxr import read_wxr
start = time.perf_counter()
count = sum(isinstance(record, ImportedEntry) for record in read_wxr(sys.argv[1]))
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"entries": count, "seconds": time.perf_counter() - start, "peak_mb": peak}))
"""


def write_big_export(path: Path) -> int:
    """The small export with its first item repeated until the file is large; returns the number of items."""
    text = SMALL.read_text("utf-8")
    start = text.index("  <item>")
    item = text[start : text.index("  <item>", start + 1)].replace("一行目", PARAGRAPH * 60)
    count = 0
    with path.open("w", encoding="utf-8") as file:
        file.write(text[:start])
        while file.tell() < SIZE:
            count += 1
            file.write(item.replace("<wp:post_id>1<", f"<wp:post_id>{count}<"))
        file.write(text[text.index("</channel>") :])
    return count


@pytest.mark.benchmark
def test_two_hundred_megabytes_are_read_in_bounded_memory(tmp_path):
    path = tmp_path / "export.xml"
    count = write_big_export(path)
    done = subprocess.run([sys.executable, "-c", READ, path], capture_output=True, check=True, text=True)
    result = json.loads(done.stdout)
    print(result)
    assert result["entries"] == count
    assert result["peak_mb"] < 200
