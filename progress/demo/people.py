"""Who works at Tidewell, and in which teams."""

from __future__ import annotations

from dataclasses import dataclass

PASSWORD = "plumbline-demo"
DOMAIN = "tidewell.example"
ORGANISATION = "Tidewell"


@dataclass(frozen=True)
class Person:
    """`sign_in` is the part of the e-mail address before the @."""

    sign_in: str
    name: str
    role: str = "member"
    language: str = ""
    time_zone: str = ""

    @property
    def email(self) -> str:
        return f"{self.sign_in}@{DOMAIN}"


PEOPLE = (
    Person("grace", "Grace Adeyemi"),
    Person("tomas", "Tomás Ferreira"),
    Person("priya", "Priya Nair", role="manager"),
    Person("nadia", "Nadia Haddad", role="administrator"),
    Person("aiko", "Aiko Mori"),
    Person("xiaowen", "林晓雯", language="zh-hans", time_zone="Asia/Shanghai"),
    Person("pavel", "Pavel Novák"),
    Person("ines", "Ines Duarte"),
    Person("ravi", "Ravi Shankaran"),
    Person("lena", "Lena Fischer"),
    Person("samuel", "Samuel Okoye"),
    Person("jonas", "Jonas Weber"),
    Person("chloe", "Chloe Martin"),
    Person("hana", "Hana Kim"),
    Person("marta", "Marta Silva"),
    Person("emeka", "Emeka Obi"),
    Person("mateo", "Mateo Ruiz"),
    Person("daniel", "Daniel Osei"),
    Person("yuki", "Yuki Tanaka"),
    Person("fatima", "Fatima Zahra"),
    Person("oliver", "Oliver Grant"),
    Person("sofia", "Sofia Rossi"),
)


@dataclass(frozen=True)
class Group:
    """A team: `path` is its name, or its parent's and its own with a slash."""

    path: str
    leads: tuple[str, ...]
    members: tuple[str, ...] = ()


TEAMS = (
    Group("Company", ("grace", "tomas"), ("priya", "oliver", "nadia")),
    Group("Process", ("tomas",), ("grace",)),
    Group("Process/Triage", ("aiko",), ("pavel",)),
    Group("Process/Shanghai", ("xiaowen",)),
    Group("Process/Content", ("ines",), ("ravi", "lena")),
    Group("Process/Quality", ("samuel",)),
    Group("Infrastructure", ("priya",), ("hana", "jonas", "grace")),
    Group("Infrastructure/Platform", ("jonas",), ("chloe",)),
    Group("Infrastructure/Reliability", ("hana",), ("marta", "emeka")),
    Group("Infrastructure/Data", ("mateo",)),
    Group("Team", ("grace",)),
    Group("Team/Hiring", ("daniel",)),
    Group("Team/Training", ("yuki",)),
    Group("Team/Leads", ("fatima",)),
    Group("Launch", ("oliver",)),
    Group("Launch/Beta", ("sofia",)),
    Group("Launch/Comms", ("oliver",)),
    Group("Retention", ("nadia",)),
)

# What is offered on the sign-in page of a sample: who sees what kind of work.
SIGN_INS = (
    ("grace", "leads the company's goals, owes five updates"),
    ("xiaowen", "owns one objective in Shanghai, reads Chinese"),
    ("priya", "manages, reads everything private"),
    ("nadia", "administers cycles, teams and people"),
)

# Who is away, who stands in, and from when to when, in days from today.
ABSENCES = [
    ("samuel", "tomas", 0, 4),
    ("grace", "tomas", 30, 37),
]
