"""What the words around a formula say of it: defined, assumed, claimed, set up, solved."""

import re

# Full stops that end no sentence.
ABBREVIATION = re.compile(r"\b(?:i\.\s?e|e\.\s?g|w\.\s?r\.\s?t|resp|cf)\.", re.I)
# Words before an inline equation that make it the definition of a declared variable on its left; and those
# that make it a case, a place, or a wish.
DEFINES = re.compile(r"\b(where|let|define[ds]?|denote|put|write|call|given by|setting|model|layer|"
                     r"with)\b[^.]{0,30}$", re.I)
CASE = re.compile(r"\b(at|when|if|case|unless|evaluated at|as|than|for|until|since)\s*(?:the "
                  r"point\s*)?$", re.I)
# `It comes from a table, as $q = E^\\top x$`: how a declared variable is made.
MADE_AS = re.compile(r"(?<!such)\s+as\s*$", re.I)
# Words before a relation of indices that what follows speaks of.
CASES = re.compile(r"\b(for|all|if|when|where|case|cases|let|assume|suppose|with|and|now|have|indices)\W*$"
                   r"|\b(for|if|when|case)\b[^.$]{0,30}$", re.I)
# The beginning of an item of a list, right before the words of a formula.
ITEM = re.compile(r"\n[ \t]*(?:[-*+]|\d+[.)]|\\item\b)[ \t][^$\n]*\$?\s*$|\n[ \t]*\\item\b[^$]*\$?\s*$")
# Right before the hypothesis of a case, and what may end a sentence that supposes something.
OPENS_CASE = re.compile(r"\b(?:case|(?<!\bthe )(?:first|second|third)|firstly|secondly|thirdly|next|now|finally)\b[\s\w,:*]{0,25}$", re.I)
ENDS = re.compile(r"^[^$.;:]{0,60}[.;:](?:\s|$)")
# Right after a formula, before the hypothesis under which it holds; `If` with a capital begins a sentence of its own.
IF_AFTER = re.compile(r"^(?!\s*\n\s*\n)\s*,?\s*(?:but\s+)?(?:only\s+)?(?:if|when|whenever|provided(?:\s+that)?|as\s+long\s+as|assuming(?:\s+that)?)\s*(?:the\s+)?(?:matrix\s+)?$")
# The same before an order that limits what is claimed: "$f'(u) = 1$ for all $u > 0$", "on the half line $u > 0$".
FOR_AFTER = re.compile(r"^(?!\s*\n\s*\n)\s*[,(]?\s*(?:but\s+)?(?:only\s+)?(?:for|where(?:ver)?|on|in\s+the\s+case)(?:\s+(?:all|every|any|each|positive|negative|"
                       r"the\s+(?:positive\s+|negative\s+)?(?:side|half[\s-]?line|half[\s-]?space|region|set)))*\s*$")
# Right after a case of what comes next: ", for $w < 0$ we get".
CASE_LEADS = re.compile(r"^\s*,?\s*(?:we|one|you|I|it|this|that|there|the\s+(?:\w+\s+){1,3}(?:is|are|reads?|equals?|becomes?))\b")
# After `$y_k = 1$`: "for the true class", "only for the class", "if the sample is of class"; no "for all".
OF_ONE_ENTRY = re.compile(r"^\s*,?\s*(?:(?:only|exactly|precisely|just)\s+)*(?:(?:for|at|in)\s+(?:(?:only|exactly|precisely)\s+)*(?:the|one|an?\s+single|its|that)\s+"
                          r"(?:(?!all\b|other)\w+\s+){0,3}(?:class|label|category|index|position|place|entry|word|token|component|cluster|one)\b|"
                          r"for\s+(?:(?:all|every|each|any|the)\s+){0,3}(?:others?|remaining)\b|"
                          r"(?:if|when|whenever|iff|if\s+and\s+only\s+if|exactly\s+when)\s+(?:(?:the|an?|this|that|its|our)\s+)?[a-z]{3,})", re.I)
# The same after `$q_i = 1$`, of some entries alone: "if it is missing", "when $x_i > 0$", "for kept units", "for the first half"; no "for all", "for now".
OF_SOME_ENTRIES = re.compile(r"^\s*,?\s*(?:(?:only|exactly|precisely|just)\s+)*(?:(?:if|iff|when(?:ever)?|unless)\b(?!\s+(?:there|we|no|not)\b)|"
                             r"for\s+(?!(?:an?|all|every|each|any|both|simplicity|convenience|example|instance|now|short|brevity|this|these|our|which|some|later|use|clarity|definiteness|concreteness|"
                             r"the\s+(?:moment|time|sake|rest\s+of|remainder|whole|entire|purposes?|second\s+step|first\s+step|next|same|case|following|given|bias|problem|part|calculation|computation|example|check))\b)[a-z]{3,})", re.I)
# Right after a claim that holds in the other case than the one before it.
ELSE_AFTER = re.compile(r"^\s*,?\s*(?:and\s+)?(?:(?:otherwise|else(?:where)?|in\s+the\s+other\s+case|everywhere\s+else)\b|(?:if|when)\s+not(?=\s*(?:[.,;:)\n]|$)))", re.I)
OTHERWISE = re.compile(r"\b(otherwise|in the other case|(?<!thing )(?<!one )(?<!where )else)\b", re.I)
# Words before a matrix of which a property is claimed, not assumed.
CLAIMS = re.compile(r"\b(hence|therefore|thus|so|implies|shows?|conclude|follows)\b[^.]*$", re.I)
# Words before an inline equation that is supposed for the rest of the sentence; the end of one.
HYPOTHESIS = re.compile(r"\b(if|choosing|picking|(?:the|this)\s+(?:\w+\s+)?choice(?:\s+of)?|suppose|supposing|assuming|when|whenever|for(?!\s+(?:an?|the|each|every|any)\s+(?:\w+\s+)*?(?:fixed|given|known)"
                        r"\b[^.$]*:\s*$)|at|taking(?!\s+(?:the\s+)?(?:logs?|logarithms?|derivatives?|gradients?|expect\w+|traces?|"
                        r"transposes?|norms?|determinants?|inverses?|means?|averages?|sums?|limits?|squares?|roots?|both)\b)|provided that|in "
                        r"case|in\s+(?:the|a)\s+(?:(?:very\s+)?(?:special|particular|simple|simplest|extreme|degenerate|trivial|easy|easiest|opposite|noiseless|unregulari[sz]ed|symmetric)\s+)?case"
                        r"(?=(?:\s+(?:of|that|where|when|in\s+which|with))?\s*$))\b"
                        r"(?![^.]*\b(minimi[sz]\w*|maximi[sz]\w*|zero|vanish\w*)\b)[^.$]{0,60}$", re.I)
# "if all the scores are zero,", "with all weights equal", "when the prediction is perfect": what names are, in words alone, which are not put in.
VALUES_IN_WORDS = re.compile(r"\b(?:if|when(?:ever)?|with|once|suppose|assume|in\s+case|as\s+long\s+as)\s+(?:that\s+)?(?:(?:the|all|every|each|both|our|its|of)\s+)*"
                             r"(?:[a-z-]+\s+){0,3}(?:scores?|logits?|weights?|bias(?:es)?|parameters?|activations?|pre-?activations?|inputs?|features?|outputs?|entries|entry|components?|coordinates?|units?|neurons?|predictions?|"
                             r"probabilit(?:y|ies)|labels?|targets?|residuals?|errors?|samples|data|classes|rows|columns|model|network|classifier)\s+(?:(?:is|are|were|was|being|be|become|becomes|equals?|all|both|initially|exactly|about|nearly|"
                             r"set|initiali[sz]ed|to|at|still|just|very|the)\s+)*(?:zeros?|equal(?!\s+to\b)|identical|same|alike|uniform|perfect(?:ly)?|correct|certain|confident|saturat\w+)\b", re.I)
# After it, "every", "then", right before what a name is in that case.
THEN_EVERY = re.compile(r"^[\s,]*(?:(?:then|so|hence|thus|we|one|have|has|get|gets|obtain|find|that|all|every|each|the|it|follows|softmax|probabilities|outputs?|predictions?|are|is|gives?|yields?)\b[\s,]*)*$", re.I)
# "If there are fewer samples than features, it is cheaper to use", "When $d$ is large, one computes": when another form is of use, which makes none true.
FORM_OF_USE = re.compile(r"\b(?:if|when(?:ever)?|for|in\s+case)\b(?=[^.,$]*\b(?:few\w*|less|more|many|large\w*|small\w*|huge|big\w*|high|wide|tall|low)\b)"
                         r"(?=[^.,$]*\b(?:samples?|features?|dimensions?|dimensional|observations?|data|points?|columns?|rows?|parameters?|matri\w+|inputs?|measurements?)\b)[^.$]*,[^.$]*"
                         r"\b(?:uses?|using|computes?|computing|prefers?|solves?|cheaper|faster|better|writes?|works?\s+with)\b[^.,;:$]{0,40}$", re.I)
# "At the top,", "For the output layer", "In the last layer we have", right before a formula: a place in the network, and no condition.
IN_NETWORK = re.compile(r"\b(?:at|for|in)\s+(?:the|each|every|all|any|this|our)\s+(?:of\s+the\s+)?(?:very\s+)?(?:(?:top|bottom|output|input|last|final|first|second|third|next|hidden|lowest|topmost|outermost)(?:[\s-]+(?:layer|unit|node|neuron|level)s?)?|"
                        r"layer|unit|node|neuron|head|end)s?\s*,?\s*(?:(?:(?:we|one)\s+(?:then\s+)?(?:have|has|gets?|finds?|obtains?|uses?|computes?|evaluates?)(?:\s+(?:that|them|it|these)(?:\s+(?:by|as|from))?)?)|using|by|through|it\s+(?:is|reads)|this\s+(?:is|gives|reads)|that\s+is)?\s*:?\s*$", re.I)
# "At the maximum the quadratic term is", "At the maximum the exponent collapses to a constant, and" right before a formula: what it says is
# asserted, and not supposed.
ASSERTED_AT = re.compile(r"\bat\s+(?:(?:the|an?|this|that|its|our|such\s+an?|any)\s+)?(?:\w+[\s-]+){0,2}\w+\s*,?\s+(?:the|its|this|our|all)\s+"
                         r"(?:(?:[\w-]+\s+){1,4}(?:is|are|equals?|becomes?|amounts?\s+to|reads?|comes?\s+to|has\s+the\s+value)\s*:?"
                         r"|(?:[\w-]+\s+){2,10}[\w-]+\s*[,;:]\s*(?:(?:and|so|then|thus|hence|therefore|consequently|that|we|one|get|obtain|find|have)\b[\s,]*){1,5})$", re.I)
STOP = re.compile(r"(?<!\bcf)(?<!\bSec)(?<!\bEq)(?<!\be\.g)(?<!\bi\.e)(?<!\bresp)(?<!\bFig)(?<!\bvs)[.!?;](\s|$)")
AT_OPTIMUM = re.compile(r"^\s*(?:holds\s*)?at (?:the|an?|this) (?:optimum|minimum|maximum|stationary "
                        r"point|solution|optimal)", re.I)
# Words before an inline equation that says where the last derivative is zero.
VANISHES = re.compile(r"\b(is zero|are zero|equals zero|vanish(es)?|is stationary|becomes "
                      r"zero)\b[^.$]{0,25}\b(for|at|when|if|iff|where)\W*$"
                      r"|\b(minimum|maximum|optimum|(?:minimi|maximi)[sz]ed|"
                      r"attained)\b[^.$]{0,25}\b(for|at|by)\W*$"
                      r"|\b(critical|stationary) points?\b[^.$]{0,25}\b(at|is|are)\W*$", re.I)
# The same of what is no derivative: "the bias is zero iff", "the variance vanishes only for".
VANISHES_OTHER = re.compile(r"\b(?:bias(?:es)?|variances?|covariances?|errors?|loss(?:es)?|residuals?|penalt(?:y|ies)|corrections?|shrinkage|"
                            r"distances?|norms?|inner\s+products?|determinants?|differences?|gaps?|noise|regret)(?:\s+terms?)?"
                            r"(?:\s+(?:is|are|equals?|becomes?|both|always|also|only|then|thus|therefore|exactly))*\s+(?:zero|vanish(?:es)?)\b"
                            r"[^.$]{0,25}\b(?:for|at|when|if|iff|where)\W*$", re.I)
# Words after a derivative that is zero, from which something is drawn; after what holds of some value.
GIVES = re.compile(r"^\s*,?\s*(?:gives?|means?|implies|yields?|becomes?|leads?\s+to|reads?|is\s+equivalent\s+to|requires?|"
                   r"amounts\s+to|holds\s+(?:if|when|exactly|iff)|(?:we|one|you)\s+(?:get|obtain|have|find|read(?:\s+off)?|derive|deduce|conclude|"
                   r"see|infer|arrive\s+at))\b", re.I)
FOR_SOME = re.compile(r"^\s*,?\s*(?:for|with)\s+(?:some|a\s+suitable|an\s+appropriate|a\s+certain)\b", re.I)
AT_PLACE = re.compile(r"\b(?:at|for) (?:an?|the|any|every|each|such an?) (?:local |global |interior )?(?:stationary|"
                      r"critical|saddle|optimal|extremal) points?\W*(?:we (?:have|get|obtain|must have)|it holds "
                      r"that|one has|the condition)?\W*$|\bat (?:an?|the|any|every) (?:local |global )?(?:optimum|"
                      r"minimum|maximum|minimi[sz]er|maximi[sz]er|extremum)\W*(?:we (?:have|get|obtain|must "
                      r"have)|it holds that)?\W*$", re.I)
# Words anywhere in a sentence that speaks of such a place.
AT_POINT = re.compile(r"\bat\s+(?:(?:such|an?|the|any|every|each|this|that|these|those|both)\s+){0,2}(?:(?:local|global|interior)\s+)?"
                      r"(?:(?:stationary|critical|saddle|optimal|extremal)\s+points?|optim(?:um|a)|minim(?:um|a)|maxim(?:um|a)|"
                      r"minimi[sz]ers?|maximi[sz]ers?|(?:ML|MAP)\s+(?:estimat(?:es?|ors?)|solutions?)|MLEs?|estimates?|optimal\s+(?:values?|parameters?)|solutions?)\b|\bat\s+(?:this|that|these|those|the\s+same)\s+(?:points?|places?|values?)\b", re.I)
# `Write $Q(w)$ for the last objective`: a name for what the display before ends with.
NAMES = re.compile(r"\b(?:write|call|denote(?:\s+by)?|name|let|abbreviate)\s*$", re.I)
# "the function in the last line", "the objective in the display above": what the display right before ends with.
_LAST_LINE = (r"(?:in|on)\s+(?:the|this|that)\s+(?:(?:last|final|previous|preceding)\s+(?:line|row|display|equation|formula|step)|(?:line|display|equation|formula)\s+above)")
_IN_LAST_LINE = (r"(?:the|this|that)\s+(?:objective|expression|function|quantity|criterion|loss|cost)(?:\s+function)?\s+" + _LAST_LINE)
NAMED_LAST = re.compile(r"^\s*(?:for|be|denotes?|stands?\s+for)?\s*(?:the|this|that)\s+(?:last|latter|final|resulting|previous|preceding)\s+"
                        r"(?:objective|expression|function|sum|quantity|term|criterion|loss|cost)\b(?!\s+(?:of|in|on)\b)"
                        rf"|^\s*(?:for|be|denotes?|stands?\s+for)\s+{_IN_LAST_LINE}(?!\s+but\b)"
                        r"|^\s*(?:for|be|denotes?|stands?\s+for)\s+(?:the|this|that)\s+(?:objective|expression|function|quantity|criterion|loss|cost)\s+"
                        r"(?:(?:in(?:side)?|within|between)\s+(?:the\s+)?(?:\w+\s+)?(?:braces|brackets|parentheses)|(?:being|to\s+be)\s+(?:minimi[sz]ed|maximi[sz]ed)|above"
                        rf"|(?:(?:that|which)\s+)?(?:(?:is|was|has\s+to\s+be)\s+(?:minimi[sz]ed|maximi[sz]ed)|(?:we|one)\s+(?:(?:now|must|want\s+to|have\s+to)\s+)?(?:minimi[sz]es?|maximi[sz]es?))\s*(?:(?:here|there|now|above|{_LAST_LINE})\s*)?(?=[.,;:]|$))", re.I)
# "in braces", "inside the brackets": of what stands in those of `\\min_w \\{ .. \\}`.
_IN_BRACKETS = r"(?:in(?:side)?|within|between)\s+(?:(?:the|these|those|curly|square)\s+){0,2}(?:\w+\s+)?(?:braces|brackets|parenthes[ie]s)"
IN_BRACKETS = re.compile(rf"\b{_IN_BRACKETS}", re.I)
# `Call the last objective $J(w)$`: the same with the name after it.
_LAST = (r"(?:the|this|that)\s+(?:last|latter|final|resulting|previous|preceding)\s+"
         r"(?:objective|expression|function|sum|quantity|term|criterion|loss|cost)(?:\s+(?:function|value))?"
         rf"|{_IN_LAST_LINE}"
         r"|(?:what(?:ever)?\s+(?:is|stands)|(?:the|this|that)\s+(?:objective|expression|function|quantity|criterion|loss|cost|term)(?:\s+that\s+(?:is|stands))?)\s+"
         rf"(?:{_IN_BRACKETS}|(?:being\s+|to\s+be\s+)?(?:minimi[sz]ed|maximi[sz]ed)(?:\s+here)?)")
CALLS_LAST = re.compile(rf"\b(?:(?:call|name|denote|abbreviate|label)\s+(?:{_LAST})(?:\s+(?:by|as|simply|just))?|(?:write|use)\s+for\s+(?:{_LAST}))\s*$", re.I)
# "Call the braces $F(w)$", "Denote the objective by $J(w)$", "Write $J(w)$ for the objective": what the optimum displayed before is of.
_OBJECTIVE = (r"(?:the|this|that)\s+(?:(?:whole|full|regulari[sz]ed|penali[sz]ed|new|resulting)\s+)?(?:(?:expression|function|term)\s+in\s+(?:the\s+)?)?"
              r"(?:(?:curly\s+|square\s+)?(?:braces?|brackets?)|objective(?:\s+function)?|criterion|cost(?:\s+function)?|loss(?:\s+function)?)")
CALLS_OBJECTIVE = re.compile(rf"\b(?:(?:call|name|denote|abbreviate|label)\s+{_OBJECTIVE}(?:\s+(?:by|as|simply|just))?|(?:write|use)\s+for\s+{_OBJECTIVE})\s*$", re.I)
NAMES_OBJECTIVE = re.compile(rf"^\s*(?:for|be|denotes?|stands?\s+for)\s+{_OBJECTIVE}\s*(?=[.,;:]|and\b|$)", re.I)
# Words right before `y = X w + \\epsilon` that put it into what was found before.
PLUGS = re.compile(r"\b(?:plug|insert|substitut|put)\w*(?:\s+in)?\s*$", re.I)
INTO = re.compile(r"^\s*(?:into|in|for)\b|^\s*,?\s*(?:(?:this|it|now|then|immediately|directly|we|one)\s+)*(?:gives?|yields?|shows?|leads?\s+to|results?\s+in|gets?|obtains?|finds?|sees?)\b", re.I)
# "With $\\mu = \\hat\\mu$ inserted": the words before and after what is put in.
PUT_BEFORE = re.compile(r"\b(?:with|having)\s*$", re.I)
PUT_AFTER = re.compile(r"^\s*(?:now\s+|already\s+)?(?:inserted|plugged\s+in|substituted|put\s+in|filled\s+in)\b", re.I)
# Words right before `X = \\sum_j s_j u_j v_j^\\top` that say more of its parts than the formula does.
DECOMPOSES = re.compile(r"\b(?:SVD|(?:singular[- ]value|eigen-?(?:value)?|spectral)[- ]decomposition)\b[^.$]*$", re.I)
# Words before a constraint of what is optimized.
SUBJECT = re.compile(r"\b(?:subject to|s\.\s*t\.|under|constrained to|constraints?(?: that)?)\W*$", re.I)
# Words before the variable by which the function displayed last is differentiated; that this is set to zero.
WHOSE = re.compile(r"\b(?:whose|its|this has the|the) (?:partial )?(?:derivative|gradient)\b[^.$]{0,25}\b(?:in|by|with respect "
                   r"to|w\.?\s*r\.?\s*t\.?)\s*$", re.I)
ZERO = re.compile(r"^\s*(?:is|are|equals?|vanish\w*|becomes)\s*(?:to\s+)?(?:zero|exactly)?\b", re.I)
FROM = re.compile(r"\bfrom (?:the|this) (?:first|second|third|last|former|latter|"
                  r"equation)\b[^.$]{0,25}$|\bthe (?:first|second|third|last) "
                  r"(?:one )?(?:gives|yields)\W*$", re.I)
# Words in a row of a display before an equation that says why the row holds.
REMARK = re.compile(r"\b(as|since|because|using|by|recall|note that)\b", re.I)
# Words before a name with a definition: that it gets another, that its objective is added to, that something is
# concluded of it, what introduces a name in a new part of the document.
BEGINS = re.compile(r"\b(let(?!\s+us)|define[ds]?|consider|instead|redefined?|suppose|take|trad(?:e|ing)|swap(?:ping)?|exchang(?:e|ing)|replac(?:e|ing)|switch(?:ing)?(?:\s+over)?\s+to)\b", re.I)
ANOTHER = re.compile(r"\b(now|instead|another|different|redefined?|new|trad(?:e|ing)|swap(?:ping)?|exchang(?:e|ing)|replac(?:e|ing)|switch(?:ing)?(?:\s+over)?\s+to)\b", re.I)
ANSWERS = re.compile(r"\b(?<!the )(?<!\ba )(?<!its )(?<!this )(?<!our )(?<!form )(?<!unique )(?<!squares )(?<!ridge )(?<!optimal )(solution|proof|answer)\b(?!\s+(?:is|are|of)\b)", re.I)
ADDS = re.compile(r"\b(add(s|ed|ing)?|regulari[sz]\w*|penali[sz]\w*|penalty|modif\w+|"
                  r"augment\w*)\b(?!.*\bconclude)", re.I)
CONCLUDES = re.compile(r"\b(conclude|follows?|then|hence|thus|therefore|obtain|implies|so|get|equals?|"
                       r"equivalently|rewrit\w*|"
                       r"written|expand\w*|simplif\w+|because|since|note|again|same|show|prove|verify|"
                       r"let\s+us|complet\w+)\b", re.I)
SENTENCES = re.compile(r"[.!?](?:\s|$)|\n\s*\n")
# Right before `u \\in \\mathbb{R}^n`: "now a cotangent", "let", "for any vector", "given".
INTRODUCES = re.compile(r"\b(?:let|for|given|take|consider|choose|pick|fix|suppose|assume|now|this\s+time|an?|any|every|another|arbitrary)(?:\s+(?:(?!of\b|is\b|are\b|in\b|lies?\b)[\w-]+)){0,4}[\s,]*$", re.I)
DISPLAY_EDGES = re.compile(r"\$\$|\\[\[\]]|\\(?:begin|end)\{\w+\*?\}")
# Words of the sentence that say which way a step goes; the last one counts.
UPHILL = re.compile(r"\bascent\b|maximi[sz]|\bclimb|\buphill|\b(descent\b|minimi[sz]|downhill|goes "
                    r"down)", re.I)
GRADIENT_STEP = re.compile(r"\bgradient[- ](ascent|descent)\b", re.I)
NEGATIVE = re.compile(r"\bnegative\b|\bminus\b", re.I)
# Words before `B = ..` that put something else in the place of a name with a meaning.
REPLACES = re.compile(r"\b(?:replac|exchang|chang|swap|switch|substitut|trad(?:e|ing|ed)(?![\s-]*offs?))\w*\b[^.$]{0,60}\b(?:by|with|to|for|against)\s*(?:(?:the|an?|our)\s+(?:[\w-]+\s+){0,3}?"
                      r"(?:cross-?\s?entropy|loss|cost|error|objective|criterion|activation|function|non-?linearity|relu|sigmoid|tanh|softmax|identity|penalty|likelihood)\s*)?$", re.I)
# Words in a title before the value with which a method begins: "First iteration from $w = 0$".
STARTS_FROM = re.compile(r"\b(?:start\w*|begin\w*|initiali[sz]\w*|iterations?|iterates?|steps?|updates?)\b[^.$]{0,40}\b(?:from|at|with)\s*"
                         r"(?:the\s+(?:point|origin|value)\s*)?$", re.I)
# Words that speak again of the values given last.
AT_THIS_PLACE = re.compile(r"\b(?:at|in)\s+(?:this|that|the\s+same)\s+(?:point|place|position)\b[\s,:]*$|(?:^|[.]\s+|\band\s+)(?:there|here)[\s,:]*$|\bthere\s*[,:]\s*(?:for|since|because|as|so|namely|that\s+is|indeed)\s*$", re.I)
# Words that put in the value given by the formula right before them: "Inserting this value,", "With this choice of step size we get".
INSERTS = re.compile(r"\b(?:(?:insert|plug|substitut|put)\w*\s+(?:it|this|that|the)(?:\s+(?:optimal\s+)?(?:value|choice|solution|step(?:\s+size)?|rate))?"
                     r"(?:\s+of\s+the\s+step(?:\s+size)?)?(?:\s+(?:back|in|into\s+(?:it|this|the\s+\w+)))*|(?:with|for)\s+(?:it|(?:this|that)\s+(?:optimal\s+)?"
                     r"(?:value|choice|step(?:\s+size)?|rate)))(?:[\s,]+(?:we|one)\s+(?:get|obtain|find|have)|[\s,]+(?:gives|yields))?"
                     r"(?:[\s,]+the\s+[^.$]{1,40}\s+is)?[\s,:]*$", re.I)
# Right before a value of a parameter that is chosen, not derived: "Choose", "we take", "it is best to pick", "the optimal step size is".
# Nothing is chosen where that is denied: "nobody would choose", "it would be wrong to choose".
_CHOOSING = r"(?:choos|tak|pick|us|select|set|put|fix|tun)(?:e|ing)?"
CHOOSES = re.compile(rf"\A(?!(?s:.*)\b(?:(?:nobody|no\s+one|none|never|not|cannot|hardly|rarely|seldom|without|(?:instead|afraid)\s+of|rather\s+than)\s+(?:\w+\s+){{0,3}}|"
                     r"(?:wrong|mistaken?|bad|unwise|foolish|dangerous|fatal|careless|tempt\w*|harmful|error|blunder|useless|impossible)\b[^.;:!?]{0,30}\bto\s+)"
                     rf"{_CHOOSING}\b[^.;:!?]*\Z)(?s:.*?)"
                     r"(?:(?:^|[.;:,]\s|\n|\*\*|\}|\b(?:we|I|you|one|us|to|now|so|then|and|can|may|would|should)\b)\s*(?:choos|tak|pick|us|select|set|put|fix|tun)(?:e|ing)?"
                     r"(?:\s+(?:now|here|just|simply|e\.g\.|for\s+(?:example|instance)|(?:the|a)\s+(?:\w+[\s-]+){0,3}\w+))*\s*"
                     r"|\b(?:best|optimal|ideal|right|natural|perfect|greedy|fastest|simplest|largest|smallest|usual|standard|good|clever|safe|"
                     r"common|popular|typical|cautious|conservative|sensible|reasonable|classical|canonical|convenient|practical|frequent|simple)\s+"
                     r"(?:\w+[\s-]+){0,2}(?:choice|step(?:[\s-]*(?:size|length))?|rate|value|parameter|setting|penalty|strength|weight|factor|scale|temperature)"
                     r"(?:\s+(?:of|for|in)\s+(?:\w+\s+){0,4}\w+|\s+here)?\s*,?\s*(?:is|would\s+be|turns\s+out\s+to\s+be|is\s+given\s+by|reads|becomes)\s*(?:then|thus|therefore|simply|just)?\s*)$", re.I)
# "A common choice that needs no knowledge of $m$ is": what a clause says of the choice.
OF_CHOICE = re.compile(r"\b(choice|step(?:[\s-]*(?:size|length))?|rate|value)\s*,?\s+(?:that|which)\s+(?!(?:is|would\s+be)\s*\$)[^.;:!?]{1,80}?,?(?=\s+(?:is|would\s+be)\s*$)", re.I)
# Right after a supposition with which a sentence ends: the next one still speaks of it, ". Then", "; in this case", ". This gives".
THEN_STILL = re.compile(r"^[^.;:!?$]{0,60}[.;?]\s*(?:and\s+)?(?:then|in\s+(?:this|that)\s+case|in\s+which\s+case|(?:this|that)\s+(?:choice|value)?\s*(?:gives|yields|makes|leads|means)|"
                        r"(?:with|for|under|at)\s+(?:it|(?:this|that)\s+(?:\w+\s+)?(?:choice|value|step(?:[\s-]*(?:size|length))?|rate|setting|parameter|number|weight|penalty|strength|factor|scale|temperature)))\b[^.;!?$]*$", re.I)
# Within a sentence: what was supposed in it holds no more.
CONTRASTS = re.compile(r"\b(?:(?:whereas|while|but)\s+(?:otherwise|for|with|without|in|if|when)|in\s+general|in\s+the\s+general\s+case)\b", re.I)
# Words of what is done with the loss alone, where a penalty was added to it.
UNPENALIZED = re.compile(r"\b(?:without|before|un(?:penali[sz]ed|regulari[sz]ed)|plain|no)\b", re.I)
# Words that end what was supposed before.
RELEASES = re.compile(r"\b(in general|general case|drop (this|the|that)|without (this|the|any|that|"
                      r"symmetry)|no longer|"
                      r"(for|of|with) (a )?general|arbitrary|(be|for) any)\b", re.I)
# "Now $w_0$ and $\\eta$ are general again", "back to general $\\eta$": numbers given before hold no more.
GENERAL_AGAIN = re.compile(r"\b(?:general|arbitrary|any|free|unspecified|symbolic)\s+(?:again|once\s+more)\b|\b(?:back|return\w*)\s+to\s+(?:(?:an?|the)\s+)?"
                           r"(?:general|arbitrary|symbolic|any)\b|\bno\s+longer\s+(?:fixed|special|these|those|the\s+numbers)\b|"
                           r"\bagain\s+(?:general|arbitrary|any|free)\b", re.I)
# An objective that is only spoken of.
CONSTRAINT = re.compile(r"\b(constraint|normali[sz]ation)\b[^.]*$", re.I)
SATISFIES = re.compile(r"\bsatisf(y|ies)\b[^.$]*$", re.I)
# `Let $w^\\star \\in \\mathbb{R}^d$ satisfy`, right before the equation that says what it is.
SATISFY = re.compile(r"^\s*(?:be\s+(?:any|a|an|the)\s+\w+\s+)?(?:satisf\w+|solves?|fulfil\w*|obeys?)(?:\s+(?:that|the\s+\w+))?\s*$", re.I)
WHERE = re.compile(r"\bwhere\b[^.$]{0,40}$", re.I)
# Between `$C D = B$`, drawn from what was set to zero, and `$D = C^{-1} B$`, drawn too.
DRAWN_TOO = re.compile(r"^[\s,;]*(?:(?:and|or|so|thus|hence|therefore|then|that\s+is|i\.\s?e\.)[\s,]*){1,2}"
                       r"(?:equivalently|finally|thus|hence|therefore|also)?[\s,]*$", re.I)
JOINED = re.compile(r"^[\s,]*(?:and|with)?[\s,]*$", re.I)
# Right before an order that is one of several cases: "For $x > 2$", "On the interval $0 < x < 2$".
FOR_CASE = re.compile(r"\b(?:for|when|where|on|in|if|case|between|region|interval|range|piece|side|left|right)\W*$", re.I)
# Between two places of a list: "at $x = 1$, $x = 2$ and at $x = 3$".
PLACES_JOINED = re.compile(r"[\s,;]*(?:and|or)?[\s,]*(?:(?:at|where|when)\s*)?", re.I)
TOLD = re.compile(r"\b(where|with|such that)\s*$", re.I)
# `If all gradients are $g_0$, so that $g_1 = g_0$`: what the hypothesis of the sentence comes to.
IF_FIRST = re.compile(r"^\W*(?:if|suppose|assume|when)\b", re.I)
COMES_TO = re.compile(r"^[\s,(]*(?:so\s+that|that\s+is|i\.\s?e\.|meaning(?:\s+that)?)[\s,]*$", re.I)
LETS = re.compile(r"\b(?:let|suppose|assume)\s*(?:now\s*)?$", re.I)
# What stands between a name that is introduced and the equation that says what it is.
APPOSITION = re.compile(r"^\s*(?:be|denotes?|is)\b(?!.*\b(?:then|so|hence|thus|therefore|show\w*|have|get|note|arbitrary|any|every|each|all|general|given|fixed)\b)[^.$]*(?:[,:(]|i\.e\.,?|that\s+is,?)\s*$", re.I)
TOLD_IN = re.compile(r"\b(?:with|where|such\s+that|assum\w+|suppose|let|given)\b(?!.*\b(?:then|so|hence|thus|get|have)\b)", re.I)
TOLD_ON = re.compile(r"^\s*,?\s*(?:with|where|and|for)\b", re.I)
OBJECTIVE = re.compile(r"\b(minimi[sz]\w*|maximi[sz]\w*|minimum|maximum)\b(\s+\w+){0,4}\s*$", re.I)
IF = re.compile(r"\b(if|when|whenever|in case|provided that|as long as)\b[^.$]{0,40}$", re.I)
# Right before a set or a law that says what a name is from here on.
INTRODUCES_NAMES = re.compile(r"\b(?:let|suppose|assume|now|take|with|where|for|consider|given|pick|choose|draw|sample|say|if|when|of|be|denote|input|target|vector|matrix|scalar|weights?|parameters?|data)\b[^.;:$]{0,30}$", re.I)
FOR_ONE = re.compile(r"\bfor\s+(an?\s+)?(\w+\s+){0,2}[\w-]+\s*$", re.I)
# What is not done: `without the correction the first step would have been`.
WOULD_BE = re.compile(r"\b(?:would|could|might)\s+(?:have\s+been|be|become|read|give|have\s+given)\b[^.$]*$", re.I)
# A condition in words alone that is not so, and what would hold under it: `If the data gradient vanished, we would have`.
IF_IT_WOULD = re.compile(r"\b(?:if|were|had|without)\b[^.;:$]*\b(?:would|could)\b(?:\s+(?:then|simply|just|only|always|again|all))?"
                         r"\s+(?:have|get|obtain|find|see|end\s+up\s+with|be\s+left\s+with)\s*$", re.I)
# Words before a formula of a function that had none so far.
TAKES_FORM = re.compile(r"(?:\b(?:for|let|take|consider|with|if|suppose|say|where|choose)\b[^.$]{0,40}|\()\s*$", re.I)
SENTENCE_OF_ITS_OWN = re.compile(r"\b(suppose|assume|assuming|supposing|the (?:true )?model (?:be|is)|restrict(?:ing)?\s+(?:\w+\s+){0,3}to|"
                                 r"(?:suffices|enough)\s+to\s+(?:consider|look\s+at))\b[^.$]{0,60}$", re.I)
# What is to be made large; its negative is a loss.
TO_RAISE = re.compile(r"(?<!negative )(?<!neg )(?<!minus the )\b(?:log-?\s?(?:likelihood|density|posterior|probability)|reward|return|evidence lower bound|ELBO)\b", re.I)
# Right after `Q = \\operatorname{diag}(A)`.
DIAGONAL_MATRIX = re.compile(r"^[\s,]*(?:be|is|denotes?|for)\s+(?:the|a)\s+diagonal\s+matrix\b", re.I)
# Right before how data come about.
FITTED = re.compile(r"\b(?:fit(?:s|ted|ting)?|model|approximate|predict|explain|describe)\b[^.$]{0,40}$", re.I)
MODELLED = re.compile(r"\b(suppos\w+|assum\w+|model\w*|generated?|come(?:s)? from|observe[sd]?|drawn|sampled)\b[^.$]{0,60}$", re.I)
# Sentences that speak of special sizes.
SPECIAL = re.compile(r"\b(?:for|if|when|with|take|let|set|case|consider|suppose|assume|i\.?\s*e\.?|in\s+(?:one|a\s+single)\s+dimension|(?:one|single)\s+(?:feature|predictor|parameter|weight)"
                     r"|(?:one-dimensional|1-?D|univariate|scalar)\s+\w+)\b", re.I)
# Right before `y = X w + \\varepsilon`: what the data are made of.
MODELS_DATA = re.compile(r"\b(?:suppos\w+|assum\w+|let|now|here|actually|reality|frequentist|model\w*|generat\w+|arise\w*|true|truth|data|observations?|where|if)\b[^.$]{0,60}$", re.I)
# A list of what a special case supposes, which begins with a size: "For $p = 1$, $\\beta_0 = 0$ and", "with a constant model, $p = 1$ and all", right before the next.
SPECIAL_LIST = re.compile(r"(?:\b(?:for|with|if|when|taking|setting|put(?:ting)?|so(?:\s+that)?|suppose|assume|i\.\s*e\.|take|let|special\s+case|in\s+the\s+case|case)(?:\s+(?:an?|the|just\s+an?|only\s+an?)\s+(?:[\w-]+\s+){0,3}"
                          r"(?:models?|cases?|fits?|features?|predictors?|inputs?|intercepts?|constants?))?(?:\s*[,:(]?|[.:]?(?:\*{1,2}|\}))\s+|\b(?:if|when|for|with|suppose|assume)\b[^.;:()$]{0,60}\(\s*(?:(?:so|i\.\s*e\.|that\s+is|where|with|case),?\s*)?)\$\s*([A-Za-z])\s*=\s*\d+\s*\$(?:\s*(?:,\s*and|,|and)\s*\$[^$]*\$)*"
                          r"\s*(?:,\s*and|,|and)\s*(?:(?:all|every|each)(?:\s+(?:of\s+)?the)?\s*)?$", re.I)
# Headings and sentences that speak of vectors of length 1.
ONE_DIMENSION = re.compile(r"\bin\s+(?:one|1|a\s+single)[\s-]+dimensions?\b|\b(?:(?:one|1|single)[\s-]?dimensional|1-?D|univariate|scalar)"
                           r"\s+(?:cases?|examples?|data|versions?|problems?|settings?|warm-?up|toy)\b", re.I)
# "With a single feature, ..": vectors of weights have the length 1 to the end of the sentence.
SINGLE_FEATURE = re.compile(r"\b(?:with|for|if\s+there\s+is|when\s+there\s+is|given|having)\s+(?:just\s+|only\s+)?(?:an?\s+single|one|only\s+an?|a\s+scalar)\s+(?:single\s+)?(?:feature|predictor|"
                            r"covariate|regressor|explanatory\s+variable|input\s+(?:feature|dimension|variable))(?:\s+(?:only|alone|and\s+(?:no|without(?:\s+an?)?)\s+\w+))?"
                            r"(?:\s*$|\s*[,:]|\s+(?:the|we|this|it|its|these|all|both|everything|that\s+is)\b)[^.;$]*$", re.I)
# Right after the name of this feature: nothing is said of it that others may have instead.
FEATURE_NAMED = re.compile(r"^\s*(?:[,:.]|and\s+(?:no|one|an?)\b|(?:the|we|this|it)\b)", re.I)
# Right before an equation that is denied, or that says where something happens.
NEGATED = re.compile(r"\b(?:not\s+(?:all|every|each)|no|never|nor|neither|not|unless)(?:\s+(?:of\s+)?(?:the|any))?\s*$"
                     r"|\b(?:(?<!read )(?<!reads )(?<!reading )(?<!split )(?<!splitting )(?<!pick )off|away\s+from|except(?:\s+(?:at|on|for|where|when))?|excluding|outside|apart\s+from|other\s+than|avoiding|leaving\s+out)"
                     r"\b[^.,;:$?!]{0,40}$", re.I)
# Right after `At $z = 0$`: what is not so there, which says nothing of the formulas around.
NOT_THERE = re.compile(r"^\s*,?\s*(?:(?:the|its|this|that|a|no|all|both)\s+)?(?:(?:[\w-]+\s+){0,3}?)(?:(?:does|do)\s+not\s+exist|(?:is|are)\s+(?:not\s+(?:well[- ])?"
                       r"(?:defined|differentiable|smooth|unique|continuous)|undefined|non-?differentiable)|has\s+(?:no\s+(?:\w+\s+)?derivative|a\s+(?:kink|jump|corner))"
                       r"|jumps|fails\s+to\s+exist)\b", re.I)
AT_PLACE_OF = re.compile(r"\b(?:where|when|whenever|at|points?|places?)\s*$", re.I)
# Right before a display of means and variances that are given.
GIVEN_MOMENTS = re.compile(r"\b(?:suppos\w+|assum\w+|random|noise|errors?|disturbances?|variables?|independent)\b[^.]*\b(?:with|where|such\s+that|satisf\w+)\W*$", re.I)
HOPED = re.compile(r"\b(?:fit|want|hope|expect|predict|approximate|guess|like\s+to\s+have|such\s+that)(?:s|es|ing)?\s*$", re.I)
FITS = re.compile(r"\b(?:fit|predict|approximate)(?:s|ing)?\s*$", re.I)
PREDICTS = re.compile(r"\bpredicts?\s*$", re.I)
# Words before an inline equation that is assumed.
WITH = re.compile(r"\b(with|where|assum\w*|suppose|such that|satisf\w*|given|and|so that|that|that is|"
                  r"since|because|label\w*|"
                   r"constraint|let|i\.e|unit vectors?|cent(?:red|ered)|normali[sz]ed|distribution|"
                   r"orthonormal|"
                   r"orthogonal|symmetric)(?:\s+also)?\W*$", re.I)
SUCH = re.compile(r"\b(with|such that|where|satisfying|suppose|assume|let|factori[sz]\w+|"
                  r"decomposition)\W*$", re.I)
# What a sentence says of a name that an equation after "so" puts into a formula.
PROPERTY = re.compile(r"\b(?:let(?!\s+us)|suppose|assum\w+|where|choose|take|given|with|if|are|is|has|have)\b.*\b(?:one-hot|ortho\w+|unit|"
                      r"normali[sz]ed|isometr\w+|projection|projector|idempotent|Stiefel|basis|frame|whitened|"
                      r"standardi[sz]ed|cent(?:er|re)d|stochastic|distribution|probabilit\w+|simplex|sums? to)\b",
                      re.I | re.S)
SUPPOSED = re.compile(r"\b(if|suppose|let(?!\s+us)|assum\w*|want|when|whether|unless|were|would|(?<!as it )(?<!as they )(?<!as we )(?<!as one )should|"
                      r"not|setting|set|until)\b"
                       r"[^.]{0,40}$", re.I)
# Words before an inline equation that follows from the derivative set to zero before.
NORMAL = re.compile(r"\b(yields?|gives?|are|get|obtain|reads?|leads? to|becomes?)\b[^.$]*\bnormal "
                    r"equations?\W*$"
                     r"|\bnormal equations? (are|is|reads?)\W*$", re.I)
# Words before an inline equation that is a fact, from which the next formula is drawn.
REASON = re.compile(r"\b(because|since|note that|recall|using|by|identity|fact that|we know|we "
                    r"use)\b[^.]*$", re.I)
# `Gradient: $-2X^\\top(y - Xw) + 2\\lambda w = 0$`: the derivative of the objective, written out.
GRADIENT_IS = re.compile(r"\b(?:gradient|derivative|stationarity|first[- ]order\s+condition)\s*(?:is|reads|condition)?\s*:?\s*$", re.I)
OPTIMUM = re.compile(r"\b(minimi[sz]\w*|maximi[sz]\w*|optim\w+|solution|estimator|estimate|MLE|MAP|"
                     r"stationary|minimum|maximum|arg\s?min|arg\s?max)\b", re.I)
# Right after `$w^* = ..$`: "is the unique minimiser of $J$", "minimises $J$".
IS_OPTIMUM = re.compile(r"\s*,?\s*(?:which\s+)?(?:(?:is|must\s+be|will\s+be|as)\s+(?:(?:then|thus|therefore|indeed|also)\s+)?(?:(?:the|a|our|its)\s+)?(?:(?:unique|global|only|exact|desired|least[- ]squares|optimal|best)\s+)*"
                        r"(?:minimi[sz]ers?|maximi[sz]ers?|solution|optimum|estimator|choice|stationary\s+point|minimum|maximum)|(?:minimi[sz]es|maximi[sz]es))\b", re.I)
SENTENCE = re.compile(r"[.;:]\s+[A-Z]|\n\s*\n")
SETS = re.compile(r"\b(set(s|ting)?|equat(e|ing)|vanish(es|ing)?|stationar\w*|first[- ]order|optimality|"
                  r"solv(e|es|ing)"
                  r"|zero|optimum|optimal|best|minimi[sz]\w*|maximi[sz]\w*|normal equations?|"
                  r"critical)\b", re.I)
# "Setting", right before `F'(w) = ..`, and "to zero", right after it.
SETTING = re.compile(r"\b(?:set(?:s|ting)?|equat(?:e|es|ing)|put(?:s|ting)?|let(?:ting)?)(?:\s+(?:the\s+)?(?:gradient|derivative|slope)s?)?\s*$", re.I)
TO_ZERO = re.compile(r"[\s,~]*(?:(?:be\s+)?(?:equal\s+)?to|equal)\s+(?:zero\b|\$?\s*0(?![.\d]))", re.I)
# Words of zero that set nothing to zero.
SUMS_TO = re.compile(r"\b(sums?|adds?|summing|adding)\s+(up\s+)?to\s+zero\b", re.I)
# "The gradient of the objective vanishes when", "setting the derivative to zero gives": what is set to zero is named.
SLOPE_SET = re.compile(r"\b(?:gradient|derivative)s?\b[^.$]*(?:\$[^$]*\$[^.$]*)*\b(?:vanish(?:es)?|(?:is|are|to|equals?|becomes?)\s+(?:zero|\$?0\b))", re.I)
# Of these, the words that say nothing else.
SURELY = re.compile(r"\b(set(s|ting)?|equat(e|ing)|vanish(es|ing)?|stationar\w*|first[- ]order|optimality"
                    r"|normal equations?|critical)\b", re.I)
# Words that draw something from the equations before.
SOLVES = re.compile(r"\b(solv\w*|the solution|optimum|optimal|stationary|minimi[sz]er|maximi[sz]er|hence|therefore|"
                    r"so|thus|gives|yields|giving|"
                    r"obtain\w*|rearrang\w*|equivalent\w*|that is|collect\w*|multiply\w*|divid\w*|"
                    r"dividing|get|follows|set|setting|"
                    r"zero|normal equations?|becomes|isolat\w*|we have|invert\w*|subtract\w*|"
                    r"add\w*)\b", re.I)
# Those that speak of an equation in another part of the document too.
SOLVING = re.compile(r"\b(solv(?:e|es|ed|ing)|the solution|optimum|optimal|stationary|minimi[sz]er|maximi[sz]er|normal\s+equations?|"
                     r"(?<!not )zero|set|setting)\b", re.I)
PLACE = re.compile(r"\b(where|when|at which|for which)\W*$", re.I)
# Of `P(w) = ..` with a random w: it is no probability.
NAMED_OBJECTIVE = re.compile(r"\b(?:objective|loss|cost|energy|penalty|criterion|(?:negative|minus(?:\s+the)?)\s+log\W*\w*|error(?:\s+function)?)\b[^.]*$", re.I)
# "the minimizer is", "the MAP estimate of $w$ reads", right before `\\mu = ..`.
NAMED_SOLUTION = re.compile(r"\b(?:minimi[sz]er|maximi[sz]er|optimum|optimal\s+\w+|stationary\s+point|MAP\s+(?:estimate|solution)|"
                            r"(?:posterior\s+)?mode)\b(?:\s+(?:of|for|over)\s+[^.]*?)?\s*(?:is|are|reads|equals|becomes|:)(?:\s+(?:given|then)(?:\s+by)?)?\s*:?\s*$", re.I)
# Right before `w = X^\\top \\alpha`: other letters for a variable.
PUTS = re.compile(r"\b(set|put|write|substitute|let|introduce|parametri[sz]e)\W*$", re.I)
# `Set $m = \\bar x$ and the derivative to zero`: a value put into the derivative.
PUTS_IN = re.compile(r"\b(?:set|setting|put|putting|insert|inserting|plug|plugging|take|taking|with|substitut\w+|us(?:e|ing)|fix|fixing)(?:\s+in)?(?:\s+(?:the|our|its)\s+(?:\w+\s+){0,2}?(?:value|estimate|estimator|"
                     r"solution|mean|optimum|minimi[sz]er|maximi[sz]er|root|result|choice))?\s*$", re.I)
# The same with the verb said again, "insert $m = \\bar x$, set the derivative to zero and multiply by ..", "plugging in $m = \\bar x$, the derivative vanishes exactly when".
AND_ZERO = re.compile(r"^(?:\s+(?:in(?:to)?|for)\s+(?:the|this|that|it)\b[^.$,;:]{0,40}?)?\s*,?\s*(?:"
                      r"(?:and|then)\s+(?:set\s+|equate\s+)?(?:the|this|its)\s+(?:\w+\s+){0,2}(?:derivative|gradient|slope)\b[^.$]*\bzero\b|"
                      r"(?:(?:and|then|we|now|by)\s+)*(?:set|setting|equat(?:e|ing)|put|putting)\s+(?:it|this|that|(?:the|this|its)\s+(?:\w+\s+){0,2}?(?:derivative|gradient|slope|result|expression|outcome|score))\b"
                      r"(?:\s+(?:equal|to|with\s+respect\s+to\s+\$[^$]{1,20}\$))*\s+(?:zero\b|\$0\$)|"
                      r"(?:the|this|its)\s+(?:\w+\s+){0,2}?(?:derivative|gradient|slope)\s+(?:vanishes|(?:is|becomes|equals)\s+zero)\s+(?:if|when|exactly|precisely|where|iff)\b)", re.I)
# Places that are no optima: the equation for them is not drawn from a derivative.
KINK = re.compile(r"\b(kinks?|elbows?|knees?|break-?\s?points?|(?:decision )?boundar(?:y|ies)|hyperplanes?|thresholds?|"
                  r"crossings?|intercepts?|intersections?)\b", re.I)
# "The elbow of unit $j$ follows from", right before the equation of such a place.
KINK_FROM = re.compile(KINK.pattern + r"(?:\s+of\s+[^.;:$]{1,40}(?:\$[^$]{1,30}\$)?)?\s+(?:follows?|comes?|results?|(?:is|are)\s+(?:found|obtained|determined|computed))\s+(?:from|by|via)\W*$", re.I)
# "away from the breakpoints", before where these are: that is said of them all the same.
AWAY_FROM_KINK = re.compile(r"\b(?:away\s+from|except(?:\s+at)?|apart\s+from|other\s+than|outside(?:\s+of)?)\s+(?:the|its|these|all|both)\s+(?:(?:two|\$m\$|few|isolated|finitely\s+many)\s+)?"
                            r"(?:kinks?|elbows?|knees?|break-?\s?points?)(?:\s+at)?\s*$", re.I)
# Right before the equation of such a place.
# "It switches on where", "the slope jumps at", "where the unit turns off, i.e. at".
_SWITCHES = (r"\b(?:it|units?|neurons?|re\s?lus?|functions?|network|slopes?|derivatives?|activations?|gates?|\$[^$]{1,30}\$)\s+(?:\$[^$]{1,30}\$\s+)?"
             r"(?:switch(?:es)?|turns?|changes?|bends?|breaks?|kinks?|jumps?|flips?)(?:\s+(?:on|off|over|(?:from\s+\w+\s+to|its|the|on)\s+\w+|slopes?|signs?|sides?|regimes?))*"
             r"\s*(?:exactly|precisely|only)?\s*(?:where|when|at)\s*$")
# ".. switches on where", right after the letter of a unit.
_SWITCHES_ITSELF = r"^\s*(?:switch(?:es)?|turns?|flips?|bends?|kinks?)(?:\s+(?:on|off|over|on\s+(?:or|and)\s+off))?\s*,?\s*(?:exactly|precisely|only)?\s*(?:where|when|at)\s*$"
# "The elbow is where the argument vanishes, at", "sits where its pre-activation is zero, i.e. at".
_WHERE_ZERO = (KINK.pattern + r"[^.;:$]{0,40}\b(?:where|when)\s+(?:its|the|this|that|their)\s+(?:argument|pre-?activation|input|inside|inner\s+\w+|affine\s+\w+|linear\s+\w+|expression|term|sum)s?(?:\s+(?:of|to|inside|in)\s+the\s+\w+)?"
               r"\s+(?:vanish(?:es)?|(?:is|are|becomes?|equals?)\s+(?:equal\s+to\s+)?(?:zero|\$0\$)|(?:changes?|switch(?:es)?)\s+(?:its\s+)?signs?|(?:crosses|hits|passes(?:\s+through)?)\s+zero)"
               r"[\s,;(]*(?:(?:that\s+is|i\.\s?e\.|so|hence|thus|namely|which\s+(?:is|means|happens))[\s,]*)?(?:exactly\s+|just\s+)?(?:at|where|when|for)\s*$")
KINK_IS = re.compile(_SWITCHES + "|" + _SWITCHES_ITSELF + "|" + _WHERE_ZERO + "|" + KINK.pattern + r"\s*(?:(?:of|for|in)\s+(?:(?:the|its|this|that|each|our|an?)\s+)?(?:(?!(?:is|are|at)\b)[\w-]+\s+|\$[^$]{1,30}\$\s*){1,4}?)?"
                     r"(?:(?:is|are|lies?|sits?|occurs?)\s*)?(?:(?:now|then|therefore|thus|hence|exactly|located|found)\s+)?(?:\(?\s*(?:at|where|when)\s*)?$", re.I)
# What a formula is drawn from something by, in the words right before it: "subtracting $w^*$ on both sides gives".
DRAWN_HERE = re.compile(r"\b(?:gives?|giving|yields?|yielding|get|obtain\w*|hence|so\s+that|thus|therefore|follows|find|shows?|impl(?:y|ies)|means|leads?\s+to|becomes|"
                        r"conclude|arrive|subtract\w*)\b[^.]*$", re.I)
# Words right before a display that is given, not derived; a full stop ends what they speak of.
GIVEN = re.compile(r"\b(given|suppose|assum(e|ing)|subject to|constraint|such that|consider|satisf(y|"
                   r"ies)|requires?)"
                   r"[^\w.]*(that|the \w+|the \w+ \w+)?[^\w.]*$", re.I)
# Right before an equation that something obeys.
OBEYS = re.compile(r"\b(?:satisf(?:y|ies)|obeys?|fulfil(?:s|ls)?)\W*$", re.I)
# Right before `$p(w) = \\prod_j ..$`: it is a density.
DENSITY = re.compile(r"\b(?:prior|density|densities|likelihood|posterior|distribution|pdf|pmf|evidence)\W*$", re.I)


def sets(said: str) -> bool:
    """Do the words set something to zero, or solve for what is best?"""
    return SETS.search(SUMS_TO.sub("", said)) is not None
# Right before what is claimed of a case: "If $b = 0$ then", "When $A = I$ we have".
THEN_CLAIMED = re.compile(r"\b(?:if|when(?:ever)?|once|as\s+soon\s+as)\b[^;]*\b(?:then|we\s+(?:\w+\s+)?(?:have|get|obtain|find|see|conclude))\b[\s,$:]*$", re.I | re.S)
# "The local derivatives are", "along each edge": of what a node is made of, the other names held fixed.
LOCAL_SLOPES = re.compile(r"\b(?:local|direct|edge|node-?wise|one-step)\s+(?:partial\s+)?(?:derivatives?|gradients?|partials?|jacobians?|sensitivit(?:y|ies)|factors?)\b|"
                          r"\b(?:along|of|for|on)\s+(?:each|every|the|an?|all)\s+(?:\w+\s+)?(?:edges?|arrows?)\b|\bwith\s+respect\s+to\s+(?:its|their)\s+(?:direct\s+)?(?:inputs?|parents?)\b", re.I)


def last_sentence(text: str) -> str:
    """The last sentence of a text since its last display, with the formulas among its words."""
    return SENTENCES.split(DISPLAY_EDGES.split(text.rstrip(" \n$"))[-1].rstrip())[-1]
