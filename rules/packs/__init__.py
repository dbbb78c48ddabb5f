"""What comes with the program, by language: rules, lexicons, texts; and the playbooks and marks of all languages."""
