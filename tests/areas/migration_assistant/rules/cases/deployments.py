"""Deployments."""

from tests.areas.cases import Bad, Good
from tests.areas.migration_assistant.specs import DOMAINS, EKS, MSK, NETWORK, THEIR_DOMAIN, assistant, deployment, one

AUTHORITY = "arn:aws:acm-pca:eu-west-1:123456789012:certificate-authority/11111111-2222-3333-4444-555555555555"
ELASTIC = "{self_managed: {security_group: old_domain}}"
ROLE = "OSMigrations-dev-eu-west-1-migration-console-task"
MADE = "security: {{permissions_boundary: none, service_roles: {{shop: {{service: {service}}}}}}}\n"
MADE_HERE = NETWORK.replace("{id: sg-0123456789abcdef0}", "{vpc: vpc-0123456789abcdef0, description: the services}")
PROXIES = "service_security_group"
THEIRS = f"{{domain: {THEIR_DOMAIN}, security_group: their_domain, reason: the search team moves to us}}"
SECURITY = f"""\
security:
  permissions_boundary: none
  service_roles:
    console: {{service: ecs-tasks.amazonaws.com, name: {ROLE}}}
"""

BAD = (
    Bad("LB720", 'services means nothing for product "eks"', one(base=EKS, mark="services", services="[console]")),
    Bad("LB720", "service_security_group means", one(base=EKS, mark=PROXIES, **{PROXIES: "os_services"})),
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
    Bad("LB727", "capture_proxy does not have the access_security_group", one(services="[console, §capture_proxy]")),
    Bad("LB727", "is for capture_proxy, which is not in use", one(mark=PROXIES, **{PROXIES: "os_services"})),
    Bad("LB728", "the source belongs to account 210987654321", one(source=THEIRS.replace("{domain: ", "{domain: §"))),
    Bad("LB728", "AWS passes no role across accounts", one(source=THEIRS, snapshot="{role: §own}")),
    Bad("LB728", "the source is in this account", one(snapshot="{role: §theirs}")),
    Bad("LB729", "2100-01-01 is as good as no end", one(expires="§2100-01-01")),
    Bad(
        "LB730",
        'nobody says why the console may pass the role "Admin"',
        one(snapshot="{role: reference, role_name: §Admin}"),
    ),
    Bad(
        "LB730",
        'the role "edge-prod-b001-role-shop" of this spec is for others',
        one(
            snapshot="{role_name: §edge-prod-b001-role-shop, reason: whatever}",
            rest=MADE.format(service="ec2.amazonaws.com") + DOMAINS + NETWORK,
        ),
    ),
    Bad(
        "LB731",
        "is the group under access_security_group, too",
        one(access_security_group="new_domain", mark="").replace(
            "security_group: new_domain}", "security_group: §new_domain}"
        ),
    ),
    Bad(
        "LB731",
        "is the group under access_security_group, too",
        one(
            services="[console, capture_proxy]",
            service_security_group="§os_access",
        ),
    ),
    Bad("LB732", '"os_access" is made here', one(access_security_group="§os_access", rest=DOMAINS + MADE_HERE)),
)

GOOD = (
    Good("LB729", one(expires="2099-12-31")),
    Good("LB730", one(snapshot="{role_name: Admin, reason: the domain team owns its snapshots}")),
    Good("LB730", one(snapshot="{role_name: OSMigrations-dev-eu-west-1-default-SnapshotRole}")),
    Good(
        "LB730",
        one(
            snapshot="{role_name: edge-prod-b001-role-shop}",
            rest=MADE.format(service="es.amazonaws.com") + DOMAINS + NETWORK,
        ),
    ),
    Good("LB730", one(snapshot="{role: own, role_name: Admin}")),
    Good("LB731", one(target="{self_managed: {security_group: old_domain}}")),
    Good("LB732", one()),
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
    Good("LB727", one(services="[console, capture_proxy]", service_security_group="os_services")),
    Good("LB727", one()),
    Good("LB728", one(source=THEIRS, snapshot="{role: theirs, role_name: x}")),
    Good("LB728", one(source=THEIRS, services="[reindex]")),
    Good("LB728", one(snapshot="{role: own}")),
    Good("LB726", one(msk_cluster="'" + MSK.replace("123456789012", "{account_id}") + "'")),
)
