/** To be built. */
export function EditMonitorPage() {
  return null;
}
