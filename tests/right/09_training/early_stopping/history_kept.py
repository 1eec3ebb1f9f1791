# All values are kept, and the waiting time is found by looking back.
class EarlyStopping:
    def __init__(self, patience, mode="min", min_delta=0):
        if patience < 1:
            raise ValueError
        if mode not in ["min", "max"]:
            raise ValueError
        self.patience = patience
        self.mode = mode
        self.min_delta = min_delta
        self.improved = []
        self.best_value = None
        self.best_state = None

    def step(self, value, model):
        if self.best_value is None:
            good = not math.isnan(value)
        elif self.mode == "max":
            good = value - self.best_value > self.min_delta
        else:
            good = self.best_value - value > self.min_delta
        self.improved.append(good)
        if good:
            self.best_value = value
            self.best_state = {}
            for name, tensor in model.state_dict().items():
                self.best_state[name] = tensor.clone()
        recent = self.improved[-self.patience :]
        return len(recent) == self.patience and not any(recent)

    def restore(self, model):
        if self.best_state is None:
            raise RuntimeError("no best")
        return model.load_state_dict(self.best_state)
