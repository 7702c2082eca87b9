import { debianPackage } from './debian-packages.js';

/** True when this process has root's rights. */
export const isRoot = process.getuid?.() === 0;

/**
 * Libraries of cwrap.org to preload into a server of a plain user: uid_wrapper makes it believe that it is root and may become
 * anybody; nss_wrapper adds initgroups(3), which uid_wrapper leaves out. None for root.
 */
export async function pretendingLibraries(): Promise<readonly string[]> {
  if (isRoot) return [];
  const [uid, nss] = await Promise.all([debianPackage('libuid-wrapper'), debianPackage('libnss-wrapper')]);
  return [uid.path('libuid_wrapper.so'), nss.path('libnss_wrapper.so')];
}

/** The settings of those libraries. Users and groups are looked up in the usual files. */
export const PRETENDING_ENV: Readonly<Record<string, string>> = isRoot
  ? {}
  : {
      UID_WRAPPER: '1',
      UID_WRAPPER_ROOT: '1',
      NSS_WRAPPER_PASSWD: '/etc/passwd',
      NSS_WRAPPER_GROUP: '/etc/group',
    };
