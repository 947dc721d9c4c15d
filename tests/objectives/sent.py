"""Forms opened, filled in and sent, as a browser does it."""

import re


def hidden(page, name):
    """What the page's form carries along without showing it."""
    [value] = re.findall(f'name="{name}" value="([^"]*)"', page.text)
    return value


def edit(client, url, data, **changes):
    """Open a form, change something and send it, as a browser does."""
    revision = hidden(client.get(url), "revision")
    return client.post(url, {**data, **changes, "revision": revision})


def typed(form):
    """What a browser sends when nothing was changed in a form."""
    data = {}
    for field in form:
        value = field.value()
        if isinstance(value, bool):
            data |= {field.html_name: "on"} if value else {}
        else:
            data[field.html_name] = "" if value is None else value
    return data


def create(client, url, data):
    return client.post(url, {**data, "key": hidden(client.get(url), "key")})


def error_of(response, field):
    return " ".join(response.context["form"].errors.get(field, []))
