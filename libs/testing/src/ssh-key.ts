import ssh2 from 'ssh2';

/** Both halves, as the files hold them that ssh-keygen(1) makes. */
export interface SshKeyPair {
  readonly private: string;
  readonly public: string;
}

/** What may protect a private key: its passphrase, and the rounds of bcrypt_pbkdf(3) it takes. */
export interface SshKeyProtection {
  readonly passphrase: string;
  readonly rounds: number;
}

/**
 * A pair of keys of its own, in OpenSSH's format.
 *
 * ECDSA, since ssh2 makes one Ed25519 key in 200 that nobody can read: it leaves out a leading zero of the public half.
 * Keys of ssh-keygen(1) are read whatever they begin with.
 */
export function newSshKeyPair(protection?: SshKeyProtection): SshKeyPair {
  const bits = 256;
  if (protection === undefined) return ssh2.utils.generateKeyPairSync('ecdsa', { bits });
  return ssh2.utils.generateKeyPairSync('ecdsa', { bits, cipher: 'aes256-ctr', ...protection });
}
