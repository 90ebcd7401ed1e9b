#!/usr/bin/env python3
"""Writes src/text/phone_table.inc from the public numbering-plan metadata.

Usage: tools/make_phone_table.py PhoneNumberMetadata.xml > src/text/phone_table.inc

The metadata describes every numbering plan with regular expressions. Here each of them becomes part of
one of two digit machines: minimal acyclic automata over the ten digits that share every equal tail.

- `kinds`: from a national number to its kind (mobile, toll free ...); also the accepting machines for
  international prefixes and for the leading digits that tell regions of one calling code apart.
- `layouts`: from a national number to the template that groups it; and from the number as dialled to the
  template that removes its trunk prefix, carrier code or adds an implied area code.

A template is text of our own: 'A'..'Z' copy 1..26 digits, '~' drops one digit, everything else is written
as it is; '$' at the end of a trunk template means that it applies only to the whole number.

A machine is written as printable text (see src/text/digit_machine.hpp for the reader), numbers in base 90.
Nodes are sorted into groups of equal size, (has a value, count n of distinct targets), so that a node's
place follows from its number:  [value: 2 characters] shape: 2 to 6, targets: 2 each. The shape is a number
in base n + 1 whose place d says which target follows digit d (0: none). Where only the number of digits
still matters, a target stands for a tail instead of a node: it is the count of nodes plus a place in the
machine's list of tails, three characters each: total length (plus 40 in the last of a tail), value.
"""

import itertools
import sys
import xml.etree.ElementTree as ElementTree
from functools import lru_cache

# In the order in which they win when a number matches several.
KINDS = ["premiumRate", "tollFree", "sharedCost", "voip", "personalNumber", "pager", "uan", "voicemail"]
FIXED, MOBILE, FIXED_OR_MOBILE = len(KINDS) + 1, len(KINDS) + 2, len(KINDS) + 3
ORDINARY = ["fixedLine", "mobile", "pager", "voip", "personalNumber"]
DOMESTIC = 16  # added to the kind: cannot be dialled from abroad, so it has no E.164 form

# Facts that the metadata leaves out.
# Japan: free dial (0120, 0800), navi dial (0570) and 0990 are services inside the country.
EXTRA_DOMESTIC = {"JP": r"(?:120|570|990)\d{6}|(?:800|570)\d{7}"}
# Mexico: prefixes of the plan before August 2019 (trunk 01, mobile 044 and 045, and 1 after +52), which
# address books still hold.
EXTRA_TRUNK = {"MX": r"0(?:1|4[45])|1"}

ANY = frozenset(range(10))
NONE = ()  # the tail that accepts nothing


# --- regular expressions of the metadata -> a small tree ---------------------------------------------------
# ("set", digits) ("seq", nodes) ("alt", nodes) ("rep", low, high, node) ("group", number, node) ("end",)


def parse(text):
    text = "".join(text.split())
    position = 0
    groups = itertools.count(1)

    def peek():
        return text[position] if position < len(text) else ""

    def take():
        nonlocal position
        position += 1
        return text[position - 1]

    def number():
        digits = ""
        while peek().isdigit():
            digits += take()
        return int(digits)

    def alternatives():
        options = [sequence()]
        while peek() == "|":
            take()
            options.append(sequence())
        return options[0] if len(options) == 1 else ("alt", tuple(options))

    def sequence():
        parts = []
        while peek() not in ("", "|", ")"):
            parts.append(repeated(atom()))
        return ("seq", tuple(parts))

    def atom():
        c = take()
        if c == "(":
            if text.startswith("?:", position):
                take(), take()
                inner = alternatives()
            else:
                inner = ("group", next(groups), alternatives())
            assert take() == ")", text
            return inner
        if c == "[":
            digits, last = set(), None
            while peek() != "]":
                c = take()
                if c == "-":
                    digits.update(range(last, int(take()) + 1))
                else:
                    last = int(c)
                    digits.add(last)
            take()
            return ("set", frozenset(digits))
        if c == "\\":
            assert take() == "d", text
            return ("set", ANY)
        if c == "$":
            return ("end",)
        return ("set", frozenset([int(c)]))

    def repeated(node):
        if peek() == "?":
            take()
            return ("rep", 0, 1, node)
        if peek() == "{":
            take()
            low = high = number()
            if peek() == ",":
                take()
                high = number()
            assert take() == "}", text
            return ("rep", low, high, node)
        return node

    tree = alternatives()
    assert position == len(text), text
    return tree


@lru_cache(maxsize=None)
def derive(rest):
    """What a sequence of nodes accepts next: (may it end here, ((digits, the sequence after), ...))."""
    if not rest:
        return True, ()
    node, tail = rest[0], rest[1:]
    match node[0]:
        case "set":
            return False, ((node[1], tail),)
        case "seq":
            return derive(node[1] + tail)
        case "group":
            return derive((node[2],) + tail)
        case "end":
            return derive(tail)
        case "alt":
            options = [derive((option,) + tail) for option in node[1]]
        case "rep":
            _, low, high, inner = node
            options = []
            if high > 0:
                options.append(derive((inner, ("rep", max(low - 1, 0), high - 1, inner)) + tail))
            if low == 0:
                options.append(derive(tail))
    return any(o[0] for o in options), tuple(step for o in options for step in o[1])


def expand(node, group=None):
    """Every sequence that a tree accepts, as tuples of (digits, group) with ("end",) marks, in order."""
    match node[0]:
        case "set":
            return [((node[1], group),)]
        case "end":
            return [(("end",),)]
        case "group":
            return expand(node[2], node[1])
        case "alt":
            return [s for option in node[1] for s in expand(option, group)]
        case "seq":
            parts = [expand(part, group) for part in node[1]]
            return [tuple(itertools.chain(*choice)) for choice in itertools.product(*parts)]
        case "rep":
            _, low, high, inner = node
            return [
                tuple(itertools.chain(*choice))
                for count in range(high, low - 1, -1)
                for choice in itertools.product(expand(inner, group), repeat=count)
            ]


# --- digit machines ----------------------------------------------------------------------------------------


class Machine:
    """Hash-consed nodes (value, ten children); value 0 means none, child NONE means none.

    A child is the number of a node or a tail, a tuple of (total length, value)."""

    def __init__(self):
        self.nodes = {}

    def node(self, value, children, depth):
        if len(set(children)) == 1 and isinstance(children[0], tuple):
            return ((depth, value),) * (value != 0) + children[0]
        return self.nodes.setdefault((value, children), len(self.nodes))

    def build(self, languages, value_of):
        """Adds the function from digits to value_of(which languages accept them, how many digits).

        A language is a tuple of trees that must all accept; the first tree bounds its length. Returns the
        root, NONE when nothing is accepted."""
        memo = {}

        def go(states, depth):
            key = (states, depth)
            if key in memo:
                return memo[key]
            accepted = []
            following = [[[] for _ in states] for _ in range(10)]
            for i, parts in enumerate(states):
                ends = []
                for part in parts:
                    end, steps = False, [set() for _ in range(10)]
                    for rest in part:
                        stop, moves = derive(rest)
                        end |= stop
                        for digits, after in moves:
                            for d in digits:
                                steps[d].add(after)
                    ends.append(end)
                    for d in range(10):
                        following[d][i].append(frozenset(steps[d]))
                accepted.append(bool(parts) and all(ends))
            value = value_of(accepted, depth)
            children = []
            for d in range(10):
                after = tuple(tuple(p) if all(p) else () for p in following[d])
                children.append(go(after, depth + 1) if any(after) else NONE)
            memo[key] = self.node(value, tuple(children), depth)
            return memo[key]

        return go(tuple(tuple(frozenset([(tree,)]) for tree in parts) for parts in languages), 0)

    def arrange(self):
        """Orders the nodes by (has value, distinct targets); ends the building."""
        self.order = sorted(
            self.nodes.items(), key=lambda item: (item[0][0] != 0, len(set(item[0][1]) - {NONE}), item[1])
        )
        self.place = {old: new for new, (_, old) in enumerate(self.order)}
        self.tails = []

    def target(self, child):
        if child not in self.place and child != NONE:
            self.place[child] = len(self.order) + len(self.tails)
            last = len(child) - 1
            self.tails += [pack(n + 40 * (i == last), 1) + pack(v, 2) for i, (n, v) in enumerate(child)]
        return -1 if child == NONE else self.place[child]

    def write(self, name):
        text, groups, last = "", [], None
        for number, ((value, children), _) in enumerate(self.order):
            targets = list(dict.fromkeys(c for c in children if c != NONE))
            shape = sum((c != NONE and targets.index(c) + 1) * (len(targets) + 1) ** d for d, c in enumerate(children))
            if last != (value != 0, len(targets)):
                last = (value != 0, len(targets))
                groups.append(f"{{{number}, {len(text)}, {len(targets)}, {str(value != 0).lower()}}},")
            text += pack(value, 2) if value else ""
            text += pack(shape, SHAPE_SIZE[len(targets)])
            text += "".join(pack(self.target(t), 2) for t in targets)
        print(f"constexpr char {name}_records[] =")
        print_text(text)
        print(f"constexpr DigitMachine::Group {name}_groups[] = {{")
        print_row(groups)
        print("};")
        print(f"constexpr char {name}_tails[] =")
        print_text("".join(self.tails))
        print(f"constexpr int {name}_nodes = {len(self.order)};")


# Characters of a shape by its number of targets.
SHAPE_SIZE = [next(k for k in range(1, 8) if 90**k >= (n + 1) ** 10) for n in range(11)]


def pack(value, size):
    """A number as printable characters, lowest place first: from '#', leaving out '?' and the backslash."""
    assert 0 <= value < 90**size, value
    out = ""
    for _ in range(size):
        code = 35 + value % 90
        code += code >= 63
        code += code >= 92
        out += chr(code)
        value //= 90
    return out


def print_text(text, width=102):
    lines = [text[i : i + width] for i in range(0, len(text), width)]
    print("\n".join(f'    "{line}"' for line in lines) + ";")


def print_row(items):
    line = "   "
    for item in items:
        if len(line) + len(item) > 108:
            print(line)
            line = "   "
        line += " " + item
    print(line)


# --- the metadata's facts ----------------------------------------------------------------------------------


class Templates:
    def __init__(self):
        self.numbers = {}

    def add(self, national, international=""):
        return self.numbers.setdefault((national, international), len(self.numbers) + 1)


def template(format_text, widths):
    """'$1 $2-$3' over groups of these widths -> 'C C-D'; a group that is left out becomes '~'."""
    out, expected, i = "", 1, 0
    while i < len(format_text):
        if format_text[i] == "$":
            group = int(format_text[i + 1])
            while expected < group:
                out += "~" * widths[expected - 1]
                expected += 1
            assert group == expected, format_text
            out += chr(64 + widths[group - 1])
            expected += 1
            i += 2
        else:
            out += format_text[i]
            i += 1
    return out


def format_root(territory, machine, templates):
    """The machine of one territory's grouping rules; the first rule that fits a number wins."""
    languages, rules = [], []
    for rule in territory.iter("numberFormat"):
        pattern = parse(rule.get("pattern"))
        trees = [pattern]
        leading = [x.text for x in rule.findall("leadingDigits")]
        if leading:  # the last one is the most exact
            trees.append(("seq", (parse(leading[-1]), ("rep", 0, 17, ("set", ANY)))))
        national = rule.findtext("format")
        prefix_rule = rule.get("nationalPrefixFormattingRule")
        if prefix_rule:
            first = prefix_rule.replace("$NP", territory.get("nationalPrefix", "")).replace("$FG", "\0")
            at = national.index("$")
            national = national[:at] + first.replace("\0", national[at : at + 2]) + national[at + 2 :]
        international = rule.findtext("intlFormat") or rule.findtext("format")
        languages.append(tuple(trees))
        rules.append((pattern, national, "" if international == "NA" else international))

    def widths(pattern, length):
        ranges = []
        for group in pattern[1]:
            inner = group[2][1][0]
            ranges.append((inner[1], inner[2]) if inner[0] == "rep" else (1, 1))
        spare = length - sum(low for low, _ in ranges)
        out = []
        for low, high in ranges:  # greedy, as a regular expression would share them out
            more = min(spare, high - low)
            spare -= more
            out.append(low + more)
        return out

    def value_of(accepted, length):
        for ok, (pattern, national, international) in zip(accepted, rules):
            if ok:
                w = widths(pattern, length)
                return templates.add(template(national, w), template(international, w) if international else "")
        return 0

    return machine.build(languages, value_of)


def trunk_root(territory, machine, templates):
    """The machine of what may stand before a national number, or replaces it."""
    text = territory.get("nationalPrefixForParsing") or territory.get("nationalPrefix")
    extra = EXTRA_TRUNK.get(territory.get("id"))
    if extra:
        text = f"{text}|{extra}" if text else extra
    if not text:
        return NONE
    transform = territory.get("nationalPrefixTransformRule", "")
    literal, _, kept = transform.partition("$")
    by_template = {}
    for sequence in expand(parse(text)):
        whole = sequence[-1:] == (("end",),)
        steps = [s for s in sequence if s[0] != "end"]
        if not steps:
            continue  # everything is optional: nothing to take away
        keeps = kept and any(s[1] == int(kept) for s in steps)
        out, started = "", False
        for _, group in steps:
            if keeps and group == int(kept):
                out += ("" if started else literal) + "A"
                started = True
            else:
                out += "~"
        assert "$" not in out
        sets = ("seq", tuple(("set", s[0]) for s in steps))
        by_template.setdefault(merge_copies(out) + ("$" if whole else ""), []).append(sets)
    names = list(by_template)
    languages = [(("alt", tuple(by_template[name])),) for name in names]

    def value_of(accepted, _):
        return next((templates.add(name) for ok, name in zip(accepted, names) if ok), 0)

    return machine.build(languages, value_of)


def merge_copies(text):
    """'AAA' -> 'C'."""
    return "".join(
        chr(64 + len(list(run))) if c == "A" else c + "".join(list(run)[1:]) for c, run in itertools.groupby(text)
    )


def kind_root(territory, machine):
    languages, names = [], []
    for name in KINDS + ["fixedLine", "mobile", "noInternationalDialling"]:
        found = territory.find(name)
        if found is not None:
            languages.append((parse(found.findtext("nationalNumberPattern")),))
            names.append(name)
    extra = EXTRA_DOMESTIC.get(territory.get("id"))
    if extra:
        languages.append((parse(extra),))
        names.append("noInternationalDialling")

    def value_of(accepted, _):
        matched = {name for ok, name in zip(accepted, names) if ok}
        kind = next((i + 1 for i, name in enumerate(KINDS) if name in matched), 0)
        if not kind:
            fixed, mobile = "fixedLine" in matched, "mobile" in matched
            kind = FIXED_OR_MOBILE if fixed and mobile else FIXED if fixed else MOBILE if mobile else 0
        return kind + DOMESTIC if kind and "noInternationalDialling" in matched else kind

    return machine.build(languages, value_of)


def prefix_root(text, machine):
    if not text:
        return NONE
    return machine.build([(parse(text.replace("~", "")),)], lambda accepted, _: int(accepted[0]))


def length_mask(territory, attribute):
    """Bit n: a number of n digits is possible. Service numbers count only where there is nothing else: their odd
    lengths would make nearly everything possible."""
    ordinary = [e for name in ORDINARY if (e := territory.find(name)) is not None]
    mask = 0
    for lengths in itertools.chain(*(e.iter("possibleLengths") for e in ordinary or territory)):
        for part in (lengths.get(attribute) or "").replace("[", "").replace("]", "").split(","):
            if part:
                low, _, high = part.partition("-")
                for n in range(int(low), int(high or low) + 1):
                    mask |= 1 << n
    return mask


def main():
    territories = ElementTree.parse(sys.argv[1]).getroot().find("territories")
    kinds, layouts, templates = Machine(), Machine(), Templates()
    rows = []
    for t in territories:
        rows.append(
            {
                "id": t.get("id"),
                "code": int(t.get("countryCode")),
                "main": t.get("mainCountryForCode") == "true",
                "prefix": t.get("nationalPrefix", ""),
                "lengths": length_mask(t, "national"),
                "local": length_mask(t, "localOnly"),
                "kinds": kind_root(t, kinds),
                "idd": prefix_root(t.get("internationalPrefix"), kinds),
                "leading": prefix_root(t.get("leadingDigits"), kinds),
                "formats": format_root(t, layouts, templates),
                "trunk": trunk_root(t, layouts, templates),
            }
        )
    kinds.arrange()
    layouts.arrange()
    # By calling code, its main region first: the order in which regions of one code are tried.
    rows.sort(key=lambda r: (r["code"], not r["main"]))
    by_id = sorted((r["id"], i) for i, r in enumerate(rows) if r["id"] != "001")

    print("// Generated by tools/make_phone_table.py; do not edit.")
    print("// Facts of the world's public numbering plans (ITU-T E.164 and national authorities) as collected in the")
    print("// resources/PhoneNumberMetadata.xml of the libphonenumber project (Apache License 2.0): calling codes,")
    print("// prefixes, lengths, number ranges and groupings, in a form of kith's own. See digit_machine.hpp.")
    print()
    print("// id, calling code, national prefix, possible lengths and local-only lengths (bit n: n digits), and the")
    print("// roots: kinds, international prefix, leading digits (in kinds), formats, trunk rules (in layouts).")
    print("constexpr PhoneRegion regions[] = {")
    for r in rows:
        print(
            f'    {{"{r["id"]}", {r["code"]}, "{r["prefix"]}", {r["lengths"]:#x}, {r["local"]:#x}, '
            f'{", ".join(str(kinds.target(r[k])) for k in ("kinds", "idd", "leading"))}, '
            f'{layouts.target(r["formats"])}, {layouts.target(r["trunk"])}}},'
        )
    print("};")
    print("// Places in `regions` in the order of their ids.")
    print("constexpr std::uint8_t regions_by_id[] = {")
    print_row([f"{i}," for _, i in by_id])
    print("};")
    print("// National and international form.")
    print("constexpr PhoneTemplate templates[] = {")
    print_row([f'{{"{n}", "{i}"}},' for n, i in [("", "")] + list(templates.numbers)])
    print("};")
    kinds.write("kinds")
    layouts.write("layouts")


main()
