"""Sign-in and the language switch."""

from typing import Any

from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from tongguan.desk import register
from tongguan.web.office import DEMO_PASSWORD, desk
from tongguan.web.settings import LANGUAGE_COOKIE


class SignIn(LoginView):
    """The sign-in page; in a demo database it names the accounts."""

    template_name = "signin.html"
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        if desk().journal.kind == "demo":
            officers = [actor for actor in register.shipped().actors.values() if actor.kind == "officer"]
            context |= {"accounts": officers, "demo_password": DEMO_PASSWORD}
        return context


def language(request: HttpRequest) -> HttpResponse:
    """Choose Chinese or English and go back to the page."""
    chosen = "zh" if request.GET.get("to") == "zh" else "en"
    back = request.GET.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    response = HttpResponseRedirect(back)
    response.set_cookie(LANGUAGE_COOKIE, chosen, max_age=365 * 86400, samesite="Lax")
    return response
