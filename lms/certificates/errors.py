"""What can be wrong with a certificate."""


class CertificateDamaged(Exception):
    """The stored document is missing or no longer the one that was frozen. Carries the certificate's number."""
