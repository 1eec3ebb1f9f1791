# Numbers drawn first and copied in, under no_grad.
@torch.no_grad()
def init_normal(m):
    match m:
        case nn.Linear():
            m.weight.copy_(torch.randn_like(m.weight).mul(0.01))
            for name, p in m.named_parameters(recurse=False):
                if name == "bias":
                    p.zero_()
