/** To be built. */
export function NewMonitorPage() {
  return null;
}
