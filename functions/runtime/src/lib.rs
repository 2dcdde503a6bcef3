//! What runs functions: triggers, retries, parking, outcomes turned into commands.
