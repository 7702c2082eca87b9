import { Center, Loader } from '@mantine/core';

/** Stands where something is to come. @param what completes the sentence "Loading …" */
export function Loading({ what }: { readonly what: string }) {
  return (
    <Center mih="40dvh">
      <Loader role="status" aria-label={`Loading ${what}`} />
    </Center>
  );
}
