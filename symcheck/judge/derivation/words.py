"""What the words around a formula say of it: defined, assumed, claimed, set up, solved."""

import re

# Words before an inline equation that make it the definition of a declared variable on its left; and those
# that make it a case, a place, or a wish.
DEFINES = re.compile(r"\b(where|let|define[ds]?|denote|put|write|call|given by|setting|model|layer|with)\b[^.]{0,30}$", re.I)
CASE = re.compile(r"\b(at|when|if|case|unless|evaluated at|as|than|for|until|since)\s*(?:the point\s*)?$", re.I)
HOPED = re.compile(r"\b(fit|want|hope|expect|predict|approximate|guess|like to have|such that)\w*\s*$", re.I)
# Words before an inline equation that is assumed.
WITH = re.compile(r"\b(with|where|assum\w*|suppose|such that|satisf\w*|given|and|so that|that|that is|since|because|label\w*|"
                   r"constraint|let|i\.e|unit vectors?|cent(?:red|ered)|normali[sz]ed|distribution|orthonormal|"
                   r"orthogonal|symmetric)\W*$", re.I)
SUCH = re.compile(r"\b(with|such that|where|satisfying|suppose|assume|let|factori[sz]\w+|decomposition)\W*$", re.I)
SUPPOSED = re.compile(r"\b(if|suppose|let|assum\w*|want|when|whether|unless|were|would|should|not|setting|set|until|where)\b"
                       r"[^.]{0,40}$", re.I)
# Words before an inline equation that follows from the derivative set to zero before.
NORMAL = re.compile(r"\b(yields?|gives?|are|get|obtain|reads?|leads? to|becomes?)\b[^.$]*\bnormal equations?\W*$"
                     r"|\bnormal equations? (are|is|reads?)\W*$", re.I)
# Words before an inline equation that is a fact, from which the next formula is drawn.
REASON = re.compile(r"\b(because|since|note that|recall|using|by|identity|fact that|we know|we use)\b[^.]*$", re.I)
# Words before an inline equation between expressions that hold no names of their own: what is assumed is not
# introduced like this.
FACT = re.compile(r"\b(note that|recall that|recall|we know that|it is known that|identity|fact that|expanding)\W*$", re.I)
OPTIMUM = re.compile(r"\b(minimi[sz]\w*|maximi[sz]\w*|optim\w+|solution|estimator|estimate|MLE|MAP|stationary)\b", re.I)
SENTENCE = re.compile(r"[.;:]\s+[A-Z]|\n\s*\n")
SETS = re.compile(r"\b(set(s|ting)?|equat(e|ing)|vanish(es|ing)?|stationar\w*|first[- ]order|optimality|solv(e|es|ing)"
                  r"|zero|optimum|minimi[sz]\w*|maximi[sz]\w*|normal equations?|critical)\b", re.I)
# Words that draw something from the equations before.
SOLVES = re.compile(r"\b(solv\w*|optimum|optimal|stationary|minimi[sz]er|maximi[sz]er|hence|therefore|so|thus|gives|yields|giving|"
                    r"obtain\w*|rearrang\w*|equivalent\w*|that is|collect\w*|multiply\w*|divid\w*|dividing|get|follows|set|setting|"
                    r"zero|normal equations?|becomes|isolat\w*|we have|invert\w*|subtract\w*|add\w*)\b", re.I)
PLACE = re.compile(r"\b(where|when|at which|for which)\W*$", re.I)
# Words right before a display that is given, not derived; a full stop ends what they speak of.
GIVEN = re.compile(r"\b(given|suppose|assum(e|ing)|subject to|constraint|such that|consider|satisf(y|ies)|requires?)"
                   r"[^\w.]*(that|the \w+|the \w+ \w+)?[^\w.]*$", re.I)
