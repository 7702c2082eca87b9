import { MantineProvider } from '@mantine/core';
import { QueryClientProvider, useQuery } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { sessionQuery } from '../api/session.js';
import { LoginPage } from '../pages/login/LoginPage.js';
import { theme, themeVariables } from '../theme/theme.js';
import { CrashGuard } from './CrashGuard.js';
import { NoAnswer } from './NoAnswer.js';
import { createAppQueryClient } from './query-client.js';
import { createAppRouter } from './router.js';

const queryClient = createAppQueryClient();
const router = createAppRouter(queryClient);

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
  if (session.data === 'open') return <RouterProvider router={router} />;
  if (session.data !== undefined) return <LoginPage ended={session.data === 'ended'} />;
  if (session.error === null) return null;
  return (
    <main>
      <NoAnswer error={session.error} />
    </main>
  );
}
