import { fileURLToPath } from 'node:url';

/** Absolute path of the repository, found from this file's place in `libs/testing/{src,dist}`. */
export const repositoryRoot = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '');
