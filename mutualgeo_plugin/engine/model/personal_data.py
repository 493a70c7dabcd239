"""What personal data looks like in a text: patterns only, so that it is a warning, never a verdict."""

from __future__ import annotations

import re

#: Kind → pattern. French numbers: ten digits from 01 to 09 or +33, in pairs or in one piece; "+33 (0)" is written too.
PATTERNS: dict[str, re.Pattern[str]] = {
    "email": re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    "phone": re.compile(r"(?<![0-9.])(?:(?:\+|00)33\s?(?:\(0\)\s?)?|0)[1-9](?:[\s./-]?[0-9][0-9]){4}(?![0-9.])"),
}

#: The same in an identifier, whose digits are no telephone number unless they are written as one.
IN_IDENTIFIERS: dict[str, re.Pattern[str]] = {
    "email": PATTERNS["email"],
    "phone": re.compile(r"(?<![\w.])(?:(?:\+|00)33\s?(?:\(0\)\s?)?|0)[1-9](?:[\s./-][0-9][0-9]){4}(?![\w.])"),
}
