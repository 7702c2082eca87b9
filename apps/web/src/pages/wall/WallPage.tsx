/** To be built. */
export function WallPage() {
  return null;
}
