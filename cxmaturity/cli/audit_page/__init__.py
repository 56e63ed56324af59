"""What ``cxmaturity audit`` prints for people: the page, its definitions, and how logs are understood."""
