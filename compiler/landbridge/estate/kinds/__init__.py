"""The one table of resource types: import ids, what AWS knows them by, and what adoption could change.

Source of the import ids: the section "Import" of each type at
https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs, and imports that were tried with that provider.
A secret is in none of the attributes named here, nor is what might hold one: settings in free text, connections,
passwords, user data.
"""

from landbridge.estate.kinds import around, dms, iam, kms, network, opensearch

KINDS = {each.type: each for family in (iam, kms, opensearch, network, dms, around) for each in family.kinds()}
"""Every type that is known, by its name."""
