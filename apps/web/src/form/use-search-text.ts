import { useEffect, useState } from 'react';

const QUIET_MS = 250;

/**
 * The text of a search box whose meaning is kept in the address: it is written there when somebody stops typing.
 * @param kept what the address says now
 * @param keep writes it; undefined for no search
 */
export function useSearchText(kept: string | undefined, keep: (text: string | undefined) => void) {
  const [typed, setTyped] = useState<string | null>(null);
  const text = typed ?? kept ?? '';
  const wanted = typed === null ? kept : typed.trim() || undefined;
  useEffect(() => {
    if (typed === null) return;
    const timer = setTimeout(() => {
      if (wanted !== kept) keep(wanted);
      setTyped(null);
    }, QUIET_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [typed, wanted, kept, keep]);
  return [text, setTyped] as const;
}
