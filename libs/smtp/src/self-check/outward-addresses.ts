import { createSocket } from 'node:dgram';

/** Addresses of the internet that nobody has (RFC 5737, RFC 3849): the way to them is the way to everybody. */
const SOMEWHERE = { udp4: '192.0.2.1', udp6: '2001:db8::1' } as const;
const ANY_PORT = 25;

/** The addresses with which this machine leaves for the internet, IPv4 first; none without a route. Nothing is sent. */
export async function outwardAddresses(): Promise<string[]> {
  const found = await Promise.all([outwardAddress('udp4'), outwardAddress('udp6')]);
  return found.filter((address) => address !== null);
}

/** Connecting a UDP socket only chooses a route, and with it the address. */
function outwardAddress(type: 'udp4' | 'udp6'): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = createSocket(type);
    const finish = (address: string | null): void => {
      socket.close();
      resolve(address);
    };
    socket.once('error', () => finish(null));
    socket.once('connect', () => finish(socket.address().address));
    socket.connect(ANY_PORT, SOMEWHERE[type]);
  });
}
