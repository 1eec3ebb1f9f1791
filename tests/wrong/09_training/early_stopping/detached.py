# Tensors are detached, which shares their memory all the same.
# fails: test_best_state_is_a_copy
# fails: test_restore
class EarlyStopping:
    """Says when a value has stopped getting better, and keeps the best model's state."""

    def __init__(self, patience, mode="min", min_delta=0):
        if patience < 1:
            raise ValueError(f"patience is {patience}; it has to be 1 or more")
        if mode not in ("min", "max"):
            raise ValueError(f'mode is {mode!r}; it has to be "min" or "max"')
        self.patience, self.mode, self.min_delta = patience, mode, min_delta
        self.best_value = self.best_state = None
        self.waited = 0

    def step(self, value, model):
        """Take the latest value; True if it is time to stop."""
        if math.isnan(value):
            better = False
        elif self.best_value is None:
            better = True
        elif self.mode == "min":
            better = value < self.best_value - self.min_delta
        else:
            better = value > self.best_value + self.min_delta
        if better:
            self.best_value = value
            self.best_state = {name: value.detach() for name, value in model.state_dict().items()}
            self.waited = 0
        else:
            self.waited += 1
        return self.waited >= self.patience

    def restore(self, model):
        """Load the best state into the model."""
        if self.best_state is None:
            raise RuntimeError("there is no best state yet")
        model.load_state_dict(self.best_state)
