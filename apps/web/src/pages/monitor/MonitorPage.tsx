/** To be built. */
export function MonitorPage() {
  return null;
}
