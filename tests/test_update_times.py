"""Times and entries of update rules: a right rule with one of its marks moved or renamed is not accepted.

Each form is right as it stands. Every number of a step that is written is moved by one step either way, and every letter
of an entry is exchanged for another, one place at a time; what comes out is wrong or undecided. The number of a gradient
that only has a name is none of them: `g_t` or `g_{t-1}` is a convention of counting.
"""

from __future__ import annotations

import re

import pytest

from symcheck.course import load_worksheet

GD, MOMENTUM, ADAM, LAYER = "gd", "momentum", "adam", "2g-update"
SHEET = {LAYER: "cs189-fa20-dis7", "1a-update": "eecs182-fa22-dis1", "1b-sgd": "eecs182-fa22-dis1"}
FORMS = [
    (GD, r"\theta_{t+1}=\theta_t-\alpha\nabla L(\theta_t)"),
    (GD, r"\theta_{t}=\theta_{t-1}-\alpha\nabla_\theta L(\theta_{t-1})"),
    (GD, r"\theta^{(k+1)}=\theta^{(k)}-\frac{\alpha}{n}\sum_{i=1}^n\nabla L_i(\theta^{(k)})"),
    (GD, r"\theta^{k+1}-\theta^{k}=-\alpha\nabla L(\theta^{k})"),
    (GD, r"\theta_1=\theta_0-\alpha\nabla L(\theta_0)"),
    (GD, r"\theta_{t+1}=\theta_t-\alpha\frac{\partial L(\theta_t)}{\partial\theta}"),
    (GD, r"\theta_i\leftarrow\theta_i-\alpha\frac{\partial L}{\partial\theta_i}"),
    (GD, r"\theta_{t+1,i}=\theta_{t,i}-\alpha\frac{\partial L}{\partial\theta_{t,i}}"),
    (GD, r"\theta_j^{(t+1)}=\theta_j^{(t)}-\alpha[\nabla L(\theta^{(t)})]_j"),
    ("minibatch", r"\theta_{t+1}=\theta_t-\frac{\alpha}{|S_t|}\sum_{i\in S_t}\nabla L_i(\theta_t)"),
    ("minibatch", r"\theta^{k+1}=\theta^k-\frac{\alpha}{|S|}\sum_{i\in S}\nabla L_i(\theta^k,x_i,y_i)"),
    (MOMENTUM, r"v_{t+1}=\beta v_t+\nabla L(\theta_t),\quad\theta_{t+1}=\theta_t-\alpha v_{t+1}"),
    (MOMENTUM, r"v_t=\beta v_{t-1}+\nabla L(\theta_{t-1}),\quad\theta_t=\theta_{t-1}-\alpha v_t"),
    (MOMENTUM, r"v_t=\beta v_{t-1}+\nabla L(\theta_t),\quad\theta_{t+1}=\theta_t-\alpha v_t"),
    (MOMENTUM, r"v^{(k+1)}=\beta v^{(k)}-\alpha\nabla L(\theta^{(k)});\ \theta^{(k+1)}=\theta^{(k)}+v^{(k+1)}"),
    (MOMENTUM, r"\theta_{t+1}=\theta_t-\alpha(\beta v_t+\nabla L(\theta_t))"),
    (MOMENTUM, r"\theta_{t+1}=\theta_t-\alpha\nabla L(\theta_t)+\beta(\theta_t-\theta_{t-1})"),
    (MOMENTUM, r"v_1=\beta v_0+\nabla L(\theta_0),\quad\theta_1=\theta_0-\alpha v_1"),
    (MOMENTUM, r"v_i\leftarrow\beta v_i+\frac{\partial L}{\partial\theta_i},\quad\theta_i\leftarrow\theta_i-\alpha v_i"),
    (MOMENTUM, r"\theta_i\leftarrow\theta_i-\alpha(\beta v_i+\frac{\partial L}{\partial\theta_i})"),
    (MOMENTUM, r"\theta_{t+1,i}=\theta_{t,i}-\alpha(\beta v_{t,i}+\frac{\partial L}{\partial\theta_{t,i}})"),
    (MOMENTUM, r"\theta_{t+1}=\theta_t-\alpha v_t,\quad v_{t+1}=\beta v_t+\nabla L(\theta_{t+1})"),
    (ADAM, r"\theta_i\leftarrow\theta_i-\frac{\alpha\hat m_i}{\sqrt{\hat v_i}+\epsilon}"),
    (ADAM, r"m_t=\beta_1m_{t-1}+(1-\beta_1)\nabla L(\theta_{t-1}),\ v_t=\beta_2v_{t-1}+(1-\beta_2)\nabla L(\theta_{t-1})^2,"
           r"\ \theta_t=\theta_{t-1}-\alpha\frac{m_t/(1-\beta_1^t)}{\sqrt{v_t/(1-\beta_2^t)}+\epsilon}"),
    (ADAM, r"m_{t+1}=\beta_1m_t+(1-\beta_1)\nabla L(\theta_t),\ v_{t+1}=\beta_2v_t+(1-\beta_2)\nabla L(\theta_t)^2,"
           r"\ \hat m_{t+1}=\frac{m_{t+1}}{1-\beta_1^{t+1}},\ \hat v_{t+1}=\frac{v_{t+1}}{1-\beta_2^{t+1}},"
           r"\ \theta_{t+1}=\theta_t-\alpha\frac{\hat m_{t+1}}{\sqrt{\hat v_{t+1}}+\epsilon}"),
    (LAYER, r"w_i^{(t+1)}=w_i^{(t)}-\eta\nabla_{w_i}f(w^{(t)})"),
    (LAYER, r"w_i^{(t+1)}=w_i^{(t)}+2\eta(y-\sum_j\phi(w_j^{(t)\top}x+b_j^{(t)}))\phi'(w_i^{(t)\top}x+b_i^{(t)})x"),
    (LAYER, r"w_{ik}\leftarrow w_{ik}+2\eta r\phi'(z_i)x_k"),
    (LAYER, r"w_{ik}\leftarrow w_{ik}-\eta\frac{\partial f}{\partial w_{ik}}"),
    (LAYER, r"w_i\leftarrow w_i-\eta\nabla_{w_i}f,\quad b_i\leftarrow b_i-\eta\frac{\partial f}{\partial b_i}"),
    ("1a-update", r"\theta_1=\theta_0-2\eta(\theta_0-\bar y)"),
    ("1a-update", r"\theta_{t+1}=\theta_t-2\eta(\theta_t-\bar y)"),
    ("1b-sgd", r"\theta^{(k+1)}=\theta^{(k)}-2\eta x_i(\theta^{(k)}x_i-y_i)"),
]
_MARK = re.compile(r"(?<=[_^{(,])([tk])([+-]1)?(?=[,)}\\]|[^A-Za-z,)}\\])|(?<=\\theta_)([01])|(?<=v_)([01])")
_ENTRY = re.compile(r"(?<=[_{,])([ijk])(?=[}k]|[^A-Za-z=,\\}]|\\(?!in))|(?<=_\{i)k")


def moved(answer: str):
    """The answer with one number of a step a step more, and a step less."""
    for m in _MARK.finditer(answer):
        for by in (1, -1):
            if number := m[3] or m[4]:
                new = str(int(number) + by)
            else:
                at = int(m[2] or 0) + by
                new = m[1] + (f"{at:+d}" if at else "")
            braced = new if len(new) == 1 or answer[m.start() - 1] in "{(," else f"{{{new}}}"
            yield answer[:m.start()] + braced + answer[m.end():]


def renamed(answer: str):
    """The answer with one letter of an entry another letter."""
    for m in _ENTRY.finditer(answer):
        yield answer[:m.start()] + "l" + answer[m.end():]


@pytest.mark.parametrize("part, answer", FORMS, ids=[f"{p}-{k}" for k, (p, _) in enumerate(FORMS)])
def test_every_time_and_entry_counts(part: str, answer: str):
    sheet = load_worksheet(SHEET.get(part, "i2dl-ss20-ex5"))
    assert (v := sheet.check(part, answer)).right, f"{v.word}: {v.message}"
    slips = [*(moved(answer) if re.search(r"[tk]\s*[+-]\s*1|_1=", answer) else ()), *renamed(answer)]
    assert slips
    accepted = [slip for slip in slips if sheet.check(part, slip).right and (part, slip) not in FORMS]
    assert not accepted, "\n".join(accepted)


def test_the_slips_are_the_ones_meant():
    """What is moved and what is renamed, on one form each."""
    assert list(moved(r"\theta_{t+1}=\theta_t-g")) == [
        r"\theta_{t+2}=\theta_t-g", r"\theta_{t}=\theta_t-g", r"\theta_{t+1}=\theta_{t+1}-g", r"\theta_{t+1}=\theta_{t-1}-g"]
    assert list(renamed(r"\theta_i-\frac{\partial L}{\partial\theta_i}")) == [
        r"\theta_l-\frac{\partial L}{\partial\theta_i}", r"\theta_i-\frac{\partial L}{\partial\theta_l}"]
