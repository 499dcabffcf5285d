import { divide } from './handlers/divide.ts';
import { setCookie } from './handlers/set-cookie.ts';
import { shortLog } from './handlers/short-log.ts';
import { showErrors } from './handlers/show-errors.ts';
import type { Handlers } from './routes.gen.ts';

/** What the names after `handler:` in routes.yaml stand for. */
export const handlers = { divide, setCookie, shortLog, showErrors } satisfies Handlers;
