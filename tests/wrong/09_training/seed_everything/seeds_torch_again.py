# The worker seeds PyTorch as well, with the number that all workers share.
# fails: test_workers_keep_their_torch_seed
def seed_everything(seed):
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)

    def seed_worker(worker_id):
        own = torch.initial_seed() % 2**32
        random.seed(own)
        np.random.seed(own)
        torch.manual_seed(seed)

    return {"generator": torch.Generator().manual_seed(seed), "worker_init_fn": seed_worker}
