r"""Losses of a course in machine learning: declarations, definitions (the last is the loss), names to derive by.

`TEXTBOOK` has results as a textbook writes them: (loss, name, right side, or the last of a chain).
"""

LOSSES = {
    "two layers": (
        [r"x \in \mathbb{R}^d", r"b_1 \in \mathbb{R}^m", r"y, b_2 \in \mathbb{R}^k", r"W_1 \in \mathbb{R}^{m \times d}",
         r"W_2 \in \mathbb{R}^{k \times m}", r"\phi : \mathbb{R} \to \mathbb{R}"],
        [r"z = W_1 x + b_1", r"h = \phi(z)", r"u = W_2 h + b_2", r"L = \frac{1}{2} \|u - y\|^2"],
        ["x", "W_1", "b_1", "W_2", "b_2"]),
    "softmax cross-entropy": (
        [r"W \in \mathbb{R}^{k \times d}", r"x \in \mathbb{R}^d", r"b, y \in \mathbb{R}^k", r"\mathbf{1}^\top y = 1"],
        [r"z = W x + b", r"p = \operatorname{softmax}(z)", r"L = -y^\top \log p"], ["z", "W", "b", "x"]),
    "softmax cross-entropy by entries": (
        [r"z, y \in \mathbb{R}^k", r"\sum_{i=1}^k y_i = 1"],
        [r"p_i = \frac{e^{z_i}}{\sum_{j=1}^k e^{z_j}}", r"L = -\sum_{i=1}^k y_i \log p_i"], ["z"]),
    "softmax cross-entropy of a batch": (
        [r"X \in \mathbb{R}^{n \times d}", r"W \in \mathbb{R}^{d \times k}", r"Y \in \mathbb{R}^{n \times k}",
         r"Y \mathbf{1} = \mathbf{1}"],
        [r"Z = X W", r"P = \operatorname{softmax}(Z)", r"L = -\frac{1}{n} \operatorname{tr}(Y^\top \log P)"],
        ["Z", "W"]),
    "log-sum-exp": (
        [r"w \in \mathbb{R}^d", r"X \in \mathbb{R}^{n \times d}"], [r"L = \log \sum_{i=1}^n \exp((X w)_i)"], ["w"]),
    "attention": (
        [r"Q, K, V, Y \in \mathbb{R}^{n \times d}"],
        [r"S = \frac{1}{\sqrt{d}} Q K^\top", r"A = \operatorname{softmax}(S)", r"O = A V",
         r"L = \frac{1}{2} \|O - Y\|_F^2"], ["V", "S", "Q", "K"]),
    "attention of one query": (
        [r"q \in \mathbb{R}^d", r"K, V \in \mathbb{R}^{n \times d}", r"g \in \mathbb{R}^d"],
        [r"s = K q", r"a = \operatorname{softmax}(s)", r"o = V^\top a", r"L = g^\top o"], ["q", "K", "V"]),
    "layer norm": (
        [r"x, g, b, y \in \mathbb{R}^d", r"\epsilon > 0"],
        [r"\mu = \frac{1}{d} \mathbf{1}^\top x", r"c = x - \mu \mathbf{1}", r"v = \frac{1}{d} \|c\|^2",
         r"h = \frac{1}{\sqrt{v + \epsilon}} c", r"u = g \odot h + b", r"L = \frac{1}{2} \|u - y\|^2"],
        ["g", "b", "x"]),
    "batch norm": (
        [r"x, y \in \mathbb{R}^N", r"\gamma, \beta \in \mathbb{R}", r"\epsilon > 0"],
        [r"\mu = \frac{1}{N} \sum_{i=1}^N x_i", r"v = \frac{1}{N} \sum_{i=1}^N (x_i - \mu)^2",
         r"h_i = \frac{x_i - \mu}{\sqrt{v + \epsilon}}", r"u_i = \gamma h_i + \beta",
         r"L = \frac{1}{2} \sum_{i=1}^N (u_i - y_i)^2"], [r"\gamma", r"\beta", "x_i"]),
    "logistic, sum": (
        [r"x_i \in \mathbb{R}^d, i = 1, \dots, n", r"y \in \mathbb{R}^n", r"w \in \mathbb{R}^d", r"\lambda > 0"],
        [r"p_i = \sigma(w^\top x_i)",
         r"L = -\sum_{i=1}^n (y_i \log p_i + (1 - y_i) \log(1 - p_i)) + \frac{\lambda}{2} \|w\|^2"], ["w"]),
    "logistic, matrix": (
        [r"X \in \mathbb{R}^{n \times d}", r"y \in \mathbb{R}^n", r"w \in \mathbb{R}^d"],
        [r"p = \sigma(X w)", r"L = -y^\top \log p - (\mathbf{1} - y)^\top \log(\mathbf{1} - p)"], ["w"]),
    "logistic margin": (
        [r"x_i \in \mathbb{R}^d, i = 1, \dots, n", r"y \in \mathbb{R}^n", r"w \in \mathbb{R}^d"],
        [r"L = \frac{1}{n} \sum_{i=1}^n \log(1 + e^{-y_i w^\top x_i})"], ["w"]),
    "Gaussian likelihood": (
        [r"x_i \in \mathbb{R}^d, i = 1, \dots, n", r"\mu \in \mathbb{R}^d", r"\Sigma \in \mathbb{S}_{++}^d"],
        [r"L = \frac{n}{2} \log \det \Sigma + \frac{1}{2} \sum_{i=1}^n (x_i - \mu)^\top \Sigma^{-1} (x_i - \mu)"],
        [r"\mu", r"\Sigma"]),
    "Gaussian variance": (
        [r"x \in \mathbb{R}^n", r"\mu \in \mathbb{R}", r"s > 0"],
        [r"L = \frac{n}{2} \log(2 \pi s) + \frac{1}{2 s} \sum_{i=1}^n (x_i - \mu)^2"], [r"\mu", "s"]),
    "log det": (
        [r"A \in \mathbb{R}^{n \times n}", r"S \in \mathbb{S}^n"],
        [r"L = \operatorname{tr}(S A) - \log \det A"], ["A"]),
    "trace": (
        [r"A \in \mathbb{R}^{m \times m}", r"B \in \mathbb{R}^{n \times n}", r"X \in \mathbb{R}^{m \times n}"],
        [r"L = \operatorname{tr}(X^\top A X B)"], ["X", "A", "B"]),
    "inverse": (
        [r"A \in \mathbb{R}^{n \times n}", r"a, b \in \mathbb{R}^n"], [r"L = a^\top A^{-1} b"], ["A", "a"]),
    "ridge": (
        [r"X \in \mathbb{R}^{n \times d}", r"w \in \mathbb{R}^d", r"y \in \mathbb{R}^n", r"\lambda > 0"],
        [r"L = \|Xw - y\|^2 + \lambda \|w\|^2"], ["w"]),
    "matrix factorization": (
        [r"R \in \mathbb{R}^{m \times n}", r"U \in \mathbb{R}^{m \times k}", r"V \in \mathbb{R}^{n \times k}",
         r"\lambda > 0"],
        [r"L = \|R - U V^\top\|_F^2 + \lambda (\|U\|_F^2 + \|V\|_F^2)"], ["U", "V"]),
    "weighted least squares": (
        [r"X \in \mathbb{R}^{n \times d}", r"C \in \mathbb{S}_{++}^n", r"y \in \mathbb{R}^n", r"w \in \mathbb{R}^d"],
        [r"L = (Xw - y)^\top C (Xw - y)"], ["w"]),
    "hinge": (
        [r"x_i \in \mathbb{R}^d, i = 1, \dots, n", r"y \in \mathbb{R}^n", r"w \in \mathbb{R}^d"],
        [r"L = \frac{1}{n} \sum_{i=1}^n \max(0, 1 - y_i w^\top x_i)"], ["w"]),
    "Poisson": (
        [r"X \in \mathbb{R}^{n \times d}", r"y \in \mathbb{R}^n", r"w \in \mathbb{R}^d"],
        [r"L = \mathbf{1}^\top e^{Xw} - y^\top X w"], ["w"]),
    "cosine similarity": ([r"u, v \in \mathbb{R}^d"], [r"L = \frac{u^\top v}{\|u\| \|v\|}"], ["u"]),
    "two steps of a recurrent network": (
        [r"W, U \in \mathbb{R}^{d \times d}", r"h_0, x_1, x_2, y \in \mathbb{R}^d"],
        [r"h_1 = \tanh(W h_0 + U x_1)", r"h_2 = \tanh(W h_1 + U x_2)", r"L = \frac{1}{2} \|h_2 - y\|^2"],
        ["W", "U", "h_0"]),
    "a batch through two layers": (
        [r"X \in \mathbb{R}^{n \times d}", r"W_1 \in \mathbb{R}^{d \times m}", r"W_2 \in \mathbb{R}^{m \times k}",
         r"Y \in \mathbb{R}^{n \times k}"],
        [r"Z = X W_1", r"H = \operatorname{ReLU}(Z)", r"P = H W_2", r"L = \frac{1}{2 n} \|P - Y\|_F^2"],
        ["W_2", "Z", "W_1"]),
    "a network in one line": (
        [r"W_1 \in \mathbb{R}^{m \times d}", r"W_2 \in \mathbb{R}^{k \times m}", r"x \in \mathbb{R}^d",
         r"y \in \mathbb{R}^k", r"\phi : \mathbb{R} \to \mathbb{R}"],
        [r"L = \|W_2 \phi(W_1 x) - y\|^2"], ["W_1", "W_2"]),
    "lasso": (
        [r"X \in \mathbb{R}^{n \times d}", r"w \in \mathbb{R}^d", r"y \in \mathbb{R}^n", r"\lambda > 0"],
        [r"L = \frac{1}{2} \|Xw - y\|^2 + \lambda \|w\|_1"], ["w"]),
    "KL of Gaussians": ([r"m \in \mathbb{R}", r"s > 0"], [r"L = \frac{1}{2} (s^2 + m^2 - 1) - \log s"], ["m", "s"]),
    "contrastive": (
        [r"u, v \in \mathbb{R}^d", r"m > 0"], [r"t = \|u - v\|", r"L = \max(0, m - t)^2"], ["u"]),
    "least squares by entries": (
        [r"X \in \mathbb{R}^{n \times d}", r"w \in \mathbb{R}^d", r"y \in \mathbb{R}^n"],
        [r"L = \sum_{i=1}^n \left(\sum_{j=1}^d X_{ij} w_j - y_i\right)^2"], ["w", "w_j"]),
    "autoregression": (
        [r"x \in \mathbb{R}^n", r"a \in \mathbb{R}"], [r"L = \sum_{i=2}^n (x_i - a x_{i-1})^2"], ["a", "x_i"]),
    "product of entries": ([r"x \in \mathbb{R}^n"], [r"L = \prod_{i=1}^n x_i"], ["x_i"]),
    "square of a form": (
        [r"x \in \mathbb{R}^n", r"A \in \mathbb{R}^{n \times n}"], [r"L = (x^\top A x)^2"], ["x", "A"]),
    "relative entropy": (
        [r"p, q \in \mathbb{R}^k"], [r"L = \sum_{i=1}^k p_i \log \frac{p_i}{q_i}"], ["q"]),
    "Rayleigh quotient": (
        [r"x \in \mathbb{R}^d", r"A \in \mathbb{S}^d"], [r"L = \frac{x^\top A x}{x^\top x}"], ["x"]),
    "pairs of entries": (
        [r"x \in \mathbb{R}^n", r"W \in \mathbb{R}^{n \times n}"],
        [r"L = \sum_{i=1}^n \sum_{j=1}^n W_{ij} (x_i - x_j)^2"], ["x_k", "W_{ij}"]),
    "ratings": (
        [r"u_i \in \mathbb{R}^d, i = 1, \dots, m", r"v_j \in \mathbb{R}^d, j = 1, \dots, n",
         r"R \in \mathbb{R}^{m \times n}"],
        [r"L = \sum_{i=1}^m \sum_{j=1}^n (R_{ij} - u_i^\top v_j)^2"], ["u_i", "v_j"]),
    "a gate": (
        [r"h, x \in \mathbb{R}^d", r"U, W \in \mathbb{R}^{d \times d}"],
        [r"z = \sigma(W x)", r"r = \tanh(U x)", r"s = z \odot h + (\mathbf{1} - z) \odot r", r"L = \|s\|^2"],
        ["W", "U", "h"]),
    "tied autoencoder": (
        [r"X \in \mathbb{R}^{n \times d}", r"W \in \mathbb{R}^{d \times k}"],
        [r"L = \|X - X W W^\top\|_F^2"], ["W"]),
    "fourth powers": (
        [r"X \in \mathbb{R}^{n \times d}", r"w \in \mathbb{R}^d", r"y \in \mathbb{R}^n"],
        [r"L = \frac{1}{n} \sum_{i=1}^n ((X w)_i - y_i)^4"], ["w"]),
    "focal": (
        [r"x, w \in \mathbb{R}^d", r"y \in \mathbb{R}", r"\gamma > 0"],
        [r"z = w^\top x", r"p = \sigma(z)", r"L = -y (1 - p)^\gamma \log p"], ["p", "w", r"\gamma"]),
    "label smoothing": (
        [r"W \in \mathbb{R}^{k \times d}", r"x \in \mathbb{R}^d", r"y \in \mathbb{R}^k", r"\mathbf{1}^\top y = 1", r"\epsilon \in (0, 1)"],
        [r"z = W x", r"p = \operatorname{softmax}(z)", r"t = (1 - \epsilon) y + \frac{\epsilon}{k} \mathbf{1}", r"L = -t^\top \log p"],
        ["z", "W"]),
    "Huber": (
        [r"y, t \in \mathbb{R}", r"m > 0"],
        [r"r = y - t", r"L = \begin{cases} \frac12 r^2 & \text{if } |r| \le m \\ m (|r| - \frac12 m) & \text{otherwise} \end{cases}"],
        ["y", "t", "m"]),
    "cross-entropy of a class": (
        [r"W \in \mathbb{R}^{k \times d}", r"x \in \mathbb{R}^d", r"c \in \{1, \dots, k\}"],
        [r"z = W x", r"p = \operatorname{softmax}(z)", r"L = -\log p_c"], ["z", "W", "x"]),
    "KL of Gaussian vectors": (
        [r"\mu, \nu \in \mathbb{R}^d", r"S, T \in \mathbb{S}_{++}^d"],
        [r"L = \frac12 (\operatorname{tr}(T^{-1} S) + (\nu - \mu)^\top T^{-1} (\nu - \mu) - d + \log \frac{\det T}{\det S})"],
        [r"\mu", "S", "T"]),
    "triplet": (
        [r"a, b, c \in \mathbb{R}^d", r"m > 0"],
        [r"u = \|a - b\|^2", r"v = \|a - c\|^2", r"L = \max(0, u - v + m)"], ["a", "b", "c"]),
    "weight normalisation": (
        [r"v, x \in \mathbb{R}^d", r"g, b, y \in \mathbb{R}"],
        [r"w = \frac{g}{\|v\|} v", r"z = w^\top x + b", r"L = \frac12 (z - y)^2"], ["g", "v", "b"]),
    "gated recurrent unit": (
        [r"W_z, U_z, W_r, U_r, W_h, U_h \in \mathbb{R}^{d \times d}", r"x, h, y \in \mathbb{R}^d"],
        [r"z = \sigma(W_z x + U_z h)", r"r = \sigma(W_r x + U_r h)", r"c = \tanh(W_h x + U_h (r \odot h))",
         r"s = (\mathbf{1} - z) \odot h + z \odot c", r"L = \frac12 \|s - y\|^2"], ["U_h", "U_r", "h"]),
    "batch norm of a matrix": (
        [r"X, Y \in \mathbb{R}^{N \times d}", r"g, b \in \mathbb{R}^d", r"\epsilon > 0"],
        [r"\mu = \frac{1}{N} X^\top \mathbf{1}", r"v_j = \frac{1}{N} \sum_{i=1}^N (X_{ij} - \mu_j)^2",
         r"H_{ij} = \frac{X_{ij} - \mu_j}{\sqrt{v_j + \epsilon}}", r"U_{ij} = g_j H_{ij} + b_j", r"L = \frac12 \|U - Y\|_F^2"],
        ["g", "b", "X"]),
    "residual block": (
        [r"W_1, W_2 \in \mathbb{R}^{d \times d}", r"x, y, b_1, b_2 \in \mathbb{R}^d"],
        [r"z = W_1 x + b_1", r"a = \operatorname{ReLU}(z)", r"u = x + W_2 a + b_2", r"h = \operatorname{ReLU}(u)",
         r"L = \|h - y\|^2"], ["W_1", "W_2", "x"]),
    "contrastive of many": (
        [r"q \in \mathbb{R}^d", r"K \in \mathbb{R}^{n \times d}", r"t > 0", r"y \in \mathbb{R}^n"],
        [r"s = \frac{1}{t} K q", r"L = -y^\top s + \log \sum_{i=1}^n e^{s_i}"], ["s", "q", "K"]),
    "self-attention": (
        [r"X, Y \in \mathbb{R}^{n \times d}", r"W_Q, W_K, W_V \in \mathbb{R}^{d \times k}", r"W_O \in \mathbb{R}^{k \times d}"],
        ["Q = X W_Q", "K = X W_K", "V = X W_V", r"S = \frac{1}{\sqrt{k}} Q K^\top", r"A = \operatorname{softmax}(S)", "H = A V",
         "O = H W_O", r"L = \frac{1}{2} \|O - Y\|_F^2"], ["W_Q", "W_K", "W_V", "W_O"]),
    "mixture of Gaussians": (
        [r"x_i \in \mathbb{R}^d, i = 1, \dots, n", r"m_k \in \mathbb{R}^d, k = 1, \dots, K", r"s > 0"],
        [r"L = -\sum_{i=1}^n \log \sum_{k=1}^K e^{-\frac{1}{2 s} \|x_i - m_k\|^2}"], ["m_k", "s"]),
    "elastic net": (
        [r"X \in \mathbb{R}^{n \times d}", r"w \in \mathbb{R}^d", r"y \in \mathbb{R}^n", r"a, b > 0"],
        [r"L = \frac{1}{2n} \|Xw - y\|^2 + a \|w\|_1 + \frac{b}{2} \|w\|^2"], ["w"]),
    "root mean square norm": (
        [r"x, g, w \in \mathbb{R}^d", r"\epsilon > 0"],
        [r"r = \sqrt{\frac1d \|x\|^2 + \epsilon}", r"h = \frac{1}{r} g \odot x", r"L = w^\top h"], ["x", "g"]),
    "support vector machine": (
        [r"x_i \in \mathbb{R}^d, i = 1, \dots, n", r"y \in \mathbb{R}^n", r"w \in \mathbb{R}^d", r"b \in \mathbb{R}", r"C > 0"],
        [r"L = \frac12 \|w\|^2 + C \sum_{i=1}^n \max(0, 1 - y_i (w^\top x_i + b))"], ["w", "b"]),
    "spectral norm": (
        [r"W \in \mathbb{R}^{m \times n}", r"x \in \mathbb{R}^n", r"y \in \mathbb{R}^m", r"\lambda > 0"],
        [r"L = \|W x - y\|^2 + \lambda \|W\|_2^2"], ["W"]),
    "nuclear norm": (
        [r"A \in \mathbb{R}^{m \times n}", r"B \in \mathbb{R}^{n \times k}"],
        [r"L = \frac{1}{2} \|A\|_F^2 + \|A B\|_*"], ["A", "B"]),
    "largest entry": (
        [r"W \in \mathbb{R}^{m \times n}", r"x \in \mathbb{R}^n"], [r"z = W x", r"L = \max_i z_i - \min_i z_i"],
        ["z", "W", "x"]),
    "largest size of an entry": ([r"x \in \mathbb{R}^n"], [r"L = \|x\|_\infty^2"], ["x"]),
    "largest score": (
        [r"w_i \in \mathbb{R}^d, i = 1, \dots, m", r"x \in \mathbb{R}^d"], [r"L = \max_i w_i^\top x"], ["w_i", "x"]),
    "Gaussian process": (
        [r"x \in \mathbb{R}^n", r"K \in \mathbb{S}_{++}^n", r"s > 0"],
        [r"L = \frac{1}{2} x^\top (K + s I)^{-1} x + \frac{1}{2} \log \det(K + s I)"], ["s", "x"]),
}

TEXTBOOK = [
    ("two layers", "W_1", r"(\phi'(z) \odot W_2^{\top} (u - y)) x^{\top}"),
    ("softmax cross-entropy", "z", "p - y"),
    ("softmax cross-entropy", "W", r"(p - y) x^{\top}"),
    ("softmax cross-entropy by entries", "z", "p - y"),
    ("softmax cross-entropy of a batch", "W", r"\frac{1}{n} X^{\top} (P - Y)"),
    ("attention of one query", "V", r"a g^{\top}"),
    ("logistic, sum", "w", r"\lambda w + \sum_{i=1}^{n} (p_{i} - y_{i}) x_{i}"),
    ("logistic, matrix", "w", r"X^{\top} (p - y)"),
    ("logistic margin", "w", r"-\frac{1}{n} \sum_{i=1}^{n} y_{i} \sigma(-y_{i} w^{\top} x_{i}) x_{i}"),
    ("Gaussian likelihood", r"\mu", r"\Sigma^{-1} \sum_{i=1}^{n} (\mu - x_{i})"),
    ("Gaussian variance", "s", r"\frac{n}{2 s} - \frac{1}{2 s^{2}} \sum_{i=1}^{n} (x_{i} - \mu)^{2}"),
    ("log det", "A", r"S - (A^{-1})^{\top}"),
    ("trace", "X", r"A X B + A^{\top} X B^{\top}"),
    ("inverse", "A", r"-(A^{-1})^{\top} a b^{\top} (A^{-1})^{\top}"),
    ("ridge", "w", r"2 (X^{\top} (X w - y) + \lambda w)"),
    ("matrix factorization", "V", r"2 ((U V^{\top} - R)^{\top} U + \lambda V)"),
    ("weighted least squares", "w", r"2 X^{\top} C (X w - y)"),
    ("Poisson", "w", r"X^{\top} (e^{X w} - y)"),
    ("a batch through two layers", "W_1", r"\frac{1}{n} X^{\top} (\mathbb{1}[Z > 0] \odot (P - Y) W_2^{\top})"),
    ("KL of Gaussians", "s", r"s - \frac{1}{s}"),
    ("least squares by entries", "w", r"2 X^{\top} (X w - y)"),
    ("square of a form", "x", r"2 (x^{\top} A x) (A + A^{\top}) x"),
    ("tied autoencoder", "W", r"2 (X^{\top} (X W W^{\top} - X) + (X W W^{\top} - X)^{\top} X) W"),
    ("ratings", "u_i", r"2 \sum_{j=1}^{n} (u_{i}^{\top} v_{j} - R_{ij}) v_{j}"),
    ("label smoothing", "W", r"(p - t) x^{\top}"),
    ("Huber", "y", r"\begin{cases} r & \text{if } \left|r\right| \le m \\ m \operatorname{sign}(r) & \text{otherwise} \end{cases}"),
    ("cross-entropy of a class", "W", r"(p - e_{c}) x^{\top}"),
    ("KL of Gaussian vectors", "T", r"\frac{1}{2} (T^{-1} - T^{-1} (S + (\nu - \mu) (\nu - \mu)^{\top}) T^{-1})"),
    ("triplet", "a", r"2 \mathbb{1}[u - v + m > 0] (c - b)"),
    ("gated recurrent unit", "U_h", r"((\mathbf{1}_{d} - c^{2}) \odot (s - y) \odot z) (r \odot h)^{\top}"),
    ("residual block", "x", r"\delta_{u} + W_1^{\top} (\mathbb{1}[z > 0] \odot W_2^{\top} \delta_{u})"),
    ("contrastive of many", "q", r"\frac{1}{t} K^{\top} (\operatorname{softmax}(s) - y)"),
    ("elastic net", "w", r"\frac{1}{n} X^{\top} (X w - y) + a \operatorname{sign}(w) + b w"),
    ("root mean square norm", "g", r"\frac{1}{r} (w \odot x)"),
    ("spectral norm", "W", r"2 \left((W x - y) x^{\top} + \lambda \left\|W\right\|_{2} u_1 v_1^{\top}\right)"),
    ("nuclear norm", "A", r"A + Q B^{\top}"),
    ("largest entry", "W", r"(\mathbb{1}[z = \max_{i} z_{i}] - \mathbb{1}[z = \min_{i} z_{i}]) x^{\top}"),
    ("relative entropy", "q", r"-\frac{p}{q}"),
]
