"""What the words of `may:` mean: actions of MGN, by what AWS checks them on.

Kept here, as a compile does not read AWS's own lists; the tests hold them against each other.
Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsapplicationmigrationservice.html
"""

from collections.abc import Mapping
from typing import NamedTuple

from landbridge.areas.mgn.spec_people import Ability

SERVER, APPLICATION, WAVE, JOB = "source-server", "application", "wave", "job"
REPLICATION, LAUNCH = "replication-configuration-template", "launch-configuration-template"


class Actions(NamedTuple):
    """Actions that are checked on the same kinds of resources; on none where they take no resource.

    Attributes:
        sid: of the statement.
        why: what they are for.
        actions: with their service.
        on: kinds, as ARNs of MGN name them.
        tagged: whether tags of an operator narrow them: jobs have other tags than servers.
        creating: actions of MGN while which alone tags may be given, for `mgn:TagResource`.
    """

    sid: str
    why: str
    actions: tuple[str, ...]
    on: tuple[str, ...] = ()
    tagged: bool = True
    creating: tuple[str, ...] = ()


def _tagging(sid: str, creating: tuple[str, ...], *on: str) -> Actions:
    why = "Tags are given to what is made, and to nothing else."
    return Actions(sid, why, ("mgn:TagResource",), on, tagged=False, creating=creating)


READ = (
    Actions(
        "Lists",
        "Lists take no resource.",
        (
            "mgn:DescribeJobs",
            "mgn:DescribeLaunchConfigurationTemplates",
            "mgn:DescribeReplicationConfigurationTemplates",
            "mgn:DescribeSourceServers",
            "mgn:ListApplications",
            "mgn:ListExports",
            "mgn:ListImports",
            "mgn:ListTagsForResource",
            "mgn:ListWaves",
        ),
    ),
    Actions(
        "SeeSettings",
        "How servers replicate and launch.",
        (
            "mgn:GetLaunchConfiguration",
            "mgn:GetReplicationConfiguration",
            "mgn:ListSourceServerActions",
        ),
        (SERVER,),
    ),
    Actions(
        "SeeTemplateActions",
        "Actions that new servers get.",
        ("mgn:ListTemplateActions",),
        (LAUNCH,),
    ),
    Actions("SeeJobs", "What became of a launch.", ("mgn:DescribeJobLogItems",), (JOB,), tagged=False),
)
"""What everybody has who has anything. What went wrong with imports and exports is for who runs these: nobody here."""

_TERMINATE = "mgn:TerminateTargetInstances"

ABILITIES: Mapping[Ability, tuple[Actions, ...]] = {
    "read": (),
    "replicate": (
        Actions(
            "Replicate",
            "Start, pause and stop the replication of servers.",
            (
                "mgn:PauseReplication",
                "mgn:ResumeReplication",
                "mgn:RetryDataReplication",
                "mgn:StartReplication",
                "mgn:StopReplication",
            ),
            (SERVER,),
        ),
    ),
    "settings": (
        Actions(
            "ChangeSettings",
            "Replication settings, launch settings and actions of servers.",
            (
                "mgn:PutSourceServerAction",
                "mgn:RemoveSourceServerAction",
                "mgn:UpdateLaunchConfiguration",
                "mgn:UpdateReplicationConfiguration",
                "mgn:UpdateSourceServer",
            ),
            (SERVER,),
        ),
    ),
    "test": (
        Actions(
            "Test",
            "Launch test instances, end them, and say that a server is ready for cutover.",
            ("mgn:ChangeServerLifeCycleState", "mgn:StartTest", _TERMINATE),
            (SERVER,),
        ),
        _tagging("TagTestJobs", ("StartTest", "TerminateTargetInstances"), JOB),
    ),
    "cutover": (
        Actions(
            "CutOver",
            "Launch cutover instances, take them back, and finish.",
            ("mgn:ChangeServerLifeCycleState", "mgn:FinalizeCutover", "mgn:StartCutover", _TERMINATE),
            (SERVER,),
        ),
        _tagging("TagCutoverJobs", ("StartCutover", "TerminateTargetInstances"), JOB),
    ),
    "organise": (
        Actions("MakeGroups", "What is made has no ARN yet.", ("mgn:CreateApplication", "mgn:CreateWave")),
        _tagging("TagGroups", ("CreateApplication", "CreateWave"), APPLICATION, WAVE),
        Actions(
            "Applications",
            "Applications.",
            (
                "mgn:ArchiveApplication",
                "mgn:DeleteApplication",
                "mgn:UnarchiveApplication",
                "mgn:UpdateApplication",
            ),
            (APPLICATION,),
        ),
        Actions(
            "Waves",
            "Waves.",
            ("mgn:ArchiveWave", "mgn:DeleteWave", "mgn:UnarchiveWave", "mgn:UpdateWave"),
            (WAVE,),
        ),
        Actions(
            "ServersOfApplications",
            "Which servers are of an application: checked on both.",
            ("mgn:AssociateSourceServers", "mgn:DisassociateSourceServers"),
            (APPLICATION, SERVER),
        ),
        Actions(
            "ApplicationsOfWaves",
            "Which applications are of a wave: checked on both.",
            ("mgn:AssociateApplications", "mgn:DisassociateApplications"),
            (APPLICATION, WAVE),
        ),
    ),
    "retire": (
        Actions(
            "Retire",
            "Disconnect servers, which removes their agents, archive and delete them.",
            ("mgn:DeleteSourceServer", "mgn:DisconnectFromService", "mgn:MarkAsArchived"),
            (SERVER,),
        ),
        Actions("DeleteJobs", "Jobs of servers that are gone.", ("mgn:DeleteJob",), (JOB,), tagged=False),
    ),
    "templates": (
        Actions(
            "MakeTemplates",
            "What is made has no ARN yet.",
            ("mgn:CreateLaunchConfigurationTemplate", "mgn:CreateReplicationConfigurationTemplate"),
        ),
        _tagging(
            "TagTemplates",
            ("CreateLaunchConfigurationTemplate", "CreateReplicationConfigurationTemplate"),
            LAUNCH,
            REPLICATION,
        ),
        Actions(
            "ReplicationTemplates",
            "How new servers replicate.",
            ("mgn:DeleteReplicationConfigurationTemplate", "mgn:UpdateReplicationConfigurationTemplate"),
            (REPLICATION,),
        ),
        Actions(
            "LaunchTemplatesOfMgn",
            "How new servers launch.",
            (
                "mgn:DeleteLaunchConfigurationTemplate",
                "mgn:PutTemplateAction",
                "mgn:RemoveTemplateAction",
                "mgn:UpdateLaunchConfigurationTemplate",
            ),
            (LAUNCH,),
        ),
    ),
}

LAUNCHES: frozenset[Ability] = frozenset({"test", "cutover"})
"""What launches instances, which MGN does in the caller's name."""
PLANNING: frozenset[Ability] = frozenset({"organise", "templates"})
"""What is about applications, waves and templates, and not about servers."""
