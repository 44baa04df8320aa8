"""The company's blog for applicants, which stands outside, and what it wrote about one of the posts."""

from sns.discussion.trackbacks import Trackback, keep_trackback
from sns.links.models import TrackbackHost
from sns.ops.demo.workdays import Workdays
from sns.ops.demo.writing import Chronicle

HOST, NAME = "saiyo.engawa.example", "えんがわ製作所 採用ブログ"
POST, DAYS, CLOCK = "thanks-fail", 58, "18:40"
TITLE = "「失敗でした。やめます」と書ける会社です"
EXCERPT = (
    "社内のSNSで読んだサンクスカードの話を、柴田さんの了解をもらって紹介しました。数字は出していません。"
    "公開した日の夕方、学生さんから質問が三つ届きました。三つとも「やめたあと、どうなりましたか」でした。"
)


def load_trackbacks(chronicle: Chronicle, days: Workdays) -> None:
    """One listed blog, one trackback; nothing is fetched."""
    host = TrackbackHost.objects.create(host=HOST, name=NAME)
    said = Trackback(url=f"https://{HOST}/blog/yamemasu.html", title=TITLE, excerpt=EXCERPT, blog_name="")
    keep_trackback(host=host, entry=chronicle.posts[POST], trackback=said, at=days.at(DAYS, CLOCK))
