/** To be built. */
export function EditAlertPage() {
  return null;
}
