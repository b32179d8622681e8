r"""The times of an update rule: its result is one step after the values it is made of.

The names of a rule have roles: `by`, the parameter, and `change`, how it changes; `memory`, a velocity or a moment;
`corrected`, a moment divided by its correction; `gradient`, and `batch`; `power`, the exponent of a correction. What must
hold:

- the parameter is new on the left and old elsewhere, so also where the gradient is taken (`earlier` is one step before);
- a memory is new on the left, old in its own step, and elsewhere the new or the old one as its time says;
- what has no step of its own here is counted like the parameter, or a step less (`v_t = \beta v_{t-1} + g_t`,
  `\theta_{t+1} = \theta_t - \alpha v_t`), all of a kind alike.

A text may count its memory in several ways; each is a `Timing`, with a doubt where the count is not the common one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from symcheck.course.marks import Time, bound
from symcheck.course.places import Place

EARLIER = "earlier"
UNSAID = "whether the old or the new value of the memory is meant depends on how it is counted; write its step too"
UNCOUNTED = ("whether the corrections have the right exponent depends on where the count starts; write the step of each "
             "moment too")
AFTER = "the memory is stepped after the parameter, which then moves by what the step before left"


class Untimely(Exception):
    """The times of a text cannot be those of one step; `sure` where no way of counting makes them so."""

    def __init__(self, message: str, sure: bool = True):
        super().__init__(message)
        self.sure = sure


@dataclass(frozen=True)
class Timing:
    """A way of counting: the values at each place ("new", "old", `EARLIER`), and what makes it doubtful."""

    values: dict[int, str] = field(default_factory=dict)  # by the start of the place
    doubts: tuple[str, ...] = ()
    otherwise: str = ""  # why another way of counting, which may be meant, is not judged


def timings(found: list[Place], text: str, earlier: bool = False) -> list[Timing]:
    """Every way in which the times fit together, the common ones first. Raises `Untimely` where there is none."""
    made: list[Timing] = []
    refused: list[Untimely] = []
    for counted in filter(None, ([*found], _recounted(found))) if found else ([],):
        try:
            made += _timings(counted, text, earlier)
        except Untimely as reason:
            refused.append(reason)
    if not made:
        raise refused[0]
    if refused and not refused[0].sure:
        made = [replace(t, otherwise=str(refused[0])) for t in made]
    made += [_of_new(t, unsaid, UNSAID) for t in made[:1] if (unsaid := _unnumbered(found))]
    made += [_of_new(t, corrected) for t in made[:1] if (corrected := _corrected(found))]
    return made + [_stepped_after(found, t) for t in made[:1] if _is_stepped_after(found)]


def _timings(found: list[Place], text: str, earlier: bool) -> list[Timing]:
    of = {role: [p for p in found if p.mark.name.role == role]
          for role in ("by", "change", "corrected", "gradient", "batch", "power")}
    for x in {p.time.counter for p in found if p.time} & set(bound(text)):
        raise Untimely(f"{x} counts the steps and the terms of a sum", sure=False)
    memory = _memories(found)
    remembered = {p.statement for ps in memory.values() for p in ps if p.left}
    step, values = _parameter(of["by"], text, earlier, remembered)
    fixed = {name: _given(ps) for name, ps in memory.items()}
    counted = _alike(of["corrected"], "the corrected moments are")
    power = _alike(of["power"], "the corrections are", sure=False)
    for role, said in (("gradient", "the gradient is"), ("batch", "the batch is"), ("change", "the change is")):
        _near(_alike(of[role], said), step, [n for n in fixed.values() if n], said)
    _near(counted, step, [], "the corrected moments are")
    for n in fixed.values():
        if n and counted and n != counted:
            raise Untimely(f"the new moment is numbered {n}, its correction {counted}", n.counter == counted.counter)
    free = [ps for name, ps in memory.items() if fixed[name] is None]
    made = []
    for number, doubts in _numbers(free, step, counted, power, next((n for n in fixed.values() if n), None)):
        timing = Timing(dict(values), doubts)
        for name, ps in memory.items():
            timing.values.update(_values(ps, fixed[name] or number))
        made.append(timing)
    return made


def _memories(found: list[Place]) -> dict[str, list[Place]]:
    made: dict[str, list[Place]] = {}
    for p in found:
        if p.mark.name.role == "memory":
            made.setdefault(p.mark.name.pattern, []).append(p)
    return made


def _recounted(found: list[Place]) -> list[Place]:
    r"""The step of a memory written for the next step of the parameter, a step less; empty where none is:
    `\theta_{t+1} = \theta_t - \alpha v_t` and `v_{t+1} = \beta v_t + \nabla L(\theta_{t+1})`."""
    late = set()
    for ps in _memories(found).values():
        left = next((p for p in ps if p.left and p.time), None)
        used = {p.time for p in ps if left and p.statement != left.statement}
        if left and used == {left.time + -1}:
            late.add(left.statement)
    return [replace(p, mark=replace(p.mark, time=p.time + -1)) if p.statement in late and p.time else p
            for p in found] if late else []


def _corrected(found: list[Place]) -> list[Place]:
    r"""Memories without a time or a step of their own, where the corrected one is made: `\hat m = m / (1 - \beta_1^t)`."""
    own = {p.statement for p in found if p.left and p.mark.name.role == "corrected"}
    return [p for ps in _memories(found).values() if not any(p.left for p in ps)
            for p in ps if p.time is None and p.statement in own]


def _unnumbered(found: list[Place]) -> list[Place]:
    """Memories without a time outside of their own step, where that has one."""
    made = []
    for ps in _memories(found).values():
        left = next((p for p in ps if p.left and p.time and p.time.counter), None)
        made += [p for p in ps if left and p.time is None and p.statement != left.statement]
    return made


def _of_new(timing: Timing, places: list[Place], *doubts: str) -> Timing:
    """The same where the memory at these places is the new one."""
    values = {**timing.values, **{p.mark.start: "new" for p in places}}
    return replace(timing, values=values, doubts=(*timing.doubts, *doubts))


def _is_stepped_after(found: list[Place]) -> bool:
    """Is a memory without times stepped after the parameter?"""
    by = next((p.statement for p in found if p.left and p.mark.name.role == "by"), None)
    return by is not None and any(p.left and p.time is None and p.statement > by
                                  for ps in _memories(found).values() for p in ps)


def _stepped_after(found: list[Place], timing: Timing) -> Timing:
    """The same where the step of the parameter takes the memory that the step before left."""
    values = dict(timing.values)
    for ps in _memories(found).values():
        own = {p.statement for p in ps if p.left}
        values.update({p.mark.start: "new" for p in ps if p.statement not in own})
    return replace(timing, values=values, doubts=(*timing.doubts, AFTER))


# --- the parameter --------------------------------------------------------------------------------


def _parameter(ps: list[Place], text: str, earlier: bool, remembered: set[int]) -> tuple[Time | None, dict[int, str]]:
    """The time of the new parameter, and the value at each place."""
    values = {p.mark.start: "new" if p.left else "old" for p in ps}
    lefts = {p.time for p in ps if p.left}
    others = [p for p in ps if not p.left and p.time is not None]
    times = {p.time for p in others}
    if len(lefts) > 1:
        raise Untimely("the parameter is given at several times", sure=False)
    new = next(iter(lefts), None)
    bare = [p for p in ps if not p.left and p.time is None and not p.mark.rest and not p.by]
    if new is not None and new.counter and times == {new} and not bare:
        if all(p.arrow for p in ps if p.left):
            return new + 1, values
        raise Untimely(f"the value at {new} stands on both sides; number the new one by {new + 1}", sure=False)
    if new is not None and (new.counter, len(times)) == ("", 1):  # a new value beside numbered ones
        new = next(iter(times)) + 1 if next(iter(times)).counter else new
    if new is None:
        if not times:
            return None, values
        if len({t.counter for t in times}) > 1:
            raise Untimely("the steps are counted in two ways", sure=False)
        new = max(times, key=lambda t: t.offset) + 1
        sure = bool(lefts) or not any(sign in text for sign in ("=", "arrow", "←"))
    else:
        sure = True
    for p in others:
        if p.time == new + -2 and earlier:
            values[p.mark.start] = EARLIER
        elif p.time != new + -1:
            if p.time.counter != new.counter:
                raise Untimely(f"the steps are counted by {p.time} and by {new}", sure=False)
            where = "the new value itself" if p.time == new else f"not the value before {new}"
            raise Untimely(f"the step to {new} starts from the values at {new + -1}; {p.time} is {where}",
                           sure and _is_wanted_old(p, new, remembered))
    return new, values


def _is_wanted_old(p: Place, new: Time, remembered: set[int]) -> bool:
    """Can this be nothing but the old value? A later link of a chain may go back further; what a memory is may be said by
    both values, outside of what is taken at them."""
    return not p.chained if p.time.offset < new.offset - 1 else p.at or p.by or p.statement not in remembered


# --- memory ---------------------------------------------------------------------------------------


def _given(ps: list[Place]) -> Time | None:
    """The time of a memory's new value where its step is written."""
    lefts = [p for p in ps if p.left]
    if not lefts:
        return None
    if len({p.time for p in lefts}) > 1:
        raise Untimely("a memory is given at several times", sure=False)
    own = {p.time: p for p in ps if p.statement == lefts[0].statement and not p.left and p.time is not None}
    new = lefts[0].time
    if new is None:
        return next(iter(own)) + 1 if len(own) == 1 else None
    if list(own) == [new] and lefts[0].arrow:
        return new + 1
    for t, p in own.items():
        if t != new + -1:
            where = "the new value itself" if t == new else f"not the one before {new}"
            raise Untimely(f"the memory at {new} is made of that at {new + -1}; {t} is {where}",
                           t.counter == new.counter and not p.chained)
    return new


def _numbers(free: list[list[Place]], step: Time | None, counted: Time | None, power: Time | None,
             given: Time | None) -> Iterator[tuple[Time | None, tuple[str, ...]]]:
    """The times that the new value of what has no step of its own may have, each with its doubts."""
    times = {p.time for ps in free for p in ps if p.time is not None}
    if power and not any(power.counter == t.counter for t in (step, counted, given, *times) if t):
        power = None
    if not times:
        at = given or counted or (power if step and power in (step, step + -1) else step)
        yield None, (UNCOUNTED,) if at and power and at != power else ()
        return
    if len({t.counter for t in times}) > 1 or max(t.offset for t in times) - min(t.offset for t in times) > 1:
        raise Untimely("the memory is taken at times that are no step apart: " + ", ".join(sorted(map(str, times))))
    latest = max(times, key=lambda t: t.offset)
    fits = [latest] if len(times) == 2 else [latest, latest + 1]
    if step is not None and latest.counter == step.counter:
        fits = [n for n in fits if n in (step, step + -1) or n == given]
        if not fits:
            raise Untimely(f"the step to {step} is made with a memory numbered {latest}")
    if anchor := given or counted:
        if anchor not in fits:
            raise Untimely(f"the new memory is that at {anchor}; {latest} is not", anchor.counter == latest.counter)
        fits = common = [anchor]
    elif power in fits and (step is None or power in (step, step + -1)):
        common = [power]
    else:
        common = fits if step is None else [step]
    for n in sorted(fits, key=lambda n: n not in common):
        yield n, ((() if n in common else (UNSAID,)) + ((UNCOUNTED,) if power and n != power else ()))


def _values(ps: list[Place], new: Time | None) -> dict[int, str]:
    """Old or new at each place of a memory; without a time, new after an assignment."""
    lefts = [p for p in ps if p.left]
    in_place = bool(lefts) and (lefts[0].time is None or lefts[0].time + 1 == new)
    made = {}
    for p in ps:
        if p.left:
            made[p.mark.start] = "new"
        elif p.time is None or in_place and lefts[0].time is not None:
            made[p.mark.start] = "new" if in_place and p.statement > lefts[0].statement else "old"
        elif new is None or p.time not in (new, new + -1):
            raise Untimely(f"{p.time} is neither the new nor the old value of the memory",
                           new is None or p.time.counter == new.counter)
        else:
            made[p.mark.start] = "new" if p.time == new else "old"
    return made


# --- what is counted along ------------------------------------------------------------------------


def _alike(ps: list[Place], said: str, sure: bool = True) -> Time | None:
    """The one time of all of a kind."""
    times = {p.time for p in ps if p.time is not None}
    if len(times) > 1:
        raise Untimely(f"{said} taken at several times: " + ", ".join(sorted(map(str, times))),
                       sure and not any(p.chained for p in ps))
    return next(iter(times), None)


def _near(time: Time | None, step: Time | None, memory: list[Time], said: str) -> None:
    """A value of this step is numbered like its result or like its start."""
    for new in (step, *memory):
        if time is not None and new is not None and time not in (new, new + -1):
            raise Untimely(f"{said} numbered {time} in the step to {new}", time.counter == new.counter)
