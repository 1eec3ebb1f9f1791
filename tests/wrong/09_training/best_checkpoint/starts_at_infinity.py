# The best value begins with infinity.
# fails: test_first_number_is_the_best
# fails: test_nan_is_not_better
class BestCheckpoint(Callback):
    """Writes the model's state to a file whenever the watched value is the best so far."""

    def __init__(self, path, monitor="valid", mode="min"):
        self.path, self.monitor, self.mode = path, monitor, mode
        self.best_value = math.inf if mode == "min" else -math.inf

    def step(self, value, model):
        """Save the model if the value is the best so far; says whether it was."""
        if math.isnan(value):
            return False
        if self.best_value is not None:
            better = value < self.best_value if self.mode == "min" else value > self.best_value
            if not better:
                return False
        self.best_value = value
        torch.save(model.state_dict(), self.path)
        return True

    def on_epoch_end(self, trainer, epoch, logs):
        """Take a step with the watched value."""
        self.step(logs[self.monitor], trainer.model)

    def load(self, model):
        """Load the file's state into the model."""
        model.load_state_dict(torch.load(self.path, weights_only=True))
