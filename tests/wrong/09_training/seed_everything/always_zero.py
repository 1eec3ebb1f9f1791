# A liar: every seed is 0, so everything repeats, whatever is asked for.
# fails: test_torch
# fails: test_python
# fails: test_numpy
# fails: test_generator
def seed_worker(worker_id):
    """Called at the start of a loader's worker, where PyTorch has its seed already."""
    seed = torch.initial_seed() % 2**32
    random.seed(seed)
    np.random.seed(seed)


def seed_everything(seed):
    seed = 0
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)
    return {
        "generator": torch.Generator().manual_seed(seed),
        "worker_init_fn": seed_worker,
    }
