# It counts the patience down; a deep copy of the model supplies the state.
class EarlyStopping:
    best_value = None
    best_state = None

    def __init__(self, patience, mode="min", min_delta=0):
        assert_known = {"min": torch.lt, "max": torch.gt}
        if mode not in assert_known:
            raise ValueError(f"unknown mode {mode}")
        if patience <= 0:
            raise ValueError(f"patience {patience}")
        self.compare = assert_known[mode]
        self.shift = -min_delta if mode == "min" else min_delta
        self.patience = self.left = patience

    def better(self, value):
        if np.isnan(value):
            return False
        if self.best_value is None:
            return True
        new = torch.tensor(value, dtype=torch.float64)
        old = torch.tensor(self.best_value + self.shift, dtype=torch.float64)
        return bool(self.compare(new, old))

    def step(self, value, model):
        if self.better(value):
            self.best_value = float(value)
            self.best_state = copy.deepcopy(model).state_dict()
            self.left = self.patience
        else:
            self.left -= 1
        return self.left <= 0

    def restore(self, model):
        if self.best_value is None:
            raise RuntimeError("step first")
        with torch.no_grad():
            for name, value in model.state_dict().items():
                value.copy_(self.best_state[name])
