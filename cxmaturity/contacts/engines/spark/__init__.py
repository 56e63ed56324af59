"""The second engine: Spark reads and orders logs that lie in a cluster; the SQL and the kernel are the first one's."""
