"""Parts of every template: icons, days with their weekday, stretches of the frame that are rendered once per process.

Loaded into every template as a built-in (``settings.TEMPLATES``): an icon is as common as a tag of HTML.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from ..dates import day_words

register = template.Library()

#: Stretches × languages × institutions; far more than there are.
MOST_STRETCHES = 200
_rendered: dict[tuple[object, ...], SafeString] = {}


@register.simple_tag
@lru_cache(maxsize=500)
def icon(name: str, label: str = "") -> SafeString:
    """``{% icon "clock" %}``: a symbol of the sprite; decoration unless a ``label`` says what it means."""
    spoken = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    return format_html(
        '<svg class="icon" {} focusable="false" width="24" height="24"><use href="{}#{}"></use></svg>',
        spoken,
        static("img/icons/sprite.svg"),
        name,
    )


@register.filter
def day(value: date | None) -> str:
    """``{{ run.closes_on|day }}``: 2026. 3. 5.(목); nothing for no day."""
    return day_words(value) if value else ""


class OnceNode(template.Node):
    """The stretch between ``{% once %}`` and ``{% endonce %}``."""

    def __init__(self, nodelist: template.NodeList, name: str, vary: list[template.base.FilterExpression]) -> None:
        self.nodelist = nodelist
        self.name = name
        self.vary = vary

    def render(self, context: template.Context) -> SafeString:
        """Render, or repeat what was rendered for the same language and the same values."""
        key = (self.name, get_language(), *(each.resolve(context) for each in self.vary))
        found = _rendered.get(key)
        if found is None:
            found = self.nodelist.render(context)
            if not settings.DEBUG:
                if len(_rendered) >= MOST_STRETCHES:
                    _rendered.clear()
                _rendered[key] = found
        return found


@register.tag
def once(parser: template.base.Parser, token: template.base.Token) -> OnceNode:
    """``{% once "footer" institution.help_contact %}…{% endonce %}``: rendered once per process, language and values.

    Nothing in it may depend on anything but the named values: no person, no page, no token.
    """
    _, name, *vary = token.split_contents()
    nodelist = parser.parse(("endonce",))
    parser.delete_first_token()
    return OnceNode(nodelist, name.strip("'\""), [parser.compile_filter(each) for each in vary])
