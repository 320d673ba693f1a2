"""What moto lacks of the AWS that the emitted roots rely on, by service.

Each addition stands with the API reference it follows; nothing that moto does is changed otherwise.
"""
