/** The API, asked by one who has a token, one question after the other. */
export class ApiSession {
  constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  /** The body of an answer. @throws Error when it is not 200 */
  async text(path: string): Promise<string> {
    const response = await fetch(`${this.url}/api/v1${path}`, { headers: { authorization: `Bearer ${this.token}` } });
    const body = await response.text();
    if (response.status !== 200) throw new Error(`${path} answered ${response.status}: ${body}`);
    return body;
  }

  /** Milliseconds from the question to the last byte of the answer. */
  async time(path: string): Promise<number> {
    const began = performance.now();
    await this.text(path);
    return performance.now() - began;
  }

  async nextCursor(path: string): Promise<string | null> {
    return (JSON.parse(await this.text(path)) as { readonly nextCursor: string | null }).nextCursor;
  }
}
