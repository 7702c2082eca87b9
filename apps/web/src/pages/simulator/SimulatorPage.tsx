/** To be built. */
export function SimulatorPage() {
  return null;
}
