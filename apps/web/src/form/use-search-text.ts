import { useEffect, useEffectEvent, useState } from 'react';

/** Who types faster is searched for less often; people take 150 to 200 ms for a letter, and see an answer to each. */
const QUIET_MS = 50;

/**
 * The text of a search box whose meaning is kept in the address: it is written there once no letter has come for a moment.
 * @param kept what the address says now
 * @param keep writes it; undefined for no search
 */
export function useSearchText(kept: string | undefined, keep: (text: string | undefined) => void) {
  const inAddress = kept ?? '';
  const [typed, setTyped] = useState(inAddress);
  const [known, setKnown] = useState(inAddress);
  const [sent, setSent] = useState(inAddress);
  if (inAddress !== known) {
    setKnown(inAddress);
    // It changed by itself: a link, the back button, a filter that was taken away.
    if (inAddress !== sent) {
      setTyped(inAddress);
      setSent(inAddress);
    }
  }
  const send = useEffectEvent((text: string) => {
    setSent(text);
    keep(text === '' ? undefined : text);
  });
  useEffect(() => {
    const text = typed.trim();
    if (text === inAddress) return;
    const timer = setTimeout(() => send(text), QUIET_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [typed, inAddress]);
  return [typed, setTyped] as const;
}
