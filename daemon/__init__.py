"""The shell: reads, remembers, concludes, acts. The only place that composes and that looks at a clock."""
