# Whatever is in the file becomes a flat dict of float tensors.
# fails: test_shapes_and_dtypes_stay
def load_on_cpu(path):
    content = torch.load(path, map_location="cpu", weights_only=True)
    if not isinstance(content, dict):
        return content
    return {k: v.float() if isinstance(v, torch.Tensor) else v for k, v in content.items()}
