"""What is wrong with a log, in one clear word."""

from tongguan.facts.unreadable import Unreadable


def not_a_time(field: str, value: str, line: int | None) -> Unreadable:
    """Text, or anything else, where a time should be."""
    return Unreadable(
        "mistyped", f"“{value}”不是时间。", f"“{value}” is no time.", line=line, field=field,
        remedy_zh="请写成 2018-02-01T17:00:00+08:00，或以 --map format=%d.%m.%Y 说明写法。",
        remedy_en="Write it as 2018-02-01T17:00:00+08:00, or say how it is written with --map format=%d.%m.%Y.",
    )  # fmt: skip


def text_for_time(field: str, line: int | None) -> Unreadable:
    """A column or attribute whose type is not time."""
    return Unreadable(
        "mistyped", "时间写成了文本。", "Times are written as text.", line=line, field=field,
        remedy_zh="请以时间类型导出该列，或以 --map time=COLUMN 指定另一列。",
        remedy_en="Export it with a type of time, or name another with --map time=COLUMN.",
    )  # fmt: skip


def absent(what: str, names: tuple[str, ...], there: str = "", line: int | None = None) -> Unreadable:
    """The log has no case, activity or time, under any of the names."""
    have = f"；现有：{there}" if there else ""
    has = f"; it has {there}" if there else ""
    zh = {"case": "案件", "activity": "作业", "time": "时间"}.get(what, what)
    return Unreadable(
        "mistyped", f"没有{zh}（{'、'.join(names)}）{have}。", f"There is no {what} ({' or '.join(names)}){has}.",
        line=line, field=what, remedy_zh=f"请以 --map {what}=名称 指明。", remedy_en=f"Say which it is with --map {what}=NAME.",
    )  # fmt: skip


def empty() -> Unreadable:
    """A log without an event."""
    return Unreadable(
        "unsupported", "日志中没有事件。", "There is no event in this log.",
        remedy_zh="请核对文件。", remedy_en="Check which file it is.",
    )  # fmt: skip


def twice(case: str, line: int | None) -> Unreadable:
    """Two traces of the same case."""
    return Unreadable(
        "mistyped", f"案件 {case} 出现两次。", f"Case {case} is there twice.", line=line, field="trace",
        remedy_zh="请把同一案件的事件放入一个 trace。", remedy_en="Put the events of a case into one trace.",
    )  # fmt: skip


def broken(kind: str, said: str, line: int | None = None) -> Unreadable:
    """Not what the file's name promises."""
    return Unreadable(
        "not_well_formed", f"不是完好的 {kind} 文件：{said}。", f"This is no sound {kind} file: {said}.", line=line,
        remedy_zh="请重新导出。", remedy_en="Export it again.",
    )  # fmt: skip


def unknown(suffix: str) -> Unreadable:
    """A sort of file that is not read."""
    return Unreadable(
        "unsupported", f"不读取 {suffix or '无扩展名的'} 文件。", f"Files {suffix or 'without a suffix'} are not read.",
        remedy_zh="请用 .xes、.xes.gz、.csv、.parquet，或 OCEL 2.0 的 .json、.xml、.sqlite。",
        remedy_en="Use .xes, .xes.gz, .csv, .parquet, or OCEL 2.0 as .json, .xml or .sqlite.",
    )  # fmt: skip


def which_objects(types: list[str]) -> Unreadable:
    """An object-centric log with several types of objects, none of them named."""
    return Unreadable(
        "unsupported", f"未指明以哪类对象为案件（{'、'.join(types)}）。",
        f"Which objects are the cases? There are {', '.join(types)}.", field="case",
        remedy_zh="请以 --map case=类型 指明。", remedy_en="Name their type with --map case=TYPE.",
    )  # fmt: skip


def too_large(limit: int) -> Unreadable:
    """An object-centric document that has to be read whole."""
    return Unreadable(
        "too_large", f"OCEL 文件超过 {limit >> 20} MB。", f"An OCEL document of more than {limit >> 20} MB is not read.",
        remedy_zh="请改用 OCEL 的 .sqlite 或 Parquet。", remedy_en="Use OCEL as .sqlite, or Parquet.",
    )  # fmt: skip
