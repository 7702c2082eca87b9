/** Reads NDR (C706 chapter 14) with 32 bits and little-endian numbers. */
export class NdrReader {
  private position = 0;

  constructor(private readonly octets: Buffer) {}

  uint32(): number {
    this.align();
    const value = this.octets.readUInt32LE(this.position);
    this.position += 4;
    return value;
  }

  bytes(length: number): Buffer {
    this.align();
    const value = this.octets.subarray(this.position, this.position + length);
    this.position += length;
    return value;
  }

  /** A conformant and varying string of UTF-16, without its last NUL. */
  string(): string {
    this.uint32();
    this.uint32();
    const length = this.uint32();
    return this.bytes(length * 2)
      .toString('utf16le')
      .replace(/\0$/, '');
  }

  uniqueString(): string | null {
    return this.uint32() === 0 ? null : this.string();
  }

  private align(): void {
    this.position = Math.ceil(this.position / 4) * 4;
  }
}

export function ndrNumbers(...values: readonly number[]): Buffer {
  const octets = Buffer.alloc(values.length * 4);
  values.forEach((value, index) => octets.writeUInt32LE(value >>> 0, index * 4));
  return octets;
}

export function utf16(text: string): Buffer {
  return Buffer.from(`${text}\0`, 'utf16le');
}

/** A conformant and varying string of UTF-16 with its last NUL, filled up to a multiple of four octets. */
export function ndrString(text: string): Buffer {
  const characters = text.length + 1;
  return Buffer.concat([ndrNumbers(characters, 0, characters), utf16(text), Buffer.alloc((characters % 2) * 2)]);
}
