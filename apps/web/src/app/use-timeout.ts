import { useEffect, useState } from 'react';

/**
 * Whether `ms` have passed since `subject` became what it is.
 * @param subject compared by identity; while undefined nothing is timed
 */
export function useTimeout(subject: object | undefined, ms: number): boolean {
  const [expired, setExpired] = useState<object | undefined>();
  useEffect(() => {
    if (subject === undefined) return;
    const timer = setTimeout(() => {
      setExpired(subject);
    }, ms);
    return () => {
      clearTimeout(timer);
    };
  }, [subject, ms]);
  return subject !== undefined && expired === subject;
}
