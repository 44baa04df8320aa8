import io

import pytest
from django.core.management import call_command
from django.utils import translation
from openpyxl import load_workbook

from sns.ops.staff import import_staff
from sns.people.actions import post_to_unit
from sns.people.models import User
from sns.people.staff.columns import DANGEROUS, guard, join_posts, split_posts, unguard
from sns.people.staff.export import staff_csv, staff_xlsx
from sns.people.staff.plan import plan_staff
from sns.people.staff.reading import read_staff
from tests.factories import make_person, make_unit


@pytest.fixture
def odd_people(company):
    """Names and posts that spreadsheets, separators and folding stumble over."""
    top = make_unit("本社")
    unit = make_unit('開発,設計 "部"', parent=top)
    first = make_person("one", unit, name="=cmd|' /C calc'!A0", employee_number="0007", reading="カナ ｺﾞ", site="-東京")
    second = make_person("two", name="O'Neil; 山田　太郎", employee_number="-8", email="plus+two@example.com")
    make_person("three", name="'引用", employee_number="９")
    post_to_unit(actor=None, user=first, unit=top, title="顧問; 非常勤", primary=False)
    post_to_unit(actor=None, user=second, unit=top, title="部長:代行")


@pytest.mark.parametrize("language", ["ja", "en"])
def test_what_goes_out_and_comes_in_again_changes_nothing(odd_people, cast, language):
    with translation.override(language):
        data = staff_csv(User.objects.colleagues()).getvalue()
    plan = plan_staff(read_staff(data), actor=None)
    assert [c for p in plan.changed for c in p.changes] == []
    assert [problem.reason for problem in plan.problems] == []
    assert plan.is_empty
    assert plan.unchanged == User.objects.colleagues().count()


def test_a_whole_company_moves_to_an_empty_house(odd_people):
    data = staff_csv(User.objects.colleagues()).getvalue()
    before = sorted(data.replace("９".encode(), b"9").splitlines())
    User.objects.get(handle="one").postings.all().delete()
    User.objects.update(employee_number=None, site="")
    User.objects.filter(handle="two").delete()
    import_staff(actor=None, plan=plan_staff(read_staff(data), actor=None))
    assert sorted(staff_csv(User.objects.colleagues()).getvalue().splitlines()) == before


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "'"])
def test_no_cell_is_run_by_a_spreadsheet(sign):
    assert guard(f"{sign}1") == f"'{sign}1"
    assert unguard(guard(f"{sign}1")) == f"{sign}1"
    assert unguard("'普通") == "'普通"


def test_every_cell_of_both_files_is_guarded(odd_people):
    text = staff_csv(User.objects.colleagues()).getvalue().decode("utf-8-sig")
    assert "'=cmd" in text
    assert ",=cmd" not in text
    for row in load_workbook(io.BytesIO(staff_xlsx(User.objects.colleagues()).getvalue())).active.iter_rows():
        for cell in row:
            assert cell.data_type != "f"
            assert not str(cell.value or "").startswith(DANGEROUS[:4])


@pytest.mark.parametrize(
    "posts", [[], [("D1", "")], [("D1", "顧問"), ("D2", "a;b"), ("D3", "c:d"), ("D4", "back\\slash；")]]
)
def test_second_posts_survive_the_cell(posts):
    assert split_posts(join_posts(posts)) == posts


def test_a_hundred_people_take_two_queries(company, django_assert_max_num_queries):
    for n in range(20):
        make_person(f"p{n}")
    with django_assert_max_num_queries(2):
        staff_csv(User.objects.colleagues())


def test_the_command_writes_both_kinds(odd_people, tmp_path):
    call_command("export_staff", tmp_path / "staff.csv")
    call_command("export_staff", tmp_path / "staff.xlsx")
    assert "0007" in (tmp_path / "staff.csv").read_text(encoding="utf-8-sig")
    assert load_workbook(tmp_path / "staff.xlsx").active.max_row == 4
