"""What is said to people: messages, names, numbers and days in their language."""
