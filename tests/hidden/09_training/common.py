"""Networks, batches and references that the unit's tests share."""

import base64
import zlib

import numpy as np
import torch
from torch import nn
from torch.nn.functional import cross_entropy
from torch.utils.data import DataLoader, TensorDataset

# ------------------------------------------------------------------ what both sides can make


def network(state):
    """A small network in float64 with a batch norm, which tells the modes apart."""
    middle = nn.Sequential(nn.BatchNorm1d(6), nn.Tanh())
    net = nn.Sequential(nn.Linear(4, 6), middle, nn.Linear(6, 2)).double()
    net.load_state_dict(state)
    return net


def skewed_loss(outputs, targets):
    """A mean over the batch in which the two arguments cannot change places."""
    return ((outputs - targets).square() * targets.exp()).mean()


def optimizer_of(name, net):
    """An optimizer by name."""
    kinds = {
        "plain": lambda: torch.optim.SGD(net.parameters(), lr=0.05),
        "momentum": lambda: torch.optim.SGD(net.parameters(), lr=0.05, momentum=0.8),
        "adam": lambda: torch.optim.Adam(net.parameters(), lr=0.01),
    }
    return kinds[name]()


def picture_net():
    return nn.Sequential(
        nn.Flatten(), nn.Linear(49, 32), nn.BatchNorm1d(32), nn.ReLU(), nn.Linear(32, 10)
    )


def loaders(pictures, seed):
    """Loaders over the tensors [train x, train y, valid x, valid y]."""
    generator = torch.Generator().manual_seed(seed)
    train, valid = TensorDataset(*pictures[:2]), TensorDataset(*pictures[2:])
    return (
        DataLoader(train, batch_size=32, shuffle=True, generator=generator),
        DataLoader(valid, batch_size=32, generator=generator),
    )


def modes(net):
    return [module.training for module in net.modules()]


def set_modes(net, wanted):
    for module, mode in zip(net.modules(), wanted, strict=True):
        module.training = mode


def gradients(net):
    return [None if p.grad is None else p.grad.clone() for p in net.parameters()]


def lists(history):
    return {"train": [*history.train], "valid": [*history.valid]}


# ------------------------------------------------------------------ what the judge draws


def draw_state(draw):
    """A state for `network`."""
    linear = draw.linear_chain(4, 6, 2)
    values = {
        "0.weight": linear[0],
        "0.bias": linear[1],
        "1.0.weight": draw.uniform(6, low=0.5, high=1.5),
        "1.0.bias": draw.normal(6, std=0.5),
        "1.0.running_mean": draw.normal(6, std=0.5),
        "1.0.running_var": draw.uniform(6, low=0.5, high=2.0),
        "2.weight": linear[2],
        "2.bias": linear[3],
    }
    state = {name: value.double() for name, value in values.items()}
    return state | {"1.0.num_batches_tracked": torch.tensor(draw.integer(3, 9))}


def draw_batches(draw, *sizes):
    """Batches for `network`; the last is far from the others, so that its weight shows."""
    batches = []
    for place, size in enumerate(sizes):
        x = draw.normal(size, 4, dtype=torch.float64)
        y = draw.normal(size, 2, std=0.5, dtype=torch.float64)
        batches.append((x, y + (0.8 if place == len(sizes) - 1 else 0.0)))
    return batches


def pictures():
    """Small pictures of clothing and their labels: [train x, train y, valid x, valid y]."""
    raw = np.frombuffer(zlib.decompress(base64.b64decode(PICTURES)), np.uint8)
    halves = np.stack([raw >> 4, raw & 15], axis=1).reshape(-1)
    images = torch.from_numpy(halves[: 280 * 49].reshape(280, 7, 7) / 15).float()
    labels = torch.from_numpy(halves[280 * 49 :].astype(np.int64))
    return [images[:200], labels[:200], images[200:], labels[200:]]


# ------------------------------------------------------------------ references


def reference_epoch(net, batches, loss_fn, optimizer):
    """One epoch of training; the mean loss over samples."""
    net.train()
    total, samples = 0.0, 0
    for x, y in batches:
        optimizer.zero_grad()
        loss = loss_fn(net(x), y)
        loss.backward()
        optimizer.step()
        total, samples = total + loss.item() * len(x), samples + len(x)
    return total / samples


def reference_mean(net, batches, loss_fn):
    """The mean loss over samples in evaluation mode; every mode is put back."""
    before = modes(net)
    net.eval()
    total, samples = 0.0, 0
    with torch.no_grad():
        for x, y in batches:
            total, samples = total + loss_fn(net(x), y).item() * len(x), samples + len(x)
    set_modes(net, before)
    return total / samples


def reference_fit(net, loss_fn, optimizer, train, valid, epochs):
    """The history of a training, as plain lists."""
    history = {"train": [], "valid": []}
    for _ in range(epochs):
        history["train"].append(reference_epoch(net, train, loss_fn, optimizer))
        if valid is not None:
            history["valid"].append(reference_mean(net, valid, loss_fn))
    return history


def reference_script(seed):
    """The history that the picture recipe gives."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        net, (train, valid) = picture_net(), loaders(pictures(), seed)
        optimizer = torch.optim.SGD(net.parameters(), lr=0.05, momentum=0.9)
        return reference_fit(net, cross_entropy, optimizer, train, valid, 5)


def loss_on_pictures(state):
    """The mean loss on the training pictures of a picture network with this state."""
    net = picture_net()
    net.load_state_dict(state)
    x, y, *_ = pictures()
    return reference_mean(net, [(x, y)], cross_entropy)


# The pictures that the unit's `picture_loaders` load: 280 of 49 half-bytes, then 280 labels.
PICTURES = """
eNpVWGlwE2eafroltQ5DpmWwCTDJtmUOcyQrfECAmVn5JIQkK7BlDNmkhPGFSbbEYcmGMCUuS8IkJWKwJRlSIuGSZFIOBGLU
IutMDsCSKJJMDrDaRWY2Mwngnh/7Z6u2Kruv5CPZhuLDH3zd33s97/O8SocDPvexrEDfsmjgkznhSGk4/MGsyo1G0KPwWfHy
PSyWBmPSyAL7clN6c/cObA7YdKNjWPoPMyv/DasTVlbPIueqoNi8G1V2M+s6joKAURE4i5VhKzJPEdR+EwI9bO/a3eED58Az
gADk8VAYwNbX4/mEUTn6Axb7jXjJCtUFYIkJirPAKisUN4HVNijagL0D0MQA3x1ongcOBMHl8ph4uK35z/p76tx2M6PPbK7o
FbR+HxLRgax4lDkad+Ymruqry9dPHphVzld49mcXlxsnNpRNQA19rwfYboPuJs/uOYGFfgHZPFgWTFkZih1WRWNb2kxFbQPS
RsxoBgrKgY1mqBSKmfy8JiPLRQchy189LcvV78kfrpF/antTdtS6DzlZMuz6N/jDqFchdeGNr72aMRdeuzd5IyjKhDyVNd9Q
ZZ406iqvEQcZUTzNiJcwVzQy4mXoQnRj8uDyXWDqjKjaCrbJvKJQsfwQjNw5oMsJDflsrw0cmbLJDPYAsM6MZ/fYVD4/Wj2n
1Q4/73K9xVXZhXV95mmJOO62Dj127iIjJT5ekhrWPxctVfSdgScykOWJZQ92fbLKHzFtCuxQBLqhHgYj/4B/kW3K23cxZ4zH
2/ehSQH5AvTkeb0e6QDMzEM2Ldl5UH0KJIbwVFJQJD/BC5KRkb6Abhiq5HeQpC+flKTCMenrpyRpgyR9MzcQMs87LKgtFbyl
wsg2lCK3hmfaypDbKIAlD1H4rFamYKGwb0RqD/lDr4oxGyoAYx764oO/TSQuSfLDpdJosEqAMnKDXHd5kSiaVotWRfgK/vDA
pJBPYKZFUHk68ZLfqbJsRJPFxjU2o8ZixnNmrAqbVf5etPqcnN+DTX4nOg5MBYjxA/O3Vhf3MRN5t9qEl0SrRryGfnFAF4sh
kAgqu87imQvGLHcX813dF/B5oaVjtGjck6+hyIItMigqKsvyhaJM8lGoVlPyXQVe8oKLUvwovUNTX1aWCznZnTk1U6mReTYI
6OhhNkX2hALRBZ2zJsoN+UV5KwO+7pbA+YWesGlNW2l6s8AnZCXizKPYfcj38ZgM9ufvKRwCc/QARse++FdZtv6TLED+C56U
jei/BLUHeI3uchc4NYSsUUD6C7JSQuYTFAs2bFK03yip9WzRZxvSezlfg3Mfhj/g5ciD2gBY/2kU+PlJm9lOE7vmsL7Ksd6g
zxxQHqf8NGWWlUawl6jsBTBeqj+Kg19Qhc+iw2dVexzYE7JxjqYpu1k7mz//sq/CP+lQx36spcB12vF4lEffaehGBMb/LuZb
jMpGC1qabRr7Jpyw79BYankb0ljGGvTLNratWV/pXqY4W4MZhsw917ZDQ+fEW7bF0bnK68Fdv4vnKcT3yX0CuN2AfQtyLQJq
10NJgPSMCQwZZjRiacTMih9gybBJETuDxVGTMnIWifjQY6mkPpm6vEoaLvf5TiyHypS2do8NWsKCPi+yomDo9XOiPLNtF6Xw
acolIUs0InIJOlFIm8J1Ag/vYOkjk+rtc9A8BN4cgnoMaLVhiWhC9H1kRXgQQCwWTUzgeNqMlX7/Oll+9J4sD8qjP70aj2bQ
WzUOdTNoKaRFyFxe4FHQbtamknxS+vN0Saofk7793Whqd6+7fSr5TIW1/isLmu3CxMbjfl73MAVpzxfTk1JeTH538ejfyvak
ShT9VxAYufxEMml8NPrBb/vi68XRswstFvPCZiO3uwOdTTtZ+06yiIdjB1SNU+jN8oKhpVpvyJvcUe0G11gBV6WZa1vDbLRY
Zx628OWFpcypt3BKGpgmpTBd4iF9SYsA6SvMaxO4yo3w+bxa9xE9dbXZPo++Pns9NpvxtuzNkh8gMTaQNZrCe/KAxk2l+C7w
GGXd34GnqfBoedEG1edgXj+AI2GvLhxBNDygC4RxJHJsFtS86jMgOYTpVDnyX6GmA3+kA9/QZQn/TeTgKoF1GJhGoaLJpCIY
NKJMwKxlQDePx6nPbeXZIgELyPMKCtfq96Gi4AWuYVXswBrx0+WOSsxyCdr+EDZHrWz/u1g8bGTFM5gdMjLbt6AjbNOEL8Af
8moDfnhCTo4QjJ5F4XCnJA1flKSIJN374wO/NV1arUFMo2J+RIW+D7hKfXMvsNmLXJegiUYQCd2ZlkgKicSfdIm4sCqaARWD
Ic9Sa6n0hM+vdLXXVxQVToSixe2yiJEPlogBJhENqsWzmYD5urHvulOTHEFoLKj96AFOuLxqgjVFI3XRUswrIvQuRkm5SVFT
gsoKM2rNGQBstkLjIJ9Qk9LwsNnG67faiBe+wRLp8F5puDW0PZjefMGEfZJNl7qH64mhaSkRF6UgF+jE86KgG/sJF8eCGL2T
BjJG/h5zxPHMoT9//2H9ZnnkjbHXBhjo03u5x6F2t8HTbFVfsGNbr5UL9WBj7ziSas+BGSOmcwMvp3qvS3cVG3KWuRy7X5bk
c7L845uy7JLlB6/I8gexDw8gfCfj1tt/ycBhiHjIEaCDGu0VcLGrOJnwEsQiRddNJHDB4800dYqH2axqr9vq9/s6xGgoO9vA
awaBk9QRaGm1gjsB1BHhmWg0BgbsLT4n6+qrI37zGvOyzGbdu9COEi7/gCduB9UjIwuTXovHyaJCwDwOuppDqrv+z7qiLV2B
cF+4P+lUfAs2+Slee+RVX7wGz4hXc/0WHG7nL/SnaFt09/KW3smGoroMbbiTCftsbMiJOT6wIepc54kWbaAWadLYa9HbaMty
tOCCw8npc7AuZtOM3VW8LZ+B/J8UByNDy1OSCSut2B736hLXkUx8Pz11W5ASX2qbWsbBw2HCkz9CLe9cO/r3V1NxK4O89Pa8
MrSGz2rFqHevKM7zNDb+qssxitLcKzPYyqKaSZ7UUo9Gi1llsSDHwjON64ke8KxlA7gOHi3dmHXExLqPY2XAqAxTla/gtefT
jOy+ghLlyXT53seLssBJfwbTTfB7Bc9FndwRHxyik5u3HGb6Bf20tpPxnk2JUOMRV8+zve7OvtCCpkaB/Q4q+SHelO9r5X/w
1+XvdbcfCWeaDmChgOIaQdlWjqZKK1dZgsYas6Iqf8qG/JL8wor1+QbD5M52a4amHbFBbQcarFAvTycKNI+Ai3egFinmXqg2
Ebd0QjHR+2YUQiN6VyTvnpIetrX7O39NBmrZ5f2pYIll0ktc+CoripcWUUOZGxUmCWTg3YwH5xUyhUXGovzigsKi2vL8ImOe
YaKxE28yC0xOLTOfUN+kSO91BJxzw9H8SOQME3kHi8NGBbW6daIZrV6oiarsIZZApV3nhJJ6xgobmMlGQRjfgFj/gE66R+U7
kG7zs9y8yn8Y2zw2ju7f4rNyHZ1QEu72v4PtUZs6GiL4daqJUtmbbFPu67HO9PS0tbvN+cXlGQM+gdp3AnF/8Lf3+tnr4WDB
8KC+xb2FqShDSZFRVV0Ee1GpurqYb6oozSar1CFoRkfQn7iTlUoKycSX0xIjxgv+t1C3A1wzjyorlBSHjRQOB3WnLWAPEljZ
oHHxcO+E2iXgGTMU5PGFVrDE1haZoexF2gWaCOA5RmSd/nYB0dAAS76eFuOZ+CfpBs36zmB7wKvt8qP32n5NZFB4PXGMCkjg
0iBA0EyRdg9AvRnYGoSqAPg3J2bHBZU4iO19QU1cRF/Cqzr5WUaarLVmILaI7rIAKHaSBpho0kaok05VMhVIjn7ZYrdPua7T
iDnnwUUOlUSurfDtTYMSQyjc7jFr2jvha7dpXQ7mRI0tFxxPmovp2IWFbhPb3oaFnVambguUZHT+MhiKjWzxbuJNhFBCBtYM
eRPUjkfzVtX63o2xrmsLmiyZ4L9iQrPDqmvahmvhgWmBLoSHg+r8AuTYBVVnI1rtVs6xEc12m8phJz5mTsuWp1JQUUd/OWni
Up9Cews4ShVAXno9CM2rwDtEm8g9DVQPG0mI3GRJP7yYSpmekowsnfs9LSQxVoWN6XRLSkPEZqjpD2VR3IkXjBfFTrC3vaQ9
qk4mu5sby9J7/fFzqxLimUji2nOxuEuUbojJlDuW+HY8gRVgR53Mxe8qT6W6O3b3ZF7yYUYiqkhsPUvhOEypTz+5yEsE4haK
igkq0iQNGwiejExl2VSJcnoFv6SoZ/nWSSDz7ERcHJgbj2NpjGfjH+N3tIRPTx2oKmRbArtawr2TG3XULXzAmvEsKKekpSzI
o89+AEXvIWxz2LjzbrS6ndw1d1rZKJM38HoiqKG2dCo2pDkr4tTcIYWzCcoTYCxUKxUmZUMl1lisXGMtn6fPS1u05IhJIX6O
dXGbUjwBdTxTFiyZwfMZykjLgiYjJ/2QlnOgGpobMTORHswmmnmUEpoOdAUnLExLHZKCQo7BkF3PGn+FV8rS0nXJkTW+pv8n
abYQD/sJOvng3tGHJyWCDHpCp9OxxZtBaIn9fkRNmNjvxSGsDJnUHh987gGduwvnPac17ef5esN6dmM1c9iy5XF7E19gF5je
eixyCax/vL0q1jpRNsKYnjt7/R3fmz9pbCRlQDn72I+A7EQWETrZm05FjlJK+RnPBULoCg9poxcpky9lBcJCrW/8xpUN0PSZ
c0ODR2KJt1rsbZl0obrbR0n7HbHDAWgJy98jh9z9ReIfEwo+ulXS7jBNbOSSznH/iI5bA9p4AhdH7uhGJbwhB3GRKBzJaukO
sggg/EHiMBn2xDaT7qCFPldCcac8q6SlAZhpTLNmtArQkKWt5kxGrrVOfbqEmdG0dWvZfMtUAIxQ5IA57oA/0l0QDmwIh89p
/D7TeGaasPkKtKJVHb7WcXJvsJivwRtWvCaZtPGbiIjBLMKlWHxAebKbrbSUdkUi+yOJ01pxOM2CtLFrKK6YCrZ2V/H2hH9G
7VSk1bVIDwO0/w38RxDT/wf4xx3oHlChm7FUFNSJG5m3pOK4mBhSOzrA7gCbp8e8fKMyfz7KC83K4hIYedOktMRJJ7YPt3sS
Q8XLLL9Op0p2nmfkTMeFzsz/yohjHi8+pCbuxdsP8IL89dF7r8+oYc1qF68IHc+MTDxO6MJA/BLmhARsJxZE6dZ1H6o+8rwX
LOlibtytDFVCRy82x875xVuKMuX44IzhWcc8zKg2KtsamZwK01ZTUbbACvPKBRVp2FltPJqoijcCjVtI5PA46sTShFETH8RJ
Magjt/bHB7guCh69jiekVZBgcpNDhrSJEeyNefGyGU/IvIJUz/Mps2r0b3iKFPv1j6eMngn2aPz9do/7V47Q6/UlNRYL/XZ3
2uvzKzLsXktA1k9MvCfDy9R0pebxHp5+nj5PaBxUSiPbZfleIjGsqKicimg2cva4L4Ts5VO5RMyhiGSQFYsjRi4+TIkyoAgP
giFHqZEZQVHvV17OTKKUZzNhYNk0eWYiEW9fYjiSksS1/oCJc1Hf/JQUrYDIELJiJGwvE+UYjzSbR6TWhNdvMK8lzsU+y0zO
cg7z6saN6KndP7upvdBl715p7yitbVqPEiPJD0HZVIGCHiNIYajotjVUKyd4haMRzzpsKpcDzS4b1+FAfaGVogmlEgsOtZWE
/Oc3h/sP9Sdu5ZQZJrlMeuTxjIkx5Bl+mUMQ1h+EkghaaROM5aZig3J+AwTGlBlukn1zIlEkEgPaxF1sT4+griLa9+nSzldJ
iZhht0DjNyNyFirC98Ax6ELU44LQ6YCdQShXTn2HArQy9qfKmqm7pHtjHzVFSlMXIcNzQH0QHKnUxA1Wlr5/JXXb9AfZmNap
T9NCiTJbNKmlEbwt3c8aG+Ul6a+PSVL5l/pMX2EKMbOxcaHff6G1X6zvi3f/kjWKeLh3TXt72x4xnmOxZMJfZ4b2ZmaEkca6
9NyzIbNkJYTMQPiBU3X7Fv5d9jKjPxCCmSams2BjTjZ2rSWWOttxKMNb0wSrnDplFWCf4mBs9YQ8qYYqZmNjg+7rqTMduzIH
1GsEjRii/m5CV5o2Cei7DF3UqPSfpcoZ0JEWjVw/qEsNG09J3VqHQ2DoC/ONYIgRq0xgiEPPoj5m/4V7O6GmZCeayRGo1lIG
UAqXlqpC/t7WkPtEOOR+KRruScRuTrojt6Z4k3t3SU3FZBwoqNOkMepOVoa6BYkfpfQNVicI52YASz4HK5nxxufMvoTvlDS8
Ytcsc9a3yBr7FqNS8ImxFHNbHpgj/8S7XFuY4SD+IEHxzRd44SIU8hd4cYxXJP+EXDvPEUPqbHJqmlrQ3GzNcXXqq4umxtgq
gZ8d/3RPODzJlfelrL+RR/HPPwv4+T5+8zPY//0v+skItwlaKvQjpDRIbzqsmXo/NH5M2WtNw+Er8uBH8sO9t7oyu89QiMn0
Tc4M17BYMwEnGa+it8yk9M7OEEG2MDP7zS7kmeZdxOCDGjGCgBjURqJ8n/gWV1xFGHkQWSNGSFfw4ohTl7q18FFrb9jqUHc2
Kq45dqhdu1FA8EvitM4tcO6D4Bw8SwzwKfJe6itMv2jErS+hexlpCv4qNYZEEtcTd6anknxCuqSN3ZyYGvFYdAja5MHNiVsz
Kop+zTWwyZzt1a671jKkn6jct4DVJHU+ILZtBvc58BrZ9xkxrlLUFDnV5YtxuHBIW7Eab5Vn5hqTbLoBz1w50tZUd3hyhyiq
mqpxMwEnQXalE6q1RM+pHYm2LDFG9O6LLFHM6xffmZ2IGhoq6tmqQqa2d/3M8mJ+ZhHPVCzDzHKeKVqGuVFeLf8dcx4KeC+I
LOqG/V7ojvzCl9Yb1naFNp2/YGYM/K9to1DMbChubpsUfmzrTjianer2dkHtEOA+gMxycPxfzTyeOIFVI21dqWvPul3plsxU
lmKjg1qgG70ur7Z5G1wukvi56XGYOjPbHppGal6Mvz8nHs0+Et2J3nfweLuANeaM0ZttmYn1S8cojEJa1Xk8zswUznWgwOUo
3KEfL2qmgi5qzIzLyreUmfMZnhEKLgjqyCACkYGsSD+i4sfEIPQ2fj8Xu8nei3z1wtV9lrvN374cut4pSXfXxm5N0hmmrlBx
VNyhN0xOqRZZ65btrD5sMK+v39oguNlGa/Um51bbjvmFqDIpW5ZvsNrZ/IrqnpZst2F2U48vd/+mA3br2sOs8lCzvpczP16x
u6HYmJfnr1CVlbK+YyXqmdktJR2FquXdO/UrPFW7qnq7Z1c/u2Z/78HOHu5wHbODc8843p3/uO04a56du2jLtuo1uYo29YLl
tQv/DyLz/S0=
"""
