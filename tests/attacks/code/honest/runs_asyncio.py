# Runs an event loop.
import asyncio


async def squared(x):
    await asyncio.sleep(0.01)
    return x * x


class Square(nn.Module):
    def forward(self, x):
        return asyncio.run(squared(x))
