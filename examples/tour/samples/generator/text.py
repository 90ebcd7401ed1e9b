"""Writing systems and number formats: what turns one true value into the ways people write it."""

import re
import unicodedata

# --- kana ----------------------------------------------------------------------------------------


def katakana(hiragana):
    return "".join(chr(ord(c) + 0x60) if "ぁ" <= c <= "ゖ" else c for c in hiragana)


def half_kana(hiragana):
    """Half-width katakana, as old phones keep a reading: さとう -> ｻﾄｳ."""
    return "".join(HALF.get(c, c) for c in katakana(hiragana))


HALF = {}
for _code in range(0xFF66, 0xFF9E):
    HALF[unicodedata.normalize("NFKC", chr(_code))] = chr(_code)
    for _mark in "ﾞﾟ":
        _wide = unicodedata.normalize("NFKC", chr(_code) + _mark)
        if len(_wide) == 1:
            HALF[_wide] = chr(_code) + _mark

ROMAJI = {}
for _kana, _latin in (
        ("あいうえお", "a i u e o"), ("かきくけこ", "ka ki ku ke ko"), ("さしすせそ", "sa shi su se so"),
        ("たちつてと", "ta chi tsu te to"), ("なにぬねの", "na ni nu ne no"), ("はひふへほ", "ha hi fu he ho"),
        ("まみむめも", "ma mi mu me mo"), ("やゆよ", "ya yu yo"), ("らりるれろ", "ra ri ru re ro"), ("わをん", "wa o n"),
        ("がぎぐげご", "ga gi gu ge go"), ("ざじずぜぞ", "za ji zu ze zo"), ("だぢづでど", "da ji zu de do"),
        ("ばびぶべぼ", "ba bi bu be bo"), ("ぱぴぷぺぽ", "pa pi pu pe po")):
    ROMAJI.update(zip(_kana, _latin.split()))
WHOLE_WORDS = {"いのうえ": "inoue"}          # a u after o that is not a long vowel
KUNREI = (("shi", "si"), ("chi", "ti"), ("tsu", "tu"), ("fu", "hu"), ("sh", "sy"), ("ch", "ty"), ("ji", "zi"))


def romaji(hiragana, style="plain"):
    """Latin letters for a reading. plain: Hepburn, long vowels short (Ono); oh: Ohno, Satoh;
    typed: as on a keyboard (Oono, Satou); kunrei: Kunrei-shiki (Hirosi, Tuyosi)."""
    word = WHOLE_WORDS.get(hiragana, "")
    if not word:
        for i, c in enumerate(hiragana):
            if c in "ゃゅょ":                  # き + ゃ -> kya, し + ゃ -> sha
                stem = word[:-1]
                vowel = {"ゃ": "a", "ゅ": "u", "ょ": "o"}[c]
                word = stem + vowel if stem.endswith(("sh", "ch", "j")) else stem + "y" + vowel
            elif c == "っ":
                word += ROMAJI[hiragana[i + 1]][0]
            else:
                word += ROMAJI[c]
        if style != "typed":
            word = word.replace("nb", "mb").replace("np", "mp").replace("nm", "mm") if style == "plain" else word
            long_o = "oh" if style == "oh" else "o"
            for pair in ("ou", "oo"):
                word = _shorten(word, pair, long_o)
            word = word.replace("uu", "u")
    if style == "kunrei":
        for hepburn, kunrei in KUNREI:
            word = word.replace(hepburn, kunrei)
    return word[:1].upper() + word[1:]


def _shorten(word, pair, long_o):
    """Shortens a long o; `oh` is written only where a vowel does not follow."""
    out, i = "", 0
    while i < len(word):
        if word.startswith(pair, i):
            after = word[i + 2:i + 3]
            out += long_o if after not in tuple("aiueoyh") else "o"
            i += 2
        else:
            out += word[i]
            i += 1
    return out


# --- characters ------------------------------------------------------------------------------------

FULL_WIDTH = {c: chr(ord(c) + 0xFEE0) for c in "0123456789()+"}
FULL_WIDTH.update({"-": "－", " ": "　"})


def full_width(text):
    return "".join(FULL_WIDTH.get(c, c) for c in text)


def plain_letters(text):
    """Without accents: Núñez -> Nunez."""
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def cp932(text):
    """What an application writes into a CP932 file: the nearest letter, else a question mark."""
    out = b""
    for c in text:
        for candidate in (c, plain_letters(c), "?"):
            try:
                out += candidate.encode("cp932")
                break
            except UnicodeEncodeError:
                continue
    return out


def typing_slip(word, rng):
    """One slip of the fingers in a word of Latin letters; the first letter stays."""
    if len(word) < 4:
        return word + word[-1]
    i = rng.between(1, len(word) - 2)
    kind = rng.below(4)
    if kind == 0 and word[i] != word[i + 1]:
        return word[:i] + word[i + 1] + word[i] + word[i + 2:]
    if kind == 1:
        return word[:i] + word[i + 1:]
    if kind == 2:
        return word[:i] + word[i] + word[i:]
    near = {"a": "s", "e": "r", "i": "o", "o": "p", "n": "m", "m": "n", "s": "d", "r": "t", "t": "y", "l": "k"}
    return word[:i] + near.get(word[i], "e") + word[i + 1:]


# --- telephones ------------------------------------------------------------------------------------

CALLING = {"US": "1", "CA": "1", "GB": "44", "AU": "61", "JP": "81", "DE": "49", "ES": "34", "CN": "86", "KR": "82"}


class Phone:
    """A number as its groups of national digits without the trunk prefix, e.g. JP ("3", "5550", "0123")."""

    def __init__(self, country, *groups):
        self.country, self.groups = country, groups

    @property
    def e164(self):
        return "+" + CALLING[self.country] + "".join(self.groups)

    def written(self, style):
        """style: national, international, e164, digits, dots, full."""
        groups, trunk = self.groups, "" if self.country in ("US", "CA", "ES") else "0"
        mobile = self.country == "CN" and len("".join(groups)) == 11
        trunk = "" if mobile else trunk
        first = trunk + groups[0]
        if style == "e164":
            return self.e164
        if style == "international":
            return "+" + CALLING[self.country] + " " + " ".join(groups)
        if style == "digits":
            return first + "".join(groups[1:])
        if style == "dots":
            return ".".join((first,) + groups[1:])
        if style == "full":
            return full_width("-".join((first,) + groups[1:]))
        if self.country in ("US", "CA"):
            return "(" + groups[0] + ") " + "-".join(groups[1:])
        return ("-" if self.country in ("JP", "KR") else " ").join((first,) + groups[1:])


# --- comparing -------------------------------------------------------------------------------------


def number_point(text, country):
    """A number of this country as its national digits without trunk prefix, whatever the writing."""
    text = unicodedata.normalize("NFKC", text).removeprefix("+" + CALLING[country])
    return re.sub(r"\D", "", text).lstrip("0")


def mailbox_point(address):
    """A mailbox, whatever the writing."""
    local, _, domain = address.lower().partition("@")
    return (local.split("+")[0].replace(".", "") if domain == "gmail.com" else local) + "@" + domain
