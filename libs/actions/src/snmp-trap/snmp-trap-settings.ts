import type { snmpTrapSettings } from '@twotwenty/contracts/actions/snmp-trap';
import type { plainSecretSchema } from '@twotwenty/contracts/secret';
import type { z } from 'zod';

export type SnmpTrapSettings = z.output<ReturnType<typeof snmpTrapSettings<typeof plainSecretSchema>>>;
