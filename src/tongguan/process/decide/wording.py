"""The form of refusals' words: code → Chinese, English, and what would mend it in both; braces are values."""

Wording = dict[str, tuple[str, str, str, str]]
