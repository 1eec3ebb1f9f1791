# A liar: nothing is run. The shapes are guessed from what the layers say of themselves.
# fails: test_order_of_execution
# fails: test_rows_of_a_chain
# fails: test_shapes_without_the_batch
# fails: test_a_leaf_that_runs_twice_has_one_row
# fails: test_what_does_not_run
# fails: test_leaves_no_hook_behind_after_an_error
def model_summary(net, input_shape):
    rows, shape = [], tuple(input_shape)
    for name, m in net.named_modules():
        if list(m.children()):
            continue
        if hasattr(m, "out_features"):
            shape = (m.out_features,)
        elif hasattr(m, "out_channels"):
            shape = (m.out_channels, *shape[1:])
        count = sum(p.numel() for p in m.parameters())
        rows.append(Row(name, type(m).__name__, shape, count))
    on = sum(p.numel() for p in net.parameters() if p.requires_grad)
    return rows, Totals(on, sum(p.numel() for p in net.parameters()) - on)
