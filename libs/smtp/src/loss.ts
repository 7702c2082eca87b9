/** How a connection was lost. */
export interface Loss {
  readonly how: 'server-closed' | 'connection-reset' | 'tls-broken';
  /** The error's code, such as `ECONNRESET` or `ERR_SSL_WRONG_VERSION_NUMBER`; null where the server just closed. */
  readonly errno: string | null;
}

export const LOSS_REMARKS: Readonly<Record<Loss['how'], string>> = {
  'server-closed': 'the server closed the connection',
  'connection-reset': 'the connection was reset',
  'tls-broken': 'TLS failed',
};

/** What an error of a socket says about the connection. */
export function lossOf(error: NodeJS.ErrnoException): Loss {
  const errno = error.code ?? error.message;
  if (errno.startsWith('ERR_SSL_') || errno.startsWith('ERR_TLS_')) return { how: 'tls-broken', errno };
  // Node reports a FIN in the middle of a handshake by the code of a reset, but no system call has failed.
  if (errno === 'ECONNRESET' && error.syscall === undefined) return { how: 'server-closed', errno };
  return { how: 'connection-reset', errno };
}
