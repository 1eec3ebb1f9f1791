# NumPy is forgotten.
# fails: test_numpy
def seed_worker(worker_id):
    """Called at the start of a loader's worker, where PyTorch has its seed already."""
    seed = torch.initial_seed() % 2**32
    random.seed(seed)
    np.random.seed(seed)


def seed_everything(seed):
    """Seed Python, NumPy and PyTorch; gives the keywords that make a DataLoader follow."""
    random.seed(seed)
    torch.manual_seed(seed)
    return {
        "generator": torch.Generator().manual_seed(seed),
        "worker_init_fn": seed_worker,
    }
