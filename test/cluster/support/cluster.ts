import { freePort } from '@twotwenty/testing/ports';
import { waitFor } from '@twotwenty/testing/wait-for';
import { z } from 'zod';
import { Compose, docker } from '../../../scripts/lib/compose.mjs';

const noticesSchema = z.array(
  z.object({
    id: z.string(),
    kind: z.enum(['failure', 'recovery', 'test']),
    incidents: z.array(z.object({ monitor: z.string(), alert: z.string(), 'incident-id': z.string() })).min(1),
  }),
);
export type Notice = z.infer<typeof noticesSchema>[number];

/** The apps that may be killed and replaced; each has that many containers from the start. */
export const COUNTS = {
  postgres: 1,
  redis: 1,
  controller: 2,
  evaluator: 2,
  worker: 1,
  'worker-second': 1,
  proxy: 1,
} as const;

/** The cluster of docker-compose.yml under a name, a port and with images of its own. */
export class Cluster {
  private token = '';
  private outsideUrl = '';

  private constructor(
    readonly compose: Compose,
    readonly project: string,
    readonly url: string,
  ) {}

  /** @throws UserError where no Docker engine answers */
  static async create(): Promise<Cluster> {
    const project = `twotwenty-test-${process.pid}`;
    const port = await freePort();
    const files = ['-f', 'docker-compose.yml', '-f', 'test/cluster/docker-compose.outside.yml'];
    const compose = await Compose.find(['-p', project, ...files], {
      ...process.env,
      TWOTWENTY_BIND: '127.0.0.1',
      TWOTWENTY_PORT: String(port),
      TWOTWENTY_IMAGE: 'twotwenty-test',
      TWOTWENTY_PROXY_IMAGE: 'twotwenty-test-proxy',
    });
    return new Cluster(compose, project, `http://127.0.0.1:${port}`);
  }

  /** Starts everything as people do, and learns where it is. */
  async up(): Promise<void> {
    await this.compose.run(['up', '-d', '--build']);
    await this.untilHealthy();
    this.token = await this.read('controller', '/var/lib/twotwenty/secrets/admin/token');
    this.outsideUrl = `http://${(await this.compose.run(['port', 'outside', '8080'])).trim()}`;
  }

  async untilHealthy(): Promise<void> {
    for (const [service, count] of Object.entries(COUNTS)) await this.compose.untilHealthy(service, count);
  }

  /** Takes everything away, the data too. */
  async down(): Promise<void> {
    await this.compose.run(['down', '-v', '--remove-orphans', '-t', '5']);
  }

  /** A request to the API through the proxy. @throws when it is not answered with a success */
  async api<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }

  /** The id of a running container. */
  async containerOf(service: string): Promise<string> {
    const found = (await this.compose.containers(service)).find(({ running }) => running);
    if (found === undefined) throw new Error(`no ${service} runs`);
    return found.id;
  }

  /** Runs a program in a container. @returns its standard output without the space around it */
  async exec(service: string, ...command: string[]): Promise<string> {
    return (await docker(['exec', await this.containerOf(service), ...command])).trim();
  }

  read(service: string, file: string): Promise<string> {
    return this.exec(service, 'cat', file);
  }

  /** Kills a container of a service as a crash of the machine would, and starts it again. */
  async kill(service: string): Promise<void> {
    const id = await this.containerOf(service);
    await docker(['kill', '-s', 'KILL', id]);
    await docker(['start', id]);
  }

  /** Opens or closes the mail server that fails. */
  async setMail(state: 'open' | 'closed'): Promise<void> {
    const response = await fetch(`${this.outsideUrl}/mail/${state}`, { method: 'PUT' });
    if (!response.ok) throw new Error(`the mail server could not be ${state}: ${await response.text()}`);
  }

  /** The notices that came, the repeated ones too, in order. */
  async notices(): Promise<Notice[]> {
    return noticesSchema.parse(await (await fetch(`${this.outsideUrl}/notices`)).json());
  }

  /** Waits for something that the API tells; while it is away, nothing is told. */
  async until(look: () => Promise<boolean>, what: string): Promise<void> {
    await waitFor(look, { what, timeoutMs: 180_000, intervalMs: 250 });
  }
}
