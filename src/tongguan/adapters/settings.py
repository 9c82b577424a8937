"""Settings: one table of them, read in one place from ``tongguan.toml`` and the environment, which goes first."""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from tongguan.facts import toml
from tongguan.facts.actor import OFFICERS

FILE = "tongguan.toml"
WHERE = "TONGGUAN_SETTINGS"
"""Names another file of settings; that one must be there."""


class WrongSetting(Exception):
    """A setting that cannot be used; the message names it, where it stands and what would mend it."""


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an office may set. Each field is described in ``ENTRIES``."""

    db: str = "sqlite:///tongguan.db"
    actor: str = ""
    host: str = "127.0.0.1"
    port: int = 8000
    hosts: tuple[str, ...] = ()
    log: str = "auto"
    metrics_token: str = ""
    worker_seconds: int = 5
    evening_hour: int = 18
    report_hour: int = 7
    report_lang: str = "zh"
    smtp: str = ""
    mail_from: str = ""
    mail_to: str = ""
    second_factor: str = "auto"
    idle_minutes: int = 30
    scanner: str = ""
    scanner_seconds: int = 30
    attachment_megabytes: int = 4
    attachment_files: int = 20
    attachment_kinds: str = "pdf jpeg png"


class Entry(NamedTuple):
    """A setting as it is documented and checked."""

    name: str
    en: str
    zh: str
    low: int = 0
    high: int = 0
    choices: tuple[str, ...] = ()
    least: int = 0
    """Letters that the text has at least, unless it is empty."""
    words: tuple[str, ...] = ()
    """Words of which the text has one or more, with blanks between."""

    @property
    def variable(self) -> str:
        """Its name in the environment."""
        return f"TONGGUAN_{self.name.upper()}"


ENTRIES = (
    Entry("db", "Database: sqlite:///path or postgresql://user@host/name.", "数据库地址。"),
    Entry("actor", "Who acts on the command line, by a name of the office's register.", "命令行操作人（登记名册中的名称）。"),
    Entry("host", "Address that serve listens on.", "服务监听地址。"),
    Entry("port", "Port that serve listens on.", "服务监听端口。", 1, 65535),
    Entry("hosts", "Names under which the office is reached in production; in the environment with blanks between.", "生产环境的主机名；环境变量中以空格分隔。"),
    Entry("log", "A JSON line for each request on standard error: requests, none, or auto (in production).", "请求日志：requests 记录，none 不记录，auto 仅在生产环境记录。", choices=("auto", "requests", "none")),
    Entry("metrics_token", "Bearer token for /metrics, 24 letters or more; without one only this machine reads it, and nobody in production.", "读取 /metrics 的令牌，至少 24 个字符；未设置时仅限本机，生产环境不开放。", least=24),
    Entry("worker_seconds", "Seconds between two rounds of the worker.", "后台任务两轮之间的秒数。", 1, 3600),
    Entry("evening_hour", "Local hour from which the worker seals tomorrow's draws.", "自该时刻（当地小时）起封存次日抽取密钥。", 0, 23),
    Entry("report_hour", "Local hour of Monday from which the worker issues the report of the week before, and mails it.", "后台任务自周一该时刻（当地小时）起签发并寄出上周周报。", 0, 23),
    Entry("report_lang", "Language in which the worker mails the weekly report: zh or en.", "后台任务寄出周报所用语言：zh 或 en。", choices=("zh", "en")),
    Entry("smtp", "Mail server: smtp://user:password@host:587 (STARTTLS) or smtps://…; empty: nothing is mailed.", "邮件服务器：smtp://user:password@host:587（STARTTLS）或 smtps://…；空为不寄。"),
    Entry("mail_from", "Address from which the office's mail comes.", "本关邮件的发件地址。"),
    Entry("mail_to", "Addresses to which the weekly report goes, apart by commas.", "周报收件地址，以逗号分隔。"),
    Entry("second_factor", "Who must give a code besides the password: auto (every officer in production, nobody else), all, none, or roles with blanks between.", "须使用第二因素登录的人员：auto（生产环境全体关员）、all、none，或以空格分隔的岗位。", words=("auto", "all", "none", *OFFICERS)),
    Entry("idle_minutes", "Minutes of rest after which a session ends; pages that follow by themselves do not count.", "会话无操作后自动退出的分钟数；页面自动更新不计。", 1, 720),
    Entry("scanner", "Command that looks at a file for viruses: the file's path is its last word, 0 is clean, anything else refuses the file. Empty: none.", "附件查毒命令：最后一个参数为文件路径，返回 0 为无毒，其他一律拒收；空为不查毒。"),
    Entry("scanner_seconds", "Seconds that the scanner may take for a file.", "查毒每个文件的时限（秒）。", 1, 300),
    Entry("attachment_megabytes", "Most megabytes of one file that is attached to a declaration in the portal.", "企业端随附单据单个文件的上限（MB）。", 1, 20),
    Entry("attachment_files", "Most files that are attached to one declaration in the portal.", "企业端每份报关单随附单据的份数上限。", 1, 100),
    Entry("attachment_kinds", "Kinds of files that the portal takes: pdf, jpeg, png, with blanks between; told by their content.", "企业端接受的文件格式：pdf、jpeg、png，以空格分隔；按内容识别。", words=("pdf", "jpeg", "png")),
)  # fmt: skip
_BY_NAME = {each.name: each for each in ENTRIES}


def read(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings in force; WrongSetting for the first that cannot be used."""
    environment = os.environ if environment is None else environment
    given = _from_file(environment.get(WHERE, ""))
    for entry in ENTRIES:
        if entry.variable in environment:
            given[entry.name] = (_typed(entry, environment[entry.variable]), entry.variable)
    for name, (value, place) in given.items():
        _check(_BY_NAME[name], value, place)
    return msgspec.convert({name: value for name, (value, _) in given.items()}, Settings)


def _from_file(named: str) -> dict[str, tuple[Any, str]]:
    """Settings of the file with where each stands."""
    path = Path(named or FILE)
    if not named and not path.exists():
        return {}
    try:
        found = toml.loads(path.read_text("utf-8"))
    except OSError as error:
        raise WrongSetting(f"{path}: {error.strerror}; correct {WHERE}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WrongSetting(f"{path}: {error}; write a line as port = 8000") from None
    for name in found:
        if name not in _BY_NAME:
            raise WrongSetting(f"{path}: {name} is no setting; there are {', '.join(_BY_NAME)}")
    return {name: (value, f"{path}: {name}") for name, value in found.items()}


def _typed(entry: Entry, text: str) -> Any:
    """The text of the environment in the setting's own type; as it is when it cannot be one."""
    if entry.name == "hosts":
        return text.split()
    if entry.high and text.strip().isdecimal():
        return int(text)
    return text


def _check(entry: Entry, value: Any, place: str) -> None:
    if entry.high:
        if type(value) is not int or not entry.low <= value <= entry.high:
            raise WrongSetting(f"{place}: must be a whole number from {entry.low} to {entry.high}")
    elif entry.name == "hosts":
        if not isinstance(value, list) or not all(isinstance(each, str) and _is_host(each) for each in value):
            raise WrongSetting(f"{place}: must be names of hosts, without https:// or a port")
    elif not isinstance(value, str):
        raise WrongSetting(f"{place}: must be a text")
    elif entry.choices and value not in entry.choices:
        raise WrongSetting(f"{place}: must be one of {', '.join(entry.choices)}")
    elif entry.words and not (value.split() and {*value.split()} <= {*entry.words}):
        raise WrongSetting(f"{place}: must be of {', '.join(entry.words)}")
    elif value and len(value) < entry.least:
        raise WrongSetting(f"{place}: must have {entry.least} letters or more; make one up by chance")


def _is_host(text: str) -> bool:
    """A name of a host; ``*`` would let in any name that is claimed."""
    return bool(text) and all(letter.isalnum() or letter in "-." for letter in text)
