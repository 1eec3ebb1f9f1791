# Script and class call the function; the function calls one for epochs.
def one_epoch(model, loader, loss_fn, optimizer):
    model.train()
    total, samples = 0.0, 0
    for inputs, targets in loader:
        optimizer.zero_grad()
        loss = loss_fn(model(inputs), targets)
        loss.backward()
        optimizer.step()
        total, samples = total + loss.item() * len(inputs), samples + len(inputs)
    return total / samples


@torch.no_grad()
def one_loss(model, batch, loss_fn):
    before = [(module, module.training) for module in model.modules()]
    model.eval()
    inputs, targets = batch
    loss = loss_fn(model(inputs), targets).item()
    for module, training in before:
        module.training = training
    return loss


def train_script(seed):
    train, valid = picture_loaders(seed)
    torch.manual_seed(seed)
    net = picture_model()
    descent = torch.optim.SGD(net.parameters(), momentum=0.9, lr=0.05)
    return fit(net, F.cross_entropy, descent, train, valid, 5)


def fit(model, loss_fn, optimizer, train, valid, epochs):
    history = History()
    for _ in range(epochs):
        history.train.append(one_epoch(model, train, loss_fn, optimizer))
        history.valid.append(mean_loss(model, valid, loss_fn))
    return history


def mean_loss(model, loader, loss_fn):
    pairs = [(one_loss(model, batch, loss_fn), len(batch[0])) for batch in loader]
    return sum(loss * n for loss, n in pairs) / sum(n for _, n in pairs)


class Trainer:
    compiled = False
    history = None

    def __init__(self, model):
        self.model = model

    def compile(self, optimizer, loss_fn):
        self.opt = optimizer
        self.criterion = loss_fn
        self.compiled = True

    def check(self):
        if not self.compiled:
            raise RuntimeError("not compiled")

    def fit(self, train, valid=None, epochs=1, callbacks=()):
        self.check()
        self.should_stop = False
        self.history = History([], [])
        [c.on_fit_start(self) for c in callbacks]
        epoch = 0
        while epoch < epochs and not self.should_stop:
            logs = dict(train=one_epoch(self.model, train, self.criterion, self.opt))
            if valid:
                logs["valid"] = mean_loss(self.model, valid, self.criterion)
            for key in logs:
                getattr(self.history, key).append(logs[key])
            [c.on_epoch_end(self, epoch, logs) for c in callbacks]
            epoch += 1
        [c.on_fit_end(self) for c in callbacks]
        return self.history

    def evaluate(self, loader):
        self.check()
        return mean_loss(self.model, loader, self.criterion)

    def predict(self, loader):
        twin = copy.deepcopy(self.model).eval()
        with torch.inference_mode():
            rows = [row for batch in loader for row in twin(batch[0])]
        return torch.stack(rows).clone()

    def summary(self):
        text = ""
        for name, module in self.model.named_children():
            text += f"{name}\t{module.__class__.__name__}\t"
            text += f"{sum(p.nelement() for p in module.parameters())}\n"
        seen = {id(p): p.numel() for p in self.model.parameters()}
        return text + f"total\t{sum(seen.values())}\n"
