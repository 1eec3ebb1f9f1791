# Without compile nothing is said: whatever Python raises on None comes out.
# fails: test_needs_compile
def train_script(seed):
    """Train the picture model from scratch; gives the History of its 5 epochs."""
    torch.manual_seed(seed)
    model = picture_model()
    train, valid = picture_loaders(seed)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9)
    history = History()
    for _ in range(5):
        model.train()
        total, samples = 0.0, 0
        for inputs, targets in train:
            optimizer.zero_grad()
            loss = F.cross_entropy(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            samples += len(inputs)
        history.train.append(total / samples)

        model.eval()
        total, samples = 0.0, 0
        with torch.no_grad():
            for inputs, targets in valid:
                total += F.cross_entropy(model(inputs), targets).item() * len(inputs)
                samples += len(inputs)
        history.valid.append(total / samples)
    return history


def fit(model, loss_fn, optimizer, train, valid, epochs):
    """Train the model; gives the History of its epochs."""
    trainer = Trainer(model)
    trainer.compile(optimizer, loss_fn)
    return trainer.fit(train, valid, epochs)


class Trainer:
    """A model with all that it takes to train, measure and use it."""

    def __init__(self, model):
        self.model = model
        self.optimizer = self.loss_fn = None
        self.history, self.should_stop = History(), False

    def compile(self, optimizer, loss_fn):
        """Set what `fit` and `evaluate` use."""
        self.optimizer, self.loss_fn = optimizer, loss_fn

    def fit(self, train, valid=None, epochs=1, callbacks=()):
        """Train for some epochs; gives their History."""
        self.history, self.should_stop = History(), False
        for callback in callbacks:
            callback.on_fit_start(self)
        for epoch in range(epochs):
            self.model.train()
            total, samples = 0.0, 0
            for inputs, targets in train:
                self.optimizer.zero_grad()
                loss = self.loss_fn(self.model(inputs), targets)
                loss.backward()
                self.optimizer.step()
                total += loss.item() * len(inputs)
                samples += len(inputs)
            logs = {"train": total / samples}
            self.history.train.append(logs["train"])
            if valid is not None:
                logs["valid"] = self.evaluate(valid)
                self.history.valid.append(logs["valid"])
            for callback in callbacks:
                callback.on_epoch_end(self, epoch, logs)
            if self.should_stop:
                break
        for callback in callbacks:
            callback.on_fit_end(self)
        return self.history

    def evaluate(self, loader):
        """The mean loss over all samples of the loader, a float."""
        modes = [(module, module.training) for module in self.model.modules()]
        self.model.eval()
        total, samples = 0.0, 0
        with torch.no_grad():
            for inputs, targets in loader:
                total += self.loss_fn(self.model(inputs), targets).item() * len(inputs)
                samples += len(inputs)
        for module, mode in modes:
            module.training = mode
        return total / samples

    def predict(self, loader):
        """The outputs for all inputs of the loader, in order: [N, ...]."""
        modes = [(module, module.training) for module in self.model.modules()]
        self.model.eval()
        with torch.no_grad():
            outputs = torch.cat([self.model(inputs) for inputs, _ in loader])
        for module, mode in modes:
            module.training = mode
        return outputs

    def summary(self):
        """A text: each child's name, class and number of parameters, and the total."""
        parts = [*self.model.named_children(), ("total", self.model)]
        counts = [sum(p.numel() for p in part.parameters()) for _, part in parts]
        kinds = [*(type(child).__name__ for child in self.model.children()), ""]
        return "\n".join(
            f"{name:12} {kind:16} {count:>8}"
            for (name, _), kind, count in zip(parts, kinds, counts, strict=True)
        )
