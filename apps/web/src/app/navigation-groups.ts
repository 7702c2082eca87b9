/** Counts that stand beside a page's name. */
export type Badge = 'failed-notices' | 'waiting-repairs';

/** A page that the navigation leads to. */
export interface NavigationPage {
  readonly to:
    | '/'
    | '/devices'
    | '/maintenance'
    | '/incidents'
    | '/alerts'
    | '/action-runs'
    | '/recovery'
    | '/credentials'
    | '/simulator'
    | '/sites'
    | '/settings';
  readonly name: string;
  /** Beginnings of addresses of pages that belong to this one without being below its address. */
  readonly covers?: readonly string[];
  readonly badges?: readonly Badge[];
}

interface NavigationGroup {
  readonly name: string;
  readonly pages: readonly NavigationPage[];
}

/** The pages by what people come for: to look, to be told, to set up. */
export const NAVIGATION_GROUPS: readonly NavigationGroup[] = [
  {
    name: 'Watch',
    pages: [
      { to: '/', name: 'Overview', covers: ['/monitors/', '/wall'] },
      { to: '/devices', name: 'Devices' },
      { to: '/incidents', name: 'Incidents' },
      { to: '/maintenance', name: 'Maintenance' },
    ],
  },
  {
    name: 'Respond',
    pages: [
      { to: '/alerts', name: 'Alerts' },
      { to: '/action-runs', name: 'Action runs', badges: ['failed-notices', 'waiting-repairs'] },
      { to: '/recovery', name: 'Recovery' },
      { to: '/credentials', name: 'Credentials' },
      { to: '/simulator', name: 'Simulator' },
    ],
  },
  {
    name: 'System',
    pages: [
      { to: '/sites', name: 'Sites' },
      { to: '/settings', name: 'Settings' },
    ],
  },
];

/** Whether an address belongs to a page without being its own or below it. @param pathname begins with `/` */
export function isCovered({ covers = [] }: Pick<NavigationPage, 'covers'>, pathname: string): boolean {
  return covers.some((beginning) => pathname.startsWith(beginning));
}
