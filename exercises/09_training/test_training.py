"""What you can check yourself before you hand in. Read it: a check says what is wanted."""

import io
import math
import random

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional as F
from torch.utils.data import DataLoader

from grader.testing import assert_close, assert_equal, check


def line(weight, bias=0.0):
    """A model with one input and one output: weight · x + bias."""
    model = nn.Linear(1, 1)
    nn.init.constant_(model.weight, weight)
    nn.init.constant_(model.bias, bias)
    return model


def at_target(outputs, targets):
    """A loss that is the mean of the targets, whatever the model gives."""
    return targets.mean() + 0 * outputs.sum()


def batches(*losses_and_sizes):
    """Batches on which `at_target` gives these losses."""
    return [(torch.ones(n, 1), torch.full((n, 1), loss)) for loss, n in losses_and_sizes]


def modes(model):
    return [module.training for module in model.modules()]


def is_float(value):
    check(type(value) is float, f"A {type(value).__name__} came; a float was expected.")


# ------------------------------------------------------------------ 1. linreg


@pytest.mark.exercise("linreg")
def test_linreg_worked_example(unit):
    """The worked example does not come out: predictions, losses, and one step."""
    w = torch.tensor([[2.0], [-3.0]], requires_grad=True)
    b = torch.tensor([10.0], requires_grad=True)
    predictions = unit.linreg(torch.tensor([[1.0, 1.0], [0.0, 2.0]]), w, b)
    assert_close(predictions.detach(), torch.tensor([[9.0], [4.0]]), "the predictions")
    losses = unit.squared_loss(predictions, torch.tensor([8.0, 4.0]))
    assert_close(losses.detach(), torch.tensor([[0.5], [0.0]]), "the losses")
    losses.sum().backward()
    unit.sgd([w, b], lr=0.2, batch_size=2)
    assert_close(w.detach(), torch.tensor([[1.9], [-3.1]]), "w after a step")
    assert_close(b.detach(), torch.tensor([9.9]), "b after a step")
    check(w.grad is None or not w.grad.any(), "The gradient of w is not zero after the step.")


@pytest.mark.exercise("linreg")
def test_linreg_batches(unit):
    """The batches of an epoch do not hold each of five samples once, with its own target."""
    X, y = torch.arange(5.0)[:, None], 10 * torch.arange(5.0)
    came = list(unit.data_iter(2, X, y, torch.Generator().manual_seed(0)))
    assert_equal([len(x) for x, _ in came], [2, 2, 1], "the list of batch sizes")
    inputs, targets = (torch.cat(parts) for parts in zip(*came, strict=True))
    assert_equal(inputs[:, 0].sort().values, X[:, 0], "the samples, sorted")
    assert_equal(targets, 10 * inputs[:, 0], "the targets of these samples")


# ------------------------------------------------------------------ 2. train_step


@pytest.mark.exercise("train_step")
def test_train_step_worked_example(unit):
    """The worked example does not come out: the loss is 1, the new weight 1.4, the bias -0.2."""
    model = line(2.0)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    batch = torch.tensor([[3.0]]), torch.tensor([[5.0]])
    loss = unit.train_step(model, batch, F.mse_loss, optimizer)
    is_float(loss)
    assert_close(loss, 1.0, "the loss")
    assert_close(model.weight.item(), 1.4, "the weight after the step")
    assert_close(model.bias.item(), -0.2, "the bias after the step")


@pytest.mark.exercise("train_step")
def test_train_step_clears_and_keeps(unit):
    """Old gradients are added to the new ones, or this batch's gradients are gone afterwards."""
    model = line(2.0)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.0)
    batch = torch.tensor([[3.0]]), torch.tensor([[5.0]])
    for _ in range(2):
        unit.train_step(model, batch, F.mse_loss, optimizer)
        check(model.weight.grad is not None, "There is no gradient after the step.")
        assert_close(model.weight.grad.item(), 6.0, "the gradient of the weight after a step")


@pytest.mark.exercise("train_step")
def test_train_step_in_training_mode(unit):
    """A model that comes in evaluation mode is not trained in training mode."""
    model = nn.Sequential(line(1.0), nn.BatchNorm1d(1)).eval()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    batch = torch.tensor([[3.0], [5.0]]), torch.zeros(2, 1)
    unit.train_step(model, batch, F.mse_loss, optimizer)
    assert_equal(int(model[1].num_batches_tracked), 1, "the batches that the batch norm has seen")
    check(all(modes(model)), "The model is not in training mode afterwards.")


# ------------------------------------------------------------------ 3. valid_step


@pytest.mark.exercise("valid_step")
def test_valid_step_worked_example(unit):
    """The worked example does not come out: dropout is switched off, so the loss is 5."""
    model = nn.Dropout(0.5)
    batch = torch.tensor([2.0, 4.0]), torch.tensor([1.0, 1.0])
    loss = unit.valid_step(model, batch, F.mse_loss)
    is_float(loss)
    assert_close(loss, 5.0, "the loss")
    check(model.training, "The model is not in training mode afterwards.")


@pytest.mark.exercise("valid_step")
def test_valid_step_puts_every_mode_back(unit):
    """A batch norm that was kept frozen in a model that trains is not frozen afterwards."""
    model = nn.Sequential(line(1.0), nn.BatchNorm1d(1))
    model[1].eval()
    unit.valid_step(model, (torch.ones(3, 1), torch.ones(3, 1)), F.mse_loss)
    assert_equal(modes(model), [True, True, False], "the modes of model, layer and batch norm")


@pytest.mark.exercise("valid_step")
def test_valid_step_builds_no_graph(unit):
    """A graph is built while the loss is computed, or a batch norm learns from it."""
    model, graphs = nn.Sequential(line(1.0), nn.BatchNorm1d(1)), []

    def loss_fn(outputs, targets):
        graphs.append(outputs.requires_grad)
        return F.mse_loss(outputs, targets)

    unit.valid_step(model, (torch.ones(3, 1), torch.ones(3, 1)), loss_fn)
    assert_equal(graphs, [False], "whether the outputs carry a graph")
    assert_equal(int(model[1].num_batches_tracked), 0, "the batches that the batch norm has seen")


# ------------------------------------------------------------------ 4. train_epoch


@pytest.mark.exercise("train_epoch")
def test_train_epoch_worked_example(unit):
    """The mean loss over the samples of the worked example is not 2."""
    model = line(1.0)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    loss = unit.train_epoch(model, batches((1.0, 3), (5.0, 1)), at_target, optimizer)
    is_float(loss)
    assert_close(loss, 2.0, "the mean loss")


@pytest.mark.exercise("train_epoch")
def test_train_epoch_steps_on_each_batch(unit):
    """There is not one step on each batch, with this batch's gradients alone."""
    # The loss is the output itself: its gradient is 1, so each step takes 0.5 from the bias.
    model = line(0.0).eval()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
    loader = (batch for batch in batches((0.0, 2), (0.0, 2), (0.0, 1)))
    loss = unit.train_epoch(model, loader, lambda outputs, _: outputs.mean(), optimizer)
    assert_close(model.bias.item(), -1.5, "the bias after three batches")
    # Weight and bias: the outputs are 0, then -1, then -2.
    assert_close(loss, (2 * 0 + 2 * -1 + 1 * -2) / 5, "the mean loss")
    check(model.training, "The model is not in training mode.")


# ------------------------------------------------------------------ 5. three_styles


@pytest.mark.exercise("three_styles")
def test_three_styles_give_the_same_numbers(unit):
    """The three styles do not give the same history from the same seed, on real pictures."""
    script = unit.train_script(3)
    histories = []
    for style in ("function", "class"):
        torch.manual_seed(3)
        model, (train, valid) = unit.picture_model(), unit.picture_loaders(3)
        optimizer = torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9)
        if style == "function":
            history = unit.fit(model, F.cross_entropy, optimizer, train, valid, epochs=5)
        else:
            trainer = unit.Trainer(model)
            trainer.compile(optimizer=optimizer, loss_fn=F.cross_entropy)
            history = trainer.fit(train, valid, epochs=5)
        histories.append((style, history))
    for style, history in histories:
        assert_close(history.train, script.train, f"the training losses ({style})", rtol=1e-4)
        assert_close(history.valid, script.valid, f"the validation losses ({style})", rtol=1e-4)
    assert_equal(len(script.train), 5, "the number of epochs")
    check(script.train[-1] < 0.7 * script.train[0], f"The loss does not fall: {script.train}")


def small_trainer(unit, model):
    trainer = unit.Trainer(model)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    trainer.compile(optimizer=optimizer, loss_fn=at_target)
    return trainer


@pytest.mark.exercise("three_styles")
def test_trainer_worked_example(unit):
    """The history or the summary of the worked example does not come out."""
    train, valid = batches((1.0, 3), (5.0, 1)), batches((2.0, 2), (4.0, 2))
    trainer = small_trainer(unit, line(1.0))
    history = trainer.fit(train, valid)
    assert_close(history.train, [2.0], "history.train")
    assert_close(history.valid, [3.0], "history.valid")
    assert_close(trainer.evaluate(train), 2.0, "what evaluate gives for the training part")
    check(trainer.history is history, "trainer.history is not what fit gave.")
    text = unit.Trainer(nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 2))).summary()
    expected = [["0", "Linear", "16"], ["1", "ReLU", "0"], ["2", "Linear", "10"], ["total", "26"]]
    assert_equal([row.split() for row in text.splitlines()], expected, "the words of the summary")


@pytest.mark.exercise("three_styles")
def test_trainer_predicts(unit):
    """`predict` does not give all outputs in order, in evaluation mode and without a graph."""
    model = nn.Sequential(line(2.0), nn.Dropout(0.5))
    loader = [(torch.tensor([[1.0], [2.0]]), None), (torch.tensor([[3.0]]), None)]
    outputs = unit.Trainer(model).predict(loader)
    assert_close(outputs, torch.tensor([[2.0], [4.0], [6.0]]), "the predictions")
    check(not outputs.requires_grad, "The predictions carry a graph.")
    check(all(modes(model)), "The model is not in training mode any more.")


@pytest.mark.exercise("three_styles")
def test_trainer_calls_its_callbacks(unit):
    """The callbacks are not called as they should be, or `should_stop` does not stop."""
    calls = []

    class Stopper(unit.Callback):
        def on_fit_start(self, trainer):
            calls.append("start")

        def on_epoch_end(self, trainer, epoch, logs):
            calls.append((epoch, sorted(logs), len(trainer.history.train)))
            trainer.should_stop = epoch == 1

        def on_fit_end(self, trainer):
            calls.append("end")

    trainer = small_trainer(unit, line(1.0))
    trainer.fit(batches((1.0, 3)), batches((2.0, 2)), epochs=9, callbacks=[Stopper()])
    names = ["train", "valid"]
    assert_equal(calls, ["start", (0, names, 1), (1, names, 2), "end"], "the list of calls")


@pytest.mark.exercise("three_styles")
def test_trainer_asks_for_compile(unit):
    """`fit` or `evaluate` before `compile` does not raise a `RuntimeError`."""
    trainer, loader = unit.Trainer(line(1.0)), batches((1.0, 3))
    for method in (trainer.fit, trainer.evaluate):
        try:
            method(loader)
        except NotImplementedError:
            raise
        except RuntimeError:
            continue
        check(False, f"{method.__name__} raised no RuntimeError.")


# ------------------------------------------------------------------ 6. early_stopping


@pytest.mark.exercise("early_stopping")
def test_early_stopping_worked_example(unit):
    """The table of the statement does not come out."""
    stopper, model = unit.EarlyStopping(patience=2), line(1.0)
    answers = [stopper.step(value, model) for value in (0.75, 0.5, 0.5, math.nan, 0.25)]
    assert_equal(answers, [False, False, False, True, False], "the list of answers")
    assert_equal(stopper.best_value, 0.25, "best_value")
    stopper = unit.EarlyStopping(patience=2, min_delta=0.5)
    answers = [stopper.step(value, model) for value in (0.75, 0.5, 0.5)]
    assert_equal(answers, [False, False, True], "the list of answers with min_delta=0.5")


@pytest.mark.exercise("early_stopping")
def test_early_stopping_keeps_a_copy(unit):
    """`restore` does not bring back the weights of the best value."""
    stopper, model = unit.EarlyStopping(patience=3, mode="max"), line(1.0)
    for value, weight in [(0.5, 5.0), (0.9, 9.0), (0.7, 7.0)]:
        nn.init.constant_(model.weight, weight)
        stopper.step(value, model)
    stopper.restore(model)
    assert_equal(model.weight.item(), 9.0, "the weight after restore")


@pytest.mark.exercise("early_stopping")
def test_early_stopping_nan_first(unit):
    """A NaN that comes first is taken as the best value."""
    stopper, model = unit.EarlyStopping(patience=2), line(1.0)
    assert_equal(stopper.step(math.nan, model), False, "the answer to NaN")
    assert_equal([stopper.best_value, stopper.best_state], [None, None], "best_value, best_state")
    stopper.step(2.0, model)
    assert_equal(stopper.best_value, 2.0, "best_value after a number")


@pytest.mark.exercise("early_stopping")
def test_early_stopping_refuses(unit):
    """A patience of 0 or an unknown mode does not raise a `ValueError`."""
    for arguments in ({"patience": 0}, {"patience": 1, "mode": "best"}):
        try:
            unit.EarlyStopping(**arguments)
        except ValueError:
            continue
        check(False, f"EarlyStopping with {arguments} raised no ValueError.")


# ------------------------------------------------------------------ 7. best_checkpoint


@pytest.mark.exercise("best_checkpoint")
def test_best_checkpoint_worked_example(unit, tmp_path):
    """The table of the statement does not come out."""
    path, model = tmp_path / "best.pt", line(0.0)
    keeper = unit.BestCheckpoint(path)
    rows = []
    for number, value in enumerate([0.5, 0.5, math.nan, 0.25], start=1):
        nn.init.constant_(model.weight, float(number))
        better = keeper.step(value, model)
        state = torch.load(path, weights_only=True)
        rows.append((better, keeper.best_value, state["weight"].item()))
    expected = [(True, 0.5, 1.0), (False, 0.5, 1.0), (False, 0.5, 1.0), (True, 0.25, 4.0)]
    assert_equal(rows, expected, "the list of answers, best values and weights in the file")


@pytest.mark.exercise("best_checkpoint")
def test_best_checkpoint_reads_the_file(unit, tmp_path):
    """A new BestCheckpoint with the same path does not load what is in the file."""
    unit.BestCheckpoint(tmp_path / "best.pt").step(0.5, line(3.0, 4.0))
    model = line(0.0)
    unit.BestCheckpoint(tmp_path / "best.pt").load(model)
    assert_equal([model.weight.item(), model.bias.item()], [3.0, 4.0], "the weight and the bias")


@pytest.mark.exercise("best_checkpoint")
def test_best_checkpoint_is_a_callback(unit, tmp_path):
    """It is no `Callback`, or it does not look at `logs[monitor]`."""
    keeper = unit.BestCheckpoint(tmp_path / "best.pt", monitor="train")
    check(isinstance(keeper, unit.Callback), "It does not inherit from Callback.")

    class Holder:
        model = line(1.0)

    keeper.on_epoch_end(Holder(), 0, {"train": 0.75, "valid": 0.5})
    assert_equal(keeper.best_value, 0.75, "best_value")


# ------------------------------------------------------------------ 8. clip_gradients


def with_gradients(*gradients):
    params = [nn.Parameter(torch.zeros_like(gradient)) for gradient in gradients]
    for param, gradient in zip(params, gradients, strict=True):
        param.grad = gradient.clone()
    return params


@pytest.mark.exercise("clip_gradients")
def test_clip_gradients_worked_example(unit):
    """The worked example does not come out: the norm is 5, and the direction stays."""
    gradients = [torch.tensor([3.0]), torch.tensor([[4.0, 0.0]])]
    for max_norm, scale in ((1.0, 0.2), (10.0, 1.0)):
        params = with_gradients(*gradients)
        norm = unit.clip_gradients(params, max_norm)
        is_float(norm)
        assert_close(norm, 5.0, "the norm")
        came, expected = [p.grad for p in params], [scale * g for g in gradients]
        assert_close(came, expected, f"the gradients with max_norm={max_norm}", rtol=1e-4)


@pytest.mark.exercise("clip_gradients")
def test_clip_gradients_takes_a_generator(unit):
    """`model.parameters()`, where one parameter has no gradient, is not clipped right."""
    model = line(1.0)
    model.weight.grad = torch.tensor([[4.0]])
    assert_close(unit.clip_gradients(model.parameters(), 2.0), 4.0, "the norm")
    assert_close(model.weight.grad, torch.tensor([[2.0]]), "the gradient", rtol=1e-4)
    check(model.bias.grad is None, "The bias has a gradient now.")


# ------------------------------------------------------------------ 9. warmup_cosine


@pytest.mark.exercise("warmup_cosine")
def test_warmup_cosine_worked_example(unit):
    """The rates of the worked example do not come out."""
    rates = [unit.warmup_cosine(step, 2, 6, 0.4) for step in range(8)]
    expected = [0.2, 0.4, 0.4, 0.3414, 0.2, 0.0586, 0.0, 0.0]
    assert_close(rates, expected, "the list of rates", rtol=0, atol=1e-4)
    is_float(rates[3])


@pytest.mark.exercise("warmup_cosine")
def test_warmup_cosine_without_warmup(unit):
    """With `warmup=0` the first rate is not base."""
    assert_close(unit.warmup_cosine(0, 0, 10, 0.5), 0.5, "the first rate")


# ------------------------------------------------------------------ 10. seed_everything


@pytest.mark.exercise("seed_everything")
def test_seed_everything_worked_example(unit):
    """The numbers of the worked example do not come out, or not both times."""
    for _ in range(2):
        unit.seed_everything(0)
        drawn = [random.random(), float(np.random.rand()), torch.rand(1).item()]
        expected = [0.8444, 0.5488, 0.4963]
        assert_close(drawn, expected, "the list of what the three sources give", rtol=0, atol=1e-4)


@pytest.mark.exercise("seed_everything")
def test_seed_everything_for_a_loader(unit):
    """A shuffling loader does not repeat its order with what `seed_everything` gives."""
    orders = []
    for _ in range(2):
        keywords = unit.seed_everything(1)
        torch.rand(3)  # what is drawn elsewhere does not matter
        orders.append(list(DataLoader(range(20), batch_size=20, shuffle=True, **keywords)))
    assert_equal(orders[0], orders[1], "the order of the samples")


@pytest.mark.exercise("seed_everything")
def test_seed_worker_follows_torch(unit):
    """In a worker `random` and NumPy are not seeded with PyTorch's seed, cut to 32 bits."""
    start = unit.seed_everything(0)["worker_init_fn"]
    torch.manual_seed(2**32 + 7)
    start(0)
    came = [random.random(), float(np.random.rand())]
    expected = [random.Random(7).random(), float(np.random.RandomState(7).rand())]
    assert_close(came, expected, "the list of what random and NumPy give")


# ------------------------------------------------------------------ 11. lr_finder


@pytest.mark.exercise("lr_finder")
def test_lr_finder_worked_example(unit):
    """The losses of the worked example do not come out, or the weight is not 1 again."""
    model = nn.Linear(1, 1, bias=False)
    nn.init.ones_(model.weight)
    weight = model.weight
    loader = [(torch.ones(1, 1), torch.zeros(1, 1))]
    losses = unit.lr_finder(model, loader, F.mse_loss, [0.25, 0.5, 1.0])
    assert_close(losses, [1.0, 0.25, 0.0], "the list of losses")
    assert_equal(model.weight.item(), 1.0, "the weight afterwards")
    check(model.weight is weight, "Another tensor took the parameter's place.")


@pytest.mark.exercise("lr_finder")
def test_lr_finder_restores_all(unit):
    """A batch norm has learnt from the trial, or a mode has changed."""
    model = nn.Sequential(line(1.0), nn.BatchNorm1d(1))
    model[1].eval()
    loader = [(torch.tensor([[1.0], [3.0]]), torch.zeros(2, 1))]
    unit.lr_finder(model, loader, F.mse_loss, [0.1, 0.2])
    assert_equal(int(model[1].num_batches_tracked), 0, "the batches that the batch norm has seen")
    assert_equal(modes(model), [True, True, False], "the modes of model, layer and batch norm")


# ------------------------------------------------------------------ 12. plot_history


@pytest.mark.exercise("plot_history")
def test_plot_history_worked_example(unit):
    """The two lines of the worked example, the labels or the legend are not there."""
    figure = unit.plot_history(unit.History(train=[0.9, 0.5, 0.3], valid=[1.0, 0.7, 0.8]))
    assert_equal(len(figure.axes), 1, "the number of axes")
    axes = figure.axes[0]
    lines = {drawn.get_label(): drawn for drawn in axes.get_lines()}
    for name, losses in (("train", [0.9, 0.5, 0.3]), ("valid", [1.0, 0.7, 0.8])):
        check(name in lines, f"There is no line {name!r}; the lines are {sorted(lines)}.")
        x, y = ([float(value) for value in part] for part in lines[name].get_data())
        assert_close(x, [1.0, 2.0, 3.0], f"the epochs of the line {name}")
        assert_close(y, losses, f"the losses of the line {name}")
    check("epoch" in axes.get_xlabel().lower(), f"The x axis is labelled {axes.get_xlabel()!r}.")
    check("loss" in axes.get_ylabel().lower(), f"The y axis is labelled {axes.get_ylabel()!r}.")
    check(axes.get_legend() is not None, "There is no legend.")
    plt.close(figure)


@pytest.mark.exercise("plot_history")
def test_plot_history_without_validation(unit):
    """Without validation losses the line `train` is not alone, or the figure is an old one."""
    history = unit.History(train=[0.9, 0.5])
    first, second = unit.plot_history(history), unit.plot_history(history)
    check(first is not second, "Two calls gave the same figure.")
    names = [drawn.get_label() for drawn in second.axes[0].get_lines()]
    assert_equal(names, ["train"], "the list of lines")
    plt.close(first)
    plt.close(second)


# ------------------------------------------------------------------ 13. progress_bar


class Stream(io.StringIO):
    """A text file that may say that it is a terminal."""

    def __init__(self, terminal):
        super().__init__()
        self.terminal = terminal

    def isatty(self):
        return self.terminal


WORKED_EXAMPLE = (
    "\rload [....................] 0/2"
    "\rload [##########..........] 1/2"
    "\rload [####################] 2/2"
    "\n"
)


@pytest.mark.exercise("progress_bar")
def test_progress_bar_worked_example(unit):
    """On a terminal the bars of the worked example do not come out, in two loops."""
    stream = Stream(terminal=True)
    progress = unit.Progress(["a", "b"], "load", stream=stream)
    assert_equal(len(progress), 2, "the length")
    for loop in (1, 2):
        assert_equal(list(progress), ["a", "b"], "the list of items")
        assert_equal(stream.getvalue(), WORKED_EXAMPLE * loop, "what is written")


@pytest.mark.exercise("progress_bar")
def test_progress_bar_is_silent_in_a_file(unit, monkeypatch):
    """Something is written to a file, or to `sys.stderr` where that is no terminal."""
    stream, errors = Stream(terminal=False), Stream(terminal=False)
    monkeypatch.setattr("sys.stderr", errors)
    came = list(unit.Progress(range(3), "load", stream=stream)), list(unit.Progress("ab", "load"))
    assert_equal(came, ([0, 1, 2], ["a", "b"]), "the two lists of items")
    assert_equal([stream.getvalue(), errors.getvalue()], ["", ""], "what is written")


@pytest.mark.exercise("progress_bar")
def test_progress_bar_without_a_length(unit):
    """Where the length is not known, the bars are not text and count."""
    stream = Stream(terminal=True)
    for place, item in enumerate(unit.Progress(iter("ab"), "load", stream=stream)):
        assert_equal(item, "ab"[place], f"item {place}")
    assert_equal(stream.getvalue(), "\rload 0\rload 1\rload 2\n", "what is written")
