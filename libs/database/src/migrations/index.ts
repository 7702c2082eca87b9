import { Foundation1763800000000 } from './1763800000000-foundation.js';
import { Tls1764000000000 } from './1764000000000-tls.js';
import { Certificate1764050000000 } from './1764050000000-certificate.js';
import { Worker1764100000000 } from './1764100000000-worker.js';
import { Alert1764200000000 } from './1764200000000-alert.js';
import { Holds1764300000000 } from './1764300000000-holds.js';
import { Credential1764400000000 } from './1764400000000-credential.js';
import { Recovery1764500000000 } from './1764500000000-recovery.js';
import { SiteHealth1764600000000 } from './1764600000000-site-health.js';
import { Suspect1764690000000 } from './1764690000000-suspect.js';
import { Confirmation1764700000000 } from './1764700000000-confirmation.js';
import { SuspectSite1764790000000 } from './1764790000000-suspect-site.js';
import { Change1764800000000 } from './1764800000000-change.js';
import { MonitorListing1764810000000 } from './1764810000000-monitor-listing.js';
import { ProbeCheck1764830000000 } from './1764830000000-probe-check.js';
import { History1764840000000 } from './1764840000000-history.js';
import { AlertEnabled1764850000000 } from './1764850000000-alert-enabled.js';
import { Lease1764870000000 } from './1764870000000-lease.js';
import { NameOrder1764880000000 } from './1764880000000-name-order.js';
import { MonitorPolicy1764890000000 } from './1764890000000-monitor-policy.js';

/** In order; append only. A migration that was released is never changed. */
export const migrations = [
  Foundation1763800000000,
  Tls1764000000000,
  Certificate1764050000000,
  Worker1764100000000,
  Alert1764200000000,
  Holds1764300000000,
  Credential1764400000000,
  Recovery1764500000000,
  SiteHealth1764600000000,
  Suspect1764690000000,
  Confirmation1764700000000,
  SuspectSite1764790000000,
  Change1764800000000,
  MonitorListing1764810000000,
  ProbeCheck1764830000000,
  History1764840000000,
  AlertEnabled1764850000000,
  Lease1764870000000,
  NameOrder1764880000000,
  MonitorPolicy1764890000000,
];
