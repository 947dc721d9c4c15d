"""Getting in, and what people may say about themselves."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from objectives import sign_ins
from objectives.forms.account import (
    FirstRunForm,
    PreferencesForm,
    ProfileForm,
    SignInForm,
)
from objectives.locks import structure_lock
from objectives.models import FormKey, User
from objectives.once import key_of, new_key
from objectives.views.common import REFUSED, form_page, posted
from objectives.views.settings.common import Words, show

TOO_MANY = 429
FIRST_RUN = "first run"


@login_not_required
@sensitive_post_parameters("password")
@never_cache
@form_page
def sign_in(request: HttpRequest) -> HttpResponse:
    if not User.objects.exists():
        return redirect("first_run")
    if request.user.is_authenticated:
        return redirect(inner_path(request))
    email = request.POST.get("username", "")
    if request.method == "POST" and sign_ins.is_throttled(request, email):
        return refuse_guessing(request)
    form = SignInForm(request, data=posted(request))
    if request.method != "POST":
        return show_sign_in(request, form)
    if not form.is_valid():
        sign_ins.note_failure(request, email)
        return show_sign_in(request, form, status=REFUSED)
    sign_ins.forget_failures(request, email)
    return let_in(request, form.get_user(), form.cleaned_data["remember"])


@login_not_required
@require_safe
def admin_entrance(request: HttpRequest) -> HttpResponse:
    """The admin pages have no sign-in of their own, which would not count guesses."""
    if request.user.is_authenticated:
        raise PermissionDenied(_("OKR administrators use the admin pages."))
    inner = inner_path(request, default="admin:index")
    return redirect_to_login(inner)


def show_sign_in(
    request: HttpRequest, form: SignInForm, status: int = 200
) -> HttpResponse:
    context = {"form": form, "next": inner_path(request, default="")}
    return render(request, "registration/login.html", context, status=status)


def refuse_guessing(request: HttpRequest) -> HttpResponse:
    form = SignInForm(request, initial={"username": request.POST.get("username", "")})
    context = {
        "form": form,
        "next": inner_path(request, default=""),
        "throttled": _(
            "Too many wrong passwords. Wait a quarter of an hour, or ask for a new "
            "password below."
        ),
    }
    return render(request, "registration/login.html", context, status=TOO_MANY)


def let_in(request: HttpRequest, user: User, remember: bool) -> HttpResponse:
    """Without `remember` the session ends with the browser."""
    login(request, user)
    request.session.set_expiry(None if remember else 0)
    return redirect(inner_path(request))


def inner_path(request: HttpRequest, default: str = "updates") -> str:
    """Where `next` leads if it is a path of this site, else to `default`."""
    path = request.POST.get("next", request.GET.get("next", ""))
    # What is no path, `redirect` would look up as the name of a view.
    stays = path.startswith("/") and url_has_allowed_host_and_scheme(
        path, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    if stays:
        return path
    return resolve_url(default) if default else ""


@login_not_required
@sensitive_post_parameters()
@never_cache
@form_page
def first_run(request: HttpRequest) -> HttpResponse:
    """Only while there is nobody; afterwards there is no such page."""
    form = FirstRunForm(posted(request))
    if User.objects.exists():
        user = made_by(request)
    elif request.method == "POST" and form.is_valid():
        user = set_up(request, form)
    else:
        return show_first_run(request, form)
    login(request, user)
    return redirect("updates")


def show_first_run(request: HttpRequest, form: FirstRunForm) -> HttpResponse:
    context = {"form": form, "key": request.POST.get("key") or new_key()}
    status = REFUSED if form.is_bound else 200
    return render(request, "objectives/first_run.html", context, status=status)


def set_up(request: HttpRequest, form: FirstRunForm) -> User:
    """Of two people who send the form at once, one gets 404 and changes nothing."""
    with structure_lock():
        if User.objects.exists():
            return made_by(request)
        user = form.save()
        FormKey.objects.create(key=key_of(request), user=user, digest=FIRST_RUN)
        return user


def made_by(request: HttpRequest) -> User:
    """Whom this very form has made: a double click makes one account, and signs in.

    Raises Http404 for anybody else. The key is a secret of the one who opened the form;
    unlike other forms this one leaves no digest, which a password would be read from.
    """
    made = FormKey.objects.filter(key=key_of(request), digest=FIRST_RUN)
    made = made.select_related("user").first()
    if made and made.user.check_password(request.POST.get("password", "")):
        return made.user
    raise Http404


@form_page
def profile(request: HttpRequest) -> HttpResponse:
    person = User.objects.get(pk=request.user.pk)
    form = ProfileForm(posted(request), instance=person)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Your profile was saved."))
        return redirect("settings_profile")
    words = Words(
        heading=_("Your profile"),
        title=_("Your profile was not saved."),
        action=_("Save profile"),
        done="",
        template="objectives/settings/profile.html",
    )
    status = REFUSED if form.is_bound else 200
    return show(request, form, words, status=status, tokens=person.api_tokens.all())


@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Theme and language from the account menu; what is not offered changes nothing."""
    person = User.objects.get(pk=request.user.pk)
    form = PreferencesForm(request.POST, instance=person)
    if form.is_valid():
        form.save()
    else:
        messages.error(request, _("There is no such theme or language."))
    return redirect(inner_path(request))
