"""Built-in plugins, loaded like anyone's."""
