"""Sign-in with lock-out and a second factor, the own password, and the language switch."""

from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, PasswordChangeView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from tongguan.desk import register
from tongguan.web.accounts import factor, lockout
from tongguan.web.accounts.looks import address_of
from tongguan.web.office import DEMO_PASSWORD, desk
from tongguan.web.pages import second_factor
from tongguan.web.settings import LANGUAGE_COOKIE


class SignIn(LoginView):
    """The sign-in page; in a demo database it names the accounts. Repeated failures lock it for a time."""

    template_name = "signin.html"
    redirect_authenticated_user = True

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        name, address, now = request.POST.get("username", ""), address_of(request), timezone.now()
        end = lockout.locked(name, address, now)
        if end is not None:
            minutes = -(-(end - now).seconds // 60)
            context = self.get_context_data(form=self.form_class(request), locked=max(1, minutes))
            return self.render_to_response(context, status=429, headers={"Retry-After": str(minutes * 60)})
        response = super().post(request, *args, **kwargs)
        if request.session.get(second_factor.HALF) is None:
            lockout.tried(name, address, request.user.is_authenticated, now)
        return response

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Where the account has a second factor, nobody is signed in before its code was given."""
        user = form.get_user()
        if not factor.enrolled(user.get_username()):
            return super().form_valid(form)
        return second_factor.ask(self.request, user.get_username(), self.get_success_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        if desk().journal.kind == "demo":
            cast = register.shipped().actors.values()
            context |= {
                "accounts": [actor for actor in cast if actor.kind == "officer"],
                "enterprises": [actor for actor in cast if actor.kind == "declarant"],
                "demo_password": DEMO_PASSWORD,
            }
        return context


class Password(PasswordChangeView):
    """The own password, by the rules of the settings; every other session of the account ends."""

    template_name = "password.html"
    success_url = "/"


def language(request: HttpRequest) -> HttpResponse:
    """Choose Chinese or English and go back to the page."""
    chosen = "zh" if request.GET.get("to") == "zh" else "en"
    back = request.GET.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    response = HttpResponseRedirect(back)
    response.set_cookie(LANGUAGE_COOKIE, chosen, max_age=365 * 86400, samesite="Lax")
    return response
