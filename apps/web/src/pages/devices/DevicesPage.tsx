/** To be built. */
export function DevicesPage() {
  return null;
}
