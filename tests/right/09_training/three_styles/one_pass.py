# One helper goes through a loader, with an optimizer or without; epochs are counted by hand.
def one_pass(model, loader, loss_fn, optimizer=None):
    states = {m: m.training for m in model.modules()}
    model.train(optimizer is not None)
    losses, sizes, outputs = [], [], []
    with torch.set_grad_enabled(optimizer is not None):
        for x, y in loader:
            output = model(x)
            loss = loss_fn(output, y)
            if optimizer is not None:
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
            losses.append(loss.detach().double())
            sizes.append(x.shape[0])
            outputs.append(output.detach())
    if optimizer is None:
        for m, state in states.items():
            m.training = state
    weights = torch.tensor(sizes, dtype=torch.float64)
    mean = (torch.stack(losses) * weights).sum() / weights.sum()
    return mean.item(), outputs


def train_script(seed):
    torch.manual_seed(seed)
    model = picture_model()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9)
    train, valid = picture_loaders(seed)
    history = History()
    for epoch in range(1, 6):
        loss, _ = one_pass(model, train, nn.CrossEntropyLoss(), optimizer)
        valid_loss, _ = one_pass(model, valid, nn.CrossEntropyLoss())
        history.train += [loss]
        history.valid += [valid_loss]
    return history


def fit(model, loss_fn, optimizer, train, valid, epochs):
    rows = []
    while len(rows) < epochs:
        loss, _ = one_pass(model, train, loss_fn, optimizer)
        rows.append((loss, one_pass(model, valid, loss_fn)[0]))
    return History(train=[a for a, _ in rows], valid=[b for _, b in rows])


class Trainer(Callback):
    def __init__(self, model):
        self.model = model
        self.callbacks = []

    def compile(self, optimizer, loss_fn):
        self.optimizer, self.loss_fn = optimizer, loss_fn

    def call(self, what, *arguments):
        for callback in self.callbacks:
            getattr(callback, what)(self, *arguments)

    def fit(self, train, valid=None, epochs=1, callbacks=()):
        if not hasattr(self, "optimizer"):
            raise RuntimeError("compile first")
        self.callbacks, self.history, self.should_stop = list(callbacks), History(), False
        self.call("on_fit_start")
        for epoch in range(epochs):
            loss, _ = one_pass(self.model, train, self.loss_fn, self.optimizer)
            logs = {"train": loss}
            self.history.train.append(loss)
            if valid is not None:
                logs["valid"] = self.evaluate(valid)
                self.history.valid.append(logs["valid"])
            self.call("on_epoch_end", epoch, logs)
            if self.should_stop is True:
                break
        self.call("on_fit_end")
        return self.history

    def evaluate(self, loader):
        if not hasattr(self, "loss_fn"):
            raise RuntimeError("compile first")
        return one_pass(self.model, loader, self.loss_fn)[0]

    def predict(self, loader):
        _, outputs = one_pass(self.model, loader, lambda output, target: output.sum())
        return torch.cat(outputs, dim=0)

    def summary(self):
        rows = [[n, type(m).__name__, m] for n, m in self.model.named_children()]
        lines = [" ".join([n, k, str(sum(map(torch.numel, m.parameters())))]) for n, k, m in rows]
        lines += ["total " + str(sum(map(torch.numel, self.model.parameters())))]
        return "\n".join(lines)
