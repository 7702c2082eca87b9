/** To be built. */
export function MaintenancePage() {
  return null;
}
