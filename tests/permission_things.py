"""The objects that `permissions.txt` speaks of, by the names it uses; and a session for each of its people."""

import time
from types import SimpleNamespace
from uuid import uuid4

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.http import int_to_base36

from blogs.models import Category, ImportJob
from communities.actions.calendar_tokens import renew_calendar_token
from communities.actions.event_records import add_report, note_attendance
from communities.actions.joining import ask_to_join
from communities.actions.joining import invite as invite_to
from communities.actions.members import offer_ownership
from communities.actions.thanks import give_private_thanks
from communities.models import Category as Shelf
from sns.discussion.moderation import report
from sns.entries.actions import set_bookmark
from sns.entries.bookmarking import add_folder
from sns.entries.feeds import feed_token
from sns.entries.storing import store_upload
from sns.notifications.models import Notification, Verb
from sns.notifications.unsubscribe import unsubscribe_path
from sns.people.actions import set_follow
from sns.people.invitation_links import new_secret
from sns.people.invitations import Invitee, invite
from sns.people.models import Invitation, RoleTerm
from sns.people.profile import change_portrait
from sns.publishing import save_draft, withdraw
from sns.spaces.actions import ensure_personal_space
from sns.spaces.queries import forget_space_ids
from tests.communities.books import make_community as make_book
from tests.communities.books import make_page
from tests.communities.clubs import found
from tests.communities.event_factory import make_circle, make_dates, make_event, make_past, say
from tests.communities.groups import make_group
from tests.communities.notices import make_notice
from tests.communities.polls import make_poll
from tests.communities.thanks import make_thank
from tests.communities.topic_factory import make_topic
from tests.entries.files import picture, text
from tests.factories import PASSWORD, draft_post, make_comment, make_person, make_post
from tests.people.test_mfa import SECRET, code_of

ACTORS = ("nobody", "alice", "bob", "carol", "erin", "frank", "gina")


def cookies_of(cast: SimpleNamespace) -> dict[str, str]:
    """Actor → session cookie. Frank has used his second factor; Gina, an administrator too, has none."""
    cast.gina = make_person("gina", role=RoleTerm.Role.ADMINISTRATOR, password=PASSWORD)
    TOTP.activate(cast.frank, SECRET)
    return {"nobody": "", "dave": _left(cast.dave)} | {name: _logged_in(getattr(cast, name)) for name in ACTORS[1:]}


def _logged_in(user) -> str:
    client = Client()
    answer = client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    if answer.headers["Location"] == reverse("mfa_authenticate"):
        client.post(answer.headers["Location"], {"code": fresh_code()})
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def fresh_code() -> str:
    """A code that is still valid when it arrives: one made at the end of its 30 seconds may not be."""
    if (rest := 30 - time.time() % 30) < 5:
        time.sleep(rest)
    return code_of(SECRET)


def _left(user) -> str:
    """A session that has somehow outlived the person's time in the company."""
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def things_of(cast: SimpleNamespace) -> dict[str, object]:
    """Everything a row may name; posts and files are Alice's, what is said beneath them is Bob's."""
    things = _posts(cast) | _files(cast) | _about_people(cast) | _books(cast) | _topics(cast) | _said_in_short(cast)
    return things | _communities(cast) | _events(cast)


def _posts(cast) -> dict[str, object]:
    alice, unit = cast.alice, cast.unit.space
    unit_post = make_post(alice, "部門だけ", space=unit, tags=["部門の話"])
    open_post = make_post(alice, "全社へ", tags=["縁側"])
    private_post = make_post(alice, "自分だけ", space=ensure_personal_space(user=alice))
    trashed = make_post(alice, "ごみ箱")
    withdraw(actor=alice, entry=trashed)
    draft = save_draft(actor=alice, entry=draft_post(alice, "下書き"))
    category = Category.objects.create(owner=alice, name="改善")
    open_post.categories.add(category)
    unit_comment, open_comment = make_comment(unit_post, cast.bob), make_comment(open_post, cast.bob)
    report(actor=alice, entry=open_post, comment=open_comment, reason="ためし")
    now = timezone.localtime(open_post.published_at)
    things = {
        "unit_space": unit.pk,
        "unit_post": unit_post.pk,
        "open_post": open_post.pk,
        **_kept(alice, open_post),
        "private_post": private_post.pk,
    }
    things |= {"trashed": trashed.pk, "draft": draft.pk, "category": category.pk}
    things |= {"unit_comment": unit_comment.pk, "open_comment": open_comment.pk}
    return things | {"year": now.year, "month": now.month, "unit_tag": "部門の話", "open_tag": "縁側"}


def _files(cast) -> dict[str, object]:
    image = store_upload(actor=cast.alice, file=picture())
    document = store_upload(actor=cast.alice, file=text(content="部門の議事録"))
    loose = store_upload(actor=cast.alice, file=text(content="まだどこにも貼っていない"))
    body = f"![写真]({image.get_absolute_url()}) [議事録]({document.get_absolute_url()})"
    make_post(cast.alice, "添付", body, space=cast.unit.space)
    job = ImportJob.objects.create(owner=cast.alice, name="blog.txt", state=ImportJob.State.FAILED)
    return {"unit_image": image.token, "width": image.widths[0], "unit_file": document.token} | {
        "loose_file": loose.token,
        "job": job.pk,
    }


def _about_people(cast) -> dict[str, object]:
    alice = cast.alice
    change_portrait(actor=alice, file=picture())
    set_follow(actor=cast.bob, followee=alice, on=True)
    invite(actor=cast.frank, people=[Invitee("zoe@example.com", "Zoe")])
    invitation = Invitation.objects.get()
    reset = f"{int_to_base36(alice.pk)}-{PasswordResetTokenGenerator().make_token(alice)}"
    uid, _, key = reset.partition("-")
    passkey = Authenticator.objects.create(user=cast.dave, type=Authenticator.Type.WEBAUTHN, data={"name": "鍵"})
    return {
        "unit": cast.unit.pk,
        "notification": Notification.objects.filter(user=alice).latest("pk").pk,
        "unsubscribing": unsubscribe_path(alice, Verb.COMMENT).split("/")[-2],
        "portrait": alice.avatar,
        "invitation": invitation.pk,
        "secret": new_secret(invitation),
        "feed_token": feed_token(actor=alice).token,
        "uid": uid,
        "key": key,
        "passkey": passkey.pk,
        "submission": str(uuid4()),
    }


def _books(cast) -> dict[str, object]:
    """A handbook that Alice and Bob write and everybody reads, and a secret one that is Alice's alone."""
    book, secret = make_book(cast.alice, cast.bob), make_book(cast.alice, access="secret")
    page, hidden = make_page(cast.alice, book), make_page(cast.alice, secret)
    flag = report(actor=cast.carol, entry=make_page(cast.bob, book), reason="ためし")
    secret_flag = report(actor=cast.alice, entry=hidden, reason="ためし")
    books = {"book": book.pk, "page": page.pk, "secret_book": secret.pk, "secret_page": hidden.pk}
    return books | {"book_report": flag.pk, "secret_report": secret_flag.pk}


def _topics(cast) -> dict[str, object]:
    """A club of Alice's and Bob's that everybody reads, and a secret one that is Alice's alone."""
    club = make_group(cast.alice, "公開の会", members=[cast.bob])
    secret = make_group(cast.alice, "秘密の会", "secret")
    forget_space_ids(cast.carol)  # there is one more open space than she has read
    idea, question = (make_topic(cast.bob, club, flavour=flavour) for flavour in ("idea", "question"))
    thrown = make_topic(cast.bob, club)
    withdraw(actor=cast.bob, entry=thrown)
    hidden = make_topic(cast.alice, secret, flavour="idea")
    hidden_question = make_topic(cast.alice, secret, flavour="question")
    return {
        "club": club.pk,
        "idea": idea.pk,
        "club_comment": make_comment(question, cast.carol).pk,
        "thrown_topic": thrown.pk,
        "secret_club": secret.pk,
        "secret_idea": hidden.pk,
        "secret_comment": make_comment(hidden_question, cast.alice).pk,
    }


def _said_in_short(cast) -> dict[str, object]:
    """Polls, notices and thanks in a community of Alice's that everybody reads, and in a secret one."""
    club = make_group(cast.alice, "みんなの会", members=[cast.bob])
    secret = make_group(cast.alice, "内密の会", "secret")
    received = give_private_thanks(actor=cast.carol, receiver=cast.alice, note="内緒のお礼")
    poll, secret_poll = make_poll(cast.alice, club), make_poll(cast.alice, secret)
    return {
        "poll_club": club.pk,
        "secret_poll_club": secret.pk,
        "poll": poll.pk,
        "secret_poll": secret_poll.pk,
        "notice": make_notice(cast.alice, space=club.space).pk,
        "secret_notice": make_notice(cast.alice, space=secret.space).pk,
        "company_notice": make_notice(cast.erin).pk,
        "thank": make_thank(cast.alice, receiver=cast.bob).pk,
        "secret_thank": make_thank(cast.alice, team=secret.space, space=secret.space).pk,
        "private_thank": received.pk,
    }


def _kept(alice, entry) -> dict[str, object]:
    """A post that Alice keeps, with a folder of hers."""
    set_bookmark(user=alice, entry=entry, on=True)
    return {"folder": add_folder(actor=alice, name="あとで").pk}


def _communities(cast) -> dict[str, object]:
    """Three of Alice's: everybody reads the first, Bob belongs to two, Erin asks for the second, Carol is invited."""
    alice, bob = cast.alice, cast.bob
    shelf = Shelf.objects.create(name="学ぶ")
    salon, circle = found(alice, members=[bob], category=shelf), found(alice, members=[bob], access="closed")
    cabal = found(alice, access="secret")
    [invitation] = invite_to(actor=alice, community=cabal, users=[cast.carol])
    request = ask_to_join(actor=cast.erin, community=circle, message="")
    offer_ownership(actor=alice, community=circle, to=bob)
    things = {"salon": salon.pk, "circle": circle.pk, "cabal": cabal.pk, "alice_pk": alice.pk, "bob_pk": bob.pk}
    return things | {"cabal_invitation": invitation.pk, "request": request.pk}


def _events(cast) -> dict[str, object]:
    """Alice's events: for the whole company, in an open circle of hers and Bob's, in a secret one of the two."""
    open_circle = make_circle(cast.alice, "山の会", members=[cast.bob])
    secret_circle = make_circle(cast.alice, "準備の会", access="secret", members=[cast.bob])
    over = make_event(cast.alice, "すんだ会")
    say(cast.bob, over)
    over = make_past(over)
    note_attendance(actor=cast.alice, event=over, people=[cast.bob.pk])
    report = add_report(actor=cast.alice, event=over, entry=make_post(cast.alice, "報告"))
    dates, hidden_dates = make_dates(cast.alice), make_dates(cast.alice, space=secret_circle.space)
    return {
        "hill": open_circle.pk,
        "den": secret_circle.pk,
        "event": make_event(cast.alice).pk,
        "den_event": make_event(cast.alice, space=secret_circle.space).pk,
        "over": over.pk,
        "event_report": report.pk,
        "dates": dates.pk,
        "candidate": dates.candidates.first().pk,
        "den_dates": hidden_dates.pk,
        "den_candidate": hidden_dates.candidates.first().pk,
        "calendar_key": renew_calendar_token(actor=cast.alice).token,
    }
