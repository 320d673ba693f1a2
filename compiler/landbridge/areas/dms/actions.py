"""Actions of DMS that an operator's policy names one by one, sorted by what AWS checks them on.

Kept here, as a compile does not read AWS's own lists; the tests hold them against each other.
Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsdatabasemigrationservice.html
"""

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

TAKE_ROLES = (
    "dms:CreateEndpoint",
    "dms:ModifyEndpoint",
    "dms:CreateReplicationInstance",
    "dms:ModifyReplicationInstance",
    "dms:CreateDataProvider",
    "dms:UpdateDataProvider",
    "dms:CreateMigrationProject",
    "dms:UpdateMigrationProject",
    "dms:CreateDataMigration",
    "dms:ModifyDataMigration",
    "dms:StartReplicationTaskAssessmentRun",
)
"""What is given a role, or has DMS look one up: who may do none of these needs no role and no secret."""
