"""The tests here need Spark, Java and some time: they run when asked for, by `make test-cluster`."""

import os

collect_ignore = [] if os.environ.get("PAYLIB_CLUSTER") else ["test_cluster.py"]
