/// <reference lib="dom" />

/**
 * Runs in the page before its own code: once, a person types on in a field in the moment in which the address changes for what
 * they typed before, and so before the page is drawn for the new address.
 */
export function typeWhenSearched({ label, text }: { readonly label: string; readonly text: string }): void {
  const replace = history.replaceState.bind(history);
  let isTyped = false;
  history.replaceState = (...change) => {
    replace(...change);
    const field = document.querySelector<HTMLInputElement>(`input[aria-label="${label}"]`);
    if (isTyped || field === null || !location.search.includes('q=')) return;
    isTyped = true;
    field.focus();
    document.execCommand('insertText', false, text);
  };
}
