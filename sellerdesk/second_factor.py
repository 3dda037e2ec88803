"""The seeds of authenticator apps and recovery codes, sealed at rest: whoever reads the database alone cannot make codes."""

from allauth.mfa.adapter import DefaultMFAAdapter

from sellerdesk import sealing


class SealedFactors(DefaultMFAAdapter):  # type: ignore[misc]
    """The library's adapter; what it stores is sealed. Seeds stored before that are read as they are, until they are sealed anew."""

    def encrypt(self, text: str) -> str:
        """The library calls it before it stores a seed."""
        return sealing.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """The library calls it to check a code. Refused with sealing.Unsealable."""
        return sealing.unseal_or_open(encrypted_text)
