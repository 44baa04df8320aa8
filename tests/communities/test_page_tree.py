"""The tree of a handbook: order, moving, depth, and what happens when a page goes."""

import threading

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from communities.actions.pages import NoPlace, change_page, place_page, remove_page
from communities.models import Page
from communities.queries.pages import handbook
from sns.publishing import restore, withdraw
from tests.communities.books import make_community, make_page


@pytest.fixture
def community(cast):
    return make_community(cast.alice, cast.bob)


def outline(community) -> str:
    """ "A(B(C) D) E": the tree in one line."""

    def words(nodes):
        return " ".join(node.title + (f"({words(node.children)})" if node.children else "") for node in nodes)

    return words(handbook(community.pk).roots)


def place(page, parent=None, position=0):
    place_page(actor=page.author, page=page, parent_id=parent.pk if parent else None, position=position)


@pytest.fixture
def pages(cast, community):
    """A(B(C) D) E"""
    a = make_page(cast.alice, community, "A")
    b = make_page(cast.alice, community, "B", a)
    c = make_page(cast.alice, community, "C", b)
    d = make_page(cast.alice, community, "D", a)
    e = make_page(cast.alice, community, "E")
    return a, b, c, d, e


def test_new_pages_stand_last_below_their_parent(community, pages):
    assert outline(community) == "A(B(C) D) E"


def test_a_page_moves_with_all_that_hangs_on_it(community, pages):
    _a, b, _c, _d, e = pages
    place(b, e)
    assert outline(community) == "A(D) E(B(C))"
    place(b, None, 0)
    assert outline(community) == "B(C) A(D) E"


def test_up_and_down_change_places_with_the_neighbour(as_user, cast, community, pages):
    a, _b, _c, d, _e = pages
    client = as_user(cast.bob)
    client.post(f"/pages/{d.pk}/place/", {"position": "0"})
    assert outline(community) == "A(D B(C)) E"
    client.post(f"/pages/{d.pk}/place/", {"position": "1"})
    assert outline(community) == "A(B(C) D) E"
    for nonsense in ("", "-1", "x", "9999999"):
        assert client.post(f"/pages/{a.pk}/place/", {"position": nonsense}).status_code == 302


def test_no_page_can_stand_below_itself(as_user, cast, community, pages):
    a, _b, c, *_rest = pages
    for below in (a, c):
        with pytest.raises(NoPlace):
            place(a, below)
    answer = as_user(cast.alice).post(f"/pages/{a.pk}/move/", {"parent": str(c.pk), "end": "last"})
    assert answer.status_code == 422
    assert outline(community) == "A(B(C) D) E"
    with pytest.raises(IntegrityError), transaction.atomic():
        Page.objects.filter(pk=a.pk).update(parent=a.pk)


def test_the_form_offers_only_places_that_are_possible(as_user, cast, community, pages):
    _a, b, c, d, e = pages
    page = as_user(cast.alice).get(f"/pages/{b.pk}/move/").content.decode()
    for possible in (d, e):
        assert f'value="{possible.pk}"' in page
    for impossible in (b, c):
        assert f'value="{impossible.pk}"' not in page
    as_user(cast.alice).post(f"/pages/{b.pk}/move/", {"parent": str(e.pk), "end": "first"})
    assert outline(community) == "A(D) E(B(C))"


def test_a_handbook_is_at_most_five_levels_deep(cast, community):
    parent = None
    for level in "12345":
        parent = make_page(cast.alice, community, level, parent)
    with pytest.raises(NoPlace):
        make_page(cast.alice, community, "6", parent)
    two = make_page(cast.alice, community, "x")
    make_page(cast.alice, community, "y", two)
    with pytest.raises(NoPlace):
        place(two, Page.objects.get(title="4"))
    place(two, Page.objects.get(title="3"))
    assert outline(community) == "1(2(3(x(y) 4(5))))"


def test_a_page_cannot_stand_in_another_handbook(cast, community, pages):
    other = make_community(cast.alice, name="別の集まり")
    foreign = make_page(cast.alice, other, "よそ")
    with pytest.raises(NoPlace):
        place(pages[0], foreign)
    with pytest.raises(NoPlace):
        make_page(cast.alice, community, "新しい", foreign)


def test_what_hangs_on_a_deleted_page_moves_up_into_its_place_and_this_is_said_before(as_user, cast, community, pages):
    _a, b, c, _d, _e = pages
    client = as_user(cast.alice)
    assert "C" in client.get(f"/pages/{b.pk}/delete/").content.decode()
    client.post(f"/pages/{b.pk}/delete/")
    assert outline(community) == "A(C D) E"
    assert Page.objects.get(pk=c.pk).parent_id == pages[0].pk
    restore(actor=cast.alice, entry=Page.objects.get(pk=b.pk))
    assert outline(community) in ("A(C B D) E", "A(B C D) E")


def test_the_address_for_deleting_any_entry_leads_to_the_pages_own_question(as_user, cast, pages):
    answer = as_user(cast.alice).post(f"/entries/{pages[0].pk}/delete/")
    assert answer.headers["Location"] == f"/pages/{pages[0].pk}/delete/"
    assert Page.objects.get(pk=pages[0].pk).withdrawn_at is None


def test_pages_below_one_that_a_moderator_withdrew_stay_in_sight(cast, community, pages):
    withdraw(actor=cast.frank, entry=pages[0], reason="古い")
    assert outline(community) == "B(C) D E"
    restore(actor=cast.frank, entry=Page.objects.get(pk=pages[0].pk))
    assert outline(community) == "A(B(C) D) E"


def test_a_page_deleted_for_good_takes_nothing_along(cast, community, pages):
    a, b, *_rest = pages
    Page.objects.get(pk=a.pk).delete()
    assert outline(community) == "B(C) D E"
    assert Page.objects.get(pk=b.pk).parent is None


def test_saving_a_text_does_not_put_the_page_back_where_it_was(cast, community, pages):
    b, e = pages[1], pages[4]
    stale = Page.objects.get(pk=b.pk)
    place(b, e)
    change_page(actor=cast.alice, page=stale, title="B", body="新しい文", tags=[], base_version=stale.version)
    assert outline(community) == "A(D) E(B(C))"


@pytest.mark.parametrize("kind", ["reader", "stranger"])
def test_only_members_move_pages(cast, community, pages, kind):
    who = {"reader": cast.carol, "stranger": cast.frank}[kind]
    with pytest.raises(PermissionDenied):
        place_page(actor=who, page=pages[0], parent_id=None, position=1)
    with pytest.raises(PermissionDenied):
        remove_page(actor=cast.carol, page=pages[0])


@pytest.mark.django_db(transaction=True)
def test_two_moves_at_once_make_no_circle(cast):
    community = make_community(cast.alice, cast.bob)
    a, b = (make_page(cast.alice, community, title) for title in "AB")
    start = threading.Barrier(2)
    refused = []

    def move(page, below):
        try:
            start.wait()
            place_page(actor=cast.alice, page=page, parent_id=below.pk, position=0)
        except NoPlace as problem:
            refused.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=move, args=pair) for pair in ((a, b), (b, a))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert outline(community) in ("A(B)", "B(A)")


def test_the_tree_costs_one_query_whatever_its_size(django_assert_num_queries, cast, community):
    for n in range(12):
        make_page(cast.alice, community, f"{n}")
    with django_assert_num_queries(1):
        assert len(list(handbook(community.pk).walk())) == 12
