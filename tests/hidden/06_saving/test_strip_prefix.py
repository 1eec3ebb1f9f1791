import copy

from common import draw_state, network, reference

from grader.testing import assert_close, assert_equal, check, probe


@probe
def stripped(unit, state, prefix=None):
    """What comes back, and the given dict afterwards; without a prefix the default is used."""
    given = copy.deepcopy(state)
    result = unit.strip_prefix(given, *([] if prefix is None else [prefix]))
    return {
        "is_dict": isinstance(result, dict),
        "same": result is given,
        "result": dict(result),
        "names": list(result),
        "given": dict(given),
        "given_names": list(given),
    }


@probe
def loaded(unit, state, x):
    """A network that has loaded what comes back, by its own strict rules."""
    net = network()
    net.load_state_dict(unit.strip_prefix(copy.deepcopy(state)))
    net.eval()
    return net(x)


def word(draw):
    """A made-up word that begins with no letter of `module.`."""
    return f"x{draw.word()}"


def entries(draw, *names):
    """A dict with these names, each with a tensor of its own."""
    return {name: draw.normal(2, 3) for name in names}


def check_names(seen, state, pairs):
    """The result holds, for each pair (old name, new name), the old one's tensor."""
    check(seen["is_dict"], "No dict came back.")
    assert_equal(sorted(seen["names"]), sorted(new for _, new in pairs), "the list of names")
    assert_equal(seen["result"], {new: state[old] for old, new in pairs}, "the new dict")


def test_the_prefix_goes(observe, draw):
    """A name that begins with `module.` still has it, or has lost more than that."""
    names = [f"{word(draw)}.weight", f"{word(draw)}.0.bias", "0.weight", word(draw)]
    state = entries(draw, *[f"module.{name}" for name in names])
    pairs = [(f"module.{name}", name) for name in names]
    check_names(observe(stripped, state=state), state, pairs)


def test_the_network_loads_it(observe, draw):
    """The state of a wrapped network cannot be loaded into one that is not wrapped."""
    state, x = draw_state(draw), draw.normal(5, 3)
    wrapped = {f"module.{name}": value for name, value in state.items()}
    y = observe(loaded, state=wrapped, x=x)
    assert_close(y, reference(state, x), "the output of the network that loaded it")


def test_other_names_stay(observe, draw):
    """A name without the prefix is lost, or is not as it was.

    A file may hold both kinds: only what has the prefix loses it.
    """
    stem, other = word(draw), word(draw)
    state = entries(draw, f"module.{stem}.weight", f"{other}.weight", "step", "0.bias")
    pairs = [(f"module.{stem}.weight", f"{stem}.weight")]
    pairs += [(name, name) for name in (f"{other}.weight", "step", "0.bias")]
    check_names(observe(stripped, state=state), state, pairs)


def test_only_at_the_beginning(observe, draw):
    """The prefix was taken out of the middle of a name.

    A network may have a part that is called `module` itself. Its name has to stay.
    """
    stem = word(draw)
    state = entries(draw, f"{stem}.module.bias", f"module.{stem}.module.weight")
    pairs = [
        (f"{stem}.module.bias", f"{stem}.module.bias"),
        (f"module.{stem}.module.weight", f"{stem}.module.weight"),
    ]
    check_names(observe(stripped, state=state), state, pairs)


def test_only_once(observe, draw):
    """A name that begins with the prefix twice has lost both.

    The network inside the wrapper may have a part of this name at its own beginning.
    """
    stem = word(draw)
    state = entries(draw, f"module.module.{stem}", f"module.module.module.{stem}.weight")
    pairs = [(name, name[len("module.") :]) for name in state]
    check_names(observe(stripped, state=state), state, pairs)


def test_letter_by_letter(observe, draw):
    """A name that only looks like the prefix was changed, or more letters went than it has.

    `modules.` is not `module.`, and a dot is a dot. `str.lstrip("module.")` is not for this: it
    takes away any of the letters m, o, d, u, l, e and the dot, in any order.
    """
    stem = word(draw)
    untouched = [f"modules.{stem}", f"moduleX{stem}", f"Module.{stem}", "module", "led.weight"]
    state = entries(draw, *untouched, f"module.model.{stem}", "module.lemo")
    pairs = [(name, name) for name in untouched]
    pairs += [(f"module.model.{stem}", f"model.{stem}"), ("module.lemo", "lemo")]
    check_names(observe(stripped, state=state), state, pairs)


def test_another_prefix(observe, draw):
    """Another prefix than `module.` is not taken away as it is written.

    It may be any text: with or without a dot at its end, with several, with signs that mean
    something elsewhere, or with no letter at all.
    """
    stem, other = word(draw), word(draw)
    for prefix in (f"{other}.", f"{other}", f"{other}.0.", "_orig_mod.", "a+(b)*.", ""):
        state = entries(draw, f"{prefix}{stem}.weight", f"module.{stem}.bias", f"x{prefix}{stem}")
        pairs = [(f"{prefix}{stem}.weight", f"{stem}.weight")]
        pairs += [(name, name) for name in (f"module.{stem}.bias", f"x{prefix}{stem}")]
        check_names(observe(stripped, state=state, prefix=prefix), state, pairs)


def test_the_order_stays(observe, draw):
    """The names come in another order than before."""
    names = [f"module.{word(draw)}" for _ in range(4)] + ["step", f"module.{word(draw)}"]
    seen = observe(stripped, state=entries(draw, *names))
    expected = [name.removeprefix("module.") for name in names]
    assert_equal(seen["names"], expected, "the list of names, in order")


def test_the_given_state_stays(observe, draw):
    """The dict that was given is changed, or it is what comes back.

    Whoever gave it may need it once more. Build a new dict.
    """
    state = entries(draw, f"module.{word(draw)}", f"module.{word(draw)}.bias", "step")
    seen = observe(stripped, state=state)
    assert_equal(seen["given_names"], list(state), "the names of the given dict, afterwards")
    assert_equal(seen["given"], state, "the given dict, afterwards")
    plain = entries(draw, word(draw), word(draw))
    seen = observe(stripped, state=plain)
    check(seen["same"] is False, "With nothing to change, the given dict itself came back.")
