# The generator is new, but not seeded.
# fails: test_generator
def seed_worker(worker_id):
    """Called at the start of a loader's worker, where PyTorch has its seed already."""
    seed = torch.initial_seed() % 2**32
    random.seed(seed)
    np.random.seed(seed)


def seed_everything(seed):
    """Seed Python, NumPy and PyTorch; gives the keywords that make a DataLoader follow."""
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)
    return {
        "generator": torch.Generator(),
        "worker_init_fn": seed_worker,
    }
