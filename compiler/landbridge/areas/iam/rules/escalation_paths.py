"""Known ways from some permissions to all: one action that suffices, or passing a role to what one starts.

Sources: the research that made them public, https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/
and https://pathfinding.cloud/, and AWS's own list of permissions management actions in
https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
"""

from typing import NamedTuple

SINGLE = {
    "iam:AddClientIDToOpenIDConnectProvider": "has an identity provider's tokens accepted that were made for others",
    "iam:AddUserToGroup": "joins a group that has more rights",
    "iam:AttachGroupPolicy": "attaches AdministratorAccess to a group of one's own",
    "iam:AttachRolePolicy": "attaches AdministratorAccess to a role that one can assume",
    "iam:AttachUserPolicy": "attaches AdministratorAccess to oneself",
    "iam:CreateAccessKey": "makes access keys of another user",
    "iam:CreateLoginProfile": "gives another user a password and signs in as that user",
    "iam:CreateOpenIDConnectProvider": "has the tokens of an identity provider of one's own accepted",
    "iam:CreatePolicyVersion": "rewrites a managed policy that is attached to oneself",
    "iam:CreateSAMLProvider": "has the assertions of an identity provider of one's own accepted",
    "iam:CreateServiceSpecificCredential": "makes credentials of another user for one service",
    "iam:DeactivateMFADevice": "takes away the second factor of a user",
    "iam:DeleteGroupPolicy": "deletes a policy of a group, and what it denies",
    "iam:DeleteRolePermissionsBoundary": "takes away the boundary of a role",
    "iam:DeleteRolePolicy": "deletes a policy of a role, and what it denies",
    "iam:DeleteUserPermissionsBoundary": "takes away the boundary of a user",
    "iam:DeleteUserPolicy": "deletes a policy of a user, and what it denies",
    "iam:DeleteVirtualMFADevice": "deletes the second factor of a user",
    "iam:DetachGroupPolicy": "detaches a policy from a group, and what it denies",
    "iam:DetachRolePolicy": "detaches a policy from a role, and what it denies",
    "iam:DetachUserPolicy": "detaches a policy from a user, and what it denies",
    "iam:PutGroupPolicy": "writes a policy for a group of one's own",
    "iam:PutRolePermissionsBoundary": "replaces the boundary of a role with a wider one",
    "iam:PutRolePolicy": "writes a policy for a role that one can assume",
    "iam:PutUserPermissionsBoundary": "replaces the boundary of a user with a wider one",
    "iam:PutUserPolicy": "writes a policy for oneself",
    "iam:RemoveUserFromGroup": "leaves a group, and what it denies",
    "iam:SetDefaultPolicyVersion": "brings back an older, wider version of a managed policy",
    "iam:UpdateAssumeRolePolicy": "lets oneself assume any role",
    "iam:UpdateLoginProfile": "changes another user's password and signs in as that user",
    "iam:UpdateSAMLProvider": "replaces the identity provider's metadata and signs in as anybody",
    "iam:UploadSigningCertificate": "signs requests as another user",
    "sso:AttachCustomerManagedPolicyReferenceToPermissionSet": "attaches a wider policy to one's own permission set",
    "sso:AttachManagedPolicyToPermissionSet": "attaches AdministratorAccess to one's own permission set",
    "sso:CreateAccountAssignment": "assigns oneself a permission set that has more rights",
    "sso:PutInlinePolicyToPermissionSet": "writes a policy into one's own permission set",
}
"""What each action alone lets its holder do."""

SELF_SERVICE = frozenset(
    {
        "iam:CreateAccessKey",
        "iam:CreateLoginProfile",
        "iam:CreateServiceSpecificCredential",
        "iam:DeactivateMFADevice",
        "iam:DeleteVirtualMFADevice",
        "iam:UpdateLoginProfile",
        "iam:UploadSigningCertificate",
    }
)
"""Harmless on oneself: on resources that end in /${aws:username}."""

GUARDS = ("iam:permissionsboundary", "iam:policyarn")
"""Condition keys that limit what can be attached or written, and so make delegation safe."""

UNGUARDED = frozenset({"iam:DeleteRolePermissionsBoundary", "iam:DeleteUserPermissionsBoundary"})
"""Actions for which iam:PermissionsBoundary names what is taken away, so that it guards nothing."""


class Path(NamedTuple):
    """Pass a role to `service`, and start something with it: one action of each tuple of `actions`."""

    service: str
    actions: tuple[tuple[str, ...], ...]
    what: str


PATHS = (
    Path(
        "lambda.amazonaws.com",
        (("lambda:CreateFunction",), ("lambda:InvokeFunction", "lambda:AddPermission")),
        "runs a function",
    ),
    Path(
        "lambda.amazonaws.com",
        (("lambda:CreateFunction",), ("lambda:CreateEventSourceMapping",)),
        "has events run a function",
    ),
    Path(
        "lambda.amazonaws.com",
        (("lambda:UpdateFunctionConfiguration",), ("lambda:UpdateFunctionCode",)),
        "rewrites a function",
    ),
    Path("ec2.amazonaws.com", (("ec2:RunInstances",),), "starts an instance"),
    Path(
        "ec2.amazonaws.com",
        (("ec2:AssociateIamInstanceProfile", "ec2:ReplaceIamInstanceProfileAssociation"),),
        "gives the role to an instance",
    ),
    Path(
        "ec2.amazonaws.com",
        (("autoscaling:CreateLaunchConfiguration",), ("autoscaling:CreateAutoScalingGroup",)),
        "starts instances",
    ),
    Path("glue.amazonaws.com", (("glue:CreateDevEndpoint",),), "opens a development endpoint"),
    Path(
        "glue.amazonaws.com",
        (("glue:CreateJob", "glue:UpdateJob"), ("glue:StartJobRun", "glue:CreateTrigger")),
        "runs a job",
    ),
    Path(
        "glue.amazonaws.com",
        (("glue:CreateSession",), ("glue:RunStatement",)),
        "runs statements in a session",
    ),
    Path(
        "cloudformation.amazonaws.com",
        (("cloudformation:CreateStack", "cloudformation:UpdateStack"),),
        "deploys a stack",
    ),
    Path(
        "cloudformation.amazonaws.com",
        (("cloudformation:CreateChangeSet",), ("cloudformation:ExecuteChangeSet",)),
        "deploys a change set",
    ),
    Path(
        "cloudformation.amazonaws.com",
        (("cloudformation:CreateStackSet",), ("cloudformation:CreateStackInstances",)),
        "deploys a stack set",
    ),
    Path(
        "datapipeline.amazonaws.com",
        (
            ("datapipeline:CreatePipeline",),
            ("datapipeline:PutPipelineDefinition",),
            ("datapipeline:ActivatePipeline",),
        ),
        "runs a pipeline",
    ),
    Path(
        "sagemaker.amazonaws.com",
        (("sagemaker:CreateNotebookInstance",), ("sagemaker:CreatePresignedNotebookInstanceUrl",)),
        "opens a notebook",
    ),
    Path(
        "sagemaker.amazonaws.com",
        (
            (
                "sagemaker:CreateTrainingJob",
                "sagemaker:CreateProcessingJob",
                "sagemaker:CreateHyperParameterTuningJob",
            ),
        ),
        "runs a job",
    ),
    Path(
        "codebuild.amazonaws.com",
        (("codebuild:CreateProject", "codebuild:UpdateProject"), ("codebuild:StartBuild",)),
        "runs a build",
    ),
    Path(
        "ecs-tasks.amazonaws.com",
        (("ecs:RegisterTaskDefinition",), ("ecs:RunTask", "ecs:StartTask", "ecs:CreateService")),
        "runs a task",
    ),
    Path("ecs-tasks.amazonaws.com", (("ecs:RunTask", "ecs:StartTask"),), "runs a task with another role"),
    Path("batch.amazonaws.com", (("batch:RegisterJobDefinition",), ("batch:SubmitJob",)), "runs a job"),
    Path(
        "states.amazonaws.com",
        (("states:CreateStateMachine", "states:UpdateStateMachine"), ("states:StartExecution",)),
        "runs a workflow",
    ),
    Path(
        "scheduler.amazonaws.com",
        (("scheduler:CreateSchedule", "scheduler:UpdateSchedule"),),
        "schedules a call",
    ),
    Path("elasticmapreduce.amazonaws.com", (("elasticmapreduce:RunJobFlow",),), "starts a cluster"),
    Path(
        "tasks.apprunner.amazonaws.com",
        (("apprunner:CreateService", "apprunner:UpdateService"),),
        "runs a service",
    ),
    Path(
        "ssm.amazonaws.com",
        (("ssm:CreateDocument", "ssm:UpdateDocument"), ("ssm:StartAutomationExecution",)),
        "runs an automation",
    ),
    Path(
        "bedrock-agentcore.amazonaws.com",
        (("bedrock-agentcore:CreateCodeInterpreter",), ("bedrock-agentcore:InvokeCodeInterpreter",)),
        "runs code",
    ),
)
