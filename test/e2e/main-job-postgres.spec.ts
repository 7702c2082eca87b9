import { mainJobSuite } from './suites/main-job.js';

mainJobSuite('postgres');
