# The worker's seed is not cut to 32 bits, and NumPy refuses it.
# fails: test_workers_follow_their_own_seed
# fails: test_workers_keep_their_torch_seed
def seed_worker(worker_id):
    """Called at the start of a loader's worker, where PyTorch has its seed already."""
    seed = torch.initial_seed()
    random.seed(seed)
    np.random.seed(seed)


def seed_everything(seed):
    """Seed Python, NumPy and PyTorch; gives the keywords that make a DataLoader follow."""
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)
    return {
        "generator": torch.Generator().manual_seed(seed),
        "worker_init_fn": seed_worker,
    }
