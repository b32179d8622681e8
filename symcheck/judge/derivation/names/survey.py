"""What a document says in other places of the names at hand: found once, before the first formula is judged.

Patterns over its text only: nothing here has a meaning yet.
"""

from __future__ import annotations

import math
import re

from symcheck.judge.derivation.names import densities_counted
from symcheck.judge.derivation.relations.limits_told import APPROACHES
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.wording import letters_of_pieces
from symcheck.read.context import Context
from symcheck.read.counts import counting
from symcheck.read.documents import Document, Formula
from symcheck.text import Source

# `_{i=1}^N` and `i = 1, \\dots, N`, wherever they stand; names with one index in a declaration.
_RANGE = re.compile(r"_\s*\{\s*([a-z])\s*=\s*1\s*\}\s*\^\s*(\{\s*[A-Za-z]\w*\s*\}|[A-Za-z])"
                    r"|(?<![A-Za-z\\_^])([a-z])\s*(?:=|"
                    r"\\in\s*\\\{)\s*1\s*,\s*(?:2\s*,\s*)?\\[lc]?dots[cbmi]?\s*,\s*([A-Za-z](?:_\w)?)")
# `_{j=1}^{3}` and `j = 1, \\dots, 3`, `j = 1, 2, 3`: an end that is a number.
_COUNTED = re.compile(r"_\s*\{\s*([a-z])\s*=\s*1\s*\}\s*\^\s*(?:\{\s*(\d+)\s*\}|(\d))"
                      r"|(?<![A-Za-z\\_^])([a-z])\s*(?:=|\\in\s*\\\{)\s*1\s*,(?:\s*\d+\s*,)*\s*(?:\\[lc]?dots[cbmi]?\s*,\s*)?(\d+)(?![\d]|\s*,\s*\\[lc]?dots)")
_TOLD_RANGE = re.compile(r"(?<![A-Za-z\\_^])([a-z])\s*(?:=|\\in\s*\\\{)\s*1\s*,\s*(?:2\s*,\s*)?\\[lc]?dots[cbmi]?\s*,\s*(\{?\s*\w+)")
_MEMBER = re.compile(r"\\in\b|\\sim\b|:|\\colon\b|[<>]|\\[gl]eq?\b|\\neq?\b|\\not\s*=")
_INDEXED = re.compile(r"[_^]\s*(?:\{\s*\(?\s*([a-z])\s*\)?\s*\}|([a-z])(?![A-Za-z]))")
_TWICE_INDEXED = re.compile(r"^\s*((?:\\[A-Za-z]+\s*\{\s*[A-Za-z]\s*\}|\\[A-Za-z]+|[A-Za-z]))_\{\s*([a-z])\s*,?\s*([a-z])\s*\}\s*$")
# `y_1, \\dots, y_N`: how far the index of y runs, whatever its letter.
_LISTED = re.compile(r"([A-Za-z]|\\[A-Za-z]+)_\{?1\}?\s*,\s*(?:\1_\{?2\}?\s*,\s*)?(?:\\[lc]?dots[cbmi]?|"
                     r"\.\.\.)\s*,\s*"
                     r"\1_\{?([A-Za-z])\}?")
# The letters of `f(s, t) = ..`, which may be spoken of as any numbers; bold ones are vectors.
_LETTER = r"(?:[a-z]|\\(?:mathbf|boldsymbol|bm|vec)\s*\{\s*\\?[a-z]+\s*\}|\\[a-z]+)"
_FORMAL = re.compile(rf"\(\s*({_LETTER}(?:\s*[,;]\s*{_LETTER})*)\s*\)\s*&?\s*:?=")
_FONT = re.compile(r"\\(?:mathbf|boldsymbol|bm|vec)\s*\{\s*(\\?[a-z]+)\s*\}")
_OPERATOR = re.compile(r"(?:\b|\\)(?:Cov|Var|Tr|tr|det|rank|diag|Pr|mathbb\s*\{?\s*[EVP])\s*\}?\s*(?:\\left)?$")
# `N \\ge 2`, `n > 1`.
_AT_LEAST = re.compile(r"\s*([A-Za-z])\s*(?:\\(?:geq?|geqslant)(?![A-Za-z])|>)\s*\d+\s*[.,;]?\s*")
# A name without scripts that is given a meaning: `L = ..`, `\\ell(w) = ..`.
_BARE = re.compile(r"(?:^|\\q?quad|,|;)\s*((?:\\[A-Za-z]+|"
                   r"[A-Za-z])(?:\s*\{[A-Za-z\\]+\})?)\s*(?:\([^()=$]*\))?\s*&?\s*:?=")
# Numbers of an example: `= (\\log 2, \\frac12, 0)^\\top`.
_VALUES = re.compile(r"\s*(?:\\left)?\s*\(\s*(?:(?:[-+\d.,/{}\s]|\\[dt]?frac|\\(?:log|ln|sqrt)(?![A-Za-z])|\\[,;! ])+)\s*(?:\\right)?\s*\)(?:\s*\^\s*\{?\s*(?:\\top|T|\\intercal)\s*\}?)?\s*[.,;]?\s*$")
# A function that is given a meaning: `f(X) = ..`.
_FUNCTION = re.compile(r"(?:^|\\q?quad|,|;)\s*((?:\\[A-Za-z]+|[A-Za-z])(?:\s*\{[A-Za-z\\]+\})?)\s*\([^()=$]*\)\s*&?\s*:?=")
# A general function whose derivative is put on a diagonal or multiplied entry by entry acts entrywise.
_SLOPE_OF = (r"\s*\}?\s*(?:\\left|\\[bB]igl?)?\s*[({\[]*\s*%s\s*(?:\^\s*\{\s*[(\[]\s*\w\s*[)\]]\s*(?:\}\s*)?(?:\{\s*\}|\})?\s*(?:'|\^?\{?\s*\\prime)"
             r"|'|\^\{?\\prime|\^\{\(1)")
_ENTRYWISE = r"(?:diag|odot|circ)" + _SLOPE_OF
# `* g'(z)`, where the words say that this is the product entry by entry.
_STARRED = r"(?:\*|\\ast(?![A-Za-z])|\\star(?![A-Za-z]))" + _SLOPE_OF
_STAR_TOLD = re.compile(r"\$\s*(?:\*|\\ast|\\star)\s*\$[^.;$]*\b(?:(?:element|entry|component|coordinate|point)-?\s?wise|Hadamard|Schur)|"
                        r"\b(?:(?:element|entry|component|coordinate|point)-?\s?wise|Hadamard|Schur)\b[^.;$]*\$\s*(?:\*|\\ast|\\star)\s*\$", re.I)
_DENIED = re.compile(r"\b(?:not|never|no\s+longer|cannot)\b", re.I)
_SAID_ENTRYWISE = (r"\$[^$]*%s[^$]*\$\s*(?:is|are|acts?|works?|operates?|applies|applied|which|an?|the|\s)*[^.$]{0,40}?"
                   r"\b(?:(?:element|entry|component|coordinate|point)-?\s?wise|entry[\s-]by[\s-]entry|"
                   r"element[\s-]by[\s-]element|component[\s-]by[\s-]component|(?:to|on)\s+(?:each|every|all)\s+(?:single\s+|individual\s+)?(?:of\s+the\s+)?"
                   r"(?:entr(?:y|ies)|components?|coordinates?|elements?)\b)")
# `k < d`, between letters.
_SHORTER = re.compile(r"(?<![\w\\}^_/+*-])\s*([A-Za-z])\s*(<|>|\\[lg]eq?(?![a-z]))\s*([A-Za-z])(?![\w({^_/+*-])")
# `z > 0`, as a whole formula without spaces.
# What stands in a display between `\\begin{cases}` and its end; the order of a branch, behind `&` and its words.
_CASES = re.compile(r"\\begin\{[dr]?cases\*?\}(.*?)\\end\{[dr]?cases", re.S)
_BRANCH = re.compile(r"&((?:[^&\\]|\\(?!\\))*)")
_WORDS = re.compile(r"\\(?:text|mathrm|textrm|mbox)\s*\{[^{}]*\}|\\[,;:! ]|\\q?quad(?![A-Za-z])|[.,;]\s*$")
_ORDER_SIGN = re.compile(r"(<|>|\\[gl]eq?(?![a-z]))")
_ORDERED = re.compile(r"^(.+?)(>|<|\\[gl]eq?(?![a-z]))(.+?)[.,;]?$")
# `x>2`, `0<x<2` between numbers.
_NUMERAL, _LESS_OR_GREATER, _LETTER = r"([-+]?\d+(?:\.\d+)?)", r"(>=?|<=?|\\[gl]eq?(?![a-z]))", r"(\\?[A-Za-z]+(?:_\{?\w\}?)?)"
_BOUND = re.compile(_LETTER + _LESS_OR_GREATER + _NUMERAL)
_BETWEEN = re.compile(_NUMERAL + _LESS_OR_GREATER + _LETTER + _LESS_OR_GREATER + _NUMERAL)
_GREATER = frozenset((">", ">=", r"\ge", r"\geq"))
# "a differentiable $\\phi$", "the activation function $g$", "$\\phi$ is any smooth function": a name, put in twice, of a function of numbers.
_TOLD_FUNCTION = (r"\b(?:differentiable|smooth|monotone|nonlinear|(?:non-?linearity|activations?|link)(?:\s+functions?)?|scalar\s+functions?)\s*\$\s*%s\s*\$"
                  r"|\$\s*%s\s*\$\s+(?:is|be|denotes)\s+(?:an?|any|some|the)\s+(?:[\w-]+\s+){0,3}(?:activation|non-?linearity|function)\b(?!\s+(?:value|of\b))")
# `f(x)`, `f_i(w)`, `\\nabla f(x_t)`: what functions are taken at; "we write $\\nabla f$ for $\\nabla f(w)$".
# `g(a^{(1)}_j)`, `g(a_j^{(1)})`: an entry of the name with the number of a layer.
_CALL = re.compile(r"(\\[A-Za-z]+|[A-Za-z])(?:_(?:\{[^{}]*\}|\w))?\s*(?:\\left)?\(([^()]*|\s*\\?[A-Za-z]+\s*(?:\^\s*\{\s*[(\[]\s*\w\s*[)\]]\s*\}\s*_\s*(?:\w|\{\s*\w\s*\})"
                   r"|_\s*(?:\w|\{\s*\w\s*\})\s*\^\s*\{\s*[(\[]\s*\w\s*[)\]]\s*\})\s*)(?:\\right)?\)")
_WRITTEN_FOR = re.compile(r"\\nabla\s*([A-Za-z])(?:_(?:\{[^{}]*\}|\w))?\s*\$\s*for\s*\$\s*\\nabla\s*\1(?:_(?:\{[^{}]*\}|\w))?\s*"
                          r"\(([^()]*)\)")

# `d\\ell =`, and every `dW`, where it is no part of a derivative `dL/dw`.
_DIFFERENTIAL = re.compile(r"^\s*&?\s*(?:d|\\mathrm\s*\{?d\}?|\\text\{d\})\s*(?:\\[,!]\s*)?(?:\\?[A-Za-z]|\()[^=]*=")
_VARIES = re.compile(r"(?:(?<![A-Za-z\\])d|\\mathrm\s*\{?d(?:\}|(?=\s))|\\text\{d\})\s*(?:\\[,!]\s*)?(\\(?:mathbf|boldsymbol|bm|hat|tilde)\s*\{[^{}]*\}|"
                     r"\\(?!log|det|ln|frac|left|text|operator|math|sum|exp)[A-Za-z]+|[A-Za-z](?![a-z]))((?:[_^](?:\{\s*[(\[]?\w+[)\]]?\s*\}|\w))?)")
# `\\mathrm{d}W` in a document with `\\mathbb{R}^d`: the d of `\\frac{1}{d\\, s}` is the size.
_UPRIGHT = re.compile(r"(?:\\mathrm\s*\{?d(?:\}|(?=\s))|\\text\{d\})\s*(?:\\[,!]\s*)?[A-Za-z\\(]")
_ITALIC = re.compile(r"^\s*&?\s*d\s*(?:\\[,!]\s*)?(?:\\?[A-Za-z]|\()[^=]*=")
_LENGTH_D = re.compile(r"\\mathbb\s*\{?\s*R\s*\}?\s*\^\s*(?:d(?![A-Za-z])|\{[^{}]*(?<![A-Za-z\\])d(?![A-Za-z])[^{}]*\})")
_DERIVATIVES = re.compile(r"\\[dt]?frac\s*\{\s*(?:d|\\mathrm\s*\{d\})[^{}]*\}\s*\{[^{}]*\}")
# `H, D \\in \\mathbb{R}^{..}`: single capitals, \\Gamma among them.
_DECLARED = re.compile(r"\s*((?:[A-Z]|\\Gamma)(?:\s*,\s*(?:[A-Z]|\\Gamma))*)\s*\\in\s*\\(?:mathbb|R\b)")
# `\\setminus \\{0\\}` of a space, and `x \\in \\mathbb{R}` before it.
_WITHOUT_ZERO = re.compile(r"\s*(?:\\[,;:! ]\s*)*\\(?:setminus|backslash)\s*(?:\\left)?\\\{\s*(?:\\(?:mathbf|boldsymbol|bm|vec)\s*)?\{?\s*0\s*\}?\s*(?:\\right)?\\\}")
_REAL = re.compile(r"\s*(\\?[A-Za-z]+)\s*\\in\s*(?:\\mathbb\s*\{?\s*R\s*\}?|\\R(?![A-Za-z]))\s*$")
# `CE(y, \\hat y) = ..`, `MSE = ..`: losses by their initials, set as letters side by side.
_ABBREVIATED = re.compile(r"\s*&?\s*(B?CE|R?MSE|NLL|[RST]SS|SSE|MAE|KL|ELBO|[Ll]oss|[Cc]ost|[Ee]rr|[Ee]rror|obj)\s*(?:\((?:[^()]|\([^()]*\))*\)|_\{?\w+\}?)?\s*&?\s*:?=")
# `\\sigma(z)`, `\\sigma'`, the sigmoid; `\\sigma^2`, a number; `\\sigma^2(w) = ..`, a variance.
_SIGMOID = re.compile(r"\\sigma(?![A-Za-z])(?:_(?:\{[^{}]*\}|\w))?\s*(?:'|\^\s*\{?\\prime|(?:\\left|\\[bB]igg?l?|\\!)?\s*[(\[])|=\s*\\sigma\s*$")
_VARIANCE_AT = re.compile(r"\s*\\sigma\s*(?:_\s*(?:\w|\{\s*\w\s*\})\s*)?\^\s*(?:2|\{\s*2\s*\})\s*\(\s*\\?[A-Za-z]+\s*\)\s*&?\s*:?=")
_LOGISTIC = re.compile(r"\b(?:sigmoid|logistic|activation|non-?linearit)", re.I)
# `\sigma(t) = \max(t, 0)`, `\sigma(z) = \tanh z`: another function, wherever the document says so.
_NO_SIGMOID = re.compile(r"\s*\\sigma\s*\(\s*[a-zA-Z]\s*\)\s*&?\s*:?=(?=[^=]*(?:\\max|\\tanh|\\arctan|\\mathrm\{ReLU\}|\\operatorname\{ReLU\}|\\begin\s*\{cases\}|\)_\{?\+|\]_\{?\+))(?![^=]*(?:\\sigma|\\exp|e\s*\^))")
_SIGMA = re.compile(r"\\sigma(?![A-Za-z])")
# `\epsilon \sim \mathcal{N}(0, \sigma^2 I)`: of a vector, whatever its length; "all scalars", of all names that are not declared.
_DRAWN_VECTOR = re.compile(r"^\s*(?:\\(?:mathbf|boldsymbol|bm)\s*\{?\s*)?(\\?[A-Za-z]+)\}?\s*\\sim\b.*,[^,]*(?<![A-Za-z\\])(?:\\(?:mathbf|mathbb)\s*\{?\s*)?I\}?(?:_\{?\w+\}?)?\s*(?:\\right)?\)\s*[.,;]?\s*$")
_SCALARS_ONLY = re.compile(r"\b(?:all|everything|they\s+are|quantities|names|variables|parameters)\s+(?:(?:is|are|being|of\s+(?:them|these))\s+)*(?:\w+\s+){0,2}scalars?\b|"
                           r"\bscalar\s+(?:network|case|version|RNN|recurren(?:t|ce)|recursion)\b", re.I)
_VECTOR_SIGNS = re.compile(r"\\mathbb\s*\{?R\}?\s*\^|\\(?:R|RR|Reals)\s*\^|\\(?:top|intercal|odot|mathbf|boldsymbol|bm|lVert|Vert)(?![a-z])|\\\||\^\{?\s*T(?![a-z])")
# What documents about vectors and matrices have somewhere.
_VECTORS = re.compile(r"\\mathbb\s*\{?R\}?\s*\^|\\(?:R|RR|Reals)\s*\^|\\(?:top|intercal|nabla|odot|circ|otimes|(?:mathbf|boldsymbol|bm)(?!\s*\{?\s*1)|vec|lVert|Vert|operatorname\{(?:diag|tr)|det|langle)(?![a-z])|"
                      r"\\\||\^\{?\s*(?:T|\\mathsf|\\mathrm\s*\{?T)(?![a-z])|\\begin\{[bp]?matrix|"
                      r"\b(?:vectors?|matri(?:x|ces)|dimension\w*|entry-?\s?wise|element-?\s?wise|component-?\s?wise|coordinate\w*|Jacobian|Hessian|rows?|columns?|norms?|features?)\b", re.I)
_RELATED = re.compile(r"=|\\(?:le|ge|leq|geq)(?![A-Za-z])")
# Words after a formula that are still about it: the rest of its sentence, one about "the constant".
_GOES_ON = re.compile(r"\s*(?:[.,;]?\s*(?:Here|The\s+constant|[a-z])|[,;(])[^.]*\.?")
_OPENED = re.compile(r"\s*(?:(?:`{3,}|~{3,})[ \t]*\{?[a-z]*\}?|\$\$|\\\[)?\s*$")
_SENTENCE = re.compile(r"[.!?]\s+(?=[A-Z$])|\n\s*\n|\$\$|\\\]|\\end\{(?!\w*matrix|cases|array|split|aligned|gathered)[a-z*]+\}")
_PARAGRAPH = re.compile(r"\n\s*\n|\\item\b|\\(?:sub)*(?:section|paragraph)\b")
_OPENING = re.compile(r"(?:\$\$|\$|\\\[|\\\(|\\begin\{[a-z*]+\})?\s*(?:\\begin\{[a-z*]+\})?\s*$")
# "biases are broadcast over the columns", "$b$ is added to every column"; the same of rows.
_BROADCAST = (r"\b(?:broadcast(?:s|ed|ing)?|added|adds?|repeated|copied)\b(?:(?!\bnot\b|n['’]t\b)[^.;]){0,30}?\b(?:over|across|along|to|onto|for|in)\s+(?:the\s+|all\s+|each\s+|every\s+|of\s+|\$m\$\s+)*%s\b")
_TO_COLUMNS, _TO_ROWS = (re.compile(_BROADCAST % lines, re.I) for lines in ("columns?", "rows?"))
# "softmax applied to each column", "the examples are the columns of X".
_BY_COLUMNS = re.compile(r"\bsoftmax\b[^.]{0,120}?(?:\bcolumn-?\s?wise|\bcolumn\s+by\s+column|\b(?:each|every|the)\s+columns?)|"
                         r"\bcolumn-?\s?wise\s+softmax|\b(?:examples?|samples?|data|points?|inputs?|stored|stacked|observations?)\b[^.;]{0,40}?\b(?:as|are|is|in|form)\s+"
                         r"(?:the\s+|its\s+|\\emph\{|\*+|_)*columns?\b|\bcolumns?\s+(?:are|is|of\s+\$[^$]*\$\s+(?:are|is))\s+(?:the\s+|an?\s+)?(?:examples?|samples?|data)", re.I | re.S)
_BY_ROWS = re.compile(r"\bsoftmax\b[^.]{0,120}?(?:\brow-?\s?wise|\brow\s+by\s+row|\b(?:each|every|the)\s+rows?)|\brow-?\s?wise\s+softmax", re.I | re.S)
# What begins an item or a case: `- `, `(a)`, "Case 2"; what ends the last of them.
_ITEM = re.compile(r"^[ \t>]*(?:[-*+][ \t]+|\\item\b|(?:\*\*|\\textbf\s*\{)?\(?(?:[a-h]|[1-9]|i{1,3}|iv|v)[).]\s|(?:\*\*|\*|_|\\(?:textbf|emph|textit|paragraph)\s*\{)?Case\b)", re.M)
_ITEMS_END = re.compile(r"^[ \t]*(?:#{1,6}\s|\\(?:sub)*section\b|\\end\s*\{(?:itemize|enumerate|description)\})", re.M)
AROUND = 200  # letters of the text that may say something of a formula


class Survey:
    r"""`headed`: names given a meaning without scripts; `vanishing`: letters of `h \to 0`; `functions`: those of them that take arguments there; `densities`: of how many names p(..) is defined;
    `formals`: letters of `f(t) = ..`; `counting`: numbers of terms; `ranges`: where an index ends, by
    its letter; `settled`: of these the letters with one end; `ends`: where the index of `y_1, \dots, y_N` ends, by its name; `taken_at`: what stands in the
    brackets of a function; `points`: that of the functions for which it is one thing only, or is said to be."""

    def __init__(self, document: Document):
        self.text = document.text
        self.formulas, self.stretches = document.formulas, document.stretches
        self.renamed = document.renamed and len(self.stretches) > len(self.formulas)
        self.rows = [row.text for f in document.formulas for row in f.rows]
        self.numbers_of_pieces = letters_of_pieces.numbers(document)
        self.headed = frozenset(m[1].strip() for row in self.rows for m in _BARE.finditer(row) if _VALUES.match(row, m.end()) is None) \
            | self.numbers_of_pieces
        self.functions = frozenset(m[1].strip() for row in self.rows for m in _FUNCTION.finditer(row))
        self.densities = densities_counted.counted(self.rows)
        self.formals = {_FONT.sub(r"\1", letter.strip()) for row in self.rows for m in _FORMAL.finditer(row)
                        if not _OPERATOR.search(row[:m.start()]) for letter in re.split("[,;]", m[1])}
        self.counting = counting([self.text])
        self.ends = {m[1]: m[2] for m in _LISTED.finditer(self.text)}
        self.ranges = {m[1] or m[3]: (m[2] or m[4]).strip("{}") for m in _RANGE.finditer(self.text)}
        self._ends = [(m.start(), m[1] or m[3], (m[2] or m[4]).strip("{}")) for m in _RANGE.finditer(self.text)]
        ends = {(letter, end) for _, letter, end in self._ends}
        self.settled = {x: end for x, end in ends if sum(x == letter for letter, _ in ends) == 1}
        self._lines = [0, *(m.end() for m in re.finditer("\n", self.text))]
        self.taken_at: dict[str, set[str]] = {}
        for row in self.rows:
            for m in _CALL.finditer(row):
                self.taken_at.setdefault(m[1], set()).add(m[2].strip())
        self.vanishing = frozenset(m[1] for m in APPROACHES.finditer(self.text))
        self.points = {f: next(iter(at)) for f, at in self.taken_at.items() if len(at) == 1}
        self.points |= {m[1]: m[2].strip() for m in _WRITTEN_FOR.finditer(self.text)}
        self.upright = self._upright()
        self.abbreviations = frozenset(m[1] for row in self.rows if (m := _ABBREVIATED.match(row)))
        self.differentials = self._varying()
        self.declared = frozenset(x for row in self.rows if (m := _DECLARED.match(row)) is not None for x in re.findall(r"\\Gamma|[A-Z]", m[1]))
        if any(map(_SIGMA.search, self.rows)) and not any(map(_SIGMOID.search, self.rows)) and (
                not _LOGISTIC.search(self.text) or any(map(_VARIANCE_AT.match, self.rows))):
            self.declared |= {r"\sigma"}
        if any(map(_NO_SIGMOID.match, self.rows)):
            self.declared |= {r"\sigma"}
        self._related = [f.start for f in document.formulas if f.display or any(_RELATED.search(row.text) for row in f.rows)]
        self.drawn_vectors = frozenset(m[1] for row in self.rows if (m := _DRAWN_VECTOR.match(row)) is not None)
        self.has_vectors = _VECTORS.search(self.text) is not None
        scalars = _SCALARS_ONLY.search(self.text)  # after vectors it is said of a later part alone
        self.scalars_only = scalars is not None and _VECTOR_SIGNS.search(self.text[:scalars.start()]) is None
        self.shorter = frozenset(pair for row in self.rows for m in _SHORTER.finditer(row)
                                 for pair in ([(m[1], m[3])] if m[2] in "<\\leq" else [(m[3], m[1])]))
        self._intervals = [found for f in document.formulas if not f.display for row in f.rows
                           if (found := _interval(re.sub(r"\s|[.,;]$", "", row.text.strip()))) is not None]
        self._orders = [m for f in document.formulas if not f.display for row in f.rows
                        if (m := _ORDERED.match(re.sub(r"\s", "", row.text)))]
        self._branches = {pair for row in self.rows for cases in _CASES.findall(row) for branch in _BRANCH.findall(cases)
                          for pair in _ascending(_WORDS.sub(" ", branch))}

    def _upright(self) -> bool:
        """Are all differentials written with an upright d, in a document where the other d is a size?"""
        return any(map(_LENGTH_D.search, self.rows)) and not any(map(_ITALIC.match, self.rows)) \
            and any(_UPRIGHT.search(_DERIVATIVES.sub(" ", row)) for row in self.rows)

    def _varying(self) -> tuple[str, ...]:
        """Of which names differentials are written, where some formula says what one is."""
        rows = [_DERIVATIVES.sub(" ", row) for row in self.rows]
        if not any((m := _DIFFERENTIAL.match(row)) is not None and _VARIES.search(row, m.end()) for row in rows):
            return ()  # `dW = \\frac{\\partial L}{\\partial W}` is the name of a derivative
        return tuple(dict.fromkeys(m[1] + m[2].replace("^T", "") for row in rows for m in _VARIES.finditer(row)
                                   if not self.upright or m[0].startswith("\\")))

    def ranged(self, row: Source, context: Context) -> Source:
        r"""A declaration of `x_i` with the range of i that the document states elsewhere, one of \Phi as elementwise where the document
        treats it so, and the N of `N \ge 2` as a number of things where sums run to it."""
        if (least := _AT_LEAST.fullmatch(row.text)) is not None and self.counts(least[1]) and least[1] not in context.dims and context.scope.bare(least[1]) is None:
            return Source(rf"{least[1]} \in \mathbb{{N}}, {row.text.strip(' .,;')}", row.name, row.locate(0)[0])
        if (without := _WITHOUT_ZERO.search(row.text)) is not None:
            number = _REAL.match(row.text[:without.start()])
            text = row.text[:without.start()] + (rf", {number[1]} \ne 0" if number is not None else "") + row.text[without.end():]
            row = Source(text, row.name, row.locate(0)[0])
        function = re.match(r"\s*(\\?[A-Za-z]+)\s*(?::|\\colon)\s*\S.*\\(?:to|rightarrow)\b", row.text)
        if function and "wise" not in row.text and self.acts_entrywise(function[1]):
            return Source(row.text + r" \text{ elementwise}", row.name, row.locate(0)[0])
        if not _MEMBER.search(row.text) or _RANGE.search(row.text):
            return row
        names = _MEMBER.split(row.text)[0]
        letters = dict.fromkeys(m[1] or m[2] for m in _INDEXED.finditer(names))
        twice = _TWICE_INDEXED.match(names)
        if twice is not None and twice[1] not in context.scope.entries:  # no entries of a matrix
            letters = dict.fromkeys(twice.groups()[1:]) if all(self.end_of(i, row) for i in twice.groups()[1:]) else {}
        ends = {i: self.end_of(i, row) or next((n for name, n in self.ends.items() if re.search(
            re.escape(name) + r"[_^]\s*\{?\(?\s*" + i, names)), None) for i in letters}
        known = [f", {i} = 1, \\dots, {n}" for i, n in ends.items() if n and not _is_index(context, i)]
        return Source(row.text + "".join(known), row.name, row.locate(0)[0]) if known else row

    def end_of(self, letter: str, row: Source) -> str | None:
        """Where an index ends, as the text says it next after a row, or else before it."""
        line, column = row.locate(0)
        at = self._lines[min(line, len(self._lines)) - 1] + column
        ends = [(start < at, abs(start - at), end) for start, i, end in self._ends if i == letter]
        return min(ends)[2] if ends else self.counted_end(letter)

    def counted_end(self, letter: str) -> str | None:
        r"""Where an index ends that runs to the same number wherever it stands, `\sum_{j=1}^{3}`."""
        ends = {m[2] or m[3] or m[5] for m in _COUNTED.finditer(self.text) if (m[1] or m[4]) == letter}
        return ends.pop() if len(ends) == 1 else None

    def told_end(self, letter: str, row: Source) -> str | None:
        r"""Where an index ends by `i = 1, \dots, 4` right before or after a row."""
        line, column = row.locate(0)
        at = self._lines[min(line, len(self._lines)) - 1] + column
        near = self.text[max(0, at - AROUND):at + len(row.text) + AROUND]
        ends = {m[2].strip("{} ") for m in _TOLD_RANGE.finditer(near) if m[1] == letter}
        return ends.pop() if len(ends) == 1 else None

    def acts_entrywise(self, function: str) -> bool:
        """Is the derivative of this function put on a diagonal, or multiplied entry by entry? Do the words say so?"""
        said = re.search(_SAID_ENTRYWISE % re.escape(function), self.text)
        starred = _STAR_TOLD.search(self.text) is not None and re.search(_STARRED % re.escape(function), self.text) is not None
        return starred or re.search(_ENTRYWISE % re.escape(function), self.text) is not None or said is not None and _DENIED.search(said[0]) is None

    def is_told_function(self, name: str) -> bool:
        """Do the words right beside it call this name a function, and no value of one?"""
        return re.search(_TOLD_FUNCTION % ((re.escape(name),) * 2), self.text, re.I) is not None

    def is_told_entrywise(self, function: str) -> bool:
        r"""Do the words say it of the letter alone, "$\phi$ acts on each entry"?"""
        return re.search(_SAID_ENTRYWISE.replace("[^$]*%s[^$]*", r"\s*%s\s*", 1) % re.escape(function), self.text) is not None

    def added_to_columns(self) -> bool:
        """Do the words say that a bias is added to every column?"""
        return _TO_COLUMNS.search(self.text) is not None and _TO_ROWS.search(self.text) is None

    def softmax_by_columns(self) -> bool:
        """Do the words say that softmax acts on columns, or that the samples are columns?"""
        return _BY_COLUMNS.search(self.text) is not None and _BY_ROWS.search(self.text) is None

    def counts(self, name: str) -> bool:
        """Does a sum or a list of the document end at this name: is it a number of things?"""
        return name in self.counting or name in self.ranges.values()

    def is_spoken_for(self, name: str) -> bool:
        """Is this a number of things, or a function that gets its formula somewhere? Words that call it a scalar do not
        declare it."""
        return self.counts(name) or name in self.functions

    def around(self, formula: Formula) -> tuple[str, str]:
        """The text up to a formula with what its sentence, or one about "the constant", goes on to say; the end
        of this."""
        at = self.text.find(formula.after, formula.start) if formula.after.strip() else formula.start
        end = max(at, formula.start)
        goes_on = _GOES_ON.match(self.text[end:end + AROUND])
        after = goes_on[0] if goes_on is not None else ""
        return self.text[:end] + after, self.text[max(0, formula.start - 2 * AROUND):formula.start] + after

    def sentence(self, formula: Formula) -> str:
        """The sentence up to a formula, with the formulas in it, under the names that they are read by."""
        return _SENTENCE.split(self.before(formula))[-1].rstrip("$ (\\")

    def leading(self, formula: Formula) -> str:
        """The same, of a display after an empty line or in a fence too: what leads to it stands before these."""
        return self.sentence(formula) if not formula.display else _SENTENCE.split(_OPENED.sub("", self.before(formula)).rstrip())[-1]

    def before(self, formula: Formula) -> str:
        """The text before a formula, the formulas in it under the names that they are read by."""
        at = next((k for k, f in enumerate(self.formulas) if f is formula), None) if self.renamed else None
        if at is None:
            return self.text[max(0, formula.start - 2 * AROUND):formula.start]
        text = self.stretches[at]
        for k in range(at - 1, -1, -1):
            if len(text) > 2 * AROUND:
                break
            sign = "$$" if self.formulas[k].display else "$"
            text = self.stretches[k] + sign + " ".join(row.text for row in self.formulas[k].rows) + sign + text
        return text[-2 * AROUND:]

    def paragraph(self, formula: Formula) -> str:
        """The words right before a formula, with the formulas among them, since the last item or empty line, and the rest of
        its sentence; what goes on with small letters belongs to what stands before it."""
        text, said = self.text[max(0, formula.start - 6 * AROUND):formula.start], ""
        for block in reversed(_PARAGRAPH.split(_OPENING.sub("", text))):
            said = f"{block}\n{said}"
            if re.match(r"\s*(?:[A-Z*#]|\d)", block):
                break
        return said + self.rest(formula)

    def case_until(self, formula: Formula) -> int | None:
        """Where the item ends that a formula opens, as "(a) Suppose $a = 1$." does; None where it opens none, or the item holds
        nothing else, as in a list of assumptions."""
        opening = next((m for m in reversed(list(_ITEM.finditer(self.text, 0, formula.start)))), None)
        if opening is None or re.search(r"[.!?;]\s|\n\s*\n|\$[^$]*\$", self.text[opening.end():formula.start].rstrip("$ ")):
            return None
        ends = [m.start() for p in (_ITEM, _ITEMS_END) if (m := p.search(self.text, formula.start)) is not None]
        until = min(ends, default=len(self.text))
        return until if any(formula.start < start < until for start in self._related) else None

    def rest(self, formula: Formula) -> str:
        """The sentence from a formula on."""
        return _SENTENCE.split(self.text[formula.start:formula.start + 2 * AROUND])[0]

    def is_case(self, s: Statement) -> bool:
        """Is this order of two things one of several cases, of which the document has the opposite too?"""
        if len(s.pieces) != 2 or None in s.pieces:
            return False
        left, right = (re.sub(r"\s", "", s.text(k)) for k in (0, 1))
        up = s.operators[0] in (">", r"\ge", ">=")
        return any(m[1] == left and m[3] == right and (m[2] in (">", r"\ge", r"\geq")) != up for m in self._orders)

    def is_between_others(self, s: Statement) -> bool:
        """Is this `x > 2` or `0 < x < 2` where the document has `x < 0` too, which no number meets beside it?"""
        if None in s.pieces:
            return False
        own = _interval("".join(re.sub(r"\s", "", s.text(k)) + (*s.operators, "")[k] for k in range(len(s.pieces))))
        return own is not None and any(name == own[0] and (low >= own[2] or high <= own[1]) for name, low, high in self._intervals)

    def is_branch(self, s: Statement) -> bool:
        """Is this `a < b < c`, where a display has a branch for the opposite of one of the two orders?"""
        return len(s.pieces) > 2 and any((b, a) in self._branches for a, b in _ascending(s.cut(len(s.pieces)).text))


def _interval(text: str) -> tuple[str, float, float] | None:
    """(name, lower bound, upper bound) of `x > 2`, `0 < x < 2` between numbers; None of any other text."""
    if (two := _BOUND.fullmatch(text)) is not None:
        bound = float(two[3])
        return (two[1], bound, math.inf) if two[2] in _GREATER else (two[1], -math.inf, bound)
    three = _BETWEEN.fullmatch(text)
    if three is None or (three[2] in _GREATER) != (three[4] in _GREATER):
        return None
    return (three[3], *sorted((float(three[1]), float(three[5]))))


def _ascending(text: str) -> list[tuple[str, str]]:
    r"""The pairs (less, greater) of `a < b \le c`, without spaces."""
    parts = _ORDER_SIGN.split(re.sub(r"\s", "", text))
    return [(a, b) if op[0] == "<" or op.startswith(r"\l") else (b, a) for a, op, b in zip(parts[::2], parts[1::2], parts[2::2])]


def _is_index(context: Context, letter: str) -> bool:
    entry = context.scope.bare(letter)
    return entry is not None and entry.kind == "index"
