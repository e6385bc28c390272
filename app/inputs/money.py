"""Which currencies a sign or a code in a typed amount stands for."""

from app.inputs.currencies import CURRENCIES

# The currency that is meant most often comes first; the others use the same sign at home.
SIGNS: dict[str, tuple[str, ...]] = {
    "$": (
        *("USD", "AUD", "CAD", "NZD", "SGD", "HKD", "TWD", "BBD", "BMD", "BND", "BSD", "BZD"),
        *("FJD", "GYD", "JMD", "KYD", "LRD", "NAD", "SBD", "SRD", "TTD", "XCD"),
        *("ARS", "CLP", "COP", "DOP", "MXN", "UYU"),
    ),
    "US$": ("USD",),
    "A$": ("AUD",),
    "AU$": ("AUD",),
    "C$": ("CAD",),
    "CA$": ("CAD",),
    "NZ$": ("NZD",),
    "S$": ("SGD",),
    "HK$": ("HKD",),
    "NT$": ("TWD",),
    "MX$": ("MXN",),
    "R$": ("BRL",),
    "€": ("EUR",),
    "£": ("GBP", "EGP", "FKP", "GIP", "LBP", "SDG", "SHP", "SSP", "SYP"),
    "¥": ("JPY", "CNY"),
    "\uffe5": ("JPY", "CNY"),  # the same sign, as East Asian keyboards write it
    "円": ("JPY",),
    "元": ("CNY",),
    "₹": ("INR",),
    "₨": ("INR", "PKR", "LKR", "NPR", "MUR", "SCR"),
    "Rs": ("INR", "PKR", "LKR", "NPR", "MUR", "SCR"),
    "₩": ("KRW", "KPW"),
    "₽": ("RUB",),
    "₺": ("TRY",),
    "₴": ("UAH",),
    "₦": ("NGN",),
    "₫": ("VND",),
    "฿": ("THB",),
    "₱": ("PHP",),
    "₪": ("ILS",),
    "₡": ("CRC",),
    "zł": ("PLN",),
    "Kč": ("CZK",),
    "Ft": ("HUF",),
    "kr": ("SEK", "NOK", "DKK", "ISK"),
    "Fr": ("CHF",),
}
MEANINGS = {sign.casefold(): codes for sign, codes in SIGNS.items()}


def currencies_of(mark: str) -> tuple[str, ...]:
    """Return the codes of the currencies that a sign or a code stands for; none for another text.

    >>> currencies_of("€"), currencies_of("eur"), currencies_of("abc")
    (('EUR',), ('EUR',), ())
    """
    code = mark.upper()
    return (code,) if code in CURRENCIES else MEANINGS.get(mark.casefold(), ())
