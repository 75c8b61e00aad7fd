"""The commands as the command line declares them, a file each; what is heavy is imported when one runs."""
