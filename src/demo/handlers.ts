import { divide } from './divide.ts';
import type { Handlers } from './routes.gen.ts';
import { setCookie } from './set-cookie.ts';
import { shortLog } from './short-log.ts';
import { showErrors } from './show-errors.ts';

/** The functions that routes.yaml names after `handler:`. */
export const handlers = { divide, setCookie, shortLog, showErrors } satisfies Handlers;
