import { Button, Center, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

interface NoticeProps {
  readonly title: string;
  readonly children: ReactNode;
  /** Offers to load the page again. */
  readonly reload?: boolean;
}

/** What stands in `main` when a page has nothing to show but a message. */
export function Notice({ title, children, reload = false }: NoticeProps) {
  return (
    <Center mih="60dvh" p="lg">
      <Stack role="alert" gap="sm" maw={520}>
        <Title order={1} size="h3">
          {title}
        </Title>
        <Text style={{ overflowWrap: 'anywhere' }}>{children}</Text>
        {reload && (
          <Button onClick={reloadPage} style={{ alignSelf: 'start' }}>
            Reload
          </Button>
        )}
      </Stack>
    </Center>
  );
}

export function reloadPage(): void {
  location.reload();
}
