// Nothing else is imported here: it would be loaded before this runs, and until then a signal ends the process.
import { signals } from '../process/catch-signals.ts';

/** The process in which manifests are judged. Signals reach the whole group: it ends with its parent, and by no other word. */
signals.ignore();
await import('./judge-work.ts');
