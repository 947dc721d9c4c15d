"""The columns of the two tables, in their order, and by which names people call them.

Sheet or file "okrs": a row for each key result, or for each objective without one.
Sheet or file "check_ins": a row for each entry of the ledger.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

OKRS, CHECK_INS = "okrs", "check_ins"


def words(text: str) -> list[str]:
    return text.split()


OKR_COLUMNS = words("""
    objective_id parent_id parent_key_result_id cycle cycle_start cycle_end objective
    description owner team alignment_weight derivation_note private
    objective_dropped_at objective_drop_reason
    key_result_id key_result kind start target unit weight key_result_owner due_on
    key_result_dropped_at key_result_drop_reason current
    key_result_progress objective_progress children_progress target_gap
""")
CHECK_IN_COLUMNS = words("""
    key_result_id measured_on value confidence note author
    check_in_id entered_at corrects reason
""")
COLUMNS = {OKRS: OKR_COLUMNS, CHECK_INS: CHECK_IN_COLUMNS}
REQUIRED = {OKRS: ["objective"], CHECK_INS: ["key_result_id", "measured_on", "value"]}
# What an export says for whoever reads it; only check-ins change it.
FIGURES = {
    "key_result_progress",
    "objective_progress",
    "children_progress",
    "target_gap",
}
IGNORED = {"error"}  # what a file of refused rows has behind its own columns

# Other names, as people write them, in English, 简体中文 and 繁體中文.
NAMES = {
    "objective_id": "目标编号 目标ID 目標編號 目標ID",
    "parent_id": "parent 上级目标编号 上级目标 父目标 上層目標編號 上級目標",
    "parent_key_result_id": "上级关键结果编号 上级关键结果 上級關鍵結果",
    "cycle": "周期 週期",
    "cycle_start": "周期开始 周期开始日期 週期開始 週期開始日期",
    "cycle_end": "周期结束 周期结束日期 週期結束 週期結束日期",
    "objective": "目标 目標 objective_title title",
    "description": "说明 描述 說明",
    "owner": "负责人 目标负责人 負責人 目標負責人",
    "team": "团队 部门 團隊 部門",
    "alignment_weight": "对齐权重 對齊權重",
    "derivation_note": "分解说明 承接说明 分解說明 承接說明",
    "private": "私密 保密",
    "objective_dropped_at": "目标放弃时间 目標放棄時間",
    "objective_drop_reason": "目标放弃原因 目標放棄原因",
    "key_result_id": "关键结果编号 关键结果ID KR编号 關鍵結果編號 關鍵結果ID KR編號",
    "key_result": "关键结果 關鍵結果 KR",
    "kind": "类型 類型",
    "start": "起始值 起点 初始值 起點",
    "target": "目标值 目標值",
    "unit": "单位 單位",
    "weight": "权重 權重",
    "key_result_owner": "关键结果负责人 KR负责人 關鍵結果負責人 KR負責人",
    "due_on": "到期日 截止日期",
    "key_result_dropped_at": "关键结果放弃时间 關鍵結果放棄時間",
    "key_result_drop_reason": "关键结果放弃原因 關鍵結果放棄原因",
    "current": "当前值 现值 當前值 目前值",
    "key_result_progress": "关键结果进度 關鍵結果進度",
    "objective_progress": "目标进度 目標進度",
    "children_progress": "下级进度 下級進度",
    "target_gap": "目标差距 目標差距",
    "measured_on": "测量日期 日期 測量日期 date",
    "value": "数值 值 數值",
    "confidence": "信心 信心度",
    "note": "备注 備註",
    "author": "填写人 填寫人",
    "check_in_id": "更新编号 更新編號",
    "entered_at": "录入时间 錄入時間 輸入時間",
    "corrects": "更正",
    "reason": "更正原因 原因",
    "error": "错误 錯誤",
}


def plain(name: str) -> str:
    """A column's name as names are compared: "Key Result-ID" is "key_result_id"."""
    folded = unicodedata.normalize("NFKC", name).strip().casefold()
    return re.sub(r"[\s_-]+", "_", folded)


KNOWN = {
    plain(called): name
    for name, others in NAMES.items()
    for called in [name, *others.split()]
}


@dataclass(frozen=True)
class Header:
    """Which known column stands in which place; None where it is left out."""

    table: str
    places: tuple[str | None, ...]
    unknown: tuple[str, ...] = ()
    doubled: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def is_understood(self) -> bool:
        return not (self.unknown or self.doubled or self.missing)


@dataclass(frozen=True)
class Mapping:
    """What a person said about columns that have no known name: "" leaves one out."""

    chosen: dict[str, str] = field(default_factory=dict)  # by the name in the file

    def place(self, name: str, columns: Iterable[str]) -> str | None:
        known = self.chosen.get(name, KNOWN.get(plain(name)))
        return known if known in columns else None

    def leaves_out(self, name: str) -> bool:
        return not name.strip() or self.chosen.get(name) == ""


def table_of(names: Sequence[str], mapping: Mapping) -> str:
    """Which table a first row belongs to: the one more of whose columns it names."""
    found = {KNOWN.get(plain(name)) for name in names} | set(mapping.chosen.values())
    fitting = {
        table: len(found.intersection(columns)) for table, columns in COLUMNS.items()
    }
    return CHECK_INS if fitting[CHECK_INS] > fitting[OKRS] else OKRS


def read_header(names: Sequence[str], mapping: Mapping | None = None) -> Header:
    """What the first row of a file says; other columns of one's own are named."""
    mapping = mapping or Mapping()
    table = table_of(names, mapping)
    columns = {*COLUMNS[table], *IGNORED}
    places = [mapping.place(name, columns) for name in names]
    unknown = [
        name
        for name, place in zip(names, places, strict=True)
        if place is None and not mapping.leaves_out(name)
    ]
    used = [place for place in places if place]
    return Header(
        table=table,
        places=tuple(None if place in IGNORED else place for place in places),
        unknown=tuple(unknown),
        doubled=tuple(sorted({place for place in used if used.count(place) > 1})),
        missing=tuple(name for name in REQUIRED[table] if name not in used),
    )
