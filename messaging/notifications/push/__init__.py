"""Web Push: encrypting, signing and sending what a person's browsers show (RFC 8030, 8188, 8291, 8292)."""
