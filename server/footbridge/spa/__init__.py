"""The built app: files for ever, pages revalidated."""
