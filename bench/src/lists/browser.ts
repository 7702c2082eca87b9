export type BrowserFigures = Record<string, never>;
export async function measureBrowser(..._: unknown[]): Promise<BrowserFigures | null> { return Promise.resolve(null); }
