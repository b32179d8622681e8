r"""Networks told in words by the sizes of their layers: "a network with $d$ inputs, one hidden layer with $h$ units and a scalar output", "a convolutional layer with
$C$ input channels, $K$ output channels and $k \times k$ kernels", and how many parameters these have."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SIZE = r"(?:⟦(?P<{0}>\d+)⟧|(?P<{0}w>one|two|three|four|five|a\s+single|single|scalar|\d+))"
_NUMBERS = {"one": "1", "single": "1", "a single": "1", "scalar": "1", "two": "2", "three": "3", "four": "4", "five": "5"}
_UNITS = r"(?:hidden\s+|ReLU\s+|tanh\s+|sigmoid\s+)*(?:units?|neurons?|nodes?)"
_INPUT = [re.compile(p, re.I) for p in (
    rf"{_SIZE.format('a')}(?:\s+|-)(?:input\s+(?:units?|features?|neurons?|nodes?)|inputs?\b(?!\s+channels?))", rf"\binputs?\s+(?:dimension(?:ality)?|size|width|(?:vectors?\s+)?of\s+(?:dimension|length|size))\s+{_SIZE.format('a')}",
    rf"{_SIZE.format('a')}-dimensional\s+inputs?", r"\binputs?\s+(?:vectors?\s+)?⟦(?P<v>\d+)⟧")]
_OUTPUT = [re.compile(p, re.I) for p in (
    rf"{_SIZE.format('a')}(?:\s+|-)(?:output\s+(?:units?|neurons?|nodes?)|outputs?\b(?!\s+channels?)|classes)", rf"\boutputs?\s+(?:dimension(?:ality)?|size|of\s+(?:dimension|length|size))\s+{_SIZE.format('a')}",
    rf"{_SIZE.format('a')}-dimensional\s+outputs?")]
_HIDDEN = re.compile(rf"(?:(?:an?|one|single|the|first|second|another)\s+)hidden\s+layer\s+(?:with|of|having)\s+(?:(?:width|size)\s+)?{_SIZE.format('a')}(?:\s+{_UNITS})?|{_SIZE.format('b')}\s+hidden\s+(?:units?|neurons?|nodes?)", re.I)
_OTHER_LAYERS = re.compile(r"\b(?:(?:two|three|several|more|many|⟦\d+⟧)\s+hidden\s+layers|convolution\w*|recurrent|skip|residual|shared|tied|dropout|batch[\s-]?norm\w*|attention|embedding|frozen|LSTM|GRU|networks|compar\w+|versus|each)\b|\b(?:another|second|other|smaller|larger|wider|narrower|deeper|same)\s+(?:network|model|architecture|one)\b", re.I)
_BIASES = re.compile(r"\b(?:with\s+bias(?:es)?|bias(?:es)?\s+(?:are\s+)?(?:included|counted)|(?:including|counting)\s+(?:(?:all|the|one)\s+)?(?:weights\s+and\s+)?bias(?:es)?|weights\s+and\s+bias(?:es)?|one\s+bias\s+per)", re.I)
_NO_BIASES = re.compile(r"\b(?:without\s+(?:any\s+)?bias(?:es)?|no\s+bias(?:es)?|bias(?:es)?\s+(?:are\s+)?(?:not|excluded|omitted|ignored|left\s+out)|(?:ignoring|excluding|omitting)\s+(?:the\s+)?bias(?:es)?|bias-free)", re.I)
_CHANNELS = re.compile(rf"{_SIZE.format('a')}\s+input\s+channels?.*?{_SIZE.format('b')}\s+output\s+channels?", re.I | re.S)
_KERNEL = re.compile(r"\b(?:kernels?|filters?)\s+(?:of\s+(?:size|shape)\s+)?⟦(?P<k>\d+)⟧|⟦(?P<l>\d+)⟧\s+(?:kernels?|filters?|convolutions?)", re.I)
_TIMES = re.compile(r"\s*(.+?)\s*\\times\s*(.+?)\s*")


@dataclass(frozen=True)
class Network:
    """How many parameters: all of them, those that are no biases, and which of both the words count ("" where they do not tell)."""

    weights: str
    biases: str
    counted: str

    def numbers(self) -> tuple[str, ...]:
        """The number of parameters in LaTeX, of what the words may count."""
        whole = f"{self.weights} + {self.biases}"
        return {"all": (whole,), "weights": (self.weights,)}.get(self.counted, (whole, self.weights))


def tells(sentence: str) -> bool:
    """Does a sentence tell layers of a network?"""
    return any(p.search(sentence) for p in (*_INPUT, *_OUTPUT, _HIDDEN, _CHANNELS))


def told(words: str, texts: list[str]) -> Network | None:
    """The network that words with numbered formulas speak of; None where its layers are not all told, or another kind is spoken of."""
    counted = "weights" if _NO_BIASES.search(words) else "all" if _BIASES.search(words) else ""
    if (channels := _CHANNELS.search(words)) is not None:
        return _convolution(words, texts, channels, counted)
    if _OTHER_LAYERS.search(words):
        return None
    inputs, outputs = _only(_INPUT, words, texts), _only(_OUTPUT, words, texts)
    hidden = [_size(m, texts) for m in _HIDDEN.finditer(words)]
    if inputs is None or outputs is None or not hidden or None in hidden:
        return None
    sizes = [inputs, *hidden, outputs]
    weights = " + ".join(f"({a}) ({b})" for a, b in zip(sizes, sizes[1:]))
    return Network(weights, " + ".join(f"({b})" for b in sizes[1:]), counted)


def _convolution(words: str, texts: list[str], channels: re.Match[str], counted: str) -> Network | None:
    first, last = _size(channels, texts, "a"), _size(channels, texts, "b")
    kernel = _KERNEL.search(words)
    sides = _TIMES.fullmatch(texts[int(kernel["k"] or kernel["l"])]) if kernel is not None else None
    if sides is None or first is None or last is None:
        return None
    return Network(f"({first}) ({last}) ({sides[1]}) ({sides[2]})", f"({last})", counted)


def _only(patterns: list[re.Pattern[str]], words: str, texts: list[str]) -> str | None:
    """The one size that the patterns find; None where there is none, or several."""
    found = {size for p in patterns for m in p.finditer(words) if (size := _size(m, texts)) is not None}
    return found.pop() if len(found) == 1 else None


def _size(m: re.Match[str], texts: list[str], which: str = "") -> str | None:
    groups = m.groupdict()
    for name in (which,) if which else ("a", "b"):
        if groups.get(name) is not None:
            text = texts[int(groups[name])]
            return text if re.fullmatch(r"[\w\s{}\\^+-]+", text) else None
        if groups.get(f"{name}w") is not None:
            word = re.sub(r"\s+", " ", groups[f"{name}w"].lower())
            return _NUMBERS.get(word, word)
    if groups.get("v") is not None and (length := re.search(r"\\mathbb\s*\{?\s*R\s*\}?\s*\^\s*(?:\{([^{}]*)\}|(\w))\s*$", texts[int(groups["v"])])) is not None:
        return length[1] or length[2]
    return None


__all__ = ["Network", "told"]
