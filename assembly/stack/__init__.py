"""Who asks next while somebody presents: raised hands in a fair order, and questions in writing."""
