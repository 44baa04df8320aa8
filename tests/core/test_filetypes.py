"""Files as people and attackers send them, made here in code."""

import io
import struct
import zipfile

import pytest
from django.utils import translation
from PIL import Image

from sns.core import archives
from sns.core.filetypes import OLE, detect, safe_name
from sns.core.refusals import FileRefused

MAIN = "application/vnd.openxmlformats-officedocument.{}.main+xml"
ODT = "application/vnd.oasis.opendocument.text"
PROGRAMS = [
    "html",
    "htm",
    "svg",
    "js",
    "mjs",
    "xml",
    "sh",
    "exe",
    "bat",
    "dll",
    "jar",
    "docm",
    "hta",
    "lnk",
    "php",
]
ENTRY = "会議の議事録\r\n"


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def zipped(parts, compression=zipfile.ZIP_DEFLATED):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def office(kind="wordprocessingml.document", part="word/document.xml", **more):
    types = f'<Types><Override PartName="/{part}" ContentType="{MAIN.format(kind)}"/></Types>'
    return zipped({"[Content_Types].xml": types, "_rels/.rels": "<r/>", part: "<x/>"} | more)


def ole(*streams):
    names = b"".join(name.encode("utf-16-le").ljust(64, b"\0") for name in streams)
    return OLE + bytes(504) + names


def picture(kind):
    target = io.BytesIO()
    Image.new("RGB", (4, 4)).save(target, kind)
    return target.getvalue()


def refused(content, name):
    with pytest.raises(FileRefused) as caught:
        detect(content, name)
    assert "%(" not in str(caught.value)
    return caught.value.code


@pytest.mark.parametrize(
    ("name", "content", "mime"),
    [
        ("図.png", picture("PNG"), "image/png"),
        ("photo.JPEG", picture("JPEG"), "image/jpeg"),
        ("a.gif", picture("GIF"), "image/gif"),
        ("a.webp", picture("WEBP"), "image/webp"),
        ("a.avif", picture("AVIF"), "image/avif"),
        ("稟議書.pdf", b"%PDF-1.7\n...", "application/pdf"),
        ("a.docx", office(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (
            "a.xlsx",
            office("spreadsheetml.sheet", "xl/workbook.xml"),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        (
            "a.pptx",
            office("presentationml.presentation", "ppt/presentation.xml"),
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        ),
        ("a.odt", zipped({"mimetype": ODT, "content.xml": "<x/>"}), ODT),
        ("a.doc", ole("Root Entry", "WordDocument"), "application/msword"),
        ("a.xls", ole("Root Entry", "Workbook"), "application/vnd.ms-excel"),
        ("a.ppt", ole("Root Entry", "PowerPoint Document"), "application/vnd.ms-powerpoint"),
        ("a.zip", zipped({"資料/a.txt": "a", "Scripts/b.js": "b"}), "application/zip"),
        ("a.txt", ENTRY.encode(), "text/plain"),
        ("a.csv", ENTRY.encode("utf-8-sig"), "text/csv"),
        ("a.csv", "①髙橋,〜".encode("cp932"), "text/csv"),
        ("a.txt", (ENTRY * 40_000).encode("euc_jp"), "text/plain"),
        ("a.md", b"# Title\n<b>raw</b>", "text/markdown"),
        ("a.mp4", b"\0\0\0\x18ftypisom\0\0\2\0isomiso2", "video/mp4"),
        ("a.mov", b"\0\0\0\x14ftypqt  \0\0\0\0qt  ", "video/quicktime"),
        ("a.m4a", b"\0\0\0\x1cftypM4A \0\0\0\0M4A mp42", "audio/mp4"),
        ("a.webm", b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\1\x42\x82\x84webm", "video/webm"),
        ("a.mp3", b"ID3\3\0\0\0\0\0\0", "audio/mpeg"),
        ("a.mp3", b"\xff\xfb\x90\x64" + bytes(400), "audio/mpeg"),
    ],
)
def test_what_a_company_sends_each_other_is_known_by_its_content(name, content, mime):
    found = detect(io.BytesIO(content), name)

    assert (found.mime, found.is_image) == (mime, mime.startswith("image/"))
    assert detect(content, name) == found


@pytest.mark.parametrize("extension", PROGRAMS)
def test_programs_and_pages_are_refused_by_name_whatever_is_in_them(extension):
    assert refused(b"harmless text", f"a.{extension}") == "type"
    assert refused(b"harmless text", f"report.pdf.{extension.upper()}") == "type"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("a.jpg", b"MZ\x90\0"),
        ("a.gif", b"\0\0\0\x18ftypisom\0\0\0\0"),
        ("a.pdf", b"<html>%PDF-1.7"),
        ("a.pdf", picture("PNG")),
        ("a.txt", picture("PNG")),
        ("a.txt", b"MZ\x90\0\3"),
        ("a.txt", b"\x7fELF\2\1\1\0"),
        ("a.txt", b"#!/bin/sh\nrm -rf /"),
        ("a.md", b"\xef\xbb\xbf \n<!DOCTYPE  html><script>alert(1)</script>"),
        ("a.csv", b"<?xml version='1.0'?><x/>"),
        ("a.txt", b"a" * 600_000 + b"\0"),
        ("a.txt", ENTRY.encode("utf-16")),
        ("a.docx", zipped({"word/document.xml": "<x/>"})),
        ("a.docx", office("spreadsheetml.sheet", "xl/workbook.xml")),
        ("a.docx", b"PK\x03\x04" + bytes(200)),
        ("a.docx", office()[:-30]),
        ("a.docx", ole("WordDocument")),
        ("a.doc", office()),
        ("a.doc", ole("Root Entry", "Workbook")),
        ("a.xls", OLE),
        ("a.zip", b"Rar!\x1a\7\0"),
        ("a.zip", b"PK\x05\x06" + bytes(18)),
        ("a.ods", zipped({"mimetype": ODT, "content.xml": "<x/>"})),
        ("a.mp4", b"\0\0\0\x18ftypheic\0\0\0\0"),
        ("a.webm", b"\x1a\x45\xdf\xa3\x9f\x42\x82\x88matroska"),
        ("a.mp3", b"\xff\xd8\xff\xe0" + bytes(100)),
    ],
)
def test_content_that_belies_its_name_is_refused(name, content):
    assert refused(content, name) == "mismatch"


def test_a_picture_under_the_name_of_another_kind_is_what_its_content_says():
    found = detect(picture("WEBP"), "screenshot.png")

    assert (found.mime, found.extension, found.is_image) == ("image/webp", "webp", True)


def test_an_iphone_picture_gets_its_own_advice():
    heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"

    assert refused(heic, "IMG_1.HEIC") == refused(heic, "IMG_1.jpg") == "heic"


def test_empty_and_nameless_files_are_refused():
    assert refused(b"", "a.txt") == "empty"
    assert refused(b"text", "README") == "no_extension"
    assert refused(b"text", "") == "no_extension"
    assert refused(b"text", ".txt") == "no_extension"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.docx", office(**{"word/vbaProject.bin": "x"})),
        ("a.docx", office("wordprocessingml.document.macroEnabled")),
        ("a.xlsx", office("spreadsheetml.sheet", "xl/workbook.xml", **{"xl/VBAPROJECT.BIN": "x"})),
        ("a.odt", zipped({"mimetype": ODT, "content.xml": "<x/>", "Basic/Standard/a.xml": "x"})),
        ("a.doc", ole("Root Entry", "WordDocument", "Macros", "_VBA_PROJECT")),
        ("a.zip", office(**{"word/vbaProject.bin": "x"})),
    ],
)
def test_macros_are_refused(name, content):
    assert refused(content, name) == "macros"


def test_a_document_with_a_password_is_refused_with_that_reason():
    locked = ole("Root Entry", "EncryptionInfo", "EncryptedPackage")

    assert refused(locked, "a.xlsx") == refused(locked, "a.xls") == "encrypted"


@pytest.mark.parametrize("inside", ["setup.exe", "x/Run.BAT", "a.pdf.lnk", "b.scr. "])
def test_a_program_in_a_zip_is_refused_by_its_name(inside):
    with pytest.raises(FileRefused, match="program") as caught:
        detect(zipped({inside: "MZ", "c.txt": "c"}), "a.zip")
    assert caught.value.params["name"] in inside


def test_a_zip_bomb_is_refused_in_an_office_document_too():
    assert refused(office(**{"word/media/a.bin": bytes(80_000_000)}), "a.docx") == "archive_bomb"
    assert refused(zipped({"a.txt": bytes(80_000_000)}), "a.zip") == "archive_bomb"


def test_a_zip_whose_entries_share_their_bytes_is_refused():
    plain = bytearray(zipped({"a.txt": bytes(1_000_000)}))
    at = plain.index(b"PK\x01\x02")
    directory, end = plain[at : plain.index(b"PK\x05\x06")], plain[plain.index(b"PK\x05\x06") :]
    many = directory * 300
    struct.pack_into("<HHII", end, 8, 300, 300, len(many), at)

    assert refused(bytes(plain[:at] + many + end), "a.zip") == "archive_bomb"


def test_a_zip_of_countless_files_is_refused_before_its_directory_is_read():
    content = bytearray(zipped({"a.txt": "a"}))
    struct.pack_into("<I", content, content.index(b"PK\x05\x06") + 12, archives.MAX_DIRECTORY + 1)

    assert refused(bytes(content), "a.zip") == "archive_bomb"


def test_repetitive_but_small_documents_are_taken():
    assert detect(office(**{"word/a.xml": bytes(20_000_000)}), "a.docx")


def test_the_file_is_left_at_its_start():
    file = io.BytesIO(office())
    detect(file, "a.docx")

    assert file.tell() == 0


def test_a_refusal_speaks_the_readers_language_when_shown():
    error = FileRefused("type", extension="exe")
    with translation.override("en"):
        assert str(error).startswith("Files ending in “.exe” cannot be uploaded.")


@pytest.mark.parametrize("code", FileRefused.messages)
def test_each_message_says_what_to_do_within_two_lines(code):
    assert len(str(FileRefused.messages[code])) < 170


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("定例会の議事録（最終）.docx", "定例会の議事録（最終）.docx"),
        ("か\u3099いよう.txt", "がいよう.txt"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\taro\\報告.pdf", "報告.pdf"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("a\u2066b\u200bc\ufeff.txt", "abc.txt"),
        ("a\0b\r\nSet-Cookie: x.txt", "ab Set-Cookie_ x.txt"),
        ('a<b>"c|d?e*.txt', "a_b__c_d_e_.txt"),
        ("  . .htaccess . ", "htaccess"),
        ("CON.txt", "_CON.txt"),
        ("com1", "_com1"),
        ("console.txt", "console.txt"),
        ("\ud800.txt", "txt"),
        ("", "file"),
        ("...", "file"),
        ("辻\U000e0100さん.txt", "辻\U000e0100さん.txt"),
    ],
)
def test_a_name_is_safe_to_show_and_still_the_persons_own(given, shown):
    assert safe_name(given) == shown


def test_a_long_name_is_cut_before_its_ending():
    name = safe_name("議" * 300 + ".docx")

    assert (len(name), name[-6:]) == (120, "議.docx")
    assert len(safe_name("a." + "b" * 300)) == 120
