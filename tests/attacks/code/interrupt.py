# Interrupts itself as Ctrl-C would.
# gets: 0, crashed
# says: KeyboardInterrupt
import signal

signal.raise_signal(signal.SIGINT)
