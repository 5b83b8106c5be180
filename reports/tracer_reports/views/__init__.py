"""Pure functions from records to what a page shows. They read no files and write no markup."""
