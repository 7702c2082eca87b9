import type { Rotation } from './rotate.js';

/** A rotation for people: how many secrets, and each that no key opens by its place. */
export function formatRotation({ keyId, dryRun, resealed, current, unopened }: Rotation): string {
  const lines = [
    `${dryRun ? 'Nothing was changed. To be sealed again' : 'Sealed again'} with the key ${keyId}: ${resealed}`,
    `Sealed with it already: ${current}`,
  ];
  if (unopened.length > 0) {
    lines.push(`Opened by none of the keys: ${unopened.length}`);
    lines.push(...unopened.map(({ type, name, secret }) => `  ${type} ${JSON.stringify(name)}: ${secret}`));
    lines.push('Add the key they were sealed with to SECRETS_KEYS_ACCEPTED and run this again, or enter them again.');
  }
  return lines.join('\n');
}
