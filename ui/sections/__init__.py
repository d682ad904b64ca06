"""The sections of the navigation, one module each; ``catalogue`` lists them, ``page`` says what they share."""
