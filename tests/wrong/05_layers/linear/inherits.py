# nn.Linear itself, under another name.
# fails: test_does_not_use_nn_linear
Base = nn.Linear


class Linear(Base):
    pass
