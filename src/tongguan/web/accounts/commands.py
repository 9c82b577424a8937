"""What ``tongguan account``, ``tongguan token`` and ``tongguan factor`` become."""

import sys

from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from tongguan.web.accounts import factor, tokens
from tongguan.web.templatetags.words import word


def set_password(name: str, password: str) -> int:
    """0 done, 1 the password breaks a rule, 2 no name for an account; nothing is stored unless all is well."""
    user = User.objects.filter(username=name).first() or User(username=name)
    try:
        User._meta.get_field("username").clean(name, user)
    except ValidationError:
        return _refused("no_user_name", 2)
    try:
        validate_password(password, user)
    except ValidationError as error:
        return _refused(error.error_list[0].code, 1)
    made = user.pk is None
    user.set_password(password)
    user.save()
    print(f"{name}: {'made' if made else 'has a new password'}")
    return 0


def token(actor: str, verb: str, scopes: str, days: str, label: str) -> int:
    """Print a new token, a line for each there is, or how many were revoked."""
    if verb == "issue":
        print(tokens.issue(actor, "", scopes.split(), int(days), label))
    elif verb == "revoke":
        print(tokens.revoke_all(actor))
    else:
        for each in tokens.of(actor):
            used = f"{each.used_at:%Y-%m-%d %H:%M}" if each.used_at else "never"
            until = f"{each.expires_at:%Y-%m-%d}" if each.expires_at else "revoked by hand"
            print(f"{each.digest[:12]}  {each.scopes}  until {until}  used {used}  {each.label}".rstrip())
    return 0


def second_factor(name: str, verb: str) -> int:
    """Say whether an account has a second factor, or take it away; 1 when there is none."""
    if not factor.enrolled(name):
        print(f"tongguan: factor: {word('factor_none', 'zh')} {word('factor_none', 'en')}", file=sys.stderr)
        return 1
    if verb == "forget":
        factor.forget(name, "")
        print(f"{name}: its second factor is forgotten")
    else:
        print(f"{name}: has a second factor, and {factor.left(name)} codes of recovery")
    return 0


def _refused(code: str, exit_code: int) -> int:
    print(f"tongguan: account: {word(code, 'zh')} {word(code, 'en')}", file=sys.stderr)
    return exit_code
