import type { Handlers, Switch } from './routes.gen.ts';

/** `POST /short_log/1`: this client's later requests are logged in short; `/0`: in full again. */
export const shortLog: Handlers['shortLog'] = async ({ params, client }): Promise<Switch> => {
  const on = params.state === 1;
  await client.set({ shortLog: on });
  return { on };
};
