/** To be built. */
export function NewAlertPage() {
  return null;
}
