import { HttpError } from 'velosiped';
import type { Handlers } from './routes.gen.ts';

const hello: Handlers['hello'] = ({ params: { name } }) => {
  const letters = name.match(/\p{Letter}/gu)?.length ?? 0;
  if (letters === 0) throw new HttpError(400, 'This name has no letters.');
  return { name, letters };
};

/** The functions that routes.yaml names after `handler:`. */
export const handlers: Handlers = { hello };
