"""Pieces of declarations: cutting token lists, names with their indices, sizes and shapes."""

from tests.oracle.errors import Unsupported
from tests.oracle.grammar import parse_tokens
from tests.oracle.names import Entry, exact, key_of, plain

_OPEN, _CLOSE = {"(", "[", "{", r"\{"}, {")", "]", "}", r"\}"}


def split(toks, seps):
    """Token list cut at top-level separators."""
    parts, depth = [[]], 0
    for tok in toks:
        depth += (tok in _OPEN or tok == r"\begin") - (tok in _CLOSE or tok == r"\end")
        if tok in seps and depth == 0:
            parts.append([])
        else:
            parts[-1].append(tok)
    return parts


def find_top(toks, options):
    """Position of the first top-level token among options, or None."""
    depth = 0
    for i, tok in enumerate(toks):
        depth += (tok in _OPEN or tok == r"\begin") - (tok in _CLOSE or tok == r"\end")
        if depth == 0 and tok in options:
            return i
    return None


def symbol_key(toks, indices):
    """(key, exact, family slots, index letters) of a declared name; indices are range letters."""
    base, i = [], 0
    while i < len(toks) and toks[i] not in {"_", "^", "'"}:
        if toks[i] == "{" or (i and toks[i - 1].startswith("\\") and toks[i] == "{"):
            depth = 0
            while True:
                depth += (toks[i] == "{") - (toks[i] == "}")
                base.append(toks[i])
                i += 1
                if depth == 0:
                    break
        else:
            base.append(toks[i])
            i += 1
    if base and base[0] == "{" and base[-1] == "}":
        return symbol_key([*base[1:-1], *toks[i:]], indices)
    if base and ("_" in base or "^" in base) and base[0].startswith("\\math"):
        return symbol_key([*base[2:-1], *toks[i:]], indices)
    sub, sup, primes = [], [], ""
    while i < len(toks):
        if toks[i] == "'":
            primes, i = primes + "'", i + 1
            continue
        if toks[i] not in {"_", "^"} or i + 1 == len(toks):
            raise Unsupported(f"{' '.join(toks)} is not one name")
        target = sub if toks[i] == "_" else sup
        i += 1
        if toks[i] == "{":
            depth, start = 0, i
            while True:
                depth += (toks[i] == "{") - (toks[i] == "}")
                i += 1
                if depth == 0:
                    break
            target += toks[start + 1:i - 1]
        else:
            target.append(toks[i])
            i += 1
            if target[-1].startswith("\\") and i < len(toks) and toks[i] == "{":
                depth, start = 0, i
                while True:
                    depth += (toks[i] == "{") - (toks[i] == "}")
                    i += 1
                    if depth == 0:
                        break
                target += toks[start:i]
    sub_letters = [t for t in sub if t not in {",", "{", "}"}]
    sup_core = sup[1:-1] if sup and sup[0] in {"(", "["} else sup
    found, slots = [], [0, 0]
    stext, ptext = plain(sub), plain(sup)
    if sub_letters and all(t in indices for t in sub_letters):
        found += sub_letters
        slots[0], stext = len(sub_letters), "#"
    if sup_core and plain(sup_core) in indices:
        found.append(plain(sup_core))
        slots[1] = 1
        ptext = {"(": "(#)", "[": "[#]"}.get(sup[0], "#")
    key = key_of(plain(base) + primes, stext, ptext)
    spelling = key_of(exact(base) + primes, stext if slots[0] else exact(sub),
                      ptext if slots[1] else exact(sup))
    return key, spelling, tuple(slots), tuple(found)


def family_ranges(names, toks, ranges):
    """Key parts of a name, with the sizes of its family axes."""
    key, spelling, slots, letters = symbol_key(toks, ranges)
    return key, spelling, slots, tuple(dimension(names, ranges[letter][1]) for letter in letters)


def dimension(names, toks):
    """The AST of a size; its letters become dimensions."""
    toks = [t for t in toks if t not in {"{", "}", "(", ")"}]
    for i, tok in enumerate(toks):
        if tok.isalpha() or tok.startswith("\\") and tok not in {r"\times", r"\cdot"}:
            if i and toks[i - 1] == "_":
                continue
            name = tok
            if i + 2 < len(toks) + 0 and toks[i + 1:i + 2] == ["_"]:
                name = key_of(tok, toks[i + 2])
            names.dims.setdefault(name, None)
            if names.get(name) is None:
                names.add(Entry(name, "dim", name))
    return parse_tokens(toks, names)


def scripts_of(tail):
    """(sub tokens, sup tokens) after the first token, braces removed."""
    sub, sup, i = [], [], 1
    while i < len(tail):
        if tail[i] not in {"_", "^"}:
            break
        target = sub if tail[i] == "_" else sup
        i += 1
        if i < len(tail) and tail[i] == "{":
            depth, start = 0, i
            while True:
                depth += (tail[i] == "{") - (tail[i] == "}")
                i += 1
                if depth == 0:
                    break
            target += tail[start + 1:i - 1]
        elif i < len(tail):
            target.append(tail[i])
            i += 1
    return sub, sup


def read_shape(names, toks):
    """m \\times n; sizes of literal 1 vanish so that columns are vectors and 1 x 1 are scalars."""
    if not toks:
        return ()
    sizes = [dimension(names, part) for part in split(toks, {r"\times"})]
    return tuple(sizes)


def interval(toks):
    """A bound of an interval as a float."""
    text = plain(toks)
    if "infty" in text:
        return -9e9 if "-" in text else 9e9
    return float(text.replace("\\pi", "3.14159265"))
