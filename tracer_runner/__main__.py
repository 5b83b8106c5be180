"""`python -m tracer_runner` is `tracer`."""

from tracer_runner.cli.main import main

main()
