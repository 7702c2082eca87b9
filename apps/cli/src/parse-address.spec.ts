import { describe, expect, it } from 'vitest';
import { parseAddress } from './parse-address.js';

describe('parseAddress', () => {
  it.each([
    ['mx.example.com', 'mx.example.com', null],
    ['mx.example.com.', 'mx.example.com.', null],
    ['mx.example.com:2525', 'mx.example.com', 2525],
    ['localhost:25', 'localhost', 25],
    ['mx_1:25', 'mx_1', 25],
    ['bücher.example', 'xn--bcher-kva.example', null],
    ['192.0.2.1', '192.0.2.1', null],
    ['192.0.2.1:25', '192.0.2.1', 25],
    ['::1', '::1', null],
    ['[::1]', '::1', null],
    ['[::1]:25', '::1', 25],
    ['[fe80::1%eth0]:65535', 'fe80::1%eth0', 65_535],
  ])('reads %s', (text, host, port) => expect(parseAddress(text)).toEqual({ host, port }));

  it.each([
    ['', /host is missing/],
    [':25', /host is missing/],
    ['mx:', /port "".*1 to 65535/],
    ['mx:0', /port "0"/],
    ['mx:65536', /port "65536"/],
    ['mx:smtp', /port "smtp"/],
    ['mx:+25', /port "\+25"/],
    ['[::1]:', /port ""/],
    ['[::1]25', /after the bracket/],
    ['[::1', /neither|IPv6/],
    ['[mx]:25', /"mx" is not an IPv6 address/],
    ['1::2::3', /Not an IPv6 address/],
    ['http://mx.example.com', /URL/],
    ['a b', /neither a host name nor an IP address/],
    ['-a.example', /neither/],
    ['a..b', /neither/],
    ['user@mx', /neither/],
    ['256.1.1.1', /neither/],
    ['1.2.3', /neither/],
    ['0x7f.1', /neither/],
    [`${'a'.repeat(64)}.example`, /neither/],
  ])('refuses %j and says why', (text, message) => {
    expect(() => parseAddress(text)).toThrow(RangeError);
    expect(() => parseAddress(text)).toThrow(message);
  });
});
