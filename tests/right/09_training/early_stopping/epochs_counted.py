# It remembers at which call the best came; tensors are cloned.
class EarlyStopping:
    def __init__(self, patience, mode="min", min_delta=0):
        if not patience >= 1:
            raise ValueError("patience")
        sign = {"min": 1, "max": -1}.get(mode)
        if sign is None:
            raise ValueError("mode")
        self.sign, self.patience, self.delta = sign, patience, min_delta
        self.now = self.when = 0
        self.best_value, self.best_state = None, None

    def step(self, value, model):
        self.now += 1
        first = self.best_value is None and value == value
        if first or (
            self.best_value is not None and self.sign * (self.best_value - value) > self.delta
        ):
            self.best_value, self.when = value, self.now
            self.best_state = {k: v.detach().clone() for k, v in model.state_dict().items()}
            return False
        return self.now - self.when >= self.patience

    def restore(self, model):
        if not self.best_state:
            raise RuntimeError("nothing to restore")
        model.load_state_dict(self.best_state, strict=True)
