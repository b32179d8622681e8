"""Definitions: `x^{(1)} = W x + b`, by entries `p_i = ...`, of functions `f(x, y) = ...`."""

import copy

from tests.oracle.errors import Unsupported
from tests.oracle.grammar import parse_tokens
from tests.oracle.heads import find_top, split, symbol_key
from tests.oracle.names import Entry, exact, key_of, plain, strip_sup
from tests.oracle.tokens import FONTS, group_end

NOT_NAMES = {"+", "-", r"\frac", r"\sum", r"\cdot", r"\|", "|", r"\odot", r"\prod", "/", "*", r"\nabla",
             r"\partial", r"\begin", r"\circ", r"\sqrt"}


def define(names, head, tail, later) -> bool:
    """Register the definition `head = tail`; False when head is no fresh name."""
    chain = split(tail, {"="})
    tail = chain[0]
    if not head or find_top(bare_of_scripts(head), NOT_NAMES) is not None or of_known(names, head):
        return False
    opening = find_top_open(head)
    if opening is not None:
        return define_function(names, head, opening, tail, later)
    try:
        letters = index_letters(names, head)
        key, spelling, slots, found = symbol_key(head, letters)
    except Unsupported:
        return False
    if not one_symbol(head, key):
        return False
    if marked(head):
        return False
    known = names.get(key)
    if known is not None and known.kind == "entries" and not known.tokens and not found and (
            r"\sum" in tail):  # L = \sum_i L_i beside L_i = ...
        known = None
    if known is not None and known.kind in {"var", "dim", "value", "entries"} and not (
            known.exact != spelling and known.exact):
        return False
    if "_#" in key and names.get(key.replace("_#", "")) is not None and known is None:
        known = names.get(key.replace("_#", ""))
        if known.kind in {"var"}:
            return False
    kind = "entries" if found else "value"
    entry = Entry(key, kind, spelling, slots=slots, indices=found, tokens=tuple(tail))
    names.add(entry)
    if found:
        bare = key.replace("_#", "").replace("^(#)", "").replace("^#", "").replace("^[#]", "")
        if names.get(bare) is None:
            whole = Entry(bare, "entries", spelling.split("_")[0].split("^")[0], indices=found)
            names.add(whole)
            later.append(lambda: setattr(whole, "body", entry.body))
    later.insert(0, lambda: setattr(entry, "body", parse_tokens(tail, names, found)))
    return True


def marked(head):
    """Whether a superscript of the head is a transpose or an inverse."""
    for i, tok in enumerate(head[:-1]):
        if tok == "^":
            inner = head[i + 2:group_end(head, i + 1)] if head[i + 1] == "{" else [head[i + 1]]
            if strip_sup(inner)[1]:
                return True
    return False


def bare_of_scripts(head):
    """The tokens outside scripts."""
    out, i = [], 0
    while i < len(head):
        if head[i] in {"^", "_"} and i + 1 < len(head):
            i = (group_end(head, i + 1) if head[i + 1] == "{" else i + 1) + 1
            continue
        out.append(head[i])
        i += 1
    return out


def find_top_open(head):
    """Position of the argument list's bracket: after a symbol, not inside a script."""
    depth = 0
    for i, tok in enumerate(head):
        if tok == "(" and depth == 0 and i > 0 and head[i - 1] not in {"^", "_"}:
            return i
        depth += (tok == "{") - (tok == "}")
    return None


def one_symbol(head, key):
    """Whether the tokens are one decorated symbol and nothing beside it."""
    base = key.split("_")[0].split("^")[0].rstrip("'")
    core = base.lstrip("\\")
    if base.count("\\") > 1 or (base.startswith("\\") and not core.isalpha()):
        return base.startswith(("\\hat", "\\bar", "\\tilde", "\\dot", "\\check"))
    if not core.isalpha():
        return False
    return len(core) == 1 or base.startswith("\\") or head[0].startswith("w:") or core.isupper() or (
        head[0] in FONTS) or core.isalpha() and len(core) >= 3


def of_known(names, head) -> bool:
    """a^2, AB, det A, tr(A) of declared names: an assumption about them."""
    def variable(tok):
        entry = names.get(tok)
        return entry is not None and entry.kind == "var" and not entry.ranges

    if head[0] in {r"\det", r"\tr"} or plain(head).startswith((r"\operatorname{tr}", "tr(", r"\tr(")):
        return True
    if variable(head[0]) and head[1:2] == ["^"] and plain(head[2:]).strip("{}") in {"2", "3", "4"}:
        return True
    return len(head) > 1 and all(map(variable, head))


def index_letters(names, head):
    """Letters in scripts that are indices: lower-case letters that are not declared otherwise."""
    out = set(names.index_ranges)
    depth_at = [i for i, t in enumerate(head) if t in {"_", "^"}]
    for i in depth_at:
        for tok in head[i + 1:]:
            if len(tok) == 1 and tok in "ijklmnpqrsct" and tok not in {"T"}:
                if any(k.endswith((f"_{tok}", f"^({tok})", f"^{tok}")) for k in names.spelled):
                    continue  # a label such as the step t of a declared w_t
                entry = names.get(tok)
                if entry is None or entry.kind in {"index", "dim"}:
                    out.add(tok)
    whole = symbol_key(head, ())[0]
    if names.get(whole) is not None:
        return set()
    return out


def define_function(names, head, opening, tail, later) -> bool:
    """f(x, y) = body, \\Phi(z)_i = body."""
    depth, close = 0, None
    for i in range(opening, len(head)):
        depth += (head[i] == "(") - (head[i] == ")")
        if depth == 0:
            close = i
            break
    if close is None:
        raise Unsupported("unbalanced definition")
    if opening == 0:
        return False
    key, spelling, slots, found = symbol_key(head[:opening], index_letters(names, head[:opening]))
    if not one_symbol(head[:opening], key):
        return False
    known = names.get(key)
    if known is not None and known.kind in {"var", "dim"}:
        return False
    params = []
    scope = copy.copy(names)
    scope.entries, scope.spelled = dict(names.entries), {k: list(v) for k, v in names.spelled.items()}
    fresh = []
    for part in split(head[opening + 1:close], {",", ";", "|"}):
        pkey = key_of(plain(part)) if "_" not in part and "^" not in part else symbol_key(part, ())[0]
        entry = names.get(pkey, exact(part))
        if entry is None:
            fresh.append(Entry(pkey, "param", exact(part)))
            params.append(pkey)
        else:
            params.append(entry.key)
    after = head[close + 1:]
    free = ()
    if after and after[0] == "_":
        free = tuple(t for t in after[1:] if t not in {"{", "}", ","})
    elif after:
        return False
    entry = Entry(key, "function", spelling, slots=slots, params=tuple(params), indices=free + found,
                  tokens=tuple(tail))
    entry.elementwise = bool(known is not None and known.elementwise)
    if known is not None:
        entry.shape, entry.codomain = known.shape, known.codomain
    entry.ranges = found
    names.add(entry)
    for param in fresh:
        names.entries.setdefault(param.key, param)

    def body():
        scope = copy.copy(names)
        scope.entries, scope.spelled = dict(names.entries), {k: list(v) for k, v in names.spelled.items()}
        for param in fresh:
            scope.entries[param.key] = param
            scope.spelled[param.key] = [param.key]
        entry.body = parse_tokens(tail, scope, (*free, *found))

    later.insert(0, body)
    return True
