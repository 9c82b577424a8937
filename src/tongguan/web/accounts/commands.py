"""What ``tongguan account`` becomes."""

import sys

from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

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


def _refused(code: str, exit_code: int) -> int:
    print(f"tongguan: account: {word(code, 'zh')} {word(code, 'en')}", file=sys.stderr)
    return exit_code
