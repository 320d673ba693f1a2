"""Facts about AWS that several areas share: partitions, ARNs, names, quotas, actions, managed policies."""
