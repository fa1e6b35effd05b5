"""Those that are compared: Amity, and each other way to keep the same ties."""
