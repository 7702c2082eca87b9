import { type Action, CERTIFICATES, type Damage, type FuzzInput, HOSTS, TLS_VERSIONS } from './input.js';
import type { Random } from '@twotwenty/testing/random';
import { HEARABLE, TOKENS } from './seeds.js';

const MAX_ACTIONS = 24;
/** Enough to exceed the limit of a reply, 64 KiB. */
const MAX_OCTETS = 70_000;
/** Most inputs stay small, so that sessions are quick. */
const USUAL_OCTETS = 3000;
const MAX_PAUSE_MS = 40;
const EHLO_NAMES = [null, 'probe.example.com', '[127.0.0.1]', 'x'.repeat(255)];

/** Gives an input that differs from `parent` in some places. `other` is one to take parts from. */
export function mutate(parent: FuzzInput, other: FuzzInput, random: Random): FuzzInput {
  const limit = random.oneIn(400) ? MAX_OCTETS : Math.max(USUAL_OCTETS, octetsOf(parent.actions));
  let input = parent;
  for (let times = 1 << random.below(5); times > 0; times -= 1) {
    const kind = random.below(10);
    if (kind < 6) input = { ...input, actions: mutateOctets(input.actions, other.actions, random, limit) };
    else if (kind < 9) input = { ...input, actions: mutateActions(input.actions, other.actions, random) };
    else if (parent.target.security === 'none' || random.oneIn(2)) input = mutateTarget(input, other, random);
    else input = mutateTls(input, random);
  }
  const actions = input.actions.slice(0, MAX_ACTIONS);
  return { ...input, actions: octetsOf(actions) > MAX_OCTETS ? parent.actions : actions };
}

function octetsOf(actions: readonly Action[]): number {
  return actions.reduce((sum, action) => sum + ('octets' in action ? action.octets.length : 0), 0);
}

function mutateTarget(input: FuzzInput, other: FuzzInput, random: Random): FuzzInput {
  const { target } = input;
  switch (random.below(8)) {
    case 0:
      return { ...input, target: { ...target, ehloName: random.pick(EHLO_NAMES) } };
    case 1:
      return { ...input, target: { ...target, strictQuit: !target.strictQuit } };
    case 2:
      return { ...input, host: random.pick(HOSTS) };
    case 3:
      return { ...input, abortAfterMs: random.oneIn(3) ? random.below(30) : null };
    case 4:
      return { ...input, target: other.target };
    case 5:
      return { ...input, gateMs: random.oneIn(3) ? random.below(20) : null };
    case 6:
      return { ...input, target: { ...target, addressFamily: random.pick(['any', 'any', 'ipv4', 'ipv6']) } };
    default:
      return { ...input, host: 'address', abortAfterMs: null };
  }
}

/** Changes the policy of the target, or the handshake that the server makes. */
function mutateTls(input: FuzzInput, random: Random): FuzzInput {
  const { target } = input;
  switch (random.below(5)) {
    case 0:
      return { ...input, target: { ...target, security: random.pick(['starttls', 'tls']) } };
    case 1:
      return {
        ...input,
        target: { ...target, tls: { ...target.tls, certificate: random.pick(['require', 'report']) } },
      };
    case 2:
      return {
        ...input,
        target: { ...target, tls: { ...target.tls, warnDays: days(random), failDays: days(random) } },
      };
    default: {
      const at = input.actions.findIndex((action) => action.do === 'tls');
      return { ...input, actions: input.actions.toSpliced(Math.max(0, at), at === -1 ? 0 : 1, anyHandshake(random)) };
    }
  }
}

function days(random: Random): number | null {
  return random.oneIn(2) ? null : random.below(100);
}

function anyHandshake(random: Random): Action {
  const damage: Damage | null = random.oneIn(2)
    ? { at: random.below(random.oneIn(2) ? 1200 : 100), how: random.pick(['flip', 'flip', 'flip', 'cut', 'drop']) }
    : null;
  return { do: 'tls', certificate: random.pick(CERTIFICATES), version: random.pick(TLS_VERSIONS), damage };
}

function mutateActions(actions: readonly Action[], others: readonly Action[], random: Random): readonly Action[] {
  const at = random.below(actions.length + 1);
  const chosen = actions[at];
  switch (random.below(8)) {
    case 0:
      return actions.toSpliced(at, 1);
    case 1:
      return chosen === undefined ? actions : actions.toSpliced(at, 0, chosen);
    case 2:
      return others.length === 0 ? actions : actions.toSpliced(at, 0, random.pick(others));
    case 3:
      return [...actions.slice(0, at), ...others.slice(random.below(others.length + 1))];
    case 4:
      return chosen === undefined ? actions : actions.toSpliced(at, 1, ...cutUp(chosen, random));
    case 5:
      return chosen === undefined ? actions : [...actions.toSpliced(at, 1), chosen];
    default:
      return actions.toSpliced(at, 0, anyAction(random));
  }
}

/** Makes another kind of sending out of one: in two, octet by octet, or all at once. */
function cutUp(action: Action, random: Random): readonly Action[] {
  if (!('octets' in action)) return [action];
  const { octets } = action;
  const at = random.below(octets.length + 1);
  const halves: Action[] = [
    { do: 'send', octets: octets.slice(0, at) },
    { do: 'send', octets: octets.slice(at) },
  ];
  return random.pick<readonly Action[]>([
    halves.toSpliced(1, 0, { do: 'pause', ms: random.below(3) }),
    [{ do: action.do === 'send' ? 'dribble' : 'send', octets }],
    halves,
  ]);
}

function anyAction(random: Random): Action {
  switch (random.below(12)) {
    case 0:
    case 1:
    case 2:
      return { do: 'send', octets: random.pick(TOKENS) };
    case 3:
      return { do: 'dribble', octets: random.pick(TOKENS) };
    case 4:
    case 5:
      return { do: 'hear', text: random.pick(HEARABLE) };
    case 6:
      return { do: 'pause', ms: random.below(random.oneIn(10) ? MAX_PAUSE_MS : 4) };
    case 7:
      return { do: 'half-close' };
    case 8:
      return { do: 'close' };
    case 9:
      return { do: 'reset' };
    case 10:
      return random.pick<Action>([{ do: 'stop-reading' }, { do: 'send-below', octets: random.pick(TOKENS) }]);
    default:
      return { do: 'linger' };
  }
}

function mutateOctets(
  actions: readonly Action[],
  others: readonly Action[],
  random: Random,
  limit: number,
): readonly Action[] {
  const places = actions.flatMap((action, at) => ('octets' in action ? [at] : []));
  if (places.length === 0) return actions.toSpliced(0, 0, { do: 'send', octets: random.pick(TOKENS) });
  const at = random.pick(places);
  const action = actions[at];
  if (action === undefined || !('octets' in action)) return actions;
  const octets = havoc(action.octets, others, random, limit).slice(0, limit);
  return actions.toSpliced(at, 1, { ...action, octets });
}

/** One change of the octets, as AFL makes them. */
function havoc(octets: string, others: readonly Action[], random: Random, limit: number): string {
  const at = random.below(octets.length + 1);
  const end = Math.min(octets.length, at + 1 + random.below(random.oneIn(4) ? 64 : 8));
  const [before, range, after] = [octets.slice(0, at), octets.slice(at, end), octets.slice(end)];
  switch (random.below(12)) {
    case 0:
      return before + flipped(octets.charCodeAt(at) || 0, random) + octets.slice(at + 1);
    case 1:
      return before + String.fromCharCode(random.below(256)) + octets.slice(at + 1);
    case 2:
      return before + after;
    case 3:
      return before + range + range + after;
    case 4:
    case 5:
      return before + random.pick(TOKENS) + octets.slice(at);
    case 6:
      return before + random.pick(TOKENS) + after;
    case 7:
      return before + randomOctets(random) + octets.slice(at);
    case 8:
      return before + range.repeat(repetitions(range.length, limit, random)) + after;
    case 9:
      return withOtherCode(octets, random);
    case 10:
      return random.oneIn(2) ? octets.replace('\r\n', random.pick(['\n', '\r', ''])) : `${octets}\r\n`;
    default: {
      const donor = others.find((action) => 'octets' in action);
      return before + (donor !== undefined && 'octets' in donor ? donor.octets.slice(random.below(8)) : after);
    }
  }
}

function flipped(octet: number, random: Random): string {
  return String.fromCharCode((octet ^ (1 << random.below(8))) & 0xff);
}

function randomOctets(random: Random): string {
  return String.fromCharCode(...Array.from({ length: 1 + random.below(12) }, () => random.below(256)));
}

/** Mostly a few; at times as many as there is room for. */
function repetitions(length: number, limit: number, random: Random): number {
  const most = Math.floor(limit / Math.max(1, length));
  return Math.min(most, random.oneIn(8) ? most : 1 + random.below(16));
}

/** Changes a digit of the first code. */
function withOtherCode(octets: string, random: Random): string {
  const at = random.below(3);
  return octets.slice(0, at) + String(random.below(10)) + octets.slice(at + 1);
}

/** How long the input's session may take: short where its parent's ended by the deadline anyhow. */
export function chooseDuration(random: Random, parentTookAllTime: boolean, withTls: boolean): number {
  // A handshake among hundreds of sessions takes its time.
  if (withTls) return parentTookAllTime ? random.between(60, 120) : random.between(150, 250);
  return parentTookAllTime ? random.between(30, 50) : random.between(60, 120);
}
