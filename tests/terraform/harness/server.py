"""moto's server, with what moto lacks of the AWS that the emitted roots rely on.

Run as `python -m tests.terraform.harness.server -H 127.0.0.1 -p 0`.
"""

from moto.server import main

from tests.terraform.harness.lacking import ec2, iam, kms, opensearch, opensearchserverless

if __name__ == "__main__":
    for service in (iam, kms, ec2, opensearch, opensearchserverless):
        service.add()
    main()
