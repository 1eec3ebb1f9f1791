# A comparison chosen once; a file object; the state is copied before.
class BestCheckpoint(Callback):
    def __init__(self, path, monitor="valid", mode="min"):
        super().__init__()
        self.path = Path(path)
        self.monitor = monitor
        self.better = (lambda a, b: a < b) if mode == "min" else (lambda a, b: a > b)
        self.best_value = None

    def step(self, value, model):
        number = value == value
        if not number or (self.best_value is not None and not self.better(value, self.best_value)):
            return False
        self.best_value = value
        with open(self.path, "wb") as file:
            torch.save({k: v.clone() for k, v in model.state_dict().items()}, file)
        return True

    def on_epoch_end(self, trainer, epoch, logs):
        return self.step(logs.get(self.monitor), trainer.model)

    def load(self, model):
        state = torch.load(self.path, map_location="cpu", weights_only=True)
        for name, value in model.state_dict().items():
            value.copy_(state[name])
        return model
