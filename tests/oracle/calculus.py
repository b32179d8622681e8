"""Reading derivative notations: fractions, nabla, subscript partials, D, J, H, evaluation at a point."""

import copy

from tests.oracle.errors import Unsupported
from tests.oracle.names import Entry, plain
from tests.oracle.tokens import group_end

D_TOKENS = {"d", r"\partial", "w:d", r"\mathrm{d}"}


class Calculus:
    """Mixed into Parser."""

    def fraction(self):
        num, den = self.group(), self.group()
        derivative = self.derivative_parts(num, den)
        if derivative is None:
            return ("frac", self.sub(num), self.sub(den))
        order, body, variables = derivative
        if body:
            node = ("partial", self.sub(body), self.orders(variables, order))
            return self.point_in_brackets(node)
        if self.peek() == "{" and self.peek(1) == "}":
            self.next(), self.next()
        return ("partial", self.operand(), self.orders(variables, order))

    def derivative_parts(self, num, den):
        """(order, body tokens, variable token lists) when the fraction is a derivative."""
        if not num or not den or num[0] not in D_TOKENS or den[0] not in D_TOKENS:
            return None
        if num[0] != r"\partial" and (len(den) == 1 or den[0] == r"\partial"):
            return None
        order, body = 1, num[1:]
        if body[:1] == ["^"]:
            end = group_end(body, 1) if body[1] == "{" else 1
            power = plain(body[1:end + 1])
            if not power.isdigit():
                return None
            order, body = int(power), body[end + 1:]
        variables, depth = [], 0
        for i, tok in enumerate(den):
            if depth == 0 and tok in D_TOKENS and (tok == r"\partial" or i == 0 or den[0] != r"\partial"):
                variables.append([])
            else:
                variables[-1].append(tok)
            depth += (tok in {"{", "("}) - (tok in {"}", ")"})
        if not all(variables):
            return None
        return order, body, variables

    def orders(self, variables, order):
        """One node for each differentiation; `x^2` below counts twice when the order says so."""
        nodes = []
        for toks in variables:
            node = self.sub(toks)
            if node[0] == "pow" and order > len(variables) and node[2][0] == "num":
                nodes += [node[1]] * int(node[2][1])
            else:
                nodes.append(node)
        if len(nodes) < order:
            if len(nodes) != 1:
                raise Unsupported("order of a derivative")
            nodes = nodes * order
        return tuple(nodes)

    def point_in_brackets(self, node):
        """\\frac{dL}{dw}(w^*): evaluated at the starred or numbered value of the variable."""
        target = node[2][0]
        if self.peek() != "(" or len(set(node[2])) != 1 or target[0] != "ref":
            return node
        end = self.bracket_end(self.pos)
        inner = self.toks[self.pos + 1:end]
        base = target[1].split("_")[0].split("^")[0]
        if not inner or len(inner) > 12:
            return node
        params = self.names.entries[node[1][1]].params if node[1][0] == "apply" else ()
        if params and node[1][4] is None and target[1] in params:
            values = self.separate(inner)
            if len(values) == len(params):
                self.pos = end + 1
                pairs = tuple((("ref", p, (), ()), self.sub(v))
                              for p, v in zip(params, values, strict=True))
                return ("at", node, pairs)
        try:
            value = self.sub(inner)
        except Unsupported:
            return node
        same = value[0] == "ref" and value[1].split("_")[0].split("^")[0] == base
        function = node[1][0] == "apply" and node[1][4] is None and value[0] == "ref"
        if value == target and self.toks[end + 1:end + 2] == ["("]:
            return node  # dL/dp (p)(1 - p): a product
        if value[0] == "num" or same or function:
            self.pos = end + 1
            return node if value == target else ("at", node, ((target, value),))
        return node

    def separate(self, toks):
        """Token lists between the commas at the top level."""
        parts, depth = [[]], 0
        for tok in toks:
            depth += (tok in {"{", "(", "["}) - (tok in {"}", ")", "]"})
            if tok == "," and depth == 0:
                parts.append([])
            else:
                parts[-1].append(tok)
        return parts

    def operand(self):
        """What an operator such as d/dx acts on: a bracket with its scripts, else the term."""
        if self.peek() in {"(", "[", r"\{"} and self.after_bracket() not in {"^", "_"}:
            return self.factor()
        return self.term(point=False)

    def after_bracket(self):
        """The token behind the bracket at the cursor."""
        end = self.bracket_end(self.pos) + 1
        return self.toks[end] if end < len(self.toks) else None

    def peeled_operand(self, peeled=("T",)):
        """(operand, wrappers): a name or call alone is the operand and its marks go outside."""
        if self.peek() in {"(", "[", "{", r"\{"}:
            return self.operand(), []
        start, saved = self.pos, list(self.toks)
        node, wrappers = self.factor(), []
        while node[0] in peeled:
            wrappers.append(node)
            node = node[1]
        if node[0] == "apply" or (node[0] == "ref" and self.names.entries[node[1]].kind in {
                "value", "entries"}) or node[0] in {"partial", "nabla", "jac"}:
            return node, wrappers
        self.pos, self.toks = start, saved
        return self.term(point=False), []

    def rewrap(self, node, wrappers):
        for wrapper in reversed(wrappers):
            node = (wrapper[0], node, *wrapper[2:])
        return node

    def nabla(self):
        var, order = None, 1
        outer = []
        while self.peek() in {"_", "^"}:
            if self.next() == "_":
                var = self.sub(self.group())
            else:
                toks = self.group()
                if plain(toks) in {"\\top", "T"}:
                    outer.append("T")
                else:
                    order = int(plain(toks)) if plain(toks).isdigit() else self.fail("power of nabla")
        body, wrappers = self.peeled_operand(("T", "inv") if order == 2 else ("T",))
        node = self.rewrap(("nabla", body, var, order), wrappers)
        return self.marked(node, outer)

    def partial_operator(self):
        """After \\partial outside a fraction: a subscript partial or a slash fraction."""
        if self.peek() == "_":
            self.next()
            var = self.sub(self.group())
            body, wrappers = self.peeled_operand()
            return self.rewrap(("partial", body, (var,)), wrappers)
        if self.accept("/"):  # \partial/\partial x e
            self.expect(r"\partial")
            var = self.factor()
            return ("partial", self.operand(), (var,))
        slash = next((i for i in range(self.pos, len(self.toks)) if self.toks[i] == "/"), None)
        if slash is None or self.toks[slash + 1:slash + 2] != [r"\partial"]:
            raise Unsupported("a partial sign without a fraction")
        body = self.sub(self.toks[self.pos:slash])
        self.pos = slash + 2
        return ("partial", body, (self.factor(),))

    def operator(self, base, base_exact, sub, sup):
        """D f(x), D_x f, J_f(x), H_f(x)."""
        if base in {"J", "H"}:
            if sub is None:
                if self.peek() != "(":
                    raise Unsupported(f"undeclared name {base}")
                inner = self.sub(self.toks[self.pos + 1:self.bracket_end(self.pos)])
                self.pos = self.bracket_end(self.pos) + 1
                return ("jac", inner, None) if base == "J" else ("nabla", inner, None, 2)
            self.toks[self.pos:self.pos] = sub
            body, wrappers = self.peeled_operand()
            if body[0] != "apply":
                raise Unsupported(f"undeclared name {base} with a subscript")
            node = ("jac", body, None) if base == "J" else ("nabla", body, None, 2)
            return self.rewrap(node, wrappers)
        var = self.sub(sub) if sub else None
        body, wrappers = self.peeled_operand()
        if sup and plain(sup) == "2":
            return self.rewrap(("nabla", body, var, 2), wrappers)
        if sup:
            raise Unsupported("power of D")
        return self.rewrap(("jac", body, var), wrappers)

    def scoped(self, toks, name):
        """Parse with one more local name."""
        names = copy.copy(self.names)
        local = self.names.entries.get(name, Entry(name, "param", name))
        names.entries = {**self.names.entries, name: local}
        names.spelled = {**self.names.spelled, name: [name]}
        self.names.entries.setdefault(name, names.entries[name])
        outer, self.names = self.names, names
        node = self.sub(toks)
        self.names = outer
        return node

    def integral(self):
        r"""\int_a^b e \, dx."""
        low = high = None
        while self.peek() in {"_", "^"}:
            if self.next() == "_":
                low = self.sub(self.group())
            else:
                high = self.sub(self.group())
        ends = [i for i in range(self.pos, len(self.toks) - 1) if self.toks[i] in D_TOKENS]
        if low is None or high is None or not ends:
            raise Unsupported("an integral without limits")
        name = self.toks[ends[-1] + 1]
        body = self.scoped(self.toks[self.pos:ends[-1]], name)
        self.pos = ends[-1] + 2
        return ("int", name, low, high, body)

    def limit(self, sub):
        """\\lim_{x \to a} e."""
        cut = sub.index(r"\to")
        name, start = plain(sub[:cut]), self.pos
        depth = 0
        while self.peek() is not None and not (depth == 0 and self.peek() in {"+", "-", ")", "]", "}"}):
            depth += (self.peek() in {"(", "{", "["}) - (self.peek() in {")", "}", "]"})
            self.pos += 1
        return ("lim", name, self.sub(sub[cut + 1:]), self.scoped(self.toks[start:self.pos], name))

    def evaluated_at(self, node):
        """After the bar of an evaluation: `_{x = 3, y = 2}`."""
        self.expect("_")
        toks, pairs, part, depth = self.group(), [], [], 0
        for tok in [*toks, ","]:
            depth += (tok in {"(", "{", "["}) - (tok in {")", "}", "]"})
            if tok == "," and depth == 0:
                cut = part.index("=") if "=" in part else None
                if cut is None:
                    raise Unsupported("evaluation without =")
                pairs.append((self.sub(part[:cut]), self.sub(part[cut + 1:])))
                part = []
            else:
                part.append(tok)
        return ("at", node, tuple(pairs))

    def expectation(self, sub):
        """The mean over a uniform index."""
        if not sub:
            raise Unsupported("expectation without its index")
        cut = next((i for i, t in enumerate(sub) if t in {r"\sim", r"\in"}), len(sub))
        name = self.index_name(sub[:cut])
        top = None
        if cut < len(sub) and r"\dots" in sub:
            top = self.set_top(sub[cut + 1:])
        saved, self.bound = self.bound, self.bound | {name}
        args = self.arguments()
        self.bound = saved
        return ("mean", ((name, None, top),), args[0], ())
