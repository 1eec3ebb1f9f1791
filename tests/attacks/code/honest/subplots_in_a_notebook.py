# Shows a figure as the value of its cell, and another because it is open at the end.
# in: notebook
# prints: image/png
import matplotlib.pyplot as plt


def double(x):
    return 2 * x


figure, axes = plt.subplots()
axes.plot([1, 2, 3])
plt.figure()
plt.plot([3, 2, 1])
figure
