# Module by module, with a note of what was there already.
def parameter_table(net):
    seen, rows = set(), []
    for prefix, module in net.named_modules():
        for name, p in module._parameters.items():
            if p is None or id(p) in seen:
                continue
            seen.add(id(p))
            full = prefix + "." + name if prefix else name
            rows.append((full, tuple(p.size()), bool(p.requires_grad)))
    return rows
