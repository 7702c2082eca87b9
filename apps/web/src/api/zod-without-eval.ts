import { config } from 'zod';

// Zod compiles objects with `new Function`, which the content security policy forbids; its attempt would be reported as
// a violation. A schema decides when it is made, so this is the first import of `main.tsx`.
config({ jitless: true });
