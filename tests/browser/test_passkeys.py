"""Passkeys with Chromium's virtual authenticator, under the real content policy."""

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import expect

from tests.factories import PASSWORD, make_person

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def authenticator(page, context):
    """A finger that always touches the sensor."""
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    return devtools, devtools.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})["authenticatorId"]


def log_in(site, page, user):
    page.goto(f"{site.url}/accounts/login/")
    page.locator("#id_login").fill(user.email)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("form.form button").click()


def test_a_passkey_is_added_and_logs_in_alone(site, page, context, authenticator):
    alice = make_person("alice-with-a-key", password=PASSWORD)
    log_in(site, page, alice)
    page.goto(f"{site.url}/accounts/2fa/webauthn/add/")
    page.locator("#id_passwordless").check()
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url("**/recovery-codes/")
    assert Authenticator.objects.filter(user=alice, type=Authenticator.Type.WEBAUTHN).count() == 1
    context.clear_cookies()
    page.goto(f"{site.url}/accounts/login/?next=/settings/display/")
    page.locator("#passkey_login").click()
    page.wait_for_url(f"{site.url}/settings/display/")


def test_a_refused_passkey_is_said_in_words(site, page, authenticator):
    devtools, key = authenticator
    make_person("somebody-at-least")
    devtools.send("WebAuthn.setUserVerified", {"authenticatorId": key, "isUserVerified": False})
    page.goto(f"{site.url}/accounts/login/")
    page.locator("#passkey_login").click()
    expect(page.locator("#toasts, .toasts").first).to_contain_text("パスキー")
