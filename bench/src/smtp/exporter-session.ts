import { Agent, get } from 'node:http';
import type { Session } from './lanes.js';

/** The module of the exporter's configuration that holds our dialogue. */
export const EXPORTER_MODULE = 'smtp';

/** Sessions that Prometheus' blackbox exporter is asked to make, as Prometheus asks: over connections that stay open. */
export function exporterSession(exporterPort: number, connections: number): Session {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  return (host, port) =>
    new Promise((resolve) => {
      const path = `/probe?module=${EXPORTER_MODULE}&target=${host}:${port}`;
      const request = get({ host: '127.0.0.1', port: exporterPort, path, agent }, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (piece: string) => (text += piece));
        response.on('error', () => resolve(false));
        response.on('end', () => resolve(response.statusCode === 200 && isSuccess(text)));
      });
      request.on('error', () => resolve(false));
    });
}

/** Whether the metrics of a probe tell of success. */
export function isSuccess(metrics: string): boolean {
  return /^probe_success 1$/m.test(metrics);
}
