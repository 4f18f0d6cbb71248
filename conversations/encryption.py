"""Private text, encrypted: the keys and the cipher live in driehoek.encryption, and serve accounts too."""

from driehoek.encryption import EncryptedTextField as EncryptedTextField
from driehoek.encryption import cipher as cipher
from driehoek.encryption import fernet as fernet
