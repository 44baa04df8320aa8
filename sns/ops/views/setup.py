from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from sns.core.ratelimit import Limit, TooFast
from sns.ops.actions import AlreadySetUp, set_up
from sns.ops.forms import SetupForm
from sns.people.login import log_in
from sns.people.setup import is_set_up

# Nobody is logged in yet, so all attempts of the world count together: eight letters cannot be guessed.
ATTEMPTS = Limit("setup", count=20, seconds=600)


@login_not_required
@never_cache
@sensitive_post_parameters("password1", "password2", "code")
@require_http_methods(["GET", "HEAD", "POST"])
def setup(request: HttpRequest) -> HttpResponse:
    """Make the company and its first administrator; there is no such page once there is a person."""
    if is_set_up():
        raise Http404
    if request.method != "POST":
        return render(request, "ops/setup.html", {"form": SetupForm()})
    form = SetupForm(request.POST)
    try:
        ATTEMPTS.take_turn(request.user)
    except TooFast as brake:
        return brake.mark(render(request, "ops/setup.html", {"form": SetupForm(initial=kept(form)), "brake": brake}))
    if not form.is_valid():
        return render(request, "ops/setup.html", {"form": form}, status=422)
    return finish(request, form.cleaned_data)


def kept(form: SetupForm) -> dict[str, str]:
    """What was typed, without the secrets."""
    return {name: form.data.get(name, "") for name in ("company", "name", "email", "language")}


def finish(request: HttpRequest, data: dict) -> HttpResponse:
    fields = {name: data[name] for name in ("company", "name", "email", "language")}
    try:
        user = set_up(password=data["password1"], **fields)
    except AlreadySetUp:
        return redirect("account_login")
    return log_in(request, user)
