"""Titles such as people write, in English and Chinese."""

from __future__ import annotations

from random import Random

ENGLISH = (
    ("Raise", "Win back", "Speed up", "Simplify", "Stabilise", "Open up", "Secure"),
    (
        *("the activation of new customers", "the checkout", "support by telephone"),
        *("the nightly releases", "deliveries to branches", "partner onboarding"),
        *("the quality of forecasts", "hiring of engineers", "supply of spare parts"),
        *("the first week of new colleagues", "the renewal of contracts"),
    ),
    (
        *("in the Nordics", "for small firms", "in the south", "in all warehouses"),
        *("on mobile", "before the season", "for public services", "in Asia"),
    ),
)
CHINESE = (
    ("提升", "稳定", "加快", "简化", "打通", "改善"),
    ("华东区", "新客户的", "移动端", "供应链的", "合作伙伴的", "全国门店的"),
    ("激活率", "交付周期", "续约流程", "客服响应", "预测质量", "入职体验"),
)
MEASURES = (
    *("Customers who come back within a month", "Orders delivered on the day"),
    *("Requests answered within an hour", "Releases without a repair"),
    *("Contracts renewed", "新客户七天激活率", "平均交付天数", "客服一次解决率"),
)
MILESTONES = ("The new contract is signed", "All branches work with it", "完成上线验收")
REASONS = (
    "If this is reached, the objective above moves because fewer customers leave.",
    "It takes away the step at which most of the time above is lost.",
    "达成后，上级目标的交付时间会缩短。",
)
NOTES = (
    "As planned.",
    "A large order came in.",
    "本周进展顺利。",
    "Two people were ill.",
)
MISTAKES = ("Wrong column.", "数字抄错了。", "Counted one branch twice.")
GIVEN = (
    "Ada",
    "Bruno",
    "Chiara",
    "Dario",
    "Elin",
    "Femi",
    "Gita",
    "Hugo",
    "Ines",
    "敏",
)
FAMILY = ("Abend", "Berg", "Costa", "Diaz", "Eklund", "Fischer", "Grau", "Hale", "王")
AREAS = ("Sales", "Operations", "Product", "Finance", "Service", "研发", "市场")


def title(random: Random) -> str:
    if random.random() < 0.3:
        return "".join(random.choice(words) for words in CHINESE)
    return " ".join(random.choice(words) for words in ENGLISH)


def name(random: Random) -> str:
    return f"{random.choice(GIVEN)} {random.choice(FAMILY)}"
