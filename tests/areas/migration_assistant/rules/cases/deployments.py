"""Deployments."""

from tests.areas.cases import Bad, Good
from tests.areas.migration_assistant.specs import DOMAINS, EKS, MSK, NETWORK, assistant, deployment, one

AUTHORITY = "arn:aws:acm-pca:eu-west-1:123456789012:certificate-authority/11111111-2222-3333-4444-555555555555"
ELASTIC = "{self_managed: {security_group: old_domain}}"
ROLE = "OSMigrations-dev-eu-west-1-migration-console-task"
SECURITY = f"""\
security:
  permissions_boundary: none
  service_roles:
    console: {{service: ecs-tasks.amazonaws.com, name: {ROLE}}}
"""

BAD = (
    Bad("LB720", 'services means nothing for product "eks"', one(base=EKS, mark="services", services="[console]")),
    Bad("LB720", 'deploy_id means nothing for product "eks"', one(base=EKS, mark="deploy_id", deploy_id="blue")),
    Bad(
        "LB720",
        'means nothing for product "classic"',
        one(mark="certificate_authority", certificate_authority=AUTHORITY),
    ),
    Bad(
        "LB721",
        f'blue has the role "{ROLE}" already',
        assistant(deployment("blue"), deployment("green", deploy_id="green", stage="§dev")),
    ),
    Bad("LB722", "replayer needs a target", one(services="[console, §replayer]", target=None)),
    Bad("LB722", "reindex needs a target", one(services=None, target=None, mark="main")),
    Bad("LB722", "capture_proxy needs a source", one(services="[console, §capture_proxy]", source=None)),
    Bad("LB722", "neither source nor target", one(base=EKS, source=None, target=None, mark="main")),
    Bad("LB723", "without a last day and without a reason", one(expires=None, mark="main")),
    Bad("LB724", "role means nothing here", one(source=ELASTIC, snapshot="{§role: own}")),
    Bad("LB724", "role_name means nothing here", one(source=ELASTIC, snapshot="{§role_name: x}")),
    Bad(
        "LB725",
        f'security.service_roles.console makes a role "{ROLE}"',
        one(stage="§dev", rest=SECURITY + DOMAINS + NETWORK, services="[console]"),
    ),
    Bad("LB726", 'account "210987654321"', one(msk_cluster="§" + MSK.replace("123456789012", "210987654321"))),
    Bad("LB726", 'region "eu-central-1"', one(msk_cluster="§" + MSK.replace("eu-west-1", "eu-central-1"))),
)

GOOD = (
    Good("LB720", one(base=EKS, certificate_authority=AUTHORITY)),
    Good("LB720", one(deploy_id="blue")),
    Good("LB721", assistant(deployment("blue"), deployment("green", stage="test"))),
    Good("LB721", assistant(deployment("blue"), deployment("green", base=EKS))),
    Good("LB722", one(services="[console]", target=None)),
    Good("LB722", one(base=EKS, source=None)),
    Good("LB723", one(expires=None, reason="a standing copy for the analysts")),
    Good("LB723", one(expires=None, access="removed")),
    Good("LB724", one(source=ELASTIC, snapshot="{bucket: edge-snapshots}")),
    Good("LB725", one(services="[console]", rest=SECURITY.replace(ROLE, "console") + DOMAINS + NETWORK)),
    Good("LB726", one(msk_cluster=MSK)),
    Good("LB726", one(msk_cluster="'" + MSK.replace("123456789012", "{account_id}") + "'")),
)
