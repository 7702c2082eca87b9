/** The URL of a path on a server whose address may have a path of its own, as behind a gateway. */
export function below(server: string, path: string): URL {
  const url = new URL(server);
  url.pathname = `${url.pathname.replace(/\/+$/, '')}${path}`;
  return url;
}
