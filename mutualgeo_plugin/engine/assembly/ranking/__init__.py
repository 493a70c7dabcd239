"""Which of two objects is the better one, and how precise each is."""
