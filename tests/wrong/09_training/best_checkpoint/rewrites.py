# The best state is kept in memory and written again at every step.
# fails: test_leaves_the_file_alone
class BestCheckpoint(Callback):
    def __init__(self, path, monitor="valid", mode="min"):
        self.path, self.monitor, self.mode = path, monitor, mode
        self.best_value = None

    def step(self, value, model):
        better = self.best_value is None and not math.isnan(value)
        if self.best_value is not None:
            better = value < self.best_value if self.mode == "min" else value > self.best_value
        if better:
            self.best_value = value
            self.state = copy.deepcopy(model.state_dict())
        if self.best_value is not None:
            torch.save(self.state, self.path)
        return better

    def on_epoch_end(self, trainer, epoch, logs):
        self.step(logs[self.monitor], trainer.model)

    def load(self, model):
        model.load_state_dict(torch.load(self.path, weights_only=True))
