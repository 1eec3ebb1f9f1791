"""The agreement suite: what learners write, run on the CPU, on the simulator and on a real GPU.

`python -m grader.devices.agreement` runs every snippet on each of them and prints where they
agree. The devices' answers must be the CPU's, except where a snippet states what an accelerator
does otherwise: an error of a stated kind, or a stated value.
"""
