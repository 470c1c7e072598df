"""What `./do validate` can do, one module per subject."""
