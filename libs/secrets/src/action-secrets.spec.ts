import type { ActionInput, StoredAction } from '@twotwenty/contracts/alert';
import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openSettings, sealAction, viewAction } from './action-secrets.js';
import { SealedSecretError, SecretBox } from './secret-box.js';

const box = new SecretBox(randomBytes(32).toString('base64'));
const written = {
  id: '00000000-0000-4000-8000-000000000001',
  type: 'email',
  settings: {
    from: 'a@example.com',
    relays: [
      { host: 'one', password: { secret: 'first' } },
      { host: 'two', password: { secret: 'second' } },
      { host: 'three', password: null },
    ],
  },
} as unknown as ActionInput;

function seal(action: ActionInput, stored?: StoredAction): StoredAction {
  const sealed = sealAction(action, stored, box);
  expect(sealed.unknown).toEqual([]);
  return sealed.action;
}

/** The relays as clients read them. */
function relaysOf(action: StoredAction): unknown[] {
  return (viewAction(action).settings as { relays: unknown[] }).relays;
}

describe('the secrets of an action', () => {
  it('are stored sealed, read as fingerprints and opened for delivery', () => {
    const stored = seal(written);
    const texts = [JSON.stringify(stored), JSON.stringify(viewAction(stored))];
    for (const text of texts) expect(text).not.toMatch(/first|second/);
    expect(texts[1]).not.toContain('sealed');
    expect(relaysOf(stored)).toEqual([
      { host: 'one', password: { keep: expect.stringMatching(/^[0-9a-f]{16}$/) as string } },
      { host: 'two', password: { keep: expect.stringMatching(/^[0-9a-f]{16}$/) as string } },
      { host: 'three', password: null },
    ]);
    expect(openSettings(stored, box)).toEqual({
      from: 'a@example.com',
      relays: [
        { host: 'one', password: 'first' },
        { host: 'two', password: 'second' },
        { host: 'three', password: null },
      ],
    });
  });

  it('are kept where they are named, in whatever order, and only there', () => {
    const stored = seal(written);
    const relays = relaysOf(stored).reverse().slice(0, 2);
    const changed = { ...written, settings: { relays: [...relays, { host: 'four', password: { secret: 'new' } }] } };
    expect(openSettings(seal(changed, stored), box)).toEqual({
      relays: [
        { host: 'three', password: null },
        { host: 'two', password: 'second' },
        { host: 'four', password: 'new' },
      ],
    });
  });

  it('are not kept from nowhere or from another action', () => {
    const [relay] = relaysOf(seal(written));
    const changed = { ...written, settings: { relays: [{ host: 'x', password: { secret: 'x' } }, relay] } };
    expect(sealAction(changed, undefined, box).unknown).toEqual(['relays.1.password']);
    expect(sealAction(changed, seal(written), box).unknown).toEqual(['relays.1.password']);
  });

  it('do not open for another action or with another key', () => {
    const stored = seal(written);
    const other = new SecretBox(randomBytes(32).toString('base64'));
    expect(() => openSettings({ ...stored, id: 'other' }, box)).toThrow(SealedSecretError);
    expect(() => openSettings(stored, other)).toThrow(/another SECRETS_KEY. Enter the secret again/);
  });
});
