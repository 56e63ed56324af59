"""What reads and sorts the logs for the kernel: DuckDB on this machine, Spark in a cluster."""
