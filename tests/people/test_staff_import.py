import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from sns.audit.models import AuditEvent
from sns.ops.staff import import_staff
from sns.people.models import OrgUnit, Posting, User
from sns.people.staff.plan import plan_staff
from sns.people.staff.reading import StaffFileError, read_staff
from sns.spaces.models import SpaceMember
from tests.factories import make_person

HEAD = "社員番号,氏名,ふりがな,メールアドレス,部署コード,部署名,上位部署コード,役職,兼務,勤務地,言語,ハンドル"
LIST = f"""{HEAD}
1001,山田 太郎,ﾔﾏﾀﾞ ﾀﾛｳ,Taro.Yamada@example.com,D1,営業部,HQ,部長,D2:顧問;HQ,東京,ja,
1002,Emma Brown,,emma@example.com,D2,製造部,HQ,,,大阪,English,emma
"""


def plan(text, actor=None):
    return plan_staff(read_staff(text.encode() if isinstance(text, str) else text), actor=actor)


def apply(text, actor=None):
    made = plan(text, actor)
    import_staff(actor=actor, plan=made)
    return made


def person(number) -> User:
    return User.objects.get(employee_number=number)


def posts(user):
    return [
        (p.unit.code, p.title, p.primary)
        for p in Posting.objects.current().filter(user=user).order_by("-primary", "id")
    ]


def reasons(made):
    return {problem.line: problem.reason for problem in made.problems}


@pytest.fixture
def admin(company):
    return make_person("root", role="administrator", name="管理 者")


class TestReading:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
    @pytest.mark.parametrize("sign", [",", ";", "\t"])
    def test_encodings_and_separators_of_excel_are_understood(self, encoding, sign):
        data = "社員番号,氏名,兼務\n1001,山田 太郎,D2:顧問\n".replace(",", sign).encode(encoding)
        [row] = read_staff(data).rows
        assert (row.number, row.name, row.second_posts) == ("1001", "山田 太郎", [("D2", "顧問")])

    def test_quotes_and_line_breaks_in_cells_keep_the_line_numbers_right(self):
        staff = read_staff('氏名,社員番号,役職\n"山田\n太郎",1,"課長, 東京"\n,2,\n'.encode())
        assert (staff.rows[0].name, staff.rows[0].title) == ("山田 太郎", "課長, 東京")
        assert [problem.line for problem in staff.problems] == [4]

    def test_english_headings_and_unknown_columns_are_fine(self):
        [row] = read_staff(b"Name,Salary,employee_number,E-MAIL\nEmma,1,7,A@B.example\n").rows
        assert (row.name, row.number, row.email, row.title) == ("Emma", "7", "a@b.example", None)

    @pytest.mark.parametrize("data", [b"", b"a,b\n1,2\n", b"\x00\x01\x02", "氏名\n山田".encode(), b"\xff\xfe\xff"])
    def test_what_is_no_list_is_refused_as_a_whole(self, data):
        with pytest.raises(StaffFileError):
            read_staff(data)

    @pytest.mark.parametrize(
        "line", ["1,,", ",山田,", "1,山田,keine", f"{'9' * 31},山田,", f"1,{'山' * 101},", "1,山田,,zu viel"]
    )
    def test_a_line_that_cannot_be_used_is_named_with_a_reason(self, line):
        staff = read_staff(f"社員番号,氏名,メール\n{line}\n".encode())
        assert [problem.line for problem in staff.problems] == [2]
        assert staff.problems[0].reason
        assert not staff.rows

    def test_the_second_line_of_one_number_is_left_out(self):
        staff = read_staff("社員番号,氏名\n1,山田\n1,川田\n".encode())
        assert [row.name for row in staff.rows] == ["山田"]
        assert [problem.line for problem in staff.problems] == [3]


class TestJoining:
    def test_people_and_units_come_into_being(self, admin):
        apply(LIST, admin)
        taro = person("1001")
        assert (taro.name, taro.reading, taro.email) == ("山田 太郎", "やまだ たろう", "taro.yamada@example.com")
        assert (taro.handle, taro.language, taro.site, taro.has_usable_password()) == (
            "taro.yamada",
            "ja",
            "東京",
            False,
        )
        assert posts(taro) == [("D1", "部長", True), ("D2", "顧問", False), ("HQ", "", False)]
        assert (person("1002").handle, person("1002").language) == ("emma", "en")
        unit = OrgUnit.objects.get(code="D1")
        assert (unit.name, unit.parent.code, unit.path) == ("営業部", "HQ", f"/{unit.parent_id}/{unit.pk}/")

    def test_they_see_the_spaces_of_their_units(self, admin):
        apply(LIST, admin)
        names = SpaceMember.objects.filter(user=person("1002")).values_list("space__unit__code", flat=True)
        assert set(names) == {"D2", "HQ"}

    def test_the_second_time_nothing_changes(self, admin):
        apply(LIST, admin)
        events, postings = AuditEvent.objects.count(), list(Posting.objects.values())
        again = apply(LIST, admin)
        assert again.is_empty
        assert again.unchanged == 2
        assert AuditEvent.objects.count() == events
        assert list(Posting.objects.values()) == postings

    def test_a_taken_handle_gets_a_number(self, admin):
        make_person("emma2")
        make_person("suzuki")
        apply("社員番号,氏名,メール\n1,鈴木,suzuki@other.example\n2,鈴木,suzuki@third.example\n", admin)
        assert {person("1").handle, person("2").handle} == {"suzuki2", "suzuki3"}

    def test_the_audit_record_names_them(self, admin):
        apply(LIST, admin)
        assert AuditEvent.objects.filter(verb="person.added", subject_label="山田 太郎", actor_id=admin.pk).exists()


class TestChanging:
    @pytest.fixture(autouse=True)
    def staff(self, admin):
        apply(LIST, admin)

    def changes(self, made):
        return {(c.field, c.old, c.new) for item in made.changed for c in item.changes}

    def test_each_change_is_shown_with_old_and_new(self, admin):
        made = plan(LIST.replace("部長", "本部長").replace("東京", "名古屋").replace("D2:顧問;HQ", ""))
        assert self.changes(made) == {
            ("title", "部長", "本部長"), ("site", "東京", "名古屋"), ("second_posts", "D2 顧問, HQ", ""),
        }  # fmt: skip
        import_staff(actor=admin, plan=made)
        assert posts(person("1001")) == [("D1", "本部長", True)]
        assert plan(LIST.replace("部長", "本部長").replace("東京", "名古屋").replace("D2:顧問;HQ", "")).is_empty

    def test_a_transfer_ends_the_old_post_yesterday(self, admin):
        Posting.objects.update(since="2020-04-01")
        apply(LIST.replace("D2,製造部", "D1,営業部"), admin)
        emma = person("1002")
        assert posts(emma) == [("D1", "", True)]
        assert Posting.objects.get(user=emma, unit__code="D2").until is not None
        assert set(SpaceMember.objects.filter(user=emma).values_list("space__unit__code", flat=True)) == {"D1", "HQ"}

    def test_empty_cells_and_missing_columns_keep_what_people_wrote_themselves(self):
        User.objects.filter(employee_number="1002").update(site="自宅", reading="えま")
        assert plan(LIST.replace("大阪", "")).is_empty
        assert plan("社員番号,氏名\n1001,山田 太郎\n1002,Emma Brown\n").is_empty

    def test_two_people_swap_their_addresses(self, admin):
        swapped = LIST.replace("Taro.Yamada@", "x@").replace("emma@", "taro.yamada@").replace("x@", "emma@")
        apply(swapped, admin)
        assert (person("1001").email, person("1002").email) == ("emma@example.com", "taro.yamada@example.com")

    def test_an_address_that_somebody_else_keeps_is_refused(self, admin):
        made = plan(LIST.replace("emma@example.com", "root@example.com"))
        assert "管理 者" in reasons(made)[3]
        assert not made.leavers

    def test_somebody_without_number_is_known_by_his_address(self, admin):
        apply(LIST + "1,管理 者,,root@example.com,,,,,,,,\n", admin)
        admin.refresh_from_db()
        assert admin.employee_number == "1"
        assert admin.handle == "root"

    def test_units_are_renamed_and_moved_with_everything_below(self, admin):
        apply(LIST.replace("D2,製造部,HQ", "D2,ものづくり部,D1"), admin)
        unit = OrgUnit.objects.get(code="D2")
        assert unit.name == unit.space.name == "ものづくり部"
        assert unit.path == f"{OrgUnit.objects.get(code='D1').path}{unit.pk}/"

    def test_parent_and_child_change_places(self, admin):
        apply(f"{HEAD}\n1001,山田 太郎,,,D1,営業部,,,,,,\n1002,Emma Brown,,,HQ,本社,D1,,,,,\n", admin)
        top, below = OrgUnit.objects.get(code="D1"), OrgUnit.objects.get(code="HQ")
        assert (top.path, below.path) == (f"/{top.pk}/", f"/{top.pk}/{below.pk}/")
        assert OrgUnit.objects.get(code="D2").path == f"/{top.pk}/{below.pk}/{OrgUnit.objects.get(code='D2').pk}/"

    @pytest.mark.parametrize(
        ("old", "new", "line"),
        [
            ("D2,製造部,HQ", "D1,製造部,HQ", 3),  # one unit with two names
            ("D2,製造部,HQ", "D1,営業部,D2", 3),  # below two units
            ("D2:顧問", "X9:顧問", 2),  # a second post nowhere
            ("D2,製造部,HQ", "D2,製造部,D2", 3),  # above itself
        ],
    )
    def test_units_that_contradict_each_other_are_explained(self, old, new, line):
        assert list(reasons(plan(LIST.replace(old, new)))) == [line]

    def test_the_line_that_differs_is_the_slip_even_when_it_comes_first(self):
        lines = "".join(f"{n},社員 {n},,,D7,{'品管部' if n == 1 else '品質管理部'},,,,,,\n" for n in range(1, 5))
        made = plan(f"{HEAD}\n{lines}")
        assert list(reasons(made)) == [2]
        assert [unit.name for unit in made.units.added] == ["品質管理部"]

    def test_units_in_a_circle_are_left_out(self):
        made = plan(f"{HEAD}\n1001,山田 太郎,,,A,a,B,,,,,\n1002,Emma Brown,,,B,b,A,,,,,\n")
        assert list(reasons(made)) == [2, 3]
        assert made.units.is_empty


class TestLeaving:
    @pytest.fixture(autouse=True)
    def staff(self, admin):
        apply(LIST, admin)

    def test_who_is_missing_from_the_list_leaves(self, admin):
        made = apply("社員番号,氏名\n1001,山田 太郎\n", admin)
        emma = person("1002")
        assert [p.name for p in made.leavers] == ["Emma Brown"]
        assert not emma.is_active
        assert emma.left_at
        assert plan("社員番号,氏名\n1001,山田 太郎\n").is_empty

    def test_who_stands_on_a_line_that_cannot_be_used_stays(self):
        made = plan("社員番号,氏名\n1001,\n1002,Emma Brown\n")
        assert not made.leavers
        assert list(reasons(made)) == [2]

    def test_people_without_employee_number_are_not_in_the_lists_care(self, admin):
        assert admin.name not in [p.name for p in plan("社員番号,氏名\n1001,山田 太郎\n").leavers]

    def test_neither_the_last_administrator_nor_oneself(self, admin):
        User.objects.filter(pk=admin.pk).update(employee_number="1")
        made = plan(LIST)
        assert [p.name for p, _reason in made.kept] == ["管理 者"]
        second = make_person("second", role="administrator", employee_number="2")
        made = plan(LIST, actor=second)
        assert [p.name for p in made.leavers] == ["管理 者"]
        assert [p.name for p, _reason in made.kept] == ["Second"]

    def test_who_comes_back_is_active_again(self, admin):
        apply("社員番号,氏名\n1001,山田 太郎\n", admin)
        made = apply(LIST, admin)
        assert [joiner.returns for joiner in made.joiners] == [True]
        assert person("1002").is_active
        assert posts(person("1002")) == [("D2", "", True)]

    def test_when_something_fails_nothing_has_happened(self, admin, monkeypatch):
        monkeypatch.setattr("sns.ops.staff.sync_unit_spaces", lambda: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            apply(LIST.replace("部長", "社長"), admin)
        assert posts(person("1001"))[0] == ("D1", "部長", True)


class TestPage:
    def send(self, client, text, follow=True):
        return client.post("/staff/", {"file": SimpleUploadedFile("社員.csv", text.encode("cp932"))}, follow=follow)

    def confirm(self, client, page, **fields):
        [shown] = re.findall(r'name="plan" value="(\w+)"', page.text)
        return client.post("/staff/preview/", {"plan": shown, **fields}, follow=True)

    def test_administrators_send_look_and_confirm(self, admin, as_user):
        client = as_user(admin)
        assert client.get("/staff/").status_code == 200
        page = self.send(client, LIST)
        assert "山田 太郎" in page.text
        assert not User.objects.filter(employee_number="1001").exists()
        self.confirm(client, page)
        assert person("1001").is_active
        assert client.get("/staff/preview/").status_code == 302  # the list is gone

    @pytest.mark.parametrize("path", ["/staff/", "/staff/preview/", "/people.csv", "/people.xlsx"])
    def test_nobody_else_gets_in(self, cast, as_user, path):
        for other in (cast.alice, cast.erin):
            assert as_user(other).get(path).status_code == 403

    def test_the_kept_list_is_its_senders_alone(self, cast, admin, as_user, client):
        self.send(as_user(admin), LIST)
        token = client.session["staff_list"]
        as_user(cast.frank)
        session = client.session
        session["staff_list"] = token
        session.save()
        assert client.get("/staff/preview/").status_code == 302

    def test_a_file_that_is_no_list_is_an_error_beside_the_field(self, admin, as_user):
        answer = self.send(as_user(admin), "a,b\n1,2\n")
        assert answer.status_code == 422
        assert "社員番号" in answer.text

    def test_when_more_than_a_fifth_would_leave_a_second_yes_is_needed(self, admin, as_user):
        apply(LIST, admin)
        client = as_user(admin)
        page = self.send(client, "社員番号,氏名\n1001,山田 太郎\n")
        assert self.confirm(client, page).status_code == 422
        assert person("1002").is_active
        self.confirm(client, page, many_leave="on")
        assert not person("1002").is_active

    def test_what_has_changed_since_it_was_shown_is_shown_again(self, admin, as_user):
        client = as_user(admin)
        page = self.send(client, LIST)
        make_person("emma")
        User.objects.filter(handle="emma").update(email="emma@example.com")
        assert self.confirm(client, page).status_code == 422
        assert not User.objects.filter(employee_number="1001").exists()


class TestCommand:
    def test_shows_then_applies(self, admin, tmp_path, capsys):
        file = tmp_path / "staff.csv"
        file.write_text(LIST, encoding="cp932")
        call_command("import_staff", file)
        assert "+ 1001 山田 太郎" in capsys.readouterr().out
        assert not User.objects.filter(employee_number="1001").exists()
        call_command("import_staff", file, apply=True)
        assert person("1001").is_active

    def test_stops_when_half_the_staff_would_go(self, admin, tmp_path):
        apply(LIST, admin)
        file = tmp_path / "staff.csv"
        file.write_text("社員番号,氏名\n1001,山田 太郎\n", encoding="utf-8")
        with pytest.raises(CommandError, match="--many-leave"):
            call_command("import_staff", file, apply=True)
        assert person("1002").is_active

    def test_says_so_when_there_is_no_such_file(self, company, tmp_path):
        with pytest.raises(CommandError):
            call_command("import_staff", tmp_path / "none.csv")
