"""Bytes in use: exact, by device, and as CUDA's caching allocator counts them."""

KIB, MIB = 1 << 10, 1 << 20


def up_and_down():
    import torch

    counts = [torch.accelerator.memory_allocated("sim:1")]
    x = torch.zeros(KIB, device="sim:1")
    counts.append(torch.accelerator.memory_allocated("sim:1"))
    y = x.double()
    counts.append(torch.sim.memory_allocated(1))
    view = y[5:]
    del x, y
    counts.append(torch.sim.memory_allocated("sim:1"))
    del view
    counts.append(torch.sim.memory_allocated(torch.device("sim:1")))
    return [*counts, torch.sim.memory_allocated(0)]


def in_blocks():
    import torch

    small = torch.ones(1, device="sim")
    one = torch.accelerator.memory_allocated()
    empty = torch.empty(0, device="sim")
    return [one, torch.accelerator.memory_allocated(), small.numel() + empty.numel()]


def of_a_moved_module():
    import torch

    net = torch.nn.Linear(256, 256, bias=False).to("sim:0")
    first = [torch.accelerator.memory_allocated(i) for i in range(2)]
    net.to("sim:1")
    second = [torch.accelerator.memory_allocated(i) for i in range(2)]
    net.to("cpu")
    return [first, second, [torch.accelerator.memory_allocated(i) for i in range(2)]]


def high_water():
    import torch

    for _ in range(50):
        torch.zeros(KIB, device="sim")  # one at a time
    one = torch.accelerator.max_memory_allocated()
    held = [torch.zeros(KIB, device="sim") for _ in range(50)]
    many = torch.accelerator.max_memory_allocated()
    del held
    after = torch.accelerator.max_memory_allocated()
    torch.accelerator.reset_peak_memory_stats()
    return [one, many, after, torch.accelerator.max_memory_allocated()]


def cached():
    import torch

    x = torch.zeros(3 * MIB // 4, device="sim")
    numbers = [torch.accelerator.memory_reserved()]
    del x
    numbers.append(torch.accelerator.memory_reserved())
    torch.accelerator.empty_cache()
    numbers.append(torch.accelerator.memory_reserved())
    free, total = torch.accelerator.get_memory_info()
    return [*numbers, torch.accelerator.max_memory_reserved(), total - free]


def of_training():
    import torch

    net = torch.nn.Sequential(torch.nn.Linear(8, 8), torch.nn.ReLU(), torch.nn.Linear(8, 1))
    net.to("sim")
    optimizer = torch.optim.Adam(net.parameters())
    counts = []
    for _ in range(30):
        loss = net(torch.ones(4, 8, device="sim")).pow(2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        counts.append(torch.accelerator.memory_allocated())
    return counts


def test_bytes_follow_what_is_alive(simulated):
    assert simulated(up_and_down) == [0, 4 * KIB, 12 * KIB, 8 * KIB, 0, 0]


def test_blocks_are_multiples_of_512_bytes(simulated):
    assert simulated(in_blocks) == [512, 512, 1]


def test_a_module_takes_its_memory_along(simulated):
    size = 256 * KIB
    assert simulated(of_a_moved_module) == [[size, 0], [0, size], [0, 0]]


def test_the_peak_is_what_was_held_at_once(simulated):
    assert simulated(high_water) == [4 * KIB, 200 * KIB, 200 * KIB, 0]


def test_memory_let_go_is_kept_in_segments_until_the_cache_is_emptied(simulated):
    assert simulated(cached) == [4 * MIB, 4 * MIB, 0, 4 * MIB, 0]


def test_training_does_not_leak(simulated):
    counts = simulated(of_training)
    assert len(set(counts[2:])) == 1
