"""What names are declared, and how a decorated symbol with its scripts finds its declaration."""

from dataclasses import dataclass, field

from tests.oracle.errors import Unsupported
from tests.oracle.tokens import FONTS

TRANSPOSES = ("\\top", "T", "w:T", "t")
_DROP = {"{", "}"}


@dataclass
class Entry:
    """One declared name. kind: var, index, func, value, entries, function.

    ranges: sizes (ASTs) of the family axes in front; shape: sizes of the value itself;
    slots: how many subscript and superscript indices address the family.
    """

    key: str
    kind: str
    exact: str = ""
    shape: tuple = ()
    ranges: tuple = ()
    slots: tuple = (0, 0)
    domain: tuple = ("real",)
    params: tuple = ()
    indices: tuple = ()
    body: object = None
    tokens: tuple = ()
    codomain: tuple = ()
    elementwise: bool = False


def plain(toks) -> str:
    """Tokens as one canonical string, font commands and braces dropped."""
    out = []
    for tok in toks:
        if tok in FONTS or tok in _DROP:
            continue
        if tok.startswith(("w:", "bb:")):
            tok = tok.split(":", 1)[1]
        out.append(tok)
    return "".join(out)


def exact(toks) -> str:
    """Tokens as one canonical string with fonts kept."""
    return "".join(tok for tok in toks if tok not in _DROP)


def strip_sup(toks, declared=()):
    """(name or power part, trailing marks) of a superscript; marks among T, inv, pinv, prime."""
    toks = list(toks)
    text = plain(toks)
    if "t" in declared and text in {"t", "-t"}:
        return toks, []
    if text in TRANSPOSES:
        return [], ["T"]
    if text == "-1":
        return [], ["inv"]
    if text in {"-T", "-\\top", "-t"}:
        return [], ["inv", "T"]
    if text in {"+", "\\dagger"}:
        return [], ["pinv"]
    if text and set(text) == {"'"}:
        return [], ["prime"] * len(text)
    marks = []
    bare = [t for t in toks if t not in FONTS]
    while len(bare) > 1 and plain(bare[-1:]) in {"\\top", "T"} and _closed(bare[:-1]):
        marks.insert(0, "T")
        bare = bare[:-1]
    if len(bare) > 2 and plain(bare[-2:]) == "-1" and plain(bare[:-2])[-1:] in {")", "]", "*"}:
        marks.insert(0, "inv")
        bare = bare[:-2]
    return (bare if marks else toks), marks


def _closed(toks) -> bool:
    last = plain(toks)[-1:]
    return bool(toks) and (last in {")", "]", "*"} or plain(toks).isdigit() or plain(toks) in {"\\dagger"})


@dataclass
class Names:
    """All declarations of one block."""

    entries: dict = field(default_factory=dict)
    spelled: dict = field(default_factory=dict)
    dims: dict = field(default_factory=dict)
    index_ranges: dict = field(default_factory=dict)
    assumptions: list = field(default_factory=list)
    order: list = field(default_factory=list)
    parts: dict = field(default_factory=dict)

    def add(self, entry: Entry) -> None:
        """Declare; a font twin with another spelling becomes its own symbol."""
        key = entry.key
        twin = self.entries.get(key)
        if twin is not None and twin.exact != entry.exact and twin.kind != "index":
            entry.key = key + "\0" + entry.exact
        self.entries[entry.key] = entry
        self.spelled.setdefault(key, [])
        self.spelled[key] = [k for k in self.spelled[key] if k != entry.key] + [entry.key]
        if entry.key not in self.order:
            self.order.append(entry.key)

    def get(self, key: str, spelling: str = ""):
        """The entry of a plain key; with font twins the exact spelling decides."""
        keys = self.spelled.get(key, ())
        if not keys:
            return None
        for k in keys:
            if len(keys) > 1 and self.entries[k].exact == spelling:
                return self.entries[k]
        return self.entries[keys[0]]

    def words(self):
        """Declared multi-letter names, longest first."""
        found = {k.split("_")[0].split("^")[0] for k in self.spelled}
        return sorted((w for w in found if len(w) > 1 and w.isalpha()), key=len, reverse=True)


def key_of(base: str, sub: str = "", sup: str = "") -> str:
    """The canonical key of a decorated symbol."""
    return base + (f"_{sub}" if sub else "") + (f"^{sup}" if sup else "")


def _layer_aliases(sub: str, sup: str):
    """W_1, W^{(1)}, W^{[1]}, W^1 when only one of them is declared."""
    digit = sub or sup.strip("()[]")
    if (sub and sup) or not digit:
        return
    if not (digit.isdigit() or len(digit) == 1 or digit in {"out"}):
        return
    for form in ((digit, ""), ("", f"({digit})"), ("", f"[{digit}]"), ("", digit)):
        if form != (sub, sup):
            yield form


def find(names: Names, base_exact: str, base: str, sub, sup):
    """(entry, remaining sub, remaining sup, family index sources) of a decorated symbol, or None.

    sub and sup are token lists or None. Family indices come out as ("sub"|"sup") slots.
    """
    s, p = plain(sub or ()), plain(sup or ())
    spelling = key_of(base_exact, exact(sub or ()), exact(sup or ()))
    for try_s, try_p in ((s, p), (s, "(#)"), (s, "#"), ("#", p), ("#", "(#)"), ("#", "#"),
                         ("#", "[#]"), (s, ""), ("", p), ("", "(#)"), ("", "[#]"), ("#", ""),
                         ("", "#"), ("", "")):
        if ("#" in try_s and not s) or ("#" in try_p and not p):
            continue
        if "(" in try_p and "#" in try_p and not p.startswith("("):
            continue
        if "[" in try_p and "#" in try_p and not p.startswith("["):
            continue
        if try_p == "#" and p.startswith(("(", "[")):
            continue
        entry = names.get(key_of(base, try_s, try_p), spelling)
        if entry is None:
            continue
        rest_s = None if try_s == s and s else sub
        rest_p = None if try_p == p and p else sup
        if "#" in try_s:
            rest_s = sub
        return entry, rest_s, (None if "#" in try_p else rest_p), sup if "#" in try_p else None
    for alias_s, alias_p in _layer_aliases(s, p):
        entry = names.get(key_of(base, alias_s, alias_p))
        if entry:
            return entry, None, None, None
    if s and p:
        for alias_s, alias_p in _layer_aliases("", p):
            entry = names.get(key_of(base, alias_s, alias_p))
            if entry:
                return entry, sub, None, None
    if base.isalpha() and len(base) == 1 and s and base not in "eijkl":  # w_{ij} for W
        other = base.swapcase()
        if names.get(base) is None and any(k.split("_")[0].split("^")[0] == other for k in names.spelled):
            return find(names, other, other, sub, sup) if base.islower() else None
    return None


def require(found, what: str):
    """found, or the complaint that the name is not declared."""
    if found is None:
        raise Unsupported(f"undeclared name {what}")
    return found
