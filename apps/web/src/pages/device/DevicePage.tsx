/** To be built. */
export function DevicePage() {
  return null;
}
