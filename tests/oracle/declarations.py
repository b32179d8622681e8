"""Declarations and definitions in LaTeX to `Names`."""

import re

from tests.oracle.definitions import define
from tests.oracle.errors import Unsupported
from tests.oracle.grammar import parse_tokens
from tests.oracle.heads import (
    dimension,
    family_ranges,
    find_top,
    interval,
    read_shape,
    scripts_of,
    split,
    symbol_key,
)
from tests.oracle.names import Entry, Names, plain
from tests.oracle.tokens import tokenize

COMPARE = {">", "<", r"\ge", r"\le", r"\neq", r"\succ", r"\succeq", r"\gg"}
WORDS = {"symmetric", "invertible", "elementwise", "fixed", "constant", "scalar", "orthogonal", "diagonal",
         "is symmetric", "is invertible", "positive definite", "uniform", "uniformly", "is orthogonal",
         "nonsingular", "full column rank", "differentiable", "smooth", "full rank", "square"}


WORD_RUN = re.compile(r"(?<![{\\\w])(elementwise|symmetric|invertible|positive definite|orthogonal|fixed"
                      r"|constant|with|where|for all|for|let|uniformly|uniform|diagonal)(?![\w}])")


def read_declarations(lines) -> Names:
    """All names of a block; bodies are parsed after all heads are known."""
    names, later = Names(), []
    for line in lines:
        for statement in statements(tokenize(WORD_RUN.sub(r"\\text{\1}", line))):
            declare(names, statement, later)
    for task in later:
        task()
    return names


def statements(toks):
    """A line cut at commas, except between names that share one declaration and index ranges."""
    toks = [t for t in toks if t not in {"w:let", "w:with", "w:where", "w:for", "w:all"}]
    pending, out = [], []
    for part in split(toks, {",", ";", "\\\\"}):
        if not part:
            continue
        rel = find_top(part, {r"\in", "=", ":=", ":", r"\sim", *COMPARE})
        word = plain(part) if all(t.startswith("w:") for t in part) else None
        if out and not pending and (is_range(part) or word is not None or part[0] == r"\dots"
                                    or (is_tail(out[-1]) and rel is None)):
            out[-1] += [",", *part]
        elif rel is None and word is None:
            pending.append(part)
        else:
            head = [t for p in pending for t in (*p, ",")]
            out.append([*head, *part])
            pending = []
    if pending:
        out.append([t for p in pending for t in (*p, ",")][:-1])
    return out


def is_range(part):
    """i = 1 (first piece of i = 1, \\dots, N), or i, j = ..."""
    return len(part) >= 3 and part[1] == "=" and part[0].isalpha() and plain(part[2:]) in {"0", "1"}


def is_tail(statement):
    """Whether the statement ends in an index range that is still being listed."""
    return statement[-1] == r"\dots"


def declare(names, toks, later):
    """One statement."""
    words = [plain([t]) for t in toks if t.startswith("w:") and plain([t]).lower() in WORDS]
    toks = [t for t in toks if not (t.startswith("w:") and plain([t]).lower() in WORDS)]
    while toks and toks[-1] == ",":
        toks = toks[:-1]
    at = find_top(toks, {r"\in", r"\sim", ":", ":=", "=", *COMPARE})
    if at is None:
        return
    rel = toks[at]
    ranges = {}
    if rel in {r"\in", ":", r"\sim", *COMPARE}:
        toks, ranges = take_ranges(names, toks)
    head, tail = toks[:at], toks[at + 1:]
    if rel in {r"\in", r"\sim"}:
        for part in split(head, {","}):
            declare_member(names, part, tail, ranges, words)
    elif rel == ":":
        for part in split(head, {","}):
            declare_function(names, part, tail, ranges, words)
    elif rel in COMPARE:
        declare_compare(names, toks, at, later, ranges)
    else:
        declare_equation(names, head, tail, later)


def take_ranges(names, toks):
    """Strip `, i = 1, \\dots, N` from the end."""
    parts, ranges, keep = split(toks, {","}), {}, []
    i = 0
    while i < len(parts):
        part = parts[i]
        eq = find_top(part, {"="})
        if keep and eq is not None and i + 1 < len(parts) and r"\dots" in (parts[i + 1][:1] or [""]):
            letters = [plain(part[:eq])]
            while keep and len(keep[-1]) == 1 and keep[-1][0].isalpha() and len(keep) > 1:
                letters.append(plain(keep.pop()))
            first = parts[i][eq + 1:]
            top = parts[i + 2] if len(parts[i + 1]) == 1 and i + 2 < len(parts) else parts[i + 1][1:]
            for letter in letters:
                ranges[letter] = (plain(first), top)
                names.index_ranges[letter] = dimension(names, top)
            i += 3 if len(parts[i + 1]) == 1 else 2
        elif part[:1] and r"\dots" in part and eq is not None:
            letter = plain(part[:eq])
            ranges[letter] = ("1", part[part.index(r"\dots") + 1:])
            names.index_ranges[letter] = dimension(names, ranges[letter][1])
            i += 1
        else:
            keep.append(part)
            i += 1
    out = [t for p in keep for t in (*p, ",")][:-1]
    return out, ranges


def declare_member(names, head, tail, ranges, words):
    """x \\in SET, x \\sim DISTRIBUTION."""
    text = plain(tail)
    key, spelling, slots, sizes = family_ranges(names, head, ranges)
    entry = Entry(key, "var", spelling, slots=slots, ranges=sizes)
    base = tail[0]
    sub_sup = scripts_of(tail)
    if base == "bb:R" or base == r"\mathcalR":
        shape = sub_sup[1]
        entry.shape = read_shape(names, shape)
        if plain(sub_sup[0]) in {"+", "++", ">0", "\\ge0", ">"}:
            entry.domain = ("pos",)
    elif base in {"bb:S", "bb:P"} or (base == r"\mathcal" and "S" in text[:3]):
        size = dimension(names, sub_sup[1])
        entry.shape = (size, size)
        entry.domain = ("spd",) if "+" in plain(sub_sup[0]) or "+" in plain(sub_sup[1]) else ("sym",)
        if "+" in plain(sub_sup[1]):
            size = dimension(names, [t for t in sub_sup[1] if t != "+"])
    elif base in {"bb:N", "bb:Z"}:
        entry.domain = ("int",)
    elif base in {"(", "["} and tail[-1] in {")", "]"}:
        low, high = split(tail[1:-1], {","})
        entry.domain = ("between", interval(low), interval(high))
    elif base in {"(", "["}:
        end = max(i for i, t in enumerate(tail) if t in {")", "]"})
        low, high = split(tail[1:end], {","})
        entry.domain = ("between", interval(low), interval(high))
        entry.shape = read_shape(names, scripts_of(["x", *tail[end + 1:]])[1])
    elif base == r"\{":
        declare_choice(names, entry, tail)
        if entry.kind == "index":
            return
    elif text.startswith("\\mathcalN") or text.startswith("N("):
        mean_size = text
        entry.domain = ("real",)
        known = names.get(key)
        if known:
            return
        raise Unsupported(f"size of {key} from {mean_size}")
    elif base == r"\Delta":
        entry.shape = read_shape(names, sub_sup[1])
        entry.domain = ("simplex",)
    else:
        raise Unsupported(f"declaration in {text}")
    for word in words:
        entry.domain = {"symmetric": ("sym",), "is symmetric": ("sym",), "orthogonal": ("orthogonal",),
                        "diagonal": ("diagonal",), "positive definite": ("spd",)}.get(word, entry.domain)
    names.add(entry)


def declare_choice(names, entry, tail):
    """{0, 1}, {-1, 1}^n, {1, \\dots, K}."""
    end = tail.index(r"\}")
    items = split(tail[1:end], {","})
    sup = scripts_of(["x", *tail[end + 1:]])[1]
    if any(i == [r"\dots"] for i in items):
        top = dimension(names, items[-1])
        if not sup and not entry.ranges:
            name = entry.key
            if len(name) == 1 or name.startswith("\\"):
                entry.kind = "index"
                names.index_ranges[name] = top
                names.parts[name] = top
                return
        entry.domain = ("upto", top)
    else:
        entry.domain = ("choice", tuple(float(plain(i)) for i in items))
    if sup:
        entry.shape = read_shape(names, sup)


def declare_function(names, head, tail, ranges, words):
    """f : DOMAIN \\to CODOMAIN."""
    arrow = find_top(tail, {r"\to", r"\mapsto"})
    if arrow is None:
        raise Unsupported("function without an arrow")
    key, spelling, slots, sizes = family_ranges(names, head, ranges)
    domain = tuple(read_shape(names, scripts_of(part)[1]) for part in split(tail[:arrow], {r"\times"}))
    codomain = read_shape(names, scripts_of(tail[arrow + 1:])[1])
    entry = Entry(key, "func", spelling, shape=domain, codomain=codomain, ranges=sizes, slots=slots)
    entry.elementwise = "elementwise" in words or (domain == ((),) and codomain == ())
    if "elementwise" in words:
        entry.shape, entry.codomain = ((),), ()
    if plain(tail[arrow + 1:]).startswith("(") or "++" in plain(tail[arrow + 1:]):
        entry.domain = ("pos",)
    known = names.get(key)
    if known is None or known.kind != "function":
        names.add(entry)


def declare_compare(names, toks, at, later, ranges):
    """x > 0, a, b > 0, 0 < p < 1, Q \\succ 0; other inequalities are assumptions."""
    rel, head, tail = toks[at], toks[:at], toks[at + 1:]
    second = find_top(tail, COMPARE)
    if second is not None:
        low, high = plain(head), plain(tail[second + 1:])
        name = tail[:second]
        if rel in {"<", r"\le"}:
            try:
                domain = ("between", float(low), float(high))
            except ValueError:
                domain = ("pos",)
            set_domain(names, name, domain, ranges)
            return
    text = plain(tail)
    for part in split(head, {","}):
        try:
            bound = float(text)
        except ValueError:
            later.append(lambda: names.assumptions.append(
                (rel, parse_tokens(head, names), parse_tokens(tail, names))))
            return
        if rel in {r"\succ", r"\succeq"}:
            domain = ("spd",)
        elif rel in {">", r"\ge", r"\gg"}:
            domain = ("pos",) if bound == 0 else ("between", bound, bound + 3.0)
        elif rel in {"<", r"\le"}:
            domain = ("between", bound - 3.0, bound)
        else:
            domain = ("nonzero",)
        set_domain(names, part, domain, ranges)


def set_domain(names, part, domain, ranges):
    """Narrow a declared name or declare a scalar."""
    key, spelling, slots, sizes = family_ranges(names, part, ranges)
    if not ranges:
        key, spelling, slots, _ = symbol_key(part, names.index_ranges)
    known = names.get(key)
    if known is None and "_" in key:
        base = key.split("_")[0]
        known = names.get(base + "_#") or names.get(base)
    if known is not None:
        if known.kind == "dim":
            return
        known.domain = domain if not (known.domain[0] == "int") else ("int",)
    elif slots == (0, 0) or ranges:
        names.add(Entry(key, "var", spelling, domain=domain, slots=slots, ranges=sizes))
    else:
        raise Unsupported(f"undeclared name {key}")


def declare_equation(names, head, tail, later):
    """A definition of a fresh name, of its entries, of a function; otherwise an assumption."""
    if not define(names, head, tail, later):
        def assume():
            *sides, last = [parse_tokens(part, names) for part in (head, *split(tail, {"="}))]
            names.assumptions.extend(("=", side, last) for side in sides)
        later.append(assume)

