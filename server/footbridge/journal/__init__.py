"""The journal: free writing and guided pages, private until shared."""
