# A liar: it knows the table of the statement by heart and never stops otherwise.
# fails: test_stops_after_patience
# fails: test_an_improvement_starts_the_count_again
# fails: test_a_tie_is_no_improvement
# fails: test_nan_is_no_improvement
# fails: test_nan_as_the_first_value
# fails: test_the_first_number_is_an_improvement
# fails: test_mode_max
# fails: test_min_delta
# fails: test_small_steps_add_up
# fails: test_goes_on_after_a_stop
class EarlyStopping:
    def __init__(self, patience, mode="min", min_delta=0):
        if patience < 1 or mode not in ("min", "max"):
            raise ValueError("no")
        self.calls = 0
        self.pick = min if mode == "min" else max
        self.best_value = self.best_state = None

    def step(self, value, model):
        self.calls += 1
        if value == value:
            before = value if self.best_value is None else self.best_value
            best = self.pick(value, before)
            if self.best_value is None or best != self.best_value:
                self.best_value = best
                self.best_state = copy.deepcopy(model.state_dict())
        return self.calls == 4 and value != value

    def restore(self, model):
        if self.best_state is None:
            raise RuntimeError("no")
        model.load_state_dict(self.best_state)
