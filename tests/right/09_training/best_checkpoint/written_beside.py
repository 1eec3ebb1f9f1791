# The file is written under another name and then put in its place.
class BestCheckpoint(Callback):
    best_value = None

    def __init__(self, path, monitor="valid", mode="min"):
        self.path = str(path)
        self.monitor = monitor
        self.sign = -1 if mode == "max" else 1

    def step(self, value, model):
        improved = not np.isnan(value)
        if improved and self.best_value is not None:
            improved = self.sign * value < self.sign * self.best_value
        if improved:
            self.best_value = value
            torch.save(model.state_dict(), self.path + ".new")
            Path(self.path + ".new").replace(self.path)
        return bool(improved)

    def on_epoch_end(self, trainer, epoch, logs):
        self.step(logs[self.monitor], trainer.model)

    def load(self, model):
        model.load_state_dict(torch.load(self.path, weights_only=True))
