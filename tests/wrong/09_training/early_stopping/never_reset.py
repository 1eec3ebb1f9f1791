# The count is never set back: it stops after patience bad values in all.
# fails: test_an_improvement_starts_the_count_again
# fails: test_stops_after_patience
# fails: test_nan_is_no_improvement
# fails: test_mode_max
# fails: test_min_delta
# fails: test_small_steps_add_up
# fails: test_goes_on_after_a_stop
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
            self.best_state = copy.deepcopy(model.state_dict())
        else:
            self.waited += 1
        return self.waited >= self.patience

    def restore(self, model):
        """Load the best state into the model."""
        if self.best_state is None:
            raise RuntimeError("there is no best state yet")
        model.load_state_dict(self.best_state)
