import { MantineProvider } from '@mantine/core';
import { QueryClientProvider, useQuery } from '@tanstack/react-query';
import { sessionQuery } from '../api/session.js';
import { LoginPage } from '../pages/login/LoginPage.js';
import { MonitorsPage } from '../pages/monitors/MonitorsPage.js';
import { theme, themeVariables } from '../theme/theme.js';
import { CrashGuard } from './CrashGuard.js';
import { NoAnswer } from './NoAnswer.js';
import { createAppQueryClient } from './query-client.js';
import { Shell } from './Shell.js';

const queryClient = createAppQueryClient();

export function App() {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={themeVariables} defaultColorScheme="auto">
      <CrashGuard>
        <QueryClientProvider client={queryClient}>
          <Pages />
        </QueryClientProvider>
      </CrashGuard>
    </MantineProvider>
  );
}

function Pages() {
  const session = useQuery(sessionQuery);
  if (session.data === 'open') {
    return (
      <Shell>
        <MonitorsPage />
      </Shell>
    );
  }
  if (session.data !== undefined) return <LoginPage ended={session.data === 'ended'} />;
  return session.error === null ? null : <NoAnswer error={session.error} />;
}
