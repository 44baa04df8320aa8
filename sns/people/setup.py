"""The time before the first user: the code on the console that proves one is the operator."""

import base64
import hmac

from django.utils.crypto import salted_hmac

from sns.people.models import User


def is_set_up() -> bool:
    """Is there a person? Guests of an archive that was imported beforehand do not count."""
    return User.objects.filter(is_guest=False).exists()


def current_code() -> str:
    """The code that opens the set-up page, like "K7QX-2MPA".

    Derived from the secret key, so that every process and machine of the installation knows it; the page it
    opens is gone as soon as there is a person.
    """
    letters = base64.b32encode(salted_hmac("engawa.setup", "first administrator", algorithm="sha256").digest())
    return f"{letters[:4].decode()}-{letters[4:8].decode()}"


def is_current_code(text: str) -> bool:
    """Compare in constant time; case, spaces and the hyphen do not matter."""
    typed = "".join(letter for letter in text.upper() if letter.isalnum())
    return hmac.compare_digest(typed.encode(), current_code().replace("-", "").encode())
