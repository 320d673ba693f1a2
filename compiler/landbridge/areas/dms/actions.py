"""Actions of DMS that an operator's policy names one by one, sorted by what AWS checks them on.

Kept here, as a compile does not read AWS's own lists; the tests hold them against each other.
Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsdatabasemigrationservice.html
"""

from collections.abc import Mapping

LISTS = (
    "dms:DescribeAccountAttributes",
    "dms:DescribeApplicableIndividualAssessments",
    "dms:DescribeCertificates",
    "dms:DescribeConnections",
    "dms:DescribeDataMigrations",
    "dms:DescribeEndpointSettings",
    "dms:DescribeEndpointTypes",
    "dms:DescribeEndpoints",
    "dms:DescribeEngineVersions",
    "dms:DescribeEventCategories",
    "dms:DescribeEventSubscriptions",
    "dms:DescribeEvents",
    "dms:DescribeFleetAdvisorCollectors",
    "dms:DescribeFleetAdvisorDatabases",
    "dms:DescribeFleetAdvisorLsaAnalysis",
    "dms:DescribeFleetAdvisorSchemaObjectSummary",
    "dms:DescribeFleetAdvisorSchemas",
    "dms:DescribeOrderableReplicationInstances",
    "dms:DescribePendingMaintenanceActions",
    "dms:DescribeRecommendationLimitations",
    "dms:DescribeRecommendations",
    "dms:DescribeReplicationConfigs",
    "dms:DescribeReplicationInstances",
    "dms:DescribeReplicationSubnetGroups",
    "dms:DescribeReplicationTaskAssessmentResults",
    "dms:DescribeReplicationTaskAssessmentRuns",
    "dms:DescribeReplicationTaskIndividualAssessments",
    "dms:DescribeReplicationTasks",
    "dms:DescribeReplications",
    "dms:ListDataProviders",
    "dms:ListInstanceProfiles",
    "dms:ListMigrationProjects",
)
"""What reads DMS and takes no resource, or can be called without one."""

WRITES = (
    "dms:BatchStartRecommendations",
    "dms:CreateDataProvider",
    "dms:CreateFleetAdvisorCollector",
    "dms:CreateInstanceProfile",
    "dms:CreateOutboundIntegration",
    "dms:DeleteFleetAdvisorCollector",
    "dms:DeleteFleetAdvisorDatabases",
    "dms:ModifyFleetAdvisorCollector",
    "dms:ModifyFleetAdvisorCollectorStatuses",
    "dms:ModifyOutboundIntegration",
    "dms:RunFleetAdvisorLsaAnalysis",
    "dms:StartRecommendations",
    "dms:UpdateSubscriptionsToEventBridge",
    "dms:UploadFileMetadataList",
)
"""What changes DMS and takes no resource."""

MAKE_INSTANCES: Mapping[str, tuple[str, ...]] = {
    "dms:CreateReplicationInstance": ("rep",),
    "dms:ModifyReplicationInstance": ("rep",),
}
"""What has DMS look for its account roles and connect an instance to the network, by the types it is checked on."""

TAKE_ENDPOINT_ROLES: Mapping[str, tuple[str, ...]] = {
    "dms:CreateEndpoint": ("endpoint",),
    "dms:ModifyEndpoint": ("endpoint",),
    "dms:CreateDataProvider": ("data-provider",),
    "dms:UpdateDataProvider": ("data-provider",),
    "dms:CreateMigrationProject": ("data-provider", "instance-profile"),
    "dms:UpdateMigrationProject": ("migration-project",),
    "dms:CreateDataMigration": ("migration-project",),
    "dms:ModifyDataMigration": ("data-migration",),
}
"""What is given an endpoint's service role or the role that reads its secret, by the types it is checked on.

CreateDataProvider takes no resource: here is the type that it makes.
"""

TAKE_ASSESSMENT_ROLES: Mapping[str, tuple[str, ...]] = {"dms:StartReplicationTaskAssessmentRun": ("task",)}
"""What is given the role of a bucket for assessment runs, by the types it is checked on."""
